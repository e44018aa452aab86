"""Domains: corrected shares of groups whose members are themselves coded.

Whom a sentence is about, or who speaks in it, a machine says with errors too. Where a random sample of each
stratum was coded by people, both are put right at once: how many sentences belong to the group, and how many
of these carry the category. The share is the ratio of the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.intervals import join_intervals
from analysis.resampling import SampleError, is_descriptive
from analysis.samples import MIN_CODED, CodedSample, Floats
from analysis.strata import Strata


@dataclass(frozen=True)
class Domain(CodedSample):
    """One group: ``machine``, ``gold`` and ``moves`` hold what a sentence or document adds to its share.

    ``strata`` holds the same per stratum, ``held`` is the number of documents with sentences of the group.
    """

    strata: tuple[CodedSample, ...]
    held: int

    @property
    def documents(self) -> int:
        """How many documents speak for the group."""
        return self.held

    @property
    def residual(self) -> Floats:
        """Variance from coding samples only; strata are drawn apart."""
        return np.sum([stratum.residual for stratum in self.strata], axis=0)

    @property
    def between(self) -> Floats:
        """What of the variance no further coding takes away."""
        return np.sum([stratum.between for stratum in self.strata], axis=0)


def measure_domain(strata: Strata, comparison: str, group: str) -> Domain:
    """Return one group of a comparison with its corrected share, and what moves it.

    Raises
    ------
    SampleError
        When nobody put a sentence into the group.
    """
    carried, member = strata.columns(comparison, group)
    samples = strata.samples
    counts = {name: len(one.machine) * one.share[member] for name, one in samples.items()}
    total, home = sum(counts.values()), max(counts, key=lambda name: counts[name])
    if total <= 0:
        raise SampleError(f"no sentence belongs to {group!r} of {comparison!r}: it has no share")
    share = strata.measure_share(comparison, group)
    parts = {
        name: _linearise(one, carried, member, share, len(one.machine) / total, home=name == home)
        for name, one in samples.items()
    }
    belongs = {name: one.gold[:, member] > 0 for name, one in samples.items()}
    documents = {
        name: np.concatenate([place[samples[name].machine[:, member] > 0], place[one.coded[belongs[name]]]])
        for (name, one), place in zip(samples.items(), strata.places.values(), strict=True)
    }
    return Domain(
        machine=np.concatenate([part.machine for part in parts.values()]),
        gold=np.concatenate([part.gold[belongs[name]] for name, part in parts.items()]),
        coded=np.concatenate([one.coded[belongs[name]] for name, one in samples.items()]),
        fresh=np.concatenate([one.fresh[belongs[name]] for name, one in samples.items()]),
        weight=np.ones(1),
        errors=np.concatenate([part.errors for part in parts.values()]),
        unseen=np.concatenate([part.unseen for part in parts.values()]),
        share=np.array([share]),
        moves=pd.concat([part.moves for part in parts.values()]),
        strata=tuple(parts.values()),
        held=sum(len(np.unique(named)) for named in documents.values()),
    )


def measure_domain_difference(
    strata: Strata, comparison: str, groups: tuple[str, str]
) -> dict[str, float | bool]:
    """Return by how much the corrected share of the first of two groups is larger, with all its doubt.

    Returns
    -------
    ``difference, low, high`` (95 %), ``p`` (two-sided, from the same variance over documents), ``stability``
    (share of the ``runs`` documents whose leaving out keeps the sign), ``documents_1, documents_2, coded_1,
    coded_2``, ``descriptive`` (fewer than 10 documents or 30 coded sentences in a group).

    Source: ratio of two regression estimators in a stratified sample, linearised (Cochran 1977, ch. 6 and 7;
    Särndal, Swensson & Wretman 1992, ch. 10, on domains); the rest as `analysis.correction`, with which it
    is the same where the groups are the strata. One sentence more in each cell of error is added in the
    stratum that holds most of the group.
    """
    one, two = (measure_domain(strata, comparison, group) for group in groups)
    share = np.stack([one.share, two.share])
    low, high = (np.stack(ends) for ends in zip(one.interval, two.interval, strict=True))
    together = one.correlate(two)
    down, up = join_intervals(share, low, high, together)
    difference = float(one.share[0] - two.share[0])
    variance = one.variance + two.variance - 2 * together * np.sqrt(one.variance * two.variance)
    left = strata.leave_out(comparison, groups)
    documents, coded = [one.held, two.held], [len(one.gold), len(two.gold)]
    t = difference / float(np.sqrt(variance[0]))
    return {
        "difference": difference,
        "low": float(down[0]),
        "high": float(up[0]),
        "p": float(2 * stats.t.sf(abs(t), max(min(documents) - 1, 1))),
        "stability": float((np.sign(left.round(12)) == np.sign(round(difference, 12))).mean()),
        "runs": len(left),
        **{f"documents_{number}": held for number, held in enumerate(documents, start=1)},
        **{f"coded_{number}": n for number, n in enumerate(coded, start=1)},
        "descriptive": is_descriptive(documents) or min(coded) < MIN_CODED,
    }


def _linearise(
    one: CodedSample, carried: int, member: int, share: float, scale: float, *, home: bool
) -> CodedSample:
    """Return what each sentence and document of a stratum adds to the ratio ``carried / member``."""

    def add(values: Floats) -> Floats:
        return scale * (values[:, [carried]] - share * values[:, [member]])

    unseen = scale * (one.unseen[:, [carried]] - share * one.errors[:, member].mean())
    return CodedSample(
        machine=add(one.weight * one.machine),
        gold=add(one.gold),
        coded=one.coded,
        fresh=one.fresh,
        weight=np.ones(1),
        errors=add(one.errors),
        unseen=unseen if home else unseen[:0],
        share=np.array([share]),
        moves=pd.DataFrame(add(one.moves.to_numpy()), index=one.moves.index),
    )
