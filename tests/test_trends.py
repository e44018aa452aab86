"""Trends, changes and lags: what was planted is found, what was not is not."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.changes import EDGE, _measure_gains, find_break, measure_changes, summarise_change
from analysis.figures import find_overlaps, use_style
from analysis.lags import measure_lags, plot_lags
from analysis.resampling import SampleError
from analysis.shares import measure_shares
from analysis.studies import read_study
from analysis.trends import choose_often, date_sentences, measure_trends, plot_trends

STUDY = read_study("data/articles")
SIDES = STUDY.side_ids


def write_speech(rng, *, months=40, change=None, documents=4, sentences=10, low=0.15, high=0.6):
    """Sentences of both sides' documents; side one's rate of ``race`` steps up at month `change`."""
    rows, listed = [], []
    for side in SIDES:
        for month in range(months):
            date = pd.Timestamp("2022-01-15") + pd.DateOffset(months=month)
            for number in range(documents):
                name = f"{side}-{month}-{number}"
                listed.append((name, side, str(date.date())))
                risen = change is not None and side == SIDES[0] and month >= change
                hits = rng.random(sentences) < (high if risen else low)
                rows += [(name, f"{name}:{i}", i, "race" if hit else "") for i, hit in enumerate(hits)]
    spoken = pd.DataFrame(rows, columns=["article", "sentence", "paragraph", "frames"])
    return spoken, pd.DataFrame(listed, columns=["document", "side", "date"])


def date_speech(seed, **options):
    return date_sentences(*write_speech(np.random.default_rng(seed), **options), period="M")


def test_dating_names_a_document_that_is_missing():
    spoken, documents = write_speech(np.random.default_rng(1), months=2)
    with pytest.raises(ValueError, match="'US-0-0'"):
        date_sentences(spoken, documents[documents["document"] != "US-0-0"], period="M")


def test_trends_count_every_sentence_once():
    dated = date_speech(2, months=6)
    trends = measure_trends(dated, of="frames", sides=SIDES)
    assert trends["n"].sum() == len(dated)
    assert trends["count"].sum() == (dated["frames"] == "race").sum()
    assert ((trends["low"] <= trends["share"]) & (trends["share"] <= trends["high"])).all()


def test_a_window_pools_the_periods_around_and_a_lone_document_has_no_interval():
    dated = date_speech(2, months=5, documents=1)
    single = measure_trends(dated, of="frames", sides=SIDES)
    pooled = measure_trends(dated, of="frames", sides=SIDES, window=3)
    own = single[single["side"] == SIDES[0]]
    middle = pooled[pooled["side"] == SIDES[0]].iloc[2]
    assert middle["count"] == own["count"].iloc[1:4].sum() and middle["n_documents"] == 3
    assert single[["low", "high"]].isna().all().all() and np.isfinite(middle["low"])


def test_intervals_are_those_of_the_bootstrap_over_documents():
    dated = date_speech(3, months=1, documents=40, low=0.4)
    trends = measure_trends(dated, of="frames", sides=SIDES)
    shares = measure_shares(
        dated.assign(all="x"), by="side", of="frames", sides=SIDES, rng=np.random.default_rng(1)
    )
    assert trends[["low", "high"]].to_numpy() == pytest.approx(shares[["low", "high"]].to_numpy(), abs=0.01)


def test_planted_change_is_found_where_it_was_planted_and_only_there():
    changes = measure_changes(
        date_speech(3, change=25), of="frames", sides=SIDES, categories=("race",),
        rng=np.random.default_rng(1), replicates=99,
    )  # fmt: skip
    found = changes.set_index("side").loc[SIDES[0]]
    assert found["period"] == pd.Timestamp("2024-02-01")
    assert found["low"] <= found["period"] <= found["high"]
    assert found["stands_out"] and found["before"] < 0.25 and found["after"] > 0.5
    assert not changes.set_index("side").loc[SIDES[1], "stands_out"]
    told = summarise_change(changes, "race_", side=SIDES[0], category="race")
    assert told["race_month"] == "2024-02" and told["race_before"] == found["before"]


def test_gain_is_the_likelihood_ratio_of_the_two_tables_and_ruptures_finds_its_largest():
    rng = np.random.default_rng(7)
    for _ in range(20):
        n = rng.integers(5, 60, 30).astype(float)
        found = rng.binomial(n.astype(int), 0.3).astype(float)
        gains = _measure_gains(found[None, :, None], n[None], np.arange(30))[0, :, 0]
        place = find_break(found, n)
        assert gains[place - EDGE] == pytest.approx(gains.max())
        table = [
            [part.sum(), size.sum() - part.sum()]
            for part, size in ((found[:place], n[:place]), (found[place:], n[place:]))
        ]
        g2 = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert gains.max() == pytest.approx(g2)


def test_without_a_change_p_is_small_no_more_often_than_it_says():
    p = []
    for seed in range(40):
        changes = measure_changes(
            date_speech(100 + seed, months=16), of="frames", sides=SIDES, categories=("race",),
            rng=np.random.default_rng(seed), replicates=99,
        )  # fmt: skip
        p += changes["p"].tolist()
    assert np.mean(np.array(p) <= 0.1) < 0.2  # 80 tests; .1 expected, .2 lies three standard errors above


def test_a_change_needs_periods_on_both_sides():
    with pytest.raises(SampleError, match="has 8 periods"):
        measure_changes(
            date_speech(1, months=8), of="frames", sides=SIDES, categories=("race",),
            rng=np.random.default_rng(1),
        )  # fmt: skip


def write_courses(shares):
    """Monthly counts of 1,000 sentences from courses on the logit."""
    periods = pd.date_range("2020-01-01", periods=60, freq="MS")
    rows = [
        (side, period, "race", 1000, round(1000 / (1 + np.exp(-x))))
        for side, values in shares.items()
        for period, x in zip(periods, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["side", "period", "category", "n", "count"])


def test_lag_that_was_planted_is_found():
    rng = np.random.default_rng(4)
    course = rng.normal(0, 1, 60)
    trends = write_courses({SIDES[0]: course, SIDES[1]: np.roll(course, 2)})
    lags = measure_lags(trends, sides=SIDES, rng=rng, surrogates=199)
    best = lags.loc[lags["correlation"].idxmax()]
    assert best["lag"] == 2 and best["outside"]
    assert lags.loc[lags["lag"] == -2, "outside"].tolist() == [False]


def test_courses_of_their_own_seldom_go_together():
    """Of 150 pairs of courses that keep to themselves, about one in twenty has a lag outside the band."""
    rng = np.random.default_rng(8)
    found = 0
    for _ in range(150):
        courses = {side: np.cumsum(rng.normal(0, 0.2, 60)) + rng.normal(0, 0.4, 60) for side in SIDES}
        found += measure_lags(write_courses(courses), sides=SIDES, rng=rng, surrogates=199)["outside"].any()
    assert 1 <= found <= 15  # at 5 % beyond 15 is a chance of 1 in 200


def test_correlation_at_no_lag_is_that_of_the_differences():
    rng = np.random.default_rng(6)
    trends = write_courses({side: rng.normal(0, 1, 60) for side in SIDES})
    lags = measure_lags(trends, sides=SIDES, rng=rng, surrogates=99)
    one, two = (
        np.diff(np.log((own["count"] + 0.5) / (own["n"] - own["count"] + 0.5)))
        for own in (trends[trends["side"] == side] for side in SIDES)
    )
    assert lags.loc[lags["lag"] == 0, "correlation"].item() == pytest.approx(np.corrcoef(one, two)[0, 1])


def test_choosing_often_asks_every_side():
    trends = pd.DataFrame(
        {"category": list("aabb"), "side": list("XYXY"), "count": [5, 5, 9, 0], "n": [10, 10, 10, 10]}
    )
    assert choose_often(trends, least=0.2)["category"].unique().tolist() == ["a"]


def test_figures_have_no_overlapping_text():
    dated = date_speech(5, change=20)
    trends = measure_trends(dated, of="frames", sides=SIDES)
    smooth = measure_trends(dated, of="frames", sides=SIDES, window=5)
    changes = measure_changes(
        dated, of="frames", sides=SIDES, categories=("race",), rng=np.random.default_rng(1), replicates=99
    )
    milestones = pd.DataFrame(
        {"date": ["2022-03-01", "2024-12-01"], "side": SIDES, "label": "An act", "label_zh": "一事"}
    )
    lags = measure_lags(trends, sides=SIDES, rng=np.random.default_rng(1), surrogates=99)
    with use_style():
        panel = plot_trends(trends, smooth=smooth, sides=STUDY.sides, changes=changes, milestones=milestones)
        assert find_overlaps(panel.figure) == []
        assert "→" in " ".join(text.get_text() for text in panel.texts)
        assert find_overlaps(plot_lags(lags, sides=STUDY.sides).figure) == []
