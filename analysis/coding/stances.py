"""Stance on open and closed models, and what is said of a side's practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.coding.marks import Actor, Mark, Place
from analysis.coding.models import LABELS, Scores

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
    scores: Scores, marks: Sequence[Sequence[Mark]], abouts: Sequence[str], *, sides: Sequence[str]
) -> list[Stance]:
    """Return one `Stance` per sentence.

    Whether there is a stance is decided first, then which: open, closed, both or neutral. A practice
    belongs to the side that the sentence alone names, else to the side that it is about.
    """
    return [
        _decide(place, found, about, scores, tuple(sides))
        for place, (found, about) in enumerate(zip(marks, abouts, strict=True))
    ]


def _decide(
    sentence: int, marks: Sequence[Mark], about: str, scores: Scores, sides: tuple[str, ...]
) -> Stance:
    chances, thresholds = scores.chances[sentence].tolist(), scores.model.thresholds
    if chances[ANY] < ENOUGH:
        return Stance("", (), round(1 - chances[ANY], 4), "")
    stance = max(PLACES, key=lambda name: (chances[PLACES[name]], name))
    rivals = sum(chances[place] for place in PLACES.values())
    score = chances[ANY] * chances[PLACES[stance]] / max(1e-9, rivals)
    kinds = [kind for kind, place in PRACTICES.items() if chances[place] >= thresholds[place]]
    practice = tuple(f"{side}:{kind}" for kind in kinds for side in _find_sides(marks, about, sides))
    reasons = ", ".join(scores.explain(sentence, f"stance:{stance}")) or "context"
    return Stance(stance, practice, round(score, 4), f"stance {stance}: {reasons}")


def _find_sides(marks: Sequence[Mark], about: str, sides: tuple[str, ...]) -> list[str]:
    """Return the side whose models are meant: the only one named, else the one that is spoken about."""
    named = dict.fromkeys(
        mark.sign.side for mark in marks if isinstance(mark.sign, (Actor, Place)) and mark.sign.side in sides
    )
    if len(named) == 1:
        return list(named)
    return [about] if about in (*sides, "OTHER") else list(sides) if about == "BOTH" else []
