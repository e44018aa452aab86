"""Mentions: longest pattern, word boundaries, negation in both languages."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.mentions import NEGATION_EN, Finder, Pattern
from analysis.reading.spans import read_points

PATTERNS = [
    Pattern("india", "印度", "zh"),
    Pattern("indonesia", "印度尼西亚", "zh"),
    Pattern("open_source", "开源", "zh"),
    Pattern("open_source", "open source", "en"),
    Pattern("open_source", "open-source", "en"),
    Pattern("ai", "ai", "en"),
    Pattern("export_control", "出口管制", "zh"),
    Pattern("transparency", "不透明", "zh"),
]
FINDER = Finder(PATTERNS)


@pytest.mark.parametrize(
    ("folded", "concepts"),
    [
        ("印度尼西亚和印度", ["indonesia", "india"]),
        ("the ai said: chair, ai-made, aim, open source.", ["ai", "ai", "open_source"]),
        ("中国ai开源", ["ai", "open_source"]),
        ("naïai ai2", []),
        ("", []),
    ],
)
def test_longest_match_at_word_boundaries(folded: str, concepts: list[str]) -> None:
    assert [mention.concept for mention in FINDER.find(folded)] == concepts


@pytest.mark.parametrize(
    ("folded", "negated"),
    [
        ("他们不支持开源", True),
        ("他们支持开源", False),
        ("公司没有开源", True),
        ("不断扩大开源", False),
        ("不仅开源，而且便宜", False),
        ("他不来，公司开源", False),
        ("并非开源", True),
        ("未来的开源", False),
        ("特别是开源", False),
        ("it is not open source", True),
        ("it isn't really open source", True),
        ("not only open source but cheap", False),
        ("they did not come, open source won", False),
        ("no one knows which of the many plans for the open source is right", False),
        ("without open source", True),
        ("noted open source", False),
        ("这个过程不透明", False),
    ],
)
def test_negation_stays_in_its_clause(folded: str, negated: bool) -> None:
    (mention,) = FINDER.find(folded)
    assert mention.negated == negated


@given(st.text(st.sampled_from("印度尼西亚开源不没，. aiopen source-"), max_size=40))
def test_mentions_are_apart_and_say_what_they_found(folded: str) -> None:
    last = 0
    for mention in FINDER.find(folded):
        assert last <= mention.begin and folded[mention.begin : mention.stop] == mention.pattern
        last = mention.stop


def test_a_finder_can_be_pickled() -> None:
    text = "印度尼西亚不开源"
    assert list(pickle.loads(pickle.dumps(FINDER)).find(text)) == list(FINDER.find(text))


PIECES = st.sampled_from(
    ["open", "开源", "not ", "no", "cannot ", "n't ", "don't", "不", "不断", "只", " only", "，", ". ", " ",
     "refuses to ", "know", "\n", "é", "但", "lacks ", "fail to ", "reopen", "_"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_hits_as_arrays_are_those_found_one_by_one(text: str) -> None:
    finder = Finder([Pattern("open", "open", "en"), Pattern("open", "开源", "zh")])
    hits = finder.find_hits(text, read_points(text))
    negated = finder.find_negated(text, hits.patterns, hits.begins)
    found = [
        (finder.patterns[pattern].pattern, begin, stop, flag)
        for pattern, begin, stop, flag in zip(*(column.tolist() for column in (*hits, negated)), strict=True)
    ]
    assert found == [(m.pattern, m.begin, m.stop, m.negated) for m in finder.find(text)]
    negations = {match.end() for match in NEGATION_EN.finditer(text)}
    assert set(finder._end_english(text)) == negations
