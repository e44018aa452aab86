"""Cleaning: named rules that remove or map characters, each accounted for, each undoable in the map.

A rule reads the text as it is now and yields edits; the ledger keeps the map to the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import rjieba

from analysis.invisible import INVISIBLE
from analysis.reading.annotations import clean_pinyin
from analysis.reading.conversions import clean_conversions
from analysis.reading.edits import Edit, Ledger
from analysis.reading.markup import clean_emphasis, clean_entities, clean_links, clean_marks, clean_tags
from analysis.reading.scripts import HAN, has_han, simplify
from analysis.reading.spans import read_points
from analysis.reading.wraps import clean_wraps

LINE_ENDS = re.compile("[\r\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
UNITS = (
    "年月日号號时時点點分秒周週世纪紀岁歲届屆期次个個项項条條款章节節名位人家国國种種类類"
    "万萬亿億千百倍元美欧歐多余餘以至到件份篇页頁卷集台臺部所座层層级級"
)
HAN_SPACE = re.compile(rf" (?=[{HAN}]|\d+ ?[{UNITS}])")
HAN_TAIL, HAN_HEAD = re.compile(f"[{HAN}]+$"), re.compile(f"[{HAN}]+")
ODD_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
RUNS = re.compile("  +")
SPACE, LINE_END = ord(" "), ord("\n")


class Rule(NamedTuple):
    """What a rule does, and a pattern for the characters without which it has nothing to do."""

    clean: Callable[[str], Iterator[Edit]]
    trigger: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Cleaned:
    """The clean text, its map to the file (see `Document.edits`) and the account of every character."""

    text: str
    edits: tuple[tuple[int, int], ...]
    audit: dict[str, int]


def clean_text(text: str, *, begin: int = 0) -> Cleaned:
    """Return `text` after all rules; what stands before `begin` is metadata and removed as such.

    Examples
    --------
    >>> clean_text("ＡＩ\\u200b 政策").audit
    {'kept': 3, 'mapped width': 2, 'removed control': 1}
    """
    ledger = Ledger(text)
    if begin:
        ledger.apply("metadata", [(0, begin, "")])
    found = _find_triggers(ledger.text)
    for name, rule in RULES.items():
        if rule.trigger is not None and not rule.trigger.search(found):
            continue
        if edits := list(rule.clean(ledger.text)):
            ledger.apply(name, edits)
            if name == "entity":
                found = _find_triggers(ledger.text)
    return Cleaned(ledger.text, tuple(zip(ledger.positions, ledger.places, strict=True)), ledger.account())


def clean_controls(text: str) -> Iterator[Edit]:
    """Remove control, zero-width and bidirectional characters, byte-order marks and variation selectors."""
    return ((*match.span(), "") for match in INVISIBLE.finditer(text))


def clean_line_ends(text: str) -> Iterator[Edit]:
    """Write every kind of line end as one line feed."""
    return ((*match.span(), "\n") for match in LINE_ENDS.finditer(text))


def clean_width(text: str) -> Iterator[Edit]:
    """Write full-width Latin letters and digits in half width; punctuation stays as it is."""
    return ((*match.span(), match[0].translate(HALF_WIDTH)) for match in FULL_WIDTH.finditer(text))


def clean_odd_spaces(text: str) -> Iterator[Edit]:
    """Write tabs, no-break and wide spaces as plain ones."""
    return ((*match.span(), " ") for match in ODD_SPACES.finditer(text))


def clean_runs(text: str) -> Iterator[Edit]:
    """Leave one space of several."""
    return ((*match.span(), " ") for match in RUNS.finditer(text)) if "  " in text else iter(())


def clean_edges(text: str) -> Iterator[Edit]:
    """Remove a space at either end of a line."""
    if " \n" not in text and "\n " not in text:
        ends = sorted({place for place in (0, len(text) - 1) if text[place : place + 1] == " "})
        yield from ((place, place + 1, "") for place in ends)
    else:
        points = np.pad(read_points(text), 1, constant_values=LINE_END)
        lines = points == LINE_END
        places = np.flatnonzero((points[1:-1] == SPACE) & (lines[:-2] | lines[2:]))
        yield from ((place, place + 1, "") for place in places.tolist())


def clean_han_spaces(text: str) -> Iterator[Edit]:
    """Remove a space inside a Chinese word, and between a number and the Chinese unit that it counts.

    Between two words a space stays, for it parts the words of a title: the segmenter says which it is.
    """
    if " " not in text or not has_han(text):
        return
    for match in HAN_SPACE.finditer(text):
        start, stop = match.span()
        before, after = text[start - 1 : start], text[stop]
        if (HAN_TAIL.match(before) and (after.isdigit() or _is_inside_word(text, start, stop))) or (
            before.isdigit() and after in UNITS and text.rfind("\n", 0, start) != start - 2
        ):
            yield start, stop, ""


def _is_inside_word(text: str, start: int, stop: int) -> bool:
    before, after = HAN_TAIL.search(text, max(0, start - 4), start), HAN_HEAD.match(text, stop, stop + 4)
    if before is None or after is None:
        return False
    position = 0
    for token in rjieba.cut(simplify(before[0] + after[0])):
        if position < len(before[0]) < position + len(token):
            return True
        position += len(token)
    return False


def _find_triggers(text: str) -> str:
    """The different characters of `text` that some rule looks for, in one look at it."""
    return "".join(set(TRIGGERS.findall(text)))


RULES = {
    "control": Rule(clean_controls, INVISIBLE),
    "line_end": Rule(clean_line_ends, re.compile(r"[\r\x0c\x85\u2028\u2029]")),
    "wrap": Rule(clean_wraps),
    "tag": Rule(clean_tags, re.compile("[<]")),
    "entity": Rule(clean_entities, re.compile("[&]")),
    "link": Rule(clean_links, re.compile(r"[\[]")),
    "mark": Rule(clean_marks, re.compile(r"[#>\\\-*_=~]")),
    "emphasis": Rule(clean_emphasis, re.compile("[*_]")),
    "width": Rule(clean_width, FULL_WIDTH),
    "pinyin": Rule(clean_pinyin, re.compile("[(（]")),
    "odd_space": Rule(clean_odd_spaces, ODD_SPACES),
    "space": Rule(clean_runs),
    "edge": Rule(clean_edges),
    "han_space": Rule(clean_han_spaces),
    "conversion": Rule(clean_conversions),
}
TRIGGERS = re.compile("[" + "".join(r.trigger.pattern[1:-1] for r in RULES.values() if r.trigger) + "]")
