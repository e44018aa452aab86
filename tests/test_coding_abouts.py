"""Abouts: who acts, owns and is spoken of, in each script; every sentence here is written for the test."""

import numpy as np
import pytest

from analysis.codebook import read_codebook
from analysis.coding.abouts import FILE, hear_neighbours, read_abouts
from analysis.coding.coder import code_document
from analysis.coding.parties import PATTERNS, swap_sides
from analysis.reading.documents import Sentence
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.studies import read_study

STUDY = read_study("data/articles")
BOOK = read_codebook(STUDY.codebook)
VARIANTS = compile_lexicon(BOOK).variants


def code(text: str) -> list[str]:
    document = read_document(Source("a.txt", text, "0" * 64, "text/plain", "utf-8", 0, {}), VARIANTS)
    return [one.about for one in code_document(document, BOOK, STUDY).codes]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The United States restricted exports of advanced chips to China last week.", "US"),
        ("The Chinese government announced a fund for computing centres.", "CN"),
        ("China's cloud firms lowered their prices again.", "CN"),
        ("美国商务部上周收紧了对中国的芯片出口。", "US"),
        ("中国的云计算企业再次降价。", "CN"),
        ("美國商務部上週收緊了對中國的晶片出口。", "US"),
        ("中國的雲端企業再次降價。", "CN"),
        ("France opened an institute for AI evaluation in Paris.", "OTHER"),
        ("法国在巴黎设立了一个人工智能评测研究所。", "OTHER"),
    ],
)
def test_the_one_that_acts_or_owns_is_spoken_of(text, about):
    assert code(text) == [about]


def test_both_are_spoken_of_where_they_stand_side_by_side():
    assert code("China and the United States held talks on AI risks in Geneva.") == ["BOTH"]
    assert code("中国和美国在日内瓦就人工智能风险举行了对话。") == ["BOTH"]


def test_a_sentence_that_names_nobody_goes_with_the_one_before():
    assert code("China published a plan for data centres. It will be revised every two years.") == [
        "CN",
        "CN",
    ]
    assert code("美国公布了数据中心计划。该计划每两年修订一次。") == ["US", "US"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Washington widened its ban on chip sales to Chinese buyers.", "US"),
        ("Beijing put two American suppliers on its list of unreliable entities.", "CN"),
        ("华盛顿扩大了对中国买家的芯片禁令。", "US"),
        ("白宫拒绝评论此事。", "US"),
        ("華府擴大了對中國買家的晶片禁令。", "US"),
        ("白宮拒絕評論此事。", "US"),
    ],
)
def test_a_capital_or_a_seat_stands_for_its_government(text, about):
    assert code(text) == [about]


def test_grammar_holds_for_any_two_sides():
    features = {"A:first": 1.0, "B:last": 1.0, "A:count": 1.0, "B:count": 1.0, "state=both": 1.0}
    model = read_abouts(BOOK.folder / FILE)
    here, there = model.score([features, swap_sides(features)], None)
    assert here[[1, 0, 2, 3, 4]] == pytest.approx(there, abs=0.05)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("北京将两家美国供应商列入不可靠实体清单。", "CN"),
        ("北京將兩家美國供應商列入不可靠實體清單。", "CN"),
        ("American officials accused a Chinese laboratory of copying their models.", "US"),
        ("中国商务部对美国企业展开反倾销调查。", "CN"),
        ("中國商務部對美國企業展開反傾銷調查。", "CN"),
    ],
)
def test_the_one_that_takes_a_measure_is_spoken_of(text, about):
    assert code(text) == [about]


def test_what_a_definite_noun_goes_back_to_is_spoken_of():
    assert code("The Senate passed a bill. The bill names China and Russia as rivals.") == ["US", "US"]
    assert code("美国众议院通过了一项法案。法案点名中国和俄罗斯。") == ["US", "US"]
    assert code("美國眾議院通過了一項法案。該法案每年修訂一次。") == ["US", "US"]


def test_two_firms_are_no_pair_of_sides():
    flags = [PATTERNS["pair"].search(text) is not None for text in ("两家美国供应商", "两家都不肯让步")]
    assert flags == [False, True]


def test_neighbours_speak_and_boilerplate_does_not():
    kinds = ("body", "boilerplate", "body")
    sentences = [Sentence(f"a:{i}", "a", 0, 9 * i, 9 * i + 8, kind, "en") for i, kind in enumerate(kinds)]
    chances = np.array([[0.9, 0.1], [0.0, 1.0], [0.45, 0.55]])
    heard = hear_neighbours(chances, sentences)
    assert heard.argmax(axis=1).tolist() == [0, 1, 0]
    assert heard[1].tolist() == [0.0, 1.0]
