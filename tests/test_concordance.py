"""Concordance: context in three scripts, orders, and spans that do not fit."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.concordance import ConcordanceError, find_concordance, find_occurrences, plot_concordance

TEXTS = {
    "en.txt": "Open models spread.\nClosed models earn; open data helps.",
    "hans.txt": "开放模型很多，封闭模型很少。",
    "hant.txt": "開放模型很多，封閉模型很少。",
}
MENTIONS = pd.DataFrame(
    [("en.txt", 5, 11), ("en.txt", 27, 33), ("hans.txt", 2, 4), ("hans.txt", 9, 11), ("hant.txt", 2, 4)],
    columns=["article", "start", "end"],
).assign(concept="model", text="t", sentence="s")


def test_context_in_three_scripts():
    rows = find_concordance(MENTIONS, concept="model", texts=TEXTS, width=4)
    assert rows[["left", "node", "right"]].values.tolist() == [
        ["pen ", "models", " spr"],
        ["sed ", "models", " ear"],
        ["开放", "模型", "很多，封"],
        ["多，封闭", "模型", "很少。"],
        ["開放", "模型", "很多，封"],
    ]


def test_without_articles_the_spans_remain():
    rows = find_concordance(MENTIONS, concept="model")
    assert (
        rows[["article", "start", "end"]].values.tolist()
        == MENTIONS[["article", "start", "end"]].values.tolist()
    )
    assert (rows[["left", "node", "right"]] == "").all(axis=None)


def test_orders_sort_by_the_context_read_away_from_the_node():
    right = find_concordance(MENTIONS, concept="model", texts=TEXTS, order="right")["right"]
    assert right.is_monotonic_increasing
    left = find_concordance(MENTIONS, concept="model", texts=TEXTS, order="left")["left"]
    assert left.str[::-1].is_monotonic_increasing


def test_occurrences_stay_inside_their_sentence():
    sentences = pd.DataFrame(
        {"article": "en.txt", "text": "t", "sentence": ["s0", "s1"], "start": [0, 20], "end": [19, 55]}
    )
    rows = find_occurrences(r"\bopen\b", sentences, texts=TEXTS)
    assert rows[["sentence", "start", "node"]].values.tolist() == [["s0", 0, "Open"], ["s1", 40, "open"]]
    assert find_occurrences(r"spread\.\s", sentences, texts=TEXTS).empty  # would need the line break after it


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: find_concordance(MENTIONS, concept="model", texts={}), "en.txt: not among"),
        (
            lambda: find_concordance(MENTIONS, concept="model", texts=TEXTS | {"en.txt": "x"}),
            "beyond its 1 characters",
        ),
        (lambda: find_concordance(MENTIONS, concept="model", texts=TEXTS, order="up"), "order='up'"),
        (lambda: find_occurrences("(", MENTIONS, texts=TEXTS), "pattern"),
    ],
)
def test_bad_input(ask, said):
    with pytest.raises(ConcordanceError, match=said):
        ask()


def test_no_hit_is_an_empty_table():
    assert find_concordance(MENTIONS, concept="gap", texts=TEXTS).empty


def test_plot_has_a_stroke_a_hit():
    ax = plot_concordance(find_concordance(MENTIONS, concept="model"))
    assert len(ax.collections[0].get_segments()) == len(MENTIONS)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "en.txt  n = 2",
        "hans.txt  n = 2",
        "hant.txt  n = 1",
    ]
