"""Texts: the versions inside one file, so that nothing is counted twice.

A page may hold an original, its translation and a summary. They are told apart by section markers
(a line that only says "Translation:" or 英文原文; ``markers.csv`` lists them) or, without markers, by
long stretches in different languages. Each file has one primary version.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from analysis.reading.scripts import count_writing, detect_han, detect_language

DECORATION = " #*>【】[](（）):：-—=\t"
LONGEST_MARKER = 40
PREFERENCE = ("original", "report", "translation", "rewrite", "summary")
SHORTEST = 0.08  # of the page's writing: below, a marked section is no version
STRETCH = 0.25  # of the page's writing, in one language
WORD = 1.7  # Chinese characters for one English word
PAIRED = 0.45  # two stretches this alike in length (shorter by longer) are versions of each other
TRANSLATED = re.compile(r"编译|译|譯|translated (?:by|from)")

Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Stretch:
    """One version as found: its role and language, and the pieces of clean text that it consists of."""

    role: str
    language: str
    script: str
    pieces: Pieces
    primary: bool = False


def find_stretches(clean: str, folded: str) -> list[Stretch]:
    """Return the versions of one article, in order of text; most have one, whose role is report.

    Examples
    --------
    >>> page = "Translation:\\n会议谈了芯片和模型。\\nOriginal:\\nThe meeting spoke of chips and models."
    >>> [(s.role, s.language, s.primary) for s in find_stretches(page, page.lower())]
    [('translation', 'zh', False), ('original', 'en', True)]
    """
    if not clean.strip():
        return []
    sections = _find_marked(clean, folded) or _find_bilingual(clean) or [("report", ((0, len(clean)),))]
    found = [_describe(clean, role, pieces) for role, pieces in sections]
    first = min(range(len(found)), key=lambda i: (PREFERENCE.index(found[i].role), i))
    return [replace(stretch, primary=i == first) for i, stretch in enumerate(found)]


def find_marker(line: str) -> str:
    """Return the role that a folded line marks, when it says nothing else; else the empty string."""
    return _read_markers().get(line.strip(DECORATION), "") if len(line) <= LONGEST_MARKER else ""


@cache
def _read_markers() -> dict[str, str]:
    text = files("analysis.reading").joinpath("markers.csv").read_text("utf-8")
    return {row["marker"]: row["role"] for row in csv.DictReader(text.splitlines())}


def _describe(clean: str, role: str, pieces: Pieces) -> Stretch:
    text = clean if pieces == ((0, len(clean)),) else "\n".join(clean[slice(*piece)] for piece in pieces)
    language = detect_language(text)
    return Stretch(role, language, "Latn" if language == "en" else detect_han(text), pieces)


def _find_marked(clean: str, folded: str) -> list[tuple[str, Pieces]]:
    """Sections between markers; what stands before the first goes with it, and small ones do not count.

    A summary alone makes no versions: reports begin with one. There must be another version to tell
    it from: a translation, an original, a rewrite or a text marked as the full one.
    """
    marks, position = [], 0
    for line in folded.split("\n"):
        if len(line) <= LONGEST_MARKER and (role := find_marker(line)):
            marks.append((position, role))
        position += len(line) + 1
    if len(marks) < 2 and not any(role in ("translation", "original") for _, role in marks):
        return []
    total = _weigh(clean)
    kept: list[tuple[int, str]] = []
    for (start, role), (stop, _) in pairwise([*marks, (len(clean), "")]):
        if _weigh(clean[start:stop]) >= SHORTEST * total and (not kept or kept[-1][1] != role):
            kept.append((start, role))
    marked = {role for _, role in kept}
    if _weigh(clean[: marks[0][0]]) >= STRETCH * total:  # a text of its own stands before the first marker
        kept.insert(0, (0, "original" if "translation" in marked and "original" not in marked else "report"))
    if len({role for _, role in kept}) < 2 or marked == {"summary"}:
        return []
    kept[0] = (0, kept[0][1])
    return [(role, ((start, stop),)) for (start, role), (stop, _) in pairwise([*kept, (len(clean), "")])]


def _find_bilingual(clean: str) -> list[tuple[str, Pieces]]:
    """Two versions where lines in two languages each make up a good part, in stretches or by turns.

    The one that comes first is taken as the original, unless a note says that it was translated.
    """
    foreign = len(clean.encode("utf-8", "replace")) - len(clean)  # twice the Han characters, about
    if foreign < STRETCH * len(clean) / 3 or foreign > 2 * (1 - STRETCH / 2) * len(clean):
        return []
    lines = [match.span() for match in re.finditer(r"[^\n]+", clean)]
    written = [count_writing(clean[slice(*span)]) for span in lines]
    weights = {"zh": 0.0, "en": 0.0}
    spoken, shared = [], 0.0
    for han, words in written:
        language = "" if han + words <= 3 else "zh" if han >= words * WORD else "en"
        spoken.append(language)
        if language:
            weights[language] += han + words * WORD
            shared += min(han, words * WORD)
    low, high = sorted(weights.values())
    if not low or low < STRETCH * (low + high) or low < PAIRED * high or shared > STRETCH * (low + high) / 2:
        return []
    pieces = _gather(lines, spoken, len(clean))
    first = next(language for language in spoken if language)
    second = "en" if first == "zh" else "zh"
    translated = first == "zh" and TRANSLATED.search(clean)
    roles = ("translation", "original") if translated else ("original", "translation")
    return [(roles[0], pieces[first]), (roles[1], pieces[second])]


def _gather(lines: list[tuple[int, int]], spoken: Iterable[str], size: int) -> dict[str, Pieces]:
    """Join neighbouring lines of one language to pieces; a line of neither goes with the one before."""
    pieces: dict[str, list[tuple[int, int]]] = {"zh": [], "en": []}
    current, begin = "", 0
    for (start, _), language in zip(lines, spoken, strict=True):
        if language and language != current:
            if current:
                pieces[current].append((begin, start))
                begin = start
            current = language
    pieces[current].append((begin, size))
    return {language: tuple(found) for language, found in pieces.items()}


def _weigh(text: str) -> float:
    han, words = count_writing(text)
    return han + words * WORD
