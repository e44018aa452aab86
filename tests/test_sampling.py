"""Sampling sentences for hand-coding, and two coders' sheets back into one coding."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest

from analysis.sampling import (
    CODED,
    SHEET,
    SheetError,
    agree_sheets,
    draw_sample,
    merge_sheets,
    read_sheet,
    write_codings,
)

TEXT = "One two. Three four. Five six. 七八。九十。"
SPANS = [(0, 8), (9, 20), (21, 30), (31, 34), (34, 37)]
SIDES = ("US", "CN")


def sentences() -> pd.DataFrame:
    rows = [
        {"sentence": f"a#1:{i:04d}", "article": "a.txt", "start": start, "end": end,
         "kind": "boilerplate" if i == 2 else "body", "language": "zh" if i > 2 else "en"}
        for i, (start, end) in enumerate(SPANS)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def sheet(**codes: list[str]) -> pd.DataFrame:
    units = [f"u{i}" for i in range(len(next(iter(codes.values()))))]
    frame = pd.DataFrame({"unit": units, "article": "a.txt", "start": 0, "end": 5, "before": "", "text": "x"})
    base = {"kind": "body", "about": "US", "voice": "author", "voice_side": "US"}
    for name in CODED:
        frame[name] = codes.get(name, base.get(name, ""))
    return frame.assign(note="")


def test_sample_shows_text_and_hides_codes():
    drawn = draw_sample(sentences(), {"a.txt": TEXT}, size=9, rng=np.random.default_rng(1))
    assert list(drawn.columns) == list(SHEET)
    assert drawn["text"].tolist() == ["One two.", "Three four.", "七八。", "九十。"]  # no boilerplate
    assert drawn["before"].iloc[1] == "One two."
    assert (drawn[list(CODED)] == "").all(axis=None)


def test_sample_is_drawn_by_chance_and_again_by_the_same_seed():
    def draw(seed):
        return draw_sample(sentences(), {"a.txt": TEXT}, size=2, rng=np.random.default_rng(seed))

    assert draw(3).equals(draw(3))
    assert len({tuple(draw(seed)["unit"]) for seed in range(20)}) > 1


def test_strata_have_each_their_size():
    drawn = draw_sample(sentences(), {"a.txt": TEXT}, size=1, rng=np.random.default_rng(1), by="language")
    assert len(drawn) == 2 and drawn["unit"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("frames", "race|winning", "'winning'; allowed: race"),
        ("stance", "pro", "'pro'; allowed: open"),
        ("about", "EU", "'EU'; allowed: US, CN, OTHER, BOTH, NONE"),
        ("tone", "US:+2", "'US:+2'; allowed: US:+1"),
        ("practice", "open", "'open'; allowed: US:open"),
    ],
)
def test_a_code_that_is_not_allowed_is_named_with_its_line(tmp_path, column, value, told):
    filled = sheet(frames=["race", "race"])
    filled.loc[1, column] = value
    filled.to_csv(tmp_path / "s.csv", index=False)
    with pytest.raises(SheetError, match="line 3") as error:
        read_sheet(tmp_path / "s.csv", sides=SIDES)
    assert told in str(error.value)


def test_columns_that_lack_are_named(tmp_path):
    (tmp_path / "s.csv").write_text("unit,kind\nu0,body\n")
    with pytest.raises(SheetError, match="lacks the columns about"):
        read_sheet(tmp_path / "s.csv", sides=SIDES)


def test_merging_leaves_disputes_until_they_are_resolved():
    first = sheet(frames=["race|control", "safety", ""], stance=["", "", "open"])
    second = sheet(frames=["control|race", "security", ""], stance=["", "", "open"])
    agreed, disputed = merge_sheets(first, second)
    assert agreed["unit"].tolist() == ["u0", "u2"]  # the order within a set is no dispute
    assert disputed[["unit", "frames_first", "frames_second"]].values.tolist() == [
        ["u1", "safety", "security"]
    ]
    resolved = disputed.assign(**{**first.iloc[1][list(CODED)], "frames": "safety|security"})
    agreed, disputed = merge_sheets(first, second, resolved)
    assert disputed.empty and agreed.set_index("unit")["frames"]["u1"] == "safety|security"


def test_codings_are_written_as_a_study_has_them(tmp_path):
    write_codings(sheet(frames=["race", ""], tone=["US:-1|CN:+1", ""]), tmp_path, sides=SIDES)
    with (tmp_path / "gold.csv").open() as lines:
        gold = list(csv.DictReader(lines))
    assert [(row["tone_us"], row["tone_cn"]) for row in gold] == [("-1", "1"), ("0", "0")]
    assert (tmp_path / "units.csv").read_text().startswith("unit,article,start,end\n")


def test_agreeing_tells_reliability_and_refuses_to_merge_disputes(tmp_path, root):
    frames = ["race", "safety", "economy", "race"] * 5
    first, second = sheet(frames=frames), sheet(frames=[*frames[:-1], "control"])
    for name, filled in (("a", first), ("b", second)):
        filled.to_csv(tmp_path / f"{name}.csv", index=False)
    paths = root / "data/articles", tmp_path / "a.csv", tmp_path / "b.csv"
    lines = agree_sheets(*paths, disputes=tmp_path / "d.csv")
    assert lines[0] == "20 sentences coded by both, 1 in dispute"
    assert any(line.startswith("frames: α 0.9") for line in lines)
    with pytest.raises(SheetError, match="1 sentences are in dispute"):
        agree_sheets(*paths, out=tmp_path / "codings")
    resolved = pd.read_csv(tmp_path / "d.csv", dtype=str, keep_default_na=False)
    resolved.assign(**first.iloc[3][list(CODED)]).to_csv(tmp_path / "r.csv", index=False)
    agree_sheets(*paths, resolved=tmp_path / "r.csv", out=tmp_path / "codings")
    assert len((tmp_path / "codings/gold.csv").read_text().splitlines()) == 21
