"""Renderings: which words of the other language stand for one word of the original."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.translation import Bead, Pair, group_beads

NONE = "none"  # no word of the concept, or none that the codebook lists


def measure_renderings(
    alignments: pd.DataFrame, mentions: pd.DataFrame, concepts: pd.DataFrame, texts: pd.DataFrame
) -> pd.DataFrame:
    """One row per word of the original: what stands for it in the other versions, and in how many beads.

    Only beads where the word is the only one for its concept in the original are counted, as otherwise
    nobody could say which stands for which. Words are the codebook's patterns: what it does not list is
    not seen.

    Parameters
    ----------
    alignments
        The table, with the rows of `chain_alignments` where they are wanted.
    mentions, texts
        The tables of the study.
    concepts
        The codebook's concepts.

    Returns
    -------
    article, concept, frame, gloss, gloss_zh, word; ways (different renderings in all versions together); and
    for each other version's role its renderings, each with its number of beads, joined by ``|``, the most
    frequent first, ``none`` last. Most ways first, then most beads.
    """
    roles = dict(zip(texts["text"], texts["role"], strict=True))
    grouped = group_beads(alignments)
    rendered = {pair.target for pair in grouped}
    held = _gather_words(mentions)
    tallies: dict[tuple[str, str, str], dict[str, Counter[str]]] = {}
    for pair, beads in grouped.items():
        if pair.source in rendered:
            continue
        for bead in beads:
            for concept, word, found in _find_renderings(bead, held):
                tally = tallies.setdefault((pair.article, concept, word), {})
                tally.setdefault(roles[pair.target], Counter()).update(found)
    columns = _list_roles(grouped, roles, rendered)
    rows = [
        {
            "article": article,
            "concept": concept,
            "word": word,
            "ways": len({way for counts in tally.values() for way in counts} - {NONE}),
            "beads": sum(counts.total() for counts in tally.values()),
            **{role: _write(tally.get(role, Counter())) for role in columns},
        }
        for (article, concept, word), tally in tallies.items()
    ]
    names = ["article", "concept", "frame", "gloss", "gloss_zh", "word", "ways", "beads", *columns]
    glosses = concepts.drop_duplicates("concept")[["concept", "frame", "gloss", "gloss_zh"]]
    frame = pd.DataFrame(rows, columns=["article", "concept", "word", "ways", "beads", *columns])
    frame = frame.merge(glosses, on="concept", validate="m:1")[names]
    by = ["article", "ways", "beads", "concept", "word"]
    ordered = frame.sort_values(by, ascending=[True, False, False, True, True], ignore_index=True)
    return ordered.drop(columns="beads")


def choose_varied(renderings: pd.DataFrame) -> pd.DataFrame:
    """Return the words with more than one rendering that have a frame or are a model's name."""
    named = (renderings["frame"] != "") | (renderings["concept"] == "model_name")
    columns = ["word", "gloss", "frame", "ways"]
    versions = [name for name in ("translation", "summary", "rewrite", "report") if name in renderings]
    return renderings.loc[(renderings["ways"] > 1) & named, [*columns, *versions]]


def _list_roles(grouped: dict[Pair, list[Bead]], roles: dict[str, str], rendered: set[str]) -> list[str]:
    targets = [roles[pair.target] for pair in grouped if pair.source not in rendered]
    return sorted(set(targets), key=lambda role: (role == "summary", role))


def _gather_words(mentions: pd.DataFrame) -> dict[str, dict[str, set[str]]]:
    """The words of each concept in each sentence."""
    held: dict[str, dict[str, set[str]]] = {}
    for row in mentions[["sentence", "concept", "pattern"]].to_dict("records"):
        held.setdefault(row["sentence"], {}).setdefault(row["concept"], set()).add(row["pattern"])
    return held


def _find_renderings(bead: Bead, held: dict[str, dict[str, set[str]]]) -> list[tuple[str, str, set[str]]]:
    if not bead.targets:
        return []
    source, target = (_join([held.get(id, {}) for id in ids]) for ids in bead)
    return [
        (concept, min(words), target.get(concept, {NONE}))
        for concept, words in sorted(source.items())
        if len(words) == 1
    ]


def _join(sentences: list[dict[str, set[str]]]) -> dict[str, set[str]]:
    concepts = {concept for words in sentences for concept in words}
    return {concept: set().union(*(words.get(concept, set()) for words in sentences)) for concept in concepts}


def _write(counts: Counter[str]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (item[0] == NONE, -item[1], item[0]))
    return " | ".join(f"{word} × {n}" for word, n in ranked)
