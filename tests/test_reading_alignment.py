"""Aligning versions: the path, the links, the baseline, and the check on numbered documents."""

from __future__ import annotations

import importlib.util
import sys
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.links import read_links
from analysis.reading.alignment import (
    align_sentences,
    align_versions,
    encode,
    link_sentences,
    pair_versions,
    split_clauses,
)
from analysis.reading.beads import SHAPES, align_lengths, find_beads
from analysis.reading.documents import Document, Sentence, Version
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.units import find_units
from analysis.rows.desk import open_desk
from analysis.studies import read_study
from analysis.tables import check_table, read_table

SIMPLE = ((1, 1), (1, 2), (2, 1))
ENGLISH = [
    "The ministry published new rules for chatbots on Monday.",
    "Companies must label every picture that a machine has made.",
    "They have six months to do so, and small firms have a year.",
    "The football match was cancelled because of the rain.",
    "Critics say that the fines are far too low.",
]
CHINESE = [
    "该部周一发布了针对聊天机器人的新规定。",
    "企业必须给机器生成的每一张图片加上标签。",
    "它们有六个月的时间来做这件事，小企业则有一年。",
    "批评者说罚款太低了。",
]


def align(source: list[str], target: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [bead[:2] for bead in align_sentences(source, target, languages=("en", "zh"))]


def total_cost(beads, costs, gap):
    return sum(
        costs[len(one), len(two)][one[0], two[0]] if one and two else gap * (len(one) + len(two))
        for one, two in beads
    )


def every_alignment(n: int, m: int, shapes):
    """All monotone alignments, by brute force."""
    if n == m == 0:
        yield []
    for a, b in (*shapes, (1, 0), (0, 1)):
        if a <= n and b <= m:
            for rest in every_alignment(n - a, m - b, shapes):
                yield [*rest, (tuple(range(n - a, n)), tuple(range(m - b, m)))]


@given(n=st.integers(0, 4), m=st.integers(0, 4), seed=st.integers(0, 10**6), gap=st.floats(0.05, 2))
@settings(max_examples=60, deadline=None)
def test_path_is_the_cheapest_of_all(n, m, seed, gap):
    rng = np.random.default_rng(seed)
    costs = {(a, b): rng.random((n - a + 1, m - b + 1)) * a * b for a, b in SIMPLE if a <= n and b <= m}
    found = find_beads(lambda a, b, i: costs[a, b][i], np.full(n, gap), np.full(m, gap), shapes=tuple(costs))
    beads = [bead[:2] for bead in found]
    best = min(total_cost(other, costs, gap) for other in every_alignment(n, m, tuple(costs)))
    assert total_cost(beads, costs, gap) == pytest.approx(best)


@given(n=st.integers(0, 9), m=st.integers(0, 9), seed=st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_path_takes_every_sentence_once_in_order(n, m, seed):
    rng = np.random.default_rng(seed)
    costs = {(a, b): rng.random((n - a + 1, m - b + 1)) for a, b in SHAPES if a <= n and b <= m}
    beads = find_beads(lambda a, b, i: costs[a, b][i], rng.random(n), rng.random(m), shapes=tuple(costs))
    assert [i for bead in beads for i in bead.sources] == list(range(n))
    assert [j for bead in beads for j in bead.targets] == list(range(m))


def test_translation_with_an_omission():
    expected = [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), ()), ((4,), (3,))]
    assert align(ENGLISH, CHINESE) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([ENGLISH[0], f"{ENGLISH[1]} {ENGLISH[2]}"], CHINESE[:3], [((0,), (0,)), ((1,), (1, 2))]),
        (ENGLISH[:3], [CHINESE[0], CHINESE[1] + CHINESE[2]], [((0,), (0,)), ((1, 2), (1,))]),
        ([], CHINESE[:1], [((), (0,))]),
        (ENGLISH[:2], [], [((0,), ()), ((1,), ())]),
        ([], [], []),
    ],
)
def test_many_to_one_and_nothing(source, target, expected):
    assert align(source, target) == expected


