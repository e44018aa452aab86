"""Owners: on whose side a dated act is, weighed over all that points to a side.

The grammar's agent points to one, and so do the names around the act, whoever speaks, whom the sentence is
about, the outlet and the sentences before. Each side is held against all of these; a logistic regression
says how far each is to be believed. It knows no side by name: what it learnt of one study's sides holds for
another's. Its weights are plain data (``models/owners.csv`` of the codebook), and so are its examples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.coding.acts import STOP
from analysis.coding.agents import OTHERS, PAIRED, SELF, Agent, has_side, may_be_subject
from analysis.coding.datings import Coded, Dating
from analysis.coding.marks import Mark
from analysis.coding.settings import AUTHOR
from analysis.layers import find_file
from analysis.reading.mentions import Mention
from analysis.studies import Study

WEIGHTS = "models/owners.csv"
OUTSIDE = ("BOTH", "OTHER")  # what an event can be of, beside one of a study's two sides
BACK = 3  # sentences back in which the names still point to a side
REGION = 200  # characters before an act in which its clause begins
RIGHT = 60  # characters after an act in which a name may be its object
PLACE = "place"
APART = ("body", "outlet", PLACE)  # kinds of actors of which many only tell, adopt or see what others do
SURE = 0.75  # how probable whom a sentence is about must be to be taken at its word
TYPED = ("about", "perhaps about", "voice")  # pointers that are believed for some types of events only
COMMA = re.compile(r"[,，:：]")
OWNED = re.compile(r"'s|的|方|籍")
PAIR = re.compile(
    r"双方|两国|两军|双边|\bbilateral"
    r"|\b(?:the two|both) (?:sides|countries|nations|governments|leaders|presidents)\b"
)


class Names:
    """The sides that each sentence of a document names, and that its head and the whole of it name."""

    def __init__(self, marks: Sequence[Sequence[Mark]], study: Study) -> None:
        self.study = study
        self._sides = [[self.place(mark) for mark in found if has_side(mark)] for found in marks]
        counts = Counter(side for found in self._sides for side in found)
        self.most = min(counts, key=lambda side: (-counts[side], side), default="")
        self.head = next((found[0] for found in self._sides[:BACK] if found), "")

    def place(self, mark: Mark) -> str:
        """Return the side that a mark names, as the study knows it."""
        return self.study.place(mark.sign.side)  # type: ignore[union-attr]

    def point(self, number: int) -> Iterator[tuple[str, str]]:
        """Yield to whom the sentences before sentence `number` and the document point."""
        yield "head", self.head
        yield "most", self.most
        before = reversed(self._sides[max(0, number - BACK) : number])
        yield "before", next((found[0] for found in before if found), "")


def name_manner(agent: Agent | None, *, stranger: bool) -> str:
    """Return how a sentence says who acts: by a name of which kind, by a pronoun (whose), or not at all.

    A `stranger` is somebody named whom the codebook does not know.
    """
    if agent is None:
        return "stranger" if stranger else "nobody"
    if agent.actor in (SELF, OTHERS, PAIRED):
        return agent.actor
    return agent.kind if agent.kind in APART else "named"


class Claims(NamedTuple):
    """What points to whose act it is: how the sentence says who acts, the type, and each pointer's side."""

    manner: str
    type: str
    pointers: tuple[tuple[str, str], ...]


def find_claims(
    dating: Dating,
    act: Mention | None,
    agent: Agent | None,
    *,
    kind: str,
    manner: str,
    code: Coded,
    names: Names,
    outlet_side: str,
) -> Claims:
    """Return all that points to the side of an event.

    Parameters
    ----------
    agent, manner
        Who does the act by the sentence's grammar, and how the sentence says so.
    kind
        The type of the event.
    """
    pointers = [*_point_from_codes(agent, code, outlet_side, names.study)]
    pointers += [*_point_from_names(dating, act, names), *names.point(dating.sentence)]
    return Claims(manner, kind, tuple((name, side) for name, side in pointers if side not in ("", "NONE")))


