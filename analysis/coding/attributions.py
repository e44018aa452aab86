"""Attributions: the voice of one sentence, as the result of reading a document shows it."""

from __future__ import annotations

from typing import NamedTuple


class Voice(NamedTuple):
    """Who asserts one sentence: ``actor``, ``side``, how sure that is (0 to 1), and the cue that decided."""

    actor: str
    side: str
    score: float
    cue: str
    clause: tuple[int, int] = (0, 0)  # the reporting clause, where one decided


class Recent(NamedTuple):
    """The last voice that was attributed to somebody, and the sentence and paragraph of that."""

    voice: Voice
    sentence: int
    paragraph: int


NONE = Voice("", "", float("nan"), "")
NEARBY = 2  # paragraphs after which the last speaker has been left behind
