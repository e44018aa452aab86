"""Concepts: what each side's sentences speak of, where Chinese and English meet."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, PercentFormatter

from analysis.figures import GRID, NEUTRAL, new_axes, side_style
from analysis.forest import name_of
from analysis.labels import label_points
from analysis.opening import top
from analysis.shares import measure_shares
from analysis.studies import Side
from analysis.wording import current_language, word

MARKED = (0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1)  # shares named on the axes


def join_concepts(sentences: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per sentence: the sentences with a column ``concepts``, joined by ``|``, each once, sorted.

    Negated mentions count: a sentence that denies a concept speaks of it too.
    """
    found = mentions.drop_duplicates(["sentence", "concept"]).sort_values(["sentence", "concept"])
    joined = found.groupby("sentence")["concept"].agg("|".join)
    return sentences.assign(concepts=sentences["sentence"].map(joined).fillna(""))


def measure_concepts(
    sentences: pd.DataFrame,
    mentions: pd.DataFrame,
    concepts: pd.DataFrame,
    *,
    by: str,
    sides: tuple[str, str],
    rng: np.random.Generator,
    minimum: int = 5,
) -> pd.DataFrame:
    """One row per concept with a frame that is found in at least `minimum` sentences of the two sides.

    Rates are shares of sentences, so they compare texts of both languages; how well the codebook finds a
    concept in either is the limit of that comparison.

    Parameters
    ----------
    sentences, mentions
        Counted sentences, and the concept hits in them.
    concepts
        The codebook's concepts: concept, frame, gloss, gloss_zh.
    by, sides
        The column that says whose side a sentence is, and its two values.

    Returns
    -------
    concept, gloss, gloss_zh, frame; count_, n_, share_, low_, high_, texts_ 1 and 2; descriptive.
    Ordered by the larger share, ties by concept.
    """
    joined = join_concepts(sentences, mentions)
    framed = tuple(sorted(concepts.loc[concepts["frame"] != "", "concept"].unique()))
    shares = measure_shares(joined, by=by, of="concepts", sides=sides, categories=framed, rng=rng)
    exploded = joined.assign(concept=joined["concepts"].str.split("|")).explode("concept")
    texts = exploded.groupby([by, "concept"])["text"].nunique().rename("texts").reset_index()
    shares = shares.merge(texts, left_on=["side", "category"], right_on=[by, "concept"], how="left")
    kept = ["count", "n", "share", "low", "high", "texts"]
    one, two = (
        shares[shares["side"] == side].set_index("category")[[*kept, "descriptive"]] for side in sides
    )
    rows = one[kept].add_suffix("_1").join(two[kept].add_suffix("_2")).join(one["descriptive"])
    rows = rows.fillna({"texts_1": 0, "texts_2": 0}).astype({"texts_1": int, "texts_2": int})
    rows = rows[rows["count_1"] + rows["count_2"] >= minimum].rename_axis("concept").reset_index()
    named = concepts.drop_duplicates("concept")[["concept", "gloss", "gloss_zh", "frame"]]
    rows = named.merge(rows, on="concept", validate="1:1")
    order = -rows[["share_1", "share_2"]].max(axis=1)
    return (
        rows.assign(order=order)
        .sort_values(["order", "concept"])
        .drop(columns="order")
        .reset_index(drop=True)
    )


def summarise_concepts(concepts: pd.DataFrame) -> dict[str, object]:
    """Return the concept whose two shares lie furthest apart (top_)."""
    return top(concepts.assign(apart=concepts["share_1"] - concepts["share_2"]), "apart")


def plot_concepts(
    concepts: pd.DataFrame,
    *,
    sides: tuple[Side, Side],
    top: int = 26,
    label: str = "share of sentences about {side}",
    ax: Axes | None = None,
) -> Axes:
    """Draw the `top` concepts by their rate on both sides; above the diagonal is the second side's.

    Takes `measure_concepts`' frame. Both axes are square roots, so that rare concepts keep their place.
    """
    ax = ax or new_axes(height=6.4)
    shown = concepts.head(top)
    names = shown["gloss_zh" if current_language() == "zh" else "gloss"]
    limit = float(shown[["share_1", "share_2"]].max().max()) * 1.12
    ax.plot([0, limit], [0, limit], color=NEUTRAL, linewidth=1, zorder=1)
    more = shown["share_1"] >= shown["share_2"]
    for side, chosen in zip(sides, (more, ~more), strict=True):
        ax.scatter(
            shown["share_1"][chosen], shown["share_2"][chosen], s=38, zorder=3, clip_on=False,
            **side_style(side),
        )  # fmt: skip
    ax.set_xscale("function", functions=(np.sqrt, np.square))
    ax.set_yscale("function", functions=(np.sqrt, np.square))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(FixedLocator(MARKED))
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlim(0, limit)
    ax.set_ylim(0, limit)
    ax.grid(color=GRID)
    first, second = (name_of(sides, side.id) for side in sides)
    ax.set_xlabel(word(label, side=first))
    ax.set_ylabel(word(label, side=second))
    label_points(ax, shown["share_1"].tolist(), shown["share_2"].tolist(), names.tolist())
    return ax
