"""Mentions: where the codebook's concepts are named, by the longest pattern, negated or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

NEGATION_ZH = re.compile(
    r"(?:不|没有?|沒有?|无|無|非|未|别|勿|并非|绝非|难以|拒绝|反对|缺乏)[^，,。；;！？!?、：:]{0,6}$"
)
NEGATION_EN = re.compile(
    r"\b(?:no|not|never|without|neither|nor|cannot|lack(?:s|ed|ing)?|\w+n't)\b[^,.;:!?]{0,30}$"
)


class Pattern(NamedTuple):
    """One pattern of one concept."""

    concept: str
    pattern: str
    language: str


class Mention(NamedTuple):
    """One hit, as a span of the folded text."""

    concept: str
    pattern: str
    begin: int
    stop: int
    negated: bool


class Finder:
    """Finds the patterns of a codebook in folded text, leftmost and longest first."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(sorted(set(patterns)))
        self._automaton = AhoCorasick([p.pattern for p in self.patterns], matchkind=MatchKind.LeftmostLongest)

    def __reduce__(self) -> tuple[type[Finder], tuple[tuple[Pattern, ...]]]:
        return Finder, (self.patterns,)

    def find(self, folded: str) -> Iterator[Mention]:
        """Yield the mentions in `folded`, in order.

        Examples
        --------
        >>> finder = Finder([Pattern("open", "open source", "en"), Pattern("ai", "ai", "en")])
        >>> [(m.concept, m.negated) for m in finder.find("she said it is not open source")]
        [('open', True)]
        """
        for index, begin, stop in self._automaton.find_matches_as_indexes(folded):
            concept, pattern, language = self.patterns[index]
            if language == "en" and not _is_word(folded, begin, stop):
                continue
            negation = NEGATION_EN if language == "en" else NEGATION_ZH
            negated = negation.search(folded, max(0, begin - 40), begin) is not None
            yield Mention(concept, pattern, begin, stop, negated)


def _is_word(folded: str, begin: int, stop: int) -> bool:
    before = folded[begin - 1] if begin else " "
    after = folded[stop] if stop < len(folded) else " "
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
