"""Correction: against ppi-python, by simulation, in its limits, and samples that cannot correct."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.correction import (
    measure_corrected_differences,
    measure_corrected_shares,
    measure_errors,
    measure_needed_coding,
    plot_corrected_shares,
)
from analysis.resampling import SampleError
from analysis.samples import read_samples
from analysis.simulation import draw_codes, draw_machine

ASK = {"by": "about", "of": "frames", "gold": "gold_frames"}


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    return draw_codes(np.random.default_rng(1), documents=150, shares=(0.2, 0.2), least=2, most=20)


@pytest.fixture(scope="module")
def coded(truth) -> pd.DataFrame:
    return draw_machine(np.random.default_rng(2), truth, invented=(0.02, 0.2), missed=(0.1, 0.1), coded=240)


def test_the_machine_misleads_and_the_sample_corrects(truth, coded):
    real = truth.assign(race=truth["frames"] != "").groupby("about")["race"].mean()
    rows = measure_corrected_shares(read_samples(coded, **ASK)).set_index("side")
    difference = measure_corrected_differences(read_samples(coded, **ASK)).iloc[0]
    assert abs(rows.loc["Y", "naive"] - real["Y"]) > 0.1
    assert ((rows["low"] < real) & (real < rows["high"])).all()
    assert difference["naive"] < -0.1 and difference["bias_high"] < 0
    assert difference["low"] < real["X"] - real["Y"] < difference["high"]
    assert not rows["descriptive"].any()


def test_equals_ppi_python_where_its_assumptions_hold():
    """One sentence a document, coded sentences few among many: their interval and ours nearly agree."""
    from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

    rng = np.random.default_rng(5)
    truth = draw_codes(rng, documents=6000, shares=(0.3, 0.3), least=1, most=1)
    coded = draw_machine(rng, truth, invented=(0.1, 0.1), missed=(0.2, 0.2), coded=400)
    row = measure_corrected_shares(read_samples(coded, **ASK)).set_index("side").loc["X"]
    own = coded.query("about == 'X'")
    machine = (own["frames"] != "").to_numpy(float)
    sample = (own["gold_kind"] != "").to_numpy()
    gold = (own.loc[sample, "gold_frames"] != "").to_numpy(float)
    asked = {"lam": row["weight"]}
    point = ppi_mean_pointestimate(gold, machine[sample], machine, **asked)
    low, high = ppi_mean_ci(gold, machine[sample], machine, alpha=0.05, **asked)
    assert row["share"] == pytest.approx(float(np.squeeze(point)), abs=1e-12)
    assert [row["low"], row["high"]] == pytest.approx([float(low[0]), float(high[0])], abs=0.006)
    tuned = ppi_mean_pointestimate(gold, machine[sample], machine)
    assert row["share"] == pytest.approx(float(np.squeeze(tuned)), abs=0.004)


def learn(coded: pd.DataFrame, seed: int = 9) -> pd.DataFrame:
    """Let the machine repeat people's codes in half of the documents, and say where it does not."""
    articles = coded["article"].unique()
    half = np.random.default_rng(seed).choice(articles, len(articles) // 2, replace=False)
    known = coded["article"].isin(half) & (coded["gold_kind"] != "")
    frames = coded["frames"].mask(known, coded["gold_frames"])
    return coded.assign(frames=frames, fresh=(coded["gold_kind"] != "") & ~known)


def test_what_the_machine_has_learnt_from_does_not_speak_for_it(truth, coded):
    """With memory taken for skill the bias is gone and the share is missed; without, neither."""
    learnt, real = learn(coded), (truth["frames"] != "").groupby(truth["about"]).mean()["Y"]
    flattered, honest = (read_samples(learnt, fresh=fresh, **ASK) for fresh in (None, "fresh"))
    shares = [measure_corrected_shares(one).set_index("side").loc["Y"] for one in (flattered, honest)]
    errors = [measure_errors(one).set_index("side").loc["Y"] for one in (flattered, honest)]
    assert errors[0]["invented"] < errors[1]["invented"]
    assert errors[1]["n_coded"] == learnt.loc[learnt["about"] == "Y", "fresh"].sum()
    assert shares[1]["n_fresh"] < shares[1]["n_coded"] == shares[0]["n_fresh"] == 240
    assert shares[1]["low"] < real < shares[1]["high"]
    assert shares[1]["high"] - shares[1]["low"] > shares[0]["high"] - shares[0]["low"]


def test_people_of_the_learnt_part_still_count(coded):
    """The interval is narrower than by the other half alone, and the share lies between both halves'."""
    learnt = learn(coded)
    both = measure_corrected_shares(read_samples(learnt, fresh="fresh", **ASK)).set_index("side")
    half = learnt.assign(gold_kind=learnt["gold_kind"].where(learnt["fresh"], ""))
    alone = measure_corrected_shares(read_samples(half, **ASK)).set_index("side")
    told = learnt[(learnt["gold_kind"] != "") & ~learnt["fresh"]]
    people = (told["gold_frames"] != "").groupby(told["about"]).mean()
    for side in ("X", "Y"):
        ends = sorted([alone.loc[side, "share"], people[side]])
        assert ends[0] < both.loc[side, "share"] < ends[1]
    assert ((both["high"] - both["low"]) < (alone["high"] - alone["low"])).all()


def test_a_perfect_machine_is_believed(truth):
    coded = draw_machine(np.random.default_rng(3), truth, invented=(0, 0), missed=(0, 0), coded=100)
    rows = measure_corrected_shares(read_samples(coded, **ASK))
    assert rows["weight"].tolist() == pytest.approx([1, 1])
    assert rows["share"].tolist() == pytest.approx(rows["naive"].tolist())
    assert (rows["high"] > rows["low"]).all()


def test_a_machine_that_guesses_is_not_believed(truth):
    rng = np.random.default_rng(4)
    coded = draw_machine(rng, truth, invented=(0.5, 0.5), missed=(0.5, 0.5), coded=240)
    rows = measure_corrected_shares(read_samples(coded, **ASK))
    assert (rows["weight"] < 0.15).all()
    np.testing.assert_allclose(rows["share"], rows["sampled"], atol=0.02)


def test_a_category_that_nobody_names_has_an_interval(coded):
    rows = measure_corrected_shares(read_samples(coded, categories=("safety",), **ASK))
    assert (rows["share"] == 0).all() and (rows["low"] == 0).all() and rows["high"].between(0.001, 0.1).all()


def test_joined_values_count_one_by_one(coded):
    more = coded.assign(frames=coded["frames"].where(coded["frames"] == "", "gap|race"))
    both = measure_corrected_shares(read_samples(more, categories=("gap", "race"), **ASK)).set_index(
        ["category", "side"]
    )
    alone = measure_corrected_shares(read_samples(coded, **ASK)).set_index("side")
    assert both.loc[("race", "X"), "share"] == pytest.approx(alone.loc["X", "share"])
    assert both.loc[("gap", "X"), "sampled"] == 0


def test_errors_by_hand():
    sentences = pd.DataFrame(
        {"sentence": range(8), "article": list("aabbccdd"), "about": ["X"] * 4 + ["Y"] * 4,
         "frames": ["race", "race", "", "", "race", "", "", ""],
         "gold_frames": ["race", "", "race", "", "race", "", "", ""], "gold_kind": "body"}
    )  # fmt: skip
    rows = measure_errors(read_samples(sentences, **ASK)).set_index("side")
    assert rows.loc["X", ["both", "machine_only", "gold_only", "neither"]].tolist() == [1, 1, 1, 1]
    assert rows.loc["X", ["missed", "invented"]].tolist() == [0.5, 0.5]
    assert rows.loc["Y", ["missed", "invented"]].tolist() == [0, 0]
    none = measure_errors(read_samples(sentences.assign(gold_frames=""), **ASK))
    assert none["missed"].isna().all() and none["missed_low"].isna().all()


def test_planned_coding_reaches_the_width(truth, coded):
    """Code as many as the plan says, and the interval is about as wide as was asked."""
    plan = measure_needed_coding(read_samples(coded, **ASK), width=0.12).set_index("side")
    assert (plan["n_needed"] <= truth.groupby("about").size()).all()
    again = draw_machine(
        np.random.default_rng(6),
        truth,
        invented=(0.02, 0.2),
        missed=(0.1, 0.1),
        coded=int(plan["n_needed"].max()),
    )
    rows = measure_corrected_shares(read_samples(again, **ASK))
    assert (rows["high"] - rows["low"]).max() == pytest.approx(0.12, abs=0.02)


def test_a_width_beyond_the_documents_is_said_to_be_so(coded):
    plan = measure_needed_coding(read_samples(coded, **ASK), width=0.01)
    assert plan["n_needed"].isna().all() and (plan["width_least"] > 0.01).all()
    wide = measure_needed_coding(read_samples(coded, **ASK), width=0.5)
    assert (wide["n_more"] == 0).all()
    with pytest.raises(SampleError, match="width=0"):
        measure_needed_coding(read_samples(coded, **ASK), width=0)


def test_few_documents_or_few_coded_are_descriptive(truth):
    few = truth.loc[truth["article"].isin(["X0", "X1", "Y0", "Y1"])]
    coded = draw_machine(np.random.default_rng(1), few, invented=(0, 0), missed=(0, 0), coded=2)
    assert measure_corrected_shares(read_samples(coded, **ASK))["descriptive"].all()


def test_documents_on_both_sides_join_the_sides(coded):
    shared = coded.assign(article=coded["article"].str[1:])
    one = measure_corrected_differences(read_samples(coded, **ASK)).iloc[0]
    two = measure_corrected_differences(read_samples(shared, **ASK)).iloc[0]
    assert one["difference"] == two["difference"] and one["high"] != two["high"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.assign(gold_kind=""), "0 coded sentences"),
        (lambda t: t.assign(article="a"), "1 documents"),
        (lambda t: t.assign(frames=np.nan), "frames has missing values"),
        (lambda t: pd.concat([t, t.head(1)]), "given twice"),
        (lambda t: t.drop(columns="gold_frames"), "columns missing: gold_frames"),
        (lambda t: t.assign(frames="", gold_frames=""), "names any category"),
    ],
)
def test_bad_samples_are_named(coded, spoil, said):
    with pytest.raises(SampleError, match=said):
        measure_corrected_shares(read_samples(spoil(coded), **ASK))


def test_a_difference_is_of_two_sides(coded):
    with pytest.raises(SampleError, match="of two sides; found X"):
        measure_corrected_differences(read_samples(coded, sides=("X",), **ASK))


def test_an_absent_side_is_named(coded):
    with pytest.raises(SampleError, match="about='Z'"):
        measure_corrected_shares(read_samples(coded, sides=("X", "Z"), **ASK))


def test_plot_shows_corrected_and_naive(coded):
    rows = measure_corrected_shares(read_samples(coded, **ASK))
    ax = plot_corrected_shares(rows)
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert "the machine alone" in legend and len(legend) == 3
