"""Findings: what the front page says, taken from the executed notebooks by one rule, never typed.

The rule: each of the first five notebooks gives one sentence: its first `show_finding`, or else the first
sentence with a number in its first `show_text`. The figure beside it is the one that the finding names, or
else the notebook's first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup
from nbformat import NotebookNode

from analysis.site.outputs import FigureShown
from analysis.site.pages import Cell, Page
from analysis.site.prose import fill, in_both, render_markdown, translate, translate_value

HEADLINES = 5
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z*“\"\d{])|(?<=[。！？])")


@dataclass(frozen=True)
class Finding:
    """One sentence with numbers, the page it stands on, and its figure with that figure's cell."""

    page: Page
    html: Markup
    figure: FigureShown | None
    cell: str


def read_findings(notebooks: Mapping[str, NotebookNode], pages: Mapping[str, Page]) -> list[Finding]:
    """Return the findings of the front page, by the rule of this module."""
    found = (find_finding(notebooks[name], pages[name]) for name in list(pages)[:HEADLINES])
    return [finding for finding in found if finding is not None]


def find_finding(notebook: NotebookNode, page: Page) -> Finding | None:
    """Return the notebook's finding, or None where it shows no sentence with a number."""
    texts = list(_texts(notebook))
    chosen = [text for text in texts if text[1]["kind"] == "finding"] or texts
    for cell, about in chosen:
        place = _first_with_number(about)
        if place is not None:
            figure, figure_cell = _find_figure(page, about.get("figure"))
            return Finding(page, _sentence(about, place, f"{page.file}#code-{cell}"), figure, figure_cell)
    return None


def _texts(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            about = output.get("metadata", {}).get("diptych", {})
            if about.get("kind") in ("text", "finding"):
                yield cell.id, about


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a template, in English or Chinese.

    Examples
    --------
    >>> split_sentences("A rose by {x:.1f} points. B fell (e.g. by 2). **C** stood.")
    ['A rose by {x:.1f} points.', 'B fell (e.g. by 2).', '**C** stood.']
    >>> split_sentences("甲升{x}。乙降。")
    ['甲升{x}。', '乙降。']
    """
    return [sentence for sentence in SENTENCE_END.split(text.strip()) if sentence.strip()]


def _first_with_number(about: Mapping) -> int | None:
    if about["kind"] == "finding":
        return -1
    for place, sentence in enumerate(split_sentences(about["text"])):
        if "{" in sentence:
            return place
    return None


def _sentence(about: Mapping, place: int, href: str) -> Markup:
    """The sentence at `place` in both languages (all of the text where `place` is -1), its numbers linked."""

    def choose(template: str) -> str:
        sentences = split_sentences(template)
        return template if place < 0 or place >= len(sentences) else sentences[place]

    def link(name: str, number: str) -> Markup:
        return Markup('<a class="figure-number" href="{}">{}</a>').format(href, number)

    def inline(source: str) -> str:
        return re.sub(r"^<p>|</p>$", "", str(render_markdown(source)).strip())

    values = about.get("values", {})
    english = fill(choose(about["text"]), values, link=link, render=inline)
    chinese = translate(about["text"])
    if chinese is None:
        return in_both(english, None)
    return in_both(
        english,
        fill(choose(chinese), values, link=link, render=inline, chosen=translate_value),
    )


def _find_figure(page: Page, name: str | None) -> tuple[FigureShown | None, str]:
    cells = [(block.id, shown) for block in page.blocks if isinstance(block, Cell) for shown in block.shown]
    figures = [(cell, shown) for cell, shown in cells if isinstance(shown, FigureShown)]
    named = [(cell, shown) for cell, shown in figures if shown.name == name] or figures
    return (named[0][1], named[0][0]) if named else (None, "")
