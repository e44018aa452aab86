"""Executing notebooks: fresh kernels, bytes that stay, errors that name their cell."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from analysis.site import golden
from analysis.site.execute import (
    NotebookError,
    check_outputs,
    clean_notebook,
    execute_notebooks,
    read_notebook,
)


def write(path, *sources, **metadata):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


def test_execution_is_saved_and_repeats_to_the_byte(tmp_path, capsys):
    show = "from IPython.display import *\ndisplay(Markdown('x'), metadata={'diptych': {'a': 1}})"
    path = write(tmp_path / "01_a.ipynb", "import os\nprint(os.environ['PYTHONHASHSEED'])", show, "1 + 1")
    golden.main([str(path)])
    first = path.read_bytes()
    cells = read_notebook(path).cells
    assert cells[0].outputs[0].text == "0\n"
    assert cells[1].outputs[0].metadata.diptych == {"a": 1}
    assert cells[2].outputs[0].data["text/plain"] == "2"
    assert b"execution" not in first.replace(b"execution_count", b"")
    golden.main([str(path)])
    assert path.read_bytes() == first
    assert "changed: none" in capsys.readouterr().out


def test_failure_names_file_and_cell_and_leaves_the_file(tmp_path):
    good = write(tmp_path / "01_good.ipynb", "open('trace', 'w').close()")
    bad = write(tmp_path / "02_bad.ipynb", "fine = 1", "fine / 0")
    before = bad.read_bytes()
    with pytest.raises(SystemExit, match=r"02_bad\.ipynb: cell 2: (.|\n)*ZeroDivisionError"):
        golden.main([str(good), str(bad)])
    assert bad.read_bytes() == before
    assert (tmp_path / "trace").exists()  # a notebook runs where it stands


def test_environment_reaches_the_kernel_and_the_file_stays(tmp_path):
    path = write(tmp_path / "01_a.ipynb", "import os\nprint(os.environ['DIPTYCH_STUDY'])")
    before = path.read_bytes()
    seconds = {}
    done = execute_notebooks([path], environment={"DIPTYCH_STUDY": "mine"}, on_done=seconds.__setitem__)
    assert done[path].cells[0].outputs[0].text == "mine\n"
    assert list(seconds) == [path] and seconds[path] > 0
    assert path.read_bytes() == before


def test_missing_notebook_is_named(tmp_path):
    with pytest.raises(NotebookError, match=r"none\.ipynb: no such notebook"):
        execute_notebooks([tmp_path / "none.ipynb"])


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (
            nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[]),
            r"a\.ipynb: cell 1 holds an error: KeyError: 'x'",
        ),
        (
            nbformat.v4.new_output("stream", name="stderr", text="a warning"),
            r"a\.ipynb: cell 1 writes to stderr, mend the cause: a warning",
        ),
    ],
)
def test_stored_errors_are_refused(output, message):
    cell = nbformat.v4.new_code_cell("x", outputs=[output])
    with pytest.raises(NotebookError, match=message):
        check_outputs(nbformat.v4.new_notebook(cells=[cell]), source="a.ipynb")


def test_cleaning_keeps_ids_and_makes_missing_or_double_ones_from_the_source():
    cells = [nbformat.v4.new_code_cell("same", id=name) for name in ("kept", "double", "double")]
    cells += [nbformat.from_dict({"cell_type": "code", "source": "same", "metadata": {}, "outputs": []})]
    notebook = nbformat.from_dict({"cells": cells, "metadata": {"language_info": {"version": "3.11.7"}}})
    ids = [cell.id for cell in clean_notebook(notebook).cells]
    assert ids[:2] == ["kept", "double"]
    assert len(set(ids)) == 4
    assert ids == [cell.id for cell in clean_notebook(notebook).cells]
    assert clean_notebook(notebook).metadata.language_info == {"name": "python"}


def test_an_event_loop_of_the_caller_is_no_hindrance(tmp_path):
    path = write(tmp_path / "01_a.ipynb", "1 + 1")

    async def call():
        return execute_notebooks([path])

    with ThreadPoolExecutor(1) as pool:  # this thread may have a browser's loop
        done = pool.submit(asyncio.run, call()).result()
    assert done[path].cells[0].outputs[0].data["text/plain"] == "2"
