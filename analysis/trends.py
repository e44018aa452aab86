"""Trends: how often each side's documents are framed how, month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from numpy.typing import NDArray

from analysis.figures import GRID, INK, PAPER, WIDTH
from analysis.forest import name_of
from analysis.intervals import measure_clustered_shares
from analysis.studies import Side
from analysis.tally import tally_codes
from analysis.wording import current_language, word

Floats = NDArray[np.float64]
LANE, PANEL = 0.2, 0.98  # inches of a line in the lanes, and of a panel


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
    date = pd.to_datetime(sentences["article"].map(known["date"]), format="ISO8601")
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
    categories: tuple[str, ...] | None = None,
    window: int = 1,
) -> pd.DataFrame:
    """One row per side × period × category: the share of that period's sentences, with its interval.

    Parameters
    ----------
    dated
        What `date_sentences` returns.
    of, categories
        The code that is counted, and its values; by default all that occur.
    window
        How many of the side's periods, centred on each, are taken together.

    Returns
    -------
    side, period, category, count, n (sentences), n_documents, share, low, high (95 %), by category, side
    and period. A period without sentences has no row, one with a single document no interval. Months of
    few documents have wide intervals: compare curves, not months.

    Source: the variance of a ratio over documents (Cochran 1977, formula 6.13), at least the binomial one, on
    the logit, with Student's t of documents − 1.
    """
    named = categories or tuple(sorted({v for joined in dated[of] for v in joined.split("|") if v}))
    parts = []
    for rank, side in enumerate(sides):
        own = dated[dated["side"] == side]
        tally = tally_codes(own.assign(paragraph=0), by="side", of=of, sides=(side,), categories=named)
        when = own.drop_duplicates("article").set_index("article")["period"]
        periods, place = np.unique(when.reindex(tally.documents).to_numpy(), return_inverse=True)
        for number, period in enumerate(periods):
            near = np.abs(place - number) <= window // 2
            rows = measure_clustered_shares(tally.found[0, near], tally.sizes[0, near])
            parts.append(rows.assign(side=side, rank=rank, period=period, category=named))
    keep = ["side", "period", "category", "count", "n", "n_documents", "share", "low", "high"]
    return pd.concat(parts).sort_values(["category", "rank", "period"], ignore_index=True)[keep]


def choose_often(trends: pd.DataFrame, *, least: float) -> pd.DataFrame:
    """Return the rows of categories that stand in at least this share of every side's sentences."""
    sums = trends.groupby(["category", "side"])[["count", "n"]].sum()
    lowest = (sums["count"] / sums["n"]).groupby("category").min()
    return trends[trends["category"].map(lowest) >= least].reset_index(drop=True)


def plot_trends(
    trends: pd.DataFrame,
    *,
    smooth: pd.DataFrame,
    sides: tuple[Side, Side],
    top: int = 6,
    changes: pd.DataFrame | None = None,
    milestones: pd.DataFrame | None = None,
) -> Axes:
    """Draw lanes of milestones, and below them one panel per category with each side's course.

    Parameters
    ----------
    trends, smooth
        What `measure_trends` returns: dots, by period, and lines with their intervals, over a window.
    top
        The categories whose share is largest in some period of `smooth`.
    changes
        What `analysis.changes.measure_changes` returns: those that stand out are marked, with their interval.
    milestones
        Dated acts: ``date, side, label, label_zh``.

    Returns
    -------
    The first panel's Axes; all panels share the lanes' time, and each reaches as high as its lines: single
    periods of few sentences may lie beyond.
    """
    levels = smooth.groupby("category")["share"].max().sort_values(ascending=False, kind="stable")
    lines = len(sides) * 1.3 + (0 if milestones is None else len(milestones))
    heights = [lines * LANE, *[PANEL] * len(levels[:top])]
    _, axes = plt.subplots(
        len(heights), 1, figsize=(WIDTH, 1.2 + sum(heights)), sharex=True, height_ratios=heights
    )
    first, last = trends["period"].min(), trends["period"].max() + pd.offsets.MonthEnd(1)
    axes[0].set_xlim(first, last)
    axes[0].axis("off")
    _draw_lanes(axes[0], axes[1:], trends, milestones, sides)
    for ax, category in zip(axes[1:], levels.index, strict=False):
        for side in sides:
            mine = (smooth["category"] == category) & (smooth["side"] == side.id)
            _draw_course(
                ax, trends[(trends["category"] == category) & (trends["side"] == side.id)], smooth[mine], side
            )
            if changes is not None:
                _mark_changes(ax, changes, category, side)
        ax.set_title(word("{frame}: share of sentences", frame=word(category)), fontsize=9.5, pad=2)
        ax.set_ylim(0, min(1.0, max(0.1, levels[category] * 1.2)))
        ax.grid(color=GRID)
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.locator_params(axis="y", nbins=3)
        ax.tick_params(labelsize=8, length=2)
    axes[-1].xaxis.set_major_locator(mdates.YearLocator())
    axes[-1].xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    return axes[1]


