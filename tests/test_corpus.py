"""The corpus, its subjects and its cleaning, on tables small enough to count by hand."""

import pandas as pd
import pytest

from analysis.corpus import measure_cleaning, measure_corpus, measure_subjects, plot_subjects
from analysis.figures import find_overlaps, use_style
from analysis.studies import read_study

STUDY = read_study("data/articles")


@pytest.fixture
def tables():
    articles = pd.DataFrame({"article": ["a", "b"], "outlet_side": ["US", "CN"], "published": ["2025", ""]})
    texts = pd.DataFrame(
        [
            ("a#1", "a", "original", "en", "Latn", 0, 90, True),
            ("a#2", "a", "translation", "zh", "Hans", 90, 120, False),
            ("b#1", "b", "report", "zh", "Hant", 0, 60, True),
        ],
        columns=["text", "article", "role", "language", "script", "start", "end", "primary"],
    )
    rows = [
        ("a", "a#1", 0, "body", "US", "author"),
        ("a", "a#1", 0, "body", "CN", "openai"),
        ("a", "a#1", 1, "heading", "US", "author"),
        ("a", "a#1", 2, "boilerplate", "", ""),
        ("a", "a#2", 0, "body", "US", "author"),
        ("b", "b#1", 0, "body", "CN", "unnamed"),
    ]
    sentences = pd.DataFrame(rows, columns=["article", "text", "paragraph", "kind", "about", "voice"])
    return articles, texts, sentences


def test_corpus_counts_each_version_by_itself(tables):
    corpus = measure_corpus(*tables)
    counts = corpus[["characters", "paragraphs", "sentences", "boilerplate", "voices"]].to_numpy().tolist()
    assert counts == [[90, 2, 3, 1, 1], [30, 1, 1, 0, 0], [60, 1, 1, 0, 0]]


def test_subjects_count_primary_texts_only_and_sum_to_one(tables):
    _, texts, sentences = tables
    subjects = measure_subjects(sentences, texts)
    assert subjects["sentences"].tolist() == [1, 2, 1]
    assert subjects.groupby("article")["share"].sum().tolist() == [1.0, 1.0]


def test_cleaning_columns_add_up():
    cleaning = pd.DataFrame(
        [("001_x", "kept", "", 90), ("001_x", "removed", "space", 10), ("002_y", "kept", "", 5)],
        columns=["article", "status", "rule", "characters"],
    )
    wide = measure_cleaning(cleaning)
    assert wide[["001", "002", "all"]].sum().tolist() == [100, 5, 105]


def test_plot_has_a_bar_piece_per_subject_and_no_overlap(tables):
    _, texts, sentences = tables
    with use_style():
        axes = plot_subjects(measure_subjects(sentences, texts), study=STUDY)
        widths = sorted(round(patch.get_width(), 3) for patch in axes.patches if patch.get_width())
        assert widths == [0.333, 0.667, 1.0]
        assert find_overlaps(axes.figure) == []
