"""Resampling: what is drawn again, relabelled or left out so that a number carries its doubt.

The unit is a document (or a paragraph where there are too few), never a token. Weights have one row per
resample and one column per unit; any sum over units is then one product.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

Floats = NDArray[np.float64]

MIN_DOCUMENTS = 10
"""With fewer documents on either side a comparison is called descriptive (docs/decisions/0021)."""


class SampleError(ValueError):
    """A sample that cannot carry the measure: empty, missing values, or one unit alone."""


def is_descriptive(documents: ArrayLike, *, unit: str = "document") -> bool:
    """Whether the rule allows no more than the word "descriptive".

    It does so when a side has fewer than `MIN_DOCUMENTS` documents, or when what was resampled are
    parts of documents: then intervals and p-values speak of these documents, not of others like them.

    Examples
    --------
    >>> is_descriptive([30, 9]), is_descriptive([30, 12]), is_descriptive([30, 12], unit="paragraph")
    (True, False, True)
    """
    return bool(np.min(documents) < MIN_DOCUMENTS or unit == "paragraph")


def draw_weights(strata: ArrayLike, *, replicates: int, rng: np.random.Generator) -> Floats:
    """Return replicates × units: how often each unit is drawn when each stratum is drawn anew, whole.

    Examples
    --------
    >>> draw_weights([0, 0, 1], replicates=2, rng=np.random.default_rng(1)).sum(axis=1).tolist()
    [3.0, 3.0]
    """
    strata = np.asarray(strata)
    weights = np.zeros((replicates, len(strata)))
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        weights[:, members] = rng.multinomial(
            len(members), np.full(len(members), 1 / len(members)), replicates
        )
    return weights


def permute_labels(
    labels: ArrayLike, strata: ArrayLike, *, permutations: int, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Return permutations × units: `labels` shuffled within each stratum.

    Examples
    --------
    >>> labels = permute_labels([True, False, True], [0, 0, 1], permutations=3, rng=np.random.default_rng(1))
    >>> labels[:, 2].tolist()
    [True, True, True]
    """
    labels, strata = np.asarray(labels, bool), np.unique(np.asarray(strata), return_inverse=True)[1]
    places = np.argsort(strata, kind="stable")
    shuffled = np.argsort(strata + rng.random((permutations, len(labels))), axis=1)
    permuted = np.empty(shuffled.shape, bool)
    permuted[:, places] = labels[shuffled]
    return permuted


def measure_wilson(found: ArrayLike, n: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return the Wilson score interval of `found` of `n` in a simple random sample; NaN where n is 0.

    Source: Wilson 1927, JASA 22; computed by statsmodels.

    Examples
    --------
    >>> low, high = measure_wilson(0, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 0.2775)
    """
    found, n = np.asarray(found, float), np.asarray(n, float)
    if (found > n).any() or (found < 0).any():
        raise SampleError("found must lie between 0 and n")
    low, high = proportion_confint(found, np.where(n > 0, n, 1), alpha=1 - level, method="wilson")
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def smooth_logit(found: ArrayLike, n: ArrayLike) -> Floats:
    """Return the log-odds of a share with half an occurrence added to both cells (Haldane 1956)."""
    found, n = np.asarray(found, float), np.asarray(n, float)
    return np.log((found + 0.5) / (n - found + 0.5))


def smooth_log_share(found: ArrayLike, n: ArrayLike) -> Floats:
    """Return the log of a share, half an occurrence and half a sentence added (Walter 1975)."""
    return np.log((np.asarray(found, float) + 0.5) / (np.asarray(n, float) + 0.5))


def spread(replicates: Floats, units: ArrayLike) -> Floats:
    """Return the variance over resamples (the last axis but one), times D / (D − 1); NaN are no resamples.

    Drawing D documents from D is too narrow by that factor.
    """
    units = np.asarray(units, float)
    return np.nanvar(replicates, axis=-2, ddof=1) * units / np.maximum(units - 1, 1)


def join_freedom(first: ArrayLike, second: ArrayLike, units: tuple[int, int]) -> Floats:
    """Return the degrees of freedom of the sum of two variances (Welch 1947, Satterthwaite 1946).

    Examples
    --------
    >>> join_freedom(1.0, 1.0, (11, 11)).item()
    20.0
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    parts = first**2 / max(units[0] - 1, 1) + second**2 / max(units[1] - 1, 1)
    joined = (first + second) ** 2 / np.where(parts > 0, parts, 1)
    return np.where(parts > 0, np.maximum(joined, 1), 1)


def reach(variance: ArrayLike, freedom: ArrayLike, *, level: float = 0.95) -> Floats:
    """Return half the width of a t interval."""
    return stats.t.ppf((1 + level) / 2, np.maximum(freedom, 1.0)) * np.sqrt(np.asarray(variance, float))
