"""Wraps: lines that were broken to fit a width, told from lines that end a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from analysis.reading.edits import Edit
from analysis.reading.scripts import HAN

NARROWEST, WIDEST = 24, 180  # columns: text set wider or narrower than this is not line-wrapped
FEWEST = 3  # lines that fill the width, so that one can speak of a width
SHARE = 0.2  # of the writing stands on filled lines
FILLED = 0.72  # of the width
OPEN_ENDED = 0.5  # of the filled lines end in mid-sentence, else they are paragraphs
ITEM = re.compile(
    r"[*+>|_–—-](?=\s|$)|[•·●○◦□■◆◇☆★►▪━═]|[-_=*]{3,}|:::|\[[^\[\]]*\](?!\()|[0-9]{1,3}[.)、）](?!\d)"
    r"|[ivxIVX]{1,4}[.)]\s|[（(](?:[a-z]|[ivx]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|[一二三四五六七八九十]{1,3}、|第\s*[0-9一二三四五六七八九十百零]+\s*[章节節条條款编編]|https?:|\d{1,4}$"
)
ITEM_LETTERS = "IVX一二三四五六七八九十第"  # with which one may begin
LEADERS = re.compile(r"(?:\.\s?){6}")
CLOSERS = "\"'”’」』）)]*"
ENDS = "。！？!?.:：;；…"
WIDE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’—…]")


def clean_wraps(text: str) -> Iterator[Edit]:
    """Join the lines of wrapped paragraphs: with a space, or with nothing between Chinese characters.

    A text counts as wrapped when many of its lines fill one width and most of those end in mid-sentence.
    A line is joined to the next where the next line's first word would not have fitted on it.
    """
    ends = text.count("\n")
    if ends < FEWEST or len(text) > WIDEST * ends:
        return
    lines = text.split("\n")
    stripped = list(map(str.strip, lines))
    open_lines = [
        i for i, (line, after) in enumerate(pairwise(stripped)) if after and line and _is_prose(line, after)
    ]
    widths = [measure_width(lines[i].rstrip()) for i in open_lines]
    plain = [
        (width, stripped[i]) for i, width in zip(open_lines, widths, strict=True) if "://" not in stripped[i]
    ]
    width = find_width(plain, len(text))
    if not width:
        return
    starts = list(accumulate(map(len, lines), lambda start, size: start + size + 1, initial=0))
    wide = WIDE.search(text) is not None
    for i, taken in zip(open_lines, widths, strict=True):
        line, after = lines[i], stripped[i + 1]
        if 2 * taken >= width and not line.endswith("  ") and _continues(stripped[i], after, taken, width):
            stop = starts[i + 1] + len(lines[i + 1]) - len(lines[i + 1].lstrip())
            glued = wide and WIDE.match(stripped[i][-1]) and WIDE.match(after)
            yield starts[i] + len(line.rstrip()), stop, "" if glued else " "


def find_width(lines: list[tuple[int, str]], size: int) -> int:
    """Return the width in columns to which `lines` (width, text) are wrapped, 0 where they are not."""
    if len(lines) < FEWEST:
        return 0
    widths = sorted(width for width, line in lines)
    width = widths[3 * (len(widths) - 1) // 4]
    if not NARROWEST <= width <= WIDEST:
        return 0
    filled = [line for taken, line in lines if FILLED * width <= taken <= width / FILLED]
    if len(filled) < FEWEST or sum(map(len, filled)) < SHARE * size:
        return 0
    ended = sum(line.rstrip(CLOSERS)[-1:] in ENDS for line in filled)
    return width if len(filled) - ended >= OPEN_ENDED * len(filled) else 0


def measure_width(line: str) -> int:
    """Return the number of columns of `line`: two for each wide character.

    Examples
    --------
    >>> measure_width("AI 政策")
    7
    """
    return (
        len(line) if line.isascii() else len(line) + (len(line.encode("utf-8", "replace")) - len(line)) // 2
    )


def _is_prose(line: str, following: str) -> bool:
    """Whether a line may go on in the next: it is no rule, and no list item follows."""
    first = following[0]
    if (first in ITEM_LETTERS or not first.isalpha()) and ITEM.match(following):
        return False
    if not (line[0].isalnum() or any(map(str.isalnum, line))):
        return False
    return not (("...." in line or ". . ." in line) and LEADERS.search(line))


def _continues(line: str, following: str, taken: int, width: int) -> bool:
    """Whether a line of at least half the width goes on in the next."""
    if ".. .." in following or "....." in following:
        return False
    word = following[:1] if WIDE.match(following) else following.split(None, 1)[0]
    if taken + 1 + measure_width(word) > width:
        return True
    if line.rstrip(CLOSERS)[-1:] in ENDS:
        return False
    return word[0].islower() or taken >= FILLED * width
