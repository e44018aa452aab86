"""Pages: one executed notebook as what a page shows, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup
from nbformat import NotebookNode

from analysis.site.cards import Card
from analysis.site.glossary import Entry, Marker
from analysis.site.outputs import Context, FigureShown, Shown, render_outputs
from analysis.site.prose import fill_both, in_both, render_markdown, translate
from analysis.site.provenance import Code, Function, Step, read_code
from analysis.site.sources import highlight

HEADING = re.compile(r"^(#{1,4})\s+(.+?)\s*#*\s*$")
FENCE = re.compile(r"^\s*(```|~~~)")


@dataclass(frozen=True)
class Heading:
    """A heading of the page, linked from its contents."""

    level: int
    id: str
    html: Markup


@dataclass(frozen=True)
class Prose:
    """A stretch of Markdown between headings."""

    html: Markup


@dataclass(frozen=True)
class Cell:
    """A code cell: what it shows, its code, and the steps in earlier cells that lead to it."""

    id: str
    number: int
    code: Markup
    functions: tuple[Function, ...]
    steps: tuple[Step, ...]
    shown: tuple[Shown, ...]


@dataclass
class Page:
    """One notebook's page."""

    name: str
    title: Markup
    plain_title: str
    plain_title_zh: str | None
    blocks: list[Heading | Prose | Cell] = field(default_factory=list)
    glossary: dict[str, Entry] = field(default_factory=dict)

    @property
    def contents(self) -> list[Heading]:
        """The headings of the second level."""
        return [b for b in self.blocks if isinstance(b, Heading) and b.level == 2]

    @property
    def figures(self) -> list[FigureShown]:
        """The figures in order."""
        return [s for b in self.blocks if isinstance(b, Cell) for s in b.shown if isinstance(s, FigureShown)]

    @property
    def cards(self) -> list[Card]:
        """The claim cards that the notebook shows."""
        return [c for b in self.blocks if isinstance(b, Cell) for s in b.shown for c in s.cards]

    @property
    def file(self) -> str:
        """The page's file in the site."""
        return f"{self.name}.html"


def read_page(notebook: NotebookNode, *, name: str, figures: Path) -> Page:
    """Return the page of an executed notebook.

    Parameters
    ----------
    name
        The notebook's file name without suffix, which becomes the page's.
    figures
        The folder of the rendered figures, for their sizes.
    """
    code = read_code(notebook.cells)
    marker = Marker()
    title = _title(notebook, name)
    page = Page(name, in_both(title, translate(title)), title, translate(title))
    taken: set[str] = set()
    number = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            page.blocks += _read_markdown(cell.source, marker, taken)
        elif cell.cell_type == "code":
            number += 1
            page.blocks.append(_read_cell(cell, number, code, marker, figures))
    page.glossary = marker.met
    return page


def _title(notebook: NotebookNode, name: str) -> str:
    for cell in notebook.cells:
        match = re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if match:
            return match[1].strip()
    return name


def _read_cell(cell: NotebookNode, number: int, code: Code, marker: Marker, figures: Path) -> Cell:
    context = Context(cell.id, number, code, marker, figures)
    own, steps = context.code.find_cell(cell.id)
    return Cell(
        id=cell.id,
        number=number,
        code=highlight(cell.source, functions=code.functions),
        functions=own,
        steps=steps,
        shown=tuple(render_outputs(cell.outputs, context)),
    )


def _read_markdown(source: str, marker: Marker, taken: set[str]) -> Iterator[Heading | Prose]:
    for piece in split_headings(source):
        match = HEADING.match(piece)
        if match and len(match[1]) == 1:
            continue  # the page's title stands in its head
        if match:
            text = match[2]
            yield Heading(len(match[1]), _slug(text, taken), _heading_html(text))
        elif piece.strip():
            yield from (Prose(marker.mark(html)) for html in _paragraphs(piece))


def _paragraphs(source: str) -> Iterator[Markup]:
    """Markdown in both languages where the whole stretch is translated, else paragraph by paragraph."""
    if translate(source.strip()) is not None:
        yield fill_both(source.strip(), {}, link=lambda name, number: number)
        return
    blocks = re.split(r"\n\s*\n", source.strip())
    if any(translate(block.strip()) is not None for block in blocks):
        for block in blocks:
            yield fill_both(block.strip(), {}, link=lambda name, number: number)
    else:
        yield in_both(render_markdown(source), None, tag="div")


def split_headings(source: str) -> list[str]:
    """Return `source` cut before and after each heading; a # inside a code fence is none.

    Examples
    --------
    >>> split_headings("# A\\ntext\\n## B")
    ['# A', 'text', '## B']
    """
    pieces: list[str] = []
    lines: list[str] = []
    fenced = False
    for line in source.splitlines():
        fenced ^= bool(FENCE.match(line))
        if not fenced and HEADING.match(line):
            pieces += ["\n".join(lines), line] if lines else [line]
            lines = []
        else:
            lines.append(line)
    return [piece for piece in [*pieces, "\n".join(lines)] if piece.strip()]


def _heading_html(text: str) -> Markup:
    def inline(source: str) -> Markup:
        return Markup(re.sub(r"^<p>|</p>$", "", render_markdown(source).strip()))

    chinese = translate(text)
    return in_both(inline(text), None if chinese is None else inline(chinese))


def _slug(text: str, taken: set[str]) -> str:
    base = re.sub(r"[^\w]+", "-", text.casefold()).strip("-") or "section"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


def neighbours(pages: Sequence[Page], page: Page) -> tuple[Page | None, Page | None]:
    """Return the pages before and after `page`."""
    place = list(pages).index(page)
    return (pages[place - 1] if place else None), (pages[place + 1] if place + 1 < len(pages) else None)
