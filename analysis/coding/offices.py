"""Offices: whose ministry or parliament is meant where its words name no nation (商务部, Congress).

The fuller name said before decides (the Commerce Ministry after China's Commerce Ministry), then the text's
own country, then the country last named. A capital or a seat needs none of this: the codebook's actors
list Beijing, 华盛顿 or the Kremlin among the names of whom they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.coding.marks import OFFICES, Actor, Mark, Place, Role, Vocabulary, find_nation
from analysis.coding.settings import Setting

GENERIC = (
    "official", "spokesperson", "minister", "party", "local_government", "delegation", "regulator", "king",
)  # fmt: skip
OWN = ("我国",)  # of whoever writes
BESIDE = 3  # characters between a nation and its office
RECENT = 3  # sentences for which the nation last named stays at hand


@dataclass
class Offices:
    """The offices and the nation that a document has named so far; sentences are heard in their order."""

    setting: Setting
    vocabulary: Vocabulary
    named: dict[str, Actor] = field(default_factory=dict)
    nation: tuple[str, int] = ("", 0)

    def hear(self, mark: Mark, written: str, number: int) -> None:
        """Remember the nation and the office that `mark`, written so, names in sentence `number`."""
        actor = mark.sign
        if not isinstance(actor, Actor):
            return
        nation = find_nation(actor, self.vocabulary.actors)
        if nation and actor.kind != "person":
            self.nation = nation, number
            for start in range(1, len(written)):
                if written[start:] in self.vocabulary.offices:
                    self.named[written[start:]] = actor

    def find(self, written: str, number: int) -> Actor | None:
        """Return whose office `written` (folded) means in sentence `number`, or None where nothing tells."""
        offices = self.vocabulary.offices.get(written, {})
        last, place = self.nation
        near = last if number - place <= RECENT else ""
        if written in self.named:
            return self.named[written]
        if self.setting.home in offices:
            return offices[self.setting.home]
        if near in offices:
            return offices[near]
        if near and not any(near in known for known in self.vocabulary.offices.values()):
            return self.vocabulary.actors.get(near)
        abroad = self.setting.side == "OTHER"  # whose own offices the codebook may not list
        return next(iter(offices.values())) if len(offices) == 1 and not abroad else None


def read_at_home(
    marks: Sequence[Sequence[Mark]], folded: str, *, setting: Setting, vocabulary: Vocabulary
) -> list[list[Mark]]:
    """Return `marks` as a reader at home understands them: 我国 is the text's own country.

    A name that is an office of several nations (教育部) is listed with one of them only; in a text of another
    of these it is that one's.
    """
    home = vocabulary.actors.get(setting.home)
    if home is None:
        return [list(found) for found in marks]
    return [
        [_bring_home(mark, folded[mark.begin : mark.stop], home, vocabulary) for mark in found]
        for found in marks
    ]


def _bring_home(mark: Mark, written: str, home: Actor, vocabulary: Vocabulary) -> Mark:
    if not isinstance(mark.sign, Actor):
        return mark
    if written in OWN:
        return mark._replace(sign=home)
    office = vocabulary.offices.get(written, {}).get(home.id)
    return mark._replace(sign=office) if office is not None else mark


def resolve_offices(
    marks: Sequence[Sequence[Mark]], folded: str, *, setting: Setting, vocabulary: Vocabulary
) -> list[list[Mark]]:
    """Return the marks of each sentence, offices that name no nation replaced by the actors that they mean.

    For those who ask of whom a sentence speaks: *about* and events. An office beside its nation (French
    ministry) or beside its holder (总统特朗普) stays as it is, and so do officials at large.
    """
    offices = Offices(setting, vocabulary)
    return [_resolve_sentence(found, folded, number, offices) for number, found in enumerate(marks)]


def _resolve_sentence(found: Sequence[Mark], folded: str, number: int, offices: Offices) -> list[Mark]:
    resolved = []
    for place, mark in enumerate(found):
        written = folded[mark.begin : mark.stop]
        offices.hear(mark, written, number)
        role = mark.sign
        if isinstance(role, Role) and role.kind in OFFICES and role.id not in GENERIC:
            beside = (found[i] for i in (place - 1, place + 1) if 0 <= i < len(found))
            if not any(_is_beside(mark, other) for other in beside):
                actor = offices.find(written, number)
                mark = mark._replace(sign=actor) if actor is not None else mark
        resolved.append(mark)
    return resolved


def _is_beside(mark: Mark, other: Mark) -> bool:
    gap = max(mark.begin - other.stop, other.begin - mark.stop)
    return gap <= BESIDE and isinstance(other.sign, (Actor, Place))
