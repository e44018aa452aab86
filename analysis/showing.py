"""Showing: what a notebook cell puts before its reader, in forms that nbval can hold.

Tables are plain HTML (the exported site makes them sort and search); figures carry alt text, their data in
a collapsed table, and a name by which the site finds their SVG in both languages.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Image, Markdown, display
from matplotlib.axes import Axes

from analysis.figures import label_source, save_figure, use_style
from analysis.wording import LANGUAGES, use_language, word

FIGURES = Path("../figures")


def show_text(text: str, **values: object) -> None:
    """Show Markdown whose numbers come from `values`, so that nbval compares them."""
    display(Markdown(text.format(**values)), metadata={"diptych": {"text": text}})


def show_table(frame: pd.DataFrame, *, caption: str, digits: int = 3, rows: int | None = None) -> None:
    """Show `frame` as an HTML table with a caption; floats rounded for display only, text escaped."""
    display(HTML(_table(frame if rows is None else frame.head(rows), caption, digits)))


def show_figure(
    name: str,
    plot: Callable[..., Axes],
    frame: pd.DataFrame,
    *,
    title: str,
    alt: str,
    source: str,
    values: dict[str, object] | None = None,
    digits: int = 3,
    **options: object,
) -> None:
    """Draw ``plot(frame, **options)`` in each language, save it under figures/, show it with its data.

    Parameters
    ----------
    name
        File name without suffix; the Chinese figure is ``<name>.zh``.
    title, alt, source
        The claim, the description for those who cannot see, and the source line: English keys of
        ``wording.csv``, with fields filled from `values`.
    """
    values = values or {}
    for language in LANGUAGES:
        with use_language(language), use_style():
            axes = plot(frame, **options)
            axes.figure.suptitle(word(title, **values), x=0.01, ha="left", fontsize=12.5, fontweight="bold")
            label_source(axes.figure, word(source, **values))
            suffix = "" if language == "en" else f".{language}"
            _, png = save_figure(axes.figure, FIGURES / f"{name}{suffix}")
        if language == "en":
            shown = png
    description = alt.format(**values)
    display(
        Image(data=shown.read_bytes(), format="png", alt=description, width=760),
        metadata={"diptych": {"figure": name, "alt": alt, "values": {k: str(v) for k, v in values.items()}}},
    )
    data = _table(frame, "", digits)
    display(HTML(f"<details class='diptych-data'><summary>Data of this figure</summary>{data}</details>"))


def _table(frame: pd.DataFrame, caption: str, digits: int) -> str:
    body = frame.to_html(
        index=False,
        border=0,
        escape=True,
        na_rep="–",
        classes="diptych",
        float_format=lambda x: f"{x:.{digits}f}",
    )
    if not caption:
        return body
    head, rest = body.split(">", 1)
    return f"{head}><caption>{html.escape(caption)}</caption>{rest}"
