"""SVG: the few marks that a figure needs which must follow the hand, as text that a browser draws at once.

Exports are drawn by matplotlib in the house style; these drawings are for looking while choosing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import floor, log10

import numpy as np

PATHS = {  # markers of study.toml, as matplotlib names them, around (0, 0) with radius 1
    "D": "M0,-1.2 1.2,0 0,1.2 -1.2,0Z",
    "s": "M-.9,-.9 .9,-.9 .9,.9 -.9,.9Z",
    "^": "M0,-1.1 1.1,.9 -1.1,.9Z",
    "v": "M0,1.1 1.1,-.9 -1.1,-.9Z",
}
CIRCLE = "M-1,0A1,1 0 1,1 1,0A1,1 0 1,1 -1,0Z"
RADIUS = 4.5


class Scale:
    """Maps values to pixels, evenly from `start` to `stop`.

    Examples
    --------
    >>> Scale((0, 10), (100, 200))(5)
    150.0
    """

    def __init__(self, values: tuple[float, float], pixels: tuple[float, float]) -> None:
        self.values, self.pixels = values, pixels

    def __call__(self, value: float) -> float:
        (first, last), (start, stop) = self.values, self.pixels
        share = (min(max(value, first), last) - first) / ((last - first) or 1)
        return round(start + share * (stop - start), 1)

    def list_ticks(self, count: int = 5) -> list[float]:
        """Return about `count` round values between the ends.

        Examples
        --------
        >>> Scale((0, 0.62), (0, 1)).list_ticks()
        [0.0, 0.2, 0.4, 0.6]
        """
        first, last = self.values
        rough = (last - first) / count or 1
        size = 10.0 ** floor(log10(rough))
        step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
        ticks = np.arange(np.ceil(first / step - 1e-9), np.floor(last / step + 1e-9) + 1) * step
        return [round(float(tick), 10) + 0.0 for tick in ticks]


def write_line(x1: float, y1: float, x2: float, y2: float, *, kind: str, colour: str = "") -> str:
    """Write a line of a class of ``desk.css``, in a colour where it stands for a side."""
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{kind}"{_paint("stroke", colour)}/>'


def write_mark(x: float, y: float, *, marker: str, colour: str, filled: bool = True, size: float = 1) -> str:
    """Write a side's marker, hollow where not `filled`."""
    path, radius = PATHS.get(marker, CIRCLE), RADIUS * size
    fill = _paint("fill", colour) if filled else ' class="hollow"'
    place = f"translate({x},{y}) scale({radius:.2f})"
    return f'<path d="{path}" transform="{place}"{fill}{_paint("stroke", colour)}/>'


def write_text(
    x: float, y: float, text: str, *, anchor: str = "start", kind: str = "", colour: str = ""
) -> str:
    """Write `text`, escaped: whatever it holds is shown and not obeyed."""
    named = f' class="{kind}"' if kind else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}"{named}{_paint("fill", colour)}>{escape(text)}</text>'
    )


def write_path(points: Sequence[tuple[float, float]], *, kind: str, colour: str) -> str:
    """Write a line through `points`."""
    path = "M" + " ".join(f"{x},{y}" for x, y in points)
    return f'<path d="{path}" class="{kind}"{_paint("stroke", colour)}/>'


def write_area(
    upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]], *, colour: str
) -> str:
    """Write the area between two lines."""
    path = "M" + " ".join(f"{x},{y}" for x, y in (*upper, *reversed(lower)))
    return f'<path d="{path}Z" class="area"{_paint("fill", colour)}/>'


def write_box(x: float, y: float, width: float, height: float, *, colour: str, said: str = "") -> str:
    """Write a bar; `said` is shown where the pointer rests."""
    told = f"<title>{escape(said)}</title>" if said else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{_paint("fill", colour)}>{told}</rect>'


def write_svg(parts: Iterable[str], *, width: float, height: float, alt: str) -> str:
    """Join the parts to one drawing with a description for those who cannot see it."""
    box = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    named = f'class="desk-figure" role="img" aria-label="{escape(alt)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {named} {box}>{"".join(parts)}</svg>'


def _paint(what: str, colour: str) -> str:
    return f' {what}="{escape(colour)}"' if colour else ""
