"""Periods: the study's timeline with a brush, and what changes inside the period that it covers."""

from __future__ import annotations

import ipywidgets as widgets
import numpy as np
import pandas as pd

from analysis.desk.drawings import draw_course, draw_shares, draw_volume
from analysis.desk.facets import SINCE, UNTIL, list_months
from analysis.desk.markup import write_note, write_side_by_side, write_table
from analysis.desk.panel import Panel, View, brush_over, choose_from, classed, write_call
from analysis.desk.sums import count_months, lay_speech, measure_selection
from analysis.opening import OpenStudy
from analysis.resampling import SampleError
from analysis.studies import Side
from analysis.tables import TableError
from analysis.trends import date_sentences, measure_trends, plot_trends
from analysis.wording import current_language, word

WINDOW = 5  # months that the drawn course takes together
LISTED = 30


class Timeline:
    """The controls and the view of the timeline: the brush lies on the chart of sentences a month."""

    def __init__(self, study: OpenStudy) -> None:
        self.study, self.speech = study, lay_speech(study)
        self.months = list_months(self.speech.facets)
        if len(self.months) < 2:
            raise SampleError("a timeline needs documents of two months or more; see the documents' dates")
        self.monthly, self.smooth = (self._measure(window) for window in (1, WINDOW))
        frames = self.speech.facets.count("frame")
        self.frame = choose_from(word("frame"), [(f"{word(name)} · {n}", name) for name, n in frames.items()])
        self.brush = classed(brush_over(self.months, word("period")), "desk-brush")
        counts = count_months(self.speech, self.months, study.ids)
        volume = classed(widgets.HTML(draw_volume(self.months, counts, sides=study.sides)), "desk-volume")
        chart = classed(widgets.Box([volume, self.brush]), "desk-chart")
        self.acts = _list_acts(study)
        self.panel = Panel(
            "timeline",
            inputs=[self.frame, self.brush],
            layout=[classed(widgets.Box([self.frame]), "desk-controls"), chart],
            view=self.view,
        )

    def _measure(self, window: int) -> pd.DataFrame:
        """Each frame's course; empty where a side has too few dated documents for one."""
        dated = self.study.sentences[self.speech.facets.months >= 0]
        placed = date_sentences(dated, self.study.documents, period="M")
        try:
            return measure_trends(placed, of="frames", sides=self.study.ids, window=window)
        except SampleError:
            return pd.DataFrame(
                {name: [] for name in ("side", "period", "category", "share", "low", "high", "n")}
            )

    def view(self) -> View:
        """Return the chosen frame's course and all frames' shares inside the brush, and its acts."""
        since, until = self.brush.value
        frame, ids, sides = self.frame.value, self.study.ids, self.study.sides
        inside = {SINCE: since, UNTIL: until}
        shares = measure_selection(self.speech, of="frames", by="side", values=ids, where=inside)
        months = self.months[self.months.index(since) : self.months.index(until) + 1]
        courses = {side.id: self._find_course(frame, side) for side in sides}
        note = word(
            "{since} to {until}: {n} sentences, {documents} documents. The course: {window} months at once.",
            since=since,
            until=until,
            window=WINDOW,
            **_count(shares),
        )
        present = [side for side in sides if side.id in set(shares["side"])]
        html = write_note(note) + draw_course(months, courses, sides=sides)
        html += write_side_by_side(
            draw_shares(shares, groups=present, marked=frame), self._list(since, until)
        )
        call = (
            'sums.measure_selection(sums.lay_speech(study), of="frames", by="side", '
            f"values={ids!r}, where={inside!r})"
        )
        code = write_call(self.study, "sums", call)
        return View(html, shares, code, lambda: self._plot(since, until, frame))

    def _find_course(self, frame: str, side: Side) -> pd.DataFrame:
        own = self.smooth[(self.smooth["category"] == frame) & (self.smooth["side"] == side.id)]
        return own.assign(month=[str(period)[:7] for period in own["period"]])

    def _list(self, since: str, until: str) -> str:
        acts = self.acts[(self.acts["date"] >= since) & (self.acts["date"].str[:7] <= until)]
        said = word(
            "{n} dated acts in the period, the first {shown}", n=len(acts), shown=min(len(acts), LISTED)
        )
        columns = {"date": word("date"), "side": word("side"), "act": word("act")}
        return f"<div class='desk-scroll'>{write_table(acts.head(LISTED), columns, caption=said)}</div>"

    def _plot(self, since: str, until: str, frame: str):
        parts = []
        for course in (self.monthly, self.smooth):
            month = course["period"].dt.strftime("%Y-%m")
            parts.append(course[(course["category"] == frame) & (month >= since) & (month <= until)])
        return plot_trends(parts[0], smooth=parts[1], sides=self.study.sides, top=1)


def _count(shares: pd.DataFrame) -> dict[str, int]:
    of_sides = shares.drop_duplicates("side")
    return {"n": int(of_sides["n"].sum()), "documents": int(of_sides["n_documents"].sum())}


def _list_acts(study: OpenStudy) -> pd.DataFrame:
    """One row per milestone or event of the study: date, side and what happened, by date."""
    named = "label_zh" if current_language() == "zh" else "label"
    try:
        milestones = study.milestones.rename(columns={named: "act"})[["date", "side", "act"]]
    except TableError:  # a study need not name any
        milestones = pd.DataFrame({"date": [], "side": [], "act": []}, dtype=str)
    events = study.events.rename(columns={"gist": "act"})[["date", "side", "act"]]
    acts = pd.concat([milestones, events[np.char.str_len(events["date"].to_numpy(str)) >= 7]])
    return acts.drop_duplicates().sort_values(["date", "side", "act"], ignore_index=True)


def show_timeline(study: OpenStudy) -> Panel:
    """Return the panel of the timeline."""
    return Timeline(study).panel
