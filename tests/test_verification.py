"""Verification: every published number, and small runs of every property."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis import properties
from analysis.coverage import measure_coverage, plot_coverage, state
from analysis.simulation import draw_coders, draw_codes, draw_machine, draw_terms
from analysis.verification import measure_published, read_records

ORACLE = Path(__file__).parent / "oracles" / "keyness_702.csv"


def test_every_published_number_is_reproduced():
    rows = measure_published(ORACLE)
    assert len(rows) == 38
    assert rows.loc[~rows["agrees"], ["measure", "published", "ours"]].empty


def test_a_wrong_oracle_is_noticed(tmp_path):
    spoiled = pd.read_csv(ORACLE)
    spoiled.loc[400, "lrc"] += 1e-6
    spoiled.to_csv(tmp_path / "oracle.csv", index=False)
    rows = measure_published(tmp_path / "oracle.csv")
    assert rows.loc[~rows["agrees"], "measure"].str.startswith("LRC, two-sided").tolist() == [True]


@pytest.mark.parametrize(
    ("measure", "corpora"),
    [
        (properties.measure_swapping, 2), (properties.measure_null, 20), (properties.measure_planting, 3),
    ],
)  # fmt: skip
def test_properties_hold(measure, corpora):
    rows = measure(np.random.default_rng(1), corpora=corpora)
    assert rows["holds"].all(), rows.to_string()


def test_intervals_cover():
    rows = measure_coverage(np.random.default_rng(2), corpora=40)
    assert rows["holds"].all(), rows.to_string()


def test_token_level_g2_is_seen_to_fail():
    rows = properties.measure_null(np.random.default_rng(3), corpora=10).set_index("condition")
    assert 0.35 <= rows.loc["token-level G², for comparison", "value"] <= 0.74


def test_state_grants_two_standard_errors_and_no_more():
    values = [0.90, 0.94, 0.92, 0.92]
    assert state("p", "c", values, low=0.93)["holds"].all()
    assert not state("p", "c", values, low=0.95)["holds"].any()
    assert not state("p", "c", values, high=0.90)["holds"].any()
    assert state("p", "c", values)["holds"].all()


def test_plot_fills_what_holds():
    rows = pd.concat(
        [state("p", "share", [0.95, 0.96], documents=20, low=0.93), state("p", "ratio", [0.5, 0.5], low=0.93)]
    )
    ax = plot_coverage(rows)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["share, 20 documents a side", "ratio"]
    filled, hollow = ax.collections[-1].get_facecolors()
    assert filled.tolist() != hollow.tolist()


def test_records_say_what_the_notebook_shows(root):
    records = read_records(root / "bench" / "records")
    asked = records.loc[records["low"].notna() | records["high"].notna()]
    assert asked["holds"].all(), asked.loc[~asked["holds"]].to_string()
    assert (records.loc[records["property"].str.contains("covers"), "corpora"] >= 1000).all()


def test_simulated_truth_is_the_truth():
    terms, truth = draw_terms(np.random.default_rng(1), documents=400, vocabulary=30, swapped=((1, 7),))
    counts = terms.pivot_table(index="term", columns="about", values="count", aggfunc="sum")
    ratio = np.log2((counts["X"] / counts["X"].sum()) / (counts["Y"] / counts["Y"].sum()))
    np.testing.assert_allclose(ratio, truth.loc[ratio.index], atol=0.4)
    codes = draw_codes(np.random.default_rng(1), documents=500, shares=(0.1, 0.6))
    found = codes.assign(race=codes["frames"] != "").groupby("about")["race"].mean()
    assert found.tolist() == pytest.approx([0.1, 0.6], abs=0.03)
    machine = draw_machine(np.random.default_rng(1), codes, invented=(0.0, 0.3), missed=(0.2, 0.0), coded=50)
    assert (machine["gold_kind"] != "").groupby(machine["about"]).sum().tolist() == [50, 50]
    one, two, alpha = draw_coders(np.random.default_rng(1), units=100_000)
    agreed = (one["about"] == two["about"]).mean()
    chance = ((pd.concat([one, two])["about"].value_counts(normalize=True)) ** 2).sum()
    assert alpha == pytest.approx((agreed - chance) / (1 - chance), abs=0.01)
