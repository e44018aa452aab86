"""Shares: counts by hand, intervals by rule, designs, and sentences that cannot be shared out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from scipy import special, stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.resampling import (
    MIN_DOCUMENTS,
    SampleError,
    draw_weights,
    is_descriptive,
    join_freedom,
    measure_wilson,
)
from analysis.shares import measure_differences, measure_shares, plot_differences, plot_shares
from analysis.simulation import draw_codes
from analysis.tally import tally_codes

TOY = pd.DataFrame(
    {
        "sentence": [f"s{n}" for n in range(12)],
        "article": list("aaabbb") + list("cccddd"),
        "paragraph": [0, 0, 1] * 4,
        "about": ["X"] * 6 + ["Y"] * 6,
        "frames": ["race", "", "race|control", "", "control", "", "", "", "control", "", "", "race"],
    }
)
ASK = {"by": "about", "of": "frames"}


def rng():
    return np.random.default_rng(1)


def shares(frame=TOY, **options):
    return measure_shares(frame, rng=rng(), **(ASK | options))


def differences(frame=TOY, **options):
    return measure_differences(frame, rng=rng(), **(ASK | {"sides": ("X", "Y")} | options))


def test_counts_and_shares_by_hand():
    rows = shares()
    assert rows[["side", "category", "count", "n", "n_documents"]].values.tolist() == [
        ["X", "control", 2, 6, 2], ["X", "race", 2, 6, 2], ["Y", "control", 1, 6, 2], ["Y", "race", 1, 6, 2],
    ]  # fmt: skip
    assert rows["share"].tolist() == pytest.approx([2 / 6, 2 / 6, 1 / 6, 1 / 6])
    assert ((rows["low"] <= rows["share"]) & (rows["share"] <= rows["high"])).all()
    assert (rows["low"] > 0).all() and (rows["high"] < 1).all()


def test_interval_is_the_rule_written_down():
    """One side, one category: Student's t around the logit, bootstrap error, at least the binomial one."""
    codes = draw_codes(np.random.default_rng(4), documents=15, clustering=0.3)
    row = measure_shares(codes, rng=np.random.default_rng(9), replicates=4000, **ASK).iloc[0]
    found = codes.query("about == 'X'").groupby("article")["frames"].agg(lambda f: (f == "race").sum())
    sizes = codes.query("about == 'X'").groupby("article").size()
    weights = np.random.default_rng(5).multinomial(15, [1 / 15] * 15, 4000)
    drawn = special.logit((weights @ found + 0.5) / (weights @ sizes + 1))
    half = stats.t.ppf(0.975, 14) * np.sqrt(drawn.var(ddof=1) * 15 / 14)
    middle = special.logit((found.sum() + 0.5) / (sizes.sum() + 1))
    assert [row["low"], row["high"]] == pytest.approx(special.expit([middle - half, middle + half]), rel=0.05)


def test_a_category_that_never_occurs_has_a_share_and_an_interval():
    rows = shares(categories=("race", "safety")).query("category == 'safety'")
    assert rows["count"].tolist() == [0, 0] and (rows["share"] == 0).all()
    assert (rows["low"] == 0).all() and (rows["high"].between(0.05, 1)).all()


def test_simple_samples_have_wilson():
    rows = shares(design="simple")
    assert (rows["method"] == "Wilson").all()
    for row in rows.itertuples():
        assert (row.low, row.high) == pytest.approx(proportion_confint(row[3], row.n, method="wilson"))


def test_one_document_is_resampled_by_paragraph():
    rows = shares(TOY.query("article in ('a', 'c', 'd')"))
    assert (rows["method"] == "bootstrap over paragraphs").all() and rows["descriptive"].all()


def test_descriptive_by_rule():
    enough = draw_codes(rng(), documents=MIN_DOCUMENTS)
    assert not shares(enough)["descriptive"].any()
    assert shares(enough.query("article != 'X0'"))["descriptive"].all()
    assert (
        is_descriptive([100, 9])
        and not is_descriptive([10, 10])
        and is_descriptive([10, 10], unit="paragraph")
    )


def test_same_seed_same_numbers_whatever_the_order():
    pd.testing.assert_frame_equal(shares(), shares(TOY.sample(frac=1, random_state=3)))
    before = TOY.copy()
    differences()
    pd.testing.assert_frame_equal(TOY, before)


def test_differences_by_hand():
    rows = differences().set_index("category")
    assert rows.loc["race", "difference"] == pytest.approx(1 / 6)
    assert rows.loc["race", "ratio"] == pytest.approx((2.5 / 6.5) / (1.5 / 6.5))
    assert rows.loc["race", ["documents_1", "documents_2"]].tolist() == [2, 2]
    assert ((rows["low"] < rows["difference"]) & (rows["difference"] < rows["high"])).all()
    assert ((rows["ratio_low"] < rows["ratio"]) & (rows["ratio"] < rows["ratio_high"])).all()


def test_leaving_each_document_out():
    row = differences().set_index("category").loc["race"]
    # without a: 0/3 - 1/6 < 0; without b: 2/3 - 1/6; without c: 2/6 - 1/3 = 0; without d: 2/6 - 0
    assert row["stability"] == pytest.approx(2 / 4) and row["leans_on"] == "a"


