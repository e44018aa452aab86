"""Datings: the dates of a document that may date an act, each with its cues and how likely it does.

A date can also belong to a trend, a statistic, a name or a way of speaking. A logistic regression over
cues decides; its weights are plain data (``models/datings.csv`` of the codebook), and so are the examples
that it learnt from (`analysis.coding.event_training`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

import pandas as pd

from analysis.coding.acts import Acts
from analysis.coding.agents import has_side
from analysis.coding.dating_cues import find_cues
from analysis.coding.marks import Actor, Mark, Place
from analysis.layers import find_file
from analysis.reading.dates import Date, find_dates
from analysis.reading.documents import Document
from analysis.reading.mentions import Mention
from analysis.reading.moments import Moment, parse_moment

WEIGHTS = "models/datings.csv"
IDLE = ("asof", "name", "dateline")  # roles that date no act of the sentence
NAMED = ("on", "range")  # roles of dates to which later words may refer
REGION = 300  # characters around a date in which its act and whoever acts stand
MEMORY = 5  # sentences back to which "the same day" may refer


class Placed(Protocol):
    """Something with a place in a text."""

    @property
    def begin(self) -> int: ...


T = TypeVar("T", bound=Placed)


class Coded(Protocol):
    """What is needed of a sentence's codes."""

    @property
    def kind(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def about_score(self) -> float: ...
    @property
    def voice(self) -> str: ...
    @property
    def voice_side(self) -> str: ...
    @property
    def frames(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Dating:
    """One date of one sentence that may date an act; positions are those of the sentence's folded text."""

    sentence: int
    text: str
    date: Date
    cues: frozenset[str]
    acts: tuple[Mention, ...]
    marks: tuple[Mark, ...]


def find_datings(
    document: Document, codes: Sequence[Coded], acts: Acts, marks: Sequence[Sequence[Mark]]
) -> list[Dating]:
    """One per date and sentence, in order of text; of two mentions of a date, the one that says when."""
    reference = parse_moment(document.published)
    recent: list[list[Moment]] = []
    datings: list[Dating] = []
    for number, (sentence, code) in enumerate(zip(document.sentences, codes, strict=True)):
        text = document.folded[sentence.begin : sentence.stop]
        before = [moment for group in recent[-MEMORY:] for moment in group]
        dates = find_dates(text, reference=reference, before=before)
        recent.append([date.moment for date in dates if date.role in NAMED and not date.planned])
        if not dates or code.kind == "boilerplate":
            continue
        own = [
            m._replace(begin=m.begin - sentence.begin, stop=m.stop - sentence.begin) for m in marks[number]
        ]
        done = _drop_names(list(acts.finder.find(text)), own)
        told: set[str] = set()
        for date in sorted(dates, key=lambda date: (date.role not in ("on", "range"), date.begin)):
            if _is_idle(date) or date.iso in told:
                continue
            told.add(date.iso)
            near = keep_near(date, done)
            cues = find_cues(
                text,
                date,
                dates=keep_near(date, dates),
                acts=near,
                kind=code.kind,
                voice=code.voice,
                reference=reference,
            )
            cues |= {name for name, holds in _see_subject(code, near, own).items() if holds}
            datings.append(Dating(number, text, date, frozenset(cues), near, keep_near(date, own)))
    return datings


def _is_idle(date: Date) -> bool:
    """Whether a date dates no act by its use: a statistic's, a name's, a year to be reached one day."""
    distant = date.role == "goal" and date.precision == "year" and date.form != "part_of_year"
    return distant or date.role in IDLE


def _see_subject(code: Coded, acts: Sequence[Mention], marks: Sequence[Mark]) -> dict[str, bool]:
    """Return what the sentence is about, as far as it tells an event of the field from one of daily life."""
    return {
        "about nobody": code.about == "NONE",
        "no frame": not code.frames,
        "somebody named": any(has_side(mark) for mark in marks),
        "nobody named": not any(isinstance(mark.sign, (Actor, Place)) for mark in marks),
        **{f"act {act.concept}": True for act in acts},
    }


def _drop_names(acts: list[Mention], marks: Sequence[Mark]) -> list[Mention]:
    """Return the acts whose words are not part of an actor's name, as in General Assembly."""
    names = iter([mark for mark in marks if isinstance(mark.sign, Actor)])
    name, kept = next(names, None), []
    for act in acts:
        while name is not None and name.stop <= act.begin:
            name = next(names, None)
        if name is None or act.stop <= name.begin:
            kept.append(act)
    return kept


def keep_near(date: Date, found: Sequence[T]) -> tuple[T, ...]:
    """Return those of `found` (in order of text) that stand near the date."""
    low = bisect_left(found, date.begin - REGION, key=lambda one: one.begin)
    high = bisect_right(found, date.stop + REGION, key=lambda one: one.begin)
    return tuple(found[low:high])


def score_dating(cues: Set[str], weights: Mapping[str, float]) -> float:
    """Return the probability that a date with these cues dates an act.

    Examples
    --------
    >>> round(score_dating({"act"}, {"intercept": 0.0, "act": 1.0}), 3)
    0.731
    """
    total = weights.get("intercept", 0.0) + sum(weights.get(name, 0.0) for name in sorted(cues))
    return 1 / (1 + math.exp(-total))


@lru_cache(maxsize=4)
def read_weights(folder: Path) -> dict[str, float]:
    """Return the weight of each cue, from the models of a codebook folder."""
    table = pd.read_csv(find_file(folder, WEIGHTS))
    return dict(zip(table["cue"], table["weight"], strict=True))
