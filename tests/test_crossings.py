"""Crossings: two codes against each other, by hand arithmetic."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.crossings import measure_cooccurrence, measure_crossing

SENTENCES = pd.DataFrame(
    [
        ("s1", "a", "X", "Y", "race|control"),
        ("s2", "a", "X", "X", "race"),
        ("s3", "b", "X", "Y", "race|control"),
        ("s4", "b", "Y", "NONE", ""),
    ],
    columns=["sentence", "article", "voice_side", "about", "frames"],
)


def test_crossing_counts_every_cell_and_the_share_of_the_row():
    rows = measure_crossing(
        SENTENCES, rows="voice_side", columns="about", row_order=("X", "Y"), column_order=("X", "Y")
    ).set_index(["row", "column"])
    assert rows["sentences"].tolist() == [1, 2, 0, 0]
    assert rows.loc[("X", "Y"), "share"] == pytest.approx(2 / 3) and rows.loc[("X", "Y"), "articles"] == 2
    assert rows.loc["Y", "share"].isna().all()  # a row without sentences has no share


def test_cooccurrence_against_independence():
    rows = measure_cooccurrence(SENTENCES, of="frames")
    (row,) = rows.to_dict("records")
    assert {row["row"], row["column"]} == {"race", "control"} and row["sentences"] == 2 and row["n"] == 4
    assert row["expected"] == pytest.approx(3 * 2 / 4) and row["lift"] == pytest.approx(2 / 1.5)
    assert row["share"] == pytest.approx(2 / 3)
