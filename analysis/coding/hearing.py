"""Hearing: what a sentence says of who is who, before it is asked who speaks in it."""

from __future__ import annotations

from analysis.coding.marks import OFFICES, Actor, Role, Sign, Verb
from analysis.coding.phrases import find_government, find_name, resolve_phrase
from analysis.coding.views import View

TITLES = (*OFFICES, "business", "expert")
EARLY = 20  # characters in which a sentence says whom it begins with
LONGEST = 6  # characters of a name and the one after it
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
    if view.sentence.language == "zh":
        _hear_titled(view)
    if place > 0 and any(isinstance(m.sign, Role) and m.sign.kind == "text" for m in view.marks):
        _hear_issuer(view, place)


def _hear_titled(view: View) -> None:
    """Remember whom the sentence begins with, by title and name, whether he speaks or acts."""
    begin = view.sentence.begin
    roles = [m for m in view.find_marks(begin, begin + EARLY) if isinstance(m.sign, Role)]
    if not any(isinstance(mark.sign, Role) and mark.sign.kind in TITLES for mark in roles):
        return
    stop = roles[-1].stop + LONGEST
    name = find_name(view, begin, stop, view.find_parties(begin, stop))
    if name and view.case.document.folded.startswith(name, roles[-1].stop):
        actor, _ = resolve_phrase(view, begin, roles[-1].stop + len(name))
        if actor is not None:
            view.case.speakers.note(actor)


def _hear_issuer(view: View, place: int) -> None:
    clause = max(view.case.document.clean.rfind(mark, view.sentence.begin, place) for mark in ",，。")
    issuer, cue = resolve_phrase(view, max(clause + 1, view.sentence.begin), place)
    if issuer is not None and issuer.id != "unnamed" and not cue.startswith("pronoun"):
        view.case.speakers.issuer = find_government(issuer, view.case)


def _is_text_or_act(sign: Sign) -> bool:
    return (isinstance(sign, Role) and sign.kind == "text") or (isinstance(sign, Verb) and sign.kind == "act")
