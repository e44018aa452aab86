"""Lags: whether one side's monthly course follows the other's, stated with the caution it needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import INK, NEUTRAL, new_axes
from analysis.forest import name_of
from analysis.resampling import smooth_logit
from analysis.studies import Side
from analysis.wording import word

LEVEL = 0.05  # of the band within which the lags lie by chance


def measure_lags(
    trends: pd.DataFrame,
    *,
    sides: tuple[str, str],
    rng: np.random.Generator,
    reach: int = 6,
    surrogates: int = 999,
) -> pd.DataFrame:
    """One row per category × lag: how the month-to-month changes of the sides' shares go together.

    Parameters
    ----------
    trends
        What `analysis.trends.measure_trends` returns, monthly.
    reach
        Lags from −reach to +reach months. A positive lag: the second side follows the first.

    Returns
    -------
    category, lag, correlation (Pearson, of first differences of the logit of the share), months, and
    low, high: the 2.5 % quantile of the smallest and the 97.5 % quantile of the largest correlation over
    all lags when the second series has its rhythm but random phases. ``outside`` says that a correlation
    lies beyond them; where nothing goes together, some lag of a category does in one of twenty.

    Source: cross-correlation of differenced series; surrogates of random phase as null (Theiler et al. 1992,
    Physica D 58). Going together is not cause: both may follow events.
    """
    rows = []
    for category, part in trends.groupby("category", sort=False):
        first, second = (_take_differences(part, side) for side in sides)
        both = first.index.intersection(second.index)
        one, two = first[both].to_numpy(), second[both].to_numpy()
        if len(both) < 4 * reach:
            raise ValueError(
                f"{category!r}: {len(both)} months in common; {4 * reach} needed for {reach} lags"
            )
        seen = _correlate(one, two[None], reach)[0]
        null = _correlate(one, _draw_phases(two, surrogates, rng), reach)
        low, high = np.quantile(null.min(axis=1), 0.025), np.quantile(null.max(axis=1), 0.975)
        for lag, value in zip(range(-reach, reach + 1), seen, strict=True):
            rows.append({"category": category, "lag": lag, "correlation": value, "months": len(both),
                         "low": low, "high": high, "outside": not low <= value <= high})  # fmt: skip
    return pd.DataFrame(rows)


def summarise_lags(lags: pd.DataFrame) -> dict[str, object]:
    """Return in how many categories some lag lies outside its band, and in how many it would by chance."""
    tried = lags["category"].nunique()
    outside = int(lags.groupby("category")["outside"].any().sum())
    return {"outside": outside, "tried": tried, "chance": LEVEL * tried}


def plot_lags(lags: pd.DataFrame, *, sides: tuple[Side, Side], ax: Axes | None = None) -> Axes:
    """Draw the correlation at each lag for every category; those outside the null band have a dark rim.

    Takes `measure_lags`' frame.
    """
    categories = list(dict.fromkeys(lags["category"]))
    ax = ax or new_axes(height=2.1 + 0.33 * len(categories))
    row = lags["category"].map(categories.index)
    size = 10 + 260 * lags["correlation"].abs()
    edge, width = np.where(lags["outside"], INK, NEUTRAL), np.where(lags["outside"], 1.6, 0.4)
    shown = ax.scatter(
        lags["lag"], row, s=size, c=lags["correlation"], cmap="PuOr_r", vmin=-0.6, vmax=0.6,
        edgecolor=edge, linewidth=width,
    )  # fmt: skip
    ax.axvline(0, color=NEUTRAL, linewidth=0.8)
    ax.set_yticks(range(len(categories)), [word(category) for category in categories])
    ax.set_ylim(len(categories) - 0.4, -0.6)
    first, second = (name_of(sides, side.id) for side in sides)
    ax.set_xlabel(word("lag in months (right: {second} follows {first})", first=first, second=second))
    ax.tick_params(length=0)
    ax.figure.colorbar(shown, ax=ax, shrink=0.7, label=word("correlation of monthly changes"))
    return ax


def _take_differences(part: pd.DataFrame, side: str) -> pd.Series:
    own = part[part["side"] == side].set_index("period").sort_index()
    series = pd.Series(smooth_logit(own["count"], own["n"]), index=own.index)
    months = pd.DatetimeIndex(series.index).to_period("M").astype("int64")
    differences = series.diff()
    return differences[np.diff(months, prepend=months[0] - 99) == 1].dropna()


def _draw_phases(series: np.ndarray, surrogates: int, rng: np.random.Generator) -> np.ndarray:
    """Return surrogates × months: series with the power spectrum of `series` and phases by chance."""
    waves = np.fft.rfft(series - series.mean())
    phases = rng.uniform(0, 2 * np.pi, (surrogates, len(waves)))
    if len(series) % 2 == 0:  # the fastest wave has no phase, only a sign
        phases[:, -1] = np.pi * rng.integers(0, 2, surrogates)
    return np.fft.irfft(np.abs(waves) * np.exp(1j * phases), len(series))


def _correlate(one: np.ndarray, several: np.ndarray, reach: int) -> np.ndarray:
    """Return series × lags: the correlation of `one` with each of `several`, moved by each lag."""
    n = len(one)
    columns = []
    for lag in range(-reach, reach + 1):
        early, late = slice(0, n - abs(lag)), slice(abs(lag), n)
        a, b = (one[early], several[:, late]) if lag >= 0 else (one[late], several[:, early])
        a, b = a - a.mean(), b - b.mean(axis=1, keepdims=True)
        columns.append(b @ a / np.sqrt((a @ a) * (b * b).sum(axis=1)))
    return np.column_stack(columns)
