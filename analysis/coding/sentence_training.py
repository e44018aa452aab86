"""Sentence training: from coded sentences to the weights of frames, stance, practice and tone.

What the second stage and the mixture see are scores of sources that the model which scored them had not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from joblib import Parallel, delayed
from scipy import sparse
from scipy.special import expit

from analysis.coding.examples import Example
from analysis.coding.models import LABELS, Model, combine, gather_context, mix
from analysis.coding.networks import Network, fit_network, multiply
from analysis.coding.targets import at_coded, list_coded, list_targets, list_weights
from analysis.coding.thresholds import choose_thresholds
from analysis.coding.vocabularies import Vocabulary

FOLDS = 6
SOURCES = {
    "articles": 0, "documents": 1, "gold-articles": 2, "gold-official": 3, "official-us": 3, "official-cn": 3,
    "documents-en": 4, "documents-zh": 4, "web": 5,
    "press-en": 6, "press-hans": 7, "press-hant": 8, "papers": 9,
}  # fmt: skip
# texts coded as the manual's examples are, one frame and a half a sentence; the other sets hold more
JUDGED = ("articles", "documents", "gold-articles", "gold-official")
STRENGTH_FIRST, STRENGTH_SECOND = 1.5, 0.01  # inverse of the penalty on weights
UNITS, PENALTY, EPOCHS = 256, 0.1, 15
SEED = 20261122
NEVER = -6.0  # the intercept of a label that no example holds
LEAST = 2  # sentences in which a gram must stand
Score = Callable[..., np.ndarray]
Fit = Callable[[Sequence[Example], Sequence], Score]


def fit_model(examples: Sequence[Example], words: dict[str, int], hints: np.ndarray) -> Model:
    """Fit both stages, the network and their mixture on `examples`.

    Stage two and the mixture see scores of sources that the model which scored them was not fitted on.
    """
    vocabulary = _choose_vocabulary(examples, words, hints)
    rows = [vocabulary.arrange(example.clues) for example in examples]
    logits = _cross_score(examples, rows, _fit_first)
    first = _weigh(examples, rows)
    seen = list(zip(examples, logits, strict=True))
    inputs = np.vstack([at_coded(example, gather_context(own, example.clues)) for example, own in seen])
    targets, weights = list_targets(examples), list_weights(examples)
    second = _fit(sparse.csr_matrix(inputs), targets, weights, STRENGTH_SECOND)
    own = np.vstack([at_coded(example, scores) for example, scores in seen])
    meanings = [example.meanings for example in examples]
    votes = _cross_score(examples, meanings, lambda *seen: _fit_network(*seen).vote)
    voted = np.vstack([at_coded(example, scores) for example, scores in zip(examples, votes, strict=True)])
    stages = combine(own, inputs, second)
    inside = np.array([e.set in JUDGED for e in examples for target in e.targets if target])
    mixture = _fit_mixture(stages[inside], voted[inside], targets[inside], weights[inside])
    chances = expit(mix(stages, voted, mixture))[inside]
    thresholds = choose_thresholds(chances, targets[inside], weights[inside])
    return Model(vocabulary, first, second, _fit_network(examples, meanings), mixture, thresholds)


def _fit_network(examples: Sequence[Example], meanings: Sequence[np.ndarray]) -> Network:
    coded = np.vstack([at_coded(example, rows) for example, rows in zip(examples, meanings, strict=True)])
    targets = list_targets(examples)
    return fit_network(coded, targets, units=UNITS, penalty=PENALTY, epochs=EPOCHS, seed=SEED)


def _fit_mixture(
    stages: np.ndarray, votes: np.ndarray, targets: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Return what stages and votes count (one pair for each kind of label) and the intercept."""
    from sklearn.linear_model import LogisticRegression

    mixture = np.zeros((len(LABELS), 3))
    kinds = [label.split(":")[0] if ":" in label else "frame" for label in LABELS]
    for kind in sorted(set(kinds)):
        columns = [place for place, one in enumerate(kinds) if one == kind]
        coded = weights[:, columns].ravel() > 0
        seen = np.column_stack([stages[:, columns].ravel(), votes[:, columns].ravel()])[coded]
        fitted = LogisticRegression(C=1.0).fit(
            seen, targets[:, columns].ravel()[coded], weights[:, columns].ravel()[coded]
        )
        mixture[columns] = [*fitted.coef_[0], fitted.intercept_[0]]
    return np.round(mixture, 4)


def _choose_vocabulary(examples: Sequence[Example], words: dict[str, int], hints: np.ndarray) -> Vocabulary:
    counts: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    coded = list_coded(examples)
    for clue in coded:
        counts.update({*clue.words, *clue.pairs})
        concepts.update({concept for concept, _, _ in clue.hits})
    grams = sorted(gram for gram, count in counts.items() if count >= LEAST)
    weights = np.array([1 + np.log((1 + len(coded)) / (1 + counts[gram])) for gram in grams])
    named = sorted(concept for concept, count in concepts.items() if count >= LEAST)
    return Vocabulary(
        {gram: place for place, gram in enumerate(grams)},
        weights.astype(np.float32).astype(float),
        {concept: place for place, concept in enumerate(named)},
        words,
        hints,
    )


def _cross_score(examples: Sequence[Example], rows: Sequence, fit: Fit) -> list[np.ndarray]:
    """Return the scores of every sentence, by models that `fit` made without its source."""
    folds = _choose_folds(examples)
    logits: list[np.ndarray] = [np.zeros((0, 0))] * len(examples)
    for fold in sorted(set(folds)):
        inside = [place for place, other in enumerate(folds) if other != fold]
        score = fit([examples[place] for place in inside], [rows[place] for place in inside])
        for place in (place for place, other in enumerate(folds) if other == fold):
            logits[place] = score(rows[place])
    return logits


def _choose_folds(examples: Sequence[Example]) -> list[int]:
    """Return one fold per document: its whole source, so that what is judged is as new as a reader's texts.

    Single sentences have no source of their own; they are spread over all folds.
    """
    rng = np.random.default_rng(SEED)
    return [SOURCES.get(example.set, int(rng.integers(FOLDS))) for example in examples]


def _fit_first(examples: Sequence[Example], rows: Sequence[sparse.csr_matrix]) -> Score:
    return partial(multiply, weights=_weigh(examples, rows))


def _weigh(examples: Sequence[Example], rows: Sequence[sparse.csr_matrix]) -> np.ndarray:
    coded = [at_coded(example, row) for example, row in zip(examples, rows, strict=True)]
    matrix = sparse.vstack([row for row in coded if row.shape[0]], format="csr")
    return _fit(matrix, list_targets(examples), list_weights(examples), STRENGTH_FIRST)


def _fit(matrix: sparse.csr_matrix, targets: np.ndarray, weights: np.ndarray, strength: float) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    def weigh(column: int) -> np.ndarray:
        if not targets[:, column].any():
            return np.array([0.0] * matrix.shape[1] + [NEVER])
        model = LogisticRegression(C=strength, solver="liblinear", random_state=0, tol=1e-3)
        coded = weights[:, column] > 0
        model.fit(matrix[coded], targets[coded, column], sample_weight=weights[coded, column])
        return np.append(model.coef_[0], model.intercept_)

    columns = Parallel(n_jobs=-1, prefer="threads")(map(delayed(weigh), range(len(LABELS))))
    return np.column_stack(columns).astype(np.float32).astype(float)  # as it will be stored
