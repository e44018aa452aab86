"""Framing: which frames and stances a choice of sentences carries, in figure and tables."""

from __future__ import annotations

import ipywidgets as widgets

from analysis.desk.drawings import draw_shares
from analysis.desk.facets import FACETS, LABELS
from analysis.desk.groups import choose_first_groups
from analysis.desk.markup import name_code, write_note, write_table
from analysis.desk.panel import Panel, View, choose_from, classed, name_values, write_call
from analysis.desk.sums import OF, lay_speech, measure_selection
from analysis.opening import OpenStudy
from analysis.shares import plot_shares
from analysis.wording import word

BY = ("side", "about", "voice_side")
LISTED = 40  # sentences under the figure
COLUMNS = {
    "side": "side", "category": "category", "count": "count", "n": "n", "n_documents": "documents",
    "share": "share", "low": "low", "high": "high",
}  # fmt: skip
FORMATS = dict.fromkeys(("share", "low", "high"), "{:.1%}")
SENTENCE = ["sentence", "start", "end", "about", "voice", "frames", "stance"]


class Framing:
    """The controls and the view of frames and stances."""

    def __init__(self, study: OpenStudy) -> None:
        self.study, self.speech = study, lay_speech(study)
        facets = self.speech.facets
        first = next(iter(choose_first_groups(study)[0]))
        self.of = choose_from(word("count"), [(word(of), of) for of in OF])
        self.by = choose_from(word("compare by"), [(word(LABELS.get(by, by)), by) for by in BY], value=first)
        self.filters = {
            facet: choose_from(
                word(LABELS.get(facet, facet)), [(word("any"), ""), *name_values(facets, facet, study)]
            )
            for facet in FACETS
        }
        inputs = [self.of, self.by, *self.filters.values()]
        layout = [classed(widgets.Box(row), "desk-controls") for row in (inputs[:2], inputs[2:])]
        self.panel = Panel("framing", inputs=inputs, layout=layout, view=self.view)

    def view(self) -> View:
        """Return the shares of the chosen sentences, and the sentences themselves."""
        where = {facet: choice.value for facet, choice in self.filters.items() if choice.value}
        of, by, ids = self.of.value, self.by.value, self.study.ids
        shares = measure_selection(self.speech, of=of, by=by, values=ids, where=where)
        present = [side for side in self.study.sides if side.id in set(shares["side"])]
        marked = where.get("frame", "") if of == "frames" else where.get("stance", "")
        figure = draw_shares(shares, groups=present, marked=marked)
        table = write_table(
            shares.assign(category=shares["category"].map(word)),
            {name: word(label) for name, label in COLUMNS.items()},
            formats=FORMATS,
        )
        html = write_note(self._tell()) + figure + f"<div class='desk-scroll'>{table}</div>"
        asked = f"of={of!r}, by={by!r}, values={ids!r}, where={where!r}"
        call = f"sums.measure_selection(sums.lay_speech(study), {asked})"
        code = write_call(self.study, "sums", call)
        return View(
            html + self._list(where), shares, code, lambda: plot_shares(shares, sides=self.study.sides)
        )

    def _tell(self) -> str:
        if self.study.study.codes == "gold":
            return word("Codes are the adjudicated ones of two coders.")
        return word(
            "Codes are the machine's, as they stand; its errors are corrected in the report, not here."
        )

    def _list(self, where: dict[str, str]) -> str:
        chosen = self.speech.sentences[self.speech.facets.choose(where)]
        rows = chosen[SENTENCE].head(LISTED)
        actors = self.study.codebook.actors
        names = dict(zip(actors["actor"], actors["name"], strict=True))
        rows = rows.assign(
            span=rows["start"].astype(str) + "–" + rows["end"].astype(str),
            voice=[names.get(voice, voice) for voice in rows["voice"]],
            frames=[name_code(frames.split("|")) for frames in rows["frames"]],
        )
        named = {"sentence": "sentence", "span": "span", "about": "about", "voice": "voice"}
        named |= {"frames": "frames", "stance": "stance"}
        said = word("{n} sentences, the first {shown}", n=len(chosen), shown=len(rows))
        table = write_table(rows, {name: word(label) for name, label in named.items()}, caption=said)
        return f"<div class='desk-scroll'>{table}</div>"


def show_framing(study: OpenStudy) -> Panel:
    """Return the panel of frames and stances."""
    return Framing(study).panel
