"""Shifts: where the codes of two versions differ over what they both tell."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from analysis.translation import group_beads, sort_roles, split_ids

VARIABLES = ("about", "attribution", "frames", "stance", "practice", "tone")
CHANGES = ("same", "dropped", "added", "changed")
STRONGEST = ("named", "unnamed", "author")  # attribution of several sentences taken together


def measure_shifts(alignments: pd.DataFrame, sentences: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """One row per bead with both sides × variable: what the codes say of either side.

    Several sentences on one side count as one, by the rules of docs/decisions/0001: *about* is that of the
    sentence with most characters, frames and practice are joined, open and closed stance make both, tone
    is the sign of the sum. Attribution is named where any of them has a source that `actors` lists, unnamed
    where any has another one, else the author's.

    Returns
    -------
    article, source, target, bead (number of the bead in its pair), variable; source_value, target_value;
    change: same, dropped (the target has less of it), added (more), changed (other); source_voices,
    target_voices, source_sentences, target_sentences (ids joined by ``|``).
    """
    kept = sentences[sentences["kind"] != "boilerplate"].set_index("sentence")
    known = set(actors["actor"])
    rows = []
    for pair, beads in group_beads(alignments).items():
        for number, bead in enumerate(beads):
            sides = [kept.loc[[id for id in ids if id in kept.index]] for ids in bead]
            if any(side.empty for side in sides):
                continue
            one, two = (_merge_codes(side, known) for side in sides)
            for variable in VARIABLES:
                rows.append(
                    {
                        **pair._asdict(),
                        "bead": number,
                        "variable": variable,
                        "source_value": one[variable],
                        "target_value": two[variable],
                        "change": _compare(one[variable], two[variable]),
                        "source_voices": one["voices"],
                        "target_voices": two["voices"],
                        "source_sentences": "|".join(bead.sources),
                        "target_sentences": "|".join(bead.targets),
                    }
                )
    return pd.DataFrame(rows)


def _merge_codes(side: pd.DataFrame, known: set[str]) -> dict[str, str]:
    voices = list(dict.fromkeys(voice for voice in side["voice"] if voice not in ("", "author")))
    held = {"named" if voice in known else "unnamed" for voice in voices} | {"author"}
    return {
        "about": side["about"].iloc[int(np.argmax(side["end"] - side["start"]))],
        "attribution": next(kind for kind in STRONGEST if kind in held),
        "frames": _unite(side["frames"]),
        "stance": _merge_stance(set(side["stance"])),
        "practice": _unite(side["practice"]),
        "tone": _add_tones(side["tone"]),
        "voices": "|".join(voices),
    }


def _unite(values: pd.Series) -> str:
    return "|".join(dict.fromkeys(part for value in values for part in split_ids(value)))


def _merge_stance(held: set[str]) -> str:
    if "both" in held or {"open", "closed"} <= held:
        return "both"
    return next((stance for stance in ("open", "closed", "neutral") if stance in held), "")


def _add_tones(values: pd.Series) -> str:
    sums: dict[str, int] = {}
    for value in values:
        for part in split_ids(value):
            side, _, sign = part.partition(":")
            sums[side] = sums.get(side, 0) + int(sign)
    return "|".join(f"{side}:{np.sign(total):+d}" for side, total in sorted(sums.items()) if total)


def _compare(one: str, two: str) -> str:
    first, second = (set(split_ids(value)) - {"author", "NONE"} for value in (one, two))
    if first == second:
        return "same"
    return "dropped" if second < first else "added" if second > first else "changed"


def measure_changes(shifts: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of versions × variable: in how many beads the codes of the two sides agree.

    Takes `measure_shifts`' frame. A census of the article: descriptive, so no interval.

    Returns
    -------
    article, source_role, target_role, variable, beads, same, dropped, added, changed, share (same of all).
    """
    counts = _count(shifts, texts, "variable", "change", CHANGES)
    return counts.assign(share=counts["same"] / counts["beads"])


