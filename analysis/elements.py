"""Elements: what a coded sample was drawn from, as one row each, whatever sentences it was cut into.

A sample is drawn from a list of spans. Where our reading cuts one of them into several sentences, people's
codes are of all of these together; so the machine's are put together, too, before the two are compared. Then
every coded element was drawn with the same chance, and none counts twice.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codes import merge_stances

LEAST = 0.2  # of the shorter of two spans: what they have to share
SPANS = ("document", "start", "end")


def read_listed(folder: Path) -> pd.DataFrame | None:
    """Return the spans in ``population.csv`` of `folder`, one row each; None where the study has no list."""
    path = folder / "population.csv"
    if not path.is_file():
        return None
    return pd.read_csv(path, usecols=list(SPANS))[list(SPANS)].drop_duplicates(ignore_index=True)


def merge_elements(sentences: pd.DataFrame, listed: pd.DataFrame | None) -> pd.DataFrame:
    """One row per listed span in which a sentence stands; per sentence where nothing is listed.

    Parameters
    ----------
    sentences
        The sentences table; other columns stay.
    listed
        ``document, start, end``: what the sample was drawn from. A sentence belongs to the span with which it
        shares most, at least a fifth of the shorter of the two; sentences that belong to none are left
        out, for they could not be drawn.

    Returns
    -------
    The rows of the sentences that share most with each span, in the order of `sentences`, with the
    machine's ``frames`` and ``practice`` of all its sentences, ``stance`` and ``tone`` merged as people's
    codes are (docs/decisions/0001), and ``start`` and ``end`` around them.

    Examples
    --------
    >>> toy = pd.DataFrame({"article": "a", "sentence": ["a:0", "a:1", "a:2"], "start": [0, 30, 60],
    ...                     "end": [29, 59, 99], "frames": ["race", "control|race", ""], "practice": "",
    ...                     "stance": "", "tone": ["X:+1", "", "X:-1"]})
    >>> spans = pd.DataFrame({"document": ["a"], "start": [0], "end": [59]})
    >>> merge_elements(toy, spans)[["sentence", "end", "frames", "tone"]].values.tolist()
    [['a:0', 59, 'race|control', 'X:+1']]
    """
    if listed is None:
        return sentences
    found = _find_spans(sentences, listed)
    parts = sentences.loc[found.index].assign(span=found["span"], shared=found["shared"])
    leading = parts.sort_values("shared", ascending=False, kind="stable").drop_duplicates("span")
    merged = leading.set_index("span").drop(columns="shared")
    several = parts[parts["span"].duplicated(keep=False)].groupby("span")
    for column, join in (
        ("frames", _join),
        ("practice", _join),
        ("stance", lambda values: merge_stances(set(values))),
        ("tone", _add_tones),
        ("start", "min"),
        ("end", "max"),
    ):
        merged[column] = several[column].agg(join).reindex(merged.index).fillna(merged[column])
    merged = merged.astype({"start": sentences["start"].dtype, "end": sentences["end"].dtype})
    order = sentences.index.get_indexer(leading.index)
    return merged.iloc[np.argsort(order)].reset_index(drop=True)[sentences.columns]


def _find_spans(sentences: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The listed span to which each sentence belongs: by the sentence's index ``span, shared``."""
    spans = listed.rename_axis("span").reset_index()
    own = sentences[["article", "start", "end"]].rename_axis("place").reset_index()
    pairs = own.merge(spans, left_on="article", right_on="document", suffixes=("", "_span"))
    shared = pairs[["end", "end_span"]].min(axis=1) - pairs[["start", "start_span"]].max(axis=1)
    shorter = np.minimum(pairs["end"] - pairs["start"], pairs["end_span"] - pairs["start_span"])
    kept = pairs.assign(shared=shared)[(shared > 0) & (shared >= LEAST * shorter)]
    kept = kept.sort_values(["place", "shared", "span"], ascending=[True, False, True])
    return kept.drop_duplicates("place").set_index("place")[["span", "shared"]]


def _join(values: pd.Series) -> str:
    return "|".join(dict.fromkeys(member for value in values for member in value.split("|") if member))


def _add_tones(values: pd.Series) -> str:
    sums: dict[str, int] = {}
    for side, _, sign in (one.partition(":") for value in values for one in value.split("|") if one):
        sums[side] = sums.get(side, 0) + int(sign)
    return "|".join(f"{side}:{'+' if total > 0 else '-'}1" for side, total in sums.items() if total)
