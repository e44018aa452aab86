"""Events: the dated acts that a document reports, each with its date, side, type and gist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.codebook import Codebook
from analysis.coding.acts import choose_act, read_acts
from analysis.coding.agents import Agent, find_agent, is_stranger, resolve_agent
from analysis.coding.datings import Coded, Dating, find_datings, keep_near, read_weights, score_dating
from analysis.coding.gists import JOINED, find_type, read_concepts, read_names, write_gist
from analysis.coding.marks import Mark, read_vocabulary
from analysis.coding.owners import Claims, Names, choose_owner, find_claims, name_manner, read_owner_weights
from analysis.reading.dates import Date
from analysis.reading.documents import Document
from analysis.reading.mentions import Mention
from analysis.reading.moments import Moment
from analysis.studies import Study

ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """A dated act that one sentence reports; ``score`` is how likely the date dates an act.

    ``cue`` holds the words that decided: the date, the act and whoever acts.
    """

    date: str
    precision: str
    side: str
    type: str
    gist: str
    sentence: str
    score: float
    cue: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A date that may date an act: who does which act, and what points to whose it is."""

    dating: Dating
    act: Mention | None
    agent: Agent | None
    claims: Claims


def find_prospects(
    document: Document,
    codes: Sequence[Coded],
    codebook: Codebook,
    study: Study,
    *,
    marks: Sequence[Sequence[Mark]],
) -> Iterator[Prospect]:
    """Yield one per date of `document` that may date an act, in order of text."""
    acts, names = read_acts(codebook.folder), Names(marks, study)
    for dating in find_datings(document, codes, acts, marks):
        act = choose_act(dating.text, dating.date, dating.acts)
        agent = find_agent(dating.text, dating.date, act, dating.marks, sides=study.side_ids)
        manner = name_manner(agent, stranger=is_stranger(dating.text, dating.date, act))
        agent = resolve_agent(agent, marks, dating.sentence, sides=study.side_ids)
        kind = find_type(act, dating.acts, acts)
        code, outlet = codes[dating.sentence], document.outlet_side
        claims = find_claims(
            dating, act, agent, kind=kind, manner=manner, code=code, names=names, outlet_side=outlet
        )
        yield Prospect(dating, act, agent, claims)


def find_events(
    document: Document,
    codes: Sequence[Coded],
    codebook: Codebook,
    study: Study,
    *,
    marks: Sequence[Sequence[Mark]] | None = None,
) -> list[Event]:
    """One event per dated act of a sentence of `document`, in order of text.

    Dates are resolved against ``document.published``; where that is empty only dates that name their
    year are found. Boilerplate reports no event. A quarter is dated by its year, as coders date it.

    Parameters
    ----------
    codes
        The codes of the sentences, in their order; they help to say whose act it is.
    marks
        The actors and places of each sentence, if they have been found already.
    """
    folder = codebook.folder
    marks = read_vocabulary(folder).find(document) if marks is None else marks
    weights, owner_weights = read_weights(folder), read_owner_weights(folder)
    finder, _ = read_concepts(folder)
    concepts: tuple[int, list[Mention]] = (-1, [])  # of the sentence last looked at
    events = []
    for prospect in find_prospects(document, codes, codebook, study, marks=marks):
        score = score_dating(prospect.dating.cues, weights)
        if score < ENOUGH:
            continue
        if concepts[0] != prospect.dating.sentence:
            concepts = prospect.dating.sentence, list(finder.find(prospect.dating.text))
        side = choose_owner(prospect.claims, study.side_ids, owner_weights)
        moment = date_event(prospect.dating.date)
        gist = _write_gist(prospect, side, concepts[1], folder, study)
        sentence = document.sentences[prospect.dating.sentence].id
        cue, kind = _cite(prospect), prospect.claims.type
        events.append(Event(str(moment), moment.precision, side, kind, gist, sentence, round(score, 4), cue))
    return events


def date_event(date: Date) -> Moment:
    """Return when an event of this date is: a quarter is known by its year, in ISO 8601."""
    return date.moment.clip("year") if date.moment.quarter else date.moment


def _cite(prospect: Prospect) -> str:
    """Return the words that decided: the date, the act and whoever acts."""
    dating, act, agent = prospect.dating, prospect.act, prospect.agent
    cues = (dating.text[dating.date.begin : dating.date.stop], act and act.pattern, agent and agent.cue)
    return "; ".join(filter(None, cues))


def _write_gist(
    prospect: Prospect, side: str, concepts: Sequence[Mention], folder: Path, study: Study
) -> str:
    agent, near = prospect.agent, keep_near(prospect.dating.date, concepts)
    actor = agent.actor if agent is not None and study.place(agent.side) == side else ""
    name = read_names(folder).get(actor) or _name_side(side, study)
    return write_gist(
        name, prospect.act, near, vocabulary=read_acts(folder), glosses=read_concepts(folder)[1]
    )


def _name_side(side: str, study: Study) -> str:
    sides = {one.id: one.name for one in study.sides}
    return JOINED.join(sides.values()) if side == "BOTH" else sides.get(side, "Others")
