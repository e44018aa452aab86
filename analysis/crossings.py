"""Crossings: two codes at once: who speaks of whom, and which frames meet in one sentence."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.codes import split_joined
from analysis.figures import INK, KEPT, PAPER, new_axes
from analysis.resampling import SampleError
from analysis.wording import name_group, word


def measure_crossing(
    sentences: pd.DataFrame,
    *,
    rows: str,
    columns: str,
    row_order: tuple[str, ...],
    column_order: tuple[str, ...],
) -> pd.DataFrame:
    """One row per value of `rows` × value of `columns`: sentences that carry both codes.

    Parameters
    ----------
    rows, columns
        Two code columns with one value a sentence, such as ``voice_side`` and ``about``.
    row_order, column_order
        The values, in the order in which they are shown; others are left out.

    Returns
    -------
    row, column, sentences, n (sentences of the row), share (of the row's sentences), articles.
    """
    kept = sentences[sentences[rows].isin(row_order) & sentences[columns].isin(column_order)]
    grid = pd.MultiIndex.from_product([row_order, column_order], names=["row", "column"])
    found = kept.groupby([rows, columns]).agg(sentences=("article", "size"), articles=("article", "nunique"))
    counts = found.rename_axis(["row", "column"]).reindex(grid, fill_value=0).reset_index()
    n = counts.groupby("row")["sentences"].transform("sum")
    return counts.assign(n=n, share=counts["sentences"] / n.where(n > 0))


def measure_cooccurrence(sentences: pd.DataFrame, *, of: str) -> pd.DataFrame:
    """One row per pair of values of a joined code: how often both stand in one sentence.

    Returns
    -------
    row, column, sentences (with both), expected (if the two were independent), share (sentences ÷ those
    with either: Jaccard 1901), lift (observed ÷ expected; above 1: they attract each other), n.

    Raises
    ------
    SampleError
        When no sentence carries two values.

    Source: lift: Brin et al. 1997. Descriptive: sentences of one article are not independent.
    """
    values = split_joined(sentences, of).drop_duplicates(["sentence", of])
    if values.empty:
        raise SampleError(f"no sentence carries two {of}")
    n = len(sentences)
    table = pd.crosstab(values["sentence"], values[of])
    order = table.sum().sort_values(ascending=False, kind="stable").index
    both = (table[order].T @ table[order]).to_numpy()
    single = np.diag(both)
    rows = [
        {"row": order[i], "column": order[j], "sentences": int(both[i, j]),
         "expected": single[i] * single[j] / n, "n": n,
         "share": both[i, j] / (single[i] + single[j] - both[i, j])}
        for i, j in combinations(range(len(order)), 2)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    if frame.empty or not frame["sentences"].any():
        raise SampleError(f"no sentence carries two {of}")
    return frame.assign(lift=frame["sentences"] / frame["expected"]).sort_values(
        ["sentences", "row", "column"], ascending=[False, True, True], ignore_index=True
    )


def plot_crossing(
    crossing: pd.DataFrame, *, row_label: str, column_label: str, ax: Axes | None = None
) -> Axes:
    """Draw a heat map of shares by row with the number of sentences in every cell.

    Takes `measure_crossing`'s frame. The scale runs from 0 to the largest share.
    """
    grid = crossing.pivot_table(index="row", columns="column", values="share", dropna=False)
    rows, columns = crossing["row"].unique(), crossing["column"].unique()
    grid = grid.loc[rows, columns]
    ax = ax or new_axes(height=1.6 + 0.5 * len(rows))
    ax.imshow(grid.fillna(0), cmap="BuPu", vmin=0, vmax=max(grid.max().max(), 0.01), aspect="auto")
    for cell in crossing.itertuples():
        x, y = list(columns).index(cell.column), list(rows).index(cell.row)
        dark = cell.n and cell.share > 0.55 * grid.max().max()
        label = f"{cell.sentences}\n{cell.share:.0%}" if cell.n else "0"
        text = ax.text(x, y, label, ha="center", va="center", fontsize=9, color=PAPER if dark else INK)
        text.set_gid(f"{KEPT}-{x}-{y}")
    n = crossing.groupby("row")["n"].first()
    ax.set_yticks(range(len(rows)), [f"{name_group(row)}  (n = {n[row]})" for row in rows])
    ax.set_xticks(range(len(columns)), [name_group(column) for column in columns])
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.tick_params(length=0)
    ax.set_xlabel(word(column_label))
    ax.set_ylabel(word(row_label))
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def plot_cooccurrence(cooccurrence: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw which values meet: area is sentences, colour is lift. Takes `measure_cooccurrence`'s frame."""
    order = list(dict.fromkeys([*cooccurrence["row"], *cooccurrence["column"]]))
    total = {
        value: cooccurrence.loc[(cooccurrence[["row", "column"]] == value).any(axis=1), "sentences"].sum()
        for value in order
    }
    order.sort(key=lambda value: (-total[value], value))
    place = {value: i for i, value in enumerate(order)}
    ax = ax or new_axes(height=1.4 + 0.42 * len(order))
    pairs = cooccurrence[cooccurrence["sentences"] > 0]
    ends = np.sort([[place[a], place[b]] for a, b in zip(pairs["row"], pairs["column"], strict=True)], axis=1)
    shown = ax.scatter(
        ends[:, 0], ends[:, 1], s=22 + 26 * pairs["sentences"], c=np.log2(pairs["lift"]), cmap="PuOr_r",
        vmin=-3, vmax=3, edgecolor=INK, linewidth=0.4,
    )  # fmt: skip
    for (x, y), n in zip(ends, pairs["sentences"], strict=True):
        if n >= 5:
            ax.text(x, y, str(n), ha="center", va="center", fontsize=7.5)
    ax.set_xticks(range(len(order)), [word(value) for value in order], rotation=90)
    ax.set_yticks(range(len(order)), [word(value) for value in order])
    ax.set_xlim(-0.6, len(order) - 1.4)
    ax.set_ylim(len(order) - 0.4, 0.4)
    ax.tick_params(length=0)
    ax.figure.colorbar(shown, ax=ax, shrink=0.5, label=word("log2 of lift (0: as often as by chance)"))
    return ax
