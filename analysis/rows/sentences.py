"""Sentences: where each stands in its file, and what the machine and people say of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from analysis.rows.drafts import Draft
from analysis.rows.schemas import make_table, take
from analysis.rows.volumes import Volume
from analysis.tables import VARIABLES

if TYPE_CHECKING:
    from analysis.coding.coder import Code

SCORES = ("about_score", "voice_score", "frames_score", "stance_score")
Columns = Mapping[str, Sequence | pa.Array | str]


def list_sentences(volume: Volume) -> pa.Table:
    """One row per sentence that is kept, with the machine's codes and the adjudicated ones beside them."""
    kept = volume.kept
    sentences = [volume.sentences[i] for i in kept]
    texts, of = volume.texts
    start, end = volume.span(volume.begins[kept], volume.stops[kept])
    columns = {
        "article": take(volume.articles, volume.owners[kept]),
        "text": take(texts, of[kept]),
        "sentence": take(volume.ids, kept),
        "paragraph": [one.paragraph for one in sentences],
        "start": start,
        "end": end,
        "language": [one.language for one in sentences],
        "kind": [one.kind for one in sentences],
    }
    columns = {**columns, **_list_codes(volume.drafts), **_list_gold(volume.drafts)}
    return make_table("sentences", columns, len(sentences))


def _list_codes(drafts: Sequence[Draft]) -> Columns:
    """The machine's codes; where no sentence is coded, only the kind is known, from reading."""
    if not any(draft.codes for draft in drafts):
        none = pa.nulls(sum(len(draft.kept) for draft in drafts), pa.float64()).fill_null(math.nan)
        return {**dict.fromkeys((*VARIABLES[1:], "cues"), ""), **dict.fromkeys(SCORES, none)}
    codes = [draft.codes[i] for draft in drafts for i in draft.kept]
    scores = {name: [getattr(code, name) for code in codes] for name in (*SCORES, "cues")}
    return {variable: [_join(code, variable) for code in codes] for variable in VARIABLES} | scores


def _join(code: Code, variable: str) -> str:
    value = getattr(code, variable)
    return value if isinstance(value, str) else "|".join(value)


def _list_gold(drafts: Sequence[Draft]) -> Columns:
    names = {f"gold_{variable}": variable for variable in VARIABLES}
    if not any(draft.units for draft in drafts):
        return dict.fromkeys(("units", *names), "")
    units: list[str] = []
    gold: list[dict[str, str]] = []
    for draft in drafts:
        for i in draft.kept:
            units.append("|".join(unit.id for unit, _ in draft.units[i]) if draft.units else "")
            gold.append(draft.gold[i] if draft.gold else {})
    return {"units": units} | {
        column: [codes.get(name, "") for codes in gold] for column, name in names.items()
    }
