"""Documents: one read article, its versions and its sentences, before they become tables."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

BEYOND = 1 << 62  # further than any file is long


class Sentence(NamedTuple):
    """One sentence of one version; ``begin`` and ``stop`` are positions in the document's clean text."""

    id: str
    text: str
    paragraph: int
    begin: int
    stop: int
    kind: str
    language: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version inside an article: an original, a translation, a summary, a rewrite or a report.

    ``begin`` and ``stop`` enclose it in the clean text; where two versions take turns, they overlap.
    """

    id: str
    role: str
    language: str
    script: str
    begin: int
    stop: int
    primary: bool


@dataclass(frozen=True)
class Document:
    """One article, read.

    ``clean`` is the text after cleaning; ``folded`` has the same length and is what matching, segmentation
    and coding see: Simplified characters, half-width Latin in lower case, variants mapped to their
    canonical form. ``edits`` says, for each stretch of clean text, where it stands in the file.
    """

    article: str
    clean: str
    folded: str
    edits: tuple[tuple[int, int], ...] = ((0, 0),)  # (position in clean, position in file), ascending
    versions: tuple[Version, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    title: str = ""
    outlet: str = ""
    outlet_side: str = ""
    published: str = ""
    variants: tuple[tuple[int, int], ...] = ()  # spans where `folded` has another word than `clean`
    audit: dict[str, int] = field(default_factory=dict)  # characters kept, mapped and removed, by rule

    def place(self, position: int) -> int:
        """Return where clean position `position` stands in the file as it is on disk."""
        edits = self.edits
        clean, file = edits[0] if len(edits) == 1 else edits[bisect_right(edits, (position, BEYOND)) - 1]
        return file + position - clean

    def span(self, begin: int, stop: int) -> tuple[int, int]:
        """Return the file span (end exclusive) of the clean span from `begin` to `stop`."""
        return self.place(begin), self.place(stop - 1) + 1
