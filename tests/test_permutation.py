"""Permutation tests: exact where all relabellings can be listed, stratified, and true to their level."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.counts import count_terms
from analysis.permutation import measure_p, stack_cells
from analysis.resampling import permute_labels
from analysis.simulation import SIDES, draw_terms


def count(terms, **options):
    return count_terms(terms, **({"by": "about", "sides": ("X", "Y"), "unit": "text"} | options))


def make_terms(rows):
    frame = pd.DataFrame(rows, columns=["text", "about", "term", "count"])
    return frame.assign(language="en")


def welch(first: np.ndarray, found: np.ndarray, sizes: np.ndarray) -> float:
    """The statistic in plain words, one labelling at a time."""
    rates = found / sizes
    return abs(stats.ttest_ind(rates[first], rates[~first], equal_var=False).statistic)


def test_p_equals_the_share_of_all_relabellings():
    found = np.array([9, 7, 8, 6, 1, 2, 0, 3])
    sizes = np.array([100, 90, 110, 100, 100, 120, 80, 100])
    terms = make_terms(
        [(f"t{i}", "X" if i < 4 else "Y", term, n)
         for i in range(8) for term, n in (("open", found[i]), ("other", sizes[i] - found[i])) if n]
    )  # fmt: skip
    labels = np.zeros((70, 8), bool)
    for row, chosen in enumerate(combinations(range(8), 4)):
        labels[row, list(chosen)] = True
    drawn = np.array([welch(row, found, sizes) for row in labels])
    observed = welch(np.arange(8) < 4, found, sizes)
    exact = (drawn >= observed * (1 - 1e-9)).mean()
    p = measure_p(count(terms), permutations=4000, rng=np.random.default_rng(1))
    assert p[0] == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 4000))


def test_p_is_near_that_of_scipy_on_equal_documents():
    """With documents of one length and a difference of means, SciPy's permutation test asks the same."""
    rng = np.random.default_rng(2)
    x, y = rng.poisson(6, 12), rng.poisson(9, 12)
    rows = [
        (f"{side}{i}", side, term, n)
        for side, values in (("X", x), ("Y", y))
        for i, value in enumerate(values)
        for term, n in (("open", value), ("other", 200 - value))
        if n
    ]
    p = measure_p(count(make_terms(rows)), permutations=5000, rng=rng)[0]
    theirs = stats.permutation_test(
        (x, y), lambda a, b, axis: stats.ttest_ind(a, b, axis=axis, equal_var=False).statistic,
        vectorized=True, n_resamples=5000, rng=np.random.default_rng(3),
    )  # fmt: skip
    assert p == pytest.approx(theirs.pvalue, abs=0.03)


@pytest.mark.parametrize("texts", [(10, 10), (10, 5)])
def test_a_word_found_once_is_never_significant(texts):
    """Wherever it falls the statistic is the same, also where one side's texts are longer or fewer."""
    rows = [
        (f"{side}{i}", side, "ai", n)
        for side, n, of in zip("XY", (900, 90), texts, strict=True)
        for i in range(of)
    ]
    counts = count(make_terms([*rows, ("Y3", "Y", "once", 1)]))
    assert measure_p(counts, permutations=200, rng=np.random.default_rng(1))[1] == 1


def test_difference_that_strata_alone_make_is_not_counted():
    """A text about X is full of the word, one about Y is not; within each there is no difference."""
    rows = [
        (f"{text}:{i}", text, side, term, n)
        for text, found, sides in (("a", 9, "XXXXXXXXY"), ("b", 1, "XYYYYYYYY"))
        for i, side in enumerate(sides)
        for term, n in (("open", found), ("ai", 50))
    ]
    terms = pd.DataFrame(rows, columns=["place", "text", "about", "term", "count"]).assign(language="en")
    terms["paragraph"] = terms["place"].str[2:].astype(int)
    p = measure_p(count(terms, unit="paragraph"), permutations=500, rng=np.random.default_rng(1))
    assert p[1] == 1