def measure_attributions(shifts: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of versions × attribution in the source: what becomes of it in the target.

    Takes `measure_shifts`' frame. Returns article, source_role, target_role, source_value, beads, and of
    these named, unnamed and author.
    """
    held = shifts[shifts["variable"] == "attribution"]
    return _count(held, texts, "source_value", "target_value", STRONGEST)


def _count(
    shifts: pd.DataFrame, texts: pd.DataFrame, by: str, column: str, values: tuple[str, ...]
) -> pd.DataFrame:
    roles = texts.set_index("text")["role"]
    counted = shifts.assign(
        source_role=shifts["source"].map(roles),
        target_role=shifts["target"].map(roles),
        beads=1,
        **{value: (shifts[column] == value).astype(int) for value in values},
    )
    keys = ["article", "source_role", "target_role", by]
    return sort_roles(counted.groupby(keys, as_index=False)[["beads", *values]].sum(), by=[by])


def find_shifts(shifts: pd.DataFrame, texts: pd.DataFrame, *, role: str) -> pd.DataFrame:
    """One row per bead × variable in which an original and its version of that role differ.

    Takes `measure_shifts`' frame. Returns variable, source_value, target_value, change, source_sentences,
    target_sentences.
    """
    roles = texts.set_index("text")["role"]
    held = shifts["source"].map(roles).eq("original") & shifts["target"].map(roles).eq(role)
    keep = ["variable", "source_value", "target_value", "change", "source_sentences", "target_sentences"]
    return shifts.loc[held & (shifts["change"] != "same"), keep].reset_index(drop=True)


def find_lost_names(shifts: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """One row per bead whose source names who says so and whose target does not.

    Takes `measure_shifts`' frame. Returns article, source, target, bead, names, names_zh (of the source's
    voices), target_value (unnamed or author), source_sentences, target_sentences.
    """
    held = shifts[(shifts["variable"] == "attribution") & (shifts["source_value"] == "named")]
    lost = held[held["target_value"] != "named"]
    listed = actors.drop_duplicates("actor").set_index("actor")
    voices = [[id for id in split_ids(ids) if id in listed.index] for ids in lost["source_voices"]]
    keep = ["article", "source", "target", "bead", "names", "names_zh", "target_value"]
    return lost.assign(
        names=[", ".join(listed.loc[ids, "name"]) for ids in voices],
        names_zh=["、".join(listed.loc[ids, "name_zh"]) for ids in voices],
    )[[*keep, "source_sentences", "target_sentences"]].reset_index(drop=True)


def summarise_versions(coverage: pd.DataFrame, shifts: pd.DataFrame, texts: pd.DataFrame) -> dict[str, float]:
    """Return what the sentences of a notebook say of versions of an original, by role, over all articles.

    Takes the frames of `analysis.translation.measure_coverage` and `measure_shifts`. For a role, say
    ``summary``: summary_sentences, _told, _omitted, _added, _reordered and _share; summary_beads and, of
    these, summary_frames_same and so on; summary_voiced (beads whose source names who says so), and of these
    _named, _unnamed and _author. Without a role before them, the sums over all versions.
    """
    facts: dict[str, float] = {}
    totals: Counter[str] = Counter()
    told = coverage[coverage["source_role"] == "original"]
    for role, group in told.groupby("target_role"):
        for name in ("sentences", "told", "omitted", "added", "reordered"):
            facts[f"{role}_{name}"] = int(group[name].sum())
            totals[name] += int(group[name].sum())
        facts[f"{role}_share"] = facts[f"{role}_told"] / facts[f"{role}_sentences"]
    changes = measure_changes(shifts, texts).query("source_role == 'original'")
    for (kind, variable), group in changes.groupby(["target_role", "variable"]):
        facts[f"{kind}_beads"] = int(group["beads"].sum())
        facts[f"{kind}_{variable}_same"] = int(group["same"].sum())
        totals[f"{variable}_same"] += int(group["same"].sum())
        totals["beads"] += int(group["beads"].sum()) if variable == "frames" else 0
    named = measure_attributions(shifts, texts).query("source_role == 'original' and source_value == 'named'")
    for role, group in named.groupby("target_role"):
        facts[f"{role}_voiced"] = int(group["beads"].sum())
        for becomes in STRONGEST:
            facts[f"{role}_{becomes}"] = int(group[becomes].sum())
    return facts | totals
