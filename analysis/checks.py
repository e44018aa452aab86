"""Checks: do a study's tables keep their contracts, agree with each other, and follow from the texts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.rows import TABLES
from analysis.studies import Study
from analysis.tables import TableError, read_table

KEYS = {
    "articles": ["article"],
    "documents": ["document"],
    "texts": ["text"],
    "sentences": ["sentence"],
    "terms": ["text", "paragraph", "about", "voice_side", "term"],
    "mentions": ["sentence", "start", "concept"],
    "events": ["event"],
    "alignments": ["source", "target", "bead"],
    "cleaning": ["article", "status", "rule"],
}
REFERENCES = (
    ("documents", "document", "articles", "article"),
    ("texts", "article", "articles", "article"),
    ("sentences", "text", "texts", "text"),
    ("terms", "text", "texts", "text"),
    ("mentions", "sentence", "sentences", "sentence"),
    ("events", "sentences", "sentences", "sentence"),
    ("alignments", "source", "texts", "text"),
    ("alignments", "target", "texts", "text"),
    ("cleaning", "article", "articles", "article"),
)
SHOWN = 5


def check_contracts(folder: Path) -> list[str]:
    """Return what breaks a contract in the tables of `folder`: a column, a value, a row without a parent."""
    faults: list[str] = []
    tables: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        try:
            tables[name] = read_table(folder, name)
        except TableError as error:
            faults.append(str(error))
    for child, column, parent, key in REFERENCES:
        if child in tables and parent in tables:
            values = tables[child][column].str.split("|").explode()
            lost = sorted(set(values) - set(tables[parent][key]))
            if lost:
                faults.append(
                    f"{child}: {len(lost)} values of {column!r} are not in {parent}, as {lost[0]!r}"
                )
    if "sentences" in tables and "articles" in tables:
        faults += _check_spans(tables["sentences"], tables["articles"])
    if "cleaning" in tables and "articles" in tables:
        faults += _check_account(tables["cleaning"], tables["articles"])
    return faults


def compare_tables(shipped: pd.DataFrame, rebuilt: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """One row per row of table `name` that differs, with where it stands.

    Returns
    -------
    The key columns of the table, and ``difference``: *missing* in the shipped table, *extra* in it, or
    the columns that have other values, joined by ``|``. Empty where both tables are equal.
    """
    keys = KEYS[name]
    left, right = (frame.assign(_again=frame.groupby(keys).cumcount()) for frame in (shipped, rebuilt))
    both = left.merge(right, on=[*keys, "_again"], how="outer", suffixes=("", " rebuilt"), indicator=True)
    both["difference"] = (
        both["_merge"].map({"left_only": "extra", "right_only": "missing", "both": ""}).astype(str)
    )
    met = both["_merge"] == "both"
    for column in (column for column in shipped.columns if column not in keys):
        here, there = both[column], both[f"{column} rebuilt"]
        differs = met & ~((here == there) | (here.isna() & there.isna()))
        both.loc[differs, "difference"] += f"|{column}"
    both["difference"] = both["difference"].str.lstrip("|")
    return both.loc[both["difference"] != "", [*keys, "difference"]].reset_index(drop=True)


def check_rebuilt(study: Study, articles: Path) -> list[str]:
    """Rebuild the tables of `study` from the texts in `articles`; return which rows differ, by table."""
    from analysis.build import build_tables  # the left half of the way, needed only where the texts are

    rebuilt = build_tables(articles, study=study)
    faults = []
    for name in TABLES:
        rows = compare_tables(read_table(study.folder, name), rebuilt[name], name=name)
        if len(rows):
            shown = "; ".join(
                f"{row.difference}: {', '.join(map(str, row[:-1]))}"
                for row in rows.head(SHOWN).itertuples(index=False)
            )
            more = f"; and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
            faults.append(f"{name}: {len(rows)} rows differ from a rebuild: {shown}{more}")
    return faults


def _check_spans(sentences: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    size = sentences["article"].map(articles.set_index("article")["characters"])
    beyond = sentences[sentences["end"] > size]
    return [
        f"sentences: {row.sentence} ends beyond its article, at {row.end}"
        for row in beyond.head(SHOWN).itertuples()
    ]


def _check_account(cleaning: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    told = cleaning.groupby("article")["characters"].sum()
    pairs = zip(articles["article"], articles["characters"], strict=True)
    return [
        f"cleaning: accounts for {told.get(article, 0)} of {characters} characters of {article}"
        for article, characters in pairs
        if told.get(article, 0) != characters
    ][:SHOWN]
