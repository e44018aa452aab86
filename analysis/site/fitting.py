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
LACKS = "-lacks"  # of the id of a cell that says what is lacking
NOT_SHOWN = "Not shown for this study: {reason}"


def fit_notebook(notebook: NotebookNode, lacking: Mapping[str, str]) -> NotebookNode:
    """Return `notebook` without the cells whose tags name what is lacking; each section says so once.

    A section that has nothing else to say is left out where all that it lacks has been said before.

    Parameters
    ----------
    lacking
        What `analysis.needs.find_lacking` returns.
    """
    cells: list[NotebookNode] = []
    said: set[str] = set()
    for cell in notebook.cells:
        if is_heading(cell):
            said = set()
        unmet = [need for need in list_needs(cell) if need in lacking]
        if not unmet:
            cells.append(cell)
        elif unmet[0] not in said:
            said.add(unmet[0])
            cells.append(nbformat.v4.new_markdown_cell(lacking[unmet[0]], id=f"{cell.id}{LACKS}"))
    return nbformat.from_dict({**notebook, "cells": _drop_bare_sections(cells)})


def _drop_bare_sections(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Leave out of sections that only say what is lacking what was said before; if nothing is left, all."""
    starts = [place for place, cell in enumerate(cells) if is_heading(cell)]
    kept = cells[: starts[0]] if starts else list(cells)
    said: set[str] = set()
    for start, stop in zip(starts, [*starts[1:], len(cells)], strict=False):
        heading, *rest = cells[start:stop]
        if rest and "\n" not in heading.source and all(_says_lack(cell) for cell in rest):
            rest = [cell for cell in rest if cell.source not in said]
            kept += [heading, *rest] if rest else []
        else:
            kept += [heading, *rest]
        said |= {cell.source for cell in rest if _says_lack(cell)}
    return kept


def _says_lack(cell: NotebookNode) -> bool:
    return cell.id.endswith(LACKS)


def is_heading(cell: NotebookNode) -> bool:
    """Whether a section begins with `cell`."""
    return cell.cell_type == "markdown" and cell.source.lstrip().startswith("#")


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
