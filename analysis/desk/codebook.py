"""Codebook: a concept's patterns under the analyst's hand, and what moves when one goes, moves or comes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.codebook import CodebookError
from analysis.desk.edits import Edit, count_term, edit_concepts, recount_study
from analysis.desk.exports import FOLDER, link_file
from analysis.desk.later import Later
from analysis.desk.markup import write_note, write_table
from analysis.desk.panel import Panel, View, choose_from, classed, write_call
from analysis.desk.recounts import Baseline, find_touched, measure_counts
from analysis.opening import OpenStudy
from analysis.tables import replace_file
from analysis.wording import use_language, word

COUNTS = {
    "concept": "concept", "frame": "frame", "mentions_before": "mentions before", "mentions_after": "after",
    "sentences_before": "sentences before", "sentences_after": "after",
    "documents_before": "documents before", "documents_after": "after",
}  # fmt: skip
CLAIMS = {
    "label": "claim", "effect_before": "by concepts before", "effect_after": "after",
    "kept_before": "direction kept before", "kept_after": "after",
    "verdict_before": "verdict before", "verdict_after": "after",
}  # fmt: skip
FORMATS = {
    **dict.fromkeys(("effect_before", "effect_after"), "{:+.2f}"),
    **dict.fromkeys(("kept_before", "kept_after"), "{:.0%}"),
}


class Codebook:
    """The controls and the view of the codebook; the files stay as they are until somebody exports."""

    def __init__(self, study: OpenStudy) -> None:
        self.study, self.baseline, self.folded = study, Baseline(study), _fold(study)
        self.edits: list[Edit] = []
        self.later = Later()
        self.refused, self.verdicts = "", pd.DataFrame()
        self.hits = study.mentions.groupby(["concept", "pattern"]).size().to_dict()
        options = self._list_concepts()
        self.concept = classed(choose_from(word("concept"), options), "desk-concept")
        self.patterns = classed(widgets.SelectMultiple(rows=8), "desk-patterns")
        self.target = choose_from(word("move to"), options)
        self.added = classed(
            widgets.Text(placeholder=word("a pattern, in lower case")), "desk-search desk-added"
        )
        self.buttons = {
            name: classed(widgets.Button(description=label), f"desk-button desk-{name}")
            for name, label in {
                "remove": word("remove"), "move": word("move"), "add": word("add"), "undo": word("undo"),
                "save": word("export the edited concepts"),
            }.items()
        }  # fmt: skip
        for name, act in {
            "remove": self._remove,
            "move": self._move,
            "add": self._add,
            "undo": self._undo,
        }.items():
            self.buttons[name].on_click(lambda _, act=act: self._apply(act))
        self.concept.observe(self._list_patterns, "value")
        self._list_patterns()
        buttons = self.buttons
        hands = [
            widgets.HBox([buttons["remove"], buttons["undo"]]), widgets.HBox([self.target, buttons["move"]]),
            widgets.HBox([self.added, buttons["add"]]), buttons["save"],
        ]  # fmt: skip
        layout = [
            classed(widgets.Box([self.concept]), "desk-controls"),
            widgets.HBox([self.patterns, widgets.VBox(hands)]),
        ]
        self.panel = Panel("codebook", inputs=[self.concept], layout=layout, view=self.view)
        buttons["save"].on_click(self._save)

    def _list_concepts(self) -> list[tuple[str, str]]:
        table = self.study.codebook.concepts.drop_duplicates("concept")
        found = self.study.mentions["concept"].value_counts()
        claimed = table["frame"].isin([claim.category for claim in self.baseline.claims])
        counts = table["concept"].map(found).fillna(0).astype(int)
        table = table.assign(found=counts, claimed=claimed)
        table = table.sort_values(["claimed", "found", "concept"], ascending=[False, False, True])
        columns = (table[name].tolist() for name in ("concept", "gloss", "frame", "found"))
        return [
            (f"{gloss} · {word(frame) if frame else '–'} · {count}", concept)
            for concept, gloss, frame, count in zip(*columns, strict=True)
        ]

    def _list_patterns(self, _: Any = None) -> None:
        """List the patterns of the concept as edited, those found most first."""
        concepts = edit_concepts(self.study.codebook.concepts, self.edits)
        own = concepts[concepts["concept"] == self.concept.value].drop_duplicates("pattern")
        found = {pattern: self._count(pattern) for pattern in own["pattern"]}
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        self.patterns.options = [(f"{pattern} · {count}", pattern) for pattern, count in ranked]

    def _count(self, pattern: str) -> int:
        """How often the pattern is found, whichever concept it belonged to when the tables were built."""
        came = next((e.concept for e in self.edits if e.action == "move" and e.pattern == pattern), "")
        return self.hits.get((came or self.concept.value, pattern), 0)

    def _remove(self) -> list[Edit]:
        return [*self.edits, *(Edit("remove", self.concept.value, one) for one in self.patterns.value)]

    def _move(self) -> list[Edit]:
        moved = (Edit("move", self.concept.value, one, self.target.value) for one in self.patterns.value)
        return [*self.edits, *moved]

    def _add(self) -> list[Edit]:
        return [*self.edits, Edit("add", self.concept.value, self.added.value.strip())]

    def _undo(self) -> list[Edit]:
        return self.edits[:-1]

    def _apply(self, act: Any) -> None:
        """Show the counts and effects at once; the verdicts follow, for they need all specifications."""
        with use_language(self.panel.language):
            self.refused, self.verdicts = "", pd.DataFrame()
            try:
                edits = act()
                edit_concepts(self.study.codebook.concepts, edits)
            except CodebookError as error:
                self.refused = str(error)
            else:
                self.edits = edits
            self.panel.refresh()
            self._list_patterns()
        self.later.run(self._judge)

    def _judge(self) -> None:
        if self.edits:
            self.verdicts = self.baseline.measure_verdicts(self.after, self._find_frames())
            self.panel.refresh()

    def _find_frames(self) -> set[str]:
        named = [Edit("", self.concept.value, "")] if not self.edits else self.edits
        return find_touched(self.study, named)[1]

    def view(self) -> View:
        """Return what moves: concepts, and the claims on their frames."""
        self.after = recount_study(self.study, self.edits, folded=self.folded) if self.edits else self.study
        counts = measure_counts(self.study, self.after)
        claims = self.baseline.measure_effects(self.after, self._find_frames())
        parts = [f"<p class='desk-refused'>{escape(self.refused)}</p>" if self.refused else ""]
        parts += [write_note(*self._tell()), self._write_counts(counts), self._write_claims(claims)]
        edits = ", ".join(f"edits.{edit!r}" for edit in self.edits)
        texts = ", folded=matching.fold_sentences(study)" if self.folded else ""
        call = f"after = edits.recount_study(study, [{edits}]{texts})\nrecounts.measure_counts(study, after)"
        code = write_call(self.study, "edits, matching, recounts", call)
        return View("".join(parts), counts, code)

    def _tell(self) -> Sequence[str]:
        if not self.edits:
            return [word("Choose patterns and remove or move them, or add one: counts and claims follow.")]
        told = [word("Edits: {n}; no file is changed.", n=len(self.edits))]
        if self.folded:
            return [*told, word("Sentences that they touch were matched anew in the texts.")]
        told.append(
            word(
                "Without the texts, a shorter pattern inside a removed one is not found again,"
                " and an added pattern moves no claim."
            )
        )
        return [*told, *(self._tell_added(edit.pattern) for edit in self.edits if edit.action == "add")]

    def _tell_added(self, pattern: str) -> str:
        found = count_term(self.study, pattern)
        if not found["count"]:
            return word("“{pattern}” is no single counted word: only the texts can tell.", pattern=pattern)
        return word(
            "“{pattern}” is counted {count} times in {documents} documents, coded or not.",
            pattern=pattern,
            **found,
        )

    def _write_counts(self, counts: pd.DataFrame) -> str:
        shown = counts.assign(frame=[word(frame) if frame else "" for frame in counts["frame"]])
        if not len(counts):
            return ""
        said = word("Concepts that move: {n}", n=len(counts))
        return write_table(shown, {name: word(label) for name, label in COUNTS.items()}, caption=said)

    def _write_claims(self, claims: pd.DataFrame) -> str:
        """Claims with their verdicts, which say that they are on their way until they are there."""
        if not len(claims):
            return write_note(word("No claim that was declared for this study hangs on these concepts."))
        rows = claims.assign(label=[word(label) for label in claims["label"]])
        now = [self.baseline.rows[claim] for claim in rows["claim"]]
        rows["kept_before"] = [row["multiverse"] for row in now]
        rows["verdict_before"] = [word(row["verdict"]) for row in now]
        if len(self.verdicts):
            found = self.verdicts.set_index("claim").reindex(rows["claim"])
            rows["kept_after"] = found["kept_after"].to_numpy()
            rows["verdict_after"] = [word(verdict) for verdict in found["verdict_after"]]
        else:
            waiting = word("computing …") if self.edits else ""
            rows = rows.assign(kept_after=float("nan"), verdict_after=waiting)
        said = word(
            "Claims: difference by concepts in points; share of specifications that keep the direction"
        )
        return write_table(
            rows, {name: word(label) for name, label in CLAIMS.items()}, formats=FORMATS, caption=said
        )

    def _save(self, _: Any) -> None:
        """Write the edited ``concepts.csv``, to be put in the codebook's place by whoever means it."""
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / "concepts.csv"
        with replace_file(path) as temporary:
            table = edit_concepts(self.study.codebook.concepts, self.edits)
            table.to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8")
        with use_language(self.panel.language):
            self.panel.exported.value = link_file(path)


def _fold(study: OpenStudy) -> dict[str, str]:
    if study.study.texts is None:
        return {}
    from analysis.desk.matching import fold_sentences

    return fold_sentences(study)


def show_codebook(study: OpenStudy) -> Panel:
    """Return the panel that edits the codebook in memory."""
    return Codebook(study).panel
