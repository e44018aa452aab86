"""Dispersion against published numbers, their stated direction, and corpora without parts or words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.association import CountError
from analysis.dispersion import (
    carroll_d2,
    dp,
    dp_norm,
    juilland_d,
    kld,
    measure_dispersion,
    plot_dispersion,
    rosengren_s,
)

GRIES = ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
ALLEMAND = (
    [2, 0, 1, 1, 3, 0, 3, 0, 0, 0],
    [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930],
)
MEASURES = {"dp": dp, "dp_norm": dp_norm, "kld": kld, "d": juilland_d, "d2": carroll_d2, "s": rosengren_s}


@pytest.mark.parametrize(
    ("measure", "parts", "published", "digits"),
    [
        (dp, GRIES, 0.18, 2), (dp_norm, GRIES, 0.2195, 4), (kld, GRIES, 0.1370, 4),
        (juilland_d, GRIES, 0.7852, 4), (rosengren_s, GRIES, 0.9498, 4),
        (juilland_d, ALLEMAND, 0.6038797, 7), (carroll_d2, ALLEMAND, 0.6521444, 7),
        (rosengren_s, ALLEMAND, 0.4763652, 7), (dp, ALLEMAND, 1 - 0.5009295, 7),
        (juilland_d, ([0, 4, 3, 2, 1], [1] * 5), 0.6464, 4),
        (carroll_d2, ([2, 1, 1, 1, 0], [1] * 5), 0.8277, 4),
        (rosengren_s, ([1, 2, 3, 4, 5], [1] * 5), 0.937, 3),
    ],
)  # fmt: skip
def test_published(measure, parts, published, digits):
    assert float(measure(*parts)) == pytest.approx(published, abs=0.5 * 10**-digits)


@pytest.mark.parametrize(
    ("name", "even", "clumped"),
    [("dp", 0, 0.9), ("dp_norm", 0, 1), ("kld", 0, np.log2(10)), ("d", 1, 0), ("d2", 1, 0), ("s", 1, 0.1)],
)
def test_direction(name, even, clumped):
    sizes = [100] * 10
    assert MEASURES[name]([3] * 10, sizes) == pytest.approx(even, abs=1e-12)
    assert MEASURES[name]([30, *[0] * 9], sizes) == pytest.approx(clumped)


@settings(deadline=None)
@given(
    hnp.arrays(int, st.tuples(st.integers(2, 8), st.integers(1, 4)), elements=st.integers(0, 20)),
    st.data(),
)
def test_bounds_and_columns(found, data):
    sizes = data.draw(hnp.arrays(int, len(found), elements=st.integers(1, 1000)))
    for name, measure in MEASURES.items():
        values = measure(found, sizes)
        present = found.sum(axis=0) > 0
        assert np.isnan(values[~present]).all() and np.isfinite(values[present]).all()
        assert (values[present] >= -1e-9).all() or name == "d"
        if name in ("dp", "dp_norm", "d2", "s"):
            assert (values[present] <= 1 + 1e-9).all()
        np.testing.assert_allclose(values[0], measure(found[:, 0], sizes), atol=1e-12)


def test_one_part_has_no_normed_dispersion():
    for name in ("dp_norm", "d", "d2"):
        assert np.isnan(MEASURES[name]([3], [100]))


@pytest.mark.parametrize(
    ("found", "sizes", "said"),
    [
        ([1, 2], [10, 0], "above 0"), ([1, 2], [10, np.nan], "above 0"),
        ([1], [10, 10], "1 counts for 2 parts"),
        ([1, -1], [10, 10], "from 0 up"), ([1, np.nan], [10, 10], "from 0 up"), ([], [], "above 0"),
    ],
)  # fmt: skip
def test_impossible_parts(found, sizes, said):
    with pytest.raises(CountError, match=said):
        dp(found, sizes)


TERMS = pd.DataFrame(
    {"text": ["a", "a", "b", "c"], "language": "en", "term": ["ai", "gap", "ai", "ai"], "count": [4, 6, 5, 5]}
)


def test_table():
    rows = measure_dispersion(TERMS)
    assert rows[["term", "count", "parts"]].values.tolist() == [["ai", 14, 3], ["gap", 6, 1]]
    assert rows["dp"].tolist() == pytest.approx([float(dp([4, 5, 5], [10, 5, 5])), 0.5])


@pytest.mark.parametrize(
    "spoil",
    [lambda t: t.assign(count=[4, 6, 0, 5]), lambda t: t.assign(term=["ai", None, "ai", "ai"]),
     lambda t: t.assign(language=["en", "en", "zh", "en"])],
)  # fmt: skip
def test_bad_tables(spoil):
    with pytest.raises(CountError):
        measure_dispersion(spoil(TERMS))


def test_plot_names_the_most_frequent():
    rows = measure_dispersion(TERMS)
    ax = plot_dispersion(rows, top=1)
    assert [text.get_text() for text in ax.texts] == ["ai"]
    assert ax.collections[0].get_offsets().tolist() == rows[["dp_norm", "count"]].values.tolist()
