"""Showing: what a notebook cell puts before its reader, in forms that nbval can hold.

Tables are plain HTML (the exported site makes them sort and search); figures carry alt text, their data in
a collapsed table, and a name by which the site finds their SVG in both languages. Each output's metadata
``diptych`` says what it was made of, so that the site can say it in Chinese and lead back to the code.
"""

from __future__ import annotations

import html
import math
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML, Image, Markdown, display
from matplotlib.axes import Axes

from analysis.figures import WIDTH, check_texts, label_source, label_title, save_figure, use_style
from analysis.invisible import INVISIBLE, mark_invisible
from analysis.phrasing import choose_text, list_fields, name_fields
from analysis.spreadsheets import guard_formulas
from analysis.wording import LANGUAGES, use_language, word

PIXELS_PER_INCH = 100
ACTIVE = re.compile(r"<(?=[A-Za-z/!?])|\]\(")  # what begins HTML, and what makes a Markdown link of words
PLACES = 12  # of a number kept for translation: more than any page shows, fewer than machines differ in


class LackingError(LookupError):
    """A sentence for which the study gives no number; the message names what is not there."""


def show_text(text: str, *, own: str = "", **values: object) -> None:
    """Show Markdown whose numbers come from `values`, so that nbval compares them.

    `text` is an English key of ``wording.csv``; its fields are filled as `str.format` does, those of the
    study's names (`analysis.phrasing.name_fields`) without being given. Under `own` a study may say it in
    its own words, with any of `values`.
    """
    _show_words("text", text, choose_text(own, "text", text), values)


def show_finding(text: str, *, figure: str, **values: object) -> None:
    """Show one sentence with numbers that also stands on the front page, beside the named figure.

    `text` is what every study can say; the study's own words go before it, with any of `values`.
    """
    _show_words("finding", text, choose_text(figure, "finding", text), values, figure=figure)


def show_remark(name: str) -> None:
    """Show what only this study says at this place; nothing where it has no word of its own under `name`."""
    remark = choose_text(name, "remark")
    if remark:
        _show_words("text", remark, remark, {})


def _show_words(kind: str, written: str, text: str, values: Mapping[str, object], **more: str) -> None:
    used = _fill_fields(text, values)
    about = {"kind": kind, "text": text, "values": _plain(used), **more}
    about |= {"written": written} if written != text else {}
    display(Markdown(text.format(**_disarm(used)) if used else text), metadata={"diptych": about})


def show_table(
    frame: pd.DataFrame,
    *,
    caption: str,
    digits: int = 3,
    rows: int | None = None,
    values: Mapping[str, object] | None = None,
) -> None:
    """Show `frame` as an HTML table with a caption; floats rounded for display only, text escaped.

    `caption` is an English key of ``wording.csv``, with fields filled from `values` and the study's names.
    """
    values = _fill_fields(caption, values or {})
    shown = frame if rows is None else frame.head(rows)
    display(
        HTML(_table(shown, caption.format(**values) if values else caption, digits)),
        metadata={"diptych": {"kind": "table", "text": caption, "values": _plain(values)}},
    )


def show_figure(
    name: str,
    plot: Callable[..., Axes],
    frame: pd.DataFrame,
    *,
    title: str,
    alt: str,
    source: str,
    values: Mapping[str, object] | None = None,
    digits: int = 3,
    **options: object,
) -> None:
    """Draw ``plot(frame, **options)`` in each language, save it and its data under figures/, show both.

    Parameters
    ----------
    name
        File name without suffix; the Chinese figure is ``<name>.zh``.
    title, alt, source
        The claim, the description for those who cannot see, and the source line: English keys of
        ``wording.csv``, with fields filled from `values` and the study's names. The study's own words go
        before them.

    Raises
    ------
    FigureError
        When texts overlap or run out of the figure, in either language.
    """
    written = {"title": title, "alt": alt, "source": source}
    said = {part: choose_text(name, part, text) for part, text in written.items()}
    title, alt, source = said["title"], said["alt"], said["source"]
    values = _fill_fields(title + alt + source, values or {})
    figures_folder().mkdir(parents=True, exist_ok=True)
    path = figures_folder() / f"{name}.csv"
    guard_formulas(frame).to_csv(path, index=False, lineterminator="\n", float_format="%.6g")
    pngs = {
        language: _draw(name, plot, frame, language, title, source, values, options) for language in LANGUAGES
    }
    described = {"kind": "figure", "figure": name, **said}
    display(
        Image(
            data=pngs["en"].read_bytes(),
            format="png",
            alt=alt.format(**values) if values else alt,
            width=round(WIDTH * PIXELS_PER_INCH),
        ),
        metadata={"diptych": {**described, "values": _plain(values)}},
    )
    data = _table(frame, "", digits)
    display(
        HTML(f"<details class='diptych-data'><summary>Data of this figure</summary>{data}</details>"),
        metadata={"diptych": {"kind": "data", "figure": name}},
    )


def _draw(
    name: str,
    plot: Callable[..., Axes],
    frame: pd.DataFrame,
    language: str,
    title: str,
    source: str,
    values: Mapping[str, object],
    options: Mapping[str, object],
) -> Path:
    suffix = "" if language == LANGUAGES[0] else f".{language}"
    with use_language(language), use_style():
        figure = plot(frame, **options).get_figure(root=True)
        assert figure is not None  # an Axes that was drawn has one
        label_title(figure, word(title, **values))
        label_source(figure, word(source, **values))
        check_texts(figure, name=f"{name}{suffix}")
        return save_figure(figure, figures_folder() / f"{name}{suffix}")[1]


def figures_folder() -> Path:
    """Return where figures go: the environment's DIPTYCH_FIGURES, else figures/ beside the notebooks."""
    return Path(os.environ.get("DIPTYCH_FIGURES", "../figures"))


def _disarm(values: Mapping[str, object]) -> dict[str, object]:
    """Return `values` with texts in which no HTML and no Markdown image or link stands any more."""
    return {name: _disarm_text(value) if isinstance(value, str) else value for name, value in values.items()}


def _disarm_text(text: str) -> str:
    plain = ACTIVE.sub(lambda match: "&lt;" if match[0] == "<" else "]\\(", text)
    return mark_invisible(plain, pattern=INVISIBLE)


def _fill_fields(text: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values that `text` has fields for, the study's names among them."""
    known = {**name_fields(text), **values}
    unknown = [field for field in list_fields(text) if field not in known]
    if unknown:
        raise LackingError(f"there is no {', no '.join(unknown)} to tell of")
    return {field: known[field] for field in list_fields(text)}


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: object) -> object:
    """Return `value` as JSON holds it: numbers as numbers of twelve digits, all else as text."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return float(f"{value:.{PLACES}g}") if math.isfinite(value) else str(value)  # JSON has no NaN
    return value if isinstance(value, bool | int | str) else str(value)


def _table(frame: pd.DataFrame, caption: str, digits: int) -> str:
    body = frame.to_html(
        index=False,
        border=0,
        escape=True,
        na_rep="–",
        classes="diptych",
        float_format=lambda x: f"{x:.{digits}f}",
    )
    body = mark_invisible(body, pattern=INVISIBLE)
    if not caption:
        return body
    head, rest = body.split(">", 1)
    return f"{head}><caption>{html.escape(caption)}</caption>{rest}"
