"""Phrases: the actor that a noun phrase before (or after) a reporting verb stands for."""

from __future__ import annotations

import re

from analysis.coding.actors import UNNAMED, find_side_near, make_actor
from analysis.coding.marks import OFFICES, STATE, Actor, Mark, Role, Verb
from analysis.coding.names import NAME_ZH, TAIL_ZH, TITLED_ZH, find_name_en, find_name_zh
from analysis.coding.views import PREPOSITION_EN, Case, View

INDEFINITE = re.compile(
    r"(?:\b(?:an?|one|some|several|many|two|three|four|other|another|former)\b|[一某多几两数有][位名个些]?|不愿)"
)
SOME = {  # how a phrase begins that says of nobody known that he speaks
    "zh": re.compile(
        r"(?:不过|但是?|而|也|另外?|还|又|[，,])?(?:有)?(?:[一某几数多两三](?:位|名|个|些)|不少|许多|很多|多数|部分|不具名|匿名)"
        r"[^，,。]*(?:者|员|人|官|家|师|长|监|生|士|商|友|户|客|工|代表|经理|主管|老板|教授|学者|博士后|同行|居民|消息)"
    ),
    "en": re.compile(
        r"\s*(?:but |and |yet )?(?:one|two|three|four|five|several|some|many|most|both|another|a few|others)"
        r"(?: others?)?(?: of (?:the|them|those|these|its|their|his|her)\b[^,]*)?\s*\Z"
    ),
}
PEOPLE = re.compile(  # a bare plural of people at the beginning (skeptics, two vendors of hosted models)
    r"\s*(?:(?:but|and|yet|so|still),? )?(?!(?:the|its|his|her|their|our|my|these|those)\b)(?:[\w-]+ ){0,3}"
    r"(?:\w+(?:ers|ors|ists|ians|eers|yees|crats)|s[ck]eptics|critics|experts|parents|students|residents|diplomats|aides"
    r"|insiders|people|colleagues|friends|clients)"
    r"(?: (?:who|in|at|of|from|close|familiar|with|to|on|and)\b.*)?\s*\Z"
)
LEFT = re.compile(
    r"\s*(?:but |and )?(?:the|a) "
    r"(?:first|second|third|fourth|others?|two|three|latter|former|people|sources?)\s*\Z"
)
GIVEN = re.compile(r" [A-Z][a-z]+-[a-z]+\b")  # the given name after a surname
NOBODY = re.compile(r"nobody|no one|none|neither|没有?人|无人|谁也|谁都")
POSSESSIVE = re.compile(r"['’]s?\b|的(?!话|说法|报道|数据|观点|消息|统计|看法|介绍)")
OF = 4  # characters between an office and its nation (the embassy of China)
LONGEST = 60  # characters of a mark
FAR = 40  # characters between an organisation and its member
SELF = ("self", "first", "home")


def resolve_phrase(view: View, begin: int, stop: int) -> tuple[Actor | None, str]:
    """Return the actor of the phrase from `begin` to `stop` of the document, and how it was found.

    ``None`` with the cue ``self`` means the one who already speaks; with an empty cue: nobody found.
    """
    parties = view.find_parties(begin, stop)
    around = view.find_marks(begin, stop)
    actors = [(mark, mark.sign) for mark in parties if isinstance(mark.sign, Actor)]
    known, person = next(((mark, sign) for mark, sign in actors if sign.kind == "person"), (None, None))
    if known is not None and not _is_owner(view, known) and not _is_other(view, known):
        return person, f"actor={view.read(known.begin, known.stop)}"
    name = find_name(view, begin, stop, parties)
    head = next(((mark, mark.sign) for mark in parties if isinstance(mark.sign, Role)), None)
    if name:
        return _resolve_name(view, name, head and head[1], around), f"name={name}"
    first, actor = next(iter(actors), (None, None))
    if head and (first is None or first.begin > head[0].begin or _belongs(view, first, head[0])):
        return _resolve_role(view, *head, around, begin)
    if first is not None and not _is_owner(view, first):
        return actor, f"actor={view.read(first.begin, first.stop)}"
    return _resolve_some(view, begin, stop)


def _resolve_some(view: View, begin: int, stop: int) -> tuple[Actor | None, str]:
    """A source that is counted and not named (two of them, 一位高管), or one of those who spoke last."""
    phrase = view.case.document.folded[begin:stop]
    last = view.case.speakers.last
    left = view.sentence.language == "en" and last == UNNAMED and LEFT.match(phrase)
    if view.sentence.language == "en" and PEOPLE.match(phrase):
        return UNNAMED, f"people={phrase.strip()[:12]}"
    if left or (view.sentence.language in SOME and SOME[view.sentence.language].match(phrase)):
        return UNNAMED, f"some={phrase.strip()[:12]}"
    return None, ""


def _is_other(view: View, mark: Mark) -> bool:
    """Whether a known surname is part of another name (Huang Shu-fen)."""
    if " " in view.read(mark.begin, mark.stop):
        return False
    return GIVEN.match(view.case.document.clean, mark.stop) is not None


def _belongs(view: View, owner: Mark, head: Mark) -> bool:
    """Whether `head` is an office or member of `owner` and not of another phrase after it."""
    between = view.find_marks(owner.stop, head.begin)
    if any(isinstance(m.sign, Verb) for m in between):
        return False
    return head.begin - owner.stop <= FAR


