"""Specifications: each claim under all choices that could as well have been made, a multiverse of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.choices import CONCEPTS
from analysis.comparisons import has_tables
from analysis.declarations import Claim, mark_groups
from analysis.designs import Choices, CodedChoices, CorrectedChoices
from analysis.figures import NEUTRAL
from analysis.multiverse import cross_axes, measure_multiverse, measure_stability, plot_multiverse
from analysis.opening import OpenStudy
from analysis.verdicts import KEPT_SPECIFICATIONS

VALUES = ["estimate", "reference", "same_sign"]


def measure_multiverses(claims: Sequence[Claim], studies: Sequence[OpenStudy]) -> dict[str, pd.DataFrame]:
    """Return study id → the specifications of its claims, of the studies whose tables are there."""
    return {study.study.id: measure_specifications(claims, study) for study in studies if has_tables(study)}


def measure_specifications(claims: Sequence[Claim], study: OpenStudy) -> pd.DataFrame:
    """One row per claim × specification: the difference of shares under it, positive as claimed.

    Parameters
    ----------
    claims
        Those that do not name the study, or find no sentence in one of their groups, are left out.

    Returns
    -------
    What `analysis.multiverse.measure_multiverse` returns, ``comparison`` being the claim's label. The axes:

    - where no coded sample corrects a machine: ``groups`` and ``codes`` (whose: gold, machine; or
      ``concepts``, see `analysis.choices.choose_lexica`), ``versions`` (of articles that have several),
      ``headings`` (in, out), ``left_out`` (articles, or years where they are many)
    - where one does: ``codes`` (corrected, the sample alone, the machine alone, or concepts), ``groups`` (as
      coded, or by channel), ``headings, left_out``

    A specification that has no meaning for a claim (concepts for a stance) is not among its rows; one that
    empties a group is, as undefined.
    """
    chosen = choose_measurable(claims, study)
    return run_specifications(chosen, open_choices(chosen, study))


def choose_measurable(claims: Sequence[Claim], study: OpenStudy) -> tuple[Claim, ...]:
    """Return the claims that name the study and find sentences in both of their groups there."""
    return tuple(
        claim
        for claim in claims
        if study.study.id in claim.studies
        and not set(claim.groups) - set(mark_groups(claim, study.sentences, study.articles))
    )


def open_choices(claims: tuple[Claim, ...], study: OpenStudy) -> Choices:
    """Return what could as well have been chosen in `study`: corrected where a sample is coded."""
    chosen = CorrectedChoices(study, claims)
    return chosen if chosen.possible else CodedChoices(study)


def run_specifications(claims: Sequence[Claim], choices: Choices) -> pd.DataFrame:
    """One row per claim × specification under `choices`; see `measure_specifications`."""
    specifications = cross_axes(choices.axes)
    return pd.concat([_run(claim, specifications, choices) for claim in claims], ignore_index=True)


def _run(claim: Claim, specifications: pd.DataFrame, choices: Choices) -> pd.DataFrame:
    meant = _has_meaning(claim, specifications)
    chosen, estimate = specifications[meant], choices.prepare(claim)
    runs = measure_multiverse(chosen.reset_index(drop=True), lambda **axes: {claim.label: estimate(**axes)})
    return runs.assign(specification=chosen.index[runs["specification"]])


def spread_specifications(specifications: pd.DataFrame) -> pd.DataFrame:
    """One row per specification: its choices, and one column per claim with the difference under it.

    Parameters
    ----------
    specifications
        What `measure_specifications` returns.

    Returns
    -------
    ``specification`` (0 is what the study publishes), the axes, then the claims' labels in their order; NaN
    where the specification has no meaning for a claim, or empties a group.
    """
    axes = [name for name in specifications.columns if name not in ("comparison", *VALUES)]
    wide = specifications.pivot(index="specification", columns="comparison", values="estimate")  # noqa: PD010
    choices = specifications.drop_duplicates("specification")[axes]
    ordered = wide[specifications["comparison"].unique()].reset_index()
    return choices.merge(ordered, on="specification", validate="1:1").sort_values(
        "specification", ignore_index=True
    )


def summarise_specifications(specifications: pd.DataFrame) -> dict[str, int]:
    """Return how many claims and specifications there are, and how many claims are steady under them.

    Steady is what keeps its direction in `analysis.verdicts.KEPT_SPECIFICATIONS` of them or more.
    """
    kept = measure_stability(specifications)
    steady = int((kept["kept"] >= KEPT_SPECIFICATIONS).sum())
    return {"claims": len(kept), "steady": steady, "specifications": int(kept["specifications"].max())}


def plot_specifications(
    specifications: pd.DataFrame, *, claims: Sequence[Claim], ax: Axes | None = None
) -> Axes:
    """Draw `analysis.multiverse.plot_multiverse` of `spread_specifications`' frame.

    Dark is as claimed; hatched is where a specification has no meaning for the claim.
    """
    drawn = [claim for claim in claims if claim.label in specifications]
    runs = pd.concat([_gather(claim, specifications) for claim in drawn], ignore_index=True)
    ax = plot_multiverse(runs, ax=ax, measure="difference of shares, above zero as claimed")
    ax.patch.set(hatch="////", edgecolor=NEUTRAL, linewidth=0)
    return ax


def _gather(claim: Claim, specifications: pd.DataFrame) -> pd.DataFrame:
    rows = specifications[_has_meaning(claim, specifications)]
    estimate = rows[claim.label].rename("estimate")
    reference = estimate.iloc[0]
    return pd.DataFrame(
        {
            "comparison": claim.label,
            "specification": rows["specification"],
            "estimate": estimate,
            "reference": reference,
            "same_sign": np.sign(estimate) == np.sign(reference),
        }
    )


def _has_meaning(claim: Claim, specifications: pd.DataFrame) -> pd.Series:
    """Concepts have frames and nothing else; a period is known, so that nobody groups it otherwise."""
    meant = pd.Series(True, index=specifications.index)
    if claim.of != "frames":
        meant &= ~specifications["codes"].str.startswith(CONCEPTS)
    if claim.by == "period":
        meant &= specifications["groups"] == specifications["groups"].iloc[0]
    return meant
