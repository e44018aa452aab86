"""Hearing: what a sentence says of who is who, before it is asked who speaks in it."""

from __future__ import annotations

from analysis.coding.marks import Actor, Role, Sign, Verb
from analysis.coding.phrases import find_government, resolve_phrase
from analysis.coding.views import View

LEAST = 4  # characters before a document's name in which its issuer may stand


def hear_sentence(view: View) -> None:
    """Remember who is named outside quotations, and who issued the document that is named."""
    speakers, clean = view.case.speakers, view.case.document.clean
    place = -1
    for mark in view.marks:
        sign = mark.sign
        if isinstance(sign, Actor):
            speakers.note(sign)
            if sign.kind == "person" and "·" in clean[mark.begin : mark.stop]:
                speakers.register(clean[mark.begin : mark.stop], sign)
            elif sign.kind == "agency":
                speakers.offices[clean[mark.begin : mark.stop]] = sign
        elif place < 0 and mark.begin > view.sentence.begin + LEAST and _is_text_or_act(sign):
            place = mark.begin
    if place > 0 and any(isinstance(m.sign, Role) and m.sign.kind == "text" for m in view.marks):
        _hear_issuer(view, place)


def _hear_issuer(view: View, place: int) -> None:
    clause = max(view.case.document.clean.rfind(mark, view.sentence.begin, place) for mark in ",，。")
    issuer, cue = resolve_phrase(view, max(clause + 1, view.sentence.begin), place)
    if issuer is not None and issuer.id != "unnamed" and not cue.startswith("pronoun"):
        view.case.speakers.issuer = find_government(issuer, view.case)


def _is_text_or_act(sign: Sign) -> bool:
    return (isinstance(sign, Role) and sign.kind == "text") or (isinstance(sign, Verb) and sign.kind == "act")
