"""Calibration: what a bin holds, honest and boastful scores told apart, and a figure that can be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.agreement import AgreementError
from analysis.calibration import measure_calibration, plot_calibration, summarise_calibration
from analysis.figures import find_cut_texts, find_overlaps, use_style


def write_codes(chance, *, documents: int = 300, seed: int = 1) -> pd.DataFrame:
    """Two sentences a document, coded right with `chance` of their score."""
    rng = np.random.default_rng(seed)
    score = rng.uniform(0, 1, 2 * documents)
    right = rng.random(len(score)) < chance(score)
    return pd.DataFrame(
        {
            "sentence": range(len(score)),
            "article": [f"d{n // 2}" for n in range(len(score))],
            "gold_kind": "body",
            "gold_frames": np.where(right, "race|gap", "race"),
            "frames": "gap|race",
            "frames_score": score,
        }
    )


def measure(codes: pd.DataFrame, **options) -> pd.DataFrame:
    return measure_calibration(codes, variables=("frames",), **options)


def test_honest_scores_lie_on_the_diagonal():
    codes = write_codes(lambda score: score)
    rows = measure(codes)
    assert rows["n"].sum() == len(codes) and rows["from"].tolist() == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])
    assert ((rows["low"] < rows["score"]) & (rows["score"] < rows["high"])).all()
    assert summarise_calibration(rows, variable="frames")["error"] < 0.06


def test_boastful_scores_lie_below_it():
    rows = measure(write_codes(lambda score: score / 3))
    assert rows["high"].iloc[-1] < rows["score"].iloc[-1]
    found = summarise_calibration(rows, "f_", variable="frames")
    assert (
        found["f_error"] == pytest.approx(found["f_score"] - found["f_right"], abs=0.02)
        and found["f_n"] == 600
    )


def test_sets_are_right_only_as_a_whole_and_in_any_order():
    codes = write_codes(lambda score: score * 0 + 1, documents=20)
    assert (measure(codes)["right"] == 1).all()
    assert (measure(codes.assign(frames="gap"))["right"] == 0).all()


def test_the_ends_of_bins_and_empty_ones():
    codes = write_codes(lambda score: score, documents=2).assign(frames_score=[0.0, 0.5, 0.5, 1.0])
    rows = measure(codes, bins=4)
    assert rows[["from", "to", "n"]].values.tolist() == [[0, 0.25, 1], [0.25, 0.5, 2], [0.75, 1, 1]]
    assert rows["descriptive"].all()


def test_what_nobody_coded_or_scored_does_not_count():
    codes = write_codes(lambda score: score, documents=20)
    more = pd.concat([codes, codes.assign(sentence=codes["sentence"] + 100, gold_kind="")])
    more = pd.concat([more, codes.assign(sentence=codes["sentence"] + 200, frames_score=np.nan)])
    pd.testing.assert_frame_equal(measure(more), measure(codes))
    with pytest.raises(AgreementError, match="needs both"):
        measure(codes.assign(gold_kind=""))


def test_figure_has_a_panel_a_variable_and_every_n():
    codes = write_codes(lambda score: score)
    both = codes.assign(about="X", gold_about="X", about_score=0.9)
    rows = measure_calibration(both, variables=("about", "frames"))
    with use_style():
        ax = plot_calibration(rows)
        assert find_overlaps(ax.figure) == [] and find_cut_texts(ax.figure) == []
        shown = {text.get_text() for panel in ax.figure.axes for text in panel.texts}
    assert shown == set(rows["n"].astype(str)) and len(ax.figure.axes) == 2
