"""Voices: for each sentence, who asserts its content, and to which side that voice belongs.

The author speaks unless grammar says otherwise: a label, a quotation, a reporting clause, a list under an
attributed head, or a paraphrase that goes on where its subject is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.coding.actors import UNNAMED
from analysis.coding.attributions import NEARBY, NONE, Recent, Voice
from analysis.coding.continuations import goes_on
from analysis.coding.entities import add_entities
from analysis.coding.hearing import hear_sentence
from analysis.coding.labels import find_labelled
from analysis.coding.listings import Listing
from analysis.coding.marks import Actor, Verb, read_vocabulary
from analysis.coding.offices import read_at_home
from analysis.coding.quotations import find_quotes, split_quotes
from analysis.coding.reporting import Report, choose_report
from analysis.coding.reporting_en import find_reports_en
from analysis.coding.reporting_zh import find_reports_zh
from analysis.coding.settings import find_setting, read_settings
from analysis.coding.turns import Turn, find_turns
from analysis.coding.views import Case, View
from analysis.reading.documents import Document, Sentence

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.studies import Study

THIRD = re.compile(r"(?:He|She|They|他|她)(?![a-z'’])")
MOSTLY = 0.6  # share of a sentence from which it is a quotation
RECALLED = 3  # sentences for which a subject that is left out can be the last speaker
LABELLED = re.compile(r"(?P<name>[^\s:：，。,?？]{2,24})[:：]")


def code_voices(document: Document, codebook: Codebook, study: Study) -> list[Voice]:
    """Return the voice of each sentence of `document`; boilerplate has none."""
    return attribute(open_case(document, codebook))


def open_case(document: Document, codebook: Codebook) -> Case:
    """Return the document with its marks and its setting, ready for attribution."""
    vocabulary = read_vocabulary(codebook.folder)
    marks = vocabulary.find(document)
    setting = find_setting(document, marks, vocabulary, read_settings(codebook.folder))
    marks = read_at_home(marks, document.folded, setting=setting, vocabulary=vocabulary)
    add_entities(document, marks, setting.side)
    return Case(document, marks, setting, vocabulary)


def attribute(case: Case) -> list[Voice]:
    """Return the voice of each sentence of a case, reading it from beginning to end."""
    return Attribution(case).run()


class Attribution:
    """The state of reading one document: whose turn it is, who holds the open quotation or the list."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sentences = case.document.sentences
        self.quoted = split_quotes(case.document, find_quotes(case.document))
        self.turns = find_turns(case.document)
        self.listing = Listing(case, self.quoted, self.turns)
        setting = case.setting
        self.default = Voice(setting.actor, setting.side, setting.score, f"setting={setting.cue}")
        self.turn = self.default
        self.holder: Voice | None = None  # of the quotation that goes on
        self.recent: Recent | None = None
        self.ahead: dict[int, Report | None] = {}

    def run(self) -> list[Voice]:
        """Return one voice per sentence."""
        voices, version = [], ""
        for number, sentence in enumerate(self.sentences):
            if sentence.text != version:
                version, self.turn = sentence.text, self.default
                self.holder = self.recent = None
                self.listing.close()
            voices.append(NONE if sentence.kind == "boilerplate" else self._step(number, sentence))
        return voices

    def _step(self, number: int, sentence: Sentence) -> Voice:
        if number in self.turns:
            self._open_turn(self.turns[number])
            return self.turn
        if sentence.kind == "heading" and not self.quoted[number].inside:
            self.holder = None
            return self._voice_heading(number)
        report = self._report(number)
        voice = (
            self._voice_report(number, report)
            or self._voice_quoted(number)
            or self.listing.voice(number)
            or self._voice_continued(number)
            or self._voice_turn(number)
        )
        if not self.quoted[number].goes_on:
            self.holder = None
        elif voice.actor != self.default.actor:
            self.holder = voice
        if self.listing.heads(number):
            self.listing.open(number, self.recent)
            if self.listing.begins(number):
                return self.listing.holder or voice
        return voice

    # labels

    def _open_turn(self, turn: Turn) -> None:
        speaker = find_labelled(turn, self.case)
        self.turn = Voice(speaker.id, speaker.side, 0.95, f"label={turn.name}") if speaker else self.default
        self.holder = None
        self.listing.close()
        if speaker is not None and not turn.asks:
            self.case.speakers.hear(speaker)
            self.recent = None

    def _voice_turn(self, number: int) -> Voice:
        """The one whose turn it is; a new paragraph that speaks of him leaves his turn."""
        sentence = self.sentences[number]
        starts = number > 0 and sentence.paragraph != self.sentences[number - 1].paragraph
        if self.turn is not self.default and starts:
            follows = number + 1 < len(self.sentences) and self.quoted[number + 1].parts
            if follows and THIRD.match(self.case.document.clean, sentence.begin):
                self.turn = self.default
        return self.turn

    def _voice_heading(self, number: int) -> Voice:
        sentence = self.sentences[number]
        label = LABELLED.match(self.case.document.clean, sentence.begin, sentence.stop)
        mark = next(iter(self.case.marks[number]), None)
        if not label or not mark or not isinstance(mark.sign, Actor):
            report = self._report(number)
            if report is not None and report.actor is UNNAMED:
                return Voice(UNNAMED.id, UNNAMED.side, 0.7, f"{report.manner}:{report.cue}")
            return self.default
        fills = mark.begin - sentence.begin <= 1 and mark.stop >= label.end("name")
        if fills and mark.sign.kind in ("firm", "person"):
            return Voice(mark.sign.id, mark.sign.side, 0.7, f"label={label['name']}")
        return self.default

    # reporting clauses

    def _report(self, number: int) -> Report | None:
        if number in self.ahead:
            return self.ahead.pop(number)
        return self._find_report(number)

    def _find_report(self, number: int) -> Report | None:
        sentence, quoted = self.sentences[number], self.quoted[number]
        marks = self.case.marks[number]
        if quoted.parts:
            marks = [mark for mark in marks if not quoted.holds(mark.begin)]
        before = self.quoted[number - 1].parts if number else ()
        follows = bool(before) and before[-1].stop >= self.sentences[number - 1].stop - 1
        view = View(sentence, marks, quoted, self.case, follows)
        hear_sentence(view)
        verbs = (mark.sign for mark in marks if isinstance(mark.sign, Verb))
        if not quoted.parts and all(verb.kind in ("none", "act") for verb in verbs):
            return None
        find = find_reports_en if sentence.language == "en" else find_reports_zh
        return choose_report(view, find(view))

    def _voice_report(self, number: int, report: Report | None) -> Voice | None:
        if report is None or report.actor is None:
            return None
        sentence, quoted, actor = self.sentences[number], self.quoted[number], report.actor
        if report.manner == "ask" and not quoted.parts:
            return None
        if report.cue == "elided" and (self.recent is None or number - self.recent.sentence > RECALLED):
            return None
        cue, clause = f"{report.manner}:{report.cue}", (report.begin, report.stop)
        voice = Voice(actor.id, actor.side, 0.85, cue, clause)
        self.case.speakers.hear(actor, person=report.is_person)
        self.recent = Recent(voice, number, sentence.paragraph)
        if self._is_tag(number, report) or (not quoted.goes_on and self.listing.heads(number)):
            return self.default._replace(cue=f"tag:{report.cue}")
        return voice

    def _is_tag(self, number: int, report: Report) -> bool:
        """Whether the sentence only says who spoke the quotation before it."""
        sentence, quoted = self.sentences[number], self.quoted[number]
        if quoted.parts or number == 0 or report.begin - sentence.begin > 3:
            return False
        before = self.quoted[number - 1]
        rest = self.case.document.folded[report.stop : sentence.stop]
        if not before.parts or before.parts[-1].stop < self.sentences[number - 1].stop - 1:
            return len(rest.strip(" 。.!！\n”")) < 2
        return rest.lstrip()[:4] != "that" and (sentence.language == "en" or len(rest) < 3)

    # quotations

    def _voice_quoted(self, number: int) -> Voice | None:
        sentence, quoted = self.sentences[number], self.quoted[number]
        if not quoted.parts or quoted.measure_share(sentence.begin, sentence.stop) < MOSTLY:
            return None
        if not quoted.inside and quoted.parts[0].begin > sentence.begin + 1:
            return None
        if quoted.inside and self.holder is not None:
            return self.holder._replace(clause=(0, 0))
        tag = self._peek(number + 1)
        if tag is not None and tag.actor is not None:
            voice = Voice(tag.actor.id, tag.actor.side, 0.85, f"tag:{tag.cue}")
            self.recent = Recent(voice, number, sentence.paragraph)
            return voice
        if self.recent is not None and sentence.paragraph - self.recent.paragraph <= NEARBY:
            last = self.recent.voice
            self.recent = Recent(last, number, sentence.paragraph)
            return last._replace(clause=(0, 0), score=0.75, cue=f"quoted after {last.cue}")
        return None

    def _peek(self, number: int) -> Report | None:
        """The reporting clause of the next sentence, where that is a tag to this one."""
        if number >= len(self.sentences) or number in self.turns:
            return None
        sentence, parts = self.sentences[number], self.quoted[number].parts
        if sentence.paragraph - self.sentences[number - 1].paragraph > 1 or self.quoted[number].inside:
            return None
        report = self.ahead[number] = self._find_report(number)
        if report is None:
            return None
        if parts:  # “…。”X说，“…。”
            first = report.begin - sentence.begin <= 3 and parts[0].begin > report.stop
            pauses = self.case.document.clean[report.stop : report.stop + 1] in ("，", ",")
            return report if first and pauses else None
        return report if self._is_tag(number, report) else None

    # paraphrase

    def _voice_continued(self, number: int) -> Voice | None:
        """The last speaker, where a Chinese sentence of the same paragraph goes on without a subject."""
        sentence, recent = self.sentences[number], self.recent
        if recent is None or sentence.language != "zh" or self.turn is not self.default:
            return None
        if (recent.sentence, recent.paragraph) != (number - 1, sentence.paragraph):
            return None
        voice = recent.voice
        if voice.actor in (self.default.actor, "unnamed"):
            return None
        if not goes_on(self.case.document.folded[sentence.begin : sentence.stop]):
            return None
        self.recent = Recent(voice, number, sentence.paragraph)
        return voice._replace(clause=(0, 0), score=0.6, cue=f"goes on after {voice.cue}")
