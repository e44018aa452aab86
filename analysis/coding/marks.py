"""Marks: the words of a document that say who speaks of whom, found in one pass.

A mark is an actor, a place, a role (minister, 发言人, the company, we), a reporting verb or a protected
phrase (小说 is not 说). All forms of the codebook go into one automaton; the longest form wins.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.coding.abbreviations import is_abbreviated, is_inside, join_abbreviations
from analysis.layers import read_rows
from analysis.reading.documents import Document, Sentence
from analysis.reading.scripts import fold_text
from analysis.reading.variants import FILLER, Variant, Variants

WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
OFFICES = ("office", "legislature", "court")  # roles of a state
STATE = ("government", "agency", "legislature", "court")  # its actors
PASSES = 3  # over a text, for words whose ends stand side by side
DEPTH = 4  # organisations above an actor
CAPITAL = re.compile(r"(?<![A-Za-z'’])[A-Z]")
CAMEL = re.compile(r"[a-z0-9][A-Z]")
ACRONYM = re.compile(r"[A-Z0-9.&/-]{2,}")
VARIANT = ("variant", "canonical", "class")


class Actor(NamedTuple):
    """Someone who acts or speaks: a row of the codebook's actors, or one found in a text."""

    id: str
    side: str
    kind: str
    organisation: str = ""


class Role(NamedTuple):
    """What somebody is, without saying who; ``suffix`` is what an id made of it ends with."""

    id: str
    kind: str
    suffix: str


class Verb(NamedTuple):
    """A way to report; ``kind`` is say, judge, urge, react, text, ask, act, cite, frame, own or none."""

    id: str
    kind: str
    language: str


class Place(NamedTuple):
    """A city, province or region; it tells the side of who is there."""

    side: str


Sign = Actor | Role | Verb | Place


class Mark(NamedTuple):
    """One marked stretch of a document, as positions in its clean text."""

    begin: int
    stop: int
    sign: Sign


class Form(NamedTuple):
    """One way to write signs; ``capitals`` are the offsets that must be upper case in the clean text."""

    text: str
    parts: tuple[tuple[int, int, Sign], ...]
    capitals: tuple[int, ...] = ()


