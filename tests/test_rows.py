"""Rows: what is bound together does not change what is said, and counts are those of the segmenter."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis.build import build_tables
from analysis.rows import TABLES, binding
from analysis.rows.schemas import make_table, read_schema
from analysis.rows.terms import _count
from analysis.studies import Study


@pytest.mark.parametrize("size", [1, 30, 1000])
def test_volumes_of_any_size_hold_the_same_rows(
    study: Study, texts: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    whole = build_tables(texts, study=study, coding=False)
    monkeypatch.setattr(binding, "VOLUME", size)
    for name, frame in build_tables(texts, study=study, coding=False).items():
        pd.testing.assert_frame_equal(frame, whole[name])


@pytest.mark.parametrize("grain", ["paragraph", "document"])
def test_terms_are_those_of_the_sentences_and_tokens_their_sum(
    study: Study, tmp_path: Path, grain: str
) -> None:
    rows = [
        {"id": "n1", "text": "自由贸易很好。Free trade is free.\n通行费，自由贸易。"},
        {"id": "n2", "text": "No toll!\n自由贸易。"},
    ]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    tables = build_tables(path, study=replace(study, grain=grain), coding=False)
    terms = tables["terms"]
    counted = terms.groupby(["text", "paragraph", "term"])["count"].sum()
    first = 1 if grain == "paragraph" else 0
    assert counted["n1#1", first, "自由贸易"] == 2 - first
    assert counted["n1#1", 0, "free"] == 2 and counted["n2#1", 0, "toll"] == 1
    tokens = terms.groupby(terms["text"].str[:2])["count"].sum()
    assert tables["documents"].set_index("document")["tokens"].to_dict() == tokens.to_dict()


def test_pairs_are_counted_in_order_of_their_first_place() -> None:
    groups, words = np.array([1, 0, 1, 0, 1]), np.array([5, 7, 4, 7, 5])
    found = list(zip(*(column.tolist() for column in _count(groups, words)), strict=True))
    assert found == [(0, 7, 2), (1, 5, 2), (1, 4, 1)]
    assert {(g, w): n for g, w, n in found} == Counter(zip(groups.tolist(), words.tolist(), strict=True))


def test_pairs_too_many_to_be_packed_are_counted_alike() -> None:
    groups, words, far = np.array([1, 0, 1, 0, 1]), np.array([5, 7, 4, 7, 5]), 1 << 60
    near, spread = _count(groups, words), _count(groups, words + far)
    assert [column.tolist() for column in near] == [
        spread[0].tolist(), (spread[1] - far).tolist(), spread[2].tolist(),
    ]  # fmt: skip


def test_a_column_too_many_or_too_few_is_an_error() -> None:
    with pytest.raises(ValueError, match="cleaning"):
        make_table("cleaning", {"article": ["a"]}, 1)
    table = make_table(
        "cleaning", {"article": ["a"], "status": "kept", "rule": "", "characters": pa.array([3])}, 1
    )
    assert table.schema == read_schema("cleaning") and table.num_rows == 1
    assert set(TABLES) >= {"cleaning", "terms"}
