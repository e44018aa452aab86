"""Vocabularies: the columns of the models' matrix, and sentences as its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis.coding.features import COMBINED, FORMS, Clues
from analysis.tables import FRAMES

PLACES = {frame: place for place, frame in enumerate(FRAMES)}
MOST_WORDS = 200  # of a sentence whose hints count: bounds time and memory
TOP = 3  # hints that are added up for each frame
BATCH = 256  # sentences whose hints are ranked at once


@dataclass(frozen=True)
class Vocabulary:
    """The columns of the models' matrix: known words and pairs, known concepts, and word hints.

    ``weights`` are inverse document frequencies. ``hints`` gives a word's nearness to each frame (0 to 1),
    learnt from the codebook's patterns through sentence embeddings, so that words no example holds count too.
    """

    grams: dict[str, int]
    weights: np.ndarray
    concepts: dict[str, int]
    words: dict[str, int]
    hints: np.ndarray

    @cached_property
    def columns(self) -> list[str]:
        """A readable name for each column, as shown among a sentence's cues."""
        frames = [f"{kind}:{frame}" for kind in ("named", "share", "most") for frame in FRAMES]
        hints = [f"{kind}:{frame}" for kind in ("hint", "hints") for frame in FRAMES]
        cues = [f"cue:{cue}" for cue in COMBINED]
        return [*self.grams, *self.concepts, *frames, *hints, *cues, *FORMS]

    def arrange(self, clues: Sequence[Clues]) -> sparse.csr_matrix:
        """Return one row per sentence, one column per feature.

        Words and pairs are weighted by rarity and scaled to length 3; concepts count once; then come how
        often each frame is named, hints, cues and form.
        """
        dense = np.hstack(
            [
                self._count_frames(clues),
                self._rank_hints(clues),
                np.array([(*clue.cues, *clue.form) for clue in clues]),
            ]
        )
        return sparse.hstack([self._list_grams(clues), sparse.csr_matrix(dense)], format="csr")

    def _list_grams(self, clues: Sequence[Clues]) -> sparse.csr_matrix:
        grams, concepts, first = self.grams, self.concepts, len(self.grams)
        columns: list[int] = []
        values: list[np.ndarray] = []
        ends = [0]
        for clue in clues:
            known = sorted({grams[gram] for gram in (*clue.words, *clue.pairs) if gram in grams})
            named = sorted({concepts[hit[0]] + first for hit in clue.hits if hit[0] in concepts})
            weights = self.weights[known]
            length = float(np.sqrt((weights * weights).sum()))
            values += [weights * (3.0 / length) if known else weights, np.full(len(named), 0.7)]
            columns += known + named
            ends.append(len(columns))
        shape = (len(clues), first + len(concepts))
        return sparse.csr_matrix((np.concatenate(values), columns, ends), shape=shape)

    def _count_frames(self, clues: Sequence[Clues]) -> np.ndarray:
        counts = np.zeros((len(clues), len(FRAMES)))
        for row, clue in enumerate(clues):
            for _, frame, _ in clue.hits:
                if frame:
                    counts[row, PLACES[frame]] += 1
        share = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
        most = (counts == counts.max(axis=1, keepdims=True)) & (counts > 0)
        return np.hstack([0.6 * np.minimum(counts, 2), 2 * share, most])

    def _rank_hints(self, clues: Sequence[Clues]) -> np.ndarray:
        known = [[self.words[w] for w in clue.words if w in self.words][:MOST_WORDS] for clue in clues]
        ranked = []
        for begin in range(0, len(known), BATCH):
            batch = known[begin : begin + BATCH]
            padded = np.zeros((len(batch), max(TOP, *map(len, batch), TOP), len(FRAMES)))
            for row, words in enumerate(batch):
                padded[row, : len(words)] = self.hints[words]
            top = np.sort(padded, axis=1)[:, -TOP:]
            ranked.append(np.hstack([0.7 * top[:, -1], 0.7 * top.sum(axis=1)]))
        return np.vstack(ranked)