class Vocabulary:
    """The forms of a codebook, ready to be found, and its actors by id.

    ``offices`` says for what a role may be called (商务部, congress) whose office of each nation it is,
    ``variants`` fold texts that are no part of a document.
    """

    def __init__(
        self,
        forms: Iterable[Form],
        actors: dict[str, Actor],
        offices: dict[str, dict[str, Actor]] | None = None,
        variants: Variants | None = None,
    ) -> None:
        by_text: dict[str, list[Form]] = {}
        for form in forms:
            by_text.setdefault(form.text, []).append(form)
        texts = sorted(by_text)
        self.actors = actors
        self.offices = offices or {}
        self._variants = variants or Variants()
        self._forms = [sorted(by_text[text], key=lambda form: -len(form.capitals)) for text in texts]
        self._abbreviated = [is_abbreviated(text) for text in texts]
        self._begins = [text[0] in WORD for text in texts]
        self._ends = [text[-1] in WORD for text in texts]
        self._lengths = [len(text) for text in texts]
        self._shorter = _find_shorter(texts)
        self._automaton = AhoCorasick(texts, matchkind=MatchKind.LeftmostLongest)

    def find(self, document: Document) -> list[list[Mark]]:
        """Return the marks of each sentence of `document`, in order of text."""
        clean, sentences = document.clean, document.sentences
        folded = self._hide_inside(document.folded)
        found: list[list[Mark]] = [[] for _ in sentences]
        order = iter(sorted(range(len(sentences)), key=lambda number: sentences[number].begin))
        number, start, end = -1, 0, 0
        for index, begin, stop in self._find_whole(folded):
            while begin >= end:
                number = next(order, -1)
                if number < 0:
                    return found
                start, end = sentences[number].begin, sentences[number].stop
            if begin < start:
                continue
            found[number] += self._read_marks(clean, folded, index, begin, stop)
        return found

    def _hide_inside(self, folded: str) -> str:
        """Return `folded` without the characters of countries that end another word (近日美国 is no 日美)."""
        for _ in range(PASSES):
            hits = self._automaton.find_matches_as_indexes(folded)
            begins = [a for index, a, _ in hits if self._abbreviated[index] and is_inside(folded, a)]
            if not begins:
                break
            pieces = [folded[a:b] for a, b in pairwise([0, *begins, len(folded)])]
            folded = FILLER.join([pieces[0], *(piece[1:] for piece in pieces[1:])])
        return folded

    def _read_marks(self, clean: str, folded: str, index: int, begin: int, stop: int) -> Iterator[Mark]:
        """Yield the marks of the form at `begin`; where capitals forbid it, those of shorter forms in it."""
        while index >= 0:
            for form in self._forms[index]:
                if all(clean[begin + offset].isupper() for offset in form.capitals):
                    yield from (Mark(begin + a, begin + b, sign) for a, b, sign in form.parts)
                    begin += self._lengths[index]
                    index = -1
                    break
            else:
                index = self._shorter[index]
        if folded[begin:stop].isascii():
            rest = folded.find(" ", begin, stop) + 1
            if rest:
                for other, start, end in self._find_whole(folded[rest:stop]):
                    yield from self._read_marks(clean, folded, other, rest + start, rest + end)

    def find_in(self, clean: str) -> list[Mark]:
        """Return the marks of a text that is not part of a document, such as the name of an outlet."""
        folded, _ = self._variants.fold(fold_text(clean))
        sentence = Sentence("", "", 0, 0, len(clean), "body", "")
        return self.find(Document("", clean, folded, sentences=(sentence,)))[0]

    def _find_whole(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Yield the hits that neither begin nor end inside a Latin word."""
        begins, ends, lengths, shorter = self._begins, self._ends, self._lengths, self._shorter
        last = len(folded)
        for index, begin, stop in self._automaton.find_matches_as_indexes(folded):
            if begins[index] and begin and folded[begin - 1] in WORD:
                continue
            while stop < last and ends[index] and folded[stop] in WORD:
                index = shorter[index]
                if index < 0:
                    break
                stop = begin + lengths[index]
            if index >= 0:
                yield index, begin, stop


def _find_shorter(texts: Sequence[str]) -> list[int]:
    """For each form, the longest other one with which it begins at the end of a word, or -1."""
    places = {text: index for index, text in enumerate(texts)}
    shorter = []
    for text in texts:
        ends = [i for i in range(len(text) - 1, 0, -1) if text[i] not in WORD and text[:i] in places]
        shorter.append(places[text[: ends[0]]] if ends else -1)
    return shorter


@lru_cache(maxsize=4)
def read_vocabulary(folder: Path) -> Vocabulary:
    """Return the vocabulary of a codebook folder: its actors, roles, reporting verbs and places."""
    table = _read(folder, "actors")
    actors = {
        row["actor"]: Actor(row["actor"], row["side"], row["kind"], row["organisation"]) for row in table
    }
    variants = Variants(Variant(*(row[key] for key in VARIANT)) for row in _read(folder, "variants"))
    roles = {row["form"]: Role(row["role"], row["kind"], row["suffix"]) for row in _read(folder, "roles")}
    signs: list[tuple[str, Sign]] = []
    abbreviations: dict[str, Sign] = {}
    for row in table:
        for name in (row["name"], row["name_zh"], *row["aliases"].split("|")):
            if len(name) == 1 and not name.isascii():
                abbreviations[name] = actors[row["actor"]]
            elif name:
                signs.append((name, actors[row["actor"]]))
    signs += roles.items()
    signs += [
        (row["form"], Verb(row["verb"], row["kind"], row["language"])) for row in _read(folder, "reporting")
    ]
    signs += [(row["place"], Place(row["side"])) for row in _read(folder, "places")]
    forms = {}
    for text, sign in reversed(signs):
        capitals = _find_capitals(text)
        for written in (_fold_name(text, variants), text.lower()):
            forms[written, capitals] = Form(written, ((0, len(written), sign),), capitals)
    compounds = [
        Form(text, _add_role(text, parts, roles)) for text, parts in join_abbreviations(abbreviations)
    ]
    known = {written for written, _ in forms}
    offices = _list_offices([(name, sign) for name, sign in signs if isinstance(sign, Actor)], actors, roles)
    added = (compound for compound in compounds if compound.text not in known)
    return Vocabulary([*forms.values(), *added], actors, offices, variants)


def find_nation(actor: Actor, actors: Mapping[str, Actor]) -> str:
    """Return the id of the country at the root of an actor's organisations, or ''.

    Examples
    --------
    >>> france, cabinet = Actor("fr", "OTHER", "country"), Actor("fr_gov", "OTHER", "government", "fr")
    >>> find_nation(Actor("fr_gov:x", "OTHER", "person", "fr_gov"), {"fr": france, "fr_gov": cabinet})
    'fr'
    """
    for _ in range(DEPTH):
        if actor.kind == "country" or actor.organisation not in actors:
            break
        actor = actors[actor.organisation]
    return actor.id if actor.kind == "country" else ""


def _list_offices(
    names: list[tuple[str, Actor]], actors: dict[str, Actor], roles: dict[str, Role]
) -> dict[str, dict[str, Actor]]:
    """For each role of a state, by nation the office whose name ends with it (商务部, of 中国商务部)."""
    offices: dict[str, dict[str, Actor]] = {}
    titles = {form.lower() for form, role in roles.items() if role.kind in OFFICES}
    for name, actor in names:
        if actor.kind not in STATE:
            continue
        nation, folded = find_nation(actor, actors), name.lower()
        for start in range(len(folded)):
            if folded[start:] in titles and (
                not start or folded[start - 1] in " " or folded[start] not in WORD
            ):
                offices.setdefault(folded[start:], {}).setdefault(nation, actor)
    return offices


def _read(folder: Path, name: str) -> list[dict[Hashable, Any]]:
    return read_rows(folder, name).to_dict("records")


def _fold_name(name: str, variants: Variants) -> str:
    """Return `name` as folded text has it, where 數位 is 数字 and a name is spelt in one way only."""
    return variants.fold(name.lower())[0].rstrip(FILLER)


def _find_capitals(name: str) -> tuple[int, ...]:
    """The offsets that must be upper case for `name` to be meant: not all of OpenAI, but all of US."""
    if CAMEL.search(name):
        return ()
    if ACRONYM.fullmatch(name):
        return tuple(i for i, letter in enumerate(name) if letter.isupper())
    return tuple(match.start() for match in CAPITAL.finditer(name))


def _add_role(text: str, parts: tuple, roles: dict[str, Role]) -> tuple:
    _, stop, _ = parts[0]
    rest = text[stop:]
    return (*parts, (stop, len(text), roles[rest])) if len(parts) == 1 and rest in roles else parts