def test_labels_stay_within_their_text():
    drawn = permute_labels([1, 0, 1, 1, 0], list("aabbc"), permutations=200, rng=np.random.default_rng(1))
    assert (drawn[:, :2].sum(axis=1) == 1).all()
    assert drawn[:, 2:4].all() and not drawn[:, 4].any()
    assert 60 < drawn[:, 0].sum() < 140


def test_texts_on_both_sides_are_strata_of_their_own():
    terms = make_terms(
        [("a", "X", "open", 1), ("a", "Y", "open", 1), ("b", "X", "open", 1), ("c", "Y", "open", 1)]
    )
    cells = stack_cells(count(terms))
    assert sorted(zip(cells.strata, cells.first, strict=True)) == [
        ("", False),
        ("", True),
        ("a", False),
        ("a", True),
    ]


def test_one_document_a_side_is_never_significant():
    terms = make_terms(
        [("a", "X", "open", 90), ("a", "X", "ai", 10), ("b", "Y", "closed", 90), ("b", "Y", "ai", 10)]
    )
    assert (measure_p(count(terms), permutations=99, rng=np.random.default_rng(1)) == 1).all()


def test_few_extremes_are_asked_again_finer():
    found = {"X": [40, 41, 39, 42] * 3, "Y": [1, 2, 1, 3] * 3}
    rows = [
        (f"{s}{i}", s, t, n)
        for s in "XY"
        for i, k in enumerate(found[s])
        for t, n in (("key", k), ("ai", 100))
    ]
    counts = count(make_terms(rows))
    p = measure_p(counts, permutations=100, rng=np.random.default_rng(1))
    assert p[counts.terms == "key"] == pytest.approx(1 / 2001, rel=0.01)


def test_same_seed_same_p_whatever_the_order_of_rows():
    terms, _ = draw_terms(np.random.default_rng(4), documents=6, vocabulary=30)
    shuffled = terms.sample(frac=1, random_state=1)
    one, two = (measure_p(count(t), permutations=99, rng=np.random.default_rng(7)) for t in (terms, shuffled))
    assert (one == two).all()


def test_null_corpora_are_rejected_as_often_as_said():
    rng = np.random.default_rng(5)
    rejected = []
    for _ in range(40):
        terms, _ = draw_terms(rng, documents=12, vocabulary=60)
        rejected.append((measure_p(count(terms), permutations=99, rng=rng) <= 0.05).mean())
    assert np.mean(rejected) <= 0.05 + 2 * np.std(rejected, ddof=1) / np.sqrt(40)


def test_documents_of_different_length_are_no_difference():
    """Same rates, but one side's documents are four times as long: the studentised test keeps its level."""
    rng = np.random.default_rng(6)
    rejected = []
    for _ in range(40):
        long, _ = draw_terms(rng, documents=14, words=2000, vocabulary=40)
        short, _ = draw_terms(rng, documents=14, words=500, vocabulary=40)
        both = pd.concat([long.query("about == 'X'"), short.query("about == 'Y'")])
        rejected.append((measure_p(count(both, sides=SIDES), permutations=99, rng=rng) <= 0.05).mean())
    assert np.mean(rejected) <= 0.06 + 2 * np.std(rejected, ddof=1) / np.sqrt(40)


def test_texts_that_speak_of_both_sides_keep_the_level():
    """Twelve texts with rates of their own, each about both sides: the labels are shuffled within texts."""
    rng = np.random.default_rng(9)
    rejected = []
    for _ in range(40):
        rates = rng.gamma(0.5 * np.ones((12, 30)))
        found = rng.poisson(5 * rates[:, None, :] * rng.gamma(4, 0.25, (12, 2, 1)))
        text, side, term = np.nonzero(found)
        terms = pd.DataFrame(
            {
                "text": text,
                "about": np.array(["X", "Y"])[side],
                "term": term,
                "count": found[text, side, term],
            }
        ).assign(language="en")
        rejected.append((measure_p(count(terms), permutations=99, rng=rng) <= 0.05).mean())
    assert np.mean(rejected) <= 0.05 + 2 * np.std(rejected, ddof=1) / np.sqrt(40)
