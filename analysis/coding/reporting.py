"""Reporting: the clause of a sentence that says who asserts its content, if there is one."""

from __future__ import annotations

from typing import NamedTuple

from analysis.coding.marks import Actor, Mark
from analysis.coding.views import View

EARLY = 6  # characters before the subject that a colon's quotation belongs to
NESTS = ("outlet", "frame", "cite", "text")


class Report(NamedTuple):
    """One attribution: ``actor`` (None: the one who already speaks), and where its clause stands.

    ``manner`` is say, judge, urge, react, text, ask, frame or cite; ``trails`` says that the clause
    follows what it reports.
    """

    actor: Actor | None
    manner: str
    begin: int
    stop: int
    trails: bool
    cue: str

    @property
    def is_person(self) -> bool:
        """Whether a pronoun can mean this speaker: not an organisation named as such."""
        return self.actor is not None and (self.actor.kind == "person" or not self.cue.startswith("actor="))


def choose_report(view: View, reports: list[Report]) -> Report | None:
    """Return the innermost attribution that covers the sentence, or None where it is the author's.

    An outlet, a document or a quoting clause gives way to a named speaker inside it; two speakers
    side by side leave the sentence to the author.
    """
    named = [report for report in reports if report.actor is None or report.actor.id != "unnamed"]
    chosen = None
    for report in reports:
        if (
            chosen is None
            or (_nests(chosen) and report in named and not _encloses(report, chosen))
            or (chosen.actor is not None and chosen.actor.id == "unnamed" and report.manner == "cite")
        ):
            chosen = report
    if chosen is not None and _is_late(view, chosen, reports[0]):
        return None
    return chosen


def _encloses(report: Report, inner: Report) -> bool:
    """Whether `report` only says who quotes (路透社援引X的话称: the subject stands before what it cites)."""
    return inner.manner in ("cite", "frame") and report.begin < inner.begin


def _nests(report: Report) -> bool:
    return report.manner in NESTS or (report.actor is not None and report.actor.kind == "outlet")


def _is_late(view: View, report: Report, first: Report) -> bool:
    """Whether most of the sentence stands before the clause and is not quoted, so that it is the author's."""
    if report.trails or first is not report or report.manner in ("frame", "cite"):
        return False
    begin, stop = view.sentence.begin, view.sentence.stop
    before = report.begin - begin
    return before > 0.6 * (stop - begin) and view.quoted.measure_share(begin, report.begin) < 0.5


def find_announced(view: View) -> Report | None:
    """Return the attribution of a quotation after a colon to whom the words before it begin with.

    *The department was blunt: “…”*, 马斯克的回应很直接：“…”
    """
    begin = view.sentence.begin
    quote = next((part for part in view.quoted.parts if part.begin > begin), None)
    if quote is None or not view.read(begin, quote.begin).rstrip().endswith((":", "：")):
        return None
    parties = view.find_parties(begin, quote.begin)
    first = next((mark for mark in parties if mark.begin - begin <= EARLY), None)
    if first is None or not isinstance(first.sign, Actor) or first.sign.kind == "outlet":
        return None
    cue = f"actor={view.read(first.begin, first.stop)}"
    return Report(first.sign, "say", begin, quote.begin, False, cue)


def follow(marks: list[Mark], place: int) -> Mark | None:
    """Return the first mark at or after `place`."""
    return next((mark for mark in marks if mark.begin >= place), None)
