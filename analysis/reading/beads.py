"""Beads: the cheapest way to read two versions side by side, in order, with gaps and many-to-one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

Floats = NDArray[np.float64]
Cost = Callable[[int, int, int], Floats]

LONGEST = 4  # sentences on the longer side of a bead
SHAPES = ((1, 1), *((1, k) for k in range(2, LONGEST + 1)), *((k, 1) for k in range(2, LONGEST + 1)), (2, 2))
# Gale & Church 1993, table 5: probabilities of 1–1, 1–0 or 0–1, 2–1 or 1–2, 2–2
PRIORS = {(1, 1): 0.89, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011}
PRIOR_GAP = 0.00495
VARIANCE = 6.8  # characters², for each character of the source: their s²


class Bead(NamedTuple):
    """Sentences of two versions that say the same, by number; one side is empty where there is a gap."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    similarity: float = float("nan")


def find_beads(
    cost: Cost, source_gaps: Floats, target_gaps: Floats, *, shapes: Sequence[tuple[int, int]] = SHAPES
) -> list[Bead]:
    """Return the monotone sequence of beads whose total cost is least, in order of text.

    Exact dynamic programming (Gale & Church 1993, § 3), one row of sources at a time: memory grows with
    sources × targets bytes.

    Parameters
    ----------
    cost
        ``cost(a, b, i)[j]`` is the cost of a bead of `a` sources from i on and `b` targets from j on, for
        every j where such a bead fits.
    source_gaps, target_gaps
        The cost of leaving each source, each target, without a partner.

    Examples
    --------
    >>> far = np.array([[0.0, 9, 9], [9, 9, 0]])
    >>> beads = find_beads(lambda a, b, i: far[i], np.ones(2), np.ones(3), shapes=[(1, 1)])
    >>> [(bead.sources, bead.targets) for bead in beads]
    [((0,), (0,)), ((), (1,)), ((1,), (2,))]
    """
    n, m = len(source_gaps), len(target_gaps)
    steps = [(1, 0), (0, 1), *(shape for shape in shapes if shape[0] <= n and shape[1] <= m)]
    taken = np.zeros((n + 1, m + 1), np.uint8)
    skipped = np.concatenate([[0.0], np.cumsum(target_gaps)])
    rows: deque[Floats] = deque(maxlen=max(a for a, _ in steps))
    for i in range(n + 1):
        best = np.full(m + 1, np.inf)
        best[0] = 0.0 if i == 0 else np.inf
        for step, (a, b) in enumerate(steps):
            if step == 1 or a > i:
                continue
            added = source_gaps[i - 1] if b == 0 else cost(a, b, i - a)
            total = rows[-a][: m + 1 - b] + added
            better = total < best[b:]
            best[b:][better] = total[better]
            taken[i, b:][better] = step
        unskipped = best - skipped  # a run of target gaps is then a running minimum
        lowest = np.minimum.accumulate(unskipped)
        taken[i][lowest < unskipped] = 1
        rows.append(lowest + skipped)
    return _trace_back(taken, steps)


def _trace_back(taken: NDArray[np.uint8], steps: Sequence[tuple[int, int]]) -> list[Bead]:
    i, j = taken.shape[0] - 1, taken.shape[1] - 1
    beads = []
    while i or j:
        a, b = steps[taken[i, j]]
        beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def align_lengths(sources: Sequence[str], targets: Sequence[str], *, rounds: int = 4) -> list[Bead]:
    """Align by length alone (Gale & Church 1993): the baseline that any encoder must beat.

    Their two constants, target characters for each source character and the variance of that, are
    estimated from the text itself: from all of it and at their published value first, then from the
    1–1 beads of the round before, as both differ between language pairs (Wu 1994; Tan & Bond 2014).

    Examples
    --------
    >>> source, target = ["短句。", "这是一个长得多的句子。"], ["Short.", "This sentence is much longer."]
    >>> [(bead.sources, bead.targets) for bead in align_lengths(source, target)]
    [((0,), (0,)), ((1,), (1,))]
    """
    x, y = (np.array([len(text) for text in texts], float) for texts in (sources, targets))
    ratio, variance = y.sum() / max(x.sum(), 1.0), VARIANCE
    beads: list[Bead] = []
    for _ in range(rounds):
        beads = _align_lengths(x, y, ratio, variance)
        pairs = np.array([b.sources + b.targets for b in beads if len(b.sources) == len(b.targets) == 1])
        if len(pairs) < 2:
            break
        a, b = x[pairs[:, 0]], y[pairs[:, 1]]
        ratio = b.sum() / a.sum()
        variance = max(float(np.mean((b - ratio * a) ** 2 / ((a + b / ratio) / 2))), 1e-6)
    return beads


def _align_lengths(x: Floats, y: Floats, ratio: float, variance: float) -> list[Bead]:
    def weigh(a: Floats, b: Floats, prior: float) -> Floats:
        mean = np.maximum((a + b / ratio) / 2, 0.5)
        deviation = np.abs(b - ratio * a) / np.sqrt(mean * variance)
        return -np.log(2) - log_ndtr(-deviation) - np.log(prior)

    sums = [{k: np.convolve(lengths, np.ones(k), "valid") for k in (1, 2)} for lengths in (x, y)]

    def cost(a: int, b: int, i: int) -> Floats:
        return weigh(sums[0][a][i], sums[1][b], PRIORS[a, b])

    return find_beads(
        cost,
        weigh(x, np.zeros_like(x), PRIOR_GAP),
        weigh(np.zeros_like(y), y, PRIOR_GAP),
        shapes=tuple(PRIORS),
    )
