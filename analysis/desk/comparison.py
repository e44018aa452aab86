"""Comparison: two groups of the analyst's choice, their words or concepts side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.desk.drawings import draw_effects
from analysis.desk.facets import LABELS, SINCE, UNTIL, list_months
from analysis.desk.groups import (
    NAMES,
    ORDERS,
    Cells,
    choose_first_groups,
    compare_groups,
    lay_cells,
    style_groups,
)
from analysis.desk.later import Later
from analysis.desk.markup import write_note, write_table
from analysis.desk.panel import Panel, View, brush_over, choose_from, classed, name_values, write_call
from analysis.keyness import plot_keyness
from analysis.opening import OpenStudy
from analysis.wording import use_language, word

CHOSEN = ("side", "about", "voice_side", "voice", "outlet", "language")
PERMUTATIONS = 1000
COLUMNS = {
    "term": "term", "gloss": "gloss", "side": "key for", "count_1": "count A", "count_2": "count B",
    "rate_1": "per 1,000 A", "rate_2": "per 1,000 B", "documents_1": "documents A",
    "documents_2": "documents B", "dpnorm_1": "DPnorm A", "dpnorm_2": "DPnorm B",
    "log_ratio": "Log Ratio", "low": "low", "high": "high", "lrc": "LRC", "g2": "G²", "z": "z", "p": "p",
    "q": "q", "stability": "stability", "evidence_1": "evidence A", "evidence_2": "evidence B",
}  # fmt: skip
FORMATS = {
    **dict.fromkeys(("rate_1", "rate_2", "dpnorm_1", "dpnorm_2"), "{:.2f}"),
    **dict.fromkeys(("log_ratio", "low", "high", "lrc", "z"), "{:+.2f}"),
    "g2": "{:.1f}", "p": "{:.4f}", "q": "{:.3f}", "stability": "{:.0%}",
}  # fmt: skip


class Comparison:
    """The controls and the view of the comparison; `panel` is what a notebook shows."""

    def __init__(self, study: OpenStudy) -> None:
        self.study = study
        months = list_months(self.cells("concepts").facets)
        first, second = choose_first_groups(study)
        self.of = choose_from(word("count"), [(word("concepts"), "concepts"), (word("words"), "terms")])
        self.groups = [
            _Group(name, self, where, months) for name, where in zip(NAMES, (first, second), strict=True)
        ]
        orders = [
            (label, order)
            for label, order in zip(("G²", "Log Ratio", "z", word("count")), ORDERS, strict=True)
        ]
        self.order = choose_from(word("order by"), orders)
        self.words = choose_from(
            word("show"), [(word("content words"), "content"), (word("all words"), "all")]
        )
        self.test = classed(widgets.Button(description=word("compute p and q")), "desk-button desk-test")
        self.test.on_click(self._compute_p)
        self.permutations, self.later = 0, Later()
        common = classed(widgets.HBox([self.of, self.order, self.words, self.test]), "desk-controls")
        inputs = [self.of, self.order, self.words, *(one for group in self.groups for one in group.inputs)]
        for one in inputs:
            one.observe(self._forget_p, "value")
        self.panel = Panel(
            "comparison",
            inputs=inputs,
            layout=[common, *(group.box for group in self.groups)],
            view=self.view,
        )

    @cached_property
    def _cells(self) -> dict[str, Cells]:
        return {}

    def cells(self, of: str) -> Cells:
        """Lay out words or concepts when they are first asked for."""
        if of not in self._cells:
            self._cells[of] = lay_cells(self.study, of)
        return self._cells[of]

    def view(self) -> View:
        """Return effects and evidence at once; p and q where they were asked for."""
        of, cells = self.of.value, self.cells(self.of.value)
        first, second = (group.where() for group in self.groups)
        options = {"order": self.order.value, "words": self.words.value, "permutations": self.permutations}
        rows = compare_groups(cells, first=first, second=second, **options)
        styled = style_groups(first, second, self.study)
        drawn = rows if of == "terms" else rows.assign(term=rows["gloss"], gloss="")
        shown = rows.assign(side=rows["side"].map({side.id: side.name for side in styled}))
        table = write_table(
            shown,
            {name: word(label) for name, label in COLUMNS.items()},
            formats=FORMATS,
            kind="desk-evidence",
        )
        html = write_note(self._tell(rows)) + draw_effects(drawn, groups=styled)
        html += f"<div class='desk-scroll'>{table}</div>"
        names = ", ".join(
            f"{name}={value!r}" for name, value in {"first": first, "second": second, **options}.items()
        )
        call = f"groups.compare_groups(groups.lay_cells(study, {of!r}), {names})"
        code = write_call(self.study, "groups", call)
        return View(html, rows, code, lambda: plot_keyness(drawn, sides=styled))

    def _tell(self, rows: pd.DataFrame) -> str:
        if not len(rows):
            return word("No term occurs five times in both groups together.")
        unit = word({"text": "documents", "paragraph": "paragraphs"}[rows["unit"].iloc[0]])
        told = word(
            "{family} compared, {shown} shown; intervals are over {unit}, p and q computed when asked for.",
            family=int(rows["family"].iloc[0]), shown=len(rows), unit=unit,
        )  # fmt: skip
        few = word("Too few documents for more than a description.") if rows["descriptive"].iloc[0] else ""
        return " ".join(filter(None, (told, few)))

    def _forget_p(self, _: Any) -> None:
        self.later.forget()
        self.permutations = 0

    def _compute_p(self, _: Any) -> None:
        with use_language(self.panel.language):
            said = write_note(word("p and q are computed …"))
        self.panel.shown.value = said + self.panel.shown.value
        self.later.run(self._test)

    def _test(self) -> None:
        self.permutations = PERMUTATIONS
        self.panel.refresh()


class _Group:
    """One group's drop-downs and period."""

    def __init__(self, name: str, desk: Comparison, where: Mapping[str, str], months: list[str]) -> None:
        facets = desk.cells("concepts").facets
        self.choices = {
            facet: choose_from(
                word(LABELS.get(facet, facet)),
                [(word("any"), ""), *name_values(facets, facet, desk.study)],
                value=where.get(facet, ""),
            )
            for facet in CHOSEN
        }
        self.period = brush_over(months, word("period")) if len(months) > 1 else None
        self.inputs = [*self.choices.values(), *([self.period] if self.period else [])]
        title = widgets.Label(word("group {name}", name=name))
        controls = classed(widgets.Box([title, *self.inputs]), "desk-controls")
        self.box = classed(widgets.VBox([controls]), f"desk-group desk-group-{name}")

    def where(self) -> dict[str, str]:
        """Return what the group's rows must have."""
        chosen = {facet: choice.value for facet, choice in self.choices.items() if choice.value}
        if self.period is not None and self.period.value != (self.period.options[0], self.period.options[-1]):
            chosen |= dict(zip((SINCE, UNTIL), self.period.value, strict=True))
        return chosen


def show_comparison(study: OpenStudy) -> Panel:
    """Return the panel that compares any two groups of the study."""
    return Comparison(study).panel
