"""Desk: what building a document needs beside its text, opened once in each process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.codebook import Codebook, read_codebook
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.outlets import list_outlets
from analysis.reading.units import Gold, read_gold
from analysis.studies import Study


@dataclass(frozen=True)
class Desk:
    """The study, its codebook as read and as compiled, its coded units and the outlets that it knows."""

    study: Study
    codebook: Codebook
    lexicon: Lexicon
    gold: Gold
    outlets: Mapping[str, tuple[str, str]]
    coding: bool = True

    @cached_property
    def subject(self) -> re.Pattern[str] | None:
        """What a sentence must match to be kept; None where every sentence is."""
        return re.compile(self.study.subject) if self.study.subject else None


def open_desk(study: Study, *, coding: bool = True) -> Desk:
    """Read what the study declares: its codebook, compiled, and its coded units."""
    codebook = read_codebook(study.codebook)
    outlets = list_outlets(codebook.actors)
    return Desk(study, codebook, compile_lexicon(codebook), read_gold(study), outlets, coding)
