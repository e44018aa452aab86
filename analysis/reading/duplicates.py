"""Duplicates: texts that came already, to the letter, in another script or spacing, or nearly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.reading.sketches import EMPTY, Sketch, measure_likeness

NEAR = 0.8  # of their shingles: a reprint with another head and tail, a release with a line corrected
BANDS = 32  # of 8 bins each: two texts alike by NEAR share one with a chance of .997
CROWD = 8  # texts of one band that a new one is compared with: those that came first
Band = tuple[int, bytes]  # its number, and what a sketch has there


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
    >>> shelf = Shelf()
    >>> shelf.find("a", text="1", words="1", sketch=None), shelf.find("b", text="2", words="1", sketch=None)
    (None, Again(reason='same words', of='a', similarity=1.0))
    """

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.sketches: dict[str, Sketch] = {}
        self.bands: dict[Band, list[str]] = {}

    def find(self, article: str, *, text: str, words: str, sketch: Sketch | None) -> Again | None:
        """Return what `article` repeats; where it is new, keep it.

        Parameters
        ----------
        text, words
            Hashes of the text, and of its letters alone, folded to Simplified.
        sketch
            Its sketch, where it is long enough to be like another.
        """
        if text in self.texts:
            return Again("same text", self.texts[text], 1.0)
        if words in self.words:
            return Again("same words", self.words[words], 1.0)
        bands = [] if sketch is None else _cut(sketch)
        near = None if sketch is None else self._find_near(sketch, bands)
        if near is None:
            self.texts[text] = self.words[words] = article
            if sketch is not None:
                self._keep(article, sketch, bands)
        return near

    def _find_near(self, sketch: Sketch, bands: list[Band]) -> Again | None:
        beside = dict.fromkeys(name for band in bands for name in self.bands.get(band, ()))
        likeness = {name: measure_likeness(sketch, self.sketches[name]) for name in beside}
        best = max(likeness, key=lambda name: likeness[name], default="")
        if not best or likeness[best] < NEAR:
            return None
        return Again("nearly the same", best, round(likeness[best], 3))

    def _keep(self, article: str, sketch: Sketch, bands: list[Band]) -> None:
        self.sketches[article] = sketch
        for band in bands:
            names = self.bands.setdefault(band, [])
            if len(names) < CROWD:
                names.append(article)


def _cut(sketch: Sketch) -> list[Band]:
    raw, size = sketch.tobytes(), sketch.nbytes // BANDS
    filled = np.flatnonzero((sketch.reshape(BANDS, -1) != EMPTY).any(axis=1))
    return [(number, raw[number * size : (number + 1) * size]) for number in filled.tolist()]
