"""Agents: who does the act that a date dates, and on which side that is.

The subject comes before its act, or after "by"; what stands after a preposition is a place, a
counterpart or an object. Agents that are joined act together: with both sides among them it is BOTH.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analysis.coding.acts import STOP
from analysis.coding.marks import Actor, Mark, Place
from analysis.reading.dates import Date
from analysis.reading.mentions import Mention

WORLD = "world"
REGION = 400  # characters before an act in which its subject stands
BESIDE = 24  # characters before a name in which a preposition takes it out of the subject
SOMEBODY = re.compile(
    r"(?!同时|此外|然后|其中|另外|随后|不过|如今|而且|当时|据悉)[\u4e00-\u9fff]{2}|\b(?:a|an|the|[\w.-]+'s|[a-z]{3,})\s+[a-z]{3,}"
)
COLLECTION = re.compile(  # of which the subject speaks, where it is said to be a part of somebody
    r"\b(?:(?:group|number|dozens?|coalition|team|members|pair|majority|some|most|all|many|several|one|two|three|half|"
    r"handful|series|scores)\s+of|"
    r"(?:delegations?|officials|representatives|envoys|experts|negotiators|leaders|scientists|researchers|diplomats)"
    r"\s+(?:from|of))\s+(?:the |its |both )?\Z"
)
BYLINE = re.compile(r"\s*[【\[(（][^】\])）]{0,40}[】\])）]\s*")
SEATED = re.compile(r"\s+(?:in|of|at|for)\s+(?:the )?\Z")
LABEL = re.compile(
    r"\s*(?:(?!说|表示|称|指出|宣布|\b(?:has|have|had|is|are|was|were|sa(?:id|ys)|\w+ed)\b)[^,，。:：;；]){1,30}[:：](?!\d)"
)
PREPOSITION = re.compile(
    r"(?:\b(?:in|to|of|with|from|for|at|on|against|into|towards?|about|between|over|near|than|like|including|among|"
    r"under|via)\s+(?:the |its |their |all |other |both )?(?:[a-z.-]+ )?|"
    r"[在对向据从于让给被把]|对于|关于|针对|面向|来自|包括|访问?|赴|抵|位于|落户|截至)\s*\Z"
)
COUNTERPART = re.compile(r"(?:\b(?:with|and)\s+(?:the )?|[与同和、])\s*\Z")
OFFICE = re.compile(r"'s\b|方|(?:[市省]|联邦)?政府")
SOURCE = re.compile(r"[^,，。]{0,12}?(?:报道|消息|report)")
JOINT = re.compile(r"\s*(?:和|与|同|、|及|以及|\band\b|&|-|/)?\s*(?:the |两国|双方)?\Z")
PASSIVE = re.compile(
    r"\s*(?:\w+ly )?(?:today |yesterday |jointly |(?:last|this|in) \w+ |\w+day )*by\s+(?:the )?"
)
ASIDE = re.compile(r"[^,，。;；]{0,40}(?:时|之际|会议上|大会上|峰会上|论坛上|期间|中|后|前)[,，]")
RELATIVE = re.compile(r"\s*(?:which|who|that)\b")
PRONOUN = re.compile(
    r"\b(?:we|our|my|i|he|she|they|it|"
    r"(?:the|both|these) (?:two )?(?:sides|countries|nations|governments|capitals|presidents|leaders))\b"
    r"|我们|我国|我[方省市校司]|(?<![向对受据由据【\[(（])本(?:[台报刊社](?!驻|讯|记者|网)|[院所司会部市局署校])"
    r"|他们?|她们?|它们?|该公司|双方|两国|两位领导人|两国元首"
)
FIRST_PERSON = re.compile(r"we\b|our\b|my\b|i\b|我|本")
OWN = re.compile(r"(?:it|they|he|she)\b|[他她它]|该公司")  # pronouns that may stand for a name just before
PAIR = re.compile(r"the |both |these |双方|两")
BACK, NEXT = 12, 2  # sentences back to which a pair, and another pronoun, may refer
OTHERS = "others"  # who acts, where he, she, they or it does
PAIRED = "paired"  # who acts, where "the two sides" do
LOCATION = re.compile(r"\b(?:in|of|from|at)\s+(?:the )?\Z")
COMMA = re.compile(r"[,，]")
SELF = "self"  # who acts, where the speaker says "we"
TELLING, TOLD = "state", 12  # the act of telling; characters within which it names whom it tells of


class Agent(NamedTuple):
    """Who acts: an actor's id ('' for a place or a joint subject), the side, and the words that say so.

    Where the speakers act, the actor is ``self`` and the side empty: it is that of the voice. ``kind`` is
    the kind of actor, or *place*.
    """

    actor: str
    side: str
    cue: str
    kind: str = ""


def find_agent(
    text: str, date: Date, act: Mention | None, marks: Sequence[Mark], *, sides: tuple[str, str]
) -> Agent | None:
    """Return who does `act` in the sentence `text` (folded), or None where nobody is named or a pronoun is.

    `marks` are the sentence's actors and places, as positions in it.
    """
    named = [mark for mark in marks if has_side(mark) and not _is_source(text, mark)]
    agentive = PASSIVE.match(text, act.stop) if act is not None else None
    if act is not None and agentive:
        found = next((m for m in named if act.stop <= m.begin <= agentive.end() + 2), None)
        if found:
            return _join(text, found, named, sides)
    place = act.begin if act is not None else date.stop + BESIDE
    start = _find_start(text, min(place, date.begin))
    ahead = [mark for mark in named if start <= mark.begin < place]
    pronoun = PRONOUN.search(text, start, place)
    if pronoun and (not ahead or pronoun.start() <= ahead[0].begin):
        named_before = [mark for mark in named if mark.stop <= pronoun.start()]
        if named_before and OWN.match(pronoun[0]):
            return _join(text, named_before[0], named, sides)
        return _resolve_pronoun(pronoun[0])
    subjects = [m for m in ahead if may_be_subject(text, m, max(start, _pass(date, m)), first=m is ahead[0])]
    if subjects:
        return _join(text, _choose_subject(text, subjects, place), named, sides)
    if act is None or is_stranger(text, date, act):
        return None
    other = _find_beside(text, act, named, ahead)
    return _join(text, other, named, sides) if other else None


def _resolve_pronoun(word: str) -> Agent:
    """Return the speakers for *we*, the pair for *the two sides*, else those whom a sentence before names."""
    if FIRST_PERSON.match(word):
        return Agent(SELF, "", word)
    return Agent(PAIRED, "", word) if PAIR.match(word) else Agent(OTHERS, "", word)


def resolve_agent(
    agent: Agent | None, marks: Sequence[Sequence[Mark]], number: int, *, sides: tuple[str, str]
) -> Agent | None:
    """Return whom a pronoun of sentence `number` stands for, by the marks of it and of those before.

    The pair is both sides where both were named last, else the one of them; he and it are the first actor
    of the nearest sentence before that names one.
    """
    if agent is None or agent.actor not in (PAIRED, OTHERS):
        return agent
    before = [[mark for mark in found if has_side(mark)] for found in marks[max(0, number - BACK) : number]]
    if agent.actor == PAIRED:
        near = [mark.sign.side for mark in marks[number] if has_side(mark)]  # type: ignore[union-attr]
        near += [mark.sign.side for found in before for mark in found]  # type: ignore[union-attr]
        own = [side for side in sides if side in near]
        return agent._replace(actor="", side="BOTH" if len(own) == 2 else own[0] if own else "")
    actors = [[mark.sign for mark in found if isinstance(mark.sign, Actor)] for found in before[-NEXT:]]
    last = next((found for found in reversed(actors) if found), None)
    return agent._replace(actor=last[0].id, side=last[0].side) if last else None


def _find_beside(text: str, act: Mention, named: Sequence[Mark], ahead: Sequence[Mark]) -> Mark | None:
    """Return whose people act ("researchers in Japan released"), or of whom a nameless source tells."""
    if (
        ahead
        and LOCATION.search(text[: ahead[-1].begin][-BESIDE:])
        and text[ahead[-1].stop : act.begin].isspace()
    ):
        return ahead[-1]
    if act.concept == TELLING:
        return next((mark for mark in named if act.stop <= mark.begin <= act.stop + TOLD), None)
    return None


def has_side(mark: Mark) -> bool:
    """Whether a mark names somebody whose side is known, the world at large excepted."""
    sign = mark.sign
    return (
        isinstance(sign, (Actor, Place))
        and sign.side not in ("", "NONE")
        and getattr(sign, "id", "") != WORLD
    )


def _is_source(text: str, mark: Mark) -> bool:
    """Whether an outlet is only named as the source of the news."""
    return getattr(mark.sign, "kind", "") == "outlet" and SOURCE.match(text, mark.stop) is not None


def _find_start(text: str, place: int) -> int:
    """Return where the part of the sentence begins in which the subject may stand."""
    head = BYLINE.match(text, 0, place) or LABEL.match(text, 0, place)
    start = max(0, place - REGION, head.end() if head else 0)
    start = max((match.end() for match in STOP.finditer(text, start, place)), default=start)
    aside = ASIDE.match(text, start, max(start, place))
    return aside.end() if aside and aside.end() <= place else start


def _pass(date: Date, mark: Mark) -> int:
    """Where the date ends, if it stands before the mark: its preposition is not the mark's."""
    return date.stop if date.stop <= mark.begin else 0


