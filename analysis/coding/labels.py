"""Labels: whom a turn's label names."""

from __future__ import annotations

from analysis.coding.actors import find_side_near, make_actor, make_slug
from analysis.coding.marks import Actor, Role
from analysis.coding.names import FOREIGN_ZH, find_name_en, find_name_zh
from analysis.coding.settings import AUTHOR
from analysis.coding.turns import ANSWER, OFFICE, Turn
from analysis.coding.views import Case

REPORTER = "press:reporter"
EARLY = 12  # sentences in which an interview says whom it interviews


def find_labelled(turn: Turn, case: Case) -> Actor | None:
    """Return who speaks under a label; None where it is the author, as the questions of an interview are."""
    marks = case.vocabulary.find_in(turn.name)
    if turn.asks:
        return _find_asker(turn, case, marks)
    known = next((m.sign for m in marks if isinstance(m.sign, Actor)), None)
    if known is not None and known.kind != "country":
        return known
    name = turn.name.lower()
    if ANSWER.match(name):
        return _find_interviewed(case)
    if OFFICE.match(name):
        return _find_office(case)
    if turn.name in case.speakers.names:
        return case.speakers.names[turn.name]
    role = next((m.sign for m in marks if isinstance(m.sign, Role)), None)
    side = find_side_near(turn.name, case.document, case.marks) or case.setting.side
    if role is not None and role.kind in ("office", "legislature") and turn.name.isupper():
        actor = make_actor(role, marks, setting=case.setting, vocabulary=case.vocabulary)
    else:
        actor = Actor(make_slug(turn.name), side, "person")
    case.speakers.register(turn.name, actor)
    return actor


def _find_asker(turn: Turn, case: Case, marks: list) -> Actor | None:
    outlet = next((m.sign for m in marks if isinstance(m.sign, Actor)), None)
    foreign = outlet is not None and outlet.kind == "outlet" and outlet.side != case.setting.side
    if not turn.official and not foreign and case.setting.genre == "press":
        return None
    own = turn.name.isascii() and len(turn.name) <= 8 and case.setting.actor != AUTHOR
    side = outlet.side if outlet else case.setting.side if own else "OTHER"
    return Actor(REPORTER, side, "outlet")


def _find_office(case: Case) -> Actor:
    """The office whose spokesperson answers: the document's own, the last one named, or its nation's."""
    setting = case.setting
    if setting.actor != AUTHOR:
        return case.vocabulary.actors.get(setting.actor, Actor(setting.actor, setting.side, "agency"))
    official = case.speakers.official
    if official is not None:
        return official
    role = Role("official", "office", "official")
    return make_actor(role, [], setting=setting, vocabulary=case.vocabulary)


def _find_interviewed(case: Case) -> Actor | None:
    """The first person that the beginning of an interview names."""
    document = case.document
    for number, sentence in enumerate(document.sentences[:EARLY]):
        for mark in case.marks[number]:
            if isinstance(mark.sign, Actor) and mark.sign.kind == "person":
                return mark.sign
        text = document.folded[sentence.begin : sentence.stop]
        name = _find_name(text, document.clean[sentence.begin : sentence.stop], sentence.language)
        if name and sentence.kind == "body":
            side = find_side_near(name, document, case.marks) or case.setting.side
            actor = Actor(make_slug(name), side, "person")
            case.speakers.register(name, actor)
            return actor
    return case.speakers.person


def _find_name(folded: str, clean: str, language: str) -> str:
    if language == "en":
        found = find_name_en(clean)
        return clean[found[0] : found[1]] if found and " " in clean[found[0] : found[1]] else ""
    foreign = FOREIGN_ZH.search(folded)
    return find_name_zh(foreign[0]) if foreign else find_name_zh(folded)
