"""Examples: the coded sentences that the models learn from, each inside its document.

Sentences that were written for this project are in the repository with their text. Of real texts it holds
spans and codes only; where the texts are at hand (a folder ``shared`` beside the checkout) they are used too.
Of the official sample only half of the documents may be learnt from: the other half is kept for judging.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.codebook import Codebook
from analysis.coding.abouts import list_text
from analysis.coding.features import Clues, Observer
from analysis.coding.meanings import encode_sentences
from analysis.coding.offices import resolve_offices
from analysis.coding.parties import Features, observe_parties
from analysis.coding.voices import attribute, open_case
from analysis.reading.documents import Document, Sentence
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.scripts import detect_language, detect_script, fold_text
from analysis.reading.sources import Source
from analysis.reading.units import Unit, find_units, merge_codes, read_gold
from analysis.reading.variants import Variants
from analysis.studies import read_study

REACH = 10  # sentences kept on either side of a coded one
METADATA = ("outlet", "outlet_side", "published")
COVERED = 0.6  # of a sentence must have been coded for its codes to count
OFFICIAL = ("us_white_house", "cn_cctv_news")
Targets = dict[str, str]


class Line(NamedTuple):
    """One sentence of a written document."""

    text: str
    kind: str
    paragraph: int


@dataclass(frozen=True)
class Example:
    """One document: its set, its sentences and what is seen of them, their codes (None where not coded)."""

    set: str
    document: str
    sentences: tuple[Sentence, ...]
    clues: list[Clues]
    features: list[Features]  # of what `abouts` weighs
    meanings: np.ndarray
    targets: list[Targets | None]
    voice_sides: list[str]  # as the rules attribute them, which nothing trains
    scripts: list[str]


class Eyes:
    """What it takes to see a document as the models do: a codebook and the ids of the two sides."""

    def __init__(self, codebook: Codebook, sides: tuple[str, str]) -> None:
        self.codebook, self.sides = codebook, sides
        self.variants = compile_lexicon(codebook).variants
        self._observer = Observer(codebook)

    def see(self, set_: str, document: Document, targets: list[Targets | None]) -> Example:
        """Return `document` as an example of `set_`."""
        case = open_case(document, self.codebook)
        marks = resolve_offices(case.marks, document.folded, setting=case.setting, vocabulary=case.vocabulary)
        voices = attribute(case)
        features = observe_parties(document, marks, voices, setting=case.setting, sides=self.sides)
        clues = self._observer.observe(document)
        texts = [document.clean[s.begin : s.stop] for s in document.sentences]
        return Example(
            set_,
            document.article,
            document.sentences,
            clues,
            [one | list_text(clue) for one, clue in zip(features, clues, strict=True)],
            encode_sentences(document),
            targets,
            [voice.side for voice in voices],
            [detect_script(text) for text in texts],
        )


def is_held_out(document: str) -> bool:
    """Whether a document of the official sample belongs to the half that no model may learn from.

    Examples
    --------
    >>> is_held_out("2021-09-29-u-s-eu-trade-and-technology-council-inaugural-joint-statement")
    False
    """
    return hashlib.sha256(document.encode()).digest()[0] % 2 == 1


def read_examples(data: Path, shared: Path, eyes: Eyes) -> Iterator[Example]:
    """Yield every example: written ones, then those whose texts are in `shared`, where that is a folder."""
    yield from _read_written(data / "codebook/training", eyes)
    if not shared.is_dir():
        return
    for set_, source, units, sides in _find_sources(data, shared):
        document = _keep_near(read_document(source, eyes.variants), units)
        targets = []
        for sentence in document.sentences:
            start, end = document.span(sentence.begin, sentence.stop)
            found = find_units(units, start, end)
            covered = sum(size for _, size in found) >= COVERED * (end - start)
            targets.append(merge_codes(found, sides) if covered and sentence.kind != "boilerplate" else None)
        if any(targets):
            yield eyes.see(set_, document, targets)


def _read_written(folder: Path, eyes: Eyes) -> Iterator[Example]:
    outlets = {row["document"]: row for row in _read_rows(folder / "outlets.csv")}
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in _read_rows(folder / "written.csv"):
        groups[row["set"], row["document"]].append(row)
    for (set_, name), rows in groups.items():
        lines = [Line(row["sentence"], row["kind"], int(row["paragraph"])) for row in rows]
        document = make_document(name, lines, eyes.variants)
        if name in outlets:
            outlet, side, published = (outlets[name][key] for key in METADATA)
            document = replace(document, outlet=outlet, outlet_side=side, published=published)
        targets = [row if row["kind"] != "boilerplate" else None for row in rows]
        yield eyes.see(set_, document, targets)


def make_document(name: str, lines: Sequence[Line | tuple[str, str]], variants: Variants) -> Document:
    """Return a document whose sentences are given with their kinds and, where it is known, their paragraphs.

    Examples
    --------
    >>> document = make_document("a", [("Open weights help.", "heading"), ("She left.", "body")], Variants())
    >>> [(s.begin, s.stop, s.kind, s.paragraph) for s in document.sentences]
    [(0, 18, 'heading', 0), (19, 28, 'body', 1)]
    """
    clean, made = "", []
    for place, (text, kind, *paragraph) in enumerate(lines):
        begin = len(clean)
        clean += text + "\n"
        language = detect_language(text)
        number = paragraph[0] if paragraph else place
        made.append(Sentence(f"{name}:{place}", name, number, begin, begin + len(text), kind, language))
    folded, _ = variants.fold(fold_text(clean))
    return Document(article=name, clean=clean, folded=folded, sentences=tuple(made))


def _find_sources(data: Path, shared: Path) -> Iterator[tuple[str, Source, list[Unit], tuple[str, str]]]:
    study = read_study(data / "articles")
    for name, units in read_gold(study).units.items():
        text = (shared / "articles" / name).read_bytes().decode("utf-8")
        yield "gold-articles", _make_source(name, text), units, study.side_ids
    official = _read_official(shared)
    for name, units in read_gold(read_study(data / "official")).units.items():
        if not is_held_out(name):
            yield "gold-official", _make_source(name, official[name]), units, study.side_ids
    silver: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for row in _read_rows(data / "codebook/training/silver.csv"):
        row |= dict.fromkeys(("voice", "voice_side"), "")
        tones = dict(tone.split(":") for tone in row["tone"].split("|") if tone)
        tone = (int(tones.get(study.side_ids[0], 0)), int(tones.get(study.side_ids[1], 0)))
        unit = Unit(f"{row['source']}:{row['start']}", int(row["start"]), int(row["end"]), row, tone)
        silver[row["set"], row["source"]].append(unit)
    for (set_, name), units in sorted(silver.items()):
        text = official.get(name) or _read_corpus(shared, name)
        units.sort(key=lambda unit: (unit.start, unit.end))
        yield set_, _make_source(name, text), units, study.side_ids


def _make_source(name: str, text: str) -> Source:
    return Source(name, text, "", "text/plain", "utf-8")


def _read_official(shared: Path) -> dict[str, str]:
    texts = {}
    for name in OFFICIAL:
        with gzip.open(shared / f"corpora/official/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)
                texts[item["id"]] = item["text"]
    return texts


def _read_corpus(shared: Path, name: str) -> str:
    folder = "messy" if name.startswith("web-") else "documents"
    return (shared / "corpora" / folder / name).read_text(encoding="utf-8", errors="replace")


def _keep_near(document: Document, units: list[Unit]) -> Document:
    """Drop sentences far from any coded one: they cost time and tell little."""
    kept: set[int] = set()
    for place, sentence in enumerate(document.sentences):
        if find_units(units, *document.span(sentence.begin, sentence.stop)):
            kept.update(range(place - REACH, place + REACH + 1))
    return replace(document, sentences=tuple(s for i, s in enumerate(document.sentences) if i in kept))


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
