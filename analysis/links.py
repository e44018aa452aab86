"""Links: which sentences are known to say the same, by a reader or by number, and who finds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit

from analysis.resampling import draw_weights, measure_wilson, reach, smooth_logit, spread

LINK = ("article", "source", "target")


class LinkError(ValueError):
    """A list of links that cannot be used, with the file and what it lacks."""


def read_links(path: str | Path) -> pd.DataFrame:
    """Read a reader's links: one row per link, article, source and target (ids of coded units).

    Raises
    ------
    LinkError
        When a column is missing.
    """
    links = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [name for name in LINK if name not in links]
    if missing:
        raise LinkError(f"{path}: lacks {', '.join(missing)}; one row a link, with {', '.join(LINK)}")
    return links


def link_by_hand(links: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per target sentence: the source sentences that a reader has linked it with.

    Parameters
    ----------
    links
        One row per link: article, source and target (ids of coded units).
    sentences
        The sentences table; ``units`` says which units a sentence holds.

    Returns
    -------
    The columns of `alignments`, method ``hand``, similarity missing. There are no gaps: a reader links what
    corresponds, and coverage is not measured from this.
    """
    held = sentences.assign(unit=sentences["units"].str.split("|")).explode("unit")
    held = held[["article", "unit", "text", "sentence", "start"]]
    found = links.merge(held, left_on=["article", "source"], right_on=["article", "unit"])
    found = found.merge(
        held, left_on=["article", "target"], right_on=["article", "unit"], suffixes=("", "_two")
    )
    found = found.drop_duplicates(["sentence", "sentence_two"]).sort_values(["article", "start_two", "start"])
    keys = ["article", "text", "text_two", "sentence_two"]
    joined = found.groupby(keys, sort=False)["sentence"].agg("|".join).reset_index()
    joined.columns = pd.Index(["article", "source", "target", "target_sentences", "source_sentences"])
    numbers = joined.groupby(["source", "target"]).cumcount()
    return joined.assign(bead=numbers, method="hand", similarity=float("nan"))


def measure_agreement(
    counts: pd.DataFrame, *, rng: np.random.Generator, replicates: int = 2000
) -> dict[str, float]:
    """One result: how much of what is known an aligner finds, with a 95 % interval for F1.

    The interval is the bootstrap's over groups (each drawn whole) on the logit scale, and at least as wide
    as Wilson's, so that a perfect score has one too.

    Parameters
    ----------
    counts
        One row per group, a numbered article or a sentence: expected (what should be found), found (what
        the aligner says), correct (of these).

    Returns
    -------
    groups, expected, found, correct; precision (correct / found), recall (correct / expected), f1
    (correct / the mean of the two); low, high.

    Examples
    --------
    >>> counts = pd.DataFrame({"expected": [2, 2], "found": [2, 1], "correct": [2, 1]})
    >>> result = measure_agreement(counts, rng=np.random.default_rng(1))
    >>> [round(float(result[name]), 3) for name in ("precision", "recall", "f1")]
    [1.0, 0.75, 0.857]
    """
    expected, found, correct = (counts[name].to_numpy(float) for name in ("expected", "found", "correct"))
    weights = draw_weights(np.zeros(len(counts)), replicates=replicates, rng=rng)
    both = (found + expected) / 2
    right, total = correct.sum(), both.sum()
    drawn = smooth_logit(weights @ correct, weights @ both)[:, None]
    half = float(reach(spread(drawn, len(counts))[0], len(counts) - 1))
    middle = float(smooth_logit(right, total))
    low, high = measure_wilson(right, total)
    return {
        "groups": len(counts),
        "expected": int(expected.sum()),
        "found": int(found.sum()),
        "correct": int(right),
        "precision": right / max(found.sum(), 1),
        "recall": right / max(expected.sum(), 1),
        "f1": right / total,
        "low": min(float(expit(middle - half)), float(low), right / total),
        "high": max(float(expit(middle + half)), float(high), right / total),
    }
