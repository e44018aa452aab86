"""Association: how strongly a word belongs to one of two samples, from counts and sizes alone.

All functions take whole arrays: ``f1``, ``f2`` occurrences of a word in samples of ``n1``, ``n2`` words.
They are positive where the word is more frequent in the first sample, and know nothing of documents:
what they call likely is descriptive wherever words come in documents (see `analysis.keyness`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Floats = NDArray[np.float64]


class CountError(ValueError):
    """Counts that cannot be: negative, not whole, missing, or more than there are words."""


def check_counts(f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> tuple[Floats, ...]:
    """Return the four as float arrays of one shape, or say what is wrong with them.

    Examples
    --------
    >>> check_counts([1, 2], 0, 10, 0)
    Traceback (most recent call last):
    analysis.association.CountError: n2 = 0: the second sample is empty; nothing can be compared with it
    """
    arrays = np.broadcast_arrays(*(np.asarray(values, float) for values in (f1, f2, n1, n2)))
    for name, values in zip(("f1", "f2", "n1", "n2"), arrays, strict=True):
        bad = ~np.isfinite(values) | (values < 0) | (values != np.floor(values))
        if bad.any():
            raise CountError(f"{name} = {values[bad].flat[0]:g}: counts are whole numbers from 0 up")
    for order, found, size in (("first", arrays[0], arrays[2]), ("second", arrays[1], arrays[3])):
        number = "1" if order == "first" else "2"
        if (size == 0).any():
            raise CountError(f"n{number} = 0: the {order} sample is empty; nothing can be compared with it")
        if (found > size).any():
            worst = np.argmax(found > size)
            raise CountError(
                f"f{number} = {found.flat[worst]:g} exceeds n{number} = {size.flat[worst]:g}: "
                f"a word cannot occur more often than there are words in the {order} sample"
            )
    return arrays


def signed_g2(f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """Return the log-likelihood ratio over all four cells, with the sign of the difference in rate.

    Descriptive only: on bursty words it rejects a true null several times as often as it says. The
    two-cell short form is not χ²(1) and is not offered. A word absent from both samples has 0.
    Source: Dunning 1993, Computational Linguistics 19(1), p. 67; the sign as in Evert's R package corpora.

    Examples
    --------
    >>> signed_g2([10, 5], [5, 10], [100, 200], [200, 100]).round(6).tolist()
    [7.329812, -7.329812]
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    observed = np.stack([f1, n1 - f1, f2, n2 - f2])
    rate = (f1 + f2) / (n1 + n2)
    expected = np.stack([n1 * rate, n1 * (1 - rate), n2 * rate, n2 * (1 - rate)])
    g2 = 2 * special.rel_entr(observed, expected).sum(axis=0)
    return np.sign(f1 / n1 - f2 / n2) * np.maximum(g2, 0)


def williams_g2(table: ArrayLike) -> float:
    """Return the unsigned G² of a 2 × 2 `table`, divided by Williams' correction for small samples.

    Source: Williams 1976, Biometrika 63(1), p. 33; Sokal & Rohlf 1995, p. 731.

    Examples
    --------
    >>> round(williams_g2([[7, 3], [2, 7]]), 6)
    4.200833
    """
    cells = np.asarray(table, float)
    total, rows, columns = cells.sum(), cells.sum(1), cells.sum(0)
    spread = ((total / rows).sum() - 1) * ((total / columns).sum() - 1)
    g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    return float(g2 / (1 + spread / (6 * total)))


