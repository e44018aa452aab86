"""Build: a folder of articles to the tables of a study.

Every document is read, coded and counted by itself, so any number of them can be built anywhere in
any order; what joins documents (events told by several) is done once, at the end.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, read_codebook
from analysis.coding.coder import Code, code_document
from analysis.reading.alignment import align_versions
from analysis.reading.documents import Document
from analysis.reading.files import Source, find_files, read_manifest, read_sources
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.units import Gold, find_units, merge_codes, read_gold
from analysis.studies import Study
from analysis.tables import SCHEMAS, VARIABLES, write_table

TABLES = ("articles", "texts", "sentences", "terms", "mentions", "events", "alignments", "cleaning")


@dataclass(frozen=True)
class Desk:
    """All that building one document needs beside its text."""

    study: Study
    codebook: Codebook
    lexicon: Lexicon
    gold: Gold


def open_desk(study: Study) -> Desk:
    """Read what the study declares: its codebook, compiled, and its coded units."""
    codebook = read_codebook(study.codebook)
    return Desk(study, codebook, compile_lexicon(codebook), read_gold(study))


def build_study(
    source: str | Path, out: str | Path, *, study: Study, form: str = "csv"
) -> dict[str, pd.DataFrame]:
    """Write the tables of all articles in `source` to `out`, and return them."""
    desk = open_desk(study)
    tables = build_tables(read_folder(Path(source), study), desk)
    for name, frame in tables.items():
        write_table(frame, out, name, form=form)
    return tables


def read_folder(folder: Path, study: Study) -> Iterator[Source]:
    """Yield every article of a folder, in order of its path.

    What is known of the files is listed in ``articles.csv`` beside them, or in the study's ``manifest.csv``.
    """
    manifest = read_manifest(study.folder / "manifest.csv", folder)
    manifest |= read_manifest(folder / "articles.csv", folder)
    for path in find_files(folder):
        yield from read_sources(path, folder, manifest)


def build_tables(sources: Iterable[Source], desk: Desk) -> dict[str, pd.DataFrame]:
    """Return the tables of `sources`, rows in their order."""
    rows: dict[str, list[dict]] = {name: [] for name in TABLES}
    for source in sources:
        for name, found in build_document(source, desk).items():
            rows[name] += found
    return {name: pd.DataFrame(rows[name], columns=list(SCHEMAS[name].columns)) for name in TABLES}


def build_document(source: Source, desk: Desk) -> dict[str, list[dict]]:
    """Return one document's rows of every table."""
    document = read_document(source, desk.lexicon.variants)
    coding = code_document(document, desk.codebook, desk.study)
    gold = [_find_gold(document, sentence, desk) for sentence in document.sentences]
    published = [
        merged if desk.study.codes == "gold" and merged else _write_code(code)
        for (_, merged), code in zip(gold, coding.codes, strict=True)
    ]
    return {
        "articles": [_row_article(source, document)],
        "texts": [_row_text(document, version) for version in document.versions],
        "sentences": [
            _row_sentence(document, sentence, code, *found)
            for sentence, code, found in zip(document.sentences, coding.codes, gold, strict=True)
        ],
        "terms": list(_rows_terms(document, published, desk)),
        "mentions": list(_rows_mentions(document, desk)),
        "events": list(_rows_events(document, gold, desk)),
        "alignments": align_versions(document).to_dict("records") if len(document.versions) > 1 else [],
        "cleaning": list(_rows_cleaning(document)),
    }


def _row_article(source: Source, document: Document) -> dict:
    script = next((version.script for version in document.versions if version.primary), "Latn")
    return {
        "article": source.article,
        "sha256": source.sha256,
        "media": source.media,
        "encoding": source.encoding,
        "characters": len(source.text),
        "script": script,
        "outlet": document.outlet,
        "outlet_side": document.outlet_side,
        "outlet_how": document.outlet and source.metadata.get("outlet_how", "metadata"),
        "published": document.published,
        "published_how": document.published and source.metadata.get("published_how", "metadata"),
        "source": source.metadata.get("source", ""),
    }


def _row_text(document: Document, version) -> dict:
    start, end = document.span(version.begin, version.stop)
    return {
        "text": version.id,
        "article": document.article,
        "role": version.role,
        "language": version.language,
        "script": version.script,
        "start": start,
        "end": end,
        "primary": version.primary,
    }


