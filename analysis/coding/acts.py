"""Acts: what is done in a sentence (released, signed, 会见), by the codebook's vocabulary of acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.codebook import CodebookError
from analysis.layers import find_file, read_rows
from analysis.reading.dates import Date
from analysis.reading.mentions import Finder, Mention, Pattern
from analysis.tables import EVENT_TYPES, LANGUAGES

SCHEMA = pa.DataFrameSchema(
    {
        "act": pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z_]*$")),
        "type": pa.Column(str, pa.Check.isin(EVENT_TYPES)),
        "gloss": pa.Column(str, pa.Check.str_matches(r"\S")),
        "language": pa.Column(str, pa.Check.isin(LANGUAGES)),
        "patterns": pa.Column(str, pa.Check.str_matches(r"^[^A-Z|]+(\|[^A-Z|]+)*$")),
        "note": pa.Column(str),
    },
    unique=["act", "language"],
    strict=True,
    ordered=True,
)
STOP = re.compile(
    r"[。；;!?！？\n]|(?<!\b[a-z])(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bsen)(?<!\brep)(?<!\bgov)\.\s"
)
COMMA = re.compile(r"[,，、:：]")
FRONT = re.compile(
    r"(?:\A|[,，、:：。；;!?！？.“”\"(（])\s*(?:\b(?:and|but|so|in|on)\s|而|但|并|且|于|在)?\s*\Z"
)
ASIDE = re.compile(r"[^,，。;；]{0,6}(?:时|之际|期间)[,，]")  # an act told only to say when


@dataclass(frozen=True)
class Acts:
    """The vocabulary of acts: how they are found, and the type and gloss of each."""

    finder: Finder
    types: dict[str, str]
    glosses: dict[str, str]


@lru_cache(maxsize=4)
def read_acts(folder: Path) -> Acts:
    """Read ``events.csv`` of a codebook folder; a folder without it knows no acts.

    Raises
    ------
    CodebookError
        Naming the file, the line and the value that breaks its rules.
    """
    path, table = find_file(folder, "events.csv"), read_rows(folder, "events")
    if table.empty:
        return Acts(Finder(()), {}, {})
    try:
        table = SCHEMA.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        line = "" if pd.isna(first["index"]) else f", line {int(first['index']) + 2}"
        raise CodebookError(f"{path}{line}: {first['failure_case']!r} breaks {first['check']}") from None
    rows = table.to_dict("records")
    patterns = (Pattern(row["act"], p, row["language"]) for row in rows for p in row["patterns"].split("|"))
    return Acts(
        Finder(patterns),
        {row["act"]: row["type"] for row in rows},
        {row["act"]: row["gloss"] for row in rows},
    )


def choose_act(text: str, date: Date, acts: Sequence[Mention]) -> Mention | None:
    """Return the act that `date` dates: the nearest, one after the date before one ahead of it.

    A comma counts as some distance, the end of a sentence as much; so does an act told only to say when.
    The comma after a date in front ("In May, they met") does not part the two.
    """
    outside = [act for act in acts if act.begin >= date.stop or act.stop <= date.begin]
    return min(outside, key=lambda act: (_measure_gap(text, date, act), act.begin), default=None)


def _measure_gap(text: str, date: Date, act: Mention) -> float:
    after = act.begin >= date.stop
    between = text[date.stop : act.begin] if after else text[act.stop : date.begin]
    gap = len(between) if after else 1.5 * len(between) + 4
    aside = ASIDE.match(text, act.stop) is not None
    fronted = after and FRONT.search(text, max(0, date.begin - 8), date.begin) is not None
    comma = 6 if fronted else 20
    return gap + 25 * len(STOP.findall(between)) + 40 * aside + comma * len(COMMA.findall(between))
