"""Features: what the models see of each sentence: its words, the concepts that it names, its form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from analysis.codebook import Codebook
from analysis.reading.documents import Document
from analysis.reading.mentions import Finder, Pattern
from analysis.reading.tokens import Segmenter
from analysis.tables import FRAMES

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
        return [
            self._observe(document.folded[s.begin : s.stop], s.kind == "heading", s.language == "zh")
            for s in document.sentences
        ]

    def _observe(self, text: str, heading: bool, chinese: bool) -> Clues:
        words = [word for word in self._segmenter.segment(text) if not NUMBER.fullmatch(word)]
        pairs = [f"{left} {right}" for left, right in pairwise(words)]
        hits = tuple(
            (mention.concept, self.frames[mention.concept], mention.pattern)
            for mention in self._finder.find(text)
        )
        flags = (
            heading,
            QUESTION.search(text) is not None,
            QUOTED.match(text) is not None,
            ITEM.match(text) is not None,
            len(words) <= SHORT,
            len(words) >= LONG,
            chinese,
            not any(frame for _, frame, _ in hits),
        )
        return Clues(
            tuple(dict.fromkeys(words)),
            tuple(dict.fromkeys(pairs)),
            hits,
            self._combine_cues(text, flags[1]),
            tuple(map(float, flags)),
        )

    def _combine_cues(self, text: str, question: bool) -> tuple[float, ...]:
        """Return which stance cues stand in `text`, and which judgement meets which object there."""
        found = {"question"} if question else set()
        denied = False
        for mention in self._cue_finder.find(text):
            kinds = self._cues[mention.pattern]
            denied |= mention.negated and "open" in kinds
            found |= kinds
        about = bool(found & {"open", "closed"})
        pairs = [about and one in found and two in found for one in OBJECTS for two in JUDGEMENTS]
        single = [cue in found for cue in CUES]
        return tuple(map(float, (*single, *pairs, {"open", "closed"} <= found, denied)))


@dataclass(frozen=True)
class Vocabulary:
    """The columns of the models' matrix: known words and pairs, known concepts, and word hints.

    ``weights`` are inverse document frequencies. ``hints`` gives a word's nearness to each frame (0 to 1),
    learnt from the codebook's patterns through sentence embeddings, so that words no example holds count too.
    """

    grams: dict[str, int]
    weights: np.ndarray
    concepts: dict[str, int]
    words: dict[str, int]
    hints: np.ndarray

    @property
    def columns(self) -> list[str]:
        """A readable name for each column, as shown among a sentence's cues."""
        frames = [f"{kind}:{frame}" for kind in ("named", "share", "most") for frame in FRAMES]
        hints = [f"{kind}:{frame}" for kind in ("hint", "hints") for frame in FRAMES]
        cues = [f"cue:{cue}" for cue in COMBINED]
        return [*self.grams, *self.concepts, *frames, *hints, *cues, *FORMS]

    def arrange(self, clues: Sequence[Clues]) -> sparse.csr_matrix:
        """Return one row per sentence, one column per feature.

        Words and pairs are weighted by rarity and scaled to length 3; concepts count once.
        """
        rows, columns, values = [], [], []
        for row, clue in enumerate(clues):
            known = sorted({self.grams[gram] for gram in (*clue.words, *clue.pairs) if gram in self.grams})
            weights = self.weights[known]
            named = sorted({self.concepts[hit[0]] for hit in clue.hits if hit[0] in self.concepts})
            rows += [row] * (len(known) + len(named))
            columns += known
            columns += [len(self.grams) + concept for concept in named]
            values += (3.0 * weights / max(1e-9, float(np.sqrt((weights**2).sum())))).tolist()
            values += [0.7] * len(named)
        width = len(self.grams) + len(self.concepts)
        sparse_part = sparse.csr_matrix((values, (rows, columns)), shape=(len(clues), width))
        dense = np.array([self._summarise(clue) for clue in clues]).reshape(len(clues), -1)
        return sparse.hstack([sparse_part, sparse.csr_matrix(dense)], format="csr")

    def _summarise(self, clue: Clues) -> np.ndarray:
        counts = Counter(frame for _, frame, _ in clue.hits if frame)
        count = np.array([counts[frame] for frame in FRAMES], dtype=float)
        most = (count == count.max()) & (count > 0)
        known = [self.words[word] for word in clue.words if word in self.words]
        top = np.zeros((3, len(FRAMES)))
        if known:
            ranked = -np.sort(-self.hints[known], axis=0)[:3]
            top[: len(ranked)] = ranked
        return np.concatenate(
            [
                0.6 * np.minimum(count, 2),
                2 * count / max(1.0, count.sum()),
                most,
                0.7 * top[0],
                0.7 * top.sum(axis=0),
                clue.cues,
                clue.form,
            ]
        )
