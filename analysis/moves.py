"""Moves: which published numbers and figures differ between two versions, and by how much."""

from __future__ import annotations

import pandas as pd

KEYS = ["place", "item", "field"]


def measure_moves(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """One row per value that is new, gone or different, the largest relative moves of each place first.

    Parameters
    ----------
    old, new
        Published values, as `analysis.published.read_published` gives them.

    Returns
    -------
    Columns ``place, item, field, old, new`` (text, empty where there is none), ``how`` (``moved``,
    ``added`` or ``removed``), ``difference`` and ``relative`` (new minus old, and that as a share of old;
    NaN where either is no number).

    Examples
    --------
    >>> old = pd.DataFrame([["p", "share", "us", "0.5"], ["p", "gone", "n", "3"]], columns=[*KEYS, "value"])
    >>> new = pd.DataFrame([["p", "share", "us", "0.6"]], columns=[*KEYS, "value"])
    >>> measure_moves(old, new)[["item", "how", "old", "new", "difference"]]
        item      how  old  new  difference
    0  share    moved  0.5  0.6         0.1
    1   gone  removed    3              NaN
    """
    both = _numbered(old).merge(_numbered(new), on=[*KEYS, "time"], how="outer", suffixes=("_old", "_new"))
    how = pd.Series("moved", index=both.index)
    how[both["value_old"].isna()] = "added"
    how[both["value_new"].isna()] = "removed"
    before = pd.to_numeric(both["value_old"].str.rstrip("%"), errors="coerce")
    after = pd.to_numeric(both["value_new"].str.rstrip("%"), errors="coerce")
    moves = both[KEYS].assign(
        old=both["value_old"].fillna(""),
        new=both["value_new"].fillna(""),
        how=how,
        difference=(after - before).round(12),
        relative=((after - before) / before.abs().where(before != 0)).round(12),
    )
    moves = moves[(moves["old"] != moves["new"]) | (moves["how"] != "moved")]
    return (
        moves.assign(size=moves["relative"].abs())
        .sort_values(["place", "size", "item", "field"], ascending=[True, False, True, True], kind="stable")
        .drop(columns="size")
        .reset_index(drop=True)
    )


def _numbered(published: pd.DataFrame) -> pd.DataFrame:
    """Values that share place, item and field are told apart by their order."""
    return published.assign(time=published.groupby(KEYS).cumcount())


def summarise_moves(moves: pd.DataFrame) -> pd.DataFrame:
    """One row per place and kind of move, with the number of values and of items it touches."""
    return (
        moves.groupby(["place", "how"])
        .agg(values=("field", "size"), items=("item", "nunique"))
        .reset_index()
        .sort_values(["place", "how"], ignore_index=True)
    )
