"""Agreement against published numbers and other packages, and coders' tables that do not fit."""

from __future__ import annotations

import itertools

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import cohen_kappa_score

from analysis.agreement import (
    AgreementError,
    interval_distance,
    masi_distance,
    measure_ac1,
    measure_alpha,
    measure_kappa,
    nominal_distance,
    number_values,
    ordinal_distance,
    ratio_distance,
    tabulate_pairs,
)
from analysis.reliability import find_disagreements, join_coders, measure_reliability, plot_reliability
from analysis.resampling import draw_weights
from analysis.verification import ENCYCLOPAEDIA, KRIPPENDORFF_C

DISTANCES = {
    "nominal": lambda codes, values: nominal_distance(values),
    "ordinal": ordinal_distance,
    "interval": lambda codes, values: interval_distance(values),
    "ratio": lambda codes, values: ratio_distance(values),
}
CODERS = st.integers(2, 4).flatmap(
    lambda coders: hnp.arrays(int, st.tuples(st.integers(2, 15), st.just(coders)), elements=st.integers(0, 3))
)


def alpha(coders, level):
    codes, values = number_values(pd.DataFrame(coders))
    return measure_alpha(codes, DISTANCES[level](codes, values))[0]


@pytest.mark.parametrize(
    ("coders", "level", "published"),
    [
        (KRIPPENDORFF_C, "nominal", 0.743421), (KRIPPENDORFF_C, "ordinal", 0.815388),
        (KRIPPENDORFF_C, "interval", 0.849107), (KRIPPENDORFF_C, "ratio", 0.797403),
        (ENCYCLOPAEDIA, "nominal", 0.691358), (ENCYCLOPAEDIA, "interval", 0.810845),
    ],
)  # fmt: skip
def test_alpha_published(coders, level, published):
    assert alpha(np.array(coders).T, level) == pytest.approx(published, abs=5e-7)


@settings(deadline=None)
@given(CODERS, st.data())
def test_alpha_equals_fast_krippendorff(coders, data):
    missing = data.draw(hnp.arrays(bool, coders.shape))
    values = np.where(missing, np.nan, coders.astype(float))
    pairable = values[(~missing).sum(axis=1) > 1]
    assume(len(np.unique(pairable[~np.isnan(pairable)])) > 1)
    for level in DISTANCES:
        theirs = krippendorff.alpha(values.T, level_of_measurement=level)
        assert alpha(values, level) == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None)
@given(hnp.arrays(int, st.tuples(st.integers(2, 30), st.just(2)), elements=st.integers(0, 3)))
def test_kappa_equals_scikit_learn(pairs):
    assume(len(np.unique(pairs)) > 1)
    codes, values = number_values(pd.DataFrame(pairs))
    ours = measure_kappa(tabulate_pairs(codes, len(values)))[0]
    assert ours == pytest.approx(cohen_kappa_score(*pairs.T), abs=1e-9, nan_ok=True)


def test_ac1_published():
    """Gwet 2008, Table 3, where κ is paradoxically low."""
    table = np.array([[[118, 5], [2, 0]]])
    assert measure_ac1(table)[0] == pytest.approx(0.9408, abs=5e-5)
    assert measure_kappa(table)[0] < 0


def test_masi_by_hand():
    """Passonneau 2006: 1 − Jaccard × monotonicity."""
    names = ["", "a", "a|b", "a|b|c", "b|d"]
    expected = {
        ("", "a"): 1, ("a", "a|b"): 1 - 1 / 2 * 2 / 3, ("a|b", "a|b|c"): 1 - 2 / 3 * 2 / 3,
        ("a|b", "b|d"): 1 - 1 / 3 * 1 / 3, ("a", "b|d"): 1,
    }  # fmt: skip
    distance = masi_distance(names)
    for (one, two), value in expected.items():
        assert distance[names.index(one), names.index(two)] == pytest.approx(value)
    assert (distance == distance.T).all() and (np.diag(distance) == 0).all()


def test_alpha_on_sets_equals_the_definition():
    """Every pair of values, within units and over all, one by one."""
    a, b = ["x|y", "x", "", "z"], ["x", "x", "z", "z"]
    codes, values = number_values(pd.DataFrame({"a": a, "b": b}))
    distance = masi_distance(values)
    observed = np.mean([distance[i, j] for i, j in codes])
    pool = codes.ravel()
    expected = np.mean([distance[i, j] for i, j in itertools.permutations(pool, 2)])
    assert measure_alpha(codes, distance)[0] == pytest.approx(1 - observed / expected)


