"""Spans: many stretches of one text at once, as arrays of where they begin and where they stop."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Points = NDArray[np.uint32]


def read_points(text: str) -> Points:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def fill_spans(size: int, begins: Ints, stops: Ints) -> Bools:
    """Return which of `size` positions lie in one of the spans, which are apart or touch.

    Examples
    --------
    >>> fill_spans(5, np.array([1, 4]), np.array([3, 5])).astype(int).tolist()
    [0, 1, 1, 0, 1]
    """
    steps = np.zeros(size + 1, np.int8)
    steps[begins] = 1
    steps[stops] -= 1
    return np.cumsum(steps, dtype=np.int8)[:-1].view(np.bool_)


def find_runs(inside: Bools) -> tuple[Ints, Ints]:
    """Return where the runs of true values begin and stop.

    Examples
    --------
    >>> [ends.tolist() for ends in find_runs(np.array([True, False, True, True]))]
    [[0, 2], [1, 4]]
    """
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    return edges[::2], edges[1::2]


def read_spans(points: Points, begins: Ints, stops: Ints) -> pa.StringArray:
    """Return the text of each span; they ascend and do not overlap.

    Examples
    --------
    >>> read_spans(read_points("人工 ai"), np.array([0, 3]), np.array([2, 5])).to_pylist()
    ['人工', 'ai']
    """
    used = points[fill_spans(len(points), begins, stops)]
    raw = used.tobytes().decode("utf-32-le", "surrogatepass").encode("utf-8")
    widths = np.ones(len(used), np.int8)
    for least in (0x80, 0x800, 0x10000):
        widths += used >= least
    bytes_before = np.concatenate([[0], np.cumsum(widths, dtype=np.int32)])
    ends = np.concatenate([[0], np.cumsum(stops - begins)])
    offsets = bytes_before[ends].astype(np.int32)
    return pa.StringArray.from_buffers(len(begins), pa.py_buffer(offsets), pa.py_buffer(raw))
