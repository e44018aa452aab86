"""Stance on open and closed models, and what is said of a side's practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.coding.features import Clues
from analysis.coding.marks import Actor, Mark, Place
from analysis.coding.models import LABELS, Model

ENOUGH = 0.5  # the probability from which a sentence is said to speak of open or closed models
ANY = LABELS.index("stance:any")
PLACES = {stance: LABELS.index(f"stance:{stance}") for stance in ("open", "closed", "both", "neutral")}
PRACTICES = {kind: LABELS.index(f"practice:{kind}") for kind in ("open", "closed")}


@dataclass(frozen=True, slots=True)
class Stance:
    """The stance of one sentence's voice (empty where it does not speak of open or closed models)."""

    stance: str
    practice: tuple[str, ...]
    score: float
    cue: str


def code_stances(
    scores: np.ndarray,
    clues: Sequence[Clues],
    marks: Sequence[Sequence[Mark]],
    abouts: Sequence[str],
    model: Model,
    *,
    sides: Sequence[str],
) -> list[Stance]:
    """Return one `Stance` per sentence.

    Whether there is a stance is decided first, then which: open, closed, both or neutral. A practice
    belongs to the side whose actors the sentence names nearest its end, else to the side that it is about.
    """
    return [
        _decide(row, clue, found, about, model, tuple(sides))
        for row, clue, found, about in zip(scores, clues, marks, abouts, strict=True)
    ]


def _decide(
    row: np.ndarray, clue: Clues, marks: Sequence[Mark], about: str, model: Model, sides: tuple[str, ...]
) -> Stance:
    if row[ANY] < ENOUGH:
        return Stance("", (), round(1 - float(row[ANY]), 4), "")
    stance = max(PLACES, key=lambda name: (row[PLACES[name]], name))
    score = float(row[ANY] * row[PLACES[stance]] / max(1e-9, sum(row[place] for place in PLACES.values())))
    kinds = [kind for kind, place in PRACTICES.items() if row[place] >= model.thresholds[place]]
    practice = tuple(f"{side}:{kind}" for kind in kinds for side in _find_sides(marks, about, sides))
    reasons = ", ".join(model.explain(clue, f"stance:{stance}")) or "context"
    return Stance(stance, practice, round(score, 4), f"stance {stance}: {reasons}")


def _find_sides(marks: Sequence[Mark], about: str, sides: tuple[str, ...]) -> list[str]:
    """Return the side whose models are meant: the only one named, else the one that is spoken about."""
    named = dict.fromkeys(
        mark.sign.side for mark in marks if isinstance(mark.sign, (Actor, Place)) and mark.sign.side in sides
    )
    if len(named) == 1:
        return list(named)
    return [about] if about in (*sides, "OTHER") else list(sides) if about == "BOTH" else []