def test_similarity_is_the_cosine_of_the_two_sides():
    (bead,) = align_sentences(ENGLISH[:1], CHINESE[:1], languages=("en", "zh"))
    one, two = encode([ENGLISH[0], CHINESE[0]])
    assert bead.similarity == pytest.approx(one @ two)
    assert bead.similarity > 0.5 > encode([ENGLISH[3]])[0] @ two


def test_summary_reorders_fuses_and_adds():
    summary = [
        "批评者说，公司如果违反了规定，要交的罚款实在太低了。",
        "该部周一发布了针对聊天机器人的一套新规定，企业必须给机器生成的每一张图片都加上标签。",
        "猫在窗台上睡着了。",
    ]
    beads = link_sentences(CHINESE, summary, languages=("zh", "zh"))
    assert [bead[:2] for bead in beads] == [((3,), (0,)), ((0, 1), (1,)), ((), (2,)), ((2,), ())]
    assert np.isnan([beads[2].similarity, beads[3].similarity]).all()


def test_links_of_nothing():
    assert link_sentences([], CHINESE[:1], languages=("zh", "zh"))[0][:2] == ((), (0,))
    assert link_sentences(CHINESE[:1], [], languages=("zh", "zh"))[0][:2] == ((0,), ())


@given(st.text(alphabet="甲乙，；：— a", max_size=120), st.sampled_from(["zh", "en"]))
def test_clauses_add_up(text, language):
    assert "".join(split_clauses(text, language=language)) == text


def test_lengths_need_no_encoder():
    short, long = "短句。", "这是一个长得多的句子，它说了很多很多的事情。"
    english = ["Short.", "This is a much longer sentence, and it says a great many things indeed."]
    beads = align_lengths([short, long, short], [*english, english[0]])
    assert [bead[:2] for bead in beads] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def version(id: str, role: str, language: str) -> Version:
    return Version(id, role, language, "Latn" if language == "en" else "Hans", 0, 1, role == "original")


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([("s", "summary", "zh"), ("t", "translation", "zh"), ("o", "original", "en")], ["t>s", "o>t"]),
        ([("s", "summary", "en"), ("t", "translation", "zh"), ("o", "original", "en")], ["o>s", "o>t"]),
        ([("s", "summary", "zh"), ("o", "original", "en")], ["o>s"]),
        ([("a", "report", "zh"), ("b", "rewrite", "zh")], ["a>b"]),
        ([("s", "summary", "zh")], []),
        ([("o", "report", "en")], []),
        ([], []),
    ],
)
def test_who_is_aligned_with_whom(versions, expected):
    pairs = pair_versions([version(*each) for each in versions])
    assert [f"{source.id}>{target.id}" for source, target in pairs] == expected


def make_document() -> Document:
    """A page with a summary, a translation and an original of our own."""
    parts = [
        ("summary", "zh", ["要点", CHINESE[1]]),
        ("translation", "zh", CHINESE),
        ("original", "en", ENGLISH),
    ]
    clean, versions, sentences = "", [], []
    for number, (role, language, texts) in enumerate(parts, start=1):
        begin = len(clean)
        for place, text in enumerate(texts):
            kind = "heading" if text == "要点" else "body"
            id = f"toy#{number}:{place:04d}"
            at = len(clean)
            sentences.append(Sentence(id, f"toy#{number}", place, at, at + len(text), kind, language))
            clean += text + "\n"
        versions.append(
            Version(f"toy#{number}", role, language, "Hans", begin, len(clean), role == "original")
        )
    return Document("toy", clean, clean.lower(), versions=tuple(versions), sentences=tuple(sentences))


