"""Features: what the models see of each sentence: its words, the concepts that it names, its form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.codebook import Codebook
from analysis.reading.documents import Document, Sentence
from analysis.reading.mentions import Finder, Mention, Pattern
from analysis.reading.tokens import Segmenter

NUMBER = re.compile(r"[\d.,]+")
QUESTION = re.compile(r"[?？]\W*\Z")
QUOTED = re.compile(r"\A\s*[“\"「『‘]")
ITEM = re.compile(r"\A\s*(?:[-–•●*·]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[)）.、．])")
OBJECTS = ("open", "closed", "restrict")
JUDGEMENTS = ("urge", "oppose", "good", "bad", "contrast", "question")
CUES = ("open", "closed", "model", "other", "restrict", "urge", "oppose", "good", "bad", "contrast")
COMBINED = (
    *CUES,
    *(f"{one} and {two}" for one in OBJECTS for two in JUDGEMENTS),
    "open and closed",
    "not open",
)
FORMS = ("heading", "question", "quoted", "item", "short", "long", "chinese", "no concept")
SHORT, LONG = (4, 45)  # words


@dataclass(frozen=True, slots=True)
class Clues:
    """What is seen of one sentence: distinct words and pairs, concept hits in order, cue and form flags."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    hits: tuple[tuple[str, str, str], ...]  # concept, frame, pattern
    cues: tuple[float, ...]
    form: tuple[float, ...]


class Observer:
    """Reads the clues of sentences; made from a codebook once, then used for any number of documents."""

    def __init__(self, codebook: Codebook) -> None:
        rows = codebook.concepts[["concept", "pattern", "language"]].itertuples(index=False, name=None)
        self._finder = Finder(Pattern(*row) for row in rows)
        self._segmenter = Segmenter()
        cues = codebook.stance[["cue", "pattern", "language"]].itertuples(index=False, name=None)
        self._cues: dict[str, set[str]] = {}
        patterns = []
        for cue, pattern, language in cues:
            self._cues.setdefault(pattern, set()).add(cue)
            patterns.append(Pattern("", pattern, language))
        self._cue_finder = Finder(patterns)
        frames = codebook.concepts[["concept", "frame"]].drop_duplicates()
        self.frames = dict(frames.itertuples(index=False, name=None))

    def observe(self, document: Document) -> list[Clues]:
        """Return the clues of each sentence of `document`."""
        named = self._finder.find(document.folded)
        cues = self._cue_finder.find(document.folded)
        hits, found = (_share(mentions, document.sentences) for mentions in (named, cues))
        return [
            self._observe(document.folded[s.begin : s.stop], s, hits[i], found[i])
            for i, s in enumerate(document.sentences)
        ]

    def _observe(self, text: str, sentence: Sentence, named: list[Mention], cues: list[Mention]) -> Clues:
        words = [word for word in self._segmenter.segment(text) if not NUMBER.fullmatch(word)]
        pairs = [f"{left} {right}" for left, right in pairwise(words)]
        hits = tuple((one.concept, self.frames[one.concept], one.pattern) for one in named)
        flags = (
            sentence.kind == "heading",
            QUESTION.search(text) is not None,
            QUOTED.match(text) is not None,
            ITEM.match(text) is not None,
            len(words) <= SHORT,
            len(words) >= LONG,
            sentence.language == "zh",
            not any(frame for _, frame, _ in hits),
        )
        return Clues(
            tuple(dict.fromkeys(words)),
            tuple(dict.fromkeys(pairs)),
            hits,
            self._combine_cues(cues, flags[1]),
            tuple(map(float, flags)),
        )

    def _combine_cues(self, cues: list[Mention], question: bool) -> tuple[float, ...]:
        """Return which stance cues a sentence holds, and which judgement meets which object there."""
        found = {"question"} if question else set()
        denied = False
        for mention in cues:
            kinds = self._cues[mention.pattern]
            denied |= mention.negated and "open" in kinds
            found |= kinds
        about = bool(found & {"open", "closed"})
        pairs = [about and one in found and two in found for one in OBJECTS for two in JUDGEMENTS]
        single = [cue in found for cue in CUES]
        return tuple(map(float, (*single, *pairs, {"open", "closed"} <= found, denied)))


def _share(mentions: Iterable[Mention], sentences: Sequence[Sentence]) -> list[list[Mention]]:
    """Return the mentions that stand within each sentence."""
    shares: list[list[Mention]] = [[] for _ in sentences]
    order = iter(sorted(range(len(sentences)), key=lambda place: sentences[place].begin))
    place, begin, stop = -1, 0, 0
    for mention in mentions:
        while mention.begin >= stop:
            place = next(order, -1)
            if place < 0:
                return shares
            begin, stop = sentences[place].begin, sentences[place].stop
        if begin <= mention.begin and mention.stop <= stop:
            shares[place].append(mention)
    return shares