def find_name(view: View, begin: int, stop: int, parties: list[Mark]) -> str:
    """Return the name of a person that the phrase gives, or ''."""
    return (_find_name_en if view.sentence.language == "en" else _find_name_zh)(view, begin, stop, parties)


def _find_name_en(view: View, begin: int, stop: int, parties: list[Mark]) -> str:
    place = begin
    while place < stop:
        found = find_name_en(view.read(place, stop))
        if not found:
            return ""
        start, end = place + found[0], place + found[1]
        near = view.find_marks(start - LONGEST, end)
        covered = any(start < m.stop and isinstance(m.sign, Actor) for m in near)
        name = view.read(start, end)
        common = name.isalpha() and (name.lower() in view.case.words or _is_plural(view, start, name))
        if not covered and not common and not _follows_preposition(view, start, begin):
            return name
        place = end + 1
    return ""


def _is_plural(view: View, place: int, name: str) -> bool:
    """Whether a sentence begins with what is no name but many people (Skeptics will note)."""
    return place - view.sentence.begin < OF and PEOPLE.fullmatch(name.lower()) is not None


def _follows_preposition(view: View, place: int, begin: int) -> bool:
    return PREPOSITION_EN.search(view.case.document.folded, max(begin, place - 14), place) is not None


def _find_name_zh(view: View, begin: int, stop: int, parties: list[Mark]) -> str:
    names = view.case.speakers.names
    after = [
        m.stop
        for m in parties
        if isinstance(m.sign, Role) and m.sign.kind in (*OFFICES, "business", "expert", "group", "press")
    ]
    folded = view.case.document.folded
    for place in [*reversed(after), begin, *(m.stop for m in parties if isinstance(m.sign, Actor))]:
        rest = folded[place:stop].lstrip(" 　")
        known = next((n for n in names if rest.startswith(n) and (len(n) > 1 or TAIL_ZH.match(rest, 1))), "")
        name = known or find_name_zh(rest, form=TITLED_ZH if place in after else NAME_ZH)
        start = folded.find(name, place) if name else -1
        if name and (known or not _holds_role(view, start, start + len(name))):
            return name
    return ""


def _holds_role(view: View, begin: int, stop: int) -> bool:
    """Whether what looks like a name says what somebody is (商务部一名官员)."""
    near = view.find_marks(begin - LONGEST, stop)
    return any(isinstance(m.sign, Role) and begin < m.stop for m in near)


def _is_owner(view: View, mark: Mark) -> bool:
    return POSSESSIVE.match(view.case.document.folded, mark.stop) is not None


def _resolve_name(view: View, name: str, role: Role | None, around: list[Mark]) -> Actor:
    case = view.case
    if name in case.speakers.names:
        return case.speakers.names[name]
    side = find_side_near(name, case.document, case.marks)
    actor = make_actor(role, around, name=name, setting=case.setting, vocabulary=case.vocabulary, side=side)
    case.speakers.register(name, actor)
    return actor


def _resolve_role(
    view: View, head: Mark, role: Role, around: list[Mark], begin: int
) -> tuple[Actor | None, str]:
    case = view.case
    cue = f"role={view.read(head.begin, head.stop)}"
    if role.kind in SELF:
        return None, "self"
    if role.kind == "pronoun":
        nation = next((m for m in around if _is_owned(head, m)), None) if role.suffix == "official" else None
        if nation is not None:
            office = Role("official", "office", "official")
            return make_actor(office, [nation], setting=case.setting, vocabulary=case.vocabulary), cue
        return case.speakers.recall(role), f"pronoun={view.read(head.begin, head.stop)}"
    actors = [(mark.begin, mark.sign) for mark in around if isinstance(mark.sign, Actor)]
    if NOBODY.fullmatch(view.case.document.folded, head.begin, head.stop):
        return None, ""
    if role.kind == "anonymous":
        states = (one for place, one in actors if place < head.begin and one.kind in STATE)
        return next(states, UNNAMED), cue
    if role.kind == "text":
        owner = next((actor for place, actor in actors if place < head.begin), None)
        return find_government(owner, case) or case.speakers.recall(role), cue
    if role.kind == "press":
        return None, ""
    if role.kind in OFFICES and not actors:
        named = case.speakers.find_office(view.read(head.begin, head.stop))
        if named is not None:
            return named, cue
    if role.kind in OFFICES or actors:
        return make_actor(role, around, setting=case.setting, vocabulary=case.vocabulary), cue
    if role.kind in ("business", "expert", "group"):
        if INDEFINITE.search(case.document.folded, begin, head.begin):
            return UNNAMED, cue
        return case.speakers.person if role.kind != "group" else case.speakers.group, cue
    return None, ""


def _is_owned(office: Mark, mark: Mark) -> bool:
    """Whether `mark` is the nation right after an office (the embassy of China)."""
    return isinstance(mark.sign, Actor) and 0 <= mark.begin - office.stop <= OF


def find_government(actor: Actor | None, case: Case) -> Actor | None:
    """Return the government that speaks for a country; any other actor as it is."""
    if actor is None or actor.kind != "country":
        return actor
    return case.vocabulary.actors.get(f"{actor.id}_gov", actor)
