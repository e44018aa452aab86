"""Scripts: which writing a text uses, and its folded form, in which all scripts meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import opencc
from numpy.typing import NDArray

from analysis.reading.spans import read_points

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
HAN_RUN = re.compile(f"[{HAN}]+")
BEYOND = re.compile("[\u3400-\U0010ffff]")  # all Han characters, and found twice as fast
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
MIXED = (0.05, 0.95)
OLD, NEW = 1, 2  # Traditional, Simplified
PLAIN = {"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-"}


class Telling(NamedTuple):
    """The characters of one script only, in one national set and not in the other, and what tells them."""

    traditional: re.Pattern[str]
    simplified: re.Pattern[str]
    scripts: NDArray[np.uint8]  # of every code point: `OLD`, `NEW` or 0
    table: dict[int, str]  # Traditional → Simplified, character by character


@cache
def _read_scripts() -> Telling:
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    china, taiwan = (set(han.encode(name, "ignore").decode(name)) for name in ("gb2312", "big5"))
    plain = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(c): simple for c, simple in zip(han, plain, strict=True) if simple != c and len(simple) == 1}
    old = "".join(c for c in han if ord(c) in table and c not in china)
    new = "".join(c for c in han if ord(c) not in table and c in china and c not in taiwan)
    scripts = np.zeros(0x110000, np.uint8)
    scripts[read_points(old)], scripts[read_points(new)] = OLD, NEW
    return Telling(re.compile(f"[{old}]"), re.compile(f"[{new}]"), scripts, table)


def detect_script(text: str) -> str:
    """Return Latn, Hans, Hant or mixed (each script has 5 % or more of the telling characters).

    Examples
    --------
    >>> [detect_script(text) for text in ("AI policy", "人工智能产业", "人工智慧產業", "中文")]
    ['Latn', 'Hans', 'Hant', 'Hans']
    """
    return "Latn" if detect_language(text) == "en" else detect_han(text)


def detect_han(text: str) -> str:
    """Return the script of the Chinese in `text`, however little it is: Hans, Hant or mixed."""
    telling = _read_scripts()
    if text.isascii() or not telling.traditional.search(text):
        return "Hans"
    if not telling.simplified.search(text):
        return "Hant"
    found = telling.scripts[read_points(text)]
    old, new = np.count_nonzero(found == OLD), np.count_nonzero(found == NEW)
    share = old / (old + new)
    return "Hans" if share < MIXED[0] else "Hant" if share > MIXED[1] else "mixed"


def detect_language(text: str) -> str:
    """Return zh where there is at least one Han character for each two Latin words, else en."""
    foreign = len(text.encode("utf-8", "replace")) - len(text)  # twice the Han characters, about
    if foreign > len(text):
        return "zh"
    if not foreign or not has_han(text):
        return "en"
    han, words = count_writing(text)
    return "zh" if han and 2 * han >= words else "en"


def has_han(text: str) -> bool:
    """Whether `text` has a Han character."""
    return not text.isascii() and BEYOND.search(text) is not None and HAN_RUN.search(text) is not None


def count_writing(text: str) -> tuple[int, int]:
    """Return the number of Han characters and of Latin words (of two letters or more) in `text`."""
    han = 0 if text.isascii() else len(text) - len(HAN_RUN.sub("", text))
    return han, len(LATIN_WORD.findall(text))


def fold_text(text: str) -> str:
    """Return `text` as matching sees it, of the same length: Simplified, lower case, plain apostrophes.

    Only texts with a good part of Traditional characters are converted: conversion damages a little
    of what is Simplified already.

    Examples
    --------
    >>> fold_text("出口管制與AI晶片")
    '出口管制与ai晶片'
    """
    if text.isascii():
        return text.lower()
    folded = text if detect_han(text) == "Hans" else simplify(text)
    lower = folded.lower()
    if len(lower) != len(folded):
        lower = "".join(low if len(low := character.lower()) == 1 else character for character in folded)
    return _write_plainly(lower)


def fold_lines(lines: Sequence[str]) -> list[str]:
    """Return each of `lines` as `fold_text` writes it, all at once where their characters allow it."""
    old = [i for i, line in enumerate(lines) if detect_han(line) != "Hans"]
    folded = list(lines)
    for i, line in zip(old, simplify("\n".join(lines[i] for i in old)).split("\n"), strict=False):
        folded[i] = line
    text = "\n".join(folded)
    if len(text.lower()) != len(text):
        return [fold_text(line) for line in lines]
    return _write_plainly(text.lower()).split("\n") if lines else []


def _write_plainly(lower: str) -> str:
    for written, plain in PLAIN.items():
        lower = lower.replace(written, plain)
    return lower


def simplify(text: str) -> str:
    """Return `text` in Simplified characters, of the same length."""
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    table = _read_scripts().table
    lines = [(line, _converter().convert(line)) for line in text.split("\n")]
    return "\n".join(new if len(new) == len(old) else old.translate(table) for old, new in lines)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
