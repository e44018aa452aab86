"""Meanings: one vector a sentence from a multilingual encoder, in one pass over a document.

The encoder is the Universal Sentence Encoder (Yang et al. 2020, multilingual, ACL demos), the one that
aligns versions. Sentences that say the same in other words, or in another language, lie close together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.reading.alignment import encode
from analysis.reading.documents import Document

WIDTH = 512
MOST = 400  # characters of a sentence that are read: bounds time
DIGITS = 5  # beyond, a vector depends on the sentences it was computed with


@dataclass(frozen=True)
class Waves:
    """Random Fourier features: inner products approximate a Gaussian kernel (Rahimi & Recht 2007, NIPS 20).

    ``directions`` has one column a feature, in steps of 1/32; ``shifts`` one number a feature. Meanings have
    `DIGITS` digits, so both are whole numbers whose products and sums a float holds exactly: the order in
    which a machine adds them changes no digit.
    """

    directions: np.ndarray
    shifts: np.ndarray

    @cached_property
    def _steps(self) -> np.ndarray:
        return self.directions.astype(float)

    def spread(self, meanings: np.ndarray) -> np.ndarray:
        """Return one row per meaning, one column per feature."""
        steps = np.rint(meanings * 10**DIGITS) @ self._steps
        return np.sqrt(2 / len(self.shifts)) * np.cos(steps / (32 * 10**DIGITS) + self.shifts)


def draw_waves(*, count: int, gamma: float, rng: np.random.Generator) -> Waves:
    """Return random features of the kernel exp(-gamma |x - y|²), rounded to bytes as they are stored."""
    directions = rng.standard_normal((WIDTH, count)) * np.sqrt(2 * gamma)
    steps = np.clip(np.round(directions * 32), -127, 127).astype(np.int8)
    return Waves(steps, np.round(rng.uniform(0, 2 * np.pi, count), 4))


def encode_sentences(document: Document, *, wanted: Iterable[int] | None = None) -> np.ndarray:
    """Return one row per sentence of `document`, of unit length; boilerplate has zeros.

    So have sentences that are not `wanted`: to encode one takes longer than all other coding of it.
    """
    meanings = np.zeros((len(document.sentences), WIDTH))
    places = range(len(document.sentences)) if wanted is None else wanted
    read = [place for place in places if document.sentences[place].kind != "boilerplate"]
    if read:
        sentences = (document.sentences[number] for number in read)
        texts = [document.folded[s.begin : min(s.stop, s.begin + MOST)] for s in sentences]
        meanings[read] = np.round(encode(texts), DIGITS)
    return meanings