def test_resampled_alpha_equals_alpha_of_the_resample():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 3, (20, 2))
    weights = draw_weights(np.zeros(20), replicates=5, rng=rng)
    drawn = measure_alpha(codes, nominal_distance(range(3)), weights=weights)
    for value, row in zip(drawn, weights, strict=True):
        again = np.repeat(codes, row.astype(int), axis=0)
        assert value == pytest.approx(measure_alpha(again, nominal_distance(range(3)))[0])


A = pd.DataFrame(
    {
        "unit": ["u1", "u2", "u3", "u4"],
        "about": ["X", "Y", "X", "Y"],
        "frames": ["race|gap", "race", "", "gap"],
    }
)
B = pd.DataFrame(
    {
        "unit": ["u4", "u3", "u2", "u1"],
        "about": ["Y", "Y", "Y", "X"],
        "frames": ["gap", "gap", "race", "gap|race"],
    }
)


def measure(a=A, b=B, **options):
    return measure_reliability(a, b, rng=np.random.default_rng(1), replicates=200, **options)


def test_rows_by_variable_member_and_group():
    groups = pd.DataFrame({"unit": A["unit"], "language": ["en", "en", "zh", "zh"]})
    rows = measure(groups=groups)
    assert rows["variable"].tolist() == ["about", "frames", "frames:gap", "frames:race"] * 3
    assert rows["group"].tolist() == [g for g in ("all", "language=en", "language=zh") for _ in range(4)]
    assert rows["n"].tolist() == [4] * 4 + [2] * 8
    whole = rows.loc[rows["group"] == "all"].set_index("variable")
    assert whole.loc["frames", ["distance", "raw"]].tolist() == ["MASI", 0.75]
    assert whole.loc["frames", ["kappa", "ac1"]].isna().all()
    assert whole.loc["frames:race", "raw"] == 1 and whole.loc["about", "alpha"] == pytest.approx(8 / 15)


def test_without_a_disagreement_the_interval_is_not_a_point():
    rows = measure(A, A).set_index("variable")
    assert rows.loc["about", ["alpha", "alpha_high"]].tolist() == [1, 1]
    assert rows.loc["about", "raw_low"] == pytest.approx(4 / (4 + 1.959964**2))
    assert rows.loc["about", "alpha_low"] < 0.6


def test_one_value_throughout_has_no_coefficient():
    same = A.assign(about="X")[["unit", "about"]]
    row = measure(same, same).iloc[0]
    assert row["raw"] == 1
    assert row[["alpha", "alpha_low", "kappa", "ac1"]].isna().all()


def test_missing_codes_are_left_out_and_counted():
    half = A.assign(about=["X", None, "X", "Y"])
    rows = measure(half).set_index("variable")
    assert rows.loc["about", "n"] == 3 and rows.loc["frames", "n"] == 4
    nothing = measure(A.assign(about=None)).set_index("variable").loc["about"]
    assert nothing["n"] == 0 and np.isnan(nothing["alpha"])


def test_disagreements_are_listed():
    assert find_disagreements(A, B).values.tolist() == [
        ["u3", "about", "X", "Y"],
        ["u3", "frames", "", "gap"],
    ]
    assert find_disagreements(A, A).empty


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        (pd.concat([A, A.head(1)]), B, "coder a: unit 'u1' is coded twice"),
        (A, pd.concat([B, B.head(1)]), "coder b: unit 'u4' is coded twice"),
        (A.head(3), B, "1 units are coded by one coder only, the first 'u4'"),
        (A.drop(columns="about"), B, "only one coder has about"),
    ],
)
def test_coders_that_do_not_fit(a, b, said):
    with pytest.raises(AgreementError, match=said):
        join_coders(a, b)


def test_a_unit_without_group_is_named():
    with pytest.raises(AgreementError, match="no language for unit 'u4'"):
        measure(groups=pd.DataFrame({"unit": ["u1", "u2", "u3"], "language": "en"}))


def test_gold_standard_reaches_what_its_manual_says(shared):
    """The manual's figures: about .88, voice .95, voice_side .98, stance .97 before adjudication."""
    folder = shared / "codings" / "articles"
    coders = [pd.read_csv(folder / f"coder_{c}.csv", dtype=str, keep_default_na=False) for c in "ab"]
    body = coders[0]["kind"] != "boilerplate"
    coders = [coder.loc[body.to_numpy()] for coder in coders]
    rows = measure(*coders).set_index("variable")
    for variable, said in (("about", 0.88), ("voice", 0.95), ("voice_side", 0.98), ("stance", 0.97)):
        assert rows.loc[variable, "alpha"] == pytest.approx(said, abs=0.015)


def test_plot_shows_the_coefficient():
    rows = measure()
    ax = plot_reliability(rows)
    assert ax.collections[-1].get_offsets()[:, 0].tolist() == pytest.approx(rows["alpha"].tolist())
    assert ax.get_yticklabels()[0].get_text() == "about  n = 4"
