"""Abouts: whose policy, conduct or industry each sentence speaks of.

A multinomial logistic model weighs how the sides are named (`analysis.coding.parties`) and what the sentence
says. Its grammar knows no side: exchanging the two all but exchanges their chances. Only words, concepts and
meanings speak for a certain side, and only where the study compares the two that the model was fitted for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.special import softmax

from analysis.coding.features import Clues
from analysis.coding.marks import Mark
from analysis.coding.models import pack, unpack
from analysis.coding.parties import Features, observe_parties
from analysis.coding.settings import Setting
from analysis.coding.voices import Voice
from analysis.reading.documents import Document, Sentence

FILE = "models/abouts.npz"
CLASSES = ("A", "B", "BOTH", "OTHER", "NONE")
WORD, CONCEPT, FRAME = 0.3, 0.75, 0.5  # what a word, a concept and a frame named count beside the grammar
MEANING = 3.0  # what a meaning, of unit length, counts
BEFORE, AFTER = 0.5, 0.2  # logits that the sentence before and the one after lend to what they are about
MOST_CUES = 3
DIGITS = 6
LEAST = 1e-4  # a chance below is as good as none


@dataclass(frozen=True, slots=True)
class About:
    """Whom one sentence is about, how probable that is, and the features that decided."""

    side: str
    score: float
    cue: str


@dataclass(frozen=True)
class AboutModel:
    """The fitted weights: one row a feature (the last is the intercept), one column for each of `CLASSES`."""

    sides: tuple[str, ...]
    columns: dict[str, int]
    weights: np.ndarray
    meanings: np.ndarray  # one row for each number of a sentence's meaning

    def score(self, features: Sequence[Features], meanings: np.ndarray | None) -> np.ndarray:
        """Return the probability of each class for each sentence; `meanings` is None for other sides."""
        logits = self.arrange(features) @ self.weights[:-1] + self.weights[-1]
        if meanings is not None:
            logits = logits + sparse.csr_matrix(meanings * MEANING) @ self.meanings
        return np.round(softmax(logits, axis=1), DIGITS)

    def arrange(self, features: Sequence[Features]) -> sparse.csr_matrix:
        """Return one row per sentence, one column per known feature."""
        known, values, ends = [], [], [0]
        for one in features:
            held = sorted((self.columns[name], value) for name, value in one.items() if name in self.columns)
            known += [column for column, _ in held]
            values += [value for _, value in held]
            ends.append(len(known))
        return sparse.csr_matrix((values, known, ends), shape=(len(features), len(self.columns)))

    def explain(self, features: Features, place: int) -> list[str]:
        """Return the features that spoke most for the class at `place`, the strongest first."""
        spoken = {
            name: value * self.weights[self.columns[name], place]
            for name, value in features.items()
            if name in self.columns
        }
        order = sorted(spoken, key=lambda name: (-spoken[name], name))[:MOST_CUES]
        return [f"{name} {spoken[name]:+.1f}" for name in order if spoken[name] > 0]


def code_abouts(
    document: Document,
    marks: Sequence[Sequence[Mark]],
    voices: Sequence[Voice],
    clues: Sequence[Clues],
    meanings: np.ndarray,
    *,
    setting: Setting,
    sides: tuple[str, str],
    model: AboutModel,
) -> list[About]:
    """Return whom each sentence of `document` is about: a side, BOTH, OTHER or NONE."""
    features = observe_parties(document, marks, voices, setting=setting, sides=sides)
    known = sides == model.sides
    if known:
        features = [one | list_text(clue) for one, clue in zip(features, clues, strict=True)]
    chances = model.score(features, meanings if known else None)
    chances = hear_neighbours(chances, document.sentences)
    names = (*sides, *CLASSES[2:])
    return [_decide(one, row, model, names) for one, row in zip(features, chances, strict=True)]


def hear_neighbours(chances: np.ndarray, sentences: Sequence[Sentence]) -> np.ndarray:
    """Return the chances of each sentence when those of its neighbours speak too; boilerplate is left out.

    Examples
    --------
    >>> sentences = [Sentence(f"a:{i}", "a", 0, 9 * i, 9 * i + 8, "body", "en") for i in range(2)]
    >>> hear_neighbours(np.array([[0.9, 0.1], [0.45, 0.55]]), sentences).argmax(axis=1)
    array([0, 0])
    """
    heard = chances.copy()
    places = [place for place, sentence in enumerate(sentences) if sentence.kind != "boilerplate"]
    own = chances[places]
    none = np.zeros((1, own.shape[1]))
    before, after = np.vstack([none, own])[:-1], np.vstack([own, none])[1:]
    logits = np.log(np.maximum(own, LEAST)) + BEFORE * before + AFTER * after
    heard[places] = np.round(softmax(logits, axis=1), DIGITS)
    return heard


def list_text(clues: Clues) -> Features:
    """Return the features of what a sentence says: its words, concepts and the frames of these."""
    words = dict.fromkeys((f"word={word}" for word in clues.words), WORD)
    concepts = dict.fromkeys((f"concept={concept}" for concept, _, _ in clues.hits), CONCEPT)
    frames = dict.fromkeys((f"frame={frame}" for _, frame, _ in clues.hits if frame), FRAME)
    return words | concepts | frames


def _decide(features: Features, chances: np.ndarray, model: AboutModel, names: Sequence[str]) -> About:
    place = int(chances.argmax())
    reasons = ", ".join(model.explain(features, place)) or "nothing known"
    for letter, side in zip(CLASSES, names[:2], strict=False):
        reasons = reasons.replace(f"{letter}:", f"{side}:")
    return About(names[place], round(float(chances[place]), 4), f"about {names[place]}: {reasons}")


def write_abouts(model: AboutModel, path: Path) -> None:
    """Write `model` as one compressed file of plain arrays."""
    np.savez_compressed(
        path,
        sides=pack(model.sides),
        columns=pack(model.columns),
        weights=model.weights.astype(np.float32),
        meanings=model.meanings.astype(np.float32),
        classes=pack(CLASSES),
    )


@lru_cache(maxsize=4)
def read_abouts(path: Path) -> AboutModel:
    """Read a model that `write_abouts` wrote.

    Raises
    ------
    FileNotFoundError
        When there is none; the message names the command that trains it.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no model; `python -m analysis.coding.training` trains it")
    with np.load(path, allow_pickle=False) as stored:
        if tuple(unpack(stored["classes"])) != CLASSES:
            raise ValueError(f"{path}: its classes are not {list(CLASSES)}; train it anew")
        columns = {name: place for place, name in enumerate(unpack(stored["columns"]))}
        weights, meanings = stored["weights"].astype(float), stored["meanings"].astype(float)
        return AboutModel(tuple(unpack(stored["sides"])), columns, weights, meanings)