def test_a_side_that_rests_on_one_document_is_not_stable():
    lone = pd.DataFrame(
        {"sentence": range(8), "article": list("aaaabbbb"), "paragraph": [0, 0, 1, 1] * 2,
         "about": list("XXXXYYYY"), "frames": ["race", "race", "race", "", "", "race", "", ""]}
    )  # fmt: skip
    row = differences(lone).iloc[0]
    assert row["stability"] == 0 and row["method"] == "bootstrap over paragraphs"


def test_swapping_sides_flips_the_difference():
    there, back = differences(), differences(sides=("Y", "X"))
    np.testing.assert_allclose(there["difference"], -back["difference"])
    np.testing.assert_allclose(np.log(there["ratio"]), -np.log(back["ratio"]))
    assert (there["stability"] == back["stability"]).all() and (there["leans_on"] == back["leans_on"]).all()


def test_simple_difference_is_newcombe():
    codes = pd.DataFrame(
        {"sentence": range(150), "article": ["a", "b"] * 75, "about": ["X"] * 70 + ["Y"] * 80,
         "frames": ["race"] * 56 + [""] * 14 + ["race"] * 48 + [""] * 32}
    )  # fmt: skip
    row = differences(codes, design="simple").iloc[0]
    theirs = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert (row["low"], row["high"]) == pytest.approx(theirs)


def test_documents_that_speak_of_both_sides_are_drawn_whole():
    """What documents share cancels: with shares that move together the difference is known better."""
    generator = np.random.default_rng(2)
    rows = []
    for document, rate in enumerate(generator.beta(1, 2, 30)):
        for side, lift in (("X", 0.0), ("Y", 0.15)):
            coded = generator.random(60) < np.clip(rate + lift, 0, 1)
            rows += [(f"d{document}", side, "race" if c else "") for c in coded]
    crossed = pd.DataFrame(rows, columns=["article", "about", "frames"]).assign(sentence=range(len(rows)))
    apart = crossed.assign(article=crossed["article"] + crossed["about"])
    joined, separate = differences(crossed).iloc[0], differences(apart).iloc[0]
    assert joined["high"] - joined["low"] < 0.6 * (separate["high"] - separate["low"])
    assert joined["high"] < 0 and joined["low"] < -0.15 < joined["high"] + 0.15


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.assign(about="X"), "about='Y'"),
        (lambda t: t.assign(frames=[None] + [""] * 11), "frames is missing, first in 's0'"),
        (lambda t: t.assign(about=[np.nan] + ["X"] * 11), "about is missing"),
        (lambda t: pd.concat([t, t.head(1)]), "'s0' is given twice"),
        (lambda t: t.assign(frames=["race|race"] + [""] * 11), "names a value twice"),
        (lambda t: t.drop(columns="article"), "columns missing: article"),
        (lambda t: t.query("article in ('a', 'c')").drop(columns="paragraph"), "no column 'paragraph'"),
        (lambda t: t.query("article in ('a', 'c')").assign(paragraph=0), "one paragraph only"),
    ],
)
def test_bad_sentences_are_named(spoil, said):
    with pytest.raises(SampleError, match=said):
        shares(spoil(TOY), sides=("X", "Y"))


def test_bad_questions_are_refused():
    with pytest.raises(SampleError, match="design='tokens'"):
        shares(design="tokens")
    with pytest.raises(SampleError, match="two different sides"):
        differences(sides=("X", "X"))


def test_wilson_and_its_limits():
    low, high = measure_wilson([0, 5, 10], [10, 10, 10])
    assert low[0] == pytest.approx(0, abs=1e-12) and high[2] == pytest.approx(1)
    assert np.isnan(measure_wilson(0, 0)).all()
    with pytest.raises(SampleError):
        measure_wilson(11, 10)


def test_weights_draw_each_stratum_whole():
    weights = draw_weights(list("aabbb"), replicates=50, rng=rng())
    assert (weights[:, :2].sum(axis=1) == 2).all() and (weights[:, 2:].sum(axis=1) == 3).all()


def test_freedom_lies_between_the_smaller_and_the_sum():
    assert 4 <= join_freedom(1.0, 3.0, (5, 9)) <= 12
    assert join_freedom(0.0, 0.0, (5, 9)) == 1


def test_tally_counts_units_and_strata():
    tally = tally_codes(TOY, **ASK, sides=("X", "Y"))
    assert tally.n_documents.tolist() == [2, 2] and not tally.crossed
    assert sorted(tally.strata) == ["X", "X", "Y", "Y"]
    crossed = tally_codes(TOY.assign(article=list("ababab") * 2), **ASK, sides=("X", "Y"))
    assert crossed.crossed and set(crossed.strata) == {"all"}


def test_plots_show_their_rows():
    rows = shares()
    ax = plot_shares(rows)
    drawn = [points for points in ax.collections if isinstance(points, PathCollection)]
    assert sorted(np.concatenate([points.get_offsets()[:, 0] for points in drawn])) == pytest.approx(
        sorted(rows["share"])
    )
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "X: n = 6 sentences, 2 documents", "Y: n = 6 sentences, 2 documents"]  # fmt: skip
    ax = plot_differences(differences())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["control", "race"]
