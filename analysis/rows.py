"""Rows: one read and coded document as rows of every table, column by column."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, TypeVar

from analysis.codebook import Codebook, read_codebook
from analysis.coding.coder import Code, Coding, code_document
from analysis.coding.events import Event
from analysis.reading.alignment import align_versions
from analysis.reading.documents import Document
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.outlets import find_outlet, list_outlets
from analysis.reading.provenance import find_published
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.units import Gold, find_units, merge_codes, read_gold
from analysis.studies import Study
from analysis.tables import SCHEMAS, VARIABLES

TABLES = (
    "articles", "documents", "texts", "sentences", "terms", "mentions", "events", "alignments", "cleaning",
)  # fmt: skip
NO_CODE = {variable: "" for variable in VARIABLES}
SCORES = ("about_score", "voice_score", "frames_score", "stance_score")
T = TypeVar("T")
Row = tuple[Any, ...]
Columns = list[list[Any]]


@dataclass(frozen=True)
class Desk:
    """All that building one document needs beside its text."""

    study: Study
    codebook: Codebook
    lexicon: Lexicon
    gold: Gold
    outlets: dict[str, tuple[str, str]]
    coding: bool = True

    def keep(self, document: Document) -> list[int]:
        """The places of the sentences that name the study's subject; all where it declares none."""
        subject, clean = re.compile(self.study.subject), document.clean
        return [i for i, one in enumerate(document.sentences) if subject.search(clean, one.begin, one.stop)]


def open_desk(study: Study, *, coding: bool = True) -> Desk:
    """Read what the study declares: its codebook, compiled, and its coded units."""
    codebook = read_codebook(study.codebook)
    outlets = list_outlets(codebook.actors)
    return Desk(study, codebook, compile_lexicon(codebook), read_gold(study), outlets, coding)


def build_rows(source: Source, desk: Desk, *, names: Sequence[str] = ()) -> dict[str, Columns]:
    """Return the columns of one document's rows of every table; rows are in the order of the text.

    Sentences that do not name the study's subject are counted among the document's words and in no other
    table. `names` are the article's others, under which people may have coded it, too.
    """
    document, published_how, outlet_how = _read_provenance(source, desk)
    kept = desk.keep(document)
    coding = code_document(document, desk.codebook, desk.study) if desk.coding and kept else Coding([], [])
    units = [unit for name in (document.article, *names) for unit in desk.gold.units.get(name, [])]
    units.sort(key=lambda unit: (unit.start, unit.end))
    spans = [document.span(sentence.begin, sentence.stop) for sentence in document.sentences]
    found = [find_units(units, *span) for span in spans]
    gold = [merge_codes(pairs, desk.study.side_ids) or NO_CODE for pairs in found]
    codes = [_write_code(code) for code in coding.codes] or [
        NO_CODE | {"kind": sentence.kind} for sentence in document.sentences
    ]
    terms = _count_terms(document, _publish(codes, gold, kept, desk.study), desk)
    whole = document
    if len(kept) < len(document.sentences):
        document = replace(document, sentences=tuple(_pick(document.sentences, kept)))
        spans, found, gold, codes = (
            _pick(spans, kept), _pick(found, kept), _pick(gold, kept), _pick(codes, kept),
        )  # fmt: skip
        coded = _pick(coding.codes, kept) if coding.codes else []
        coding = Coding(coded, _keep_events(coding.events, document))
    rows = {
        "articles": [_list_article(source, document, outlet_how, published_how)],
        "documents": [_list_document(source, whole, document, sum(terms[-1]))],
        "texts": list(_list_texts(document)),
        "sentences": list(_list_sentences(document, spans, codes, coding.codes, found, gold)),
        "mentions": _list_mentions(document, desk.lexicon),
        "events": [*_list_events(document, found, desk.gold), *_list_found(document, coding)],
        "alignments": _list_alignments(whole),
        "cleaning": [(document.article, *key.partition(" ")[::2], n) for key, n in document.audit.items()],
    }
    columns = {name: [list(column) for column in zip(*listed, strict=True)] for name, listed in rows.items()}
    return columns | {"terms": terms}


