"""The same text in Simplified and in Traditional characters: the same concepts, the same keyness."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.counts import count_concepts
from analysis.keyness import measure_keyness
from analysis.studies import read_study

TOY = Path(__file__).parent / "data" / "scripts"  # one text of ours in both scripts


@pytest.fixture(scope="module")
def tables(root: Path, tmp_path_factory) -> dict[str, dict[str, pd.DataFrame]]:
    from analysis.build import build_tables

    own = tmp_path_factory.mktemp("study")
    declared = (root / "data" / "articles" / "study.toml").read_text(encoding="utf-8")
    declared = declared.replace('"gold"', '"machine"').replace(
        "../codebook", (root / "data/codebook").as_posix()
    )
    (own / "study.toml").write_text(declared, encoding="utf-8")
    study = read_study(own)
    return {script: build_tables(TOY / script.lower(), study=study) for script in ("Hans", "Hant")}


def test_the_two_files_are_of_different_scripts(tables):
    assert {script: table["texts"]["script"].unique().tolist() for script, table in tables.items()} == {
        "Hans": ["Hans"], "Hant": ["Hant"]}  # fmt: skip


@pytest.mark.parametrize("column", ["concept", "start", "end", "negated"])
def test_same_mentions(tables, column):
    hans, hant = (tables[script]["mentions"] for script in ("Hans", "Hant"))
    assert len(hans) > 20
    assert hans[column].tolist() == hant[column].tolist()


def test_same_terms(tables):
    keys = ["paragraph", "about", "voice_side", "term", "count"]
    hans, hant = (
        tables[script]["terms"][keys].sort_values(keys, ignore_index=True) for script in ("Hans", "Hant")
    )
    pd.testing.assert_frame_equal(hans, hant)


@pytest.mark.parametrize("space", ["words", "concepts"])
def test_same_keyness(tables, space):
    rows = []
    for table in tables.values():
        words = table["terms"] if space == "words" else count_concepts(table["mentions"], table["sentences"])
        rows.append(
            measure_keyness(
                words, by="about", sides=("US", "CN"), rng=np.random.default_rng(1), permutations=99
            )
        )
    pd.testing.assert_frame_equal(*rows)
    assert (rows[0]["side"] == "US").sum() > 5 and (rows[0]["side"] == "CN").sum() > 5
