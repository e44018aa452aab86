"""Validation: against scikit-learn, in its limits, over documents, and held out means held out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from analysis.agreement import AgreementError
from analysis.codings import mark_held_out
from analysis.figures import find_overlaps, use_style
from analysis.studies import read_study
from analysis.tables import TableError
from analysis.validation import find_errors, measure_validation, plot_validation
from analysis.wording import use_language


def write_codes(
    seed: int = 1, *, documents: int = 30, sentences: int = 6, wrong: float = 0.2
) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for document in range(documents):
        for place in range(sentences):
            about, frames = rng.choice(["X", "Y", "NONE"]), rng.choice(["", "race", "race|control"])
            machine = (rng.choice(["X", "Y", "NONE"]), rng.choice(["", "race", "control"]))
            err = rng.random(2) < wrong
            rows.append(
                {
                    "article": f"d{document:02}",
                    "sentence": f"d{document:02}:{place}",
                    "start": place * 10,
                    "end": place * 10 + 9,
                    "side": "X" if document % 2 else "Y",
                    "gold_kind": "body",
                    "gold_about": about,
                    "gold_frames": frames,
                    "about": machine[0] if err[0] else about,
                    "frames": machine[1] if err[1] else frames,
                    "frames_score": 0.5 + 0.4 * rng.random(),
                }
            )
    return pd.DataFrame(rows)


def measure(codes: pd.DataFrame, **options) -> pd.DataFrame:
    rows = measure_validation(
        codes, variables=("about", "frames"), rng=np.random.default_rng(1), replicates=200, **options
    )
    return rows.set_index(["group", "variable"])


def test_equals_scikit_learn():
    codes = write_codes()
    rows = measure(codes).loc["all"]
    assert rows.loc["about", "kappa"] == pytest.approx(cohen_kappa_score(codes["gold_about"], codes["about"]))
    assert rows.loc["about", "f1"] == pytest.approx((codes["about"] == codes["gold_about"]).mean())
    flags = [
        np.array([["race" in v.split("|"), "control" in v.split("|")] for v in codes[column]])
        for column in ("gold_frames", "frames")
    ]
    assert rows.loc["frames", "f1"] == pytest.approx(f1_score(*flags, average="micro"))
    assert rows.loc["frames:race", "f1"] == pytest.approx(f1_score(flags[0][:, 0], flags[1][:, 0]))
    assert rows.loc["frames:race", "kappa"] == pytest.approx(
        cohen_kappa_score(flags[0][:, 0], flags[1][:, 0])
    )
    assert (rows["f1_low"] <= rows["f1"]).all() and (rows["f1"] <= rows["f1_high"]).all()


def test_documents_are_drawn_not_sentences():
    """Where the sentences of a document are copies, the interval is as wide as with one a document."""
    single = write_codes(2, documents=60, sentences=1)
    copies = pd.concat([single.assign(sentence=single["sentence"] + f"-{k}") for k in range(5)])
    one, five = (measure(codes).loc[("all", "about")] for codes in (single, copies))
    assert five["f1_high"] - five["f1_low"] == pytest.approx(one["f1_high"] - one["f1_low"], abs=0.03)


def test_groups_part_the_sample():
    codes = write_codes()
    rows = measure(codes, groups=("side",))
    assert rows.loc[("side=X", "about"), "n"] + rows.loc[("side=Y", "about"), "n"] == len(codes)
    own = codes[codes["side"] == "X"]
    assert rows.loc[("side=X", "about"), "f1"] == pytest.approx((own["about"] == own["gold_about"]).mean())


@pytest.mark.parametrize(
    ("people", "machine", "low", "f1", "high"),
    [("race", "race", 0.9, 1.0, 1.0), ("race", "", 0.0, 0.0, 0.1)],
)
def test_extremes_have_an_interval(people, machine, low, f1, high):
    codes = write_codes(documents=40, sentences=1).assign(gold_frames=people, frames=machine)
    row = measure(codes).loc[("all", "frames")]
    assert row["f1"] == f1
    assert row["f1_low"] == pytest.approx(low, abs=0.02) and row["f1_high"] == pytest.approx(high, abs=0.02)


def test_what_people_never_named_has_no_f1():
    codes = write_codes().assign(gold_frames="", frames="race")
    assert np.isnan(measure(codes).loc[("all", "frames:race"), "f1"])


def test_sentences_that_nobody_coded_do_not_count():
    codes = write_codes()
    more = pd.concat([codes, codes.assign(sentence=codes["sentence"] + "x", gold_kind="", gold_frames="")])
    assert measure(more).equals(measure(codes))
    with pytest.raises(AgreementError, match="no sentence was coded"):
        measure(codes.assign(gold_kind=""))


def test_errors_are_counted_by_kind_with_the_surest_example():
    codes = pd.DataFrame(
        {
            "article": ["a", "a", "b"],
            "sentence": ["a:0", "a:1", "b:0"],
            "start": [0, 10, 5],
            "end": [9, 19, 25],
            "gold_kind": "body",
            "gold_frames": ["race", "race|control", ""],
            "frames": ["", "control", "race"],
            "frames_score": [0.6, 0.9, 0.7],
        }
    )
    mentions = pd.DataFrame({"sentence": ["a:1", "a:1"], "concept": ["gap", "win"]})
    concepts = pd.DataFrame({"concept": ["gap", "win"], "gloss": ["the gap", "winning"]})
    errors = find_errors(codes, mentions=mentions, concepts=concepts, variables=("frames",))
    assert errors.drop(columns="score").values.tolist() == [
        ["frames", "race", "", 2, 1, "a: 10–19", "the gap, winning"],
        ["frames", "", "race", 1, 1, "b: 5–25", ""],
    ]


def test_held_out_needs_every_unit_and_the_test_half(tmp_path: Path):
    (tmp_path / "heldout.csv").write_text("unit,document,split\nu1,d,dev\nu2,d,test\n")
    rows = pd.DataFrame({"units": ["u1", "u2", "", "u1|u2"], "gold_kind": ["body", "body", "", "body"]})
    assert mark_held_out(rows, tmp_path)["held_out"].tolist() == [False, True, False, False]
    with pytest.raises(TableError, match="'u3'"):
        mark_held_out(rows.assign(units="u3"), tmp_path)


def test_figure_has_no_overlapping_text():
    study = read_study("data/articles")
    codes = write_codes().replace({"side": {"X": study.side_ids[0], "Y": study.side_ids[1]}})
    with use_style():
        ax = plot_validation(measure(codes, groups=("side",)).reset_index(), sides=study.sides)
        assert find_overlaps(ax.figure) == []
        assert len(ax.get_legend_handles_labels()[1]) == 3


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["all", "Simplified Chinese", "Traditional Chinese", "English"]),
        ("zh", ["全部", "简体中文", "繁体中文", "英文"]),
    ],
)
def test_scripts_are_named_for_readers_and_told_apart_without_colour(language, names):
    codes = write_codes().assign(script="Latn")
    codes.loc[codes["article"].isin(["d01", "d02"]), "script"] = "Hans"
    codes.loc[codes["article"].isin(["d03", "d04"]), "script"] = "Hant"
    with use_style(), use_language(language):
        ax = plot_validation(measure(codes, groups=("script",)).reset_index())
        assert find_overlaps(ax.figure) == []
        handles, labels = ax.get_legend_handles_labels()
        assert [re.split("[:：]", label)[0] for label in labels] == names
        assert len({handle.get_paths()[0].vertices.tobytes() for handle in handles}) == len(names)
