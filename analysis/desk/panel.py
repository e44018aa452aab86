"""Panel: controls, what they show, and its exports, as one widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.axes import Axes

from analysis.association import CountError
from analysis.concordance import ConcordanceError
from analysis.desk.exports import FOLDER, link_file, write_code, write_csv, write_figure
from analysis.desk.facets import FacetError, Facets
from analysis.desk.later import Later
from analysis.figures import FigureError
from analysis.forest import name_of
from analysis.opening import OpenStudy
from analysis.resampling import SampleError
from analysis.wording import current_language, use_language, word

REFUSALS = (CountError, SampleError, FacetError, ConcordanceError, FigureError, OSError)


@dataclass(frozen=True)
class View:
    """What a panel shows: HTML, the frame behind it, how to draw it for print, and the code for both."""

    html: str
    frame: pd.DataFrame
    code: str
    plot: Callable[[], Axes] | None = None


class Panel:
    """A panel that shows anew whenever one of its inputs changes.

    Parameters
    ----------
    name
        Names the exported files and the panel's class in the page: ``desk-<name>``.
    inputs
        Widgets whose ``value`` the view depends on.
    layout
        The widgets above the view, in rows.
    view
        Computes what is shown from the inputs' values. What it refuses (see `REFUSALS`) is said in its place.
    """

    def __init__(
        self,
        name: str,
        *,
        inputs: Sequence[widgets.ValueWidget],
        layout: Sequence[widgets.Widget],
        view: Callable[[], View],
    ) -> None:
        self.name, self.inputs, self._view = name, tuple(inputs), view
        self.language, self.later = current_language(), Later()
        self.seen: View | None = None
        self.shown = classed(widgets.HTML(), "desk-shown")
        self.exported = classed(widgets.HTML(), "desk-exported")
        self.refresh()
        rows = [read_style(), *layout, self.shown, self._make_bar()]
        self.box = classed(widgets.VBox(rows), f"desk desk-{name}")
        for one in self.inputs:
            one.observe(self.refresh, "value")

    def refresh(self, _: Any = None) -> None:
        """Compute and show the view of the inputs as they are."""
        with use_language(self.language):
            try:
                self.seen = self._view()
                html = f"{self.seen.html}<pre class='desk-code'>{escape(self.seen.code)}</pre>"
            except REFUSALS as error:
                self.seen, html = None, f"<p class='desk-refused'>{escape(str(error))}</p>"
        self.shown.value = html

    def export(self, form: str) -> None:
        """Write what is shown to `FOLDER` as csv, svg, png or py, and show a link to it."""
        with use_language(self.language):
            self.exported.value = f"<em>{escape(word('writing …'))}</em>"
        self.later.run(lambda: self._link(form))

    def _link(self, form: str) -> None:
        with use_language(self.language):
            try:
                self.exported.value = link_file(self._write(form))
            except REFUSALS as error:
                self.exported.value = f"<p class='desk-refused'>{escape(str(error))}</p>"

    def _write(self, form: str) -> Any:
        if self.seen is None:
            raise CountError(word("nothing is shown that could be exported"))
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / f"{self.name}.{form}"
        if form == "csv":
            return write_csv(self.seen.frame, path)
        if form == "py":
            return write_code(self.seen.code, path)
        assert self.seen.plot is not None  # a panel that draws nothing has no button for it
        return write_figure(self.seen.plot, path)

    def _make_bar(self) -> widgets.Widget:
        drawn = {"svg": "SVG", "png": "PNG"} if self.seen and self.seen.plot else {}
        forms = {"csv": "CSV", **drawn, "py": word("code")}
        buttons = []
        for form, label in forms.items():
            button = classed(
                widgets.Button(description=label, tooltip=word("export as {form}", form=label)),
                f"desk-button desk-{form}",
            )
            button.on_click(lambda _, form=form: self.export(form))
            buttons.append(button)
        return classed(widgets.HBox([*buttons, self.exported]), "desk-bar")

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and what it shows first for readers without a kernel."""
        bundle = self.box._repr_mimebundle_(**options)
        still = f"<div class='desk desk-{self.name}'>{_style()}{self.shown.value}</div>"
        return {**bundle, "text/html": still, "text/plain": f"<diptych panel: {self.name}>"}


def write_call(study: OpenStudy, modules: str, call: str) -> str:
    """Write the lines of code that compute `call` in a fresh session, beside the notebook."""
    folder = study.study.folder.as_posix()
    head = f"from analysis import opening\nfrom analysis.desk import {modules}\n"
    return f"{head}study = opening.open_study({folder!r})\n{call}"


def classed(widget: Any, names: str) -> Any:
    """Return `widget` with classes of ``desk.css``."""
    for name in names.split():
        widget.add_class(name)
    return widget


def read_style() -> widgets.HTML:
    """Return a widget that holds the desk's style sheet and shows nothing."""
    return classed(widgets.HTML(_style()), "desk-style")


def _style() -> str:
    return f"<style>{files('analysis.desk').joinpath('desk.css').read_text('utf-8')}</style>"


def choose_from(
    label: str, options: Sequence[tuple[str, str]], *, value: str | None = None
) -> widgets.Dropdown:
    """Return a drop-down of (label, value) pairs."""
    chosen = options[0][1] if value is None else value
    return classed(widgets.Dropdown(description=label, options=list(options), value=chosen), "desk-choice")


def brush_over(months: Sequence[str], label: str) -> widgets.SelectionRangeSlider:
    """Return a slider over a period whose middle can be dragged as well as its ends."""
    return classed(
        widgets.SelectionRangeSlider(
            description=label, options=list(months), index=(0, len(months) - 1), continuous_update=True
        ),
        "desk-period",
    )


def name_values(facets: Facets, facet: str, study: OpenStudy) -> list[tuple[str, str]]:
    """Return the values of a facet with their names and how many rows have them, the most frequent first."""
    names = {side.id: name_of(study.sides, side.id) for side in study.sides}
    if facet == "voice":
        actors = study.codebook.actors
        names = dict(zip(actors["actor"], actors["name"], strict=True))
    known = facet in ("frame", "stance")
    return [
        (f"{word(value) if known else names.get(value, value)} · {count}", value)
        for value, count in facets.count(facet).items()
    ]
