"""Shares: how often each side is framed how, with intervals that know sentences come in documents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from analysis.figures import new_axes
from analysis.forest import draw_estimates, name_of, name_rows, name_sides, style_of
from analysis.intervals import (
    correlate_sides,
    draw_design,
    join_intervals,
    measure_ratios,
    measure_share_intervals,
)
from analysis.opening import top
from analysis.resampling import SampleError, is_descriptive
from analysis.studies import Side
from analysis.tally import Floats, Tally, tally_codes
from analysis.wording import word


def measure_shares(
    sentences: pd.DataFrame,
    *,
    by: str,
    of: str,
    rng: np.random.Generator,
    sides: tuple[str, ...] | None = None,
    categories: tuple[str, ...] | None = None,
    document: str = "article",
    replicates: int = 2000,
    design: str = "clusters",
) -> pd.DataFrame:
    """One row per side × category: the share of the side's sentences that carry the category.

    Parameters
    ----------
    sentences, by, of, sides, categories, document
        See `analysis.tally.tally_codes`: `by` says whose side a sentence is, `of` is the code that is
        counted (joined values are counted one by one, so shares of frames add up to more than 1).
    design
        ``clusters``: documents were drawn, with all their sentences: cluster bootstrap over documents,
        over paragraphs within documents where a side has one document only. ``simple``: sentences
        were drawn at random one by one: Wilson.

    Returns
    -------
    ``side, category, count, n`` (sentences), ``n_documents, share, low, high`` (95 %), ``method`` and
    ``descriptive`` (`analysis.resampling.is_descriptive`: fewer than 10 documents on a compared side, or
    paragraphs resampled). In the order of `sides`, then of categories.

    The interval is that of Student's t with documents − 1 degrees of freedom around the logit of the
    share, with the bootstrap's standard error, which is at least the binomial one: the percentile interval
    covers 62–93 % with 3 to 20 documents, this one 93–100 % (docs/decisions/0020).

    Examples
    --------
    >>> toy = pd.DataFrame({"sentence": range(8), "article": list("aabbccdd"), "about": list("XXXXYYYY"),
    ...                     "frames": ["race", "", "race|control", "", "", "", "control", ""]})
    >>> shares = measure_shares(toy, by="about", of="frames", rng=np.random.default_rng(1))
    >>> shares[["side", "category", "count", "n", "share", "descriptive"]].values.tolist()[:2]
    [['X', 'control', 1, 4, 0.25, True], ['X', 'race', 2, 4, 0.5, True]]
    """
    tally = tally_codes(sentences, by=by, of=of, sides=sides, categories=categories, document=document)
    found, n = tally.found.sum(axis=1), tally.sizes.sum(axis=1)
    low, high = measure_share_intervals(tally, draw_design(tally, design, replicates=replicates, rng=rng))
    side, category = np.divmod(np.arange(found.size), len(tally.categories))
    rows = pd.DataFrame(
        {
            "side": np.array(tally.sides, object)[side],
            "category": np.array(tally.categories, object)[category],
            "count": found.ravel().astype(int),
            "n": n[side].astype(int),
            "n_documents": tally.n_documents[side],
            "share": (found / n[:, None]).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )
    return rows.assign(**_describe(tally, design))


def measure_differences(
    sentences: pd.DataFrame,
    *,
    by: str,
    of: str,
    sides: tuple[str, str],
    rng: np.random.Generator,
    categories: tuple[str, ...] | None = None,
    document: str = "article",
    replicates: int = 2000,
    design: str = "clusters",
) -> pd.DataFrame:
    """One row per category: how much larger its share is on the first of two `sides`.

    Documents that speak of both sides are drawn as one, so what they have in common cancels.

    Returns
    -------
    ``category, side_1, side_2``; ``count_``, ``n_``, ``documents_``, ``share_`` ``1`` and ``2``;
    ``difference, low, high`` (of shares: 0.1 is ten percentage points); ``ratio, ratio_low, ratio_high``
    (half a sentence added throughout, so never infinite); ``stability``: share of documents whose leaving
    out keeps the sign of the difference (not kept where it empties a side); ``leans_on``: the document
    whose leaving out takes most from it; ``method, descriptive``. In the order of categories.

    Source: difference: MOVER, from the intervals of both shares and the correlation of their resamples
    (Newcombe 1998; Zou & Donner 2008); ratio: bootstrap standard error on the log scale, at least the
    binomial one (Walter 1975), t with Welch–Satterthwaite freedom.
    """
    if len(sides) != 2 or sides[0] == sides[1]:
        raise SampleError(f"sides={sides!r}: a difference needs two different sides")
    tally = tally_codes(sentences, by=by, of=of, sides=sides, categories=categories, document=document)
    found, n, documents = tally.found.sum(axis=1), tally.sizes.sum(axis=1), tally.n_documents
    share = found / n[:, None]
    weights = draw_design(tally, design, replicates=replicates, rng=rng)
    low, high = measure_share_intervals(tally, weights)
    rows = pd.DataFrame({"category": tally.categories, "side_1": sides[0], "side_2": sides[1]})
    for s, number in enumerate("12"):
        rows[f"count_{number}"], rows[f"n_{number}"] = found[s].astype(int), int(n[s])
        rows[f"documents_{number}"], rows[f"share_{number}"] = documents[s], share[s]
    rows["difference"] = share[0] - share[1]
    rows["low"], rows["high"] = join_intervals(share, low, high, correlate_sides(tally, weights))
    rows["ratio"], rows["ratio_low"], rows["ratio_high"] = measure_ratios(tally, weights)
    rows["stability"], rows["leans_on"] = _leave_one_out(tally, rows["difference"].to_numpy())
    return rows.assign(**_describe(tally, design))


def summarise_differences(differences: pd.DataFrame) -> dict[str, object]:
    """Return the two largest differences (top_, next_), of how many, and which intervals leave out 0."""
    clear = differences[(differences["low"] > 0) | (differences["high"] < 0)]
    told = {"count": len(clear), "family": len(differences), "names": ", ".join(clear["category"]) or "–"}
    return told | top(differences, "difference") | top(differences, "difference", "next_", place=1)


def plot_shares(
    shares: pd.DataFrame, *, ax: Axes | None = None, sides: tuple[Side, Side] | None = None
) -> Axes:
    """Draw each side's share of every category with its interval, largest first, n in the legend.

    Parameters
    ----------
    shares
        What `measure_shares` returns.
    """
    order = shares.groupby("category")["share"].max().sort_values(ascending=False, kind="stable").index
    ax = ax or new_axes(height=1.5 + 0.36 * len(order))
    for number, (side, rows) in enumerate(shares.groupby("side", sort=False)):
        place = order.get_indexer(pd.Index(rows["category"])) + (number - 0.5) * 0.28
        n, documents = rows["n"].iloc[0], rows["n_documents"].iloc[0]
        label = word("{side}: n = {n} sentences, {documents} documents",
                     side=name_of(sides, str(side)), n=n, documents=documents)  # fmt: skip
        draw_estimates(
            ax, place, rows["share"], rows["low"], rows["high"], label=label, **style_of(sides, str(side))
        )
    name_rows(ax, [word(category) for category in order], origin=None)
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlim(left=0)
    ax.set_xlabel(word("share of sentences, 95 % interval over documents"))
    name_sides(ax)
    return ax


def plot_differences(
    differences: pd.DataFrame, *, ax: Axes | None = None, sides: tuple[Side, Side] | None = None
) -> Axes:
    """Draw the difference of shares per category with its interval, filled where that leaves out 0.

    Parameters
    ----------
    differences
        What `measure_differences` returns.
    """
    rows = differences.sort_values(["difference", "category"], ascending=[False, True], ignore_index=True)
    ax = ax or new_axes(height=1.4 + 0.3 * len(rows))
    first, second = rows[["side_1", "side_2"]].iloc[0]
    for side, chosen in ((first, rows["difference"] >= 0), (second, rows["difference"] < 0)):
        part = rows.loc[chosen]
        clear = (part["low"] > 0) | (part["high"] < 0)
        draw_estimates(
            ax,
            part.index,
            part["difference"],
            part["low"],
            part["high"],
            filled=clear,
            **style_of(sides, side),
        )
    name_rows(ax, [word(category) for category in rows["category"]])
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=""))
    names = {"first": name_of(sides, first), "second": name_of(sides, second)}
    ax.set_xlabel(word("← {second} · difference in percentage points, 95 % interval · {first} →", **names))
    return ax


def _describe(tally: Tally, design: str) -> dict[str, Any]:
    if design == "simple":
        return {"method": "Wilson", "descriptive": False}
    descriptive = is_descriptive(tally.n_documents, unit=tally.unit)
    return {"method": f"bootstrap over {tally.unit}s", "descriptive": descriptive}


def _leave_one_out(tally: Tally, whole: Floats) -> tuple[Floats, list[str]]:
    names, found, sizes = tally.leave_out()
    share = found / np.where(sizes > 0, sizes, np.nan)[:, :, None]
    left = share[0] - share[1]
    kept = np.sign(left.round(12)) == np.sign(whole.round(12))
    taken = np.where(np.isnan(left), np.inf, (whole - left) * np.where(whole < 0, -1, 1))
    return kept.mean(axis=0), [str(names[worst]) for worst in taken.argmax(axis=0)]
