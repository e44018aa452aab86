"""Openness: every sentence in which a channel names open source or open models, by its date."""

from __future__ import annotations

import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes

from analysis.figures import GRID, new_axes
from analysis.forest import name_of
from analysis.studies import Side
from analysis.wording import current_language, word

FRAME = "openness"


def find_openness(speech: pd.DataFrame, *, mentions: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence × concept of openness that it names, by date.

    Parameters
    ----------
    speech
        Sentences with ``side`` and ``date``.
    mentions, concepts
        The concept hits, and the codebook's concepts.

    Returns
    -------
    date, side, concept, gloss, gloss_zh, article, sentence, start, end.
    """
    named = concepts.loc[concepts["frame"] == FRAME, ["concept", "gloss", "gloss_zh"]].drop_duplicates(
        "concept"
    )
    hits = mentions[["sentence", "concept"]].drop_duplicates().merge(named, on="concept")
    rows = hits.merge(speech[["sentence", "article", "start", "end", "side", "date"]], on="sentence")
    rows = rows.sort_values(["date", "sentence", "concept"], ignore_index=True)
    return rows[["date", "side", "concept", "gloss", "gloss_zh", "article", "sentence", "start", "end"]]


def count_openness(spoken: pd.DataFrame, *, concept: str, sides: tuple[str, str]) -> dict[str, object]:
    """Return how many sentences of each side name `concept`, and since when the second side does.

    Parameters
    ----------
    spoken
        Sentences with ``side, date`` and ``concepts`` (`analysis.concepts.join_concepts`).

    Returns
    -------
    ``found_1, n_1, found_2, n_2``; ``first`` (day on which the second side first names it, '' for never),
    ``n_before, n_since``: its sentences before and since that day.
    """
    told: dict[str, object] = {}
    for number, side in enumerate(sides, start=1):
        own = spoken[spoken["side"] == side]
        named = ("|" + own["concepts"] + "|").str.contains(f"|{concept}|", regex=False)
        told |= {f"found_{number}": int(named.sum()), f"n_{number}": len(own)}
    first = own.loc[named, "date"].min()
    since = int((own["date"] >= first).sum())
    day = "" if pd.isna(first) else f"{first:%Y-%m-%d}"
    return told | {"first": day, "n_since": since, "n_before": len(own) - since}


def plot_openness(openness: pd.DataFrame, *, sides: tuple[Side, Side], ax: Axes | None = None) -> Axes:
    """Draw a mark for every sentence, in a row per concept, one side above the other.

    Takes `find_openness`' frame. Concepts are in the order of how many sentences name them.
    """
    counts = openness.groupby("concept")["sentence"].nunique().sort_values(ascending=False, kind="stable")
    ax = ax or new_axes(height=1.5 + 0.42 * len(counts))
    named = "gloss_zh" if current_language() == "zh" else "gloss"
    glosses = openness.drop_duplicates("concept").set_index("concept")[named]
    for number, side in enumerate(sides):
        own = openness[openness["side"] == side.id]
        rows = own["concept"].map({concept: row for row, concept in enumerate(counts.index)})
        label = word("{side}: {n} sentences", side=name_of(sides, side.id), n=own["sentence"].nunique())
        ax.scatter(
            own["date"], rows + (number - 0.5) * 0.36, s=34, alpha=0.65, linewidth=0, label=label,
            color=side.colour, marker=side.marker,
        )  # fmt: skip
    names = [f"{glosses[str(concept)]}  {n}" for concept, n in counts.items()]
    ax.set_yticks(range(len(counts)), names)
    ax.set_ylim(len(counts) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=GRID)
    ax.xaxis.set_major_locator(mdates.YearLocator())
    ax.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8.5, handletextpad=0.3)
    return ax
