"""Actors: who is named in a noun phrase, known from the codebook or made from what the phrase says.

A country before a role is that country's office (French minister, 肯尼亚部长); a name takes the side of the
organisation, nation or place that stands with it, else of where it is first met in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.coding.marks import OFFICES, Actor, Mark, Place, Role, Sign, Verb, Vocabulary
from analysis.coding.settings import Setting
from analysis.reading.documents import Document

UNNAMED = Actor("unnamed", "NONE", "anonymous")
SLUG = re.compile(r"[^a-z0-9]+")
HAN = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile(r"[“「『][^“”「」『』]*[”」』]|\"[^\"]*\"")
APPOSED_ZH = re.compile(
    "[（(]|[，,]?(?:他|她)?(?:前|曾任|曾|现任|現任|时任|時任|任|是|为|為|来自|來自)"
)  # introduces a name
APPOSED_EN = re.compile(r"(?!\s?[:：])")
TRIES = 5  # places of a name that are looked at
NEAR = 80  # characters around a name's first place in which a side speaks for it
SPOKEN = ("say", "judge", "urge", "react", "text", "ask")
ORGANISATIONS = ("firm", "institute", "outlet", "body", "agency", "government", "legislature", "court")


def make_actor(
    head: Role | None,
    around: Sequence[Mark],
    *,
    name: str = "",
    setting: Setting,
    vocabulary: Vocabulary,
    side: str = "",
) -> Actor:
    """Return the actor that a phrase describes: its head role, the marks around it and the name it gives.

    `side` is what is known of the name from elsewhere; else the nearest mark with a side tells it,
    else the setting of the document.
    """
    organisation = next(
        (m.sign for m in around if isinstance(m.sign, Actor) and m.sign.kind in ORGANISATIONS), None
    )
    country = next((m.sign for m in around if isinstance(m.sign, Actor) and m.sign.kind == "country"), None)
    place = next((m.sign.side for m in around if isinstance(m.sign, Place)), "")
    known = (organisation.side if organisation else "") or (country.side if country else "") or place or side
    found = known or setting.side
    if head is not None and head.kind in OFFICES and not name:
        return _make_office(head, organisation, country, found, setting, vocabulary)
    if name:
        owner = organisation.id.split(":")[0] if organisation else ""
        if head is not None and head.kind in OFFICES and not owner:
            owner = _name_government(
                country.id if country else _find_country(found, setting, vocabulary), head
            )
        return Actor(f"{owner}:{make_slug(name)}" if owner else make_slug(name), found, "person", owner)
    if organisation is not None:
        return organisation
    if country is not None and head is not None and head.kind == "group":
        return Actor(f"{country.id}:{head.id}", country.side, "firm", country.id)
    return UNNAMED


def _make_office(
    head: Role,
    organisation: Actor | None,
    country: Actor | None,
    side: str,
    setting: Setting,
    vocabulary: Vocabulary,
) -> Actor:
    if organisation is not None and organisation.kind not in ("government", "legislature"):
        return organisation
    if country is None and organisation is not None:
        return organisation
    nation = country.id if country is not None else _find_country(side, setting, vocabulary)
    id = _name_government(nation, head)
    if head.suffix not in ("official", "gov", "minister", "spokesperson"):
        id = f"{id}:{head.suffix}"
    return vocabulary.actors.get(id, Actor(id, side, "agency", nation))


def _name_government(nation: str, head: Role) -> str:
    office = {"legislature": "congress", "court": "court"}.get(head.kind, "gov")
    return f"{nation or 'foreign'}_{office}"


def _find_country(side: str, setting: Setting, vocabulary: Vocabulary) -> str:
    if side == setting.side:
        return setting.home
    nations = (
        a.id
        for a in vocabulary.actors.values()
        if a.side == side and a.kind == "country" and not a.organisation
    )
    return min(nations, default="")


def make_slug(name: str) -> str:
    """Return a short id for a name: a Latin surname, or the pinyin of a Chinese one.

    Examples
    --------
    >>> [make_slug(name) for name in ("Trisha Ray", "Ursula von der Leyen", "克莱门特·德朗格", "谭以宁")]
    ['ray', 'leyen', 'delangge', 'tan']
    """
    from pypinyin import lazy_pinyin  # its dictionaries are large, and few texts need them

    if not HAN.search(name):
        return SLUG.sub("_", name.split()[-1].lower().removesuffix("'s")).strip("_") or "person"
    name = name.split("·")[-1] if "·" in name else name[:1]
    return "".join(lazy_pinyin(name))


def find_side_near(name: str, document: Document, marks: Sequence[Sequence[Mark]]) -> str:
    """Return the side that stands nearest to the first places of `name` in `document`, or ''.

    Nations, organisations and places count, in the sentence of the name and in the one before, but not those
    in what the one so named says.
    """
    place, tries = -1, 0
    while (place := document.clean.find(name, place + 1)) >= 0 and tries < TRIES:
        tries += 1
        number = _find_sentence(document, place)
        for near in (number,):
            side = _find_nearest(name, place, marks[near], document)
            if side:
                return side
    return ""


def _find_nearest(name: str, place: int, marks: Sequence[Mark], document: Document) -> str:
    sentence = document.sentences[_find_sentence(document, place)]
    quoted = [match.span() for match in QUOTED.finditer(document.clean, sentence.begin, sentence.stop)]
    quoted = [(begin, stop) for begin, stop in quoted if not begin <= place < stop]
    after = place + len(name)
    told = (mark.begin for mark in marks if mark.begin >= place and _is_telling(mark.sign))
    apposed = APPOSED_ZH if sentence.language == "zh" else APPOSED_EN
    end = next(told, None) if apposed.match(document.clean, after) else after
    sides = [
        (place - mark.stop if mark.stop <= place else mark.begin - place - len(name), mark.sign.side)
        for mark in marks
        if isinstance(mark.sign, (Actor, Place)) and mark.sign.side and not _is_self(mark, place, name)
        if (end is None or mark.begin < end) and not any(a <= mark.begin < b for a, b in quoted)
    ]
    near = [side for distance, side in sorted(sides) if distance <= NEAR and side != "NONE"]
    return near[0] if near else ""


def _is_telling(sign: Sign) -> bool:
    return isinstance(sign, Verb) and sign.kind in SPOKEN


def _is_self(mark: Mark, place: int, name: str) -> bool:
    return mark.begin < place + len(name) and place < mark.stop


def _find_sentence(document: Document, place: int) -> int:
    low, high = 0, len(document.sentences) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if document.sentences[middle].begin <= place else (low, middle - 1)
    return low
