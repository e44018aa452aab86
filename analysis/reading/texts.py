"""Texts: the versions inside one file, so that nothing is counted twice.

A page may hold an original, its translation and a summary. They are told apart by section markers
(a line that only says "Translation:" or 英文原文) or, without markers, by long stretches in
different languages. Each file has one primary version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from analysis.reading.scripts import count_writing, detect_language, detect_script

MARKER = re.compile(
    r"^[ #*>【\[(（]*(?:"
    r"(?P<summary>(?:内容|文章|全文|本文|新闻)?(?:总结|摘要|概要|提要|概述)|(?:核心|内容)?要点"
    r"|summary|tl;?dr|key points|in brief)"
    r"|(?P<translation>(?:中文|英文|汉语|全文|参考|内容|文章|机器)?(?:翻译|译文)|中译|英译"
    r"|(?:(?:chinese|english|full|machine) )?translation|(?:in )?chinese|chinese version)"
    r"|(?P<original>(?:中文|英文|外文|英语|文章|新闻)?(?:原文|来源)|(?:中文|英文)(?:原版|版)|原文如下"
    r"|(?:(?:chinese|english) )?original(?: (?:text|article|version))?|source text"
    r"|(?:in )?english|english version)"
    r"|(?P<rewrite>(?:内容)?(?:改写|重写|缩写)|rewrite|rewritten)"
    r"|(?P<report>(?:文章)?(?:正文|全文)|full text|full article)"
    r")[ 】\])）*]*[:：]?[ *]*$",
    re.MULTILINE,
)
PREFERENCE = ("original", "report", "translation", "rewrite", "summary")
SHORTEST = 0.08  # of the page's writing: below, a marked section is no version
STRETCH = 0.25  # of the page's writing, in one language
WORD = 1.7  # Chinese characters for one English word
PAIRED = 0.45  # two stretches this alike in length (shorter by longer) are versions of each other


@dataclass(frozen=True)
class Stretch:
    """One version as found: its role and language, and the pieces of clean text that it consists of."""

    role: str
    language: str
    script: str
    pieces: tuple[tuple[int, int], ...]
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
    return [Stretch(s.role, s.language, s.script, s.pieces, primary=i == first) for i, s in enumerate(found)]


def _describe(clean: str, role: str, pieces: tuple[tuple[int, int], ...]) -> Stretch:
    text = "\n".join(clean[begin:stop] for begin, stop in pieces)
    return Stretch(role, detect_language(text), detect_script(text), pieces)


def _find_marked(clean: str, folded: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Sections between markers; what stands before the first goes with it, and small ones do not count.

    A summary alone makes no versions: reports begin with one. There must be another version to tell
    it from: a translation, an original, a rewrite or a text marked as the full one.
    """
    marks = [(match.start(), str(match.lastgroup)) for match in MARKER.finditer(folded)]
    if not marks:
        return []
    total = _weigh(clean)
    kept: list[tuple[int, str]] = []
    for (start, role), (stop, _) in pairwise([*marks, (len(clean), "")]):
        if _weigh(clean[start:stop]) >= SHORTEST * total and (not kept or kept[-1][1] != role):
            kept.append((start, role))
    roles = [role for _, role in kept]
    if _weigh(clean[: marks[0][0]]) >= STRETCH * total:  # a text of its own stands before the first marker
        kept.insert(0, (0, "original" if "translation" in roles and "original" not in roles else "report"))
    if len(set(roles) | {role for _, role in kept}) < 2 or roles == ["report", "summary"]:
        return []
    kept[0] = (0, kept[0][1])
    return [(role, ((start, stop),)) for (start, role), (stop, _) in pairwise([*kept, (len(clean), "")])]


def _find_bilingual(clean: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    """Two versions where lines in two languages each make up a good part, in stretches or by turns.

    The one that comes first is taken as the original, unless a note says that it was translated.
    """
    han, words = count_writing(clean)
    if min(han, words * WORD) < STRETCH * (han + words * WORD):
        return []
    lines = [match.span() for match in re.finditer(r"[^\n]+", clean)]
    written = [(span, *count_writing(clean[slice(*span)])) for span in lines]
    if sum(min(h, w * WORD) for _, h, w in written) > STRETCH * (han + words * WORD) / 2:
        return []  # the languages are mixed inside the lines: one text
    spoken = [("zh" if h >= w * WORD else "en") if h + w > 3 else "" for _, h, w in written]
    weights = {"zh": 0.0, "en": 0.0}
    for (_, h, w), language in zip(written, spoken, strict=True):
        if language:
            weights[language] += h + w * WORD
    low, high = sorted(weights.values())
    if low < PAIRED * high:
        return []
    pieces = _gather(lines, spoken, len(clean))
    first = next(language for language in spoken if language)
    second = "en" if first == "zh" else "zh"
    translated = re.search(r"编译|譯|译者|翻译|translated (?:by|from)", clean)
    roles = ("translation", "original") if translated and first == "zh" else ("original", "translation")
    return [(roles[0], pieces[first]), (roles[1], pieces[second])]


def _gather(
    lines: list[tuple[int, int]], spoken: Iterable[str], size: int
) -> dict[str, tuple[tuple[int, int], ...]]:
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
