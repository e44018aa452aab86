"""A study of one's own: what `diptych new` writes can be built at once, in any folder, for any two sides."""

from __future__ import annotations

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.folders import find_study, locate_build, shipped_study, use_study
from analysis.layers import read_rows
from analysis.skeletons import write_study
from analysis.studies import StudyError, read_study

TEXT = "The European Commission said that chip controls protect security. Japan called them unfair."


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_new_and_build_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIPTYCH_STUDY", raising=False)
    assert run("new", "my-topic", "--sides", "eu", "日本").exit_code == 0
    (tmp_path / "my-topic/texts/a.txt").write_text(TEXT, encoding="utf-8")
    done = run("build", "my-topic")
    assert done.exit_code == 0, done.output
    sentences = pd.read_csv("my-topic/sentences.csv", keep_default_na=False)
    assert sentences[["about", "voice", "voice_side"]].values.tolist() == [
        ["EU", "eu_gov", "EU"],
        ["JP", "author", "OTHER"],  # an English text is told by nobody of either side
    ]
    assert run("check", "--study", "my-topic").exit_code == 0
    monkeypatch.chdir(tmp_path / "my-topic")
    assert find_study() == tmp_path / "my-topic"


def test_sides_are_found_by_id_name_or_alias_and_else_made(tmp_path):
    write_study(tmp_path / "a", sides=("European Union", "Atlantis"))
    study = read_study(tmp_path / "a")
    assert [(side.id, side.name, side.name_zh) for side in study.sides] == [
        ("EU", "European Union", "欧盟"),
        ("ATLANTIS", "Atlantis", "Atlantis"),
    ]
    actors = read_rows(study.codebook, "actors").set_index("actor")
    assert actors.loc[["eu_gov:kallas", "atlantis", "us_gov"], "side"].tolist() == ["EU", "ATLANTIS", "US"]
    assert (
        len({side.colour for side in study.sides} - {s.colour for s in read_study(shipped_study()).sides})
        == 2
    )


@pytest.mark.parametrize(
    ("sides", "message"),
    [(("eu", "欧盟"), "are one"), (("岛", "eu"), "Latin letters"), ((" ", "eu"), "no name")],
)
def test_sides_that_are_none_are_refused(tmp_path, sides, message):
    with pytest.raises(StudyError, match=message):
        write_study(tmp_path / "a", sides=sides)


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "a.txt").write_text("mine")
    done = run("new", str(tmp_path))
    assert done.exit_code == 2 and "is not empty" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_which_study_is_meant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIPTYCH_STUDY", raising=False)
    assert find_study() == shipped_study()
    write_study(tmp_path / "a", sides=("eu", "jp"))
    monkeypatch.setenv("DIPTYCH_STUDY", str(tmp_path / "a"))
    assert find_study() == tmp_path / "a"
    with use_study(shipped_study()):
        assert find_study() == shipped_study()
    monkeypatch.setenv("DIPTYCH_STUDY", str(tmp_path / "b"))
    with pytest.raises(StudyError, match="no study"):
        find_study()


def test_build_says_what_a_bare_folder_lacks(tmp_path):
    with pytest.raises(StudyError, match="say with --out"):
        locate_build(tmp_path, study=None, out=None)
    write_study(tmp_path / "a", sides=("eu", "jp"))
    (tmp_path / "a" / "texts").rmdir()
    with pytest.raises(StudyError, match="texts are not there"):
        locate_build(tmp_path / "a", study=None, out=None)
