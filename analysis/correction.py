"""Correction: shares from a machine's codes on all sentences, put right by a coded random sample.

The machine errs, and may err more on one side than on the other; then its shares differ where the texts do
not. A simple random sample of each side's sentences, coded by people, tells by how much. What is estimated is
the share among sentences of documents like these, so the document is the unit of doubt.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from scipy import stats

from analysis.figures import MUTED, new_axes
from analysis.forest import draw_estimates, name_of, name_rows, name_sides, style_of
from analysis.intervals import join_intervals
from analysis.opening import top
from analysis.resampling import SampleError, measure_wilson
from analysis.samples import CodedSamples, Floats
from analysis.studies import Side
from analysis.wording import word


def measure_corrected_shares(samples: CodedSamples) -> pd.DataFrame:
    """One row per side × category: the share by the machine alone, by the sample alone, and corrected.

    Parameters
    ----------
    samples
        What `analysis.samples.read_samples` returns.

    Returns
    -------
    ``side, category, n`` (sentences), ``n_coded, n_fresh`` (coded, and not learnt from), ``n_documents,
    naive`` (the machine's share), ``sampled`` (the sample's), ``share, low, high`` (corrected, 95 %),
    ``weight`` (how far the machine is believed, 0 to 1), ``method, descriptive`` (fewer than 10 documents or
    30 coded sentences on a side).

    Source: the regression estimator of survey sampling (Cochran 1977, ch. 7), known as prediction-powered
    inference (Angelopoulos, Duchi & Zrnic 2023, PPI++); variance linearised over documents; each cell of
    error given one sentence more in it (Bonett & Price 2012); Wilson's interval at the effective sample
    size (Dean & Pagano 2015). Where the machine learnt from part of the sample, that part's mean is joined
    by precision (docs/decisions/0024).
    """
    rows = [
        pd.DataFrame(
            {
                "side": side,
                "category": samples.categories,
                "n": len(one.machine),
                "n_coded": len(one.gold),
                "n_fresh": int(one.fresh.sum()),
                "n_documents": one.documents,
                "naive": one.machine.mean(axis=0),
                "sampled": one.gold.mean(axis=0),
                "share": one.share,
                "low": one.interval[0],
                "high": one.interval[1],
                "weight": one.weight,
                "method": "corrected, over documents",
                "descriptive": samples.descriptive,
            }
        )
        for side, one in samples.sides.items()
    ]
    return pd.concat(rows, ignore_index=True)


def measure_corrected_differences(samples: CodedSamples) -> pd.DataFrame:
    """One row per category: the difference of corrected shares beside the naive one, and how errors differ.

    Of the two sides of `samples`, the first less the second.

    Returns
    -------
    ``category, side_1, side_2, naive`` (difference of the machine's shares), ``difference, low, high``
    (corrected; MOVER), ``bias_1, bias_2`` (machine minus people, where the machine has not learnt from
    them), ``bias, bias_low, bias_high``: by how much the machine's error alone sets the sides apart; where
    that interval leaves out 0, the naive difference misleads. ``descriptive`` as above.

    Raises
    ------
    SampleError
        When there are not two sides.
    """
    if len(samples.sides) != 2:
        raise SampleError(f"a difference is of two sides; found {', '.join(samples.sides) or 'none'}")
    one, two = samples.sides.values()
    share = np.stack([one.share, two.share])
    low, high = (np.stack(ends) for ends in zip(one.interval, two.interval, strict=True))
    errors = [side.machine[side.coded][side.fresh] - side.gold[side.fresh] for side in (one, two)]
    bias, doubt = [found.mean(axis=0) for found in errors], np.sqrt(sum(map(_spread_errors, errors)))
    rows = pd.DataFrame({"category": samples.categories})
    rows["side_1"], rows["side_2"] = samples.sides
    rows["naive"] = one.machine.mean(axis=0) - two.machine.mean(axis=0)
    rows["difference"] = share[0] - share[1]
    rows["low"], rows["high"] = join_intervals(share, low, high, one.correlate(two))
    rows["bias_1"], rows["bias_2"], rows["bias"] = bias[0], bias[1], bias[0] - bias[1]
    half = stats.norm.ppf(0.975) * doubt
    rows["bias_low"], rows["bias_high"] = rows["bias"] - half, rows["bias"] + half
    return rows.assign(descriptive=samples.descriptive)


def measure_errors(samples: CodedSamples) -> pd.DataFrame:
    """One row per side × category: how often the machine errs on coded sentences it has not learnt from.

    Returns
    -------
    ``side, category, n_coded`` (of these), ``both, machine_only, gold_only, neither``; ``missed`` (share of
    people's that the machine lacks) and ``invented`` (share of the others that it names), each with
    Wilson's ``_low`` and ``_high``; NaN where people named none, or all.
    """
    rows = []
    for side, one in samples.sides.items():
        machine, people = one.machine[one.coded][one.fresh], one.gold[one.fresh]
        cells = {
            "both": (machine * people).sum(axis=0),
            "machine_only": (machine * (1 - people)).sum(axis=0),
            "gold_only": ((1 - machine) * people).sum(axis=0),
            "neither": ((1 - machine) * (1 - people)).sum(axis=0),
        }
        frame = pd.DataFrame({"side": side, "category": samples.categories, "n_coded": len(people)})
        frame = frame.assign(**{name: values.astype(int) for name, values in cells.items()})
        for name, wrong, right in (("missed", "gold_only", "both"), ("invented", "machine_only", "neither")):
            n = cells[wrong] + cells[right]
            frame[name] = cells[wrong] / np.where(n > 0, n, np.nan)
            frame[f"{name}_low"], frame[f"{name}_high"] = measure_wilson(cells[wrong], n)
        rows.append(frame)
    return pd.concat(rows, ignore_index=True)


def measure_needed_coding(samples: CodedSamples, *, width: float) -> pd.DataFrame:
    """One row per side × category: how many more sentences to code for an interval `width` wide.

    Returns
    -------
    ``side, category, n_coded, width`` (wanted), ``width_now, width_least`` (were all coded), ``n_needed``,
    ``n_more``: sentences to code in all, and beyond those coded, by the normal approximation. Both are
    missing where no coding suffices, because the documents themselves differ too much: then only more
    documents help. `n_needed` is at most the side's sentences.
    """
    if not 0 < width < 1:
        raise SampleError(f"width={width}: the width of an interval of a share lies between 0 and 1")
    z = stats.norm.ppf(0.975)
    rows = []
    for side, one in samples.sides.items():
        n = len(one.gold)
        left = (width / 2 / z) ** 2 - one.between
        needed = np.ceil(one.residual * n / np.where(left > 0, left, np.nan))
        needed = np.minimum(np.maximum(needed, 2), len(one.machine))
        frame = pd.DataFrame({"side": side, "category": samples.categories, "n_coded": n, "width": width})
        frame["width_now"], frame["width_least"] = 2 * z * np.sqrt(one.variance), 2 * z * np.sqrt(one.between)
        frame["n_needed"] = pd.array(needed, dtype="Float64").astype("Int64")
        frame["n_more"] = (frame["n_needed"] - n).clip(lower=0)
        rows.append(frame)
    return pd.concat(rows, ignore_index=True)


def summarise_corrected(corrected: pd.DataFrame, differences: pd.DataFrame) -> dict[str, object]:
    """Return the largest corrected difference (top_), both shares of every category, and what is clear.

    Takes `measure_corrected_shares`' and `measure_corrected_differences`' frames of the same sides.
    """
    clear = differences[(differences["low"] > 0) | (differences["high"] < 0)]
    told: dict[str, object] = {"count": len(clear), "family": len(differences)}
    told |= {"names": ", ".join(clear["category"]) or "–"} | top(differences, "difference")
    for number, (_, rows) in enumerate(corrected.groupby("side", sort=False), start=1):
        shares = rows.set_index("category")["share"]
        told |= {f"{category}_share_{number}": share for category, share in shares.items()}
        told[f"top_share_{number}"] = shares[str(told["top_category"])]
    return told


def plot_corrected_shares(
    corrected: pd.DataFrame, *, ax: Axes | None = None, sides: tuple[Side, Side] | None = None
) -> Axes:
    """Draw each corrected share with its interval, and a cross where the machine alone would put it.

    Parameters
    ----------
    corrected
        What `measure_corrected_shares` returns.
    """
    order = corrected.groupby("category")["share"].max().sort_values(ascending=False, kind="stable").index
    ax = ax or new_axes(height=1.6 + 0.36 * len(order))
    for number, (side, rows) in enumerate(corrected.groupby("side", sort=False)):
        place = order.get_indexer(pd.Index(rows["category"])) + (number - 0.5) * 0.28
        values = {"side": name_of(sides, str(side)), "n": rows["n"].iloc[0], "coded": rows["n_coded"].iloc[0]}
        label = word("{side}: {n} sentences, {coded} coded by people", **values)
        draw_estimates(
            ax, place, rows["share"], rows["low"], rows["high"], label=label, **style_of(sides, str(side))
        )
        naive = word("the machine alone") if number == 0 else None
        ax.scatter(rows["naive"], place, marker="x", s=26, color=MUTED, linewidths=1.4, zorder=4, label=naive)
    name_rows(ax, [word(category) for category in order], origin=None)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlim(left=0)
    ax.set_xlabel(word("share of sentences, corrected, 95 % interval over documents"))
    name_sides(ax)
    return ax


def _spread_errors(errors: Floats) -> Floats:
    more = np.vstack([errors, np.ones(errors.shape[1]), -np.ones(errors.shape[1])])
    return more.var(axis=0, ddof=1) / len(more)
