"""Sentences: paragraphs and sentences of a clean text, as spans, with their kind.

One compiled pattern a language finds the possible ends; a look at the neighbourhood decides.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from analysis.reading.boilerplate import is_closing
from analysis.reading.kinds import find_kinds
from analysis.reading.scripts import HAN, detect_language, has_han

CLOSERS = "”’」』）)》〉】］\\]\"'"
NOTE = r"(?:\s?\^?\[\d{1,3}\])*"  # footnote marks
END_ZH = re.compile(rf"[。！？!?｡…；;：:.][。！？!?｡…；;：:.]*[{CLOSERS}]*{NOTE}")
ENUMERATED = re.compile(r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、]|[①-⑳])")
TURN_ZH = re.compile(rf"\s+[{HAN}·QA]{{1,8}}[:：]")
STOP_ZH = re.compile(rf"[{HAN}\s“\"]|\Z")
TITLE_ZH = re.compile(r"[^《》]{0,80}》")
CONTINUES_ZH = re.compile(r"[，,、；;：:。！？!?）)》」』”]")
PARTICLE = "的地得之等和与與及或"
END_EN = re.compile(rf"[.!?…][.!?…]*[\"'”’)\]*_]*{NOTE}")
GLUED_EN = re.compile(r"[A-Z][a-z]* ")
STARTERS = re.compile(
    r"[\"“‘'(]?(?:The|A|An|In|On|At|It|Its|This|That|These|Those|We|He|She|They|You|I|But|And|Or|So|As|If|When|"
    r"While|However|Since|After|Before|For|To|By|With|From|There|Here|Our|Their|His|Her|My|What|Why|How|Who|"
    r"Some|Many|Most|Such|Under|Today|Now|Then|Also|Not|No|Yes|More|Last|Next)\b"
)
NUMBERED = re.compile(
    r"\W*(?:(?:sec(?:tion)?|art(?:icle)?|chapter|title|part|no|step|rule|figure|table)\.?\s*)?", re.IGNORECASE
)
CLAUSE_EN = re.compile(r"\((?:[a-z]{1,2}|[ivx]{1,4})\)\s")
WORD_BEFORE = re.compile(r"[^\s(\[“\"'‘—]*\Z")
OPENERS = "\"“‘'([*_ "
ONE_LINE = 600
LINE = re.compile(r"[^\n]+")
LOST_END = re.compile(r"(?<=[。！？!?]) +(?=\S)|(?<=[。！？!?][”」』）)\"]) +(?=\S)")
FOREIGN = {"zh": re.compile(r"[A-Za-z][A-Za-z ,.'’-]{30,}"), "en": re.compile(f"[{HAN}]{{4,}}")}


class Found(NamedTuple):
    """One sentence as found."""

    paragraph: int
    begin: int
    stop: int
    kind: str
    language: str


def find_sentences(
    clean: str, folded: str, pieces: Sequence[tuple[int, int]], *, language: str
) -> Iterator[Found]:
    """Yield the sentences of one version of a text, with paragraph, kind and language."""
    paragraphs = [span for piece in pieces for span in split_paragraphs(clean, *piece)]
    kinds = find_kinds([folded[start:end] for start, end in paragraphs])
    mixed = (language == "zh" or has_han(clean)) and FOREIGN[language].search(clean)
    foreign = FOREIGN[language] if mixed else None
    for number, ((start, end), kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        spoken = language
        if foreign and foreign.search(clean, start, end):
            spoken = detect_language(clean[start:end])
        spans = split_sentences(clean, start, end, language=spoken)
        for a, b in spans[:-1]:
            yield Found(number, a, b, kind, spoken)
        for a, b in spans[-1:]:
            last = "boilerplate" if kind == "body" and is_closing(folded[a:b]) else kind
            yield Found(number, a, b, last, spoken)


def split_paragraphs(clean: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs of ``clean[begin:stop]``: its lines, without blank ones.

    In a long line of Chinese, a space after the end of a sentence is where a line end was lost.
    """
    spans = []
    for match in LINE.finditer(clean, begin, stop):
        start, end = match.span()
        if end - start > ONE_LINE and "。" in match[0] and " " in match[0]:
            for gap in LOST_END.finditer(clean, start, end):
                spans.append((start, gap.start()))
                start = gap.end()
        spans.append((start, end))
    return spans


