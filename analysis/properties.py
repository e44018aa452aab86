"""Properties: what must hold of every measure, tried on simulated corpora.

Each function returns rows of one form: ``property, condition, corpora, value, se, low, high, holds``: the
value that was found, its standard error over corpora, the bounds it must keep (NaN where it is shown for
comparison only), and whether it does, two standard errors granted.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats

from analysis.association import signed_g2
from analysis.correction import measure_corrected_differences, measure_corrected_shares
from analysis.counts import count_terms
from analysis.keyness import measure_keyness
from analysis.permutation import measure_p
from analysis.reliability import measure_reliability
from analysis.shares import measure_differences, measure_shares
from analysis.simulation import SIDES, draw_coders, draw_codes, draw_machine, draw_terms

NOMINAL = 0.05
COVERAGE = (0.93, 0.97)
PLANTED = tuple((rank, 8 * (rank + 1) - 1) for rank in range(4, 14, 2))  # ten words, a factor of 8

Seeds = np.random.Generator


def state(
    property: str, condition: str, values: np.ndarray, low: float = np.nan, high: float = np.nan
) -> dict:
    """Return one row from the `values` found in each corpus."""
    values = np.asarray(values, float)
    value, se = float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
    kept = (np.isnan(low) or value >= low - 2 * se) and (np.isnan(high) or value <= high + 2 * se)
    row = {"property": property, "condition": condition, "corpora": len(values), "value": value, "se": se}
    return row | {"low": low, "high": high, "holds": bool(kept)}


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
    return pd.DataFrame(
        [state("sides swapped: signs flip, nothing else moves", "largest change", np.array(moved), high=1e-9)]
    )


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
    return pd.DataFrame(
        [
            state(name, "permutation of documents", np.array(by_document), high=NOMINAL),
            state(name, "token-level G², for comparison", np.array(by_token)),
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
    return pd.DataFrame(
        [
            state("planted effects (×8): found at q < .05", "40 documents a side", np.array(found), low=0.9),
            state(
                "planted effects (×8): false among found",
                "40 documents a side",
                np.array(wrong),
                high=NOMINAL,
            ),
        ]
    )


def measure_coverage(rng: Seeds, *, corpora: int, documents: int = 20) -> pd.DataFrame:
    """Cover the truth: in how many corpora each 95 % interval does."""
    conditions: dict[str, Callable[[Seeds], dict[str, float]]] = {
        "keyness": lambda rng: _cover_log_ratios(rng, documents),
        "shares": lambda rng: _cover_shares(rng, documents),
        "corrected": lambda rng: _cover_corrected(rng, 10 * documents),
        "alpha": _cover_alpha,
    }
    rows = []
    for cover in conditions.values():
        runs = pd.DataFrame([cover(rng) for _ in range(corpora)])
        for name in map(str, runs):
            # of rare words little can be known, and their interval may say so by being wide
            bounds = (COVERAGE[0], np.nan) if "rarer" in name else COVERAGE
            rows.append(state("95 % interval covers", name, runs[name].to_numpy(), *bounds))
    return pd.DataFrame(rows)


def _cover_log_ratios(rng: Seeds, documents: int) -> dict[str, float]:
    terms, truth = draw_terms(rng, documents=documents, vocabulary=2000, swapped=PLANTED)
    rows = measure_keyness(terms, by="about", sides=SIDES, rng=rng, unit="text", permutations=1)
    true = rows["term"].map(truth)
    covered = (rows["low"] <= true) & (true <= rows["high"])
    common = rows["term"] < "w100"
    return {
        f"Log Ratio, {documents} documents a side, the 100 commonest words": float(covered[common].mean()),
        f"Log Ratio, {documents} documents a side, rarer words": float(covered[~common].mean()),
    }


def _cover_shares(rng: Seeds, documents: int) -> dict[str, float]:
    truth = (0.1, 0.25)
    codes = draw_codes(rng, documents=documents, shares=truth)
    shares = measure_shares(codes, by="about", of="frames", rng=rng, replicates=500)
    difference = measure_differences(
        codes, by="about", of="frames", sides=SIDES, rng=rng, replicates=500
    ).iloc[0]
    covered = shares["low"].le(pd.Series(truth)) & shares["high"].ge(pd.Series(truth))
    return {
        f"share, {documents} documents a side": float(covered.mean()),
        f"difference of shares, {documents} documents a side": _hit(
            difference, "low", "high", truth[0] - truth[1]
        ),
        f"ratio of shares, {documents} documents a side": _hit(
            difference, "ratio_low", "ratio_high", truth[0] / truth[1]
        ),
    }


def _cover_corrected(rng: Seeds, documents: int) -> dict[str, float]:
    truth = (0.1, 0.25)
    codes = draw_codes(rng, documents=documents, shares=truth, least=1, most=12)
    machine = draw_machine(rng, codes, invented=(0.02, 0.1), missed=(0.2, 0.1), coded=240)
    shares = measure_corrected_shares(machine, by="about", of="frames", gold="gold_frames")
    difference = measure_corrected_differences(
        machine, by="about", of="frames", gold="gold_frames", sides=SIDES
    ).iloc[0]
    covered = shares["low"].le(pd.Series(truth)) & shares["high"].ge(pd.Series(truth))
    return {
        f"corrected share, {documents} documents a side, 240 coded": float(covered.mean()),
        f"corrected difference, {documents} documents a side, 240 coded": _hit(
            difference, "low", "high", truth[0] - truth[1]
        ),
    }


def _cover_alpha(rng: Seeds) -> dict[str, float]:
    one, two, truth = draw_coders(rng)
    rows = measure_reliability(one, two, rng=rng, replicates=500)
    return {"Krippendorff's α, 200 units": _hit(rows.iloc[0], "alpha_low", "alpha_high", truth)}


def _hit(row: pd.Series, low: str, high: str, truth: float) -> float:
    return float(row[low] <= truth <= row[high])
