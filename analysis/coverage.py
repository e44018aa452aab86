"""Coverage: in how many simulated corpora a 95 % interval holds the truth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from analysis.correction import measure_corrected_differences, measure_corrected_shares
from analysis.counts import count_terms
from analysis.figures import GRID, new_axes
from analysis.forest import draw_estimates, name_rows
from analysis.leaving import measure_log_ratio_interval
from analysis.reliability import measure_reliability
from analysis.samples import read_samples
from analysis.shares import measure_differences, measure_shares
from analysis.simulation import PLANTED, SIDES, draw_coders, draw_codes, draw_machine, draw_terms
from analysis.wording import word

BOUNDS = (0.93, 0.97)
SHARES = (0.1, 0.25)
NAME = "95 % interval covers the truth"

Seeds = np.random.Generator


def state(
    property: str,
    condition: str,
    values: list[float],
    *,
    documents: int | None = None,
    low: float = np.nan,
    high: float = np.nan,
    unanimous: float = 0.0,
) -> pd.DataFrame:
    """Return one row from the `values` found in each corpus; `unanimous` is the error where all are equal."""
    value, se = float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(len(values))) or unanimous
    kept = (np.isnan(low) or value >= low - 2 * se) and (np.isnan(high) or value <= high + 2 * se)
    row = pd.DataFrame({"property": [property], "condition": condition})
    row["documents"] = pd.array([documents], dtype="Int64")
    return row.assign(corpora=len(values), value=value, se=se, low=low, high=high, holds=bool(kept))


def measure_coverage(rng: Seeds, *, corpora: int, documents: int = 20) -> pd.DataFrame:
    """One row per interval, in the form of `state`.

    Of rare words little can be known, and their interval may say so by being wide: it has no upper bound.
    """
    covers: tuple[tuple[Callable[[Seeds, int], dict[str, float]], int | None], ...] = (
        (cover_log_ratios, documents),
        (cover_shares, documents),
        (cover_corrected, 10 * documents),
        (cover_alpha, None),
    )
    rows = []
    for cover, count in covers:
        runs = pd.DataFrame([cover(rng, count or 0) for _ in range(corpora)])
        for name in map(str, runs):
            low, high = (BOUNDS[0], np.nan) if "rarer" in name else BOUNDS
            # rule of three: where all of n corpora agree, a share of 3 / n may still differ
            values, three = runs[name].tolist(), 1.5 / corpora
            rows.append(state(NAME, name, values, documents=count, low=low, high=high, unanimous=three))
    return pd.concat(rows, ignore_index=True)


def plot_coverage(coverage: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how often each interval covers, ± 2 standard errors, on the band that it must keep.

    Parameters
    ----------
    coverage
        What `measure_coverage` returns, or several of them.
    """
    order = pd.factorize(coverage["condition"])[0]
    rows = coverage.assign(order=order).sort_values(["order", "documents"], ignore_index=True)
    ax = ax or new_axes(height=1.4 + 0.27 * len(rows))
    ax.axvspan(*BOUNDS, color=GRID, linewidth=0)
    value, doubt = rows["value"], 2 * rows["se"]
    draw_estimates(ax, rows.index, value, value - doubt, value + doubt, filled=rows["holds"])
    names = [
        word(condition) + ("" if pd.isna(documents) else word(", {n} documents a side", n=documents))
        for condition, documents in zip(rows["condition"], rows["documents"], strict=True)
    ]
    name_rows(ax, names, origin=None)
    ax.set_xlim(min(0.9, float((value - doubt).min()) - 0.005), 1.005)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel(word("truth covered by the 95 % interval; band: 93 to 97 %"))
    return ax


def cover_log_ratios(rng: Seeds, documents: int) -> dict[str, float]:
    """Return the share of words whose Log Ratio is covered, in one corpus."""
    terms, truth = draw_terms(rng, documents=documents, vocabulary=2000, swapped=PLANTED)
    counts = count_terms(terms, by="about", sides=SIDES, unit="text")
    interval = measure_log_ratio_interval(counts)
    true = truth.loc[list(counts.terms)].to_numpy()
    covered = (interval["low"] <= true) & (true <= interval["high"])
    common = counts.terms < "w100"
    return {
        "Log Ratio, the 100 commonest words": float(covered[common].mean()),
        "Log Ratio, rarer words": float(covered[~common].mean()),
    }


def cover_shares(rng: Seeds, documents: int) -> dict[str, float]:
    """Return whether shares, their difference and their ratio are covered, in one corpus."""
    codes = draw_codes(rng, documents=documents, shares=SHARES)
    shares = measure_shares(codes, by="about", of="frames", rng=rng, replicates=500)
    differences = measure_differences(codes, by="about", of="frames", sides=SIDES, rng=rng, replicates=500)
    return {
        "share": _cover_both(shares),
        "difference of shares": _cover(differences, "low", "high", SHARES[0] - SHARES[1]),
        "ratio of shares": _cover(differences, "ratio_low", "ratio_high", SHARES[0] / SHARES[1]),
    }


def cover_corrected(rng: Seeds, documents: int) -> dict[str, float]:
    """Return whether corrected shares and their difference are covered, in one corpus."""
    codes = draw_codes(rng, documents=documents, shares=SHARES, least=1, most=12)
    machine = draw_machine(rng, codes, invented=(0.02, 0.1), missed=(0.2, 0.1), coded=240)
    samples = read_samples(machine, by="about", of="frames", gold="gold_frames", sides=SIDES)
    shares, differences = measure_corrected_shares(samples), measure_corrected_differences(samples)
    return {
        "corrected share, 240 coded": _cover_both(shares),
        "corrected difference, 240 coded": _cover(differences, "low", "high", SHARES[0] - SHARES[1]),
    }


def cover_alpha(rng: Seeds, documents: int) -> dict[str, float]:
    """Return whether α is covered, for one pair of coders; there are no documents in it."""
    one, two, truth = draw_coders(rng)
    rows = measure_reliability(one, two, rng=rng, replicates=500)
    return {"Krippendorff's α, 200 units": _cover(rows, "alpha_low", "alpha_high", truth)}


def _cover(rows: pd.DataFrame, low: str, high: str, truth: float) -> float:
    return float(rows[low].iloc[0] <= truth <= rows[high].iloc[0])


def _cover_both(shares: pd.DataFrame) -> float:
    truth = np.array(SHARES)
    return float(np.mean((shares["low"].to_numpy() <= truth) & (truth <= shares["high"].to_numpy())))
