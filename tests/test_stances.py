"""Stances and practices, on tables small enough to count by hand."""

import pandas as pd
import pytest

from analysis.figures import find_overlaps, use_style
from analysis.stances import measure_practices, measure_stances, plot_practices, plot_stances
from analysis.studies import read_study

STUDY = read_study("data/articles")
ACTORS = pd.DataFrame({"actor": ["openai"], "name": ["OpenAI"], "name_zh": [""]})


@pytest.fixture
def sentences():
    rows = [
        ("s1", "a", "openai", "US", "both", "US:closed"),
        ("s2", "b", "openai", "US", "both", "US:open|CN:open"),
        ("s3", "b", "author", "CN", "neutral", ""),
        ("s4", "b", "author", "US", "open", "CN:open"),
        ("s5", "b", "author", "US", "", ""),
    ]
    return pd.DataFrame(rows, columns=["sentence", "article", "voice", "voice_side", "stance", "practice"])


def test_stances_keep_authors_of_two_sides_apart_and_put_takers_first(sentences):
    stances = measure_stances(sentences, ACTORS)
    assert stances[["name", "voice_side", "stance", "sentences", "articles"]].to_numpy().tolist() == [
        ["OpenAI", "US", "both", 2, 2],
        ["author", "US", "open", 1, 1],
        ["author", "CN", "neutral", 1, 1],
    ]
    assert stances["evidence"].tolist() == ["s1|s2", "s4", "s3"]


def test_name_without_translation_keeps_the_id(sentences):
    assert measure_stances(sentences, ACTORS)["name_zh"].tolist() == ["openai", "author", "author"]


def test_practices_count_each_side_named(sentences):
    practices = measure_practices(sentences)
    assert practices[["side", "practice", "voice_side", "sentences"]].to_numpy().tolist() == [
        ["CN", "open", "US", 2],
        ["US", "closed", "US", 1],
        ["US", "open", "US", 1],
    ]


def test_plots_show_every_count_without_overlap(sentences):
    with use_style():
        board = plot_stances(measure_stances(sentences, ACTORS), study=STUDY)
        assert [text.get_text() for text in board.texts] == ["2", "1", "1"]
        bars = plot_practices(measure_practices(sentences), study=STUDY)
        assert sorted(patch.get_width() for patch in bars.patches) == [-1, 1, 2]
        assert find_overlaps(board.figure) == [] and find_overlaps(bars.figure) == []