def test_versions_become_the_table():
    frame = check_table(align_versions(make_document()), "alignments")
    links = frame[frame["method"] == "links"]
    assert links["target_sentences"].tolist()[0] == "toy#1:0001"  # the heading is told by nothing
    assert links["source_sentences"].tolist()[0] == "toy#2:0001"
    path = frame[frame["method"] == "path"]
    assert path["source_sentences"].tolist() == [f"toy#3:{i:04d}" for i in range(5)]
    assert path["target_sentences"].tolist() == ["toy#2:0000", "toy#2:0001", "toy#2:0002", "", "toy#2:0003"]
    assert path["similarity"].isna().tolist() == [False, False, False, True, False]
    pd.testing.assert_frame_equal(frame, check_table(align_versions(make_document()), "alignments"))


def test_one_version_has_no_alignment():
    document = make_document()
    alone = Document("toy", document.clean, document.folded, versions=document.versions[:1])
    assert align_versions(alone).empty


@pytest.fixture(scope="module")
def numbered(root):
    """The bench's reader of numbered documents, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("numbered", root / "bench" / "numbered.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["numbered"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("VI", 6),
        ("九", 9),
        ("十", 10),
        ("十二", 12),
        ("三十", 30),
        ("四十五", 45),
        ("一百零二", 102),
    ],
)
def test_numbers_are_read(numbered, text, value):
    assert numbered.read_number(text) == value


def test_numbered_articles_are_found(numbered):
    chinese = "总则\n第一条 这是头一条。\n依照第九条办理。\n第二条 这是第二条的内容。"
    english = "General\nArticle 1: This is the first. See Article 9.\nArticle 2 This is the second."
    for clean, code in ((chinese, "zh"), (english, "en")):
        found = list(numbered.find_marks(clean, language=code, form="article"))
        assert [label for _, _, label in found] == ["1", "2"]


def test_glued_and_repeated_sections_are_found(numbered):
    english = (
        "It was made.I. The State\nMore.\n(1) Parts\n1. One\nText.\n2. Two\nEnd.II. The Goals\n(1) First"
    )
    found = list(numbered.find_marks(english, language="en", form="section"))
    assert [label for _, _, label in found] == ["1", "1.1", "1.1.1", "1.1.2", "2", "2.1"]


def test_no_number_is_left_for_the_encoder(numbered):
    text = numbered.Text(["第一条 依照第九条办理。", "（一）按章程办事。"], ["1", "1"])
    assert numbered.remove_numbers(text, "zh").sentences == ["依照办理。", "按章程办事。"]
    text = numbered.Text(["Article 1: See Article 9.", "Chapter II"], ["1", "1"])
    assert numbered.remove_numbers(text, "en") == (["See"], ["1"])


def test_the_published_check_beats_the_baseline(root):
    check = read_table(root / "data" / "documents", "alignment_check")
    both = check[check["level"] != "link"].pivot_table(
        index=["pair", "level", "markers"], columns="method", values="f1"
    )
    assert (both["encoder"] > both["length"]).all()
    assert (both["encoder"] >= 0.97).all()
    assert (check["low"] <= check["f1"]).all() and (check["f1"] <= check["high"]).all()


def test_the_article_is_aligned_as_a_reader_would(root, shared):
    hand = read_links(root / "data" / "documents" / "hand_links.csv")
    known = set(zip(hand["source"], hand["target"], strict=True))
    study = read_study(root / "data" / "articles")
    desk = open_desk(study)
    name = hand["article"].iloc[0]
    text = (shared / "articles" / name).read_text(encoding="utf-8")
    source = Source(name, text, "", "text/plain", "utf-8")
    document = read_document(source, desk.lexicon.variants)
    units = {
        s.id: [u.id for u, _ in find_units(desk.gold.units[name], *document.span(s.begin, s.stop))]
        for s in document.sentences
    }
    frame = align_versions(document)
    path = frame[(frame["method"] == "path") & (frame["target_sentences"] != "")]
    assert len(path) >= 40
    for row in path.itertuples():
        pairs = product(row.source_sentences.split("|"), row.target_sentences.split("|"))
        for one, two in pairs:
            assert known & set(product(units[one], units[two])), (one, two)
