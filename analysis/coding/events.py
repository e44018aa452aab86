"""Events: the dated acts that a document reports, each with its date, side, type and gist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import Codebook
from analysis.coding.acts import choose_act, read_acts
from analysis.coding.agents import SELF, Agent, find_agent, resolve_agent
from analysis.coding.datings import Coded, find_datings, keep_near, read_weights, score_dating
from analysis.coding.gists import JOINED, find_type, read_concepts, write_gist
from analysis.coding.marks import Mark, read_vocabulary
from analysis.coding.settings import AUTHOR
from analysis.reading.documents import Document
from analysis.reading.mentions import Mention
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
    year are found. Boilerplate reports no event.

    Parameters
    ----------
    codes
        The codes of the sentences, in their order; they say whose act it is where nobody is named.
    marks
        The actors and places of each sentence, if they have been found already.
    """
    folder = codebook.folder
    marks = read_vocabulary(folder).find(document) if marks is None else marks
    acts = read_acts(folder)
    finder, glosses = read_concepts(folder)
    names = dict(zip(codebook.actors["actor"], codebook.actors["name"], strict=True))
    events = []
    concepts: tuple[int, list[Mention]] = (-1, [])  # of the sentence last looked at
    for dating in find_datings(document, codes, acts, marks):
        score = score_dating(dating.cues, read_weights(folder))
        if score < ENOUGH:
            continue
        text, date = dating.text, dating.date
        act = choose_act(text, date, dating.acts)
        agent = find_agent(text, date, act, dating.marks, sides=study.side_ids)
        agent = resolve_agent(agent, marks, dating.sentence, sides=study.side_ids)
        kind = find_type(act, dating.acts, acts)
        side = study.place(_find_side(agent, kind, codes[dating.sentence], document.outlet_side))
        if concepts[0] != dating.sentence:
            concepts = dating.sentence, list(finder.find(text))
        name, near = _name_agent(agent, side, names, study), keep_near(date, concepts[1])
        gist = write_gist(name, act, near, vocabulary=acts, glosses=glosses)
        cues = (text[date.begin : date.stop], act and act.pattern, agent and agent.cue)
        cue = "; ".join(filter(None, cues))
        sentence = document.sentences[dating.sentence].id
        events.append(Event(date.iso, date.precision, side, kind, gist, sentence, round(score, 4), cue))
    return events


def _find_side(agent: Agent | None, kind: str, code: Coded, outlet_side: str) -> str:
    """Return whose act it is: the agent's, else whom the sentence is about, else who speaks.

    Who speaks goes first where the speakers act or where the act is what a quoted voice says.
    """
    spoken = (agent is not None and agent.actor == SELF) or (kind == "statement" and code.voice != AUTHOR)
    others = (code.voice_side, code.about) if spoken else (code.about, code.voice_side)
    candidates = (agent.side if agent else "", *others, outlet_side)
    return next((side for side in candidates if side not in ("", "NONE")), "OTHER")


def _name_agent(agent: Agent | None, side: str, names: Mapping[str, str], study: Study) -> str:
    if agent and agent.actor in names:
        return names[agent.actor]
    sides = {one.id: one.name for one in study.sides}
    return JOINED.join(sides.values()) if side == "BOTH" else sides.get(side, "Others")
