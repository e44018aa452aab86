"""The coding engine: a read document in, one code per sentence and the dated events out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.codebook import Codebook
from analysis.coding.frames import code_frames
from analysis.reading.documents import Document, Sentence
from analysis.studies import Study


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
    events: list


def code_document(document: Document, codebook: Codebook, study: Study) -> Coding:
    """Code every sentence of `document` by `codebook`, for the two sides of `study`."""
    frames = code_frames(document, codebook)
    codes = [
        _code_sentence(sentence, frame) for sentence, frame in zip(document.sentences, frames, strict=True)
    ]
    return Coding(codes, [])


def _code_sentence(sentence: Sentence, frame) -> Code:
    if sentence.kind == "boilerplate":
        return Code("boilerplate")
    code = Code(sentence.kind, about="NONE", voice="author", voice_side="NONE")
    return replace(code, frames=frame.frames, frames_score=frame.score, cues=frame.cue)
