"""Fitting: a notebook as it speaks of one study, what that study lacks left out and said in its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from analysis.needs import PREFIX

FORGIVEN = (  # what a measure says when a study is too small or too bare for it
    "SampleError", "CountError", "AgreementError", "MultiverseError", "FigureError", "StudyError",
    "TableError", "LackingError", "LookupError",
)  # fmt: skip
UNDEFINED = re.compile(r"name '(\w+)' is not defined")
NOT_SHOWN = "Not shown for this study: {reason}"


def fit_notebook(notebook: NotebookNode, lacking: Mapping[str, str]) -> NotebookNode:
    """Return `notebook` without the cells whose tags name what is lacking; each section says so once.

    Parameters
    ----------
    lacking
        What `analysis.needs.find_lacking` returns.
    """
    cells: list[NotebookNode] = []
    said: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.lstrip().startswith("#"):
            said = set()
        unmet = [need for need in list_needs(cell) if need in lacking]
        if not unmet:
            cells.append(cell)
        elif unmet[0] not in said:
            said.add(unmet[0])
            cells.append(nbformat.v4.new_markdown_cell(lacking[unmet[0]], id=f"{cell.id}-lacks"))
    return nbformat.from_dict({**notebook, "cells": cells})


def list_needs(cell: NotebookNode) -> list[str]:
    """Return what the tags of `cell` say that it needs."""
    tags = cell.metadata.get("tags", [])
    return [tag.removeprefix(PREFIX) for tag in tags if tag.startswith(PREFIX)]


def excuse_errors(notebook: NotebookNode) -> NotebookNode:
    """Return `notebook` with plain words in place of what could not be measured; other errors stay.

    A cell that only lacks a name which such a cell would have given is left without output.
    """
    missing: set[str] = set()
    for cell in notebook.cells:
        error = next((o for o in cell.get("outputs", []) if o.output_type == "error"), None)
        if error is None:
            continue
        undefined = UNDEFINED.search(error.evalue)
        if error.ename in FORGIVEN:
            missing |= list_names(cell.source)
            cell.outputs = [_say(error.evalue)]
        elif error.ename == "NameError" and undefined and undefined[1] in missing:
            missing |= list_names(cell.source)
            cell.outputs = []
    return notebook


def list_names(source: str) -> set[str]:
    """Return the names that a cell gives.

    Examples
    --------
    >>> sorted(list_names("a, b = 1, 2"))
    ['a', 'b']
    """
    nodes = ast.walk(ast.parse(source))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _say(reason: str) -> NotebookNode:
    about = {"kind": "text", "text": NOT_SHOWN, "values": {"reason": reason}}
    return nbformat.v4.new_output(
        "display_data",
        data={"text/markdown": NOT_SHOWN.format(reason=reason)},
        metadata={"diptych": about},
    )
