"""Wording: every string a reader sees in a figure, card or page, in English and Chinese.

English is the key; ``wording.csv`` beside this module is the one source of translations of what every study
says, the study's own files that of what only it says (`analysis.phrasing`).
"""

from __future__ import annotations

import csv
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from analysis.phrasing import read_own_wording

LANGUAGES = ("en", "zh")
BEYOND_NAMES = {"BOTH": "both", "OTHER": "others", "NONE": "nobody's"}
_language: ContextVar[str] = ContextVar("language", default="en")


class WordingError(KeyError):
    """A string without a translation; add a row to analysis/wording.csv."""


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Within the block, `word` speaks this language (``en`` or ``zh``)."""
    if language not in LANGUAGES:
        raise ValueError(f"language={language!r}; allowed: {', '.join(LANGUAGES)}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current_language() -> str:
    """Return the language that `word` speaks now."""
    return _language.get()


def read_wording() -> Mapping[str, str]:
    """Return English → Chinese: what every study says, then what this one says in words of its own."""
    return ChainMap(_read_shared(), read_own_wording())


@cache
def _read_shared() -> dict[str, str]:
    """Read ``wording.csv`` (columns en, zh)."""
    with (Path(__file__).with_name("wording.csv")).open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}


def word(text: str, **values: object) -> str:
    """Return `text` in the current language, with ``{name}`` fields filled from `values`.

    A value that is itself a string of ``wording.csv`` is worded too.

    Examples
    --------
    >>> word("n = {n} sentences", n=3)
    'n = 3 sentences'
    """
    if current_language() == "zh":
        words = read_wording()
        if text not in words:
            raise WordingError(f"no Chinese for {text!r}; add it to analysis/wording.csv")
        text = words[text]
        values = {name: words.get(str(value), value) for name, value in values.items()}
    return text.format(**values) if values else text


def name_group(code: str) -> str:
    """Return how figures call a value of *about* or a side: in words where it is no side.

    Examples
    --------
    >>> name_group("BOTH"), name_group("EU")
    ('both', 'EU')
    """
    return word_if_known(BEYOND_NAMES.get(code, code))


def word_if_known(text: str) -> str:
    """Return `text` in the current language where there is a translation: names and gists of a user's own."""
    return read_wording().get(text, text) if current_language() == "zh" else text
