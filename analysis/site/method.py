"""Method: the whole way of the data in one figure, with this study's own counts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from analysis.figures import (
    BOTH,
    GRID,
    INK,
    MUTED,
    check_texts,
    embolden,
    new_axes,
    save_figure,
    use_style,
    wrap,
)
from analysis.studies import Study
from analysis.tables import read_table
from analysis.wording import LANGUAGES, use_language, word

NAME = "method"
COUNTED = ("articles", "texts", "sentences", "mentions", "events")
ALT = (
    "Flow chart in two rows. Above, what needs the articles: {articles} articles become {texts} texts, "
    "{sentences} sentences and their codes, which are stored as tables. Below, what needs the tables only: "
    "measures with intervals, figures, notebooks, this site. Whoever has the articles can prove that the "
    "tables follow from them."
)
ABOVE = (
    ("{articles} articles", "as they were published"),
    ("{texts} texts", "originals told from translations and summaries"),
    ("{sentences} sentences", "each with its place in the file"),
    ("codes", "about, voice, frames, stance: two coders, adjudicated, and the machine's beside them"),
    ("tables", "{mentions} mentions, {events} events; no sentence of the articles"),
)
BELOW = (
    ("tables", "checked against their contracts"),
    ("measures", "effects with intervals over documents"),
    ("figures", "drawn from frames that are shown"),
    ("notebooks", "executed anew for every report"),
    ("this site", "each number leads to its code"),
)
WIDE, TALL = 0.168, 0.36  # a box, as shares of the figure
STEP = (1 - WIDE) / 4
PLATE = "#f4f5f7"


def measure_method(folder: Path) -> dict[str, int]:
    """Return how many rows the tables of a study hold, by table; a table that is missing counts 0."""
    present = [
        name
        for name in COUNTED
        if (folder / f"{name}.csv").is_file() or (folder / f"{name}.parquet").exists()
    ]
    return dict.fromkeys(COUNTED, 0) | {name: _count(read_table(folder, name)) for name in present}


def _count(table: pd.DataFrame) -> int:
    gold = table.get("coder")
    return int((gold == "gold").sum()) if gold is not None and (gold == "gold").any() else len(table)


def plot_method(counts: dict[str, int]) -> Axes:
    """Draw the way of the data: above what needs the articles, below what needs the tables only."""
    ax = new_axes(height=3.3)
    ax.set(xlim=(-0.01, 1.01), ylim=(0, 1))
    ax.axis("off")
    shown = {name: f"{count:,}" for name, count in counts.items()}
    for boxes, y, stored in ((ABOVE, 0.55, 4), (BELOW, 0.03, 0)):
        for place, (title, note) in enumerate(boxes):
            edge = BOTH if place == stored else GRID
            _draw_box(ax, place * STEP, y, word(title, **shown), word(note, **shown), edge=edge)
        for place in range(4):
            end = (place + 1) * STEP - 0.006, y + TALL / 2
            _draw_arrow(ax, (place * STEP + WIDE + 0.006, y + TALL / 2), end)
    ax.text(0, 0.93, word("Needs the articles"), color=MUTED, fontsize=9, va="bottom")
    ax.text(WIDE / 2 + 0.015, 0.4, word("Needs the tables only"), color=MUTED, fontsize=9, va="bottom")
    ax.plot([1 - WIDE / 2, 1 - WIDE / 2, WIDE / 2], [0.54, 0.48, 0.48], color=MUTED, linewidth=1)
    _draw_arrow(ax, (WIDE / 2, 0.48), (WIDE / 2, 0.395))
    return ax


def _draw_box(ax: Axes, x: float, y: float, title: str, note: str, *, edge: str) -> None:
    style = "round,pad=0,rounding_size=0.012"
    ax.add_patch(
        FancyBboxPatch((x, y), WIDE, TALL, boxstyle=style, facecolor=PLATE, edgecolor=edge, linewidth=1.3)
    )
    head = ax.text(x + 0.012, y + TALL - 0.035, wrap(title, columns=16), fontsize=9.5, color=INK, va="top")
    embolden(head)
    ax.text(
        x + 0.012,
        y + TALL - 0.125,
        wrap(note, columns=21),
        fontsize=7.4,
        color=MUTED,
        va="top",
        linespacing=1.3,
    )


def _draw_arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    drawn = {"arrowstyle": "-|>", "color": MUTED, "linewidth": 1, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=drawn)


def draw_method(study: Study, folder: Path) -> dict[str, int]:
    """Save the figure in both languages to `folder`; return the counts it shows."""
    counts = measure_method(study.folder)
    for language in LANGUAGES:
        stem = NAME if language == LANGUAGES[0] else f"{NAME}.{language}"
        with use_language(language), use_style():
            figure = plot_method(counts).get_figure(root=True)
            assert figure is not None  # an Axes that was drawn has one
            check_texts(figure, name=stem)
            save_figure(figure, folder / stem)
    return counts
