"""Cleaning: named rules that remove or map characters, each accounted for, each undoable in the map.

A rule reads the text as it is now and yields edits; the ledger keeps the map to the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rjieba

from analysis.reading.annotations import clean_pinyin
from analysis.reading.conversions import clean_conversions
from analysis.reading.edits import Edit, Ledger
from analysis.reading.markup import clean_emphasis, clean_entities, clean_links, clean_marks, clean_tags
from analysis.reading.scripts import HAN, simplify
from analysis.reading.wraps import clean_wraps

CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
LINE_ENDS = re.compile("[\r\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
UNITS = (
    "年月日号號时時点點分秒周週世纪紀岁歲届屆期次个個项項条條款章节節名位人家国國种種类類"
    "万萬亿億千百倍元美欧歐多余餘以至到件份篇页頁卷集台臺部所座层層级級"
)
HAN_SPACE = re.compile(rf" (?=[{HAN}]|\d+ ?[{UNITS}])")
HAN_TAIL, HAN_HEAD = re.compile(f"[{HAN}]+$"), re.compile(f"[{HAN}]+")
ODD = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
ODD_SPACE = re.compile(f"[{ODD}]")
SPACES = re.compile(f"[{ODD}][ {ODD}]*| [ {ODD}]+| (?=\n)|(?<=\n) | \\Z|\\A ")


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
        ledger.apply("metadata", [Edit(0, begin)])
    for name, rule in RULES.items():
        if edits := list(rule(ledger.text)):
            ledger.apply(name, edits)
    return Cleaned(ledger.text, tuple(zip(ledger.positions, ledger.places, strict=True)), ledger.account())


def clean_controls(text: str) -> Iterator[Edit]:
    """Remove control, zero-width and bidirectional characters, byte-order marks and variation selectors."""
    return (Edit(*match.span()) for match in CONTROLS.finditer(text))


def clean_line_ends(text: str) -> Iterator[Edit]:
    """Write every kind of line end as one line feed."""
    return (Edit(*match.span(), "\n") for match in LINE_ENDS.finditer(text))


def clean_width(text: str) -> Iterator[Edit]:
    """Write full-width Latin letters and digits in half width; punctuation stays as it is."""
    return (Edit(*match.span(), match[0].translate(HALF_WIDTH)) for match in FULL_WIDTH.finditer(text))


def clean_spaces(text: str) -> Iterator[Edit]:
    """Write every run of horizontal white space as one space, and none at the edges of a line."""
    edges = any(pair in text for pair in ("  ", " \n", "\n ")) or text[:1] == " " or text[-1:] == " "
    if not edges and not ODD_SPACE.search(text):
        return
    for match in SPACES.finditer(text):
        start, stop = match.span()
        inner = start > 0 and stop < len(text) and text[start - 1] != "\n" and text[stop] != "\n"
        yield Edit(start, stop, " " if inner else "")


def clean_han_spaces(text: str) -> Iterator[Edit]:
    """Remove a space inside a Chinese word, and between a number and the Chinese unit that it counts.

    Between two words a space stays, for it parts the words of a title: the segmenter says which it is.
    """
    if text.isascii():
        return
    for match in HAN_SPACE.finditer(text):
        start, stop = match.span()
        before, after = text[start - 1 : start], text[stop]
        if (HAN_TAIL.match(before) and (after.isdigit() or _is_inside_word(text, start, stop))) or (
            before.isdigit() and after in UNITS and text.rfind("\n", 0, start) != start - 2
        ):
            yield Edit(start, stop)


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


RULES: dict[str, Callable[[str], Iterator[Edit]]] = {
    "control": clean_controls,
    "line_end": clean_line_ends,
    "wrap": clean_wraps,
    "tag": clean_tags,
    "entity": clean_entities,
    "link": clean_links,
    "mark": clean_marks,
    "emphasis": clean_emphasis,
    "width": clean_width,
    "pinyin": clean_pinyin,
    "space": clean_spaces,
    "han_space": clean_han_spaces,
    "conversion": clean_conversions,
}
