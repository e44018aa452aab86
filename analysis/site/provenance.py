"""Provenance: which cell and which function a displayed number comes from, read from its code."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

SHOWS = ("show_text", "show_finding", "show_remark", "show_table", "show_figure", "show_claims")
OWN = "analysis"


@dataclass(frozen=True)
class Function:
    """A function of the library: its module, name and the line where it starts."""

    module: str
    name: str
    line: int

    @property
    def href(self) -> str:
        """Its place in the site's source pages, seen from a page beside them."""
        return f"source/{self.module}.html#line-{self.line}"


@dataclass(frozen=True)
class Step:
    """One assignment on the way to a number: the cell (id and number from 1), its code, what it calls."""

    cell: str
    number: int
    code: str
    functions: tuple[Function, ...]


@dataclass
class Code:
    """What a notebook's code cells assign, import and show."""

    assigned: list[tuple[str, Step, frozenset[str]]] = field(default_factory=list)  # name, where, from what
    functions: dict[str, Function] = field(default_factory=dict)
    shows: dict[str, list[ast.Call]] = field(default_factory=dict)  # by cell id
    trees: dict[str, tuple[int, ast.Module]] = field(default_factory=dict)  # by cell id

    def find_steps(self, names: frozenset[str], *, before: int) -> tuple[Step, ...]:
        """Return the assignments that lead to `names`, nearest first, up to cell number `before`."""
        found: list[Step] = []
        wanted = [(name, before) for name in sorted(names)]
        while wanted:
            name, limit = wanted.pop(0)
            past = [entry for entry in self.assigned if entry[0] == name and entry[1].number <= limit]
            if past and past[-1][1] not in found:
                step, sources = past[-1][1], past[-1][2]
                found.append(step)
                wanted += [(source, step.number) for source in sorted(sources - {name})]
        return tuple(found)

    def find_cell(self, id: str) -> tuple[tuple[Function, ...], tuple[Step, ...]]:
        """Return the functions that cell `id` calls and the steps in other cells that lead to it."""
        if id not in self.trees:
            return (), ()
        number, tree = self.trees[id]
        steps = self.find_steps(_names(tree), before=number)
        return used_functions(self, tree), tuple(step for step in steps if step.cell != id)


def read_code(cells: Sequence[NotebookNode]) -> Code:
    """Read the code cells of a notebook; a cell that is no plain Python (a magic) tells nothing."""
    code = Code()
    for number, cell in enumerate((c for c in cells if c.cell_type == "code"), start=1):
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue
        for node in tree.body:
            _read_statement(code, node, cell, number)
        code.trees[cell.id] = number, tree
        code.shows[cell.id] = [call for call in _calls(tree) if _name(call) in SHOWS]
    return code


def _read_statement(code: Code, node: ast.stmt, cell: NotebookNode, number: int) -> None:
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == OWN:
        for alias in node.names:
            code.functions |= find_functions(str(node.module), alias.name, alias.asname or alias.name)
        return
    targets = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    if targets:
        step = Step(cell.id, number, ast.unparse(node), used_functions(code, node))
        code.assigned += [(name, step, _names(node)) for name in sorted(targets)]


def used_functions(code: Code, node: ast.AST) -> tuple[Function, ...]:
    """Return the library's functions that `node` names, in order, without the show_ functions."""
    named = [ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)]
    found = dict.fromkeys(code.functions[name] for name in named if name in code.functions)
    return tuple(function for function in found if function.name not in SHOWS)


def _names(node: ast.AST) -> frozenset[str]:
    return frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rsplit(".", 1)[-1]


@dataclass(frozen=True)
class Origin:
    """Where one displayed number comes from: the expression in the cell, and the steps that lead to it."""

    expression: str
    steps: tuple[Step, ...]


def find_origin(code: Code, cell: str, number: int, text: str, value: str) -> Origin | None:
    """Return the origin of the field `value` of the template `text` shown in `cell`, or None."""
    for call in code.shows.get(cell, []):
        if text in _constants(call):
            node = _keyword(call, value)
            if node is not None:
                return Origin(ast.unparse(node), code.find_steps(_names(node), before=number))
    return None


def _constants(call: ast.Call) -> set[str]:
    nodes = [*call.args, *(k.value for k in call.keywords)]
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    named = {k.arg: k.value for k in call.keywords}
    inside = named.get("values")
    if isinstance(inside, ast.Call):
        named |= {k.arg: k.value for k in inside.keywords}
    elif isinstance(inside, ast.Dict):
        named |= {str(getattr(k, "value", "")): v for k, v in zip(inside.keys, inside.values, strict=True)}
    unpacked = named.get(None) or inside
    return named.get(name, unpacked)


@cache
def find_functions(package: str, name: str, called: str) -> dict[str, Function]:
    """Return what ``from package import name as called`` brings, by its name in code, without importing."""
    path = source_path(f"{package}.{name}")
    if path is not None:
        inside = _read_functions(f"{package}.{name}", path)
        return {f"{called}.{function.name}": function for function in inside}
    path = source_path(package)
    found = _read_functions(package, path) if path else ()
    own = [function for function in found if function.name == name]
    return dict.fromkeys([called], own[0]) if own else {}


def _read_functions(module: str, path: Path) -> tuple[Function, ...]:
    return tuple(
        Function(module, node.name, node.lineno)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


def source_path(module: str) -> Path | None:
    """Return the file of a module, or None where it has none."""
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None
