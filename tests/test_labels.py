"""Labels of points: beside their point, on nothing else, and dropped rather than drawn over another."""

import numpy as np
import pytest
from matplotlib.transforms import Bbox

from analysis.figures import find_cut_texts, find_overlaps, new_axes, use_style
from analysis.labels import RADIUS, label_points


@pytest.fixture
def ax():
    with use_style():
        ax = new_axes(height=4)
        ax.set_xlim(0, 1)
        ax.set_ylim(0, 1)
        yield ax


def test_labels_touch_neither_points_nor_each_other(ax):
    rng = np.random.default_rng(3)
    x, y = rng.random(14).tolist(), rng.random(14).tolist()
    names = [f"concept {number}" for number in range(14)]
    assert label_points(ax, x, y, names) == []
    assert find_overlaps(ax.figure) == [] and find_cut_texts(ax.figure) == []
    own = RADIUS * ax.figure.dpi / 72 - 1
    centres = ax.transData.transform(np.column_stack([x, y]))
    points = [Bbox.from_extents(*(centre - own), *(centre + own)) for centre in centres]
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    assert len(boxes) == 14
    assert not any(box.overlaps(point) for box in boxes for point in points)


def test_alone_a_label_stands_right_of_its_point(ax):
    label_points(ax, [0.5], [0.5], ["alone"])
    assert (ax.texts[0].get_ha(), ax.texts[0].get_position()) == ("left", (6, 0))


def test_what_has_no_room_is_named_not_drawn(ax):
    names = [f"a long name that fills a line, number {number}" for number in range(60)]
    dropped = label_points(ax, [0.5] * 60, [0.5] * 60, names)
    drawn = [text.get_text() for text in ax.texts if text.get_text()]
    assert dropped and sorted(drawn + dropped) == sorted(names)
    assert find_overlaps(ax.figure) == []
