"""The project's own promises: import order, one environment, README paths."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
LEFT = (
    "analysis.reading",
    "analysis.coding",
    "analysis.build",
    "analysis.rows",
    "analysis.parts",
    "analysis.checks",
    "analysis.patterns",
    "analysis.survey",
    "analysis.intake",
    "analysis.counterparts",
)
# what may stand on both sides: the command line, commands that need texts and measures, quotes, and the
# desk's two modules that read texts where somebody has them
JOINS = {
    "analysis.cli",
    "analysis.desk.matching",
    "analysis.desk.texts",
    "analysis.explaining",
    "analysis.quotes",
    "analysis.sampling",
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path, *, top_level: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else ast.walk(tree)
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("analysis"):
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("analysis")}
    return found


GRAPH = {module_name(path): imports_of(path) for path in MODULES}


def is_left(name: str) -> bool:
    return any(name == left or name.startswith(f"{left}.") for left in LEFT)


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_right_half_never_imports_the_left(module):
    if is_left(module) or module in JOINS:
        pytest.skip("this module is the left half, or joins the two")
    assert {name for name in GRAPH[module] if is_left(name)} == set()


def test_imports_have_no_cycle():
    known = set(GRAPH)
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " imports ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(GRAPH[name] & known - {name}):
                visit(other, (*path, name))
            done.add(name)

    for name in sorted(known):
        visit(name, ())


def test_no_module_knows_the_sides():
    sides = re.compile(r"""["'](US|CN)["']""")
    named = {
        module_name(path): sorted(set(sides.findall(code)))
        for path in MODULES
        if sides.search(code := _without_strings_for_readers(path))
    }
    assert named == {}


def _without_strings_for_readers(path: Path) -> str:
    """The module's code without docstrings, where examples may name sides."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def public_functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def count_lines(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    said = ast.get_docstring(node, clean=False) or ""
    return (node.end_lineno or node.lineno) - node.lineno - len(said.splitlines())


def test_public_names_say_what_they_are():
    bare = [
        f"{module_name(path)}.{node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_measures_begin_with_their_grain():
    """`measure_*` that return a table say first what a row is; those of simulations say what they hold."""
    vague = [
        f"{module_name(path)}.{node.name}"
        for path in MODULES
        if path.name != "properties.py"
        for node in public_functions(path)
        if node.name.startswith("measure_") and node.returns and ast.unparse(node.returns) == "pd.DataFrame"
        if not ast.get_docstring(node).startswith("One row")
    ]
    assert vague == []


def test_functions_fit_on_a_screen():
    long = [
        f"{module_name(path)}.{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno - len((ast.get_docstring(node, clean=False) or "").splitlines())
        > 50
    ]
    assert long == []


@pytest.mark.parametrize("folder", ["docs", "tests", "bench", "data"])
def test_guides_to_folders_name_what_exists(folder):
    text = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+(?:/|\.(?:md|py|csv|toml|yml|parquet)))`", text)
    bases = [ROOT / folder, ROOT, ROOT / "data", ROOT / "data/articles"]
    assert [name for name in named if not any((base / name).exists() for base in bases)] == []


def test_conda_environment_is_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert pip == ["--require-hashes", "-r requirements.lock"]
    python = next(entry for entry in environment["dependencies"] if str(entry).startswith("python="))
    assert python == "python=3.11"


def test_lock_has_hashes_and_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^(--(index-url|extra-index-url|find-links)|https?:|.* @ )", lock, re.M)
    entries = re.split(r"\n(?=[a-zA-Z0-9])", lock)
    assert [e.split()[0] for e in entries if "==" in e.split("\n")[0] and "--hash=sha256:" not in e] == []


def test_lock_holds_every_declared_dependency():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=; ]", entry)[0].lower().replace("_", "-") for entry in declared}
    locked = set(
        re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)
    )
    assert names - locked == set()


def test_readme_names_what_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:md|yml|toml|ipynb|py|csv))`", readme)
    named += re.findall(r"\]\((?!https?:|#)([^)#]+)", readme)
    generated = ("reports/", ".venv", "my-topic", "../shared")
    missing = [name for name in named if not name.startswith(generated) and not (ROOT / name).exists()]
    assert missing == []
