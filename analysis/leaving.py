"""Leaving out: how far each term's Log Ratio moves when one unit, or one text, is left out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from analysis import association
from analysis.counts import Counts
from analysis.dispersion import dp_norm
from analysis.resampling import join_freedom, reach

BLOCK = 1000  # terms held dense at once

Floats = NDArray[np.float64]


def _blocks(counts: Counts) -> Iterator[tuple[slice, Floats, Floats]]:
    first, second = (matrix.tocsc() for matrix in counts.matrices)
    for start in range(0, len(counts.terms), BLOCK):
        columns = slice(start, start + BLOCK)
        yield columns, first[:, columns].toarray(), second[:, columns].toarray()


def measure_dpnorm(counts: Counts, side: int) -> Floats:
    """Return the dispersion of each term over one side's units; 0 is even."""
    used = counts.sizes[side] > 0
    sizes = counts.sizes[side][used]
    return np.concatenate(
        [dp_norm((first, second)[side][used], sizes) for _, first, second in _blocks(counts)]
    )


def measure_log_ratio_interval(counts: Counts) -> dict[str, Floats]:
    """Return the 95 % interval of the Log Ratio, ``low`` and ``high``; NaN where a side is one unit."""
    (f1, f2), (n1, n2) = counts.found, counts.totals
    used: NDArray[np.bool_] = counts.sizes > 0
    either = np.logical_or(used[0], used[1])
    variance, joint = np.empty((2, len(f1))), np.empty(len(f1))
    for columns, first, second in _blocks(counts):
        moved1 = _leave_out(first, f1[columns], counts.sizes[0])
        moved2 = _leave_out(second, f2[columns], counts.sizes[1])
        joint[columns] = _jackknife(moved1 - moved2, counts, either)
        variance[:, columns] = _jackknife(moved1, counts, used[0]), _jackknife(moved2, counts, used[1])
    floor = np.stack([1 / (f1 + 0.5), 1 / (f2 + 0.5)])
    if counts.crossed:
        half = reach(np.maximum(joint, floor.sum(axis=0)), _free_units(counts, either) - 1)
    else:
        variance = np.maximum(variance, floor)
        units = (_free_units(counts, used[0]), _free_units(counts, used[1]))
        half = reach(variance.sum(axis=0), join_freedom(variance[0], variance[1], units))
    if used.sum(axis=1).min() < 2:
        half = half * np.nan
    middle = association.log_ratio(f1, f2, n1, n2)
    return {"low": middle - half / np.log(2), "high": middle + half / np.log(2)}


def _jackknife(moved: Floats, counts: Counts, used: NDArray[np.bool_]) -> Floats:
    """Return the variance over units; within texts where the units are paragraphs."""
    moved = moved[used]
    strata = counts.texts[used] if counts.unit == "paragraph" else np.zeros(used.sum())
    _, stratum, size = np.unique(strata, return_inverse=True, return_counts=True)
    own = (stratum == np.arange(len(size))[:, None]).astype(float)
    # a text with one paragraph has no mean of its own to leave out
    middle = np.where(size[:, None] > 1, own @ moved / size[:, None], 0)
    share = np.where(size > 1, 1 - 1 / size, 1)
    return share @ (own @ (moved - middle[stratum]) ** 2)


def _free_units(counts: Counts, used: NDArray[np.bool_]) -> int:
    """Return units less the means that were left out, plus one."""
    texts = len(np.unique(counts.texts[used])) if counts.unit == "paragraph" else 1
    return max(int(used.sum()) - texts + 1, 2)


def _leave_out(found: Floats, total: Floats, sizes: Floats) -> Floats:
    """Return how the log of each term's rate moves when each unit is left out."""
    rate = np.log((total - found + 0.5) / (total + 0.5))
    return rate - np.log((sizes.sum() - sizes + 0.5) / (sizes.sum() + 0.5))[:, None]


def measure_stability(texts: Counts) -> Floats:
    """Return, per term, the share of texts whose leaving out keeps the sign of the Log Ratio."""
    (f1, f2), (n1, n2) = texts.found, texts.totals
    whole = association.log_ratio(f1, f2, n1, n2)
    kept = np.empty(len(texts.terms))
    for columns, first, second in _blocks(texts):
        moved = _leave_out(first, f1[columns], texts.sizes[0]) - _leave_out(
            second, f2[columns], texts.sizes[1]
        )
        left = whole[columns] + moved / np.log(2)
        kept[columns] = (np.sign(left.round(12)) == np.sign(whole[columns].round(12))).mean(axis=0)
    return kept
