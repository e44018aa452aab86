"""Figures: the house style, applied by a function, and figures saved so that bytes do not change."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from noto_cjk import otc_path

from analysis.studies import Side
from analysis.vectors import shrink_svg

FAMILY = "Noto Sans CJK SC"
INK, MUTED, GRID, PAPER = "#1d2433", "#5b6472", "#e3e6ea", "#ffffff"
BOTH, OTHER, NEUTRAL = "#6b5b95", "#7a8288", "#b8bec6"  # what belongs to no single side
KEPT = "kept"  # how the id of a text begins whose colour stays on a dark page, as what is behind it does
WIDTH = 7.6  # inches; a figure is as wide as the text column of a page

COLUMN = 0.56  # a Latin letter's width in ems, wide rather than narrow
UNBREAKABLE = re.compile(
    r"[^\u2e80-\uffef\s]+\s*|\s+|[（《“‘「『]*[\u2e80-\uffef][，。、；：？！）》”’」』%]*\s*"
)

STYLE: dict = {
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


class FigureError(ValueError):
    """A figure that nobody could read, with its name and the texts at fault."""


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


def side_style(side: Side) -> dict[str, Any]:
    """Return the colour and marker of a side, as keywords of ``Axes.plot`` and ``Axes.scatter``."""
    return {"color": side.colour, "marker": side.marker}


def label_title(figure: Figure, text: str) -> None:
    """Write the claim over the figure, left, in lines that fit its width; one per figure."""
    size = 12.5
    columns = figure.get_figwidth() * 72 / size / COLUMN
    title = figure.suptitle(
        wrap(text, columns=int(columns)), x=0.01, ha="left", fontsize=size, linespacing=1.3
    )
    embolden(title)


def embolden(text: Text) -> Text:
    """Draw `text` as bold: a stroke in its own colour, as the CJK font package holds one weight only."""
    weight = float(text.get_fontsize()) / 28
    text.set_path_effects([Stroke(linewidth=weight, foreground=text.get_color()), Normal()])
    return text


def label_source(figure: Figure, text: str) -> None:
    """Write the source line under the figure, left, small; one per figure."""
    size = 8
    columns = figure.get_figwidth() * 72 / size / COLUMN
    figure.supxlabel(wrap(text, columns=int(columns)), x=0.01, ha="left", fontsize=size, color=MUTED)


def wrap(text: str, *, columns: int) -> str:
    """Return `text` in as few lines of at most `columns` columns as hold it, of like length.

    A Han character or its like takes two columns. Latin breaks at spaces, Han anywhere but before closing
    punctuation.

    Examples
    --------
    >>> print(wrap("US sentences race more", columns=12))
    US sentences
    race more
    >>> print(wrap("美国句子更多谈竞赛。", columns=18))
    美国句子更
    多谈竞赛。
    """
    lines = _fill(text, columns)
    for narrower in range(columns - 1, 0, -1):
        tried = _fill(text, narrower)
        if len(tried) > len(lines) or max(map(_columns, tried)) > columns:
            break
        lines = tried
    return "\n".join(lines)


def _fill(text: str, columns: int) -> list[str]:
    lines, line = [], ""
    for piece in UNBREAKABLE.findall(text):
        if line and _columns(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def check_texts(figure: Figure, *, name: str) -> None:
    """Refuse a figure whose texts overlap each other or run out of the picture.

    Raises
    ------
    FigureError
        Naming the figure and the texts at fault.
    """
    overlaps, cut = find_overlaps(figure), find_cut_texts(figure)
    if overlaps:
        pairs = "; ".join(f"{a!r} and {b!r}" for a, b in overlaps[:5])
        raise FigureError(f"figure {name}: {len(overlaps)} pairs of texts overlap: {pairs}")
    if cut:
        raise FigureError(f"figure {name}: texts run out of the picture: {', '.join(map(repr, cut[:5]))}")


def find_overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of drawn texts whose boxes overlap by more than a pixel."""
    boxes = _text_boxes(figure)
    return [
        (a, b)
        for i, (a, one) in enumerate(boxes)
        for b, two in boxes[i + 1 :]
        if one.padded(-1).overlaps(two.padded(-1))
    ]  # fmt: skip


def find_cut_texts(figure: Figure) -> list[str]:
    """Return the drawn texts that lie outside the figure by more than a pixel."""
    inside = figure.bbox.padded(1)
    return [
        text
        for text, box in _text_boxes(figure)
        if box.x0 < inside.x0 or box.y0 < inside.y0 or box.x1 > inside.x1 or box.y1 > inside.y1
    ]


def _text_boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    undrawn = _undrawn_labels(figure)
    texts = [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in undrawn
    ]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    return [(text, box) for text, box in boxes if box.width > 2 and box.height > 2]


def _undrawn_labels(figure: Figure) -> set[int]:
    """The ids of tick labels that matplotlib never draws: of hidden axes, beyond the limits."""
    undrawn = set()
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = min(low, high), max(low, high)
            slack = (high - low) * 1e-9
            shown = axes.get_visible() and axes.axison and axis.get_visible()
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not (shown and tick.get_visible() and low - slack <= tick.get_loc() <= high + slack):
                    undrawn |= {id(tick.label1), id(tick.label2)}
    return undrawn


def save_figure(figure: Figure, path: Path) -> tuple[Path, Path]:
    """Save `figure` as ``path.svg`` and ``path.png`` with bytes that do not depend on the day; close it."""
    svg, png = path.with_name(path.name + ".svg"), path.with_name(path.name + ".png")
    path.parent.mkdir(parents=True, exist_ok=True)
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    svg.write_text(shrink_svg(drawn.getvalue()), encoding="utf-8", newline="\n")
    figure.savefig(png, metadata={"Software": None})
    plt.close(figure)
    return svg, png
