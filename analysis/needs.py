"""Needs: what a part of a report needs of a study, and what is said where the study has it not.

A cell of a notebook that cannot speak of every study bears a tag ``needs:NAME``. For a study that lacks what
is named, the report leaves the cell out and says so in its place, once a section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.opening import OpenStudy

PREFIX = "needs:"


@dataclass(frozen=True)
class Need:
    """Whether a study has it, and what is said where it has not: an English key of ``wording.csv``."""

    met: Callable[[OpenStudy], bool]
    lacking: str


def find_lacking(study: OpenStudy) -> dict[str, str]:
    """Return name → what is said, of each of `NEEDS` that `study` does not meet."""
    return {name: need.lacking for name, need in NEEDS.items() if not need.met(study)}


def _has_both(study: OpenStudy, column: str) -> bool:
    return set(study.ids) <= set(study.sentences[column])


def _has_words(study: OpenStudy, language: str) -> bool:
    terms = study.terms[study.terms["language"] == language]
    return set(study.ids) <= set(terms["about"])


def _has_companion(study: OpenStudy) -> bool:
    companion = study.study.companion
    return companion is not None and (companion / "study.toml").is_file()


def _has_coders(study: OpenStudy) -> bool:
    names = ("coder_a", "coder_b", "gold")
    return all((study.study.folder / "codings" / f"{name}.csv").is_file() for name in names)


def _has_claims(study: OpenStudy) -> bool:
    return study.study.claims is not None and study.study.claims.is_file()


def _takes_sides(study: OpenStudy) -> bool:
    return bool(study.sentences["stance"].isin(["open", "closed", "both"]).any())


NEEDS = {
    "sides": Need(
        lambda study: _has_both(study, "about"),
        "Nothing is compared here: no sentence of this study is about one of its two sides.",
    ),
    "voices": Need(
        lambda study: _has_both(study, "voice_side"),
        "Nothing is compared here: one of the two sides does not speak in this study.",
    ),
    "chinese": Need(
        lambda study: _has_words(study, "zh"),
        "No Chinese words are compared: this study has no Chinese sentences about each of its sides.",
    ),
    "english": Need(
        lambda study: _has_words(study, "en"),
        "No English words are compared: this study has no English sentences about each of its sides.",
    ),
    "variants": Need(
        lambda study: study.mentions["article"].nunique() > 1,
        "Spellings are not compared: the codebook's concepts are found in fewer than two articles.",
    ),
    "stances": Need(
        _takes_sides,
        "No voice in this study takes a side on open and closed models.",
    ),
    "practices": Need(
        lambda study: bool((study.sentences["practice"] != "").any()),
        "No sentence of this study states what a side's models are.",
    ),
    "events": Need(
        lambda study: bool((study.events["coder"] == study.study.codes).any()),
        "No dated event is reported in this study.",
    ),
    "coders": Need(
        _has_coders,
        "This study has no double coding by people, so nothing is known here of how reliable its codes are: "
        "`diptych sample` draws sentences to code, `diptych agree` compares two coders.",
    ),
    "gold": Need(
        lambda study: study.study.codes == "gold",
        "The machine's codes are published here, so there are no people's codes to set them against.",
    ),
    "versions": Need(
        lambda study: bool((study.all_sentences.groupby("article")["text"].nunique() > 1).any()),
        "No article of this study holds a second version of its text, so there is nothing to compare.",
    ),
    "companion": Need(
        _has_companion,
        "This study has no second study beside it (`companion` in study.toml): there is nothing to say here.",
    ),
    "lists": Need(
        lambda study: _has_companion(study) and bool(study.companion.study.lists),
        "No documents that repeat a running list are declared (`lists` in study.toml of the second study).",
    ),
    "genre": Need(
        lambda study: _has_companion(study) and bool(study.companion.sides[0].genre),
        "No kind of document is declared (`genre` of a side in study.toml of the second study).",
    ),
    "left_out": Need(
        lambda study: (study.study.codebook / "training/left_out.csv").is_file(),
        "How the machine does on sources that it has not learnt from is told where it was trained, not in "
        "this study: `diptych sample` draws sentences of its own to judge it by.",
    ),
    "key": Need(
        lambda study: study.study.key is not None and study.study.key.is_dir(),
        "There is nothing by hand to check the aligner against in this study.",
    ),
    "alternatives": Need(
        lambda study: (study.study.folder / "terms_alternatives.parquet").is_file(),
        "The words of this study were not segmented otherwise (`python -m analysis.reading.alternatives`).",
    ),
    "claims": Need(
        _has_claims,
        "This study declares no claims (`claims` in study.toml), so none is judged.",
    ),
}
