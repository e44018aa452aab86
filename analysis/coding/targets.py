"""Targets: what the coded sentences of the examples say of each label, and how much each counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.coding.examples import Example, Targets
from analysis.coding.features import Clues
from analysis.coding.models import LABELS, TONE_LABELS

WEIGHTS = {"gold-articles": 1.5, "gold-official": 1.5}  # other sets count 1
UNCODED = "uncoded"  # a tone that nobody judged


def list_targets(examples: Sequence[Example]) -> np.ndarray:
    """Return one row per coded sentence: whether each of `LABELS` holds."""
    return np.array([_mark(target) for example in examples for target in example.targets if target])


def _mark(target: Targets) -> list[bool]:
    frames, practice, tone = (set(target[key].split("|")) for key in ("frames", "practice", "tone"))
    stance = target["stance"]
    held = {*frames, f"stance:{stance}", *(f"practice:{value.split(':')[-1]}" for value in practice)}
    held |= {"stance:any"} if stance else set()
    held |= {f"tone:{value[-2]}" for value in tone if value and value != UNCODED}
    return [label in held for label in LABELS]


def list_weights(examples: Sequence[Example]) -> np.ndarray:
    """Return one row per coded sentence: what it counts for each of `LABELS`, 0 where that is not coded."""
    coded = [(example.set, target) for example in examples for target in example.targets if target]
    weights = np.array([[WEIGHTS.get(set_, 1.0)] * len(LABELS) for set_, _ in coded])
    bare = [target["tone"] == UNCODED for _, target in coded]
    weights[np.ix_(bare, [label in TONE_LABELS for label in LABELS])] = 0.0
    return weights


def list_coded(examples: Sequence[Example]) -> list[Clues]:
    """Return what is seen of each coded sentence."""
    return [
        clue
        for example in examples
        for clue, target in zip(example.clues, example.targets, strict=True)
        if target
    ]


def at_coded(example: Example, values):
    """Return the rows of `values`, one a sentence, at which `example` is coded."""
    return values[[place for place, target in enumerate(example.targets) if target]]
