"""Executing notebooks in fresh kernels, two side by side, and saving them so that only results move."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from analysis.site.fitting import FORGIVEN, excuse_errors, fit_notebook
from analysis.site.kernels import AsyncSocketedKernelManager
from analysis.tables import replace_file

KERNELS = 2
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CALM = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class NotebookError(RuntimeError):
    """A notebook that failed or holds what nobody should publish, with its file, cell and reason."""


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook, in the current format (nbformat 4.5)."""
    if not path.is_file():
        raise NotebookError(f"{path}: no such notebook")
    return nbformat.read(path, as_version=4)


def execute_notebooks(
    paths: Sequence[Path],
    *,
    kernels: int = KERNELS,
    environment: Mapping[str, str] | None = None,
    lacking: Mapping[str, str] | None = None,
    on_done: Callable[[Path, float], None] = lambda path, seconds: None,
) -> dict[Path, NotebookNode]:
    """Execute copies of `paths` in fresh kernels and return them by path; the files stay as they are.

    Parameters
    ----------
    kernels
        How many run side by side.
    environment
        Variables for the kernels, beside those of this process.
    lacking
        What the study lacks (`analysis.needs.find_lacking`): cells that need it give way to what is said
        there, and what cannot be measured is said, too. None for a study of which all must be shown.
    on_done
        Called with the path and its seconds as each notebook ends.

    Raises
    ------
    NotebookError
        When a cell fails or writes to stderr; the message names the file and the cell.
    """
    for path in paths:
        read_notebook(path)
    variables = {**os.environ, **CALM, **(environment or {})}
    queue = sorted(paths, key=_stored_size, reverse=True)  # long ones first: none is left to run alone

    async def run() -> list[NotebookNode | BaseException]:
        seats = asyncio.Semaphore(kernels)

        async def one(path: Path) -> NotebookNode:
            async with seats:
                start = time.perf_counter()
                notebook = await _execute(path, variables, lacking)
                on_done(path, time.perf_counter() - start)
                return notebook

        return await asyncio.gather(*map(one, queue), return_exceptions=True)

    with ThreadPoolExecutor(1) as pool:  # the caller may run an event loop of its own, as Jupyter does
        results = pool.submit(asyncio.run, run()).result()
    failed = [result for result in results if isinstance(result, BaseException)]
    if other := [error for error in failed if not isinstance(error, NotebookError)]:
        raise other[0]
    if failed:
        raise NotebookError("\n\n".join(map(str, failed)))
    done = dict(zip(queue, results, strict=True))
    return {path: done[path] for path in paths}  # type: ignore[misc]


def _stored_size(path: Path) -> int:
    """What a notebook showed when it was last saved tells how long it runs."""
    return path.stat().st_size


async def _execute(
    path: Path, environment: Mapping[str, str], lacking: Mapping[str, str] | None
) -> NotebookNode:
    notebook = read_notebook(path)
    if lacking is not None:
        notebook = fit_notebook(notebook, lacking)
    failed: list[int] = []
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name=KERNEL["name"],
        record_timing=False,
        coalesce_streams=True,
        allow_error_names=[] if lacking is None else [*FORGIVEN, "NameError"],
        shutdown_kernel="immediate",  # a polite end takes half a second, with nothing to save
        on_cell_error=lambda cell, cell_index, execute_reply: failed.append(cell_index + 1),
        resources={"metadata": {"path": str(path.resolve().parent)}},
        kernel_manager_class=AsyncSocketedKernelManager,
    )
    try:
        await client.async_execute(env=environment)
    except CellExecutionError as error:
        cell = f"cell {failed[-1]}: " if failed else ""
        raise NotebookError(f"{path}: {cell}{_last_lines(str(error))}") from None
    if lacking is not None:
        notebook = excuse_errors(notebook)
    return check_outputs(clean_notebook(notebook), source=str(path))


def _last_lines(trace: str, *, lines: int = 12) -> str:
    return "\n".join(ANSI.sub("", trace).strip().splitlines()[-lines:])


def clean_notebook(notebook: NotebookNode) -> NotebookNode:
    """Return `notebook` with only what belongs in a golden file: sources, outputs, tags and stable ids.

    Examples
    --------
    >>> cell = nbformat.v4.new_code_cell("1", metadata={"scrolled": True, "tags": ["slow"]})
    >>> clean_notebook(nbformat.v4.new_notebook(cells=[cell])).cells[0].metadata
    {'tags': ['slow']}
    """
    cells: list[NotebookNode] = []
    seen: set[str] = set()
    for cell in notebook.cells:
        kept = {key: value for key, value in cell.metadata.items() if key in ("tags", "diptych")}
        cell = NotebookNode({**cell, "metadata": NotebookNode(kept)})
        if not cell.get("id") or cell.id in seen:
            cell["id"] = _stable_id(cell.source, seen)
        seen.add(cell.id)
        cells.append(cell)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    extra = {"diptych": notebook.metadata.diptych} if "diptych" in notebook.metadata else {}
    return nbformat.from_dict(
        {"cells": cells, "metadata": {**extra, **metadata}, "nbformat": 4, "nbformat_minor": 5}
    )


def _stable_id(source: str, taken: set[str]) -> str:
    number = 0
    while (name := hashlib.sha256(f"{number}\n{source}".encode()).hexdigest()[:8]) in taken:
        number += 1
    return name


def check_outputs(notebook: NotebookNode, *, source: str) -> NotebookNode:
    """Return `notebook`, or refuse it for a stored error or a message on stderr.

    Raises
    ------
    NotebookError
        Naming `source`, the cell's number (from 1) and what it says.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise NotebookError(
                    f"{source}: cell {number} holds an error: {output.ename}: {output.evalue}"
                )
            if output.output_type == "stream" and output.name == "stderr":
                said = output.text.strip()[:300]
                raise NotebookError(f"{source}: cell {number} writes to stderr, mend the cause: {said}")
    return notebook


def save_notebook(notebook: NotebookNode, path: Path) -> bool:
    """Write `notebook` to `path`, whole or not at all, where it differs from the file; say whether it did."""
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    with replace_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return True
