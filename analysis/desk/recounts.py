"""Recounts: which counts and which claims move when the codebook is edited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.choices import compare_shares, mark_mentions
from analysis.claims import measure_claims
from analysis.comparisons import measure_comparisons
from analysis.declarations import Claim, mark_groups, read_claims
from analysis.desk.edits import Edit
from analysis.multiverse import measure_stability
from analysis.opening import OpenStudy
from analysis.specifications import choose_measurable, open_choices, run_specifications
from analysis.verdicts import decide_verdict

POINTS = 100
COUNTED = ("mentions", "sentences", "documents")
NUMBERS = ("effect", "low", "high", "null", "q", "leave_one_out", "design")


def find_touched(before: OpenStudy, edits: Sequence[Edit]) -> tuple[set[str], set[str]]:
    """Return the concepts that the edits name, and the frames of these concepts."""
    concepts = {edit.concept for edit in edits} | {edit.to for edit in edits if edit.to}
    table = before.codebook.concepts
    frames = set(table.loc[table["concept"].isin(concepts), "frame"]) - {""}
    return concepts, frames


def measure_counts(before: OpenStudy, after: OpenStudy) -> pd.DataFrame:
    """One row per concept whose number of mentions moved: how many there are, in sentences and documents.

    Returns
    -------
    ``concept, frame, mentions_before, mentions_after, sentences_before, sentences_after, documents_before,
    documents_after``, the largest move first.
    """
    sizes = [study.mentions["concept"].value_counts() for study in (before, after)]
    change = sizes[1].sub(sizes[0], fill_value=0)
    moved = sorted(change.index[change != 0])
    counts = [
        _count(study.mentions[study.mentions["concept"].isin(moved)]).add_suffix(f"_{when}")
        for study, when in ((before, "before"), (after, "after"))
    ]
    both = pd.concat(counts, axis=1).fillna(0).astype(int)
    both = both[[f"{of}_{when}" for of in COUNTED for when in ("before", "after")]]
    rows = both.rename_axis("concept").reset_index()
    frames = before.codebook.concepts.drop_duplicates("concept").set_index("concept")["frame"]
    rows.insert(1, "frame", rows["concept"].map(frames).fillna(""))
    size = (rows["mentions_after"] - rows["mentions_before"]).abs()
    order = rows.assign(size=-size).sort_values(["size", "concept"]).index
    return rows.loc[order].reset_index(drop=True)


def _count(mentions: pd.DataFrame) -> pd.DataFrame:
    grouped = mentions.groupby("concept")
    parts = [grouped.size(), grouped["sentence"].nunique(), grouped["article"].nunique()]
    return pd.DataFrame(dict(zip(COUNTED, parts, strict=True)))


def choose_claims(study: OpenStudy) -> list[Claim]:
    """Return the declared claims on frames that the study measures: those that hang on concepts."""
    path = study.study.claims or study.study.codebook / "claims.toml"  # a companion declares none itself
    if not path.is_file():
        return []
    return [claim for claim in read_claims(path) if claim.of == "frames" and study.study.id in claim.studies]


class Baseline:
    """The claims as the study stands: effects, what concepts alone would say, and verdicts.

    A claim's published numbers come from people's codes, or from a machine's that they correct: no pattern
    moves those. Patterns move the claim as counted by concepts, and with it how many specifications keep
    its direction, on which the verdict depends.
    """

    def __init__(self, study: OpenStudy) -> None:
        self.study = study
        self.claims = choose_measurable(choose_claims(study), study)
        self.groups = {claim.id: mark_groups(claim, study.sentences, study.articles) for claim in self.claims}
        self.rows: dict[str, dict] = {}
        if self.claims:
            self.choices = open_choices(self.claims, study)
            runs = {study.study.id: run_specifications(self.claims, self.choices)}
            found = measure_claims(self.claims, [study], multiverses=runs)
            designs = measure_comparisons(self.claims, study)[["claim", "design"]]
            own = found[found["study"] == study.study.id].merge(designs, on="claim")
            self.rows = {row["claim"]: row for row in own.to_dict("records")}

    def measure_effects(self, after: OpenStudy, frames: set[str]) -> pd.DataFrame:
        """One row per claim on one of `frames`: its effect by concepts before and after, in points."""
        asked = [claim for claim in self.claims if claim.category in frames]
        hits = _name_frames(after)
        rows = [
            (claim.id, claim.label, self.effects[claim.id], self._compare(claim, hits)) for claim in asked
        ]
        return pd.DataFrame(rows, columns=["claim", "label", "effect_before", "effect_after"])

    @cached_property
    def effects(self) -> dict[str, float]:
        """Each claim's effect by concepts, as the codebook stands, in points."""
        hits = _name_frames(self.study)
        return {claim.id: self._compare(claim, hits) for claim in self.claims}

    def _compare(self, claim: Claim, hits: pd.DataFrame) -> float:
        carried = mark_mentions(claim, hits, self.study.sentences)
        return POINTS * compare_shares(claim, self.groups[claim.id], carried)

    def measure_verdicts(self, after: OpenStudy, frames: set[str]) -> pd.DataFrame:
        """One row per claim on one of `frames`: how many specifications keep its direction; its verdict."""
        asked = [claim for claim in self.claims if claim.category in frames and claim.id in self.rows]
        runs = run_specifications(asked, self.choices.recount(after)) if asked else pd.DataFrame()
        stable = measure_stability(runs) if len(runs) else pd.DataFrame({"comparison": [], "kept": []})
        kept = dict(zip(stable["comparison"], stable["kept"], strict=True))
        rows = []
        for claim in asked:
            row = self.rows[claim.id]
            now = float(kept.get(claim.label, np.nan))
            verdict = decide_verdict(multiverse=now, **{name: row[name] for name in NUMBERS}).verdict
            rows.append((claim.id, row["multiverse"], now, row["verdict"], verdict))
        return pd.DataFrame(
            rows, columns=["claim", "kept_before", "kept_after", "verdict_before", "verdict_after"]
        )


def _name_frames(study: OpenStudy) -> pd.DataFrame:
    """One row per sentence and frame that a concept in it has."""
    frames = study.codebook.concepts.drop_duplicates("concept").set_index("concept")["frame"]
    return pd.DataFrame(
        {"sentence": study.mentions["sentence"], "frame": study.mentions["concept"].map(frames)}
    )
