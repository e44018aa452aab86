"""Frames: what each sentence invokes, from the codebook's concepts that it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.codebook import Codebook
from analysis.reading.documents import Document
from analysis.tables import FRAMES

MOST_FRAMES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The frames of one sentence, how sure the coder is of them, and the concepts that decided."""

    frames: tuple[str, ...]
    score: float
    cue: str


def code_frames(document: Document, codebook: Codebook) -> list[Frame]:
    """Return one `Frame` per sentence of `document`."""
    concepts = codebook.concepts
    patterns = concepts["pattern"].tolist()
    names, frames = concepts["concept"].tolist(), concepts["frame"].tolist()
    finder = AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest)
    coded = []
    for sentence in document.sentences:
        text = document.folded[sentence.begin : sentence.stop]
        hits = [i for i, begin, stop in finder.find_matches_as_indexes(text) if _is_whole(text, begin, stop)]
        counts = Counter(frames[i] for i in hits if frames[i])
        chosen = sorted(counts, key=lambda frame: (-counts[frame], FRAMES.index(frame)))[:MOST_FRAMES]
        cue = "; ".join(dict.fromkeys(f"{names[i]}={patterns[i]}" for i in hits))
        coded.append(Frame(tuple(chosen), 0.5, cue))
    return coded


def _is_whole(text: str, begin: int, stop: int) -> bool:
    """Whether the match does not begin or end inside a word of Latin letters or a number."""
    return not (_joins(text[begin - 1 : begin], text[begin]) or _joins(text[stop - 1], text[stop : stop + 1]))


def _joins(left: str, right: str) -> bool:
    return bool(left and right) and all(c.isascii() and c.isalnum() for c in (left, right))
