"""One text in Simplified and in Traditional characters: what changes in mentions, words and keyness.

``python bench/bench_scripts.py`` writes bench/records/scripts.csv. It reads texts, which notebooks never do;
they show the record, and tests/test_scripts.py asks the same of every change.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.build import build_tables
from analysis.counts import count_concepts
from analysis.keyness import measure_keyness
from analysis.studies import read_study

ROOT = Path(__file__).resolve().parents[1]
TOY = ROOT / "tests" / "data" / "scripts"
RECORD = ROOT / "bench" / "records" / "scripts.csv"


def build_scripts() -> list[dict[str, pd.DataFrame]]:
    """Return the tables of the toy text in both scripts, coded by the machine."""
    declared = (ROOT / "data" / "articles" / "study.toml").read_text(encoding="utf-8")
    declared = declared.replace('"gold"', '"machine"')
    declared = declared.replace("../codebook", (ROOT / "data" / "codebook").as_posix())
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "study.toml").write_text(declared, encoding="utf-8")
        study = read_study(folder)
        return [build_tables(TOY / script, study=study) for script in ("hans", "hant")]


def compare(name: str, hans: pd.DataFrame, hant: pd.DataFrame) -> dict[str, object]:
    """Return a row of the properties table: how many cells differ."""
    rows = max(len(hans), len(hant))
    same = (hans == hant) | (hans.isna() & hant.isna()) if hans.shape == hant.shape else pd.DataFrame([False])
    differ = int((~same).to_numpy().sum())
    row = {"property": "the same text in two scripts: cells that differ", "condition": f"{name}, {rows} rows"}
    return row | {
        "documents": None,
        "corpora": 1,
        "value": differ,
        "se": np.nan,
        "low": np.nan,
        "high": 0,
        "holds": differ == 0,
    }


def main() -> None:
    """Run, print and record."""
    hans, hant = build_scripts()
    shown = ["concept", "start", "end", "negated"]
    rows = [compare("concept mentions", hans["mentions"][shown], hant["mentions"][shown])]
    for name in ("words", "concepts"):
        counted = [
            table["terms"] if name == "words" else count_concepts(table["mentions"], table["sentences"])
            for table in (hans, hant)
        ]
        keyness = [
            measure_keyness(terms, by="about", sides=("US", "CN"), rng=np.random.default_rng(1))
            for terms in counted
        ]
        rows.append(compare(f"keyness of {name}", *keyness))
    record = pd.DataFrame(rows)
    RECORD.parent.mkdir(exist_ok=True)
    record.to_csv(RECORD, index=False, lineterminator="\n")
    print(record.drop(columns="property").to_string())


if __name__ == "__main__":
    main()
