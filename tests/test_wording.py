"""Every string that a reader sees has its Chinese, with the same fields."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from analysis.site.pages import split_headings
from analysis.site.prose import translate
from analysis.wording import WordingError, read_wording, use_language, word

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*_*.ipynb"))
HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*$", re.MULTILINE)
SAID = re.compile(r"""\b(?:say|word)\(\s*(["'])(.+?)\1""")
SHOWN = {"text", "title", "alt", "source", "caption"}


def read_rows() -> list[list[str]]:
    with (ROOT / "analysis" / "wording.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def fields(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name)


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if ast.unparse(call.func).rsplit(".", 1)[-1] in names]


def constants(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_each_string_has_one_row_of_two_languages():
    rows = read_rows()
    assert [row for row in rows if len(row) != 2 or not all(row)] == []
    assert [text for text, count in Counter(row[0] for row in rows).items() if count > 1] == []


def test_translations_have_the_fields_of_the_original():
    rows = read_rows()
    assert [row for row in rows if set(fields(row[0])) != set(fields(row[1]))] == []


def test_formats_of_numbers_agree_in_both_languages():
    def formats(text: str) -> set[tuple[str, str]]:
        return {(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name and spec}

    assert [row for row in read_rows() if formats(row[0]) != formats(row[1])] == []


@pytest.mark.parametrize("path", sorted((ROOT / "analysis").rglob("*.py")), ids=lambda path: path.stem)
def test_code_says_nothing_untranslated(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [text for call in calls(tree, "word", "say") for text in constants((call.args or [None])[0])]
    assert [text for text in said if text not in read_wording() and "Examples" not in text] == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "analysis/site/templates").glob("*.j2")), ids=lambda path: path.name
)
def test_templates_say_nothing_untranslated(path):
    said = [text for _, text in SAID.findall(path.read_text(encoding="utf-8"))]
    assert [text for text in said if text not in read_wording()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_shows_nothing_untranslated(path):
    shown: list[str] = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            shown += HEADING.findall(cell.source)
        elif cell.cell_type == "code":
            for call in calls(
                ast.parse(cell.source), "show_text", "show_finding", "show_table", "show_figure"
            ):
                named = {k.arg: k.value for k in call.keywords if k.arg in SHOWN}
                shown += [text for node in named.values() for text in constants(node)]
                if ast.unparse(call.func).endswith(("show_text", "show_finding")):
                    shown += constants((call.args or [None])[0])
    assert [text for text in shown if text not in read_wording()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_tells_nothing_untranslated(path):
    """Each stretch of prose between headings, as a whole or paragraph by paragraph."""
    cells = nbformat.read(path, as_version=4).cells
    markdown = [cell.source for cell in cells if cell.cell_type == "markdown"]
    pieces = [piece.strip() for source in markdown for piece in split_headings(source)]
    prose = [piece for piece in pieces if not HEADING.fullmatch(piece) and translate(piece) is None]
    assert [
        block for piece in prose for block in re.split(r"\n\s*\n", piece) if translate(block) is None
    ] == []


def test_missing_translation_is_an_error_that_names_the_string():
    with use_language("zh"), pytest.raises(WordingError, match="no Chinese for 'Never said'"):
        word("Never said")


def test_language_is_put_back_after_the_block():
    with use_language("zh"):
        assert word("share of sentences") == "占句子的比例"
    assert word("share of sentences") == "share of sentences"
    with pytest.raises(ValueError, match="allowed: en, zh"), use_language("fr"):
        pass


def test_values_that_have_a_translation_are_worded_too():
    with use_language("zh"):
        assert word("n = {n} sentences", n="descriptive") == "n = 描述性 句"
        assert word("n = {n} sentences", n=3) == "n = 3 句"
    assert word("n = {n} sentences", n="descriptive") == "n = descriptive sentences"
