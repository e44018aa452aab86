"""Sentences: paragraphs and sentences of a clean text, as spans, with their kind.

One compiled pattern a language finds the possible ends; a few checks of the neighbourhood decide.
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
from analysis.reading.scripts import HAN, detect_language

CLOSERS = "”’」』）)》〉】］\\]"
NOTE = r"(?:\s?\^?\[\d{1,3}\])*"  # footnote marks
END_ZH = re.compile(
    rf"(?:[。！？!?｡]+|…+(?=[{CLOSERS}\"\n])|(?<=[{HAN}])\.(?=[{HAN}\s“\"]|$))[{CLOSERS}\"']*{NOTE}"
    rf"|[；;](?=\s*(?:[（(]?[0-9一二三四五六七八九十]{{1,3}}[)）、]|[①-⑳]))"
    rf"|[:：](?=\s+[{HAN}·QA]{{1,8}}[:：])"
    rf"|\n"
)
END_EN = re.compile(r"(?:[.!?]+|…)[\"'”’)\]*_]*" + NOTE + r"(?=\s)|(?<=[a-z]{3})[.?!](?=[A-Z][a-z]* )|\n")
CONTINUES_ZH = re.compile(r"[，,、；;：:。！？!?）)》」』”]|[的地得之等和与與及或]")
STARTERS = re.compile(
    r"[\"“‘'(]?(?:The|A|An|In|On|At|It|Its|This|That|These|Those|We|He|She|They|You|I|But|And|Or|So|As|If|When|While|"
    r"However|Since|After|Before|For|To|By|With|From|There|Here|Our|Their|His|Her|My|What|Why|How|Who|Some|Many|Most|"
    r"Such|Under|Today|Now|Then|Also|Not|No|Yes|More|Last|Next)\b"
)
NUMBERED = re.compile(
    r"\W*(?:(?:sec(?:tion)?|art(?:icle)?|chapter|title|part|no|step|rule|figure|table)\.?\s*)?", re.IGNORECASE
)
CLAUSE_EN = re.compile(r"\((?:[a-z]{1,2}|[ivx]{1,4})\)\s")
WORD_BEFORE = re.compile(r"[^\s(\[“\"'‘—]*\Z")
ONE_LINE = 600
LOST_END = re.compile(r"(?<=[。！？!?]) +(?=\S)|(?<=[。！？!?][”」』）)\"]) +(?=\S)")
FOREIGN_IN_ZH = re.compile(r"[A-Za-z][A-Za-z ,.'’-]{30,}")
FOREIGN_IN_EN = re.compile(f"[{HAN}]{{4,}}")


class Found(NamedTuple):
    """One sentence as found."""

    paragraph: int
    begin: int
    stop: int
    kind: str
    language: str


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
    ends = _find_ends_zh(clean, begin, stop) if language == "zh" else _find_ends_en(clean, begin, stop)
    spans = []
    for start, end in pairwise([begin, *ends, stop]):
        piece = clean[start:end]
        body = piece.strip()
        if body:
            start += len(piece) - len(piece.lstrip())
            spans.append((start, start + len(body)))
    return spans


def _find_ends_zh(clean: str, begin: int, stop: int) -> Iterator[int]:
    quotes = 0
    counted = begin
    for match in END_ZH.finditer(clean, begin, stop):
        start, end = match.span()
        quotes += clean.count('"', counted, start)
        counted = start
        if '"' in match[0] and quotes % 2 == 0:  # this straight quote opens the next sentence
            end = start + match[0].index('"')
            if end == start:
                continue
        if end < stop and CONTINUES_ZH.match(clean, end) and not _starts_anew(clean, start, end):
            continue
        yield end


def _starts_anew(clean: str, start: int, end: int) -> bool:
    return clean[end] in "的地得之等和与與及或" and not any(
        mark in clean[start:end] for mark in CLOSERS + '"'
    )


def _find_ends_en(clean: str, begin: int, stop: int) -> Iterator[int]:
    for match in END_EN.finditer(clean, begin, stop):
        end = match.end()
        following = clean[end : end + 40].lstrip()
        if not following:
            continue
        first = following.lstrip("\"“‘'([*_")[:1]
        if (first.islower() and not CLAUSE_EN.match(following)) or (first and first in ",;:—)"):
            continue
        if match[0] == "." and not _ends_en(clean, begin, match.start(), following):
            continue
        yield end


def _ends_en(clean: str, begin: int, dot: int, following: str) -> bool:
    """Whether the full stop at `dot` ends a sentence, and is not part of an abbreviation or a list number."""
    word = WORD_BEFORE.search(clean, max(begin, dot - 30), dot)
    before = word[0].lower() if word else ""
    abbreviated = _read_abbreviations().get(before)
    if abbreviated == "never":
        return False
    if len(before) == 1 and before.isalpha() and before != "i":
        return bool(STARTERS.match(following)) and not following[:2].isupper()
    if "." in before or abbreviated:
        return bool(STARTERS.match(following))
    if not before.isdigit() or word is None:
        return True
    return not NUMBERED.fullmatch(clean, begin, word.start())


def split_paragraphs(clean: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs of ``clean[begin:stop]``: its lines, without blank ones.

    In a long line of Chinese, a space after the end of a sentence is where a line end was lost.
    """
    spans = []
    for match in re.compile(r"[^\n]*\S[^\n]*").finditer(clean, begin, stop):
        start, end = match.span()
        if end - start > ONE_LINE and " " in match[0] and "。" in match[0]:
            for gap in LOST_END.finditer(clean, start, end):
                spans.append((start, gap.start()))
                start = gap.end()
        spans.append((start, end))
    return spans


def find_sentences(
    clean: str, folded: str, pieces: Sequence[tuple[int, int]], *, language: str
) -> Iterator[Found]:
    """Yield the sentences of one version of a text, with paragraph, kind and language."""
    paragraphs = [span for piece in pieces for span in split_paragraphs(clean, *piece)]
    kinds = find_kinds([folded[start:end] for start, end in paragraphs])
    foreign = FOREIGN_IN_ZH if language == "zh" else FOREIGN_IN_EN
    for number, ((start, end), kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        spoken = detect_language(clean[start:end]) if foreign.search(clean, start, end) else language
        spans = split_sentences(clean, start, end, language=spoken)
        for a, b in spans:
            closing = b == spans[-1][1] and kind == "body" and is_closing(folded[a:b])
            yield Found(number, a, b, "boilerplate" if closing else kind, spoken)


@cache
def _read_abbreviations() -> dict[str, str]:
    """Abbreviations without their full stop, and whether they may end a sentence."""
    text = files("analysis.reading").joinpath("abbreviations.csv").read_text("utf-8")
    return {row["abbreviation"]: row["ends"] for row in csv.DictReader(text.splitlines())}
