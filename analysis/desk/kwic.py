"""KWIC: the concordance as a panel, Chinese and English lines of one concept beneath each other."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import ipywidgets as widgets
import pandas as pd

from analysis.desk.facets import LABELS
from analysis.desk.lines import GAP, Lines, find_lines, lay_lines, read_paragraph
from analysis.desk.markup import name_code, write_note
from analysis.desk.panel import Panel, View, choose_from, classed, name_values, write_call
from analysis.desk.texts import read_texts
from analysis.invisible import drop_invisible
from analysis.opening import OpenStudy
from analysis.wording import current_language, word

FILTERS = ("language", "side", "about", "voice_side", "frame", "stance")
LANGUAGES = {"en": "English", "zh": "Chinese"}
GLOSSED = 2  # neighbours of a Chinese line, for their glosses take room
LINES = 12  # a page, of each language


class Concordance:
    """The controls and the view of the concordance."""

    def __init__(self, study: OpenStudy) -> None:
        self.study = study
        self.lines: Lines = lay_lines(study, read_texts(study))
        named = study.codebook.concepts.drop_duplicates("concept").set_index("concept")["gloss"]
        concepts = study.codebook.concepts
        self.glosses = dict(zip(concepts["pattern"], concepts["gloss"], strict=True))
        ranked = sorted(self.lines.concepts.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        options = [(f"{named.get(concept, concept)} · {len(hits)}", concept) for concept, hits in ranked]
        self.concept = classed(choose_from(word("concept"), options), "desk-concept")
        self.search = classed(
            widgets.Text(
                description=word("or words"),
                placeholder=word("a regular expression") if self.lines.texts else word("needs the texts"),
                disabled=not self.lines.texts,
                continuous_update=False,
            ),
            "desk-search",
        )
        self.order = choose_from(
            word("sort by"),
            [(word("date"), "place"), (word("left context"), "left"), (word("right context"), "right")],
        )
        facets = self.lines.facets
        self.filters = {
            facet: choose_from(
                word(LABELS.get(facet, facet)), [(word("any"), ""), *name_values(facets, facet, study)]
            )
            for facet in FILTERS
        }
        self.page = classed(
            widgets.BoundedIntText(description=word("page"), value=1, min=1, max=1), "desk-choice desk-page"
        )
        inputs = [self.concept, self.search, self.order, *self.filters.values(), self.page]
        for one in inputs[:-1]:
            one.observe(lambda _: setattr(self.page, "value", 1), "value")
        rows = [inputs[:3], [*self.filters.values(), self.page]]
        layout = [classed(widgets.Box(row), "desk-controls") for row in rows]
        self.panel = Panel("concordance", inputs=inputs, layout=layout, view=self.view)

    def view(self) -> View:
        """Return the lines of the page, by language, each with its paragraph folded in."""
        where = {facet: choice.value for facet, choice in self.filters.items() if choice.value}
        asked = {"pattern": self.search.value} if self.search.value else {"concept": self.concept.value}
        rows = find_lines(self.lines, **asked, where=where, order=self.order.value)
        counts = rows["language"].value_counts()
        self.page.max = max(1, -(-int(counts.max() if len(counts) else 0) // LINES))
        start = (min(self.page.value, self.page.max) - 1) * LINES
        parts = [self._tell(rows)]
        for language in sorted(counts.index):
            own = rows[rows["language"] == language].iloc[start : start + LINES]
            title = word("{language}: {n} lines", language=word(LANGUAGES[language]), n=int(counts[language]))
            parts += [f"<h4>{escape(title)}</h4>", *(self._write_line(row) for row in own.to_dict("records"))]
        call = (
            "lines.find_lines(lines.lay_lines(study, texts.read_texts(study)), "
            f"{', '.join(f'{name}={value!r}' for name, value in asked.items())}, "
            f"where={where!r}, order={self.order.value!r})"
        )
        code = write_call(self.study, "lines, texts", call)
        return View("".join(parts), rows, code)

    def _tell(self, rows: pd.DataFrame) -> str:
        found = word(
            "{n} lines in {documents} documents. Open a line to see its paragraph.",
            n=len(rows), documents=rows["article"].nunique(),
        )  # fmt: skip
        bare = word(
            "The texts are not here: lines show the codebook's patterns, and those found beside them."
        )
        return write_note(found, "" if self.lines.texts else bare)

    def _write_line(self, row: dict) -> str:
        left, node, right = (escape(self._gloss(row, part)) for part in ("left", "node", "right"))
        return (
            f"<details class='desk-line'><summary><span class='date'>{escape(row['date'])}</span>"
            f"<span class='left'><bdi>{left}</bdi></span><span class='node'><bdi>{node}</bdi></span>"
            f"<span class='right'><bdi>{right}</bdi></span></summary>{self._write_paragraph(row)}</details>"
        )

    def _gloss(self, row: dict, part: str) -> str:
        """The context as it is; where it is Chinese patterns, each with its gloss."""
        if self.lines.texts:
            return drop_invisible(row[part])
        if row["language"] != "zh" or current_language() == "zh" or part == "node":
            return row[part]
        patterns = row[part].split(GAP) if row[part] else []
        near = patterns[-GLOSSED:] if part == "left" else patterns[:GLOSSED]
        return GAP.join(f"{one} ({self.glosses[one]})" if one in self.glosses else one for one in near)

    def _write_paragraph(self, line: dict) -> str:
        parts = [f"<div class='paragraph'><small>{escape(line['article'])}</small>"]
        for row in read_paragraph(self.lines, line["sentence"]):
            own = row["sentence"] == line["sentence"]
            quote = self._mark(row, line) if own else escape(drop_invisible(row["quote"]))
            codes = [
                word(row["about"]),
                row["voice"],
                name_code(row["frames"].split("|")),
                word(row["stance"]) if row["stance"] else "",
            ]
            told = escape(f"{row['start']}–{row['end']} · " + " · ".join(filter(None, codes)))
            parts.append(
                f"<p{' class=desk-moved' if own and not quote else ''}>{quote} <small>{told}</small></p>"
            )
        return "".join(parts) + "</div>"

    def _mark(self, row: dict, line: dict) -> str:
        """The sentence with the node marked, by its span."""
        body = self.lines.texts.get(row["article"])
        if body is None:
            return ""
        cuts = (row["start"], line["start"], line["end"], row["end"])
        before, node, after = (escape(_clean(body[a:b])) for a, b in pairwise(cuts))
        return f"{before}<mark>{node}</mark>{after}"


def _clean(part: str) -> str:
    """A part of a text in one line, without what nobody sees, but with the spaces at its ends."""
    before, after = (" " if end.isspace() else "" for end in (part[:1], part[-1:]))
    return f"{before}{drop_invisible(part)}{after}"


def show_concordance(study: OpenStudy) -> Panel:
    """Return the panel that shows every mention in its context."""
    return Concordance(study).panel
