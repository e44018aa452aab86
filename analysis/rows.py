"""Rows: one read and coded document as rows of every table, column by column."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from analysis.codebook import Codebook, read_codebook
from analysis.coding.coder import Code, Coding, code_document
from analysis.reading.alignment import align_versions
from analysis.reading.documents import Document
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.units import Gold, find_units, merge_codes, read_gold
from analysis.studies import Study
from analysis.tables import SCHEMAS, VARIABLES

TABLES = ("articles", "texts", "sentences", "terms", "mentions", "events", "alignments", "cleaning")
NO_CODE = {variable: "" for variable in VARIABLES}
SCORES = ("about_score", "voice_score", "frames_score", "stance_score")
Row = tuple[Any, ...]
Columns = list[list[Any]]


@dataclass(frozen=True)
class Desk:
    """All that building one document needs beside its text."""

    study: Study
    codebook: Codebook
    lexicon: Lexicon
    gold: Gold
    coding: bool = True


def open_desk(study: Study, *, coding: bool = True) -> Desk:
    """Read what the study declares: its codebook, compiled, and its coded units."""
    codebook = read_codebook(study.codebook)
    return Desk(study, codebook, compile_lexicon(codebook), read_gold(study), coding)


def build_rows(source: Source, desk: Desk) -> dict[str, Columns]:
    """Return the columns of one document's rows of every table; rows are in the order of the text."""
    document = read_document(source, desk.lexicon.variants)
    coding = code_document(document, desk.codebook, desk.study) if desk.coding else Coding([], [])
    spans = [document.span(sentence.begin, sentence.stop) for sentence in document.sentences]
    units = desk.gold.units.get(document.article)
    found = [find_units(units, *span) for span in spans] if units else [[] for _ in spans]
    gold = [merge_codes(pairs, desk.study.side_ids) or NO_CODE for pairs in found]
    codes = [_write_code(code) for code in coding.codes] or [
        NO_CODE | {"kind": sentence.kind} for sentence in document.sentences
    ]
    rows = {
        "articles": [_list_article(source, document)],
        "texts": list(_list_texts(document)),
        "sentences": list(_list_sentences(document, spans, codes, coding.codes, found, gold)),
        "mentions": _list_mentions(document, desk.lexicon),
        "events": [*_list_events(document, found, desk.gold), *_list_found(document, coding)],
        "alignments": list(align_versions(document).itertuples(index=False, name=None)),
        "cleaning": [(document.article, *key.partition(" ")[::2], n) for key, n in document.audit.items()],
    }
    columns = {name: [list(column) for column in zip(*listed, strict=True)] for name, listed in rows.items()}
    return columns | {"terms": _count_terms(document, _publish(codes, gold, desk.study), desk.lexicon)}


def _publish(codes: list[dict[str, str]], gold: list[dict[str, str]], study: Study) -> list[dict[str, str]]:
    """The codes by which terms are counted: the coder's whose word the study publishes."""
    if study.codes != "gold":
        return codes
    return [human if human["kind"] else machine for human, machine in zip(gold, codes, strict=True)]


def _write_code(code: Code) -> dict[str, str]:
    values = {variable: getattr(code, variable) for variable in VARIABLES}
    return {key: value if isinstance(value, str) else "|".join(value) for key, value in values.items()}


def _list_article(source: Source, document: Document) -> Row:
    script = next((version.script for version in document.versions if version.primary), "Latn")
    how = source.metadata.get
    return (
        source.article,
        source.sha256,
        source.media,
        source.encoding,
        len(source.text),
        script,
        document.outlet,
        document.outlet_side,
        how("outlet_how", "metadata") if document.outlet else "",
        document.published,
        how("published_how", "metadata") if document.published else "",
        how("source", ""),
    )


def _list_texts(document: Document) -> Iterator[Row]:
    for version in document.versions:
        span = document.span(version.begin, version.stop)
        yield (
            version.id,
            document.article,
            version.role,
            version.language,
            version.script,
            *span,
            version.primary,
        )


