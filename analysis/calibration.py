"""Calibration: whether the machine is right as often as its scores say, where people coded too."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from analysis.agreement import AgreementError
from analysis.figures import GRID, INK, MUTED, NEUTRAL, WIDTH
from analysis.intervals import measure_clustered_shares
from analysis.resampling import MIN_DOCUMENTS
from analysis.validation import SETS
from analysis.wording import word

SCORED = ("about", "voice", "frames", "stance")
COLUMNS = ["variable", "from", "to", "n", "n_documents", "score", "right", "low", "high", "descriptive"]


def measure_calibration(
    sentences: pd.DataFrame,
    *,
    variables: tuple[str, ...] = SCORED,
    bins: int = 5,
) -> pd.DataFrame:
    """One row per variable × bin of its score: how sure the machine is, and how often it is right.

    Parameters
    ----------
    sentences
        What people coded (``gold_kind`` is filled) and the machine has not learnt from: ``sentence, article,
        gold_kind``, and per variable its code, ``gold_`` and ``_score``. Rows without a score do not count.
    bins
        Bins of equal width from 0 to 1; those that nothing falls into have no row.

    Returns
    -------
    ``variable, from, to`` (scores, the lower end excluded), ``n, n_documents, score`` (their mean), ``right``
    (share of sentences whose code is people's; of a set, all its members), ``low, high`` (95 %, over
    documents; none with one), ``descriptive`` (fewer than 10 documents in the bin); by variable as asked.

    Source: reliability diagrams, DeGroot & Fienberg 1983, The Statistician 32.

    Raises
    ------
    AgreementError
        When no sentence was coded by people and has a score.

    Examples
    --------
    >>> toy = pd.DataFrame({"sentence": range(4), "article": list("abcd"), "gold_kind": "body"})
    >>> toy = toy.assign(about=list("XXYY"), gold_about=list("XYYY"), about_score=[0.4, 0.4, 0.9, 1])
    >>> rows = measure_calibration(toy, variables=("about",))
    >>> rows[["from", "to", "score", "right"]].values.tolist()
    [[0.2, 0.4, 0.4, 0.5], [0.8, 1.0, 0.95, 1.0]]
    """
    coded = sentences[sentences["gold_kind"] != ""]
    parts = [_measure_bins(coded, variable, bins) for variable in variables]
    rows = pd.concat([part for part in parts if len(part)] or [pd.DataFrame()], ignore_index=True)
    if rows.empty:
        raise AgreementError("no sentence was coded by people and has a score; calibration needs both")
    return rows


def summarise_calibration(calibration: pd.DataFrame, prefix: str = "", *, variable: str) -> dict[str, float]:
    """Return, of one variable, its calibration error, mean score, share right, and n.

    The error is the mean distance between score and share right over the bins, weighed by their sentences
    (Naeini, Cooper & Hauskrecht 2015); chance alone makes a few points of it.
    """
    rows = calibration[calibration["variable"] == variable]
    weight = rows["n"] / rows["n"].sum()
    found = {
        "error": float((weight * (rows["right"] - rows["score"]).abs()).sum()),
        "score": float((weight * rows["score"]).sum()),
        "right": float((weight * rows["right"]).sum()),
        "n": int(rows["n"].sum()),
    }
    return {f"{prefix}{name}": value for name, value in found.items()}


def plot_calibration(calibration: pd.DataFrame) -> Axes:
    """Draw, a panel a variable, how often the machine is right by how sure it is; return the first panel.

    Takes `measure_calibration`'s frame. On the diagonal scores keep their word; a number is a bin's n.
    """
    variables = list(dict.fromkeys(calibration["variable"]))
    figure, axes = plt.subplots(1, len(variables), figsize=(WIDTH, 2.7), sharey=True, squeeze=False)
    for panel, variable in zip(axes[0], variables, strict=True):
        _draw_panel(panel, calibration[calibration["variable"] == variable])
        panel.set_title(word(variable), fontsize=9.5, pad=4)
    axes[0, 0].set_ylabel(word("share right, 95 % interval"), fontsize=9)
    figure.supxlabel(word("score; numbers: sentences of the bin"), fontsize=9)
    return axes[0, 0]


def _draw_panel(panel: Axes, rows: pd.DataFrame) -> None:
    panel.plot([0, 1], [0, 1], color=NEUTRAL, linewidth=1, linestyle="--", zorder=1)
    panel.vlines(rows["score"], rows["low"], rows["high"], color=INK, alpha=0.5, linewidth=1.8)
    panel.plot(rows["score"], rows["right"], color=INK, marker="o", markersize=4.5, linewidth=1)
    for row in rows.to_dict("records"):
        panel.annotate(
            str(row["n"]), (row["score"], row["low"]), xytext=(0, -2), textcoords="offset points",
            ha="center", va="top", fontsize=7.5, color=MUTED,
        )  # fmt: skip
    panel.set_xlim(0, 1.06)
    panel.set_ylim(-0.06, 1.04)
    panel.set_xticks([0, 0.5, 1])
    panel.set_yticks([0, 0.5, 1])
    panel.grid(color=GRID)
    panel.tick_params(labelsize=8, length=2)
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))


def _measure_bins(coded: pd.DataFrame, variable: str, bins: int) -> pd.DataFrame:
    scored = coded[coded[f"{variable}_score"].notna()]
    score = scored[f"{variable}_score"]
    place = np.clip(np.ceil((score * bins).round(9)), 1, bins)
    right = _agree(scored[variable], scored[f"gold_{variable}"], variable)
    rows = []
    for end, own in right.groupby(place):
        by_document = own.groupby(scored["article"]).agg(["sum", "size"]).to_numpy(float)
        shares = measure_clustered_shares(by_document[:, :1], by_document[:, 1])
        rows.append(shares.assign(end=end, score=score[own.index].mean()))
    if not rows:
        return pd.DataFrame()
    found = pd.concat(rows, ignore_index=True).rename(columns={"share": "right"})
    found["variable"], found["from"], found["to"] = variable, (found["end"] - 1) / bins, found["end"] / bins
    found["descriptive"] = found["n_documents"] < MIN_DOCUMENTS
    return found[COLUMNS]


def _agree(machine: pd.Series, people: pd.Series, variable: str) -> pd.Series:
    if variable not in SETS:
        return machine == people
    one, two = (codes.map(lambda value: frozenset(value.split("|"))) for codes in (machine, people))
    return one == two
