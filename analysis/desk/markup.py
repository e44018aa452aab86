"""Markup: small HTML tables for the desk; every text in them is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from analysis.wording import word


def write_table(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    formats: Mapping[str, str] | None = None,
    caption: str = "",
    kind: str = "",
) -> str:
    """Write the `columns` of `frame` (name → heading) as an HTML table; NaN is a dash.

    Examples
    --------
    >>> write_table(pd.DataFrame({"term": ["<b>"]}), {"term": "term"})[-40:]
    '><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    formats = formats or {}
    head = "".join(f"<th>{escape(label)}</th>" for label in columns.values())
    cells = [[write_value(value, formats.get(name, "")) for value in frame[name]] for name in columns]
    numeric = [pd.api.types.is_numeric_dtype(frame[name]) for name in columns]
    rows = []
    for row in zip(*cells, strict=True):
        shown = (f"<td{' class=n' if n else ''}>{cell}</td>" for cell, n in zip(row, numeric, strict=True))
        rows.append(f"<tr>{''.join(shown)}</tr>")
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f"<table class='desk-table {kind}'>{said}<thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def write_value(value: object, form: str = "") -> str:
    """Write one value, escaped; a form that starts with ``{`` is a format of `str.format`."""
    if isinstance(value, float) and value != value:
        return "–"
    return escape(form.format(value) if form else str(value))


def write_note(*sentences: str) -> str:
    """Write sentences that are true of what is shown, as one paragraph."""
    return f"<p class='desk-note'>{escape(' '.join(filter(None, sentences)))}</p>"


def write_side_by_side(*parts: str) -> str:
    """Put figure and table beside each other where there is room."""
    return f"<div class='desk-row'>{''.join(f'<div>{part}</div>' for part in parts)}</div>"


def name_code(values: Sequence[str]) -> str:
    """Name codes in the current language, joined by a comma."""
    return ", ".join(word(value) for value in values if value)
