"""Properties: what must hold of every measure, tried on simulated corpora.

Each function returns rows of one form: ``property, condition, documents`` (on a side), ``corpora, value, se,
low, high, holds``: the value that was found, its standard error over corpora, the bounds it must keep (NaN
where it is shown for comparison only), and whether it does, two standard errors granted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.association import signed_g2
from analysis.counts import count_terms
from analysis.coverage import measure_coverage, state
from analysis.keyness import measure_keyness
from analysis.permutation import measure_p
from analysis.simulation import PLANTED, SIDES, draw_terms

NOMINAL = 0.05

Seeds = np.random.Generator


def measure_properties(rng: Seeds, *, corpora: int) -> pd.DataFrame:
    """One row per property, each tried on about as many `corpora` as it needs for a like effort."""
    few = max(corpora // 10, 2)
    measures = (
        (measure_swapping, few),
        (measure_null, corpora),
        (measure_planting, few),
        (measure_coverage, corpora),
    )
    return pd.concat([measure(rng, corpora=count) for measure, count in measures], ignore_index=True)


def measure_swapping(rng: Seeds, *, corpora: int) -> pd.DataFrame:
    """Swap the sides: how far anything but the signs moves."""
    flips, kept = ["log_ratio", "lrc", "g2", "z"], ["p", "q", "stability"]
    moved = []
    for _ in range(corpora):
        terms, _ = draw_terms(rng, swapped=PLANTED)
        seed = int(rng.integers(2**32))
        one, two = (
            measure_keyness(
                terms, by="about", sides=sides, rng=np.random.default_rng(seed), permutations=200
            ).sort_values("term", ignore_index=True)
            for sides in (SIDES, SIDES[::-1])
        )
        ends = np.abs(one["low"].to_numpy() + two["high"].to_numpy())
        same = np.abs(one[kept].to_numpy() - two[kept].to_numpy())
        moved.append(max(np.abs(one[flips].to_numpy() + two[flips].to_numpy()).max(), ends.max(), same.max()))
    name = "sides swapped: signs flip, nothing else moves"
    return state(name, "largest change", moved, documents=20, high=1e-9)


def measure_null(rng: Seeds, *, corpora: int, permutations: int = 200) -> pd.DataFrame:
    """No true difference: how often a nominal 5 % test of a word rejects."""
    by_document, by_token = [], []
    for _ in range(corpora):
        counts = count_terms(draw_terms(rng)[0], by="about", sides=SIDES, unit="text")
        p = measure_p(counts, permutations=permutations, rng=rng)
        by_document.append((p <= NOMINAL).mean())
        g2 = signed_g2(*counts.found, *counts.totals)
        by_token.append((stats.chi2.sf(np.abs(g2), 1) <= NOMINAL).mean())
    name = "null corpora: rejected at a nominal 5 %"
    return pd.concat(
        [
            state(name, "permutation of documents", by_document, documents=20, high=NOMINAL),
            state(name, "token-level G², for comparison", by_token, documents=20),
        ]
    )


def measure_planting(rng: Seeds, *, corpora: int, permutations: int = 1000) -> pd.DataFrame:
    """Ten words are eight times as frequent on one side: how many are found at q < .05, and what else."""
    planted = {f"w{rank:03d}": side for pair in PLANTED for rank, side in zip(pair, SIDES[::-1], strict=True)}
    found, wrong = [], []
    for _ in range(corpora):
        terms, _ = draw_terms(rng, documents=40, swapped=PLANTED)
        rows = measure_keyness(terms, by="about", sides=SIDES, rng=rng, permutations=permutations)
        key = rows.loc[rows["q"] < NOMINAL]
        right = key["term"].map(planted) == key["side"]
        found.append(right.sum() / len(planted))
        wrong.append((~right).sum() / max(len(key), 1))
    name = "planted effects (×8) at q < .05"
    return pd.concat(
        [
            state(name, "found among the planted", found, documents=40, low=0.9),
            state(name, "false among the found", wrong, documents=40, high=NOMINAL),
        ]
    )
