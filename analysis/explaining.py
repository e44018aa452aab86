"""Explaining: each sentence of one file with its codes and the cues that decided, for whoever doubts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.coding.coder import Code, code_document
from analysis.parts import plan_parts
from analysis.reading.files import read_sources
from analysis.reading.reader import read_document
from analysis.rows.desk import open_desk
from analysis.studies import Study

Coded = tuple[str, str, Code]


def code_file(path: Path, study: Study) -> Iterator[Coded]:
    """Yield the id, the text and the code of every sentence of a file or a folder of files."""
    desk = open_desk(study)
    plan = plan_parts(path, study)
    for part in (one for parts in plan.parts for one in parts):
        for source in read_sources(part, plan.folder, plan.manifest, study.declared):
            document = read_document(source, desk.lexicon.variants)
            codes = code_document(document, desk.codebook, study).codes
            for sentence, code in zip(document.sentences, codes, strict=True):
                yield sentence.id, " ".join(document.clean[sentence.begin : sentence.stop].split()), code


def write_line(id: str, code: Code) -> str:
    """Return one sentence's codes in one line.

    Examples
    --------
    >>> write_line("a#1:0000", Code("body", "NONE", "author", "NONE", ("race",), stance="open"))
    'a#1:0000  body  about=NONE  voice=author (NONE)  frames=race  stance=open'
    """
    if code.kind == "boilerplate":
        return f"{id}  boilerplate"
    sets = {"frames": code.frames, "stance": (code.stance,), "practice": code.practice, "tone": code.tone}
    named = [f"{name}={'|'.join(values)}" for name, values in sets.items() if any(values)]
    who = f"voice={code.voice} ({code.voice_side})"
    return "  ".join([id, code.kind, f"about={code.about}", who, *named])


def explain(id: str, text: str, code: Code) -> str:
    """Return one sentence as a paragraph: its codes, how sure each is, its text, its cues.

    Examples
    --------
    >>> code = Code("body", "NONE", "author", "NONE", ("race",), frames_score=0.8, cues="race: contest")
    >>> print(explain("a#1:0000", "A contest began.", code))
    a#1:0000  body  about=NONE  voice=author (NONE)  frames=race
        A contest began.
        sure: frames 0.80
        race: contest
    """
    scores = {name: getattr(code, f"{name}_score") for name in ("about", "voice", "frames", "stance")}
    sure = [f"{name} {score:.2f}" for name, score in scores.items() if score == score]
    lines = [text, f"sure: {', '.join(sure)}" if sure else "", *code.cues.split("; ")]
    return "\n    ".join([write_line(id, code), *(line for line in lines if line)])
