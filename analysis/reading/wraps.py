"""Wraps: lines that were broken to fit a width, told from lines that end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from analysis.reading.edits import Edit
from analysis.reading.scripts import HAN

WIDEST = 180  # columns: text set wider than this is not line-wrapped
NARROWEST = 24
SHARE = 0.2  # of the writing stands on filled lines
FEWEST = 4  # lines that fill the width, so that one can speak of a width
FILLED = 0.72  # of the width
OPEN_ENDED = 0.5  # of the filled lines end in mid-sentence, else they are paragraphs
ITEM = re.compile(
    r"\s*(?:[*+>|_–—-](?=\s|$)|[•·●○◦□■◆◇☆★►▪━═]|[-_=*]{3,}|:::|\[[^\[\]]*\](?!\()|[0-9]{1,3}[.)、）](?!\d)|[ivxIVX]{1,4}[.)]\s"
    r"|[（(](?:[a-z]|[ivx]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、"
    r"|第\s*[0-9一二三四五六七八九十百零]+\s*[章节節条條款编編]|https?:|\d{1,4}\s*$|.*(?:\.\s?){6})"
)
LEADERS = re.compile(r"(?:\.\s?){6}")
WORD = re.compile(r"\w")
ENDS = re.compile(r"[。！？!?.:：;；…][\"'”’」』）)\]*]*$")
WIDE_END = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…]$")
WIDE_START = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…]")


def clean_wraps(text: str) -> Iterator[Edit]:
    """Join the lines of wrapped paragraphs: with a space, or with nothing between Chinese characters.

    A text counts as wrapped when many of its lines fill one width and most of those end in mid-sentence.
    A line is joined to the next where the next line's first word would not have fitted on it.
    """
    if text.count("\n") <= FEWEST:
        return
    lines = text.split("\n")
    width = find_width(lines)
    if not width:
        return
    position = 0
    for line, following in pairwise(lines):
        position += len(line) + 1
        if following and line and _continues(line, following, width):
            start = position - 1 - (len(line) - len(line.rstrip()))
            stop = position + len(following) - len(following.lstrip())
            glued = WIDE_END.search(line.rstrip()) and WIDE_START.match(following.lstrip())
            yield Edit(start, stop, "" if glued else " ")


def find_width(lines: list[str]) -> int:
    """Return the width in columns to which `lines` are wrapped, 0 where they are not."""
    open_lines = [
        line
        for line, following in pairwise(lines)
        if line and following and "://" not in line and not following.isspace() and not ITEM.match(following)
        if WORD.search(line)
    ]
    if len(open_lines) < FEWEST:
        return 0
    widths = sorted(map(measure_width, open_lines))
    width = widths[3 * (len(widths) - 1) // 4]
    if not NARROWEST <= width <= WIDEST:
        return 0
    filled = [line for line in open_lines if FILLED * width <= measure_width(line) <= width / FILLED]
    ended = sum(ENDS.search(line.rstrip()) is not None for line in filled)
    written = sum(len(line) for line in lines)
    if len(filled) < FEWEST or sum(map(len, filled)) < SHARE * written:
        return 0
    return width if len(filled) - ended >= OPEN_ENDED * len(filled) else 0


def measure_width(line: str) -> int:
    """Return the number of columns of `line`: two for each wide character.

    Examples
    --------
    >>> measure_width("AI 政策")
    7
    """
    line = line.rstrip()
    return (
        len(line) if line.isascii() else len(line) + (len(line.encode("utf-8", "replace")) - len(line)) // 2
    )


def _continues(line: str, following: str, width: int) -> bool:
    if line.endswith("  ") or following.isspace() or line.isspace() or ITEM.match(following):
        return False
    taken = measure_width(line)
    if 2 * taken < width or not WORD.search(line) or LEADERS.search(line):
        return False
    first = following.lstrip()
    word = first[:1] if WIDE_START.match(first) else first.split(None, 1)[0]
    if taken + 1 + measure_width(word) > width:
        return True
    if ENDS.search(line.rstrip()):
        return False
    return word[0].islower() or taken >= FILLED * width
