"""Phrasing: what a study says in words of its own, and the names that it gives to what every study has.

``texts.toml`` beside study.toml may hold, under the name of a figure or a passage, a ``finding``, ``title``,
``alt``, ``source``, ``text`` or ``remark``, each in English and Chinese: it takes the place of the sentence
that a notebook makes by rule. Any sentence may use the fields of `name_fields`: {side1} is the first side.
"""

from __future__ import annotations

import string
import tomllib
from functools import lru_cache
from pathlib import Path

from analysis.folders import find_study
from analysis.layers import read_rows
from analysis.studies import Study, StudyError, read_study

FILE = "texts.toml"
PARTS = ("finding", "title", "alt", "source", "text", "caption", "remark")
CODING = {"gold": "adjudicated double coding", "machine": "machine codes"}


def choose_text(name: str, part: str, text: str = "") -> str:
    """Return the study's own words for `part` of what is called `name`, or `text` where it has none."""
    own = _read_texts(find_study() / FILE).get((name, part))
    return own[0] if own else text


def name_fields(text: str) -> dict[str, str]:
    """Return the study's names for those fields of `text` that every study fills.

    ``study``: its title; ``coding``: whose codes it publishes; ``side1, side2``: the sides as they stand in a
    sentence; ``name1, name2``: as they are called; ``adjective1, adjective2``: as in Chinese voices.
    """
    known = _name_study(find_study())
    return {field: known[field] for field in list_fields(text) if field in known}


def list_fields(text: str) -> list[str]:
    """Return the fields of a template, each once, in order.

    Examples
    --------
    >>> list_fields("{n} of {all:.0%}, {n}")
    ['n', 'all']
    """
    return list(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(text) if name))


def read_own_wording() -> dict[str, str]:
    """Return English → Chinese of what only this study says: its own texts, and its names."""
    return _read_own_wording(find_study())


@lru_cache(maxsize=8)
def _read_own_wording(folder: Path) -> dict[str, str]:
    if not (folder / "study.toml").is_file():
        return {}
    study, words = read_study(folder), dict(_read_texts(folder / FILE).values())
    concepts = read_rows(study.codebook, "concepts")
    if len(concepts):
        words = dict(zip(concepts["gloss"], concepts["gloss_zh"], strict=True)) | words
    for beside in (study, *_read_companion(study)):
        words |= {beside.title: beside.title_zh, beside.question: beside.question_zh}
        for side in beside.sides:
            words |= {side.id: side.name_zh, side.name: side.name_zh, side.phrase: side.name_zh}
            words |= {side.adjective: side.adjective_zh}
    return words


@lru_cache(maxsize=8)
def _name_study(folder: Path) -> dict[str, str]:
    study = read_study(folder)
    names = {"study": study.title, "coding": CODING[study.codes]}
    for number, side in enumerate(study.sides, start=1):
        names |= {
            f"side{number}": side.phrase,
            f"name{number}": side.name,
            f"adjective{number}": side.adjective,
        }
    return names


def _read_companion(study: Study) -> list[Study]:
    folder = study.companion
    return [read_study(folder)] if folder is not None and (folder / "study.toml").is_file() else []


@lru_cache(maxsize=8)
def _read_texts(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (name, part) → (English, Chinese) of a texts.toml.

    Raises
    ------
    StudyError
        When the file is malformed, names an unknown part, or lacks a language.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(f"{path}: {error}") from None
    texts = {}
    for name, parts in raw.items():
        for part, said in parts.items():
            if part not in PARTS or not isinstance(said, dict) or {*said} != {"en", "zh"}:
                allowed = ", ".join(PARTS)
                raise StudyError(
                    f"{path}: [{name}.{part}]: needs en and zh, under one of {allowed}; found {said!r}"
                )
            if set(list_fields(said["en"])) != set(list_fields(said["zh"])):
                raise StudyError(f"{path}: [{name}.{part}]: en and zh must fill the same fields")
            texts[name, part] = (said["en"].strip(), said["zh"].strip())
    return texts
