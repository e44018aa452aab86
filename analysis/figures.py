"""Figures: the house style, applied by a function, and figures saved so that bytes do not change."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from noto_cjk import otc_path

from analysis.studies import Side

FAMILY = "Noto Sans CJK SC"
INK, MUTED, GRID, PAPER = "#1d2433", "#5b6472", "#e3e6ea", "#ffffff"
BOTH, OTHER, NEUTRAL = "#6b5b95", "#7a8288", "#b8bec6"  # what belongs to no single side
WIDTH = 7.6  # inches; a figure is as wide as the text column of a page

STYLE = {
    "font.family": [FAMILY],
    "font.size": 10,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 12,
    "axes.labelsize": 9.5,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": NEUTRAL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9.5,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "figure.facecolor": PAPER,
    "figure.dpi": 100,
    "savefig.dpi": 160,
    "figure.constrained_layout.use": True,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "diptych",
    "svg.fonttype": "path",
}


@cache
def _register_font() -> None:
    font_manager.fontManager.addfont(str(otc_path("sans")))
    names = {font.name for font in font_manager.fontManager.ttflist}
    if FAMILY not in names:
        raise RuntimeError(f"the font package holds no family {FAMILY!r}; reinstall noto-cjk-sans-otc")


@contextmanager
def use_style() -> Iterator[None]:
    """Within the block, draw in the house style; a missing glyph is an error."""
    _register_font()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("error", message=r"Glyph .* missing from")
        yield


def new_axes(*, height: float = 4.0, width: float = WIDTH) -> Axes:
    """Return the Axes of a new figure; call within `use_style`."""
    return plt.subplots(figsize=(width, height))[1]


def side_style(side: Side) -> dict[str, str]:
    """Return the colour and marker of a side, as keywords of ``Axes.plot`` and ``Axes.scatter``."""
    return {"color": side.colour, "marker": side.marker}


def label_source(figure: Figure, text: str) -> None:
    """Write the source line under the figure, left, small; one per figure."""
    figure.supxlabel(text, x=0.01, ha="left", fontsize=8, color=MUTED)


def find_overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of visible texts whose boxes overlap by more than a pixel, for tests and saving."""
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    boxes = [(t.get_text(), t.get_window_extent(renderer).padded(-1)) for t in texts]
    shown = [(text, box) for text, box in boxes if box.width > 0 and box.height > 0]
    return [
        (a, b)
        for i, (a, one) in enumerate(shown)
        for b, two in shown[i + 1 :]
        if one.overlaps(two)
    ]  # fmt: skip


def save_figure(figure: Figure, path: Path) -> tuple[Path, Path]:
    """Save `figure` as ``path.svg`` and ``path.png`` with bytes that do not depend on the day; close it."""
    svg, png = path.with_name(path.name + ".svg"), path.with_name(path.name + ".png")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(svg, metadata={"Date": None, "Creator": None})
    figure.savefig(png, metadata={"Software": None})
    plt.close(figure)
    return svg, png
