"""Phases: the documents of one side before and since a day."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.figures import MUTED
from analysis.studies import Side

SINCE, BEFORE = "since", "before"
PHASES = (SINCE, BEFORE)


def find_middle(documents: pd.DataFrame, *, side: str) -> str:
    """Return the first day on which half of the side's documents lie before.

    Examples
    --------
    >>> toy = pd.DataFrame({"document": list("abcd"), "side": "X",
    ...                     "date": ["2024-01-01", "2024-03-01", "2024-05-01", "2024-09-01"]})
    >>> find_middle(toy, side="X")
    '2024-05-01'
    """
    dates = documents.loc[documents["side"] == side, "date"].sort_values()
    return str(dates.iloc[len(dates) // 2])


def find_turns(documents: pd.DataFrame, *, sides: tuple[Side, Side]) -> tuple[str, str]:
    """Return, for each side, the day before and since which its documents are compared.

    The day that study.toml declares as the side's ``turn``, else the one that halves its documents.
    """
    first, second = (side.turn or find_middle(documents, side=side.id) for side in sides)
    return first, second


def choose_kind(rows: pd.DataFrame, documents: pd.DataFrame, side: Side) -> pd.DataFrame:
    """Return the rows whose document's name matches the side's ``genre``: documents of one kind."""
    own = documents.loc[documents["side"] == side.id, "document"]
    return rows[rows["article"].isin(own[own.str.contains(side.genre)])]


def mark_phases(rows: pd.DataFrame, documents: pd.DataFrame, *, side: str, since: str) -> pd.DataFrame:
    """Return the rows that belong to the side's documents, with ``phase``: since or before a day.

    Parameters
    ----------
    rows
        Any table with ``article``, or with ``text`` (article#n).
    documents
        ``document, side, date``, dates as YYYY-MM-DD.
    """
    own = documents[documents["side"] == side].set_index("document")["date"]
    article = rows["article"] if "article" in rows else rows["text"].str.split("#").str[0]
    date = article.map(own)
    marked = rows.assign(phase=(date >= since).map({True: SINCE, False: BEFORE}))
    return marked[date.notna()].reset_index(drop=True)


def draw_phases(side: Side) -> tuple[Side, Side]:
    """Return both phases as if they were sides, for figures: the later one in the side's own colour."""
    return (
        replace(side, id=SINCE, name="since", name_zh="此后"),
        replace(side, id=BEFORE, name="before", name_zh="此前", colour=MUTED, marker="s"),
    )
