"""API: a page for each module of the library, from its docstrings, and an index that can be searched.

Read from the sources without importing them; pdoc turns numpydoc's sections into Markdown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pdoc.docstrings
from markupsafe import Markup

from analysis.site.prose import render_markdown

PACKAGE = Path(__file__).resolve().parents[1]
SECTION = re.compile(r"^([A-Z][\w ]+)\n-{3,}$", re.MULTILINE)
LISTED = ("Parameters", "Attributes", "Raises")  # of name and text, line by line; all else is prose
LEVEL = re.compile(r"^#{4,6} ", re.MULTILINE)
DOCTEST = re.compile(r"(?:^>>> .*\n?(?:^(?!>>> )\S.*\n?|^\.\.\. .*\n?)*)+", re.MULTILINE)
ROLE = re.compile(r":\w+:`([^`]+)`")


@dataclass(frozen=True)
class Described:
    """A public function or class: where it stands, how it is called, what its docstring says."""

    name: str
    line: int
    signature: str
    summary: str
    html: Markup
    members: tuple[Described, ...] = ()


@dataclass(frozen=True)
class Module:
    """One module of the library."""

    name: str
    summary: str
    html: Markup
    described: tuple[Described, ...]

    @property
    def file(self) -> str:
        """The module's page in the site."""
        return f"api/{self.name}.html"


def read_modules(package: Path = PACKAGE) -> list[Module]:
    """Return every module of `package` that says what it is, by name."""
    names = {path: _name_module(path, package) for path in package.rglob("*.py")}
    modules = (_read_module(path, name) for path, name in sorted(names.items(), key=lambda item: item[1]))
    return [module for module in modules if module.summary]


def _name_module(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read_module(path: Path, name: str) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    text = ast.get_docstring(tree) or ""
    return Module(name, summarise(text), render_docstring(text), tuple(_describe(tree.body)))


def _describe(body: list[ast.stmt]) -> Iterator[Described]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        text = ast.get_docstring(node) or ""
        members = tuple(_describe(node.body)) if isinstance(node, ast.ClassDef) else ()
        yield Described(node.name, node.lineno, _sign(node), summarise(text), render_docstring(text), members)


def _sign(node: ast.FunctionDef | ast.ClassDef) -> str:
    """How it is called: a class by its fields, a property by its name alone."""
    if isinstance(node, ast.ClassDef):
        fields = [n for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
        return f"class {node.name}({', '.join(map(ast.unparse, fields))})"
    returned = f" → {ast.unparse(node.returns)}" if node.returns else ""
    if any("property" in ast.unparse(decorator) for decorator in node.decorator_list):
        return f"{node.name}{returned}"
    return f"{node.name}({ast.unparse(node.args)}){returned}"


def summarise(text: str) -> str:
    """Return the first paragraph of a docstring in one line, as plain text."""
    return " ".join(text.split("\n\n")[0].replace("`", "").split())


def render_docstring(text: str) -> Markup:
    """Return a numpydoc docstring as HTML.

    Examples
    --------
    >>> print(render_docstring("Add.\\n\\nRaises\\n------\\nValueError\\n    Never."))
    <p>Add.</p>
    <h3>Raises</h3>
    <ul>
    <li><strong>ValueError</strong>: Never.</li>
    </ul>
    <BLANKLINE>
    """
    first, *rest = SECTION.split(text)
    sections = zip(rest[::2], rest[1::2], strict=True)
    parts = [first, *(_convert_section(name, body.strip("\n")) for name, body in sections)]
    html = render_markdown(ROLE.sub(r"`\1`", "\n\n".join(parts)))
    return Markup(str(html).replace("<pre>", '<pre tabindex="0">'))  # so that the keyboard can scroll it


def _convert_section(name: str, body: str) -> str:
    if name in LISTED:
        underlined = f"{name}\n{'-' * len(name)}\n{body}"
        return LEVEL.sub("### ", pdoc.docstrings.convert(underlined, "numpy", None))
    fenced = DOCTEST.sub(lambda test: f"```python\n{test[0].rstrip()}\n```\n", body)
    return f"### {name}\n\n{fenced}"
