"""Slices: the articles of one file from one number up to another, so that a large file is read in parts."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Slice(NamedTuple):
    """The articles of one file from number `first` up to `stop`."""

    path: Path
    first: int = 0
    stop: int | None = None
