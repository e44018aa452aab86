"""The timeline: dated events, in a lane a side, with how sure the date is and how many articles tell it."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from analysis.figures import BOTH, GRID, INK, MUTED, OTHER, new_axes
from analysis.studies import Study
from analysis.wording import word, word_if_known

MARGIN = pd.Timedelta(days=60)  # that an axis spans at least
SPANS = {"day": "D", "month": "M", "quarter": "Q", "year": "Y"}


def measure_timeline(events: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """One row per event of one coder, by lane and date.

    Returns
    -------
    date, precision, begin and end (Timestamps that the date allows), side, type, gist, sentences
    and articles (counts of the evidence), event (id).
    """
    chosen = events[events["coder"] == coder]
    periods = [
        pd.Period(date.replace("-Q", "Q"), freq=SPANS[precision])
        for date, precision in zip(chosen["date"], chosen["precision"], strict=True)
    ]
    rows = chosen.assign(
        begin=[period.start_time.normalize() for period in periods],
        end=[period.end_time.normalize() for period in periods],
        sentences=chosen["sentences"].str.split("|").map(len),
        articles=chosen["articles"].str.split("|").map(len),
    )
    keep = ["date", "precision", "begin", "end", "side", "type", "gist", "sentences", "articles", "event"]
    return rows.sort_values(["begin", "end", "side", "gist"])[keep].reset_index(drop=True)


def find_since(timeline: pd.DataFrame, *, declared: str = "", most: int = 40) -> str:
    """Return the day from which events are drawn: as declared, else so that `most` of the latest are."""
    latest = timeline["begin"].sort_values(ascending=False).head(most)
    return declared or f"{latest.min():%Y-%m-%d}"


def plot_timeline(timeline: pd.DataFrame, *, study: Study, since: str, ax: Axes | None = None) -> Axes:
    """Draw the events since a date in lanes (one side, the other, both and others), a line an event.

    A day is a disc, a month or a year a bar as long as what the date leaves open; a number says how
    many articles report it where that is more than one. Takes `measure_timeline`' frame.
    """
    shown = timeline[timeline["end"] >= pd.Timestamp(since)].copy()
    shown["lane"] = shown["side"].where(shown["side"].isin(study.side_ids), "others")
    lanes = [lane for lane in (*study.side_ids, "others") if (shown["lane"] == lane).any()]
    ax = ax or new_axes(height=1.0 + 0.215 * (len(shown) + len(lanes)))
    first, last = pd.Timestamp(since), max(shown["end"].max(), shown["begin"].max())
    last = max(last, first + MARGIN)
    middle, y = first + (last - first) * 0.42, 0.0
    for lane in lanes:
        side = next((side for side in study.sides if side.id == lane), None)
        name = word(side.name) if side else word("both sides and others")
        ax.text(0.0, y, name, transform=ax.get_yaxis_transform(), fontsize=10.5,
                color=side.colour if side else MUTED, va="center")  # fmt: skip
        for row in shown[shown["lane"] == lane].to_dict("records"):
            y -= 1
            colour = side.colour if side else (BOTH if row["side"] == "BOTH" else OTHER)
            begin, end = max(row["begin"], first), row["end"]
            if row["precision"] == "day":
                ax.plot(row["begin"], y, marker=side.marker if side else "o", color=colour, markersize=6)
            else:
                ax.plot([begin, end], [y, y], color=colour, linewidth=5, alpha=0.45, solid_capstyle="butt")
            label = word_if_known(row["gist"]) + (f"  [{row['articles']}]" if row["articles"] > 1 else "")
            left = begin < middle
            ax.annotate(
                label, (end if left else begin, y), xytext=(7 if left else -7, 0), va="center",
                textcoords="offset points", fontsize=7.6, color=INK, ha="left" if left else "right",
            )  # fmt: skip
        y -= 1.3
    ax.set_ylim(y + 0.4, 1)
    ax.set_xlim(mdates.date2num(first), mdates.date2num(last + (last - first) * 0.02))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(mdates.AutoDateLocator(minticks=5, maxticks=9))
    concise = mdates.ConciseDateFormatter(ax.xaxis.get_major_locator())
    concise.formats[1] = concise.zero_formats[2] = word("%b")
    ax.xaxis.set_major_formatter(concise)
    ax.grid(axis="x", color=GRID)
    return ax


def summarise_timeline(timeline: pd.DataFrame, *, sides: tuple[str, str]) -> dict[str, int]:
    """Return how many events there are, how many several articles report, and the types that divide."""
    control, diplomacy = (timeline[timeline["type"] == type] for type in ("control", "diplomacy"))
    return {
        "events": len(timeline),
        "shared": int((timeline["articles"] > 1).sum()),
        "control": len(control),
        "control_first": int((control["side"] == sides[0]).sum()),
        "diplomacy": len(diplomacy),
        "diplomacy_second": int((diplomacy["side"] == sides[1]).sum()),
    }
