"""Trends: how often each side's documents are framed how, month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from analysis.figures import GRID, MUTED, WIDTH
from analysis.forest import name_of
from analysis.shares import measure_shares
from analysis.studies import Side
from analysis.wording import word


def date_sentences(sentences: pd.DataFrame, documents: pd.DataFrame, *, period: str) -> pd.DataFrame:
    """One row per sentence with its document's ``side``, ``date`` and ``period`` (a Period's start).

    Parameters
    ----------
    sentences, documents
        `sentences` has one document per ``article``; `documents` has ``document, side, date``.
    period
        A pandas period alias: ``M``, ``Q``, ``Y``.
    """
    known = documents.set_index("document")
    lost = set(sentences["article"]) - set(known.index)
    if lost:
        raise ValueError(f"documents lack {len(lost)} of the sentences' articles, the first {min(lost)!r}")
    date = pd.to_datetime(sentences["article"].map(known["date"]))
    return sentences.assign(
        side=sentences["article"].map(known["side"]),
        date=date,
        period=date.dt.to_period(period).dt.start_time,
    )


def measure_trends(
    dated: pd.DataFrame,
    *,
    of: str,
    sides: tuple[str, str],
    rng: np.random.Generator,
    categories: tuple[str, ...] | None = None,
    replicates: int = 500,
) -> pd.DataFrame:
    """One row per side × period × category: the share of that period's sentences, with its interval.

    Parameters
    ----------
    dated
        What `date_sentences` returns.
    of, categories
        The code that is counted, and its values; by default all that occur.

    Returns
    -------
    side, period, category, count, n, n_documents, share, low, high, descriptive: as in
    `analysis.shares.measure_shares`, each side and period by itself. A period without sentences has no row.
    Months of few documents have wide intervals: compare curves, not months.
    """
    categories = categories or tuple(sorted({v for joined in dated[of] for v in joined.split("|") if v}))
    parts = []
    for (side, period), group in dated[dated["side"].isin(sides)].groupby(["side", "period"]):
        shares = measure_shares(
            group, by="side", of=of, sides=(side,), categories=categories, rng=rng, replicates=replicates
        )
        parts.append(shares.assign(period=period))
    trends = pd.concat(parts).assign(rank=lambda rows: rows["side"].map(sides.index))
    keep = ["side", "period", "category", "count", "n", "n_documents", "share", "low", "high", "descriptive"]
    return trends.sort_values(["category", "rank", "period"], ignore_index=True)[keep]


def smooth_trends(trends: pd.DataFrame, *, window: int) -> pd.DataFrame:
    """Return `trends` with ``smooth``: the share over the `window` periods centred on each, by sentences."""
    rolled = trends.sort_values(["side", "category", "period"]).groupby(["side", "category"])[["count", "n"]]
    sums = rolled.rolling(window, center=True, min_periods=1).sum().droplevel([0, 1])
    return trends.assign(smooth=sums["count"] / sums["n"])


def plot_trends(
    trends: pd.DataFrame,
    *,
    sides: tuple[Side, Side],
    changes: pd.DataFrame | None = None,
    columns: int = 3,
) -> Axes:
    """Draw one small panel per category: points with intervals per period, and the smoothed course.

    Takes `smooth_trends`' frame; `changes` (see `analysis.changes`) marks change points that stand out.
    Returns the first panel's Axes; all panels share both axes.
    """
    categories = trends.groupby("category")["share"].mean().sort_values(ascending=False).index
    rows = -(-len(categories) // columns)
    figure, grid = plt.subplots(
        rows, columns, figsize=(WIDTH, 0.9 + 1.55 * rows), sharex=True, sharey=True, squeeze=False
    )
    top = min(1.0, float(trends["smooth"].max()) * 1.35)
    for ax, category in zip(grid.flat, categories, strict=False):
        for side in sides:
            course = trends[(trends["category"] == category) & (trends["side"] == side.id)]
            ax.fill_between(
                course["period"], course["low"], course["high"], color=side.colour, alpha=0.12, linewidth=0
            )
            ax.scatter(course["period"], course["share"], s=5, color=side.colour, alpha=0.45, linewidth=0)
            ax.plot(course["period"], course["smooth"], color=side.colour, linewidth=1.8)
            if changes is not None:
                _mark_changes(ax, changes, category, side)
        ax.set_title(word(category), fontsize=9.5, pad=3)
        ax.set_ylim(0, top)
        ax.grid(color=GRID)
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.xaxis.set_major_locator(mdates.YearLocator())
        ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
        ax.tick_params(labelsize=7.5, length=2)
    for ax in list(grid.flat)[len(categories) :]:
        ax.set_visible(False)
    handles = [plt.Line2D([], [], color=side.colour, linewidth=2) for side in sides]
    names = [
        word(
            "{side}: {n} sentences, {documents} documents",
            side=name_of(sides, side.id),
            n=int(_first(trends, side.id)["n"].sum()),
            documents=int(_first(trends, side.id)["n_documents"].sum()),
        )
        for side in sides
    ]
    figure.legend(handles, names, loc="outside upper right", ncols=2, fontsize=8.5, labelcolor=MUTED)
    return grid[0, 0]


def _first(trends: pd.DataFrame, side: str) -> pd.DataFrame:
    return trends[(trends["side"] == side) & (trends["category"] == trends["category"].iloc[0])]


def _mark_changes(ax: Axes, changes: pd.DataFrame, category: str, side: Side) -> None:
    chosen = changes[(changes["category"] == category) & (changes["side"] == side.id) & changes["stands_out"]]
    for change in chosen.itertuples():
        ax.axvline(change.period, color=side.colour, linewidth=1, linestyle="--", alpha=0.9)
