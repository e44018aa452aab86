"""Docs: the Markdown files of docs/ as pages of the site, links between them and to notebooks kept."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from markupsafe import Markup

from analysis.site.prose import render_markdown
from analysis.site.tables import wrap_table
from analysis.site.trees import parse_fragment, write_fragment

FOLDER = "docs"
FIRST = ("tutorial", "reading", "method", "scale")  # in the order in which a newcomer needs them
ADDRESS = re.compile(r"^[a-z]+:|^#")
HEADINGS = ("h2", "h3")


@dataclass(frozen=True)
class Section:
    """A heading of the second level, linked from the page's contents."""

    id: str
    title: str


@dataclass(frozen=True)
class Doc:
    """One file of docs/: its path in the project, its page, its title and content."""

    path: str
    title: str
    html: Markup
    sections: tuple[Section, ...]

    @property
    def file(self) -> str:
        """Its page in the site."""
        return self.path.removesuffix(".md") + ".html"

    @property
    def is_decision(self) -> bool:
        """Whether it records a choice."""
        return "/decisions/" in self.path


def read_docs(root: Path, *, notebooks: tuple[str, ...] = ()) -> list[Doc]:
    """Return the docs of the project in `root`: what a newcomer needs first, decisions last.

    `notebooks` are the names of those that have a page.
    """
    found = [path.relative_to(root).as_posix() for path in (root / FOLDER).rglob("*.md")]
    pages = {path: path.removesuffix(".md") + ".html" for path in found}
    pages |= {f"notebooks/{name}.ipynb": f"{name}.html" for name in notebooks}
    pages |= {"README.md": "index.html", "figures/README.md": "index.html"}
    return [_read_doc(root, path, pages) for path in sorted(found, key=_order)]


def _order(path: str) -> tuple[bool, int, str]:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return path.count("/") > 1, FIRST.index(stem) if stem in FIRST else len(FIRST), path


def _read_doc(root: Path, path: str, pages: dict[str, str]) -> Doc:
    source = (root / path).read_text(encoding="utf-8")
    tree = parse_fragment(render_markdown(source))
    heading = tree.find("h1")
    title = path if heading is None else heading.text_content().strip()
    if heading is not None:
        heading.drop_tree()
    folder = posixpath.dirname(path)
    _relink(tree, lambda href: find_page(href, folder=folder, pages=pages))
    for block in tree.findall("pre"):
        block.set("tabindex", "0")
    for number, table in enumerate(tree.findall("table")):
        wrap_table(table, id=f"table-{number}")
    sections = tuple(_number_sections(tree))
    return Doc(path, title, write_fragment(tree), sections)


def find_page(href: str, *, folder: str, pages: dict[str, str]) -> str | None:
    """Return where a link of a file in `folder` leads on the site, seen from that file's page, or None.

    Examples
    --------
    >>> pages = {"docs/a.md": "docs/a.html", "notebooks/01_x.ipynb": "01_x.html"}
    >>> find_page("a.md#top", folder="docs", pages=pages)
    'a.html#top'
    >>> find_page("../notebooks/01_x.ipynb", folder="docs", pages=pages)
    '../01_x.html'
    >>> find_page("../LICENSE", folder="docs", pages=pages)
    """
    if ADDRESS.match(href):
        return href
    path, mark, id = href.partition("#")
    page = pages.get(posixpath.normpath(posixpath.join(folder, path)))
    return None if page is None else posixpath.relpath(page, folder) + mark + id


def _relink(tree: html.HtmlElement, find: Callable[[str], str | None]) -> None:
    for link in list(tree.iter("a")):
        href = find(link.get("href", ""))
        if href is None:
            link.tag = "span"  # a file of the repository that the site does not show
            link.attrib.pop("href")
        else:
            link.set("href", href)


def _number_sections(tree: html.HtmlElement) -> Iterator[Section]:
    taken: set[str] = set()
    for heading in tree.iter(*HEADINGS):
        title = heading.text_content().strip()
        base = re.sub(r"\W+", "-", title.casefold()).strip("-") or "section"
        id = base if base not in taken else f"{base}-{len(taken)}"
        taken.add(id)
        heading.set("id", id)
        if heading.tag == HEADINGS[0]:
            yield Section(id, title)
