"""Permutation: is a difference in rate larger than relabelling whole documents makes it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.counts import Counts
from analysis.resampling import permute_labels

FEW = 10  # with fewer permutations as extreme as what was observed, the question is asked again, finer
FINER = 20
BATCH = 1000  # permutations drawn at once
BLOCK = 500  # terms held dense at once, for a batch of permutations
TIE = 1e-9  # the same rates summed in another order are equal

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """What is relabelled: one row per unit on a side, with its words and the stratum it stays in."""

    matrix: sparse.csc_array
    sizes: Floats
    first: NDArray[np.bool_]
    strata: NDArray[np.object_]


def measure_p(counts: Counts, *, permutations: int, rng: np.random.Generator) -> Floats:
    """Return each term's two-sided p of no difference in its rate per unit between the two sides.

    Labels of cells (a unit on a side) are shuffled within strata: within its text where a text has words
    on both sides, among all other texts where it has words on one. The statistic is Welch's t on the cells'
    rates, computed anew in every permutation, around the difference that strata alone would make: sides
    whose documents differ in length or burstiness do not pass for different (Janssen 1997; Chung & Romano
    2013), and a word found once ties with itself wherever it falls.

    p is (1 + b) / (1 + permutations), with b of them as extreme (Phipson & Smyth 2010). Where b < 10, p
    comes instead from 20 times as many new ones: a p above that limit keeps its value, one below is
    replaced by an independent one, so the test stays exact (docs/decisions/0022).
    """
    cells = stack_cells(counts)
    p, extreme = _ask(cells, permutations, rng)
    few = np.flatnonzero(extreme < FEW)
    if len(few):
        fewer = Cells(cells.matrix[:, few], cells.sizes, cells.first, cells.strata)
        p[few] = _ask(fewer, FINER * permutations, rng)[0]
    return p


def stack_cells(counts: Counts) -> Cells:
    """Return the cells of `counts` that hold words, in an order that does not know which side is first."""
    used = counts.sizes > 0
    of_text = {text: used[:, counts.texts == text].any(axis=1).all() for text in np.unique(counts.texts)}
    strata = np.array([text if of_text[text] else "" for text in counts.texts], object)
    order = sorted((0, 1), key=lambda side: counts.sides[side])
    return Cells(
        sparse.vstack([counts.matrices[side][used[side]] for side in order], format="csc"),
        np.concatenate([counts.sizes[side][used[side]] for side in order]),
        np.repeat([side == 0 for side in order], [used[side].sum() for side in order]),
        np.concatenate([strata[used[side]] for side in order]),
    )


def _ask(cells: Cells, permutations: int, rng: np.random.Generator) -> tuple[Floats, NDArray[np.int_]]:
    blocks = [_Sums(cells, slice(at, at + BLOCK)) for at in range(0, cells.matrix.shape[1], BLOCK)]
    observed = [block.statistic(cells.first[None, :])[:, 0] for block in blocks]
    observed = [seen - TIE * (1 + seen) for seen in observed]
    extreme = np.zeros(cells.matrix.shape[1], int)
    for start in range(0, permutations, BATCH):
        drawn = permute_labels(
            cells.first, cells.strata, permutations=min(BATCH, permutations - start), rng=rng
        )
        extreme += np.concatenate(
            [
                (block.statistic(drawn) >= seen[:, None]).sum(axis=1)
                for block, seen in zip(blocks, observed, strict=True)
            ]
        )
    return (1 + extreme) / (1 + permutations), extreme


class _Sums:
    """A block of terms: rates and their squares, whose sums over one side give the statistic."""

    def __init__(self, cells: Cells, columns: slice):
        rates = cells.matrix[:, columns].T.tocsr().multiply(1 / cells.sizes[None, :]).tocsr()
        self.rates, self.squares = rates, rates.power(2)
        self.sum, self.square = (np.asarray(m.sum(axis=1))[:, None] for m in (self.rates, self.squares))
        self.cells = np.array([cells.first.sum(), (~cells.first).sum()])
        self.expected = (rates @ _weigh_strata(cells))[:, None]

    def statistic(self, first: NDArray[np.bool_]) -> Floats:
        """Return terms × labellings: the size of Welch's t."""
        labels = np.ascontiguousarray(first.T, dtype=float)
        found, square = self.rates @ labels, self.squares @ labels
        mean1, variance1 = _describe(found, square, self.cells[0])
        mean2, variance2 = _describe(self.sum - found, self.square - square, self.cells[1])
        least = TIE * self.square + np.finfo(float).tiny  # where all cells of both sides are equal
        return np.abs(mean1 - mean2 - self.expected) / np.sqrt(np.maximum(variance1 + variance2, least))


def _weigh_strata(cells: Cells) -> Floats:
    """Return each cell's weight in the difference of means that is expected of relabelling within strata."""
    _, stratum, size = np.unique(cells.strata, return_inverse=True, return_counts=True)
    first = np.bincount(stratum, cells.first)
    shares = first / cells.first.sum() - (size - first) / (~cells.first).sum()
    return (shares / size)[stratum]


def _describe(found: Floats, square: Floats, cells: int) -> tuple[Floats, Floats]:
    """Return the mean and the variance of the mean, from sums over cells."""
    mean = found / cells
    return mean, np.maximum(square / cells - mean**2, 0) / max(cells - 1, 1)