def list_owner_cues(claims: Claims, owner: str) -> set[str]:
    """Return the cues for and against an event being of the side `owner`.

    Examples
    --------
    >>> sorted(list_owner_cues(Claims("named", "release", (("agent", "OTHER"),)), "OTHER"))
    ['OTHER', 'OTHER named', 'OTHER release', 'agent is it', 'agent is it, OTHER', 'agent is it, named']
    """
    group = owner if owner in OUTSIDE else "side"
    cues = {group, f"{group} {claims.manner}", f"{group} {claims.type}"}
    for name, side in claims.pointers:
        fits = f"{name} is it" if side == owner else f"{name} is another"
        cues |= {fits, f"{fits}, {group}", f"{fits}, {claims.manner}"}
        if name in TYPED:
            cues.add(f"{fits}, {claims.type}")
    return cues


def _point_from_codes(
    agent: Agent | None, code: Coded, outlet_side: str, study: Study
) -> Iterator[tuple[str, str]]:
    speaks = agent is not None and agent.actor == SELF
    yield "agent", study.place(code.voice_side if speaks else agent.side if agent is not None else "")
    yield "about" if code.about_score >= SURE else "perhaps about", study.place(code.about)
    yield "outlet", study.place(outlet_side)
    yield "narrator" if code.voice == AUTHOR else "voice", study.place(code.voice_side)


def _point_from_names(dating: Dating, act: Mention | None, names: Names) -> Iterator[tuple[str, str]]:
    """Yield to whom the names of the sentence point, by where they stand."""
    text = dating.text
    place = act.begin if act is not None else dating.date.stop
    found = [(mark, names.place(mark)) for mark in dating.marks if has_side(mark)]
    left = [(mark, side) for mark, side in found if mark.stop <= place]
    low = max(0, place - REGION)
    start = max((match.end() for match in STOP.finditer(text, low, place)), default=low)
    clause = max((match.end() for match in COMMA.finditer(text, start, place)), default=start)
    subjects = [side for m, side in left if m.begin >= clause and may_be_subject(text, m, clause)]
    yield "clause", next(iter(subjects), "")
    yield "owned", next((side for mark, side in reversed(left) if OWNED.match(text, mark.stop)), "")
    yield "left", left[-1][1] if left else ""
    yield "right", next((side for m, side in found if place <= m.begin <= place + RIGHT), "")
    yield "first", found[0][1] if found else ""
    every = {side for _, side in found}
    own = [side for side in names.study.side_ids if side in every]
    yield "only", next(iter(every)) if len(every) == 1 else ""
    yield "only own", own[0] if len(own) == 1 < len(every) else ""
    yield "named", "BOTH" if len(own) == 2 else ""
    yield "pair", "BOTH" if PAIR.search(text, low, dating.date.stop + REGION) else ""


def choose_owner(claims: Claims, sides: Sequence[str], weights: Mapping[str, float]) -> str:
    """Return the side for which most speaks, OTHER where nothing tells one of `sides` from the next.

    Where the two act together by name or as a pair, nothing else is asked.

    Examples
    --------
    >>> weights = {"agent is it": 2.0, "agent is another": -1.0}
    >>> choose_owner(Claims("named", "release", (("agent", "CN"),)), ("US", "CN"), weights)
    'CN'
    """
    if claims.manner != PLACE and ("agent", "BOTH") in claims.pointers:
        return "BOTH"
    scores = {
        owner: sum(weights.get(cue, 0.0) for cue in sorted(list_owner_cues(claims, owner)))
        for owner in (*sides, *OUTSIDE)
    }
    chosen = [owner for owner, score in scores.items() if score == max(scores.values())]
    return chosen[0] if len(chosen) == 1 else "OTHER"


@lru_cache(maxsize=4)
def read_owner_weights(folder: Path) -> dict[str, float]:
    """Return the weight of each cue, from the models of a codebook folder."""
    table = pd.read_csv(find_file(folder, WEIGHTS))
    return dict(zip(table["cue"], table["weight"], strict=True))
