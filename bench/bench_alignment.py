"""Check the aligner at length: four official documents with their translations, and one article by hand.

    python bench/bench_alignment.py ../shared/corpora/documents ../shared/articles

The documents' articles are numbered in both languages, so what belongs together is known without reading:
same number, same article. Writes data/documents/alignment_check.csv (numbers only) and prints the times.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from numbered import read_text, remove_numbers

from analysis.links import measure_agreement, read_links
from analysis.reading.alignment import NEAR, align_sentences, align_versions, link_sentences
from analysis.reading.beads import Bead, align_lengths
from analysis.reading.documents import Document
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.units import find_units
from analysis.rows.desk import open_desk
from analysis.studies import read_study
from analysis.tables import SCHEMAS, write_table
from analysis.translation import chain_alignments, group_beads

ROOT = Path(__file__).parents[1]
PAIRS = {
    "algorithm-provisions-2021": "article",
    "generative-ai-measures-2023": "article",
    "new-generation-plan-2017": "section",
    "shenzhen-ai-2022": "article",
}
Check = tuple[tuple[str, ...], pd.DataFrame]  # pair, level, method, markers; the counts, one row a group


def main(documents: Path, articles: Path) -> None:
    """Run every check and write the table."""
    checks = [check for pair, form in PAIRS.items() for check in check_document(documents, pair, form)]
    pooled: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for (_, *what), counts in checks:
        pooled.setdefault(tuple(what), []).append(counts)
    checks += [(("all four", *what), pd.concat(counts)) for what, counts in pooled.items()]
    rows = [describe(*check) for check in [*checks, *check_article(articles)]]
    frame = pd.DataFrame(rows, columns=list(SCHEMAS["alignment_check"].columns))
    print(frame.drop(columns="groups").to_string(index=False, float_format="{:.3f}".format))
    write_table(frame, ROOT / "data" / "documents", "alignment_check")


def check_document(folder: Path, pair: str, form: str) -> Iterator[Check]:
    """Yield the counts of one document: with and without its numbers, by encoder and by length."""
    read = [
        read_text(next(folder.glob(f"cn-{pair}.{code}.*")), language=code, form=form) for code in ("zh", "en")
    ]
    follow = partial(align_sentences, languages=("zh", "en"))
    for markers in ("kept", "removed"):
        source, target = read
        if markers == "removed":
            source, target = (
                remove_numbers(text, code) for text, code in zip(read, ("zh", "en"), strict=True)
            )
        for method, align in (("encoder", follow), ("length", align_lengths)):
            start = time.perf_counter()
            beads = align(source.sentences, target.sentences)
            spent = time.perf_counter() - start
            print(f"{pair} {method} {markers}: {len(source[0])} × {len(target[0])} sentences, {spent:.1f} s")
            for level, count in (("sentence", count_sentences), ("article", count_articles)):
                yield (pair, level, method, markers), count(beads, source.labels, target.labels)


def describe(what: tuple[str, ...], counts: pd.DataFrame) -> dict:
    """Return one row of the table."""
    result = measure_agreement(counts, rng=np.random.default_rng(20261122))
    named = dict(zip(("pair", "level", "method", "markers"), what, strict=True))
    return {**named, **{name: round(value, 6) for name, value in result.items()}}


def count_sentences(beads: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> pd.DataFrame:
    """One row per article, counting sentences of both sides.

    expected: all; found: those with a partner; correct: those whose partners all have their number.
    """
    known = (set(source) & set(target)) - {""}
    expected = Counter(label for label in (*source, *target) if label in known)
    found: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    for bead in beads:
        one, two = [source[i] for i in bead.sources], [target[j] for j in bead.targets]
        for labels, others in ((one, set(two)), (two, set(one))):
            for label in labels:
                if label in known and others:
                    found[label] += 1
                    correct[label] += others == {label}
    rows = [(expected[label], found[label], correct[label]) for label in sorted(known)]
    return pd.DataFrame(rows, columns=["expected", "found", "correct"])


def count_articles(beads: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> pd.DataFrame:
    """One row per article, counting links between articles.

    expected: one; found: the articles that some bead links it with; correct: whether its own is among them.
    """
    known = (set(source) & set(target)) - {""}
    links = {(source[i], target[j]) for bead in beads for i in bead.sources for j in bead.targets}
    rows = [
        (1, sum(label == one for one, two in links if two), int((label, label) in links))
        for label in sorted(known)
    ]
    return pd.DataFrame(rows, columns=["expected", "found", "correct"])


def check_article(folder: Path) -> Iterator[Check]:
    """Yield the counts for the article whose versions one reader has linked sentence by sentence."""
    hand = read_links(ROOT / "data" / "documents" / "hand_links.csv")
    study = read_study(ROOT / "data" / "articles")
    desk = open_desk(study)
    name = hand["article"].iloc[0]
    source = Source(name, (folder / name).read_text(encoding="utf-8"), "", "text/plain", "utf-8")
    document = read_document(source, desk.lexicon.variants)
    units = desk.gold.units[document.article]
    known = set(zip(hand["source"], hand["target"], strict=True))
    links = {
        sentence.id: {unit.id for unit, _ in find_units(units, *document.span(sentence.begin, sentence.stop))}
        for sentence in document.sentences
    }
    for method, role, found in list_methods(document):
        target = next(v.id for v in document.versions if v.role == role)
        wanted = {
            (one, two)
            for one, ones in links.items()
            for two, twos in links.items()
            if two.startswith(f"{target}:") and any((a, b) in known for a in ones for b in twos)
        }
        rows = [
            (
                sum(two == sentence for _, two in wanted),
                sum(two == sentence for _, two in found),
                sum(two == sentence for _, two in found & wanted),
            )
            for sentence in sorted({two for _, two in wanted | found})
        ]
        counts = pd.DataFrame(rows, columns=["expected", "found", "correct"])
        yield (f"original–{role}", "link", method, ""), counts


def list_methods(document: Document) -> Iterator[tuple[str, str, set[tuple[str, str]]]]:
    """Yield method, role and links (pairs of sentence ids) of every way to align the article's versions."""
    aligned = align_versions(document)
    path = find_links(aligned[aligned["method"] == "path"])
    yield "encoder", "translation", path
    yield "length", "translation", pair_up(document, align_lengths, "original", "translation")
    yield "links through the translation", "summary", find_links(chain_alignments(aligned))
    for near in (0.3, 0.5):
        link = partial(link_sentences, languages=("zh", "zh"), near=near)
        later = pair_up(document, link, "translation", "summary")
        chained = {(one, three) for one, two in path for other, three in later if two == other}
        yield f"links through the translation, cosine {near} instead of {NEAR}", "summary", chained
    for name, align in (("links straight", link_sentences), ("path straight", align_sentences)):
        yield (
            name,
            "summary",
            pair_up(document, partial(align, languages=("en", "zh")), "original", "summary"),
        )


def find_links(alignments: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs of sentences that stand in one bead."""
    beads = [bead for beads in group_beads(alignments).values() for bead in beads]
    return {(one, two) for bead in beads for one in bead.sources for two in bead.targets}


def pair_up(document: Document, align: Callable[..., list[Bead]], *roles: str) -> set[tuple[str, str]]:
    """Return the links that `align` finds between the versions of two roles."""
    kinds = ("body",) if "summary" in roles else ("body", "heading")
    sides = [
        [s for s in document.sentences if s.text == version.id and s.kind in kinds]
        for role in roles
        for version in document.versions
        if version.role == role
    ]
    beads = align(*([document.clean[s.begin : s.stop] for s in side] for side in sides))
    return {(sides[0][i].id, sides[1][j].id) for bead in beads for i in bead.sources for j in bead.targets}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
