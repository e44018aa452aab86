"""Glossary: Chinese terms and statistics, explained where a reader first meets them on a page."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from analysis.site.trees import change_texts, parse_fragment, write_fragment

SKIPPED = {"a", "code", "pre", "button", "h1", "h2", "h3", "th", "summary", "caption"}


@dataclass(frozen=True)
class Entry:
    """One term: its spellings in both languages, and what it means in both."""

    id: str
    kind: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    gloss_en: str
    gloss_zh: str


@cache
def read_glossary() -> dict[str, Entry]:
    """Return the entries of ``glossary.csv`` by id; spellings are joined by ``|`` in the file."""
    with Path(__file__).with_name("glossary.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Entry(
                id=row["id"],
                kind=row["kind"],
                en=tuple(filter(None, row["en"].split("|"))),
                zh=tuple(row["zh"].split("|")),
                gloss_en=row["gloss_en"],
                gloss_zh=row["gloss_zh"],
            )
            for row in csv.DictReader(file)
        }


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    spelled: dict[str, str] = {}
    for entry in read_glossary().values():
        for spelling in (*entry.en, *entry.zh):
            spelled.setdefault(spelling.casefold(), entry.id)
    longest_first = sorted(spelled, key=lambda spelling: (-len(spelling), spelling))
    words = "|".join(
        rf"(?<![\w-]){re.escape(s)}(?![\w-])" if s.isascii() else re.escape(s) for s in longest_first
    )
    return re.compile(words, re.IGNORECASE), spelled


class Marker:
    """Marks the first meeting with each term on one page, once in each language."""

    def __init__(self) -> None:
        self.met: dict[str, Entry] = {}
        self._seen: set[tuple[str, str]] = set()

    def mark(self, content: Markup) -> Markup:
        """Return HTML `content` with its new terms as buttons that open their explanation."""
        element = parse_fragment(content)
        change_texts(element, self._mark_text, skipped=SKIPPED)
        return write_fragment(element)

    def _mark_text(self, text: str, language: str) -> Markup | None:
        pattern, spelled = _pattern()
        pieces, end = [], 0
        for match in pattern.finditer(text):
            entry = read_glossary()[spelled[match[0].casefold()]]
            if (entry.id, language) in self._seen:
                continue
            self._seen.add((entry.id, language))
            self.met[entry.id] = entry
            pieces += [escape(text[end : match.start()]), _button(entry, match[0])]
            end = match.end()
        return Markup("").join([*pieces, escape(text[end:])]) if pieces else None


def _button(entry: Entry, spelling: str) -> Markup:
    chinese = Markup(' lang="zh-Hans"') if any(ord(c) > 0x2E7F for c in spelling) else ""
    return Markup(
        '<button type="button" class="gloss" popovertarget="gloss-{id}"{lang}>{text}</button>'
    ).format(id=entry.id, lang=chinese, text=spelling)
