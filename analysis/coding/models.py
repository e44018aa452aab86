"""Models: linear models in two stages, stored as plain numbers, the same on every machine.

Stage one looks at each sentence by itself, one logistic model a label. Stage two looks at stage one's
scores of the sentence, its neighbours, its heading and its document. A network on the sentence's meaning
votes beside them; how much each counts is fitted on sentences that none had seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import expit

from analysis.coding.features import Clues
from analysis.coding.networks import Network, multiply
from analysis.coding.vocabularies import Vocabulary
from analysis.tables import FRAMES

STANCE_LABELS = ("stance:any", "stance:open", "stance:closed", "stance:both", "stance:neutral")
PRACTICE_LABELS = ("practice:open", "practice:closed")
TONE_LABELS = ("tone:+", "tone:-")
LABELS = (*FRAMES, *STANCE_LABELS, *PRACTICE_LABELS, *TONE_LABELS)
NEAR = 4  # sentences before and after
DIGITS = 6
CLIP = 6.0  # logits beyond are as good as certain


@dataclass(frozen=True)
class Model:
    """A trained coder: columns, weights of both stages and of meanings, and the least probabilities."""

    vocabulary: Vocabulary
    first: np.ndarray  # features + 1, labels: the last row is the intercept
    second: np.ndarray  # context features + 1, labels
    network: Network
    mixture: np.ndarray  # labels; what the stages' logit and the meaning's vote count, and the intercept
    thresholds: np.ndarray

    def score(self, clues: Sequence[Clues], meanings: np.ndarray) -> Scores:
        """Return the probability of each of `LABELS` for each sentence of one document."""
        if not clues:
            return Scores(np.zeros((0, len(LABELS))), sparse.csr_matrix((0, len(self.first) - 1)), self)
        rows = self.vocabulary.arrange(clues)
        logits = multiply(rows, self.first)
        logits = combine(logits, gather_context(logits, clues), self.second)
        chances = expit(mix(logits, self.network.vote(meanings), self.mixture))
        return Scores(np.round(chances, DIGITS), rows, self)


@dataclass(frozen=True)
class Scores:
    """The probabilities of one document's sentences, and the rows that they come from."""

    chances: np.ndarray
    rows: sparse.csr_matrix
    model: Model

    def explain(self, sentence: int, label: str, *, count: int = 3) -> list[str]:
        """Return the features that spoke most for `label` in stage one, the strongest first."""
        begin, end = self.rows.indptr[sentence : sentence + 2]
        columns = self.rows.indices[begin:end]
        spoken = self.rows.data[begin:end] * self.model.first[columns, LABELS.index(label)]
        order = np.lexsort((columns, -spoken))[:count]
        names = self.model.vocabulary.columns
        return [f"{names[columns[place]]} {spoken[place]:+.1f}" for place in order if spoken[place] > 0]


def combine(logits: np.ndarray, context: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the final logits: stage two's for frames, for the rest the mean of both stages'.

    Frames run through a document; a stance is the sentence's own, so there context corrects and does not
    outvote what the sentence says.
    """
    around = multiply(sparse.csr_matrix(context), second)
    around[:, len(FRAMES) :] = (around + np.clip(logits, -CLIP, CLIP))[:, len(FRAMES) :] / 2
    return around


def mix(logits: np.ndarray, votes: np.ndarray, mixture: np.ndarray) -> np.ndarray:
    """Return the logits of a label given what words and context say, and what meanings vote."""
    own, vote, intercept = mixture.T
    return own * logits + vote * votes + intercept


def gather_context(logits: np.ndarray, clues: Sequence[Clues]) -> np.ndarray:
    """Return what stage two sees of each sentence: its own scores and those around it.

    Own logits; then probabilities of the sentence before, the one after, the mean of those near, the mean of
    the document, the nearest heading above; then the sentence's form.
    """
    own = np.clip(logits, -CLIP, CLIP)
    chance = expit(own)
    count = len(own)
    none = np.zeros((1, own.shape[1]))
    before, after = np.vstack([none, chance[:-1]]), np.vstack([chance[1:], none])
    total = np.vstack([none, np.cumsum(chance, axis=0)])
    places = np.arange(count)
    low, high = np.maximum(places - NEAR, 0), np.minimum(places + NEAR + 1, count)
    near = (total[high] - total[low] - chance) / np.maximum(high - low - 1, 1)[:, None]
    whole = (total[-1] - chance) / max(count - 1, 1)
    heads = np.array([clue.form[0] > 0 for clue in clues])
    above = np.maximum.accumulate(np.where(heads, places, -1))
    heading = np.where(above[:, None] >= 0, chance[np.maximum(above, 0)], 0)
    form = np.array([clue.form for clue in clues])
    alone = np.full((count, 1), float(count == 1))
    return np.hstack([own, 4 * before, 4 * after, 4 * near, 4 * whole, 2 * heading, form, alone])


def write_model(model: Model, path: Path) -> None:
    """Write `model` as one compressed file of plain arrays."""
    vocabulary = model.vocabulary
    np.savez_compressed(
        path,
        grams=pack(vocabulary.grams),
        concepts=pack(vocabulary.concepts),
        words=pack(vocabulary.words),
        weights=vocabulary.weights.astype(np.float32),
        hints=np.round(vocabulary.hints * 255).astype(np.uint8),
        first=model.first.astype(np.float32),
        second=model.second.astype(np.float32),
        inward=model.network.inward,
        outward=model.network.outward,
        mixture=model.mixture,
        thresholds=model.thresholds,
        labels=pack(LABELS),
    )


def read_model(path: Path) -> Model:
    """Read a model that `write_model` wrote.

    Raises
    ------
    FileNotFoundError
        When there is none; the message names the command that trains it.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no model; `python -m analysis.coding.training` trains it")
    with np.load(path, allow_pickle=False) as stored:
        labels = unpack(stored["labels"])
        if tuple(labels) != LABELS:
            raise ValueError(f"{path}: its labels {labels} are not {list(LABELS)}; train it anew")
        grams, concepts, words = (
            {name: i for i, name in enumerate(unpack(stored[key]))} for key in ("grams", "concepts", "words")
        )
        vocabulary = Vocabulary(
            grams, stored["weights"].astype(float), concepts, words, stored["hints"].astype(float) / 255
        )
        first, second = stored["first"].astype(float), stored["second"].astype(float)
        network = Network(stored["inward"], stored["outward"])
        return Model(vocabulary, first, second, network, stored["mixture"], stored["thresholds"])


def pack(names) -> np.ndarray:
    """Return `names`, none of which holds a line break, as an array of bytes."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def unpack(data: np.ndarray) -> list[str]:
    """Return the names that `pack` wrote."""
    text = data.tobytes().decode()
    return text.split("\n") if text else []
