"""Duplicates: texts that came already, to the letter, in another script or spacing, or nearly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.reading.sketches import BINS, EMPTY, Sketch, measure_likeness

NEAR = 0.8  # of their shingles: a reprint with another head and tail, a release with a line corrected
BANDS = 32  # of 8 bins each: two texts alike by NEAR share one with a chance of .997
WIDTH = BINS // BANDS


class Again(NamedTuple):
    """What an article repeats, how, and how much of their wording both share."""

    reason: str
    of: str
    similarity: float


class Shelf:
    """The texts that have come, to be asked whether a new one is among them.

    Every text is compared with those that are counted, in the order in which they came, so that what repeats
    what does not depend on chance, and the work grows with the number of texts and not with that of pairs.

    Examples
    --------
    >>> shelf = Shelf([None, None])
    >>> shelf.find(0, "a", text="1", words="1"), shelf.find(1, "b", text="2", words="1")
    (None, Again(reason='same words', of='a', similarity=1.0))
    """

    def __init__(self, sketches: Sequence[Sketch | None]) -> None:
        """Take the sketches of all texts that will come; None for one too short to be like another."""
        self.sketches = sketches
        self.neighbours = find_neighbours(sketches)
        self.texts: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.articles: dict[int, str] = {}
        self.counted: dict[int, int] = {}  # the text that counts for each that has come

    def find(self, number: int, article: str, *, text: str, words: str) -> Again | None:
        """Return what the text of this `number` repeats; where it is new, keep it.

        Parameters
        ----------
        text, words
            Hashes of the text, and of its letters alone, folded to Simplified.
        """
        if text in self.texts:
            return Again("same text", self.texts[text], 1.0)
        if words in self.words:
            return Again("same words", self.words[words], 1.0)
        near = self._find_near(number)
        if near is None:
            self.texts[text] = self.words[words] = self.articles[number] = article
            self.counted[number] = number
        return near

    def _find_near(self, number: int) -> Again | None:
        sketch = self.sketches[number]
        near = {self.counted[other] for other in self.neighbours[number].tolist() if other in self.counted}
        others = ((other, self.sketches[other]) for other in sorted(near))
        likeness = {
            other: measure_likeness(sketch, its)
            for other, its in others
            if sketch is not None and its is not None
        }
        best = max(likeness, key=lambda other: likeness[other], default=-1)
        if best < 0 or likeness[best] < NEAR:
            return None
        self.counted[number] = best
        return Again("nearly the same", self.articles[best], round(likeness[best], 3))


def find_neighbours(sketches: Sequence[Sketch | None]) -> NDArray[np.intp]:
    """One row per text, one column per band of its sketch: the first text with the same band, -1 for none.

    Locality-sensitive hashing (Indyk & Motwani 1998): texts that are alike share some band.
    """
    table = np.full((len(sketches), BINS), EMPTY)
    for row, sketch in enumerate(sketches):
        if sketch is not None:
            table[row] = sketch
    neighbours = np.full((len(sketches), BANDS), -1, np.intp)
    factors = np.array([0x9E3779B97F4A7C15 * (2 * place + 1) % 2**64 for place in range(WIDTH)], np.uint64)
    for number in range(BANDS):
        band = table[:, number * WIDTH : (number + 1) * WIDTH]
        filled = np.flatnonzero((band != EMPTY).any(axis=1))
        hashes = (band[filled] * factors).sum(axis=1, dtype=np.uint64)
        _, first, place = np.unique(hashes, return_index=True, return_inverse=True)
        neighbours[filled, number] = filled[first[place]]
    return neighbours
