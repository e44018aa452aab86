"""Thresholds: the probability from which a label holds."""

from __future__ import annotations

import numpy as np

from analysis.coding.models import LABELS
from analysis.tables import FRAMES

THRESHOLDS = np.arange(0.2, 0.56, 0.02)


def choose_thresholds(chances: np.ndarray, targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return for each label the probability from which it holds: one for all frames, one for each other.

    Of calibrated probabilities, half the best F1 is the threshold that reaches it (Lipton, Elkan &
    Naryanaswamy 2014, ECML PKDD, theorem 1).
    """
    chosen = np.full(len(LABELS), 0.5)
    frames = slice(0, len(FRAMES))
    best = max(measure_f1(targets[:, frames], chances[:, frames] >= t) for t in THRESHOLDS)
    chosen[frames] = round(best / 2, 2)
    for column in range(len(FRAMES), len(LABELS)):
        coded = weights[:, column] > 0
        truth, chance = targets[coded, column], chances[coded, column]
        scored = [(measure_f1(truth, chance >= t), -t) for t in THRESHOLDS]
        chosen[column] = -max(scored)[1]
    return chosen


def measure_f1(truth: np.ndarray, found: np.ndarray) -> float:
    """Return the micro-averaged F1 of `found` against `truth`."""
    return float(2 * (truth & found).sum() / max(1, truth.sum() + found.sum()))
