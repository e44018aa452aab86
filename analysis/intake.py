"""Intake: what was taken from each file, what was left out and why, as a table and in a few lines."""

from __future__ import annotations

import pandas as pd

from analysis.counterparts import MOST
from analysis.invisible import mark_invisible
from analysis.reading.files import name_article
from analysis.survey import Survey
from analysis.tables import SCHEMAS

KNOWN = ["outlet", "outlet_how", "published", "published_how"]
SHOWN = 10  # articles named at the terminal; the table names all


def list_intake(survey: Survey, articles: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row per article found in a file, and per file without one, in the order of the files.

    Parameters
    ----------
    survey
        What was found.
    articles, texts
        The tables that were built from it.

    Returns
    -------
    The table ``reading``: file, article, status (taken or dropped), reason, of (the article it repeats or
    may translate), similarity (0 to 1), note, media, encoding, encoding_how, characters (code points), texts
    (versions inside), outlet and published with how each is known.
    """
    rows = [
        {
            "file": mark_invisible(name_article(one.path, survey.folder)),
            "status": "dropped" if one.reason else "taken",
            **{name: getattr(one, name) for name in COPIED},
            "note": mark_invisible(one.note),
        }
        for one in survey.found
    ]
    counted = texts.groupby("article").size().rename("texts")
    known = articles.set_index("article")[KNOWN].join(counted)
    frame = pd.DataFrame(rows).join(known, on="article")
    taken = frame["status"] == "taken"
    frame["texts"] = frame["texts"].where(taken, 0).fillna(0).astype("int64")
    frame[KNOWN] = frame[KNOWN].where(taken, "").fillna("")
    return frame[list(SCHEMAS["reading"].columns)]


def tell_intake(reading: pd.DataFrame) -> list[str]:
    """Return a few lines that say what the table ``reading`` does, first how many articles were taken.

    Examples
    --------
    >>> one = {"file": "a.pdf", "status": "dropped", "reason": "no text", "note": "a.pdf: scanned"}
    >>> two = {"file": "b.txt", "status": "taken", "reason": "", "note": "", "article": "b.txt", "of": ""}
    >>> tell_intake(pd.DataFrame([two | one | {"article": ""}, two]))
    ['1 article taken from 1 of 2 files; 1 dropped', '  no text: a.pdf: scanned']
    """
    taken, dropped = (reading[reading["status"] == status] for status in ("taken", "dropped"))
    files = reading["file"].nunique()
    head = f"{_count(len(taken), 'article')} taken from {taken['file'].nunique()} of {_count(files, 'file')}"
    if len(dropped):
        head += f"; {len(dropped)} dropped"
    noted = taken[taken["note"] != ""]
    lines = [f"  {row.reason}: {_describe(row)}" for row in dropped.itertuples()]
    lines += [f"  note: {_describe(row)}" for row in noted.itertuples()]
    if len(taken) > MOST:
        lines.append(f"  translations of each other were not looked for among more than {MOST} articles")
    more = [f"  and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [head, *lines[:SHOWN], *more]


def _describe(row) -> str:
    name = row.article or row.file
    if row.of and row.status == "dropped":
        return f"{name}, of {row.of}"
    return row.note if row.note.startswith(name) else f"{name}: {row.note}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


COPIED = (
    "article", "reason", "of", "similarity", "note", "media", "encoding", "encoding_how", "characters",
)  # fmt: skip
