"""A study's own words: they go before those made by rule, in both languages, and fill what is computed."""

from __future__ import annotations

import ast
import tomllib

import nbformat
import pytest

from analysis.folders import shipped_study, use_study
from analysis.phrasing import choose_text, name_fields
from analysis.skeletons import write_study
from analysis.studies import StudyError
from analysis.wording import use_language, word

OWN = """
[frames.title]
en = "{n} ferries of {side1}"
zh = "{side1}的 {n} 艘渡轮"
"""


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "ports"
    write_study(folder, sides=("eu", "jp"))
    return folder


def test_own_words_replace_those_made_by_rule(own):
    (own / "texts.toml").write_text(OWN, encoding="utf-8")
    with use_study(own):
        text = choose_text("frames", "title", "by rule")
        assert text == "{n} ferries of {side1}"
        assert choose_text("frames", "alt", "by rule") == "by rule"
        assert name_fields(text) == {"side1": "European Union"}
        with use_language("zh"):
            assert word(text, n=3, **name_fields(text)) == "欧盟的 3 艘渡轮"
    with use_study(shipped_study()):
        assert name_fields("{side1} {study}") == {"side1": "the United States", "study": "Five articles"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a.titel]\nen = "x"\nzh = "x"', "titel.*title"),
        ('[a.title]\nen = "x"', "needs en and zh"),
        ('[a.title]\nen = "{n}"\nzh = "x"', "same fields"),
        ("[a.title", "Expected"),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_name(own, text, message):
    (own / "texts.toml").write_text(text, encoding="utf-8")
    with use_study(own), pytest.raises(StudyError, match=rf"(?s)texts.toml: .*{message}"):
        choose_text("a", "title")


def test_skeleton_texts_are_all_comments(own):
    assert tomllib.loads((own / "texts.toml").read_text(encoding="utf-8")) == {}


def test_every_own_word_of_the_shipped_study_has_its_place_in_a_notebook(root):
    places: set[tuple[str, str]] = set()
    for path in sorted((root / "notebooks").glob("[0-9]*_*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                places |= {place for node in ast.walk(ast.parse(cell.source)) for place in name_places(node)}
    told = tomllib.loads((shipped_study() / "texts.toml").read_text(encoding="utf-8"))
    assert {(name, part) for name, parts in told.items() for part in parts} - places == set()


def name_places(node: ast.AST) -> set[tuple[str, str]]:
    """The names and parts under which a call may say what only one study says."""
    if not isinstance(node, ast.Call):
        return set()
    named = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
    first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
    match ast.unparse(node.func).rsplit(".", 1)[-1]:
        case "show_remark":
            return {(first, "remark")}
        case "show_text":
            return {(named.get("own", ""), "text")}
        case "show_finding":
            return {(named["figure"], "finding")}
        case "show_figure":
            return {(first, part) for part in ("title", "alt", "source")}
    return set()