def split_sentences(clean: str, begin: int, stop: int, *, language: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of one paragraph, without the white space around them.

    Examples
    --------
    >>> text = "他说：“不行。”会议结束了。"
    >>> [text[a:b] for a, b in split_sentences(text, 0, len(text), language="zh")]
    ['他说：“不行。”', '会议结束了。']
    >>> text = "Mr. Lee left the U.S. in May. It cost 3.5 million."
    >>> [text[a:b] for a, b in split_sentences(text, 0, len(text), language="en")]
    ['Mr. Lee left the U.S. in May.', 'It cost 3.5 million.']
    """
    find_ends = _find_ends_zh if language == "zh" else _find_ends_en
    spans = []
    for start, end in pairwise([begin, *find_ends(clean, begin, stop), stop]):
        while start < end and clean[start].isspace():
            start += 1
        while start < end and clean[end - 1].isspace():
            end -= 1
        if start < end:
            spans.append((start, end))
    return spans


def _find_ends_zh(clean: str, begin: int, stop: int) -> Iterator[int]:
    straight = clean.find('"', begin, stop) >= 0
    quotes, counted = 0, begin
    for match in END_ZH.finditer(clean, begin, stop):
        start, end = match.span()
        mark = clean[start]
        if mark not in "。！？!?" and not _ends_zh(clean, start, end):
            continue
        if mark in "！？!?" and TITLE_ZH.match(clean, end, stop):
            continue
        if straight:
            quotes, counted = quotes + clean.count('"', counted, start), start
            if quotes % 2 == 0 and '"' in match[0]:  # this straight quote opens the next sentence
                end = start + match[0].index('"')
        if end < stop:
            following = clean[end]
            if CONTINUES_ZH.match(following) or (following in PARTICLE and clean[end - 1] in CLOSERS):
                continue
        yield end


def _ends_zh(clean: str, start: int, end: int) -> bool:
    """Whether a mark that seldom ends a sentence does: a semicolon in a list, a colon before a turn."""
    mark = clean[start]
    if mark in "；;":
        return ENUMERATED.match(clean, end) is not None
    if mark in "：:":
        return TURN_ZH.match(clean, end) is not None
    if mark == "…":
        return end == len(clean) or clean[end] == "\n" or clean[end - 1] in CLOSERS
    if mark == ".":
        before = clean[start - 1 : start]
        return "\u4e00" <= before <= "\u9fff" and STOP_ZH.match(clean, end) is not None
    return mark == "｡"


def _find_ends_en(clean: str, begin: int, stop: int) -> Iterator[int]:
    for match in END_EN.finditer(clean, begin, stop):
        start, end = match.span()
        if end == stop:
            return
        following = clean[end : end + 24]
        if not following[0].isspace() and not (
            clean[start - 3 : start].islower() and GLUED_EN.match(following)
        ):
            continue
        following = following.lstrip()
        first = following.lstrip(OPENERS)[:1]
        if (first.islower() and not CLAUSE_EN.match(following)) or (first and first in ",;:—)"):
            continue
        if end - start == 1 and clean[start] == "." and not _ends_en(clean, begin, start, following):
            continue
        yield end


def _ends_en(clean: str, begin: int, dot: int, following: str) -> bool:
    """Whether the full stop at `dot` ends a sentence, and is not part of an abbreviation or a list number."""
    word = WORD_BEFORE.search(clean, max(begin, dot - 24), dot)
    before = word[0].lower() if word else ""
    abbreviated = _read_abbreviations().get(before)
    if abbreviated == "never":
        return False
    if len(before) == 1 and before.isalpha() and before != "i":
        return bool(STARTERS.match(following)) and not following[:2].isupper()
    if abbreviated or "." in before:
        return bool(STARTERS.match(following))
    if not before.isdigit() or word is None:
        return True
    return not NUMBERED.fullmatch(clean, begin, word.start())


@cache
def _read_abbreviations() -> dict[str, str]:
    """Abbreviations without their full stop, and whether they may end a sentence."""
    text = files("analysis.reading").joinpath("abbreviations.csv").read_text("utf-8")
    return {row["abbreviation"]: row["ends"] for row in csv.DictReader(text.splitlines())}