def _read_provenance(source: Source, desk: Desk) -> tuple[Document, str, str]:
    """Return the read document with its date and outlet, and how each is known: metadata, or the text."""
    document = read_document(source, desk.lexicon.variants)
    how = source.metadata.get
    published_how = how("published_how", "metadata") if document.published else ""
    outlet_how = how("outlet_how", "metadata") if document.outlet else ""
    if not document.published:
        published, published_how = find_published(document.clean, links=source.text, name=source.article)
        document = replace(document, published=published)
    if not document.outlet:
        outlet, side, outlet_how = find_outlet(document.clean, desk.outlets, links=source.text)
        document = replace(
            document, outlet=outlet, outlet_side=document.outlet_side or desk.study.place(side)
        )
    return document, published_how, outlet_how


def _publish(
    codes: list[dict[str, str]], gold: list[dict[str, str]], kept: list[int], study: Study
) -> list[dict[str, str]]:
    """The codes by which terms are counted: the coder's whose word the study publishes, of kept sentences."""
    if study.codes == "gold":
        codes = [human if human["kind"] else machine for human, machine in zip(gold, codes, strict=True)]
    chosen = set(kept)
    return [code if i in chosen else NO_CODE | {"kind": code["kind"]} for i, code in enumerate(codes)]


def _pick(values: Sequence[T], places: list[int]) -> list[T]:
    return [values[i] for i in places]


def _keep_events(events: Sequence[Event], document: Document) -> list[Event]:
    kept = {sentence.id for sentence in document.sentences}
    return [event for event in events if event.sentence in kept]


def _write_code(code: Code) -> dict[str, str]:
    values = {variable: getattr(code, variable) for variable in VARIABLES}
    return {key: value if isinstance(value, str) else "|".join(value) for key, value in values.items()}


def _list_article(source: Source, document: Document, outlet_how: str, published_how: str) -> Row:
    script = next((version.script for version in document.versions if version.primary), "Latn")
    return (
        source.article,
        source.sha256,
        source.media,
        source.encoding,
        len(source.text),
        script,
        document.outlet,
        document.outlet_side,
        outlet_how,
        document.published,
        published_how,
        source.metadata.get("source", ""),
    )


def _list_document(source: Source, whole: Document, kept: Document, tokens: int) -> Row:
    told, coded = (sum(one.kind != "boilerplate" for one in some.sentences) for some in (whole, kept))
    kind = source.metadata.get("kind", "")
    return whole.article, whole.published, whole.outlet_side, kind, len(source.text), told, coded, tokens


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


def _count_terms(document: Document, codes: Sequence[dict[str, str]], desk: Desk) -> Columns:
    """One row per text, paragraph, about, voice side and term; boilerplate has no terms."""
    by_paragraph = desk.study.grain == "paragraph"
    languages = {version.id: version.language for version in document.versions}
    groups: dict[tuple[str, int, str, str], list[str]] = {}
    folded = document.folded
    for sentence, code in zip(document.sentences, codes, strict=True):
        if code["kind"] != "boilerplate":
            paragraph = sentence.paragraph if by_paragraph else 0
            key = (sentence.text, paragraph, code["about"], code["voice_side"])
            groups.setdefault(key, []).append(folded[sentence.begin : sentence.stop])
    columns: Columns = [[] for _ in SCHEMAS["terms"].columns]
    counted = desk.lexicon.segmenter.count([" ".join(group) for group in groups.values()])
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


def _list_alignments(document: Document) -> list[Row]:
    if len(document.versions) < 2:
        return []
    return list(align_versions(document).itertuples(index=False, name=None))


def _measure_precision(date: str) -> str:
    return "quarter" if "Q" in date else {4: "year", 7: "month", 10: "day"}[len(date)]
