"""Quotations: the quoted stretches of a document, over sentences and paragraphs, closed or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.reading.documents import Document

MARKS = re.compile('[“”„«»「」『』"]|\n')
CLOSING = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
LONGEST = 3000  # a quotation that is not closed within so many characters ends with its paragraph
OPENS_STRAIGHT = re.compile(r"(?:^|[\s：:，,。！？!?（(—\[-])\Z")


class Quote(NamedTuple):
    """One quotation, its quotation marks included; ``closed`` says whether its end was found."""

    begin: int
    stop: int
    closed: bool


def find_quotes(document: Document) -> list[Quote]:
    """Return the outermost quotations of a document, in order.

    A quotation that is opened again before it is closed (each paragraph of a long quotation opens anew)
    ends with its paragraph, as does one that is never closed.

    Examples
    --------
    >>> text = "他说：“不行。也不必。”会议结束了。"
    >>> [text[q.begin : q.stop] for q in find_quotes(Document("a", text, text))]
    ['“不行。也不必。”']
    """
    return list(_pair(document.clean))


def _pair(text: str) -> Iterator[Quote]:
    begin, closing, line_end = -1, "", -1
    for match in MARKS.finditer(text):
        mark, place = match[0], match.start()
        if mark == "\n":
            if begin >= 0 and line_end < 0:
                line_end = place
            if begin >= 0 and (closing == '"' or place - begin > LONGEST):
                yield Quote(begin, line_end, False)
                begin = -1
        elif begin < 0:
            if mark in CLOSING or (mark == '"' and _opens(text, place)):
                begin, closing, line_end = place, CLOSING.get(mark, '"'), -1
        elif mark in closing:
            yield Quote(begin, place + 1, True)
            begin = -1
        elif CLOSING.get(mark) == closing and line_end >= 0:  # opened again
            yield Quote(begin, line_end, False)
            begin, line_end = place, -1
    if begin >= 0:
        yield Quote(begin, line_end if line_end >= 0 else len(text), False)


def _opens(text: str, place: int) -> bool:
    """Whether the straight quotation mark at `place` can open a quotation."""
    following = text[place + 1 : place + 2]
    return bool(following.strip()) and (
        not following.isascii()
        or OPENS_STRAIGHT.search(text, max(0, place - 1), place) is not None
        or place == 0
    )


class Quoted(NamedTuple):
    """How one sentence stands to the quotations: its quoted parts, and whether it begins or ends in one."""

    parts: tuple[Quote, ...]
    inside: bool  # it begins inside a quotation that an earlier sentence opened
    goes_on: bool  # the quotation in which it ends goes on in the next sentence

    def holds(self, place: int) -> bool:
        """Whether `place` lies in a quoted part."""
        return any(begin <= place < stop for begin, stop, _ in self.parts)

    def measure_share(self, begin: int, stop: int) -> float:
        """Return which share of the stretch from `begin` to `stop` is quoted."""
        quoted = sum(min(stop, b) - max(begin, a) for a, b, _ in self.parts if a < stop and begin < b)
        return quoted / max(1, stop - begin)


NOT_QUOTED = Quoted((), False, False)


def split_quotes(document: Document, quotes: list[Quote]) -> list[Quoted]:
    """Return for each sentence of `document` how it stands to `quotes`."""
    split = [NOT_QUOTED] * len(document.sentences)
    first = 0
    for number in sorted(range(len(split)), key=lambda number: document.sentences[number].begin):
        sentence = document.sentences[number]
        while first < len(quotes) and quotes[first].stop <= sentence.begin:
            first += 1
        last = first
        while last < len(quotes) and quotes[last].begin < sentence.stop:
            last += 1
        if last > first:
            parts = tuple(quotes[first:last])
            split[number] = Quoted(parts, parts[0].begin < sentence.begin, parts[-1].stop > sentence.stop)
    return split
