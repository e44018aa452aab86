"""Abouts: who acts, owns and is spoken of, in each script; every sentence here is written for the test."""

import pytest

from analysis.codebook import read_codebook
from analysis.coding.coder import code_document
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
