"""Conversions: what script converters got wrong in Traditional text.

Every pair of ``conversions.csv`` folds to the same Simplified word (a test proves it), so no count
depends on this rule: it mends what readers are shown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.reading.edits import Edit
from analysis.reading.scripts import detect_han


def clean_conversions(text: str) -> Iterator[Edit]:
    """In Traditional text, mend what a converter took for another of the same simplified form.

    Examples
    --------
    >>> [new for _, _, new in clean_conversions("會談後髮表聲明，關于標准達成協議")]
    ['發', '關於', '標準']
    """
    if detect_han(text) == "Hans":
        return
    automaton, right, pattern = _read_pairs()
    for _, start, stop in automaton.find_matches_as_indexes(text):
        if match := pattern.match(text, start):
            yield start, min(match.end(), stop), right[match[0]]


@cache
def _read_pairs() -> tuple[AhoCorasick, dict[str, str], re.Pattern[str]]:
    """All wrong words, with the character after them where that decides; their corrections; a pattern."""
    text = files("analysis.reading").joinpath("conversions.csv").read_text("utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(row["wrong"]))
    words = {row["wrong"] + rest for row in rows for rest in row["before"] or ("",)}
    after = [f"(?<![{row['not_after']}])" if row["not_after"] else "" for row in rows]
    before = [f"(?=[{row['before']}])" if row["before"] else "" for row in rows]
    parts = [start + row["wrong"] + end for start, row, end in zip(after, rows, before, strict=True)]
    return (
        AhoCorasick(sorted(words), matchkind=MatchKind.LeftmostLongest),
        {row["wrong"]: row["right"] for row in rows},
        re.compile("|".join(parts)),
    )
