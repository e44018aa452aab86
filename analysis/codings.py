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


def mark_held_out(sentences: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Return `sentences` with ``held_out``: whether people coded it, and the machine never saw their codes.

    ``heldout.csv`` in `folder` says of each coded unit whether it is ``dev`` or ``test``; without such a
    file no machine has learnt from any. What a machine has learnt from cannot tell how often it errs.

    Raises
    ------
    TableError
        When a coded sentence has a unit that ``heldout.csv`` does not list.
    """
    if not (folder / "heldout.csv").is_file():
        return sentences.assign(held_out=sentences["gold_kind"] != "")
    splits = pd.read_csv(folder / "heldout.csv", dtype=str).set_index("unit")["split"]
    units = sentences["units"].str.split("|").explode()
    lost = sorted(set(units) - set(splits.index) - {""})
    if lost:
        raise TableError(f"{folder / 'heldout.csv'}: lacks {len(lost)} units, the first {lost[0]!r}")
    kept = units.map(splits).eq("test").groupby(level=0, sort=False).all()
    return sentences.assign(held_out=kept & (sentences["gold_kind"] != ""))
