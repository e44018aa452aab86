"""Strata: what a machine says of all sentences and people of a random sample, in each channel or period.

Both mark whether a sentence belongs to a group and whether it carries the category there, so that either can
be corrected. A stratum is known without coding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.samples import CodedSample, read_samples

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
SOURCES = ("corrected", "sample", "machine")


@dataclass(frozen=True)
class Strata:
    """The coded samples of all strata, marked for some comparisons of two groups.

    ``rows`` gives, per stratum, its sentences' rows in the frame that was read, ``places`` their documents.
    """

    samples: Mapping[str, CodedSample]
    rows: Mapping[str, NDArray[np.int_]]
    places: Mapping[str, NDArray[np.int_]]
    names: Sequence[str]

    def columns(self, comparison: str, group: str) -> tuple[int, int]:
        """Return where it is marked that a sentence carries the category in `group`, and belongs to it."""
        carried, member = name_marks(comparison, group)
        return self.names.index(carried), self.names.index(member)

    def measure_share(
        self, comparison: str, group: str, *, source: str = "corrected", kept: Flags | None = None
    ) -> float:
        """Return the group's share by ``corrected`` codes, by the coded ``sample`` or the ``machine`` alone.

        Of all rows, or of those that are `kept`; then the machine is believed as far as it is in all rows.
        NaN where the group is empty, or no sentence of a stratum was coded.
        """
        columns, totals = list(self.columns(comparison, group)), np.zeros(2)
        for name, one in self.samples.items():
            own = np.ones(len(one.machine), bool) if kept is None else kept[self.rows[name]]
            totals += own.sum() * _choose_share(one, own, columns, source) if own.any() else 0
        return float(min(totals[0] / totals[1], 1)) if totals[1] > 0 else float("nan")

    def leave_out(self, comparison: str, groups: tuple[str, str]) -> Floats:
        """Return the difference of corrected shares without each document; the machine's weights stay.

        NaN where a document was all that a group had.
        """
        lost = []
        for group in groups:
            columns = list(self.columns(comparison, group))
            totals = {name: len(one.machine) * one.share[columns] for name, one in self.samples.items()}
            whole = np.sum(list(totals.values()), axis=0)
            left = np.concatenate(
                [whole - totals[name] + _leave_out(one, self.places[name], columns)
                 for name, one in self.samples.items()]
            )  # fmt: skip
            lost.append(left[:, 0] / np.where(left[:, 1] > 0, left[:, 1], np.nan))
        return lost[0] - lost[1]


def read_strata(
    sentences: pd.DataFrame,
    *,
    comparisons: Mapping[str, tuple[str, str]],
    stratum: str,
    machine: str,
    gold: str,
    coded: str,
    fresh: str | None = None,
    document: str = "article",
) -> Strata:
    """Return the coded samples of the strata, marked for every comparison of two groups.

    Parameters
    ----------
    sentences
        One row per sentence: ``sentence``, `document`, `stratum` (from each of which the sample was drawn at
        random; '' for sentences that are not compared), `machine` and `gold` (marks as `name_marks` makes
        them, joined by ``|``), and `coded`: filled where the sentence is in the sample; `fresh` as there.
    comparisons
        Name → the two groups.

    Raises
    ------
    SampleError
        See `analysis.samples.read_samples`.
    """
    names = [mark for name, pair in comparisons.items() for group in pair for mark in name_marks(name, group)]
    strata = tuple(sorted(set(sentences[stratum]) - {""}))
    samples = read_samples(
        sentences, by=stratum, of=machine, gold=gold, coded=coded, fresh=fresh, sides=strata,
        categories=tuple(names), document=document,
    ).sides  # fmt: skip
    rows = {name: np.flatnonzero(sentences[stratum] == name) for name in strata}
    places = {name: pd.factorize(sentences[document].iloc[own], sort=True)[0] for name, own in rows.items()}
    return Strata(samples, rows, places, names)


def name_marks(comparison: str, group: str) -> tuple[str, str]:
    """Return the mark of a sentence of `group` that carries the category, and that of each of the group."""
    return f"{comparison} {group} carried", f"{comparison} {group}"


def _choose_share(one: CodedSample, kept: Flags, columns: list[int], source: str) -> Floats:
    machine, coded = one.machine[:, columns], kept[one.coded]
    if source == "machine":
        return machine[kept].mean(axis=0)
    if not coded.any():
        return np.full(len(columns), np.nan)
    if source == "sample":
        return one.gold[coded][:, columns].mean(axis=0)
    errors = one.errors[coded][:, columns]
    return np.clip(one.weight[columns] * machine[kept].mean(axis=0) + errors.mean(axis=0), 0, 1)


def _leave_out(one: CodedSample, place: NDArray[np.int_], columns: list[int]) -> Floats:
    """Return, per document, the stratum's corrected counts in `columns` without it."""
    weight, coded_place = one.weight[columns], place[one.coded]
    machine, errors = one.machine[:, columns], one.errors[:, columns]
    named, missed = np.zeros((2, one.documents, len(columns)))
    np.add.at(named, place, machine)
    np.add.at(missed, coded_place, errors)
    rest = len(machine) - np.bincount(place, minlength=one.documents)
    rest_coded = len(errors) - np.bincount(coded_place, minlength=one.documents)
    share = weight * (machine.sum(axis=0) - named) / np.where(rest > 0, rest, np.nan)[:, None]
    share = share + (errors.sum(axis=0) - missed) / np.where(rest_coded > 0, rest_coded, np.nan)[:, None]
    return rest[:, None] * np.clip(share, 0, 1)
