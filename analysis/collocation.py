"""Collocation: which words keep company with a node more than elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import association
from analysis.association import CountError
from analysis.figures import new_axes
from analysis.forest import draw_estimates, name_rows
from analysis.wording import word


def measure_collocations(
    tokens: pd.DataFrame, *, node: str, window: int = 5, boundary: str = "sentence"
) -> pd.DataFrame:
    """One row per collocate of `node`, strongest first.

    A token is near when it stands at most `window` positions from some occurrence of the node, within the
    same `boundary`; it is counted once however many nodes are near. Nodes are no collocates.

    Parameters
    ----------
    tokens
        One row per token of one language: `boundary`, ``position`` (the running number of the word, or
        ``start`` of a concept mention, and then `window` is in characters), ``term``.
    boundary
        The column whose values a window never leaves: ``sentence``, ``paragraph`` or ``text``.

    Returns
    -------
    ``term, near`` (tokens near the node), ``count`` (tokens in all), ``nodes, window, boundary``;
    ``log_dice`` (14 where the two never part; more where one node
    has several near), ``log_ratio`` (near against elsewhere), ``lrc`` (its conservative bound over
    all collocates tested), ``delta_p_term`` (how much likelier the term near the node than elsewhere) and
    ``delta_p_node`` (how much likelier a place near the node where the term is than where it is not).
    All take words as independent: descriptive. Ordered by lrc, log_dice, term.

    Source: logDice: Rychlý 2008; LRC on surface co-occurrence: Evert 2022; ΔP: Gries 2013.

    Raises
    ------
    CountError
        When the node does not occur or no other token is left, or positions repeat within a boundary.

    Examples
    --------
    >>> tokens = pd.DataFrame({"sentence": [1] * 4 + [2] * 3, "position": [0, 1, 2, 3, 0, 1, 2],
    ...                        "term": ["open", "model", "of", "ai", "open", "model", "ai"]})
    >>> rows = measure_collocations(tokens, node="open", window=1)
    >>> rows[["term", "near", "count", "log_dice"]].round(2).values.tolist()
    [['model', 2, 2, 14.0]]
    """
    places = _find_places(tokens, node, window, boundary)
    is_node = (places["term"] == node).to_numpy()
    near = places["near"].to_numpy()
    others = places.loc[~is_node]
    within = int(near[~is_node].sum())
    elsewhere = len(others) - within
    counted = others.groupby("term")["near"].agg(["sum", "size"]).reset_index()
    joint, count = counted["sum"].to_numpy(float), counted["size"].to_numpy(float)
    met = joint > 0
    if not met.any():
        raise CountError(
            f"node {node!r}: no token within {window} positions of it in any {boundary}; widen the window"
        )
    away = max(elsewhere, 1)  # where every token is near, elsewhere holds nothing, and half a token is added
    compared = (joint, count - joint, within, away)
    rows = pd.DataFrame(
        {
            "term": counted["term"],
            "near": joint.astype(int),
            "count": count.astype(int),
            "nodes": int(is_node.sum()),
            "window": window,
            "boundary": boundary,
            "log_dice": association.log_dice(joint, is_node.sum(), count),
            "log_ratio": association.log_ratio(*compared),
            "lrc": association.conservative_log_ratio(*compared, tests=len(counted)),
            "delta_p_term": association.delta_p(joint, within, count, len(others)),
            "delta_p_node": association.delta_p(joint, count, within, len(others)),
        }
    )
    rows = rows.loc[met].sort_values("term")
    return rows.sort_values(["lrc", "log_dice"], ascending=False, kind="stable", ignore_index=True)


def plot_collocations(collocations: pd.DataFrame, *, ax: Axes | None = None, top: int = 15) -> Axes:
    """Draw logDice of the `top` collocates, filled where the conservative Log Ratio is not 0.

    Parameters
    ----------
    collocations
        What `measure_collocations` returns.
    """
    rows = collocations.head(top).sort_values(
        ["log_dice", "term"], ascending=[False, True], ignore_index=True
    )
    ax = ax or new_axes(height=1.4 + 0.26 * len(rows))
    value = rows["log_dice"]
    draw_estimates(ax, rows.index, value, value, value, filled=rows["lrc"] > 0)
    name_rows(
        ax,
        (rows["term"] + "  " + rows["near"].astype(str) + "/" + rows["count"].astype(str)).tolist(),
        origin=None,
    )
    ax.set_xlabel(word("logDice (14: never apart); filled: more frequent near the node by LRC"))
    return ax


def _find_places(tokens: pd.DataFrame, node: str, window: int, boundary: str) -> pd.DataFrame:
    if window < 1:
        raise CountError(f"window={window}: a window reaches at least one position")
    if tokens[[boundary, "position", "term"]].isna().any(axis=None):
        raise CountError(f"tokens: every row needs {boundary}, position and term")
    places = tokens[[boundary, "position", "term"]].sort_values(
        [boundary, "position", "term"], ignore_index=True
    )
    if places.duplicated([boundary, "position"]).any():
        raise CountError(f"tokens: two tokens share a position within a {boundary}; drop duplicates")
    is_node = places["term"] == node
    if not is_node.any() or is_node.all():
        raise CountError(
            f"node {node!r}: {'does not occur' if not is_node.any() else 'is the only term'} in tokens"
        )
    at = places["position"].where(is_node)
    before = places["position"] - at.groupby(places[boundary]).ffill()
    after = at.groupby(places[boundary]).bfill() - places["position"]
    distance = pd.concat([before, after], axis=1).min(axis=1).fillna(np.inf)
    return places.assign(near=distance <= window)
