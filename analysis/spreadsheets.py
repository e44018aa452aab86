"""Spreadsheets: text in CSV files that no spreadsheet takes for a formula.

A cell that begins with one of ``= + - @`` or a tab is run by Excel, LibreOffice and others when the file is
opened (OWASP, CSV Injection). An apostrophe before it makes it text; reading takes the apostrophe away again.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

FORMULA = r"'*[=+\-@\t\r\n＝＋－＠]"
GUARD = "'"


def guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with an apostrophe before every text that a spreadsheet would run.

    Examples
    --------
    >>> guard_formulas(pd.DataFrame({"n": [-1], "text": ["=HYPERLINK(1)"]})).to_dict("list")
    {'n': [-1], 'text': ["'=HYPERLINK(1)"]}
    """
    return _edit(frame, FORMULA, lambda values: GUARD + values)


def free_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` as it was before `guard_formulas`.

    Examples
    --------
    >>> free_formulas(guard_formulas(pd.DataFrame({"text": ["'=1", "=1", "'tis"]})))["text"].tolist()
    ["'=1", '=1', "'tis"]
    """
    return _edit(frame, GUARD + FORMULA, lambda values: values.str[1:])


def _edit(frame: pd.DataFrame, pattern: str, edit: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    edited: dict[str, pd.Series] = {}
    for name, values in frame.items():
        if is_string_dtype(values) or is_object_dtype(values):
            hit = values.str.match(pattern, na=False).astype(bool)
            if hit.any():
                edited[str(name)] = values.where(~hit, edit(values))
    return frame.assign(**edited) if edited else frame
