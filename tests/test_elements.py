"""Elements: sentences cut from one listed span are one, and what could not be drawn is left out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.elements import merge_elements, read_listed
from analysis.opening import open_study

LISTED = pd.DataFrame({"document": ["a", "a", "b"], "start": [0, 50, 10], "end": [40, 90, 30]})


def write_sentences(rows: list[tuple]) -> pd.DataFrame:
    columns = ["article", "start", "end", "about", "frames", "stance", "tone", "gold_kind"]
    sentences = pd.DataFrame(rows, columns=columns)
    return sentences.assign(sentence=[f"s{n}" for n in range(len(rows))], practice="")


def test_one_row_per_span_with_the_codes_of_all_its_sentences():
    sentences = write_sentences(
        [
            ("a", 0, 10, "X", "race", "open", "X:-1", "body"),
            ("a", 10, 40, "Y", "control|race", "closed", "X:-1|Y:+1", "body"),
            ("a", 50, 90, "X", "values", "", "", ""),
        ]
    )
    rows = merge_elements(sentences, LISTED)
    assert rows["sentence"].tolist() == ["s1", "s2"]
    first = rows.iloc[0]
    assert (first["about"], first["frames"], first["stance"]) == ("Y", "race|control", "both")
    assert (first["tone"], first["start"], first["end"]) == ("X:-1|Y:+1", 0, 40)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (0, 40, ["s0"]),
        (35, 60, ["s0"]),  # a fifth of it lies in either span: it belongs to the larger part
        (38, 51, []),  # less than a fifth of it lies in any
        (90, 99, []),  # beside the list
    ],
)
def test_what_a_span_holds(start, end, found):
    rows = merge_elements(write_sentences([("a", start, end, "X", "race", "", "", "")]), LISTED)
    assert rows["sentence"].tolist() == found


def test_other_documents_could_not_be_drawn():
    assert merge_elements(write_sentences([("c", 0, 40, "X", "race", "", "", "")]), LISTED).empty


def test_without_a_list_every_sentence_is_its_own(tmp_path: Path):
    sentences = write_sentences([("a", 0, 10, "X", "race", "", "", "body")])
    assert read_listed(tmp_path) is None and merge_elements(sentences, None) is sentences


def test_the_callers_frame_and_the_order_of_rows_do_not_matter():
    rows = [("a", 0, 10, "X", "race", "", "", ""), ("b", 10, 30, "Y", "", "", "", "")]
    sentences = write_sentences(rows)
    before = sentences.copy()
    there, back = merge_elements(sentences, LISTED), merge_elements(sentences[::-1], LISTED)
    assert there.equals(back[::-1].reset_index(drop=True)) and sentences.equals(before)


def test_each_drawn_unit_of_the_official_sample_is_one_element(root: Path):
    """240 were drawn a side; an element lacks only where the machine reads the sentence as boilerplate."""
    study = open_study(root / "data/official")
    elements = study.elements
    coded = elements[elements["gold_kind"] != ""]
    units = coded["units"].str.split("|").explode()
    assert units.is_unique and coded.groupby("side").size().between(235, 240).all()
    assert elements["sentence"].is_unique and len(elements) < len(study.sentences)
