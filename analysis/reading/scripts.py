"""Scripts: which writing a text uses, and its folded form, in which all scripts meet."""

from __future__ import annotations

import re
from functools import cache

import opencc

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
HAN_CHARACTER = re.compile(f"[{HAN}]")
MIXED = (0.05, 0.95)
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "‐": "-", "‑": "-"})


@cache
def _read_scripts() -> tuple[re.Pattern[str], re.Pattern[str], dict[int, str]]:
    """Characters of one script only (in one national set and not in the other), and a character table."""
    simplify = opencc.OpenCC("t2s")
    traditional, simplified, table = [], [], {}
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        in_china, in_taiwan = _encodes(character, "gb2312"), _encodes(character, "big5")
        plain = simplify.convert(character)
        if plain != character and len(plain) == 1:
            table[code] = plain
            if not in_china:
                traditional.append(character)
        elif in_china and not in_taiwan:
            simplified.append(character)
    return re.compile(f"[{''.join(traditional)}]"), re.compile(f"[{''.join(simplified)}]"), table


def detect_script(text: str) -> str:
    """Return Latn, Hans, Hant or mixed (each script has 5 % or more of the telling characters).

    Examples
    --------
    >>> [detect_script(text) for text in ("AI policy", "人工智能产业", "人工智慧產業", "中文")]
    ['Latn', 'Hans', 'Hant', 'Hans']
    """
    if detect_language(text) == "en":
        return "Latn"
    traditional, simplified, _ = _read_scripts()
    old = len(traditional.findall(text))
    if not old:
        return "Hans"
    share = old / (old + len(simplified.findall(text)))
    return "Hans" if share < MIXED[0] else "Hant" if share > MIXED[1] else "mixed"


def detect_language(text: str) -> str:
    """Return zh where Han characters outweigh Latin words, else en."""
    han = len(HAN_CHARACTER.findall(text))
    return "zh" if han and 2 * han >= len(re.findall(r"[A-Za-z]{2,}", text)) else "en"


def fold_text(text: str, *, script: str) -> str:
    """Return `text` as matching sees it, of the same length: Simplified, lower case, plain apostrophes.

    Examples
    --------
    >>> fold_text("出口管制與AI晶片", script="Hant")
    '出口管制与ai晶片'
    """
    folded = _simplify(text) if script in ("Hant", "mixed") else text
    lower = folded.lower()
    if len(lower) != len(folded):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in folded)
    return lower.translate(APOSTROPHES) if not lower.isascii() else lower


def _simplify(text: str) -> str:
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    table = _read_scripts()[2]
    lines = [(line, _converter().convert(line)) for line in text.split("\n")]
    return "\n".join(new if len(new) == len(old) else old.translate(table) for old, new in lines)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
