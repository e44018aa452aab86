"""The report in one call: tracked files stay, one's own study keeps its figures to itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from analysis import cli
from analysis.site import command
from analysis.site.execute import NotebookError
from analysis.site.report import make_report

DRAW = """
import os
from pathlib import Path
import pandas as pd
from analysis.figures import new_axes
from analysis.showing import show_figure, show_text
study = os.environ.get("DIPTYCH_STUDY", "../data/articles")
def plot(frame):
    ax = new_axes(height=2)
    ax.plot(frame["n"])
    return ax
show_text("{name}: {texts}", name=Path(study).name, texts=os.environ.get("DIPTYCH_ARTICLES", "no texts"))
frame, title = pd.DataFrame({"n": [1, 2]}), "sentences"
show_figure("line", plot, frame, title=title, alt="A rising line.", source="sentences")
"""


@pytest.fixture(scope="module")
def project(root, tmp_path_factory) -> Path:
    project = tmp_path_factory.mktemp("project")
    for folder in ("notebooks", "data/articles", "mine"):
        (project / folder).mkdir(parents=True)
    shutil.copy(root / "data/articles/study.toml", project / "data/articles")
    for path in (root / "data/articles").glob("*.*"):
        shutil.copy(path, project / "mine")
    cells = [nbformat.v4.new_markdown_cell("# A line?", id="a"), nbformat.v4.new_code_cell(DRAW, id="b")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), project / "notebooks" / "01_line.ipynb")
    return project


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def reported(project):
    before = snapshot(project / "notebooks")
    front = make_report(out=project / "reports", root=project)
    return before, front


def test_report_leaves_the_notebooks_as_they_are(project, reported):
    before, front = reported
    assert snapshot(project / "notebooks") == before
    assert front == project / "reports" / "index.html"
    assert "articles: no texts" in (project / "reports" / "01_line.html").read_text(encoding="utf-8")


def test_report_draws_figures_gallery_and_method(project, reported):
    names = set(snapshot(project / "figures"))
    assert {Path("line.svg"), Path("line.zh.png"), Path("line.csv"), Path("method.svg")} <= names
    assert "## sentences" in (project / "figures" / "README.md").read_text(encoding="utf-8")
    assert (project / "reports" / "figures" / "line.csv").is_file()


def test_report_on_a_study_of_ones_own_leaves_the_projects_figures(project, reported, tmp_path):
    before = snapshot(project / "figures")
    (tmp_path / "texts").mkdir()
    front = make_report(
        study=project / "mine", articles=tmp_path / "texts", out=tmp_path / "out", root=project
    )
    assert snapshot(project / "figures") == before
    page = (front.parent / "01_line.html").read_text(encoding="utf-8")
    assert f"mine: {tmp_path / 'texts'}" in page
    assert (tmp_path / "out" / "figures" / "line.svg").is_file()


def test_project_without_notebooks_is_refused(tmp_path):
    with pytest.raises(NotebookError, match="no numbered notebook; run from a checkout"):
        make_report(out=tmp_path / "out", root=tmp_path)


def test_command_says_where_the_report_is(monkeypatch, project, tmp_path):
    monkeypatch.setattr(command, "make_report", lambda **options: options["out"] / "index.html")
    done = CliRunner().invoke(cli.app, ["report", "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert done.stdout.strip() == f"The report: {tmp_path / 'index.html'}"


def test_command_fails_with_one_message(monkeypatch, tmp_path):
    def fail(**options):
        raise NotebookError("01_a.ipynb: cell 3: boom")

    monkeypatch.setattr(command, "make_report", fail)
    done = CliRunner().invoke(cli.app, ["report", "--out", str(tmp_path)])
    assert done.exit_code == 1
    assert "01_a.ipynb: cell 3: boom" in done.output
    assert "Traceback" not in done.output