def _find_gold(document: Document, sentence, desk: Desk) -> tuple[str, dict[str, str]]:
    units = desk.gold.units.get(document.article, ())
    found = find_units(units, *document.span(sentence.begin, sentence.stop)) if units else []
    return "|".join(unit.id for unit, _ in found), merge_codes(found, desk.study.side_ids)


def _write_code(code: Code) -> dict[str, str]:
    values = {variable: getattr(code, variable) for variable in VARIABLES}
    return {key: value if isinstance(value, str) else "|".join(value) for key, value in values.items()}


def _row_sentence(document: Document, sentence, code: Code, units: str, gold: dict[str, str]) -> dict:
    start, end = document.span(sentence.begin, sentence.stop)
    scores = ("about_score", "voice_score", "frames_score", "stance_score")
    return {
        "article": document.article,
        "text": sentence.text,
        "sentence": sentence.id,
        "paragraph": sentence.paragraph,
        "start": start,
        "end": end,
        "language": sentence.language,
        **_write_code(code),
        **{score: getattr(code, score) for score in scores},
        "cues": code.cues,
        "units": units,
        **{f"gold_{variable}": gold.get(variable, "") for variable in VARIABLES},
    }


def _rows_terms(document: Document, codes: list[dict[str, str]], desk: Desk) -> Iterator[dict]:
    counts: dict[tuple, Counter[str]] = {}
    for sentence, code in zip(document.sentences, codes, strict=True):
        if sentence.kind == "boilerplate" or code["kind"] == "boilerplate":
            continue
        key = (sentence.text, sentence.paragraph, code["about"], code["voice_side"])
        tokens = desk.lexicon.segmenter.segment(document.folded[sentence.begin : sentence.stop])
        counts.setdefault(key, Counter()).update(tokens)
    languages = {version.id: version.language for version in document.versions}
    for (text, paragraph, about, voice_side), counted in sorted(counts.items()):
        for term, count in sorted(counted.items()):
            yield {
                "text": text,
                "paragraph": paragraph,
                "about": about,
                "voice_side": voice_side,
                "language": languages[text],
                "term": term,
                "count": count,
            }


def _rows_mentions(document: Document, desk: Desk) -> Iterator[dict]:
    variants = document.variants
    for sentence in document.sentences:
        for mention in desk.lexicon.finder.find(document.folded[sentence.begin : sentence.stop]):
            begin, stop = sentence.begin + mention.begin, sentence.begin + mention.stop
            start, end = document.span(begin, stop)
            yield {
                "article": document.article,
                "text": sentence.text,
                "sentence": sentence.id,
                "concept": mention.concept,
                "start": start,
                "end": end,
                "pattern": mention.pattern,
                "variant": any(a < stop and begin < b for a, b in variants),
                "negated": mention.negated,
            }


def _rows_events(document: Document, gold: list[tuple[str, dict]], desk: Desk) -> Iterator[dict]:
    told: dict[str, list[str]] = {}
    for sentence, (units, _) in zip(document.sentences, gold, strict=True):
        for unit in units.split("|"):
            told.setdefault(unit, []).append(sentence.id)
    for unit, sentences in told.items():
        for event in desk.gold.events.get(unit, ()):
            yield {
                "event": _hash_event("gold", event, sentences[0]),
                "coder": "gold",
                "date": event["date"],
                "precision": {4: "year", 7: "month", 10: "day"}[len(event["date"])],
                "side": event["side"],
                "type": event["type"],
                "gist": event["gist"],
                "sentences": "|".join(sentences),
                "articles": document.article,
                "score": float("nan"),
            }


def _hash_event(coder: str, event: dict, sentence: str) -> str:
    named = "\x1f".join((coder, event["date"], event["side"], event["type"], event["gist"], sentence))
    return "E" + hashlib.sha256(named.encode()).hexdigest()[:8]


def _rows_cleaning(document: Document) -> Iterator[dict]:
    for key, count in document.audit.items():
        status, _, rule = key.partition(" ")
        yield {"article": document.article, "status": status, "rule": rule, "characters": count}