def _list_sentences(
    document: Document,
    spans: Sequence[tuple[int, int]],
    codes: Sequence[dict[str, str]],
    scored: Sequence[Code],
    found: Sequence[Sequence],
    gold: Sequence[dict[str, str]],
) -> Iterator[Row]:
    article = document.article
    unscored = (math.nan,) * len(SCORES) + ("",)
    for i, sentence in enumerate(document.sentences):
        code = scored[i] if scored else None
        yield (
            article,
            sentence.text,
            sentence.id,
            sentence.paragraph,
            *spans[i],
            sentence.language,
            *codes[i].values(),
            *((*(getattr(code, score) for score in SCORES), code.cues) if code else unscored),
            "|".join(unit.id for unit, _ in found[i]),
            *gold[i].values(),
        )


def _count_terms(document: Document, codes: Sequence[dict[str, str]], lexicon: Lexicon) -> Columns:
    """One row per text, paragraph, about, voice side and term; boilerplate has no terms."""
    languages = {version.id: version.language for version in document.versions}
    groups: dict[tuple[str, int, str, str], list[str]] = {}
    folded = document.folded
    for sentence, code in zip(document.sentences, codes, strict=True):
        if code["kind"] != "boilerplate":
            key = (sentence.text, sentence.paragraph, code["about"], code["voice_side"])
            groups.setdefault(key, []).append(folded[sentence.begin : sentence.stop])
    columns: Columns = [[] for _ in SCHEMAS["terms"].columns]
    counted = lexicon.segmenter.count([" ".join(group) for group in groups.values()])
    for key, counts in zip(groups, counted, strict=True):
        for column, value in zip(columns, (*key, languages[key[0]]), strict=False):
            column.extend(repeat(value, len(counts)))
        columns[-2].extend(counts)
        columns[-1].extend(counts.values())
    return columns


def _list_mentions(document: Document, lexicon: Lexicon) -> list[Row]:
    """One row per concept hit inside one sentence; boilerplate has none."""
    rows: list[Row] = []
    sentences = iter(sorted(document.sentences, key=lambda sentence: sentence.begin))
    variants = iter(document.variants)
    sentence, variant = next(sentences, None), next(variants, None)
    for mention in lexicon.finder.find(document.folded):
        while sentence and sentence.stop <= mention.begin:
            sentence = next(sentences, None)
        while variant and variant[1] <= mention.begin:
            variant = next(variants, None)
        if sentence is None:
            break
        if (
            sentence.begin <= mention.begin
            and mention.stop <= sentence.stop
            and sentence.kind != "boilerplate"
        ):
            swapped = variant is not None and variant[0] < mention.stop
            start, end = document.span(mention.begin, mention.stop)
            place = (document.article, sentence.text, sentence.id, mention.concept, start, end)
            rows.append((*place, mention.pattern, swapped, mention.negated))
    return rows


def _list_events(document: Document, found: Sequence[Sequence], gold: Gold) -> Iterator[Row]:
    """The gold events of the units that the document's sentences carry."""
    told: dict[str, list[str]] = {}
    for sentence, pairs in zip(document.sentences, found, strict=True):
        for unit, _ in pairs:
            told.setdefault(unit.id, []).append(sentence.id)
    for unit, sentences in told.items():
        for event in gold.events.get(unit, ()):
            values = (
                event["date"],
                _measure_precision(event["date"]),
                event["side"],
                event["type"],
                event["gist"],
            )
            yield _make_event("gold", values, "|".join(sentences), document.article, math.nan)


def _list_found(document: Document, coding: Coding) -> Iterator[Row]:
    """The events that the machine found."""
    for event in coding.events:
        values = (event.date, event.precision, event.side, event.type, event.gist)
        yield _make_event("machine", values, event.sentence, document.article, event.score)


def _make_event(coder: str, values: tuple[str, ...], sentences: str, article: str, score: float) -> Row:
    named = "\x1f".join((coder, *values, sentences.split("|")[0]))
    return ("E" + hashlib.sha256(named.encode()).hexdigest()[:8], coder, *values, sentences, article, score)


def _measure_precision(date: str) -> str:
    return "quarter" if "Q" in date else {4: "year", 7: "month", 10: "day"}[len(date)]
