"""Numbers that moved: between notebooks, sites and tables."""

from __future__ import annotations

import copy
import json

import nbformat
import pandas as pd
import pytest
from showcase import make_notebooks
from typer.testing import CliRunner

from analysis.cli import app
from analysis.moves import measure_moves, summarise_moves
from analysis.published import PublishedError, find_published, read_published


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    figures = tmp_path_factory.mktemp("project") / "figures"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIPTYCH_FIGURES", str(figures))
        return make_notebooks(figures), figures


def save(folder, notebooks):
    (folder / "notebooks").mkdir()
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return folder / "notebooks"


def test_published_holds_numbers_tables_and_figures(notebooks):
    rows = list(find_published(notebooks[0], figures=notebooks[1]))
    assert ("01_overview", "**{n}** of {all} sheep. {attack}", "n", "3") in rows
    assert ("01_overview", "Terms: 词7", "n", "12") in rows
    assert ("01_overview", "showcase: US", "share", "0.310") in rows
    (picture,) = [row for row in rows if row[1] == "figure showcase"]
    assert len(picture[3]) == 12


def test_nothing_moves_between_equals(notebooks, tmp_path):
    folder = save(tmp_path, notebooks[0])
    assert measure_moves(read_published(folder), read_published(folder)).empty
    done = CliRunner().invoke(app, ["diff", str(folder), str(folder)])
    assert (done.exit_code, done.output.strip()) == (0, "Nothing moved.")


def test_a_moved_number_is_named_with_its_size(notebooks, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    before = save(old, notebooks[0])
    changed = copy.deepcopy(notebooks[0])
    for cell in changed["01_overview"].cells:
        for output in cell.get("outputs", []):
            about = output.metadata.get("diptych", {})
            if about.get("kind") == "finding":
                about["values"]["n"] = 4
    after = save(new, changed)
    moves = measure_moves(read_published(before), read_published(after))
    assert moves[["place", "field", "old", "new", "how", "difference"]].to_numpy().tolist() == [
        ["01_overview", "n", "3", "4", "moved", 1.0]
    ]
    assert moves["relative"].round(3).tolist() == [0.333]
    done = CliRunner().invoke(app, ["diff", str(before), str(after)])
    assert done.exit_code == 1
    assert "01_overview: 1 values moved, in 1 items" in done.output
    assert "n: 3 → 4 (+1)" in done.output


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"id": ["a", "b"], "n": [1, 2]}, {"id": ["a", "b"], "n": [1, 3]}, [("b", "n", "2", "3", "moved")]),
        ({"id": ["a"], "n": [1]}, {"id": ["a", "c"], "n": [1, 5]}, [("c", "n", "", "5", "added")]),
        ({"id": ["a", "b"], "n": [1, 2]}, {"id": ["a"], "n": [1]}, [("b", "n", "2", "", "removed")]),
        ({"id": ["a"], "w": ["x"]}, {"id": ["a"], "w": ["y"]}, [("a", "w", "x", "y", "moved")]),
        (
            {"id": ["a", "a"], "part": [1, 2], "n": [5, 6]},
            {"id": ["a", "a"], "part": [2, 1], "n": [6, 7]},
            [("a · 1", "n", "5", "7", "moved")],
        ),
    ],
)
def test_tables_are_compared_row_by_row(tmp_path, old, new, expected):
    for name, data in (("old", old), ("new", new)):
        (tmp_path / name).mkdir()
        pd.DataFrame(data).to_csv(tmp_path / name / "table.csv", index=False)
    moves = measure_moves(read_published(tmp_path / "old"), read_published(tmp_path / "new"))
    assert [tuple(row) for row in moves[["item", "field", "old", "new", "how"]].to_numpy()] == expected
    assert summarise_moves(moves)["values"].sum() == len(expected)


def test_a_site_is_read_from_its_numbers(tmp_path):
    rows = [["p", "share", "us", "0.5"]]
    (tmp_path / "numbers.json").write_text(json.dumps(rows), encoding="utf-8")
    assert read_published(tmp_path).to_numpy().tolist() == rows


def test_a_path_with_nothing_published_is_refused(tmp_path):
    with pytest.raises(PublishedError, match="neither a site, nor executed notebooks, nor tables"):
        read_published(tmp_path)
    done = CliRunner().invoke(app, ["diff", str(tmp_path), str(tmp_path)])
    assert done.exit_code == 2
