"""Mentions: where the codebook's concepts are named, by the longest pattern, negated or not."""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.reading.spans import Bools, Ints, Points

NEGATION_EN = re.compile(
    r"\b(?:no|not|never|without|neither|nor|cannot|lack(?:s|ed|ing)?|fail(?:s|ed)? to|refus(?:es?|ed|ing) to|"
    r"reject(?:s|ed|ing)?|[a-z]+n't)\b(?! only\b)"
)
STEMS_EN = (
    "no", "not", "never", "without", "neither", "nor", "cannot", "lack", "fail", "refus", "reject", "n't",
)  # fmt: skip
CJK = "\u2e80"  # the first character beyond the alphabets
REACH_ZH, REACH_EN = 8, 32  # characters between a negation and what it negates, in one clause
CLAUSE = re.compile(r"[，,。；;！？!?、：:.\n]|\bbut\b|而是|但")


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


class Hits(NamedTuple):
    """All hits in a folded text, in order: the number of the pattern, and the span."""

    patterns: Ints
    begins: Ints
    stops: Ints


class Finder:
    """Finds the patterns of a codebook in folded text, leftmost and longest first."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(sorted(set(patterns)))
        self._concepts = AhoCorasick([p.pattern for p in self.patterns], matchkind=MatchKind.LeftmostLongest)
        self._negations, self._negates = _read_negations()
        self._stems = AhoCorasick(STEMS_EN, matchkind=MatchKind.LeftmostLongest)
        self._english = np.array([p.language == "en" for p in self.patterns], np.bool_)

    def __reduce__(self) -> tuple[type[Finder], tuple[tuple[Pattern, ...]]]:
        return Finder, (self.patterns,)

    def find(self, folded: str) -> Iterator[Mention]:
        """Yield the mentions in `folded`, in order.

        English patterns stand at word boundaries. A mention is negated when a negation stands a little
        before it in the same clause.

        Examples
        --------
        >>> finder = Finder([Pattern("open", "open source", "en"), Pattern("open", "开源", "zh")])
        >>> [(m.concept, m.negated) for m in finder.find("she said it is not open source, 中国支持开源")]
        [('open', True), ('open', False)]
        """
        hits = self._concepts.find_matches_as_indexes(folded)
        if not hits:
            return
        chinese, english = self._end_chinese(folded), self._end_english(folded)
        for index, begin, stop in hits:
            concept, pattern, language = self.patterns[index]
            if language == "en":
                if not _is_word(folded, begin, stop):
                    continue
                negated = bool(english) and _reaches(folded, english, begin, REACH_EN)
            else:
                negated = bool(chinese) and _reaches(folded, chinese, begin, REACH_ZH)
            yield Mention(concept, pattern, begin, stop, negated)

    def find_hits(self, folded: str, points: Points) -> Hits:
        """Return the hits that `find` yields in `folded`, whose code points are `points`, as arrays."""
        found = self._concepts.find_matches_as_indexes(folded)
        rows = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        patterns, begins, stops = rows[:, 0], rows[:, 1], rows[:, 2]
        wordlike = np.concatenate([_read_wordlike()[np.minimum(points, ord(CJK))], [False]])
        kept = ~(self._english[patterns] & (wordlike[begins - 1] | wordlike[stops]))
        return Hits(patterns[kept], begins[kept], stops[kept])

    def find_negated(self, folded: str, patterns: Ints, begins: Ints) -> Bools:
        """Return which of the hits in `folded` are negated."""
        negated = np.zeros(len(begins), np.bool_)
        english = self._english[patterns]
        for chosen, find_ends, reach in (
            (~english, self._end_chinese, REACH_ZH),
            (english, self._end_english, REACH_EN),
        ):
            places = np.array(find_ends(folded) if chosen.any() else (), np.int64)
            if len(places):
                last = places[np.searchsorted(places, begins, side="right") - 1]
                for i in np.flatnonzero(chosen & (last <= begins) & (begins - last <= reach)):
                    negated[i] = CLAUSE.search(folded, int(last[i]), int(begins[i])) is None
        return negated

    def _end_chinese(self, folded: str) -> list[int]:
        """Where the Chinese negations end."""
        found = self._negations.find_matches_as_indexes(folded)
        return [stop for index, _, stop in found if self._negates[index]]

    def _end_english(self, folded: str) -> list[int]:
        """Where the English negations end."""
        stems = self._stems.find_matches_as_indexes(folded)
        return [stop for _, start, _ in stems if (stop := _end_negation(folded, start))]


def _end_negation(folded: str, start: int) -> int:
    """Return where the English negation stops of which a stem stands at `start`, 0 where there is none."""
    if folded[start + 1 : start + 2] == "'":  # the stem of a word in n't
        while "a" <= folded[start - 1 : start] <= "z":
            start -= 1
    elif folded[start - 1 : start].isalnum():
        return 0
    match = NEGATION_EN.match(folded, start)
    return match.end() if match else 0


def _reaches(folded: str, negations: list[int], begin: int, reach: int) -> bool:
    last = bisect_left(negations, begin + 1) - 1
    if last < 0 or begin - negations[last] > reach:
        return False
    return CLAUSE.search(folded, negations[last], begin) is None


def _is_word(folded: str, begin: int, stop: int) -> bool:
    """Whether no letter or digit of an alphabet stands next to the span."""
    before, after = folded[begin - 1 : begin], folded[stop : stop + 1]
    return not (before < CJK and before.isalnum()) and not (after < CJK and after.isalnum())


@cache
def _read_wordlike() -> Bools:
    """Which code points are letters or digits of an alphabet, up to the first one beyond."""
    return np.array([chr(code).isalnum() for code in range(ord(CJK))] + [False])


def _read_negations() -> tuple[AhoCorasick, list[bool]]:
    """The Chinese negations, and longer words that only contain one; which of them negate."""
    text = files("analysis.reading").joinpath("negations.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    cues = AhoCorasick([row["cue"] for row in rows], matchkind=MatchKind.LeftmostLongest)
    return cues, [row["negates"] == "yes" for row in rows]
