"""Verdicts: what may be said of a claim, by one rule that was written before the numbers (decision 0070)."""

from __future__ import annotations

import math
from typing import NamedTuple

LEVEL = 0.05  # q below it counts
KEPT_LEFT_OUT = 0.95  # share of leave-one-document-out runs that must keep the sign
KEPT_SPECIFICATIONS = 0.9  # share of the multiverse's specifications that must

DESIGNS = ("inferential", "few documents", "uncorrected")


class Verdict(NamedTuple):
    """The word on a claim, and why: both English keys of ``wording.csv``."""

    verdict: str
    reason: str


def decide_verdict(
    *,
    effect: float,
    low: float,
    high: float,
    null: float,
    q: float,
    leave_one_out: float,
    multiverse: float,
    design: str,
) -> Verdict:
    """Return the verdict on a claim whose effect is said to lie above `null`.

    Parameters
    ----------
    design
        ``inferential``: the interval and q speak of documents like these; ``few documents`` and
        ``uncorrected`` (a machine's codes that no coded sample puts right): they do not.

    Returns
    -------
    In this order: *not measured* without an effect; *not supported* when the direction is not the one that
    was claimed, in any design; *descriptive* when the design allows no more, and the direction is as claimed;
    *not supported* when the interval holds `null`; *fragile* when q, leaving one document out or
    the multiverse fails; *supported*.

    Examples
    --------
    >>> numbers = {"effect": 8.0, "low": 2.0, "high": 14.0, "null": 0.0, "q": 0.01, "leave_one_out": 1.0}
    >>> decide_verdict(**numbers, multiverse=0.97, design="inferential").verdict
    'supported'
    >>> decide_verdict(**numbers, multiverse=0.6, design="inferential").verdict
    'fragile'
    >>> decide_verdict(**numbers, multiverse=0.97, design="few documents").verdict
    'descriptive'
    """
    if design not in DESIGNS:
        raise ValueError(f"design={design!r}; allowed: {', '.join(DESIGNS)}")
    if math.isnan(effect):
        return Verdict("not measured", NOTHING)
    steady = leave_one_out >= KEPT_LEFT_OUT and multiverse >= KEPT_SPECIFICATIONS  # NaN is not
    if effect <= null:
        against = design == "inferential" and high < null
        return Verdict("not supported", OPPOSITE if against else OTHER_DIRECTION)
    if design != "inferential":
        return Verdict("descriptive", f"{WHY[design]} {HOW[steady]}")
    if not low > null:
        return Verdict("not supported", HOLDS_NULL)
    for failed, reason in (
        (not q < LEVEL, NOT_Q),
        (not leave_one_out >= KEPT_LEFT_OUT, TURNS_LEFT_OUT),
        (not multiverse >= KEPT_SPECIFICATIONS, TURNS_SPECIFIED),
    ):
        if failed:
            return Verdict("fragile", reason)
    return Verdict("supported", SUPPORTED)


NO_TABLES = "The tables of this study are not there."
NOTHING = "One of the two groups has too few sentences in this study."
OTHER_DIRECTION = "The direction is not the one that was claimed."
OPPOSITE = "The direction is the opposite of what was claimed, and the interval leaves out no difference."
HOLDS_NULL = "The direction is as claimed, but the interval holds no difference."
NOT_Q = "The interval leaves out no difference, but over all claims q is .05 or more."
TURNS_LEFT_OUT = "The interval leaves out no difference, but the direction hangs on single documents."
TURNS_SPECIFIED = (
    "The interval leaves out no difference, but more than a tenth of the specifications turn the direction."
)
SUPPORTED = "The interval leaves out no difference, q is below .05, and the direction is steady."
WHY = {
    "few documents": "Fewer than ten documents in a group: described, not tested.",
    "uncorrected": "A machine's codes that no coded sample corrects: described, not tested.",
}
HOW = {
    True: "The direction is as claimed, and steady.",
    False: "The direction is as claimed, but it turns under some choices.",
}
