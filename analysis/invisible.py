"""Invisible characters: controls, zero-width and bidirectional marks, which change what a reader sees."""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|" + INVISIBLE.pattern)


def drop_invisible(text: str) -> str:
    """Return `text` in one line, without what nobody sees.

    Examples
    --------
    >>> drop_invisible("good\\u202e dab\\x00 \\n news")
    'good dab news'
    """
    return " ".join(UNPRINTED.sub(lambda match: " " if match[0].isspace() else "", text).split())


def mark_invisible(text: str, *, pattern: re.Pattern[str] = UNPRINTED) -> str:
    r"""Return `text` with every invisible character as its code, so that it shows and does nothing.

    With `INVISIBLE` as the pattern, line ends and tabs stay.

    Examples
    --------
    >>> print(mark_invisible("abc\u202etxt\x1b[2J"))
    abc\u202etxt\u001b[2J
    """
    return pattern.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
