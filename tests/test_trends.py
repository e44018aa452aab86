"""Trends, changes and lags: what was planted is found, what was not is not."""

import numpy as np
import pandas as pd
import pytest

from analysis.changes import measure_changes
from analysis.figures import find_overlaps, use_style
from analysis.lags import measure_lags, plot_lags
from analysis.studies import read_study
from analysis.trends import date_sentences, measure_trends, plot_trends, smooth_trends

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


def test_dating_names_a_document_that_is_missing():
    spoken, documents = write_speech(np.random.default_rng(1), months=2)
    with pytest.raises(ValueError, match="'US-0-0'"):
        date_sentences(spoken, documents[documents["document"] != "US-0-0"], period="M")


def test_trends_count_every_sentence_once():
    spoken, documents = write_speech(np.random.default_rng(2), months=6)
    dated = date_sentences(spoken, documents, period="M")
    trends = measure_trends(dated, of="frames", sides=SIDES, rng=np.random.default_rng(1), replicates=50)
    assert trends["n"].sum() == len(spoken)
    assert trends["count"].sum() == (spoken["frames"] == "race").sum()
    assert ((trends["low"] <= trends["share"]) & (trends["share"] <= trends["high"])).all()


def test_planted_change_is_found_where_it_was_planted_and_only_there():
    spoken, documents = write_speech(np.random.default_rng(3), change=25)
    dated = date_sentences(spoken, documents, period="M")
    changes = measure_changes(
        dated, of="frames", sides=SIDES, categories=("race",), rng=np.random.default_rng(1), replicates=99
    ).set_index("side")
    found = changes.loc[SIDES[0]]
    assert found["period"] == pd.Timestamp("2024-02-01")
    assert found["low"] <= found["period"] <= found["high"]
    assert found["stands_out"] and found["before"] < 0.25 and found["after"] > 0.5
    assert not changes.loc[SIDES[1], "stands_out"]


def test_lag_that_was_planted_is_found():
    rng = np.random.default_rng(4)
    course = rng.normal(0, 1, 60)
    periods = pd.date_range("2020-01-01", periods=60, freq="MS")
    shares = {SIDES[0]: course, SIDES[1]: np.roll(course, 2)}
    rows = [
        {
            "side": side,
            "period": period,
            "category": "race",
            "n": 1000,
            "count": round(1000 / (1 + np.exp(-x))),
        }
        for side, values in shares.items()
        for period, x in zip(periods, values, strict=True)
    ]
    lags = measure_lags(pd.DataFrame(rows), sides=SIDES, rng=rng, shifts=199)
    best = lags.loc[lags["correlation"].idxmax()]
    assert best["lag"] == 2 and best["outside"]
    assert lags.loc[lags["lag"] == -2, "outside"].tolist() == [False]


def test_figures_have_no_overlapping_text():
    spoken, documents = write_speech(np.random.default_rng(5), change=20)
    dated = date_sentences(spoken, documents, period="M")
    trends = measure_trends(dated, of="frames", sides=SIDES, rng=np.random.default_rng(1), replicates=50)
    lags = measure_lags(trends, sides=SIDES, rng=np.random.default_rng(1), shifts=99)
    with use_style():
        panels = plot_trends(smooth_trends(trends, window=5), sides=STUDY.sides)
        assert find_overlaps(panels.figure) == []
        assert find_overlaps(plot_lags(lags).figure) == []
