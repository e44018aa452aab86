"""Tone: how the wording judges each side's conduct; plain or mixed wording has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.coding.models import LABELS, Model

SIGNS = {"+1": LABELS.index("tone:+"), "-1": LABELS.index("tone:-")}


def code_tones(
    scores: np.ndarray, abouts: Sequence[str], model: Model, *, sides: Sequence[str]
) -> list[tuple[str, ...]]:
    """Return for each sentence ``SIDE:+1`` or ``SIDE:-1``, for the side or sides that it is about."""
    return [_decide(row, about, model, sides) for row, about in zip(scores, abouts, strict=True)]


def _decide(row: np.ndarray, about: str, model: Model, sides: Sequence[str]) -> tuple[str, ...]:
    held = [sign for sign, place in SIGNS.items() if row[place] >= model.thresholds[place]]
    if len(held) != 1:
        return ()
    judged = sides if about == "BOTH" else [side for side in sides if side == about]
    return tuple(f"{side}:{held[0]}" for side in judged)
