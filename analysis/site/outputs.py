"""Outputs: what one code cell showed, as HTML with its way back to the code."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape
from nbformat import NotebookNode

from analysis.site.cards import Card, read_cards
from analysis.site.execute import ANSI, NotebookError
from analysis.site.glossary import Marker
from analysis.site.prose import fill_both, in_both, plain_text, render_markdown, say, translate
from analysis.site.provenance import Code, find_origin
from analysis.site.tables import render_html

NOTHING = Markup()
SIZE = re.compile(r'<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"', re.DOTALL)


@dataclass(frozen=True)
class Context:
    """Where outputs stand: their cell, the notebook's code, the page's glossary, the figures' folder."""

    cell: str
    number: int
    code: Code
    marker: Marker
    figures: Path

    def link(self, text: str, name: str, number: str) -> Markup:
        """Return `number` as a link to the cell that computed the field `name` of the template `text`."""
        origin = find_origin(self.code, self.cell, self.number, text, name)
        target = origin.steps[0].cell if origin and origin.steps else self.cell
        return Markup('<a class="figure-number" href="#code-{}" title="{}">{}</a>').format(
            target, origin.expression if origin else "", number
        )


@dataclass(frozen=True)
class Shown:
    """One output as HTML."""

    html: Markup
    kind: str = "output"
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class FigureShown(Shown):
    """A figure: its files' name, its size in pixels, its words in both languages, the table of its data."""

    name: str = ""
    width: int = 0
    height: int = 0
    title: str = ""
    title_zh: str = ""
    alt: str = ""
    alt_zh: str = ""
    data: Markup = NOTHING
    kind: str = "figure"


def render_outputs(outputs: Sequence[NotebookNode], context: Context) -> Iterator[Shown]:
    """Yield the outputs of one cell, a figure together with the table of its data."""
    waiting: FigureShown | None = None
    for place, output in enumerate(outputs):
        about = output.get("metadata", {}).get("diptych", {})
        if about.get("kind") == "data" and waiting:
            table = _render_data(output.data["text/html"], context, place)
            yield FigureShown(**{**waiting.__dict__, "data": table})
            waiting = None
            continue
        if waiting:
            yield waiting
            waiting = None
        if about.get("kind") == "figure":
            waiting = read_figure(about, context.figures)
        elif about.get("kind") in ("text", "finding"):
            yield Shown(_render_text(about, context), kind=about["kind"])
        elif about.get("kind") == "claims":
            yield Shown(NOTHING, kind="claims", cards=read_cards(about, cell=context.cell))
        else:
            yield Shown(_render_other(output, about, context, place))
    if waiting:
        yield waiting


def _render_text(about: Mapping[str, object], context: Context) -> Markup:
    template, values = str(about["text"]), _values(about)
    written = str(about.get("written", template))  # in the cell, where the study has words of its own
    return context.marker.mark(
        fill_both(template, values, link=lambda name, number: context.link(written, name, number))
    )


def read_figure(about: Mapping[str, object], figures: Path) -> FigureShown:
    """Return a figure as its output's metadata describes it.

    Raises
    ------
    NotebookError
        When `figures` does not hold its file.
    """
    name, values = str(about["figure"]), _values(about)
    path = figures / f"{name}.svg"
    if not path.is_file():
        raise NotebookError(f"{path}: no such figure; `make notebooks` draws it")
    size = SIZE.search(path.read_text(encoding="utf-8"))
    width, height = (round(float(points) * 4 / 3) for points in size.groups()) if size else (0, 0)
    english = {key: plain_text(str(about[key]), values) for key in ("title", "alt")}
    worded = {name: translate(str(value)) or value for name, value in values.items()}
    chinese = {
        key: plain_text(translate(str(about[key])) or str(about[key]), worded) for key in ("title", "alt")
    }
    return FigureShown(
        html=Markup(),
        name=name,
        width=width,
        height=height,
        title=english["title"],
        title_zh=chinese["title"],
        alt=english["alt"],
        alt_zh=chinese["alt"],
    )


def _values(about: Mapping) -> dict[str, object]:
    return dict(about.get("values", {}))


def _render_data(source: str, context: Context, place: int) -> Markup:
    table = re.search(r"<table.*</table>", source, re.DOTALL)
    caption = say("Data of this figure")
    return render_html(table[0] if table else "", id=f"table-{context.cell}-{place}", caption=caption)


def _render_other(output: NotebookNode, about: Mapping[str, object], context: Context, place: int) -> Markup:
    if output.output_type == "stream":
        return Markup("<pre>{}</pre>").format(ANSI.sub("", output.text))
    data = output.get("data", {})
    if "text/html" in data:
        caption = None
        if about.get("kind") == "table":
            template = str(about["text"])
            caption = fill_both(
                template,
                _values(about),
                link=lambda name, number: context.link(template, name, number),
                tag="span",
                render=escape,
            )
        return render_html(data["text/html"], id=f"table-{context.cell}-{place}", caption=caption)
    if "text/markdown" in data:
        return context.marker.mark(in_both(render_markdown(data["text/markdown"]), None, tag="div"))
    if "image/png" in data:
        return _render_image(output, context)
    return Markup("<pre>{}</pre>").format(data.get("text/plain", ""))


def _render_image(output: NotebookNode, context: Context) -> Markup:
    about = output.metadata.get("image/png", {})
    if not about.get("alt"):
        raise NotebookError(f"cell {context.number} shows an image without alt text; use show_figure")
    png = base64.b64encode(base64.b64decode(output.data["image/png"])).decode()
    return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(png, about["alt"])
