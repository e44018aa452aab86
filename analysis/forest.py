"""Forest: rows of estimates with their intervals, the form in which every measure with doubt is drawn."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from analysis.figures import INK, NEUTRAL, PAPER, side_style
from analysis.studies import Side
from analysis.wording import current_language


def draw_estimates(
    ax: Axes,
    rows: ArrayLike,
    middle: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    filled: ArrayLike = True,
    color: str = INK,
    marker: str = "o",
    label: str | None = None,
) -> None:
    """Draw each estimate as a marker on its interval, hollow where not `filled`; NaN draws nothing."""
    rows, middle, low, high = (np.asarray(values, float) for values in (rows, middle, low, high))
    ax.hlines(rows, low, high, color=color, linewidth=1.8, alpha=0.5)
    faces = np.where(np.broadcast_to(np.asarray(filled, bool), rows.shape), color, PAPER).tolist()
    ax.scatter(middle, rows, s=34, marker=marker, facecolor=faces, edgecolor=color, zorder=3, label=label)


def name_rows(ax: Axes, labels: list[str], *, origin: float | None = 0) -> None:
    """Write `labels` at rows 0, 1, … from the top down, and a line at `origin`."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    if origin is not None:
        ax.axvline(origin, color=NEUTRAL, linewidth=1)


def name_sides(ax: Axes) -> None:
    """Write the legend above the drawing, where it hides nothing."""
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=8.5, borderaxespad=0.2, handletextpad=0.3
    )


def style_of(sides: tuple[Side, Side] | None, id: str) -> dict[str, str]:
    """Return the colour and marker of the side called `id`, ink and a circle where the study is not given."""
    styles = {side.id: side_style(side) for side in sides or ()}
    return styles.get(id, {"color": INK, "marker": "o"})


def name_of(sides: tuple[Side, ...] | None, id: str) -> str:
    """Return the name of the side called `id` in the language that figures speak, else the id."""
    for side in sides or ():
        if side.id == id:
            return side.name_zh if current_language() == "zh" else side.name
    return id
