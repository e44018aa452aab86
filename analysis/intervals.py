"""Intervals of shares, of their differences and of their ratios, from a tally and its resamples.

``weights`` is resamples × units (`analysis.resampling.draw_weights`), or None where sentences were drawn one
by one and the binomial variance is the whole of it. Resamples that leave a side empty say nothing of it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.resampling import (
    SampleError,
    draw_weights,
    join_freedom,
    measure_wilson,
    reach,
    smooth_log_share,
    smooth_logit,
    spread,
)
from analysis.tally import Tally

Floats = NDArray[np.float64]

DESIGNS = ("clusters", "simple")


def draw_design(tally: Tally, design: str, *, replicates: int, rng: np.random.Generator) -> Floats | None:
    """Return the weights of a `design`: ``clusters`` drawn whole, or ``simple``, sentence by sentence."""
    if design not in DESIGNS:
        raise SampleError(f"design={design!r}; allowed: {', '.join(DESIGNS)}")
    return None if design == "simple" else draw_weights(tally.strata, replicates=replicates, rng=rng)


def measure_share_intervals(tally: Tally, weights: Floats | None) -> tuple[Floats, Floats]:
    """Return low and high, side × category: Wilson's, or by resampling.

    By resampling: Student's t around the logit of the share, with the standard error of its resamples
    times √(D / (D − 1)), at least the binomial one, so that what is seen never, or in one document only,
    has an interval too.
    """
    found, n = tally.found.sum(axis=1), tally.sizes.sum(axis=1)[:, None]
    if weights is None:
        return measure_wilson(found, np.broadcast_to(n, found.shape))
    units = tally.n_units[:, None]
    drawn = np.stack([_resample(tally, weights, side, smooth_logit) for side in range(len(tally.sides))])
    floor = 1 / (found + 0.5) + 1 / (n - found + 0.5)
    half = reach(np.maximum(spread(drawn, units), floor), units - 1)
    middle, share = smooth_logit(found, n), found / n
    return (
        np.minimum(special.expit(middle - half), share),
        np.maximum(special.expit(middle + half), share),
    )


def measure_clustered_shares(found: Floats, sizes: Floats) -> pd.DataFrame:
    """One row per category: the share of all sentences of these documents, with its interval over documents.

    Parameters
    ----------
    found, sizes
        Sentences that carry each category [document, category], and all sentences [document].

    Returns
    -------
    ``count, n, n_documents, share, low, high``; one document has no interval.

    Source: the variance of a ratio over documents (Cochran 1977, formula 6.13), at least the binomial one, on
    the logit, with Student's t of documents − 1.

    Examples
    --------
    >>> measure_clustered_shares(np.array([[2.0], [0.0]]), np.array([4.0, 4.0]))["share"].tolist()
    [0.25]
    """
    documents, n, count = len(sizes), sizes.sum(), found.sum(axis=0)
    slope = 1 / (count + 0.5) + 1 / (n - count + 0.5)  # of the logit, a sentence
    rest = ((found - np.outer(sizes, count / n)) ** 2).sum(axis=0)
    between = rest * slope**2 * documents / max(documents - 1, 1)
    half = reach(np.maximum(between, slope), documents - 1) if documents > 1 else np.nan
    middle, share = smooth_logit(count, n), count / n
    low, high = special.expit(middle - half), special.expit(middle + half)
    return pd.DataFrame(
        {
            "count": count.astype(int),
            "n": int(n),
            "n_documents": documents,
            "share": share,
            "low": np.minimum(low, share),
            "high": np.maximum(high, share),
        }
    )


def correlate_sides(tally: Tally, weights: Floats | None) -> Floats:
    """Return, per category, how the resampled logits of two sides go together; 0 where nothing joins them."""
    if weights is None or not tally.crossed:
        return np.zeros(len(tally.categories))
    drawn = np.stack([_resample(tally, weights, side, smooth_logit) for side in (0, 1)])
    first, second = drawn - np.nanmean(drawn, axis=1, keepdims=True)
    together = ~np.isnan(first) & ~np.isnan(second)
    first, second = np.where(together, first, 0), np.where(together, second, 0)
    scale = np.sqrt((first**2).sum(axis=0) * (second**2).sum(axis=0))
    return (first * second).sum(axis=0) / np.where(scale > 0, scale, 1)


def join_intervals(share: Floats, low: Floats, high: Floats, r: Floats) -> tuple[Floats, Floats]:
    """Return the interval of the difference of two shares from the interval of each and their correlation.

    Source: Zou & Donner 2008, Statistics in Medicine 27, formula 5 (MOVER); with Wilson intervals and
    r = 0 it is Newcombe 1998, Statistics in Medicine 17, method 10.

    Examples
    --------
    >>> from analysis.resampling import measure_wilson
    >>> found, n = np.array([56.0, 48.0]), np.array([70.0, 80.0])
    >>> low, high = join_intervals(found / n, *measure_wilson(found, n), r=np.zeros(()))
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    below, above = share - low, high - share
    down = below[0] ** 2 + above[1] ** 2 - 2 * r * below[0] * above[1]
    up = above[0] ** 2 + below[1] ** 2 - 2 * r * above[0] * below[1]
    difference = share[0] - share[1]
    return difference - np.sqrt(np.maximum(down, 0)), difference + np.sqrt(np.maximum(up, 0))


def measure_ratios(tally: Tally, weights: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Return the ratio of two sides' shares, half a sentence added throughout, and its interval."""
    found, n = tally.found.sum(axis=1), tally.sizes.sum(axis=1)[:, None]
    middle = np.subtract(*smooth_log_share(found, n))
    floor = 1 / (found + 0.5) - 1 / (n + 0.5)
    if weights is None:
        half = reach(floor.sum(axis=0), np.inf)
    else:
        drawn = [_resample(tally, weights, side, smooth_log_share) for side in (0, 1)]
        if tally.crossed:
            documents = len(tally.documents)
            half = reach(np.maximum(spread(drawn[0] - drawn[1], documents), floor.sum(axis=0)), documents - 1)
        else:
            units = tally.n_units
            parts = np.maximum(np.stack([spread(drawn[side], units[side]) for side in (0, 1)]), floor)
            half = reach(parts.sum(axis=0), join_freedom(parts[0], parts[1], (units[0], units[1])))
    return np.exp(middle), np.exp(middle - half), np.exp(middle + half)


def _resample(tally: Tally, weights: Floats, side: int, transform) -> Floats:
    """Return resamples × categories of one side's transformed share; NaN where a resample leaves it empty."""
    sizes = (weights @ tally.sizes[side])[:, None]
    values = transform(weights @ tally.found[side], sizes)
    return np.where(sizes > 0, values, np.nan)
