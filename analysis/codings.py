"""Codings: what each coder wrote, before anybody adjudicated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.tables import TableError


@dataclass(frozen=True)
class Coders:
    """Two coders' tables and the adjudicated one: one row per unit, the same columns."""

    a: pd.DataFrame
    b: pd.DataFrame
    gold: pd.DataFrame


def read_coders(folder: str | Path) -> Coders:
    """Read ``coder_a.csv``, ``coder_b.csv`` and ``gold.csv`` in `folder`.

    Raises
    ------
    TableError
        When a file is missing, or the files differ in their columns.
    """
    folder = Path(folder)
    tables = {}
    for name in ("coder_a", "coder_b", "gold"):
        path = folder / f"{name}.csv"
        if not path.is_file():
            raise TableError(f"{path}: not found; double coding needs coder_a.csv, coder_b.csv and gold.csv")
        tables[name] = pd.read_csv(path, dtype=str, keep_default_na=False)
        if list(tables[name].columns) != list(tables["coder_a"].columns):
            raise TableError(f"{path}: columns {list(tables[name].columns)} differ from coder_a.csv's")
    return Coders(a=tables["coder_a"], b=tables["coder_b"], gold=tables["gold"])
