"""Networks: what sentences of like meaning were coded, as votes from one hidden layer.

Weights are whole steps, and what they are multiplied with has few digits: a float holds every product and sum
exactly, so that neither the number of workers nor the BLAS at hand changes a digit.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis.coding.meanings import DIGITS

STEP = 1 / 1024
MOST = 32767  # steps: what two bytes hold


@dataclass(frozen=True)
class Network:
    """One layer of rectified units between meanings and votes, in steps; last rows are intercepts."""

    inward: np.ndarray  # meanings + 1, units
    outward: np.ndarray  # units + 1, labels

    def vote(self, meanings: np.ndarray) -> np.ndarray:
        """Return one row per meaning, the logit of each label in its columns."""
        inward, outward = self._steps
        return _pass_on(np.maximum(_pass_on(meanings, inward), 0), outward)

    @cached_property
    def _steps(self) -> tuple[np.ndarray, np.ndarray]:
        return self.inward.astype(float), self.outward.astype(float)


def _pass_on(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    steps = np.rint(values * 10**DIGITS) @ weights[:-1]
    return steps * (STEP / 10**DIGITS) + weights[-1] * STEP


def multiply(rows: sparse.csr_matrix, weights: np.ndarray) -> np.ndarray:
    """Return ``rows`` times ``weights``, whose last row is the intercept."""
    return rows @ weights[:-1] + weights[-1]


def fit_network(
    meanings: np.ndarray, targets: np.ndarray, *, units: int, penalty: float, epochs: int, seed: int
) -> Network:
    """Fit a network to `targets` (truth values, a column a label) by Adam (scikit-learn's MLPClassifier).

    It is stopped after `epochs` passes, long before it knows each sentence by heart.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    scale = 5.0  # a unit vector of 512 numbers is small to begin with
    machine = MLPClassifier((units,), alpha=penalty, max_iter=epochs, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped on purpose
        machine.fit((scale * meanings).astype(np.float32), targets.astype(int))
    inward, outward = (
        np.clip(np.rint(np.vstack([weights * by, intercept]) / STEP), -MOST, MOST).astype(np.int16)
        for weights, intercept, by in zip(machine.coefs_, machine.intercepts_, (scale, 1.0), strict=True)
    )
    return Network(inward, outward)
