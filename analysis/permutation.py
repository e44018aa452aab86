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
TIE = 1e-9  # relative; the same counts summed in another order are equal

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """What is relabelled: one row per unit on a side, with its words and the stratum it stays in."""

    matrix: sparse.csc_array
    sizes: Floats
    first: NDArray[np.bool_]
    strata: NDArray[np.object_]


def measure_p(counts: Counts, *, permutations: int, rng: np.random.Generator) -> Floats:
    """Return each term's two-sided p of no difference in rate between the two sides.

    Labels are shuffled within strata: within its text where a text has words on both sides, among all
    other texts where it has words on one. The statistic is the difference of rates over its standard
    error, estimated anew in every permutation, so that sides whose documents differ in length or
    burstiness do not pass for different (Janssen 1997; Chung & Romano 2013).

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
    observed = [block.statistic(cells.first[None, :])[:, 0] * (1 - TIE) for block in blocks]
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
    """A block of terms: the sparse matrices whose sums over one side give the statistic."""

    def __init__(self, cells: Cells, columns: slice):
        found = cells.matrix[:, columns].T.tocsr()
        self.sizes = cells.sizes
        self.terms = (found, found.multiply(cells.sizes[None, :]).tocsr(), found.power(2))
        self.totals = [np.asarray(matrix.sum(axis=1))[:, None] for matrix in self.terms]

    def statistic(self, first: NDArray[np.bool_]) -> Floats:
        """Return terms × labellings: the size of the difference of rates in standard errors."""
        labels = np.ascontiguousarray(first.T, dtype=float)
        words, squares, cells = self.sizes @ labels, self.sizes**2 @ labels, labels.sum(axis=0)
        left, left_squares = self.sizes.sum() - words, (self.sizes**2).sum() - squares
        found, cross, square = (matrix @ labels for matrix in self.terms)
        rate1, variance1 = _rate(found, cross, square, words, squares, cells)
        found, cross, square = (
            total - part for total, part in zip(self.totals, (found, cross, square), strict=True)
        )
        rate2, variance2 = _rate(found, cross, square, left, left_squares, len(labels) - cells)
        poisson = self.totals[0] / self.sizes.sum() * (1 / words + 1 / left)
        return np.abs(rate1 - rate2) / np.sqrt(np.maximum(variance1 + variance2, poisson))


def _rate(
    found: Floats, cross: Floats, square: Floats, words: Floats, squares: Floats, cells: Floats
) -> tuple[Floats, Floats]:
    """Return the pooled rate and its linearised variance over cells, from their sums."""
    rate = found / words
    residual = np.maximum(square - 2 * rate * cross + rate**2 * squares, 0)
    return rate, residual / words**2 * (cells / np.maximum(cells - 1, 1))
