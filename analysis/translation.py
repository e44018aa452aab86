"""Translation: what of its source a translation or a summary tells, leaves out and adds."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.codes import split_joined
from analysis.tables import ROLES, read_table


class Pair(NamedTuple):
    """Two versions of one article, by text id."""

    article: str
    source: str
    target: str


class Bead(NamedTuple):
    """Sentences of both versions that say the same, by id; one side is empty in a gap."""

    sources: list[str]
    targets: list[str]


def split_ids(joined: str) -> list[str]:
    """Return the ids that a cell joins by ``|``."""
    return joined.split("|") if joined else []


def group_beads(alignments: pd.DataFrame) -> dict[Pair, list[Bead]]:
    """Return the beads of each pair of versions, in their order."""
    grouped: dict[Pair, list[Bead]] = {}
    for row in alignments.sort_values(["article", "source", "target", "bead"]).to_dict("records"):
        pair = Pair(row["article"], row["source"], row["target"])
        bead = Bead(split_ids(row["source_sentences"]), split_ids(row["target_sentences"]))
        grouped.setdefault(pair, []).append(bead)
    return grouped


def read_alignments(folder: str | Path) -> pd.DataFrame:
    """Read a study's alignments, with those of versions that are aligned through a third one."""
    alignments = read_table(folder, "alignments")
    return pd.concat([alignments, chain_alignments(alignments)], ignore_index=True)


def chain_alignments(alignments: pd.DataFrame) -> pd.DataFrame:
    """One row per bead of two versions that are aligned through a third one.

    Where A is aligned with B and B with C, a sentence of C meets the A sentences of the B sentences that
    it meets; A sentences that this reaches nowhere come last, as gaps.

    Returns
    -------
    The columns of `alignments`, method ``chain``, similarity missing; only the new rows.
    """
    beads = group_beads(alignments)
    rows = [
        {
            "article": later.article,
            "source": first.source,
            "target": later.target,
            "bead": number,
            "method": "chain",
            "source_sentences": "|".join(bead.sources),
            "target_sentences": "|".join(bead.targets),
            "similarity": float("nan"),
        }
        for first in beads
        for later in beads
        if first.article == later.article and first.target == later.source
        for number, bead in enumerate(_chain(beads[first], beads[later]))
    ]
    return pd.DataFrame(rows, columns=alignments.columns)


def _chain(first: list[Bead], later: list[Bead]) -> Iterable[Bead]:
    reached: dict[str, list[str]] = {}
    for bead in first:
        for middle in bead.targets:
            reached.setdefault(middle, []).extend(bead.sources)
    told: set[str] = set()
    for bead in later:
        if bead.targets:
            sources = [id for middle in bead.sources for id in reached.get(middle, [])]
            told |= set(sources)
            yield Bead(list(dict.fromkeys(sources)), bead.targets)
    for bead in first:
        yield from (Bead([id], []) for id in bead.sources if id not in told)


def measure_coverage(alignments: pd.DataFrame, sentences: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of versions: what of the source the target tells, and what it adds.

    Parameters
    ----------
    alignments
        The table, with the rows of `chain_alignments` where they are wanted.
    sentences, texts
        The tables of the study, `sentences` with one coder's codes; what it holds for boilerplate is
        left out.

    Returns
    -------
    article, source_role, target_role; sentences of the source, told by at least one sentence of the target,
    omitted, share (told of all); characters (share of the source's that stand in told sentences);
    target_sentences; of these added (with no source), fused (with two sources or more) and reordered (whose
    first source stands before that of the sentence before).
    """
    kept = sentences[sentences["kind"] != "boilerplate"]
    lengths = dict(zip(kept["sentence"], kept["end"] - kept["start"], strict=True))
    roles = dict(zip(texts["text"], texts["role"], strict=True))
    rows = []
    for pair, beads in group_beads(alignments).items():
        sources, told = _collect_told(beads, lengths)
        drawn = [bead for bead in beads if any(id in lengths for id in bead.targets)]
        firsts = [bead.sources[0] for bead in drawn if bead.sources]
        rows.append(
            {
                "article": pair.article,
                "source_role": roles[pair.source],
                "target_role": roles[pair.target],
                "sentences": len(sources),
                "told": len(told),
                "omitted": len(sources) - len(told),
                "share": len(told) / len(sources),
                "characters": sum(lengths[id] for id in told) / sum(lengths[id] for id in sources),
                "target_sentences": sum(id in lengths for bead in drawn for id in bead.targets),
                "added": sum(id in lengths for bead in drawn if not bead.sources for id in bead.targets),
                "fused": sum(len(bead.sources) > 1 for bead in drawn),
                "reordered": sum(b < a for a, b in pairwise(firsts)),
            }
        )
    return sort_roles(pd.DataFrame(rows))


def sort_roles(frame: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Return `frame` by article and roles, the original and its translation first, then by other columns."""
    order = {role: rank for rank, role in enumerate(ROLES)}

    def rank(column: pd.Series) -> pd.Series:
        return column.map(order) if str(column.name).endswith("_role") else column

    keys = ["article", "source_role", "target_role", *by]
    return frame.sort_values(keys, key=rank, kind="stable", ignore_index=True)


def _collect_told(beads: list[Bead], known: Container[str]) -> tuple[set[str], set[str]]:
    sources = {id for bead in beads for id in bead.sources if id in known}
    return sources, {id for bead in beads if bead.targets for id in bead.sources if id in known}


def measure_selection(
    alignments: pd.DataFrame, sentences: pd.DataFrame, texts: pd.DataFrame, *, column: str
) -> pd.DataFrame:
    """One row per pair of versions × value of a code: how many of the source's sentences with it are told.

    Takes what `measure_coverage` takes, and the name of a column of `sentences` (``frames``, ``about``,
    ``voice_side`` …; joined values count each). A census of the article: descriptive, so no interval.

    Returns
    -------
    article, source_role, target_role, value, sentences, told, share; the most frequent value first.
    """
    kept = sentences[sentences["kind"] != "boilerplate"]
    coded = split_joined(kept, column)
    roles = dict(zip(texts["text"], texts["role"], strict=True))
    rows = []
    for pair, beads in group_beads(alignments).items():
        sources, told = _collect_told(beads, set(kept["sentence"]))
        for value, held in coded[coded["sentence"].isin(sources)].groupby(column)["sentence"]:
            row = (pair.article, roles[pair.source], roles[pair.target], value)
            rows.append((*row, len(held), int(held.isin(told).sum())))
    names = ["article", "source_role", "target_role", "value", "sentences", "told"]
    found = pd.DataFrame(rows, columns=names)
    found = found.assign(share=found["told"] / found["sentences"])
    return sort_roles(found.sort_values(["sentences", "value"], ascending=[False, True]))
