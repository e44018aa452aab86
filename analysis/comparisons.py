"""Comparisons: the effect that each claim speaks of, in one study, with the doubt that its design allows.

Effects are differences of shares in percentage points: positive where the group that is said to have more
has more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.codes import choose_codes
from analysis.counts import Counts
from analysis.declarations import Claim, mark_carried, mark_groups
from analysis.domains import measure_domain_difference
from analysis.opening import OpenStudy
from analysis.permutation import measure_p
from analysis.resampling import SampleError
from analysis.shares import measure_differences
from analysis.strata import Strata, name_marks, read_strata
from analysis.tally import Tally, tally_codes

POINTS = 100
COLUMNS = (
    "claim", "effect", "low", "high", "p", "n_sentences", "n_documents", "leave_one_out",
    "leave_one_out_runs", "design",
)  # fmt: skip


def measure_comparisons(claims: Sequence[Claim], study: OpenStudy) -> pd.DataFrame:
    """One row per claim that can be measured in `study`: both groups have sentences.

    Where the study publishes gold codes: difference of shares, interval and leave-one-out over documents
    (`analysis.shares`), p by relabelling documents (`analysis.permutation`) unless the design is descriptive.
    Where it publishes a machine's codes: both the groups and the categories corrected by the coded sample
    (`analysis.domains`), p from the same variance over documents, for relabelling would undo the sample's
    design. Without such a sample the machine's shares stand as they are, and are only described.

    Returns
    -------
    ``claim, effect, low, high`` (percentage points), ``p`` (NaN where the design carries none),
    ``n_sentences, n_documents`` (of both groups, by the published codes), ``leave_one_out`` (share of the
    documents whose leaving out keeps the sign), ``leave_one_out_runs, design``
    (see `analysis.verdicts.decide_verdict`).
    """
    strata = read_claim_strata(claims, study)
    rows = []
    for claim in claims:
        groups = mark_groups(claim, study.sentences, study.articles)
        if set(claim.groups) - set(groups):
            continue
        own = study.sentences.loc[groups != "", "article"]
        size = {"claim": claim.id, "n_sentences": len(own), "n_documents": own.nunique()}
        try:
            found = _measure_domains(claim, strata[claim.id]) if strata else _measure_shares(claim, study)
        except SampleError:
            continue
        rows.append(size | found)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _measure_domains(claim: Claim, strata: Strata) -> dict[str, object]:
    found = measure_domain_difference(strata, claim.id, claim.order)
    return _scale(found) | {
        "p": np.nan if found["descriptive"] else found["p"],
        "leave_one_out_runs": found["runs"],
        "design": "few documents" if found["descriptive"] else "inferential",
    }


def _measure_shares(claim: Claim, study: OpenStudy) -> dict[str, object]:
    marked = mark_sentences(claim, study)
    categories = (claim.category,)
    tally = tally_codes(marked, by="group", of="carried", sides=claim.order, categories=categories)
    found = measure_differences(
        marked, by="group", of="carried", sides=claim.order, categories=categories, rng=study.rng
    ).iloc[0]
    corrected = "few documents" if found["descriptive"] else "inferential"
    design = corrected if study.study.codes == "gold" else "uncorrected"
    return _scale(found) | {
        "p": _permute(tally, study.rng) if design == "inferential" else np.nan,
        "leave_one_out_runs": len(np.unique(tally.documents)),
        "design": design,
    }


def _scale(found: Mapping | pd.Series) -> dict[str, object]:
    return {
        "effect": POINTS * found["difference"],
        "low": POINTS * found["low"],
        "high": POINTS * found["high"],
        "leave_one_out": found["stability"],
    }


def _permute(tally: Tally, rng: np.random.Generator) -> float:
    first, second = (sparse.csr_array(found) for found in tally.found)
    counts = Counts(
        (tally.sides[0], tally.sides[1]),
        "text",
        np.array(tally.categories, object),
        tally.documents,
        tally.documents,
        (first, second),
        tally.sizes,
    )
    return float(measure_p(counts, permutations=1000, rng=rng)[0])


def has_tables(study: OpenStudy) -> bool:
    """Whether the study's tables are there; a study may be declared before it is built."""
    return any(study.study.folder.glob("sentences.*"))


def mark_sentences(claim: Claim, study: OpenStudy) -> pd.DataFrame:
    """One row per counted sentence: ``sentence, article, paragraph``, its ``group`` and what it ``carried``.

    Both are empty where there is none.
    """
    sentences = study.sentences
    groups = mark_groups(claim, sentences, study.articles)
    carried = np.where(mark_carried(claim, sentences, groups), claim.category, "")
    return sentences[["sentence", "article", "paragraph"]].assign(group=groups, carried=carried)


def read_claim_strata(claims: Sequence[Claim], study: OpenStudy) -> dict[str, Strata]:
    """Return, per claim, the coded samples that correct a machine's codes: of channels, or of its periods.

    Empty where the study publishes gold codes, or its coded sample is too small.
    """
    if study.study.codes == "gold":
        return {}
    others = [claim for claim in claims if claim.by != "period"]
    periods = [[claim] for claim in claims if claim.by == "period"]
    try:
        read = [(part, _read_strata(part, study)) for part in ([others] if others else []) + periods]
    except SampleError:
        return {}
    return {claim.id: strata for part, strata in read for claim in part}


def _read_strata(claims: Sequence[Claim], study: OpenStudy) -> Strata:
    counted = study.elements
    machine = choose_codes(counted, coder="machine")
    gold = choose_codes(counted[counted["gold_kind"] != ""], coder="gold")
    if claims[0].by == "period":
        stratum = pd.Series(mark_groups(claims[0], machine, study.articles), index=machine.index)
    else:
        stratum = counted["side"]
    marked = pd.DataFrame(
        {
            "sentence": counted["sentence"],
            "article": counted["article"],
            "stratum": stratum,
            "machine": _mark(claims, machine, study),
            "gold": _mark(claims, gold, study).reindex(counted.index, fill_value=""),
            "coded": counted["gold_kind"],
            "fresh": counted["held_out"],
        }
    )
    asked = {claim.id: claim.groups for claim in claims}
    return read_strata(
        marked,
        comparisons=asked,
        stratum="stratum",
        machine="machine",
        gold="gold",
        coded="coded",
        fresh="fresh",
    )


def _mark(claims: Sequence[Claim], sentences: pd.DataFrame, study: OpenStudy) -> pd.Series:
    marks = np.full(len(sentences), "", object)
    for claim in claims:
        groups = mark_groups(claim, sentences, study.articles)
        carried = mark_carried(claim, sentences, groups)
        for group in claim.groups:
            both, member = name_marks(claim.id, group)
            marks[groups == group] += f"|{member}"
            marks[(groups == group) & carried] += f"|{both}"
    return pd.Series(marks, index=sentences.index).str.removeprefix("|")
