"""Binding: the drafts of one part to the tables of that part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa

from analysis.rows import TABLES
from analysis.rows.articles import list_alignments, list_article, list_cleaning, list_document, list_texts
from analysis.rows.desk import Desk
from analysis.rows.drafts import Draft
from analysis.rows.events import list_events
from analysis.rows.mentions import list_mentions
from analysis.rows.schemas import read_schema
from analysis.rows.sentences import list_sentences
from analysis.rows.terms import count_terms
from analysis.rows.volumes import Volume

VOLUME = 250_000  # characters bound together: their arrays stay in the cache


def bind_all(drafts: Iterable[Draft], desk: Desk) -> dict[str, pa.Table]:
    """Return the tables of `drafts`, however many: a few are bound at a time, and then forgotten."""
    bound = [bind_drafts(some, desk) for some in _portion(drafts)]
    return {name: pa.concat_tables([tables[name] for tables in bound]) for name in TABLES}


def _portion(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    some: list[Draft] = []
    filled = 0
    for draft in drafts:
        some.append(draft)
        filled += len(draft.document.folded)
        if filled >= VOLUME:
            yield some
            some, filled = [], 0
    if some:
        yield some


def bind_drafts(drafts: Sequence[Draft], desk: Desk) -> dict[str, pa.Table]:
    """Return the rows of all tables, in the order of the drafts and of their text.

    Sentences that do not name the study's subject are counted among the document's words and in no other
    table.
    """
    volume = Volume(drafts)
    terms, tokens = count_terms(volume, desk)
    tables = {
        "articles": _bind("articles", map(list_article, drafts)),
        "documents": _bind("documents", map(list_document, drafts, tokens.tolist())),
        "texts": _bind("texts", chain.from_iterable(map(list_texts, drafts))),
        "sentences": list_sentences(volume),
        "terms": terms,
        "mentions": list_mentions(volume, desk.lexicon),
        "events": _bind("events", (row for draft in drafts for row in list_events(draft, desk.gold))),
        "alignments": _bind("alignments", chain.from_iterable(map(list_alignments, drafts))),
        "cleaning": _bind("cleaning", chain.from_iterable(map(list_cleaning, drafts))),
    }
    return {name: tables[name] for name in TABLES}


def _bind(name: str, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    schema = read_schema(name)
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
