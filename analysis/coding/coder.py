"""The coding engine: a read document in, one code per sentence and the dated events out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.codebook import Codebook, read_codebook
from analysis.coding.abouts import FILE as ABOUTS
from analysis.coding.abouts import code_abouts, read_abouts
from analysis.coding.events import Event, find_events
from analysis.coding.features import Observer
from analysis.coding.frames import code_frames
from analysis.coding.meanings import encode_sentences
from analysis.coding.models import Model, read_model
from analysis.coding.offices import resolve_offices
from analysis.coding.stances import code_stances
from analysis.coding.tones import code_tones
from analysis.coding.voices import attribute, open_case
from analysis.layers import find_file
from analysis.reading.documents import Document
from analysis.studies import Study

MODEL = "models/sentences.npz"


@dataclass(frozen=True, slots=True)
class Code:
    """What the machine says of one sentence, how sure it is (0 to 1), and the cues that decided.

    Boilerplate carries no other code. ``practice`` holds ``SIDE:open`` or ``SIDE:closed``, ``tone``
    ``SIDE:+1`` or ``SIDE:-1``; a side that is not named has neither.
    """

    kind: str
    about: str = ""
    voice: str = ""
    voice_side: str = ""
    frames: tuple[str, ...] = ()
    stance: str = ""
    practice: tuple[str, ...] = ()
    tone: tuple[str, ...] = ()
    about_score: float = float("nan")
    voice_score: float = float("nan")
    frames_score: float = float("nan")
    stance_score: float = float("nan")
    cues: str = ""


@dataclass(frozen=True)
class Coding:
    """The codes of a document's sentences, in their order, and the events that they report."""

    codes: list[Code]
    events: list[Event]


def code_document(
    document: Document, codebook: Codebook, study: Study, *, wanted: Iterable[int] | None = None
) -> Coding:
    """Code every sentence of `document` by `codebook`, for the two sides of `study`.

    Where only the sentences at some places are `wanted`, the others are context: their codes are made without
    their meaning, and are not to be used.
    """
    observer, model = _open_models(codebook.folder)
    case = open_case(document, codebook)
    voices = [voice._replace(side=study.place(voice.side)) for voice in attribute(case)]
    marks = resolve_offices(case.marks, document.folded, setting=case.setting, vocabulary=case.vocabulary)
    clues, meanings = observer.observe(document), encode_sentences(document, wanted=wanted)
    abouts = code_abouts(
        document,
        marks,
        voices,
        clues,
        meanings,
        setting=case.setting,
        sides=study.side_ids,
        model=read_abouts(find_file(codebook.folder, ABOUTS)),
    )
    subjects = [about.side for about in abouts]
    scores = model.score(clues, meanings)
    frames = code_frames(scores, clues)
    stances = code_stances(scores, marks, subjects, sides=study.side_ids)
    tones = code_tones(scores, subjects, sides=study.side_ids)
    codes = []
    for sentence, voice, about, frame, stance, tone in zip(
        document.sentences, voices, abouts, frames, stances, tones, strict=True
    ):
        if sentence.kind == "boilerplate":
            codes.append(Code("boilerplate"))
            continue
        cues = (about.cue, f"voice: {voice.cue}" if voice.cue else "", frame.cue, stance.cue)
        codes.append(
            Code(
                kind=sentence.kind,
                about=about.side,
                voice=voice.actor,
                voice_side=voice.side,
                frames=frame.frames,
                stance=stance.stance,
                practice=stance.practice,
                tone=tone,
                about_score=about.score,
                voice_score=voice.score,
                frames_score=frame.score,
                stance_score=stance.score,
                cues="; ".join(cue for cue in cues if cue),
            )
        )
    return Coding(codes, find_events(document, codes, codebook, study, marks=marks))


@lru_cache(maxsize=4)
def _open_models(folder: Path) -> tuple[Observer, Model]:
    return Observer(read_codebook(folder)), read_model(find_file(folder, MODEL))
