"""Multiverse: signs kept, undefined estimates counted, and specifications that cannot be."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.multiverse import (
    MultiverseError,
    cross_axes,
    measure_choices,
    measure_multiverse,
    measure_stability,
    plot_multiverse,
)

AXES = {"variants": ["on", "off"], "left_out": ["none", "a", "b"]}


def estimate(variants, left_out):
    gap = {"none": 0.3, "a": 0.1, "b": -0.2}[left_out]
    return {
        "gap": gap,
        "race": -0.1 if variants == "on" else -0.2,
        "rare": np.nan if left_out == "a" else 0.4,
    }


@pytest.fixture(scope="module")
def runs():
    return measure_multiverse(cross_axes(AXES), estimate)


def test_all_combinations_reference_first():
    axes = cross_axes(AXES)
    assert len(axes) == 6 and axes.iloc[0].tolist() == ["on", "none"] and not axes.duplicated().any()


def test_signs_and_stability(runs):
    stability = measure_stability(runs).set_index("comparison")
    assert stability["kept"].to_dict() == pytest.approx({"gap": 4 / 6, "race": 1, "rare": 4 / 6})
    assert stability["undefined"].to_dict() == {"gap": 0, "race": 0, "rare": 2}
    assert stability.loc["gap", ["reference", "least", "most"]].tolist() == [0.3, -0.2, 0.3]


def test_the_choice_that_turns_a_sign_is_seen(runs):
    choices = measure_choices(runs).set_index(["axis", "choice"])["kept"]
    assert choices["left_out", "b"] == pytest.approx(2 / 3) and choices["left_out", "none"] == 1
    assert choices["variants", "on"] == choices["variants", "off"]


def test_a_zero_does_not_keep_a_sign():
    runs = measure_multiverse(cross_axes({"axis": [1, 0]}), lambda axis: {"gap": 0.5 * axis})
    assert runs["same_sign"].tolist() == [True, False]
    still = measure_multiverse(cross_axes({"axis": [1, 2]}), lambda axis: {"gap": 0.0})
    assert still["same_sign"].tolist() == [True, True]


def test_a_comparison_left_out_is_undefined():
    runs = measure_multiverse(cross_axes({"axis": [1, 2]}), lambda axis: {"gap": 1.0} if axis == 1 else {})
    assert runs["estimate"].isna().tolist() == [False, True] and runs["same_sign"].tolist() == [True, False]


def test_a_series_is_as_good_as_a_mapping():
    runs = measure_multiverse(cross_axes({"axis": [1]}), lambda axis: pd.Series({"gap": 0.5}))
    assert runs["estimate"].tolist() == [0.5]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: cross_axes({"axis": []}), "axis 'axis'"),
        (lambda: cross_axes({"axis": [1, 1]}), "different choices"),
        (lambda: measure_multiverse(pd.DataFrame({"axis": [1, 1]}), lambda axis: {"gap": 1.0}), "different"),
        (lambda: measure_multiverse(pd.DataFrame({"axis": []}), lambda axis: {}), "at least one"),
        (lambda: measure_multiverse(cross_axes({"gap": [np.inf]}), lambda gap: {"gap": gap}), "no estimate"),
        (lambda: measure_multiverse(cross_axes({"gap": [np.nan]}), lambda gap: {"gap": gap}), "no estimate"),
        (lambda: measure_multiverse(cross_axes({"gap": [1, np.inf]}), lambda gap: {"gap": gap}), "infinite"),
    ],
)  # fmt: skip
def test_bad_specifications(ask, said):
    with pytest.raises(MultiverseError, match=said):
        ask()


def test_plot_marks_flips_and_leaves_gaps(runs):
    ax = plot_multiverse(runs)
    values = ax.images[0].get_array()
    assert values.shape == (3, 6) and np.isnan(values.filled(np.nan)).sum() == 2
    assert len(ax.collections[0].get_offsets()) == 2  # gap flips where b is left out, twice
    assert [label.get_text() for label in ax.get_yticklabels()] == ["gap  67%", "race  100%", "rare  67%"]
