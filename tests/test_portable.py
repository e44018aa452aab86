"""Another machine: text is UTF-8 with one line end everywhere, whatever the system's habits are."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "analysis").rglob("*.py"))


def calls(path: Path, name: str) -> Iterator[tuple[int, set[str]]]:
    """Yield the line and the keywords of every call of a method called `name`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
            yield node.lineno, {keyword.arg or "" for keyword in node.keywords}


def test_every_text_file_is_opened_with_its_encoding():
    command = ["-m", "ruff", "check", "--preview", "--isolated", "--select", "PLW1514", "--quiet"]
    folders = [str(ROOT / name) for name in ("analysis", "tests", "bench")]
    found = subprocess.run(
        [sys.executable, *command, *folders], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(("method", "needed"), [("to_csv", "lineterminator"), ("write_text", "newline")])
def test_written_lines_end_alike_on_every_system(method, needed):
    loose = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in MODULES
        for line, keywords in calls(path, method)
        if needed not in keywords
    ]
    assert loose == []


def test_paths_are_built_by_pathlib():
    """PTH, the rule that forbids os.path and its kin, is among those that `make lint` holds."""
    import tomllib

    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "PTH" in chosen["select"] and not {"PTH"} & set(chosen["ignore"])


def test_the_workflow_runs_the_library_where_users_are():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    systems = workflow["jobs"]["unit"]["strategy"]["matrix"]["os"]
    assert {name.split("-")[0] for name in systems} == {"ubuntu", "macos", "windows"}


def test_the_browser_tests_cannot_be_skipped_in_ci():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "export DIPTYCH_REQUIRE_BROWSER=1" in script and "make test" in script
