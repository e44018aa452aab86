"""Frames: what each sentence invokes, from the models' scores, with the concepts that speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.coding.features import Clues
from analysis.coding.models import Model
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


def code_frames(scores: np.ndarray, clues: Sequence[Clues], model: Model) -> list[Frame]:
    """Return one `Frame` per sentence.

    At most three frames hold, those whose probability is highest and at least the model's threshold.

    Parameters
    ----------
    scores
        The model's probabilities, one row per sentence, the twelve frames first.
    """
    return [_decide(row[: len(FRAMES)], clue, model) for row, clue in zip(scores, clues, strict=True)]


def _decide(chances: np.ndarray, clue: Clues, model: Model) -> Frame:
    held = [place for place in range(len(FRAMES)) if chances[place] >= model.thresholds[place]]
    chosen = sorted(held, key=lambda place: (-chances[place], place))[:MOST_FRAMES]
    frames = tuple(FRAMES[place] for place in chosen)
    sure = [chances[i] if i in chosen else 1 - min(chances[i], 0.5) for i in range(len(FRAMES))]
    return Frame(
        frames, round(float(min(sure)), 4), "; ".join(_explain(frame, clue, model) for frame in frames)
    )


def _explain(frame: str, clue: Clues, model: Model) -> str:
    """Return the patterns that name `frame`, or the features that the model weighed most."""
    named = dict.fromkeys(f"{concept}={pattern}" for concept, of, pattern in clue.hits if of == frame)
    reasons = list(named) or model.explain(clue, frame)
    return f"{frame}: {', '.join(reasons[:MOST_CUES]) or 'context'}"
