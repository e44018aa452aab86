"""Cleaning: named rules that remove or map characters, each accounted for, each undoable in the map.

A rule reads the text as it is now and yields edits; the ledger keeps the map to the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.reading.edits import Edit, Ledger

CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
LINE_ENDS = re.compile("\r\n|[\r\x0c\x85\u2028\u2029]")
FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


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
        ledger.apply(name, rule(ledger.text))
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
    for match in SPACES.finditer(text):
        start, stop = match.span()
        inner = start > 0 and stop < len(text) and text[start - 1] != "\n" and text[stop] != "\n"
        if not inner or match[0] != " ":
            yield Edit(start, stop, " " if inner else "")


RULES: dict[str, Callable[[str], Iterator[Edit]]] = {
    "control": clean_controls,
    "line_end": clean_line_ends,
    "width": clean_width,
    "space": clean_spaces,
}
