"""A notebook as it speaks of one study: what is left out, what is said instead, what stays an error."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.needs import NEEDS
from analysis.phrasing import list_fields
from analysis.site.fitting import excuse_errors, fit_notebook, list_needs
from analysis.wording import read_wording

LACKING = {"coders": "No coders.", "claims": "No claims."}


def cell(id: str, *tags: str):
    return new_code_cell(f"{id} = 1", id=id, metadata={"tags": list(tags)})


def heading(id: str, text: str):
    return new_markdown_cell(text, id=id)


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ([cell("a"), cell("b", "slow")], ["a = 1", "b = 1"]),
        ([cell("a", "needs:coders"), cell("b", "needs:coders")], ["No coders."]),
        ([cell("a", "needs:coders", "needs:claims"), cell("b", "needs:sides")], ["No coders.", "b = 1"]),
        (
            [heading("h", "## One"), cell("a", "needs:claims"), heading("i", "## Two"),
             cell("b", "needs:claims")],
            ["## One", "No claims."],
        ),
        (
            [heading("h", "## One"), cell("a", "needs:claims"), heading("i", "## Two\nprose"),
             cell("b", "needs:claims"), heading("j", "## Three"), cell("c")],
            ["## One", "No claims.", "## Two\nprose", "No claims.", "## Three", "c = 1"],
        ),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said_once_a_section(cells, kept):
    fitted = fit_notebook(new_notebook(cells=cells), LACKING)
    assert [one.source for one in fitted.cells] == kept
    nbformat.validate(fitted)


def error(id: str, source: str, name: str, value: str):
    output = new_output("error", ename=name, evalue=value, traceback=[])
    return new_code_cell(source, id=id, outputs=[output])


def test_what_cannot_be_measured_is_said_with_all_that_hangs_on_it():
    cells = [
        error("a", "x = measure()", "SampleError", "an empty side has no share"),
        error("b", "y = x + 1", "NameError", "name 'x' is not defined"),
        error("c", "show(y)", "NameError", "name 'y' is not defined"),
    ]
    excused = excuse_errors(new_notebook(cells=cells)).cells
    said = excused[0].outputs[0]
    assert said.data["text/markdown"] == "Not shown for this study: an empty side has no share"
    assert [one.outputs for one in excused[1:]] == [[], []]


@pytest.mark.parametrize(
    ("name", "value"), [("NameError", "name 'x' is not defined"), ("ValueError", "boom"), ("KeyError", "x")]
)
def test_other_errors_stay_errors(name, value):
    kept = excuse_errors(new_notebook(cells=[error("a", "y = x", name, value)])).cells[0]
    assert kept.outputs[0].output_type == "error"


def test_every_need_has_words_in_both_languages_and_every_tag_is_a_need(root):
    assert [need.lacking for need in NEEDS.values() if need.lacking not in read_wording()] == []
    assert [need.lacking for need in NEEDS.values() if list_fields(need.lacking)] == []
    tagged = {
        need
        for path in sorted((root / "notebooks").glob("[0-9]*_*.ipynb"))
        for one in nbformat.read(path, as_version=4).cells
        for need in list_needs(one)
    }
    assert tagged <= NEEDS.keys()
    assert NEEDS.keys() - tagged == set()
