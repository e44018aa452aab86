"""Exports: what a panel shows as CSV, SVG and PNG, and the lines of code that compute it again."""

from __future__ import annotations

import base64
from collections.abc import Callable
from html import escape
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import save_figure, use_style
from analysis.spreadsheets import guard_formulas
from analysis.tables import replace_file
from analysis.wording import word

FORMS = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png", "py": "text/x-python"}
FOLDER = Path("exports")  # beside the notebook


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write `frame` for spreadsheets: UTF-8 with its mark, formulas disarmed."""
    with replace_file(path) as temporary:
        text = guard_formulas(frame).to_csv(index=False, lineterminator="\n")
        temporary.write_text(text, encoding="utf-8-sig", newline="\n")
    return path


def write_code(code: str, path: Path) -> Path:
    """Write the lines of code that compute what is shown."""
    path.write_text(code + "\n", encoding="utf-8", newline="\n")
    return path


def write_figure(plot: Callable[[], Axes], path: Path) -> Path:
    """Draw in the house style and write both ``.svg`` and ``.png`` beside `path`; return `path`."""
    with use_style():
        figure = plot().get_figure(root=True)
        assert figure is not None  # an Axes that was drawn has one
        save_figure(figure, path.with_suffix(""))
    return path


def link_file(path: Path) -> str:
    """Write an HTML link that saves the file from any browser, even where the kernel is far away."""
    held = path.read_bytes()
    data = base64.b64encode(held).decode("ascii")
    kind = FORMS[path.suffix.removeprefix(".")]
    said = word("written: {path} ({size} kB)", path=path.as_posix(), size=f"{len(held) / 1000:.1f}")
    return f'<a download="{escape(path.name)}" href="data:{kind};base64,{data}">{escape(said)}</a>'
