"""Units: sentences that people coded, as spans of the files, and how their codes pass to built sentences."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.codes import merge_stances
from analysis.studies import Study, StudyError
from analysis.tables import VARIABLES

EDGE = 0.2


@dataclass(frozen=True)
class Unit:
    """One coded unit with its adjudicated codes; ``tone`` holds one sign per side."""

    id: str
    start: int
    end: int
    codes: dict[str, str]
    tone: tuple[int, int]


@dataclass(frozen=True)
class Gold:
    """The adjudicated coding of a study: its units by article, and the events by unit."""

    units: dict[str, list[Unit]]
    events: dict[str, list[dict[str, str]]]


def read_gold(study: Study) -> Gold:
    """Read ``codings/`` of the study folder; empty where the study has none.

    Raises
    ------
    StudyError
        When a unit lacks its codes, naming the file and the unit.
    """
    folder = study.folder / "codings"
    if not (folder / "units.csv").is_file():
        return Gold({}, {})
    spans = _read(folder / "units.csv")
    gold = {row["unit"]: row for row in _read(folder / "gold.csv")}
    bare = [row["unit"] for row in spans if row["unit"] not in gold]
    if bare:
        raise StudyError(f"{folder / 'gold.csv'}: no codes for {len(bare)} units, the first {bare[0]!r}")
    units: dict[str, list[Unit]] = {}
    for row in sorted(spans, key=lambda row: (int(row["start"]), int(row["end"]))):
        codes = gold[row["unit"]]
        first, second = (int(codes.get(f"tone_{side.lower()}") or 0) for side in study.side_ids)
        unit = Unit(row["unit"], int(row["start"]), int(row["end"]), codes, (first, second))
        units.setdefault(row.get("article") or row["document"], []).append(unit)
    events: dict[str, list[dict[str, str]]] = {}
    for event in _read(folder / "gold_events.csv") if (folder / "gold_events.csv").is_file() else ():
        events.setdefault(event["unit"], []).append(event)
    return Gold(units, events)


def find_units(units: Sequence[Unit], start: int, end: int) -> list[tuple[Unit, int]]:
    """Return the units that overlap the file span, in order, with how many characters they share.

    A quotation mark over the edge, or less than a fifth of the shorter of the two, is no overlap.
    """
    first = bisect_left(units, start + 1, key=lambda unit: unit.end)
    found = []
    for unit in units[first:]:
        if unit.start >= end:
            break
        shared, shorter = min(end, unit.end) - max(start, unit.start), min(end - start, unit.end - unit.start)
        if shared >= EDGE * shorter and (shared > 2 or shorter <= 2):
            found.append((unit, shared))
    return found


def merge_codes(found: Sequence[tuple[Unit, int]], sides: tuple[str, str]) -> dict[str, str]:
    """Merge the codes of the units that overlap one sentence, by the rule of docs/decisions/0001."""
    if not found:
        return {}
    leading = max(found, key=lambda pair: pair[1])[0].codes
    merged = {variable: leading[variable] for variable in ("kind", "about", "voice", "voice_side")}
    for variable in ("frames", "practice"):
        values = [value for unit, _ in found for value in unit.codes[variable].split("|") if value]
        merged[variable] = "|".join(dict.fromkeys(values))
    merged["stance"] = merge_stances({unit.codes["stance"] for unit, _ in found})
    sums = [sum(unit.tone[side] for unit, _ in found) for side in (0, 1)]
    tones = [f"{side}:{'+' if total > 0 else '-'}1" for side, total in zip(sides, sums, strict=True) if total]
    merged["tone"] = "|".join(tones)
    return {variable: merged[variable] for variable in VARIABLES}


def _read(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise StudyError(f"{path}: not found; a folder codings/ needs units.csv and gold.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
