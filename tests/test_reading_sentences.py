"""Sentences: where they end in three scripts, what they are, and how they meet the coded units."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.files import read_sources
from analysis.reading.kinds import find_kinds
from analysis.reading.reader import read_document
from analysis.reading.sentences import split_paragraphs, split_sentences
from analysis.reading.slices import Slice
from analysis.reading.sources import Source
from analysis.reading.variants import Variants


def split(text: str, language: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text, 0, len(text), language=language)]


@pytest.mark.parametrize(
    "text",
    [
        "会议结束了。|谁来付钱？|没人知道！|下次再谈……",
        "他说：“不行。”|大家都走了。",
        "他说：“不行。|我们没有钱。|明年再谈。”",
        "“我们不会退让。”|代表在门口说。",
        "她问：“为什么？”，没有人回答。",
        "他所说的“开放！”的意思没有人懂。",
        "《加油！同学》这本书出版了。",
        "公司说(见第2页)结果不变。|(作者是某大学教师)",
        "价格是3.5亿元,增长2.1%。|发布了GPT-4.5和v3模型!|真的吗?|不知道。",
        '他写道:"我们要合作。|我们要对话。"|随后离开。',
        '代表表示，办法很好。|"他们很快就学会了。"',
        "要求包括:1)停止出售;|2)公布名单;|3)接受检查。",
        "一方面降低税收；另一方面增加投入。",
        "以下是对话: |问:你去吗? |答:不去。",
        "他想说……但是没有说。",
        "會談在臺北舉行。|雙方沒有發表聲明。",
        "人工智能发展很快.|我们要努力.",
        "没有标点的一行字",
        "他说：“好！”|然后走了。",
        "第一句。[12]|第二句。",
    ],
)
def test_chinese(text: str) -> None:
    assert split(text.replace("|", ""), "zh") == [part.strip() for part in text.split("|")]


@pytest.mark.parametrize(
    "text",
    [
        "It rained.| Who knew?| Nobody!| We waited…| Then it stopped.",
        "Mr. Lee and Dr. J. R. Smith of Acme Inc. met in Washington, D.C. on Jan. 5.| They ate.",
        "She lives in the U.S. and works for the U.N. there.| The U.S. Senate agreed.",
        "He left the U.S.| The others stayed.",
        "It cost $3.5 million, i.e. 2.1% more, vs. 1.9 before.| See No. 5 and Sec. 2 of the Act.",
        "“It will not do,” Kim said.| “Sometimes it does.”| Kim left.",
        "“Will it do?” she asked.| “No!” he said.",
        "They said: “We agree. |We sign today.”| Everyone clapped.",
        "1. Introduction to the subject",
        "Sec. 2. Definitions.| (a) The term means nothing.| (b) Not that either.",
        "We work at Yahoo! and like it.",
        "The plan, e.g. the tax (see p. 4.), failed.",
        "No space here.|Next one starts. |end of it",
        "Prices rose.[3] |Wages did not.",
        "Is this A.I.?| It is.",
    ],
)
def test_english(text: str) -> None:
    if text == "No space here.|Next one starts. |end of it":
        text = "No space here.|Next one starts. end of it"
    assert split(text.replace("|", ""), "en") == [part.strip() for part in text.split("|")]


def test_a_lost_line_end_makes_a_paragraph_only_in_a_long_line() -> None:
    line = "这一段讲第一件事，然后讲第二件事，最后讲第三件事。" * 14
    text = f"{line} {line}"
    assert len(split_paragraphs(text, 0, len(text))) == 2
    assert len(split_paragraphs("短句。 短句。", 0, 8)) == 1


@given(
    st.text(st.sampled_from("。！？；，.!?;:：“”\"'…()（）1a 国A\n"), max_size=60),
    st.sampled_from(["zh", "en"]),
)
def test_sentences_are_apart_ascending_and_lose_only_white_space(text: str, language: str) -> None:
    spans = split_sentences(text, 0, len(text), language=language)
    last = 0
    for begin, stop in spans:
        assert last <= begin < stop and not text[last:begin].strip()
        assert text[begin:stop] == text[begin:stop].strip()
        last = stop
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "国" * 190_000,
        "国。" * 95_000,
        "a b. " * 40_000,
        "“国”（" * 50_000,
        "\n- a" * 50_000,
        "." * 190_000 + "x",
        "。" * 190_000,
        "<!--" * 40_000,
        "<script>" * 20_000,
        "*a" * 90_000,
        "[a](" * 40_000,
        "(a" * 90_000,
        "&" * 190_000,
        " " * 190_000,
        "1 " * 90_000,
    ],
)
def test_long_lines_take_linear_time(text: str) -> None:
    start = time.process_time()
    document = read_document(Source("a", text, "", "", ""), Variants())
    assert time.process_time() - start < 10
    assert bool(document.sentences) == bool(text.strip())


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        # a page: menu, title, byline, date, text, heading, text, foot
        (
            "首页|新闻|登录|两国会谈的三个结果|作者：某某|2024年5月1日 10:20|两国代表谈了芯片。|谈判以后|"
            "他们去吃饭了。|责任编辑：某某|扫码关注我们|上一篇",
            "bbbhbbmhmbbb",
        ),
        (
            "skip to main content|menu|three results of the talks|by ann example|"
            "the two sides spoke of chips.|what comes next?|nobody knows that yet.|"
            "read more|related posts|why chips are small|© 2024 example",
            "bbhbmhmbbbb",
        ),
        # a colon announces a list
        ("要求如下：|停止出售|公布名单|接受检查|双方同意。", "mmmmm"),
        # running heads
        ("page head 1|the talks went on.|page head 2|they ended.|page head 3|all left.", "bmbmbm"),
        # an interview asks and is not full of headings
        ("问：你去吗？|不去。|问：为什么？|没有钱。", "mmmm"),
        # a text without punctuation
        (
            "我们昨天去了湖边看见很多船在水面上|后来下雨了大家都回到镇上的旅馆|第二天早上又去了一次湖边",
            "mmm",
        ),
        ("会谈", "m"),
    ],
)
def test_kinds(lines: str, kinds: str) -> None:
    names = {"b": "boilerplate", "h": "heading", "m": "body"}
    assert find_kinds(lines.split("|")) == [names[kind] for kind in kinds]


def measure_coincidence(
    spans: list[tuple[int, int]], units: list[tuple[int, int]]
) -> tuple[int, list[tuple[int, int]]]:
    """How many units coincide with a sentence, give or take a quotation mark; which neither do nor nest."""
    coinciding, broken = 0, []
    for start, end in units:
        if any(abs(a - start) <= 1 and abs(b - end) <= 1 for a, b in spans):
            coinciding += 1
            continue
        parts = [(a, b) for a, b in spans if a < end - 1 and b > start + 1]
        inside = any(a - 1 <= start and end <= b + 1 for a, b in parts)
        whole = bool(parts) and abs(parts[0][0] - start) <= 1 and abs(parts[-1][1] - end) <= 1
        if not inside and not whole:
            broken.append((start, end))
    return coinciding, broken


def test_sentences_meet_the_coded_units(shared: Path) -> None:
    folder = shared / "articles"
    with (shared / "codings" / "articles" / "units.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    coinciding = 0
    for article in sorted({row["article"] for row in rows}):
        (source,) = read_sources(Slice(folder / article), folder, {})
        document = read_document(source, Variants())
        spans = [document.span(s.begin, s.stop) for s in document.sentences]
        units = [(int(row["start"]), int(row["end"])) for row in rows if row["article"] == article]
        found, broken = measure_coincidence(spans, units)
        assert not broken, (article, broken)
        coinciding += found
    assert coinciding >= 0.95 * len(rows)


def test_kinds_meet_the_coded_kinds(shared: Path) -> None:
    folder = shared / "articles"
    tables = {}
    for name in ("units", "gold"):
        with (shared / "codings" / "articles" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            tables[name] = {row["unit"]: row for row in csv.DictReader(lines)}
    wrong = 0
    for article in sorted({row["article"] for row in tables["units"].values()}):
        (source,) = read_sources(Slice(folder / article), folder, {})
        document = read_document(source, Variants())
        for sentence in document.sentences:
            start, end = document.span(sentence.begin, sentence.stop)
            for unit, row in tables["units"].items():
                if (
                    row["article"] == article
                    and abs(int(row["start"]) - start) <= 1
                    and abs(int(row["end"]) - end) <= 1
                ):
                    wrong += tables["gold"][unit]["kind"] != sentence.kind
    assert wrong <= 2
