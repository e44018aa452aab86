"""The shipped example, built and reported from its texts alone: other sides, other names, other colours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.checks import check_contracts, check_rebuilt
from analysis.cli import app
from analysis.opening import open_study
from analysis.studies import read_study

OWN = ("study.toml", "codebook", "texts")
SHIPPED_SIDES = re.compile(r"United States|美国|White House|#0b6e99|#c77700", re.IGNORECASE)


@pytest.fixture(scope="module")
def example(root) -> Path:
    return root / "examples" / "chip-controls"


@pytest.fixture(scope="module")
def site(example, tmp_path_factory) -> Path:
    """The report of a copy without tables, made by the two commands that a newcomer gives."""
    study = tmp_path_factory.mktemp("own") / "chip-controls"
    study.mkdir()
    for name in OWN:
        copy = shutil.copytree if (example / name).is_dir() else shutil.copy
        copy(example / name, study / name)
    for command in ("build", "report"):
        done = CliRunner().invoke(app, [command, str(study)])
        assert done.exit_code == 0, done.output
    return study / "report"


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def test_example_has_articles_in_three_scripts_and_both_sides_speak(example):
    study = open_study(example)
    assert study.articles["script"].value_counts().to_dict() == {"Latn": 6, "Hans": 4, "Hant": 3}
    assert study.ids == ("EU", "CN")
    assert set(study.ids) <= set(study.sentences["about"]) & set(study.sentences["voice_side"])
    assert set(study.sentences["voice_side"]) <= set(study.study.about_values)


def test_example_keeps_its_contracts(example):
    assert check_contracts(example) == []


def test_the_tables_of_the_example_follow_from_its_texts(example):
    study = read_study(example)
    assert study.texts is not None
    assert check_rebuilt(study, study.texts) == []


@pytest.mark.slow
def test_report_speaks_of_its_own_sides_in_both_languages(site):
    front = read(site, "index.html")
    for word in ("Chip controls", "芯片管制", "the European Union", "欧盟", "export controls on chips"):
        assert word in front
    pages = [path for path in site.glob("[0-9]*.html") if not path.name.startswith("08")]
    assert len(pages) == 7
    assert [
        path.name for path in [*pages, site / "index.html"] if SHIPPED_SIDES.search(read(site, path.name))
    ] == []


@pytest.mark.slow
def test_report_draws_its_own_colours(site):
    figure = read(site, "figures/frames.svg").lower()
    assert "#7b3294" in figure and "#1b7837" in figure
    assert [path.name for path in site.glob("figures/*.svg") if SHIPPED_SIDES.search(path.read_text())] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("03_frames.html", "This study has no double coding by people"),
        ("03_frames.html", "This study has no second study beside it"),
        ("06_translation.html", "there are no people's codes to set them against"),
        ("07_claims.html", "This study declares no claims"),
    ],
)
def test_report_says_what_the_study_lacks(site, page, said):
    assert said in read(site, page)
    assert read(site, page).count(said) == 1


@pytest.mark.slow
def test_report_makes_its_findings_by_rule(site):
    front = read(site, "index.html")
    for said in (
        "articles hold",
        "The concept that sets the sides apart most is",
        "sets the sides apart most",
    ):
        assert said in front
    assert "nan" not in re.sub(r"<[^>]+>", " ", front).lower().split()


@pytest.mark.slow
def test_a_study_that_can_compare_nothing_still_gets_a_report(tmp_path):
    study = tmp_path / "garden"
    assert CliRunner().invoke(app, ["new", str(study), "--sides", "eu", "jp"]).exit_code == 0
    text = "Roses grow in spring. The European Union announced on 3 May 2024 that it will water them."
    (study / "texts" / "one.txt").write_text(text, encoding="utf-8")
    for command in ("build", "report"):
        done = CliRunner().invoke(app, [command, str(study)])
        assert done.exit_code == 0, done.output
    frames = read(study / "report", "03_frames.html")
    assert "Nothing is compared here: no sentence of this study is about one of its two sides." in frames
    assert "Not shown for this study: no sentence carries two " in frames
