"""Tokens: rjieba as jieba segments, user words kept whole, Latin words by their letters."""

from __future__ import annotations

import gzip
import json
import pickle
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.scripts import HAN, fold_text
from analysis.reading.tokens import Segmenter

SENTENCES = [
    "两国代表昨天在湖边的小镇讨论了大型语言模型的测试办法。",
    "出口管制影响了半导体产业链，企业开始自己研发芯片。",
    "他们主张开源，反对把模型的权重锁起来。",
    "雙方同意每兩個月在不同的城市見面一次，費用由東道主承擔。",
    "研究生命的起源，南京市长江大桥，乒乓球拍卖完了。",
]
USER_WORDS = ["大型语言模型", "出口管制", "模型的权重"]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.mark.parametrize(
    ("folded", "tokens"),
    [
        ("openai发布gpt-4o模型, it's open", ["发布", "模型", "openai", "gpt-4o", "it's", "open"]),
        ("u.s. r&d, c++ and don't", ["u.s", "r&d", "c++", "and", "don't"]),
        ("2025年3.5%！", ["年"]),
        ("naïve café über", ["naïve", "café", "über"]),
        ("——", []),
        ("", []),
    ],
)
def test_segment(segmenter: Segmenter, folded: str, tokens: list[str]) -> None:
    assert segmenter.segment(folded) == tokens


def test_user_words_stay_whole_also_after_pickling() -> None:
    segmenter = pickle.loads(pickle.dumps(Segmenter(USER_WORDS)))
    assert {"大型语言模型", "出口管制"} <= set(segmenter.segment("".join(SENTENCES)))


@pytest.mark.parametrize("words", [[], USER_WORDS])
def test_equal_to_jieba(words: list[str]) -> None:
    jieba = pytest.importorskip("jieba")
    reference = jieba.Tokenizer()
    for word in words:
        reference.add_word(word)
    segmenter = Segmenter(words)
    for sentence in SENTENCES:
        for text in (sentence, fold_text(sentence)):
            runs = re.findall(f"[{HAN}]+", text)
            assert segmenter.segment(text) == [token for run in runs for token in reference.cut(run)]


def test_equal_to_jieba_on_a_corpus(shared: Path) -> None:
    jieba = pytest.importorskip("jieba")
    reference, segmenter = jieba.Tokenizer(), Segmenter()
    with gzip.open(
        shared / "corpora" / "official" / "cn_cctv_news.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(25), lines, strict=False)]
    for text in texts:
        runs = re.findall(f"[{HAN}]+", text)
        expected = [token for run in runs for token in reference.cut(run)]
        han = [token for token in segmenter.segment(text) if re.match(f"[{HAN}]", token)]
        assert han == expected


@given(st.lists(st.text(st.sampled_from("国会谈模型，。 \tai-4'&"), max_size=15), max_size=5))
def test_counting_many_texts_is_counting_each(texts: list[str]) -> None:
    segmenter = _KEPT
    assert segmenter.count(texts) == [Counter(segmenter.segment(text)) for text in texts]


_KEPT = Segmenter(["会谈模型"])
