"""Choices: what could as well have been chosen in comparing two groups of a study's sentences.

Each axis is a dict of its choices, the published one first; each choice is what it keeps or counts.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.declarations import Claim
from analysis.opening import OpenStudy

Flags = NDArray[np.bool_]

CONCEPTS = "concepts"
NOTHING = "none"
HEADINGS = {"in": ["boilerplate"], "out": ["boilerplate", "heading"]}  # the kinds that are not counted
SINGLE = 20  # with more articles than this, years are left out instead of single ones
FREQUENT = 5  # hits that a pattern needs in the study to count as frequent
LARGE = 0.05  # share of the hits from which leaving out a source is a choice of its own


def choose_lexica(study: OpenStudy) -> dict[str, pd.DataFrame]:
    """Return, per choice of patterns, the hits that it leaves: ``sentence, frame``.

    All patterns; without variant spellings; only patterns found at least `FREQUENT` times in the study;
    without each source that gave at least `LARGE` of the hits; a part that is all or nothing is no choice.
    Negated hits count: they speak of it too.
    """
    concepts = study.codebook.concepts.drop_duplicates(["concept", "pattern"])
    hits = study.all_mentions.merge(
        concepts[["concept", "pattern", "frame", "source"]], on=["concept", "pattern"], how="left"
    )
    found, share = (
        hits["pattern"].map(hits["pattern"].value_counts()),
        hits["source"].value_counts(normalize=True),
    )
    parts = {"no variant spellings": ~hits["variant"], "frequent patterns": found >= FREQUENT}
    for source in sorted(share.index[share >= LARGE]):
        parts[f"not from {source}"] = hits["source"] != source
    lexica = {CONCEPTS: hits}
    lexica |= {
        f"{CONCEPTS}, {name}": hits[kept] for name, kept in parts.items() if 0 < kept.sum() < len(hits)
    }
    return {name: chosen[["sentence", "frame"]] for name, chosen in lexica.items()}


def mark_mentions(claim: Claim, hits: pd.DataFrame, sentences: pd.DataFrame) -> Flags:
    """Return, per sentence, whether a concept of the claim's frame is mentioned in it."""
    named = hits.loc[hits["frame"] == claim.category, "sentence"]
    return sentences["sentence"].isin(named).to_numpy(bool)


def choose_versions(study: OpenStudy) -> dict[str, Flags]:
    """Return, per choice of version, which of all the study's sentences it keeps.

    The primary one; else that of each other role, in the articles that have one.
    """
    texts = study.texts
    own = study.coded_sentences["text"]
    chosen = {"primary": own.isin(texts.loc[texts["primary"], "text"]).to_numpy(bool)}
    for role in texts.loc[~texts["primary"], "role"].unique():
        others = texts[(texts["role"] == role) & ~texts["primary"]]
        rest = texts[texts["primary"] & ~texts["article"].isin(others["article"])]
        chosen[role] = own.isin(pd.concat([others["text"], rest["text"]])).to_numpy(bool)
    return chosen


def choose_left_out(study: OpenStudy) -> dict[str, list[str]]:
    """Return, per choice, the articles that are left out: none; each one; each year's where they are many."""
    articles, chosen = study.articles, {NOTHING: list[str]()}
    if len(articles) <= SINGLE:
        return chosen | {article: [article] for article in sorted(articles["article"])}
    years = articles["published"].str[:4]
    return chosen | {
        year: articles.loc[years == year, "article"].tolist() for year in sorted(set(years) - {""})
    }


def keep_sentences(sentences: pd.DataFrame, headings: str, left_out: list[str]) -> Flags:
    """Return which sentences are counted, with headings ``in`` or ``out`` and without some articles."""
    dropped = sentences["kind"].isin(HEADINGS[headings]) | sentences["article"].isin(left_out)
    return ~dropped.to_numpy(bool)


def compare_shares(claim: Claim, groups: NDArray[np.object_], carried: Flags) -> float:
    """Return the share that carries in the group that is said to have more, less that in the other.

    NaN where a group is empty.

    Examples
    --------
    >>> claim = Claim("c", "", "", "about", "frames", "race", ("X", "Y"), "Y", ("s",))
    >>> compare_shares(claim, np.array(["X", "X", "Y"], object), np.array([True, False, True]))
    0.5
    """
    more, less = (carried[groups == group] for group in claim.order)
    return float(more.mean() - less.mean()) if len(more) and len(less) else float("nan")
