"""Agreement: coefficients of how far coders agree beyond chance.

Values are numbered; a unit × coder array holds the numbers, −1 where a coder gave none. ``weights`` says how
often each unit counts (resamples × units), so that one call answers for the sample and all its resamples.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int_]
Disagreement = tuple[Floats, Floats]  # observed and expected; a coefficient is 1 − their ratio


class AgreementError(ValueError):
    """Codes that cannot be compared, with the unit and what to do."""


def number_values(codes: pd.DataFrame) -> tuple[Codes, list]:
    """Return unit × coder numbers and the values they stand for, in order; missing values are −1.

    Examples
    --------
    >>> number_values(pd.DataFrame({"a": ["x", None], "b": ["y", "x"]}))[0].tolist()
    [[0, 1], [-1, 0]]
    """
    numbers, values = pd.factorize(codes.to_numpy().ravel(), sort=True)
    return numbers.reshape(codes.shape), list(values)


def nominal_distance(values: Sequence) -> Floats:
    """Return 1 between different values, else 0."""
    return 1 - np.eye(len(values))


def interval_distance(values: Sequence) -> Floats:
    """Return the squared difference of numbers."""
    numbers = np.asarray(values, float)
    return (numbers[:, None] - numbers) ** 2


def ratio_distance(values: Sequence) -> Floats:
    """Return the squared difference of numbers over their squared sum."""
    numbers = np.asarray(values, float)
    total = numbers[:, None] + numbers
    return ((numbers[:, None] - numbers) / np.where(total != 0, total, 1)) ** 2


def ordinal_distance(codes: Codes, values: Sequence) -> Floats:
    """Return the squared number of ranks between values, ties counted half, as they occur in `codes`."""
    used = codes[(codes >= 0).sum(axis=1) > 1]
    occurring = np.bincount(used[used >= 0], minlength=len(values)).astype(float)
    ranks = occurring.cumsum() - occurring / 2
    return (ranks[:, None] - ranks) ** 2


def masi_distance(values: Sequence[str]) -> Floats:
    """Return 1 − Jaccard × monotonicity between sets joined by ``|``; two empty sets are equal.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap otherwise, 0
    where they share nothing. Source: Passonneau 2006, LREC, p. 832.

    Examples
    --------
    >>> masi_distance(["", "race", "control|race"]).round(3)[1].tolist()
    [1.0, 0.0, 0.667]
    """
    sets = [frozenset(value.split("|")) if value else frozenset() for value in values]
    return np.array([[_masi(one, two) for two in sets] for one in sets])


def _masi(one: frozenset, two: frozenset) -> float:
    if one == two:
        return 0.0
    shared = len(one & two)
    if not shared:
        return 1.0
    monotone = 2 / 3 if one < two or two < one else 1 / 3
    return 1 - shared / len(one | two) * monotone


def measure_alpha(codes: Codes, distance: Floats, *, weights: Floats | None = None) -> Floats:
    """Return Krippendorff's α: 1 − observed over expected disagreement; 1 is perfect, 0 chance.

    Units with fewer than two values say nothing. NaN where only one value occurs, for then
    nothing tells agreement from chance.
    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability, p. 1 and C.

    Examples
    --------
    >>> codes = np.array([[0, 0], [1, 1], [0, 1], [1, 1]])
    >>> measure_alpha(codes, nominal_distance("ab")).round(4).tolist()
    [0.5333]
    """
    return over_expected(*weigh_alpha(codes, distance, weights=weights))


def weigh_alpha(codes: Codes, distance: Floats, *, weights: Floats | None = None) -> Disagreement:
    """Return α's observed and expected disagreement."""
    weights = np.ones((1, len(codes))) if weights is None else weights
    counts = (codes[:, :, None] == np.arange(len(distance))).sum(axis=1).astype(float)
    counts[counts.sum(axis=1) < 2] = 0
    values = counts.sum(axis=1)
    within = ((counts @ distance) * counts).sum(axis=1) / np.maximum(values - 1, 1)
    margins, n = weights @ counts, weights @ values
    between = ((margins @ distance) * margins).sum(axis=1)
    return weights @ within / np.maximum(n, 1), between / np.maximum(n * (n - 1), 1)


def tabulate_pairs(codes: Codes, values: int, *, weights: Floats | None = None) -> Floats:
    """Return resamples × values × values: how often coder 1 gave the row and coder 2 the column."""
    both = (codes >= 0).all(axis=1)
    pair = np.where(both, codes[:, 0] * values + codes[:, 1], 0)
    chosen = np.zeros((len(codes), values * values))
    chosen[np.arange(len(codes)), pair] = both
    weights = np.ones((1, len(codes))) if weights is None else weights
    return (weights @ chosen).reshape(-1, values, values)


def measure_kappa(tables: Floats) -> Floats:
    """Return Cohen's κ of each table; NaN where chance alone agrees always.

    Source: Cohen 1960, Educational and Psychological Measurement 20(1), p. 40.

    Examples
    --------
    >>> measure_kappa(np.array([[[0, 4, 1], [0, 8, 0], [0, 1, 5]]])).round(4).tolist()
    [0.4842]
    """
    return over_expected(*weigh_kappa(tables))


def measure_ac1(tables: Floats) -> Floats:
    """Return Gwet's AC1 of each table: chance agreement from how evenly values are used; NaN with one value.

    Source: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61(1), p. 34.

    Examples
    --------
    >>> measure_ac1(np.array([[[118, 5], [2, 0]]])).round(4).tolist()
    [0.9408]
    """
    return over_expected(*weigh_ac1(tables))


def weigh_raw(tables: Floats) -> Disagreement:
    """Return the share of units on which two coders differ, and 1."""
    differ = 1 - np.trace(tables, axis1=1, axis2=2) / tables.sum(axis=(1, 2))
    return differ, np.ones(len(tables))


def weigh_kappa(tables: Floats) -> Disagreement:
    """Return κ's observed and expected disagreement."""
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1) / tables.sum(axis=(1, 2)) ** 2
    return weigh_raw(tables)[0], 1 - chance


def weigh_ac1(tables: Floats) -> Disagreement:
    """Return AC1's observed and expected disagreement."""
    n, values = tables.sum(axis=(1, 2)), tables.shape[1]
    used = (tables.sum(axis=1) + tables.sum(axis=2)) / (2 * n[:, None])
    expected = 1 - (used * (1 - used)).sum(axis=1) / max(values - 1, 1)
    return weigh_raw(tables)[0], expected if values > 1 else np.zeros(len(tables))


def over_expected(observed: Floats, expected: Floats) -> Floats:
    """Return 1 − observed / expected; NaN where no disagreement was to be expected."""
    defined = expected > 0
    return np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)
