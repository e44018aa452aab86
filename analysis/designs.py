"""Designs: the two ways in which a study is coded, each with its axes of choices for a claim.

Where codes stand for themselves, groups and frames are also taken from the machine, and frames from nothing
but the codebook's concepts; where a coded sample corrects the machine, also from each of the two alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

import pandas as pd

from analysis.choices import (
    CONCEPTS,
    HEADINGS,
    Flags,
    choose_left_out,
    choose_lexica,
    choose_versions,
    compare_shares,
    keep_sentences,
    mark_mentions,
)
from analysis.codes import choose_codes
from analysis.comparisons import read_claim_strata
from analysis.declarations import Claim, mark_carried, mark_groups
from analysis.opening import OpenStudy
from analysis.strata import Strata

SOURCES = {"corrected": "corrected", "coded sample": "sample", "machine": "machine"}
AS_CODED, BY_CHANNEL = "as coded", "by channel"
T = TypeVar("T")


class Choices(Protocol):
    """Axes of choices, and what a claim comes to under each choice."""

    @property
    def axes(self) -> dict[str, list[str]]:
        """The choices by axis, the published ones first."""

    def prepare(self, claim: Claim) -> Callable[..., float]:
        """Return what takes a choice on each axis and gives the difference of shares."""

    def recount(self, study: OpenStudy) -> Choices:
        """Return the choices in the same study with other mentions; what hangs on codes is not read again."""


@dataclass(frozen=True)
class CodedChoices:
    """The choices in a study whose codes stand for themselves."""

    study: OpenStudy

    @cached_property
    def axes(self) -> dict[str, list[str]]:
        """The choices by axis, the published ones first."""
        coders = ["gold", "machine"] if self.study.study.codes == "gold" else ["machine"]
        return {
            "groups": coders,
            "codes": [*coders, *self._lexica],
            "versions": list(self._versions),
            "headings": list(HEADINGS),
            "left_out": list(self._left_out),
        }

    def prepare(self, claim: Claim) -> Callable[..., float]:
        """Return what takes a choice on each axis and gives the difference of shares."""
        coders = {coder: self._codes[coder] for coder in self.axes["groups"]}
        marked = {name: mark_groups(claim, codes, self.study.articles) for name, codes in coders.items()}
        carried = {
            (groups, codes): mark_carried(claim, coders[codes], marked[groups])
            if codes in coders
            else mark_mentions(claim, self._lexica[codes], coders[groups])
            for groups in coders
            for codes in self.axes["codes"]
        }

        def estimate(groups: str, codes: str, versions: str, headings: str, left_out: str) -> float:
            kept = self._kept[groups, headings, left_out] & self._versions[versions]
            return compare_shares(claim, marked[groups][kept], carried[groups, codes][kept])

        return estimate

    def recount(self, study: OpenStudy) -> CodedChoices:
        """Return the choices in the same study with other mentions; what hangs on codes is not read again."""
        return _keep_read(self, replace(self, study=study), ("_codes", "_kept", "_versions", "_left_out"))

    @cached_property
    def _codes(self) -> dict[str, pd.DataFrame]:
        sentences = self.study.coded_sentences
        return {coder: choose_codes(sentences, coder=coder) for coder in self.axes["groups"]}

    @cached_property
    def _kept(self) -> dict[tuple[str, str, str], Flags]:
        return {
            (groups, headings, name): keep_sentences(codes, headings, articles)
            for groups, codes in self._codes.items()
            for headings in HEADINGS
            for name, articles in self._left_out.items()
        }

    @cached_property
    def _lexica(self) -> dict[str, pd.DataFrame]:
        return choose_lexica(self.study)

    @cached_property
    def _versions(self) -> dict[str, Flags]:
        return choose_versions(self.study)

    @cached_property
    def _left_out(self) -> dict[str, list[str]]:
        return choose_left_out(self.study)


@dataclass(frozen=True)
class CorrectedChoices:
    """The choices in a study whose machine's codes a coded sample corrects; `claims` are read together."""

    study: OpenStudy
    claims: tuple[Claim, ...]

    @property
    def possible(self) -> bool:
        """Whether there is such a sample, of every stratum that the claims compare."""
        return all(self._strata.values())

    @cached_property
    def axes(self) -> dict[str, list[str]]:
        """The choices by axis, the published ones first."""
        return {
            "codes": [*SOURCES, CONCEPTS],
            "groups": [AS_CODED, BY_CHANNEL],
            "headings": list(HEADINGS),
            "left_out": list(self._left_out),
        }

    def prepare(self, claim: Claim) -> Callable[..., float]:
        """Return what takes a choice on each axis and gives the difference of shares."""
        sentences, articles = self.study.sentences, self.study.articles
        asked = {groups: _regroup(claim, groups) for groups in self.axes["groups"]}
        marked = {groups: mark_groups(one, sentences, articles) for groups, one in asked.items()}
        carried = mark_mentions(claim, self._hits, sentences)

        def estimate(codes: str, groups: str, headings: str, left_out: str) -> float:
            if codes == CONCEPTS:
                kept = self._kept["sentences"][headings, left_out]
                return compare_shares(claim, marked[groups][kept], carried[kept])
            strata, kept = self._strata[groups][claim.id], self._kept["elements"][headings, left_out]
            more, less = (
                strata.measure_share(claim.id, group, source=SOURCES[codes], kept=kept)
                for group in claim.order
            )
            return more - less

        return estimate

    def recount(self, study: OpenStudy) -> CorrectedChoices:
        """Return the choices in the same study with other mentions; what hangs on codes is not read again."""
        return _keep_read(self, replace(self, study=study), ("_strata", "_kept", "_left_out"))

    @cached_property
    def _strata(self) -> dict[str, dict[str, Strata]]:
        """By choice of groups, then by claim."""
        return {
            groups: read_claim_strata([_regroup(claim, groups) for claim in self.claims], self.study)
            for groups in self.axes["groups"]
        }

    @cached_property
    def _kept(self) -> dict[str, dict[tuple[str, str], Flags]]:
        """By what is counted, then by choice."""
        return {
            counted: {
                (headings, name): keep_sentences(rows, headings, articles)
                for headings in HEADINGS
                for name, articles in self._left_out.items()
            }
            for counted, rows in (("sentences", self.study.sentences), ("elements", self.study.elements))
        }

    @cached_property
    def _hits(self) -> pd.DataFrame:
        return choose_lexica(self.study)[CONCEPTS]

    @cached_property
    def _left_out(self) -> dict[str, list[str]]:
        return choose_left_out(self.study)


def _keep_read(old: T, new: T, names: tuple[str, ...]) -> T:
    vars(new).update({name: getattr(old, name) for name in names})
    return new


def _regroup(claim: Claim, groups: str) -> Claim:
    return replace(claim, by="side") if groups == BY_CHANNEL and claim.by != "period" else claim