def log_ratio(f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Floats:
    """Return log₂ of the ratio of rates, with half an occurrence and half a word added on each side.

    1 means twice as frequent in the first sample, −1 half. A word absent from both has 0.
    Source: Hardie 2014 (Log Ratio); the smoothing of Walter 1975, Biometrika 62(2), as in Evert's corpora.

    Examples
    --------
    >>> log_ratio([8, 0], [4, 0], 1000, 1000).round(3).tolist()
    [0.918, 0.0]
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    ratio = np.log2((f1 + 0.5) / (n1 + 0.5)) - np.log2((f2 + 0.5) / (n2 + 0.5))
    return np.where(f1 + f2 > 0, ratio, 0.0)


def conservative_log_ratio(
    f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, tests: int, level: float = 0.95
) -> Floats:
    """Return LRC: the end nearer 0 of the exact interval of the Log Ratio, or 0 if that holds 0.

    Given ``f1 + f2``, ``f1`` is binomial; its Clopper–Pearson interval at ``1 − (1 − level) / tests``
    becomes one of the ratio of rates. Like G² it takes words as independent.
    Source: Evert 2022, Measuring keyness (DH2022), two-sided LRC.

    Examples
    --------
    >>> conservative_log_ratio([50, 3], [10, 2], 1000, 1000, tests=2).round(3).tolist()
    [1.205, 0.0]
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    tail = (1 - level) / tests / 2
    low = _odds_bound(f1, f2, n1, n2, tail)
    high = -_odds_bound(f2, f1, n2, n1, tail)
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def log_ratio_bound(
    f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, tests: int, level: float = 0.95
) -> Floats:
    """Return the one-sided exact lower bound of the Log Ratio; NaN where ``f1`` is 0 and there is none.

    Source: Evert 2022, the measure PositiveLRC of corpora.
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    bound = _odds_bound(f1, f2, n1, n2, (1 - level) / tests)
    return np.where(f1 > 0, bound, np.nan)


def _odds_bound(f1: Floats, f2: Floats, n1: Floats, n2: Floats, tail: float) -> Floats:
    found = f1 > 0
    low = stats.beta.ppf(tail, np.where(found, f1, 1), f2 + 1)
    return np.where(found, np.log2(n2 / n1 * low / (1 - low)), -np.inf)


def simple_maths(
    f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, k: float = 100, per: float = 1e6
) -> Floats:
    """Return the ratio of the two rates per million words after adding `k` to each.

    Source: Kilgarriff 2009, Simple maths for keywords.

    Examples
    --------
    >>> simple_maths([1], [0], 1000, 1000).tolist()
    [11.0]
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    return (per * f1 / n1 + k) / (per * f2 / n2 + k)


def log_odds(
    f1: ArrayLike, f2: ArrayLike, n1: ArrayLike, n2: ArrayLike, *, prior: ArrayLike, total: float
) -> Floats:
    """Return z: the weighted log-odds ratio with an informative Dirichlet prior, over its standard error.

    Parameters
    ----------
    prior
        α of each word: imagined occurrences on each side; above 0.
    total
        α₀: the prior's sum over the whole vocabulary, so how many imagined words it is worth.

    Source: Monroe, Colaresi & Quinn 2008, Political Analysis 16(4), formulas 16, 19, 22.

    Examples
    --------
    >>> float(log_odds(0, 1, 9, 9, prior=0.05, total=0.55))
    -0.6894227886807968
    """
    f1, f2, n1, n2 = check_counts(f1, f2, n1, n2)
    alpha = np.asarray(prior, float)
    if not (np.isfinite(alpha).all() and (alpha > 0).all() and (total > alpha).all()):
        raise CountError("prior: every α must be above 0 and below the total α₀")
    odds1 = np.log((f1 + alpha) / (n1 + total - f1 - alpha))
    odds2 = np.log((f2 + alpha) / (n2 + total - f2 - alpha))
    return (odds1 - odds2) / np.sqrt(1 / (f1 + alpha) + 1 / (f2 + alpha))


def delta_p(joint: ArrayLike, first: ArrayLike, second: ArrayLike, total: ArrayLike) -> Floats:
    """Return ΔP(second | first): how much likelier `second` is where `first` is than where it is not.

    From −1 to 1. `joint` of `total` places hold both, `first` and `second` hold each. NaN where
    `first` is everywhere or nowhere. Source: Ellis 2006; Gries 2013, IJCL 18(1), p. 143.

    Examples
    --------
    >>> delta_p(8, 10, 20, 100).round(4).item()
    0.6667
    """
    joint, first, second, total = (np.asarray(v, float) for v in (joint, first, second, total))
    absent = total - first
    defined = (first > 0) & (absent > 0)
    with_first = joint / np.where(defined, first, 1)
    without = (second - joint) / np.where(defined, absent, 1)
    return np.where(defined, with_first - without, np.nan)


def log_dice(joint: ArrayLike, first: ArrayLike, second: ArrayLike) -> Floats:
    """Return logDice, 14 + log₂(2·joint / (first + second)): at most 14; NaN where never together.

    Source: Rychlý 2008, A lexicographer-friendly association score, p. 9.

    Examples
    --------
    >>> log_dice([10, 5, 0], [10, 10, 10], [10, 10, 10]).tolist()
    [14.0, 13.0, nan]
    """
    joint, first, second = (np.asarray(v, float) for v in (joint, first, second))
    met = joint > 0
    return np.where(met, 14 + np.log2(2 * np.where(met, joint, 1) / np.where(met, first + second, 2)), np.nan)
