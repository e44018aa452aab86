"""About training: from coded sentences to the weights of whom a sentence is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from analysis.coding.abouts import CLASSES, MEANING, AboutModel
from analysis.coding.examples import Example
from analysis.coding.parties import Features, swap_sides

STRENGTH = 0.1  # inverse of the penalty on weights
LEAST = 4  # sentences in which a feature must stand
TEXT = ("word=", "concept=", "frame=")
WRITTEN = ("articles", "documents", "plain", "press-en", "press-hans", "press-hant", "papers")
WEIGHTS = dict.fromkeys(WRITTEN, 2.0) | {"gold-articles": 1.5, "gold-official": 1.0}
SILVER = 0.2  # weight of the sets not named above
EXCHANGED = {"A": "B", "B": "A"}


def fit_abouts(examples: Sequence[Example], sides: tuple[str, str]) -> AboutModel:
    """Fit the model on every sentence of `examples` whose *about* is coded.

    Each sentence is shown twice, the second time with the sides exchanged and without its words: grammar is
    learnt for both sides at once, words for the one that they speak of.
    """
    from sklearn.linear_model import LogisticRegression

    features, meanings, targets, weights = list_sentences(examples, sides)
    exchanged = [swap_sides(_leave_text(one)) for one in features]
    counts = Counter(name for one in (*features, *exchanged) for name in one)
    names = sorted(name for name, count in counts.items() if count >= LEAST * (1 + ("=" not in name[:8])))
    none = np.zeros((0, 0))
    model = AboutModel(sides, {name: place for place, name in enumerate(names)}, none, none)
    said = sparse.csr_matrix(meanings * MEANING)
    shown = sparse.hstack([model.arrange(features), said])
    hidden = sparse.hstack([model.arrange(exchanged), sparse.csr_matrix(said.shape)])
    rows = sparse.vstack([shown, hidden], format="csr")
    seen = [*targets, *(EXCHANGED.get(target, target) for target in targets)]
    fitted = LogisticRegression(C=STRENGTH, max_iter=400).fit(
        rows, seen, sample_weight=np.tile(weights, 2) / 2
    )
    order = [list(fitted.classes_).index(name) for name in CLASSES]
    weights = np.vstack([fitted.coef_[order].T, fitted.intercept_[order]]).astype(np.float32).astype(float)
    own = np.vstack([weights[: len(names)], weights[-1:]])
    return AboutModel(sides, model.columns, own, weights[len(names) : -1])


def list_sentences(
    examples: Sequence[Example], sides: tuple[str, str]
) -> tuple[list[Features], np.ndarray, list[str], np.ndarray]:
    """Return the features, the meaning, the class and the weight of each sentence whose *about* is coded."""
    letters = dict(zip(sides, CLASSES, strict=False))
    features, meanings, targets, weights = [], [], [], []
    for example in examples:
        for one, meaning, target in zip(example.features, example.meanings, example.targets, strict=True):
            if target and target["about"]:
                features.append(one)
                meanings.append(meaning)
                targets.append(letters.get(target["about"], target["about"]))
                weights.append(WEIGHTS.get(example.set, SILVER))
    return features, np.array(meanings), targets, np.array(weights)


def _leave_text(features: Features) -> Features:
    return {name: value for name, value in features.items() if not name.startswith(TEXT)}
