"""Labels: names written beside the points of a scatter, where they touch neither points nor each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.figures import INK, NEUTRAL

RADIUS = 4.5  # points from a marker's centre that are its own
RINGS = (6, 13, 21, 30, 40, 52)  # points from the marker at which a label is tried, nearest first
LED = 9  # points from which a label is led to its marker by a line
DIRECTIONS = {  # of the label, seen from its point, the easiest to read first
    (1, 0): ("left", "center"),
    (-1, 0): ("right", "center"),
    (0, 1): ("center", "bottom"),
    (0, -1): ("center", "top"),
    (1, 1): ("left", "bottom"),
    (1, -1): ("left", "top"),
    (-1, 1): ("right", "bottom"),
    (-1, -1): ("right", "top"),
}


@dataclass(frozen=True)
class _Place:
    """Where a label could stand: its offset from the point, in points, and which corner stands there."""

    x: float
    y: float
    ha: str
    va: str


def label_points(
    ax: Axes, x: Sequence[float], y: Sequence[float], names: Sequence[str], *, size: float = 8.3
) -> list[str]:
    """Write each name beside its point; return the names for which there is no room (a table has them).

    Names are placed in the order given, each at the nearest free place; a line leads to it where it stands
    away. The limits of `ax` must be set, as places are tried in pixels; title and source line may follow.

    Source: the greedy placing of point labels, Christensen, Marks and Shieber 1995, section 3.1.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None  # an Axes stands in a figure
    _leave_room(figure)
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    scale = figure.dpi / 72
    centres = ax.transData.transform(list(zip(x, y, strict=True)))
    taken = [Bbox.from_extents(*(c - RADIUS * scale), *(c + RADIUS * scale)) for c in centres]
    inside, dropped = ax.get_window_extent(renderer), []
    for point, name in zip(zip(x, y, strict=True), names, strict=True):
        label = ax.annotate(
            name, point, xytext=(0, 0), textcoords="offset points", fontsize=size, color=INK, zorder=4
        )
        for place in _places():
            label.set(position=(place.x, place.y), ha=place.ha, va=place.va)
            box = label.get_window_extent(renderer).padded(1)
            if _holds(inside, box) and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                _lead(ax, point, place)
                break
        else:
            label.remove()
            dropped.append(name)
    _leave_room(figure, lines=0)
    return dropped


def _leave_room(figure: Figure, *, lines: int = 3) -> None:
    """As many lines as a title and a source line may get: with fewer, points only move apart."""
    figure.suptitle("\n" * lines, fontsize=12.5, linespacing=1.3)
    figure.supxlabel("\n" * lines, fontsize=8)


def _places() -> Iterator[_Place]:
    for ring in RINGS:
        for (across, up), (ha, va) in DIRECTIONS.items():
            far = ring * (0.75 if across and up else 1)
            yield _Place(across * far, up * far, ha, va)


def _holds(outer: Bbox, inner: Bbox) -> bool:
    return bool(
        outer.x0 <= inner.x0 and outer.y0 <= inner.y0 and inner.x1 <= outer.x1 and inner.y1 <= outer.y1
    )


def _lead(ax: Axes, point: tuple[float, float], place: _Place) -> None:
    if max(abs(place.x), abs(place.y)) >= LED:
        line = {"arrowstyle": "-", "color": NEUTRAL, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3}
        ax.annotate(
            "", point, xytext=(place.x, place.y), textcoords="offset points", arrowprops=line, zorder=2
        )