def is_stranger(text: str, date: Date, act: Mention | None) -> bool:
    """Whether words that are no known name stand where the subject does: before the act or the date.

    Examples
    --------
    >>> from analysis.reading.moments import Moment
    >>> date, act = Date(4, 7, Moment(2025, 3, 9), "day"), Mention("state", "表示", 7, 9, False)
    >>> is_stranger("孟主任说9日会表示", date, act), is_stranger("    9日 表示", date, act)
    (True, False)
    """
    place = min(act.begin, date.begin) if act is not None else date.begin
    start = _find_start(text, place)
    start = max([start, *(match.end() for match in COMMA.finditer(text, start, place))])
    return SOMEBODY.search(text, start, place) is not None


def may_be_subject(text: str, mark: Mark, start: int, *, first: bool = False) -> bool:
    """Whether neither a preposition nor a name beside it takes a mark out of the subject after `start`."""
    before = text[max(start, mark.begin - BESIDE) : mark.begin]
    if PREPOSITION.search(before) and not COLLECTION.search(before):
        return False
    if COUNTERPART.search(before) and first:
        return False
    return not (
        isinstance(mark.sign, Place)
        and before.rstrip().endswith((" in", "在"))
        and not OFFICE.match(text, mark.stop)
    )


def _choose_subject(text: str, subjects: Sequence[Mark], place: int) -> Mark:
    """Prefer the first one in the act's own clause; a relative clause takes the nearest one before it."""
    commas = [match.end() for match in COMMA.finditer(text, max(0, place - REGION), place)]
    clause = commas[-1] if commas else 0
    inside = [mark for mark in subjects if mark.begin >= clause]
    if inside:
        return inside[0]
    return subjects[-1] if RELATIVE.match(text, clause) else subjects[0]


def _join(text: str, first: Mark, named: Sequence[Mark], sides: tuple[str, str]) -> Agent:
    together = [first]
    for mark in named:
        if mark.begin >= together[-1].stop and JOINT.match(text[together[-1].stop : mark.begin]):
            together.append(mark)
    seat = next(
        (m for m in named if m.begin >= first.stop and SEATED.fullmatch(text[first.stop : m.begin])), None
    )
    if seat is not None and text[first.begin : first.stop].isalpha() and len(together) == 1:
        return Agent("", seat.sign.side, text[first.begin : seat.stop], first.sign.kind)  # type: ignore[union-attr]
    found = [mark.sign.side for mark in together]  # type: ignore[union-attr]
    own = [side for side in sides if side in found]
    side = "BOTH" if len(own) == 2 else own[0] if own else found[0]
    actor = getattr(first.sign, "id", "") if side != "BOTH" else ""
    return Agent(actor, side, text[first.begin : together[-1].stop], getattr(first.sign, "kind", "place"))
