"""Words as arrays: the same as sentence by sentence, for any text and any stretches of it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.spans import read_points
from analysis.reading.tokens import Segmenter
from analysis.reading.words import find_words

SEGMENTER = Segmenter(["大型语言模型"])
CHARACTERS = "ab3é人工智能大型语言模型，。 .-+#'/&\n\u2060𠀀"


def count_in_spans(text: str, spans: list[tuple[int, int]]) -> list[Counter[str]]:
    begins, stops = (np.array(ends, np.int64) for ends in zip(*spans, strict=True))
    words = find_words(text, read_points(text), begins, stops, segmenter=SEGMENTER)
    counts: list[Counter[str]] = [Counter() for _ in spans]
    terms = words.terms.to_pylist()
    for id, place in zip(words.ids.tolist(), words.places.tolist(), strict=True):
        (span,) = [i for i, (begin, stop) in enumerate(spans) if begin <= place < stop]
        counts[span][terms[id]] += 1
    return counts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大型语言模型gpt-4发布", {"大型语言模型": 1, "发布": 1, "gpt-4": 1}),
        ("c++ c# c+++ c++-d c#d 1# a+b a++3d", {
            "c++": 2, "c#": 2, "c++-d": 1, "d": 2, "a+b": 1, "a++": 1,
        }),
        ("3.5-b2.x 12ab-3c it's -a- é.é", {"b2.x": 1, "ab-3c": 1, "it's": 1, "a": 1, "é.é": 1}),
        ("2024", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_words_of_one_stretch(text: str, words: dict[str, int]) -> None:
    assert count_in_spans(text, [(0, len(text))]) == [words]


def test_no_word_crosses_from_one_stretch_to_the_next() -> None:
    text = "word.next人工。智能"
    assert count_in_spans(text, [(0, 5), (5, 12), (12, 14)]) == [
        {"word": 1},
        {"next": 1, "人工": 1},
        {"智能": 1},
    ]


@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=12), min_size=1, max_size=6))
def test_words_are_those_that_the_segmenter_finds_in_each_stretch(stretches: list[str]) -> None:
    marked = [stretch + "." for stretch in stretches]
    stops = np.cumsum([len(stretch) for stretch in marked]).tolist()
    spans = list(zip([0, *stops], stops, strict=False))
    expected = [Counter(SEGMENTER.segment(stretch)) for stretch in marked]
    assert count_in_spans("".join(marked), spans) == expected


def test_long_text_is_segmented_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "人工智能，大型语言模型。" * 20
    whole = count_in_spans(text, [(0, len(text))])
    monkeypatch.setattr("analysis.reading.words.PIECE", 7)
    assert count_in_spans(text, [(0, len(text))]) == whole
