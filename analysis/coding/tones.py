"""Tone: how the wording judges each side's conduct; plain or mixed wording has none."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.coding.models import LABELS, Scores

SIGNS = {"+1": LABELS.index("tone:+"), "-1": LABELS.index("tone:-")}


def code_tones(scores: Scores, abouts: Sequence[str], *, sides: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each sentence ``SIDE:+1`` or ``SIDE:-1``, for the side or sides that it is about."""
    thresholds = scores.model.thresholds
    return [
        _decide([sign for sign, place in SIGNS.items() if row[place] >= thresholds[place]], about, sides)
        for row, about in zip(scores.chances, abouts, strict=True)
    ]


def _decide(signs: list[str], about: str, sides: Sequence[str]) -> tuple[str, ...]:
    if len(signs) != 1:
        return ()
    judged = sides if about == "BOTH" else [side for side in sides if side == about]
    return tuple(f"{side}:{signs[0]}" for side in judged)
