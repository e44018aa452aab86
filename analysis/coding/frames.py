"""Frames: what each sentence invokes, from the models' scores, with the concepts that speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.coding.features import Clues
from analysis.coding.models import Scores
from analysis.tables import FRAMES

MOST_FRAMES = 3
MOST_CUES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """The frames of one sentence, the strongest first, how sure the coder is of them, and why.

    ``score`` is the probability of the least certain of the twelve decisions.
    """

    frames: tuple[str, ...]
    score: float
    cue: str


def code_frames(scores: Scores, clues: Sequence[Clues]) -> list[Frame]:
    """Return one `Frame` per sentence.

    At most three frames hold, those whose probability is highest and at least the model's threshold.
    """
    return [_decide(place, clue, scores) for place, clue in enumerate(clues)]


def _decide(sentence: int, clue: Clues, scores: Scores) -> Frame:
    chances, thresholds = scores.chances[sentence].tolist(), scores.model.thresholds
    held = [place for place in range(len(FRAMES)) if chances[place] >= thresholds[place]]
    chosen = sorted(held, key=lambda place: (-chances[place], place))[:MOST_FRAMES]
    frames = tuple(FRAMES[place] for place in chosen)
    sure = min(chances[i] if i in chosen else 1 - min(chances[i], 0.5) for i in range(len(FRAMES)))
    cues = [_explain(frame, sentence, clue, scores) for frame in frames]
    return Frame(frames, round(sure, 4), "; ".join(cues))


def _explain(frame: str, sentence: int, clue: Clues, scores: Scores) -> str:
    """Return the patterns that name `frame`, or the features that the model weighed most."""
    named = dict.fromkeys(f"{concept}={pattern}" for concept, of, pattern in clue.hits if of == frame)
    reasons = list(named) or scores.explain(sentence, frame)
    return f"{frame}: {', '.join(reasons[:MOST_CUES]) or 'context'}"