def _draw_course(ax: Axes, course: pd.DataFrame, smooth: pd.DataFrame, side: Side) -> None:
    middle = pd.Timedelta(days=15)
    when, whole = smooth["period"] + middle, smooth["n"].max()
    ax.fill_between(when, smooth["low"], smooth["high"], color=side.colour, alpha=0.16, linewidth=0)
    ax.plot(when, smooth["share"], color=side.colour, linewidth=1.8)
    ax.scatter(
        course["period"] + middle, course["share"], s=3 + 60 * course["n"] / whole, marker=side.marker,
        color=side.colour, alpha=0.4, linewidth=0,
    )  # fmt: skip


def _draw_lanes(
    ax: Axes,
    panels: NDArray[np.object_],
    trends: pd.DataFrame,
    milestones: pd.DataFrame | None,
    sides: tuple[Side, Side],
) -> None:
    """Write each side's name and its milestones, a line each, with a thin line down through the panels."""
    first, last = ax.get_xlim()
    named, y = "label_zh" if current_language() == "zh" else "label", 0.0
    for side in sides:
        own = milestones if milestones is None else milestones[milestones["side"] == side.id]
        ax.plot(0.012, y, transform=ax.get_yaxis_transform(), marker=side.marker, color=side.colour)
        ax.text(
            0.03, y, _count(trends, side, sides), transform=ax.get_yaxis_transform(), va="center",
            fontsize=9.5, color=side.colour,
        )  # fmt: skip
        y -= 1
        for _, row in () if own is None else own.sort_values("date").iterrows():
            date = mdates.date2num(pd.Timestamp(row["date"]))
            left = date < first + (last - first) * 0.5
            words = (row["date"], row[named]) if left else (row[named], row["date"])
            ax.plot(date, y, marker=side.marker, color=side.colour, markersize=5)
            ax.annotate(
                "  ".join(words), (date, y), xytext=(7 if left else -7, 0), textcoords="offset points",
                va="center", fontsize=7.8, color=INK, ha="left" if left else "right",
            )  # fmt: skip
            for panel in panels:
                panel.axvline(date, color=side.colour, linewidth=0.5, alpha=0.5, zorder=0)
            y -= 1
        y -= 0.3
    ax.set_ylim(y + 0.4, 0.8)


def _mark_changes(ax: Axes, changes: pd.DataFrame, category: str, side: Side) -> None:
    chosen = changes[(changes["category"] == category) & (changes["side"] == side.id) & changes["stands_out"]]
    for _, change in chosen.iterrows():
        end = change["high"] + pd.offsets.MonthEnd(1)
        ax.axvspan(change["low"], end, color=side.colour, alpha=0.1, linewidth=0)
        ax.axvline(change["period"], color=side.colour, linewidth=1.2, linestyle="--")
        ax.annotate(
            f"{change['before']:.0%} → {change['after']:.0%}", (change["period"], 1),
            xycoords=("data", "axes fraction"), xytext=(4, -2), textcoords="offset points", va="top",
            fontsize=8, color=side.colour, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def _count(trends: pd.DataFrame, side: Side, sides: tuple[Side, Side]) -> str:
    own = trends[(trends["side"] == side.id) & (trends["category"] == trends["category"].iloc[0])]
    return word(
        "{side}: {n} sentences, {documents} documents",
        side=name_of(sides, side.id),
        n=int(own["n"].sum()),
        documents=int(own["n_documents"].sum()),
    )
