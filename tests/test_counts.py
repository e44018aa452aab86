"""Counting terms per unit and side, and every table that cannot be counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.association import CountError
from analysis.counts import count_concepts, count_terms

TERMS = pd.DataFrame(
    [
        ("a", 0, "X", "X", "en", "open", 2),
        ("a", 0, "Y", "X", "en", "closed", 1),
        ("a", 1, "X", "X", "en", "open", 1),
        ("b", 0, "Y", "Y", "en", "open", 4),
        ("b", 0, "NONE", "Y", "en", "weather", 9),
    ],
    columns=["text", "paragraph", "about", "voice_side", "language", "term", "count"],
)


def count(terms=TERMS, **options):
    return count_terms(terms, **({"by": "about", "sides": ("X", "Y"), "unit": "text"} | options))


def test_counts_by_text():
    counts = count()
    assert counts.terms.tolist() == ["closed", "open"]  # the term of neither side is not compared
    assert [matrix.toarray().tolist() for matrix in counts.matrices] == [[[0, 3], [0, 0]], [[1, 0], [0, 4]]]
    assert counts.sizes.tolist() == [[3, 0], [1, 4]]
    assert counts.crossed  # text a speaks of both


def test_counts_by_paragraph_add_up_to_texts():
    counts = count(unit="paragraph")
    assert counts.labels.tolist() == ["a:0", "a:1", "b:0"]
    again = counts.by_text
    assert again.labels.tolist() == ["a", "b"]
    for ours, direct in zip(again.matrices, count().matrices, strict=True):
        assert (ours.toarray() == direct.toarray()).all()
    assert (again.sizes == count().sizes).all()


def test_few_texts_are_counted_by_paragraph():
    assert count(unit="auto").unit == "paragraph"
    many = pd.concat([TERMS.assign(text=TERMS["text"] + str(n)) for n in range(10)])
    assert count(many, unit="auto").unit == "text"
    assert count(TERMS.drop(columns="paragraph").drop(index=2), unit="auto").unit == "text"


def test_the_frame_is_not_changed_and_row_order_does_not_matter():
    before = TERMS.copy()
    shuffled = count(TERMS.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(TERMS, before)
    assert (shuffled.matrices[0].toarray() == count().matrices[0].toarray()).all()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.assign(language=["en"] * 4 + ["zh"]).assign(about="X"), "about='Y'"),
        (lambda t: t.assign(language=["en", "en", "en", "zh", "en"]), "2 languages.*count_concepts"),
        (lambda t: t.assign(count=[2, 1, 1, 4, 0]), "'weather' has count 0"),
        (lambda t: t.assign(count=[2, -1, 1, 4, 9]), "'closed' has count -1"),
        (lambda t: t.assign(count=[2.5, 1, 1, 4, 9]), "'open' has count 2.5"),
        (lambda t: t.assign(count=[np.nan, 1, 1, 4, 9]), "count is missing in 1 rows"),
        (lambda t: t.assign(count=[np.inf, 1, 1, 4, 9]), "'open' has count inf"),
        (lambda t: t.assign(term=[None, "closed", "open", "open", "x"]), "term is missing"),
        (lambda t: t.assign(about=["X", None, "X", "Y", "Y"]), "about is missing"),
        (lambda t: pd.concat([t, t.head(1)]), "1 rows are given twice.*'open' in 'a'"),
        (lambda t: t.drop(columns="term"), "columns missing: term"),
    ],
)
def test_bad_tables_are_named(spoil, said):
    with pytest.raises(CountError, match=said):
        count(spoil(TERMS))


def test_unknown_unit_is_refused():
    with pytest.raises(CountError, match="unit='token'"):
        count(unit="token")


def test_concepts_join_languages():
    sentences = pd.DataFrame(
        {
            "sentence": ["s1", "s2"],
            "text": ["zh1", "en1"],
            "paragraph": 0,
            "about": ["X", "Y"],
            "voice_side": "X",
        }
    )
    mentions = pd.DataFrame({"sentence": ["s1", "s1", "s2"], "concept": ["gap", "race", "gap"]})
    concepts = count_concepts(mentions, sentences)
    assert concepts[["text", "term", "count"]].values.tolist() == [
        ["en1", "gap", 1],
        ["zh1", "gap", 1],
        ["zh1", "race", 1],
    ]
    assert count(concepts).terms.tolist() == ["gap", "race"]


def test_a_mention_outside_the_sentences_is_named():
    sentences = pd.DataFrame(
        {"sentence": ["s1"], "text": "t", "paragraph": 0, "about": "X", "voice_side": "X"}
    )
    with pytest.raises(CountError, match="'s9'"):
        count_concepts(pd.DataFrame({"sentence": ["s9"], "concept": ["gap"]}), sentences)
