"""Voices: for each sentence, who asserts its content, and to which side that voice belongs.

The author speaks unless grammar says otherwise: a label, a quotation, a reporting clause, a list under an
attributed head, or a paraphrase that goes on where its subject is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from analysis.coding.entities import add_entities
from analysis.coding.labels import find_labelled
from analysis.coding.marks import Actor, Mark, Role, Sign, Verb, read_vocabulary
from analysis.coding.phrases import find_government, resolve_phrase
from analysis.coding.quotations import Quoted, find_quotes, split_quotes
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

ITEM = re.compile(
    r"\s*(?:[-–•●○◆■▪*·]\s*|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-hivx]{1,4})[)）、.．,，]\s*|第[一二三四五六七八九十]{1,2}[，,、：:]"
    r"|[一二三四五六七]是|[①-⑳]|(?:first|second|third|fourth|fifth|finally|lastly)[,:]\s)",
    re.I,
)
HEAD = re.compile(r"(?:[:：]|如下[。：:]?|as follows[.:])[”」\"]?\s*\Z")
DEONTIC = re.compile(
    r"^[“「\"]?(?:同时|此外|另外|对此|因此|首先|其次|最后|下一步|今后|未来|当前|其中|而且|并且|为此)?[，,]?"
    r"(?:要|应当?|必须|须|愿|希望|坚持|双方|我们|中方|[\u4e00-\u9fff]方(?:愿|将|支持|坚定|高度|始终|欢迎|感谢|珍视|坚持)|各方|各国|两国|中国愿|也要|还要|将|建议|"
    r"加快|推动|加强|深化|完善|充分|着力|持续|进一步|不断|切实|把|以|充分|积极|妥善|共同|携手|不应|不能)"
)
ADVOCACY = re.compile(
    r"^(?:并|还|同时|也|又|且|此外)*(?:呼吁|反对|建议|强调|关注|要求|提出|主张|支持|敦促|承诺|倡导|欢迎|重申|警告|认为|批评)"
)
NARRATION = re.compile(
    r"今天|昨天|近日|日前|\d+[日月]|会见|会谈|出席|参加|举行|陪同|考察|抵达|访问|签署|记者|本届|据|报道|结束|开幕|闭幕|来到|听取|发言|主持"
)
AUTHORIAL = re.compile(
    r"^(?:可见|值得注意|显然|事实上|笔者|在笔者|换言之|也就是说|不难|总之|由此可见|细心的|毫无疑问|这(?:意味|说明|也|显示|表明))"
)
DEMAND = re.compile(r"应当?(?![用对该])|应该|可以|建议|需要|要求|\b(?:should|must|ought to|recommend)\b")
THIRD = re.compile(r"(?:He|She|They|他|她)(?![a-z'’])")
LABELLED = re.compile(r"(?P<name>[^\s:：，。,?？]{2,24})[:：]")
PURPOSE = re.compile(r"为了|由于|随着|虽然|尽管|但|不过|然而|but |however|although |while |yet ")
NEARBY = 2


class Voice(NamedTuple):
    """Who asserts one sentence: ``actor``, ``side``, how sure that is (0 to 1), and the cue that decided."""

    actor: str
    side: str
    score: float
    cue: str
    clause: tuple[int, int] = (0, 0)  # the reporting clause, where one decided


NONE = Voice("", "", float("nan"), "")


def code_voices(document: Document, codebook: Codebook, study: Study) -> list[Voice]:
    """Return the voice of each sentence of `document`; boilerplate has none."""
    return attribute(open_case(document, codebook))


def open_case(document: Document, codebook: Codebook) -> Case:
    """Return the document with its marks and its setting, ready for attribution."""
    vocabulary = read_vocabulary(codebook.folder)
    marks = vocabulary.find(document)
    setting = find_setting(document, marks, vocabulary, read_settings(codebook.folder))
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
        setting = case.setting
        self.default = Voice(setting.actor, setting.side, setting.score, f"setting={setting.cue}")
        self.turn = self.default
        self.holder: Voice | None = None
        self.listing: Voice | None = None
        self.recent: tuple[Voice, int, int] | None = (
            None  # the last attributed voice, its sentence and paragraph
        )
        self.bare = False  # whether the items of the list bear no marks
        self.ahead: dict[int, Report | None] = {}

    def run(self) -> list[Voice]:
        """Return one voice per sentence."""
        voices, version = [], ""
        for number, sentence in enumerate(self.sentences):
            if sentence.text != version:
                version, self.turn = sentence.text, self.default
                self.holder = self.listing = self.recent = None
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
            or self._voice_item(number)
            or self._voice_continued(number)
            or self._voice_turn(number)
        )
        if not self.quoted[number].goes_on:
            self.holder = None
        elif voice.actor != self.default.actor:
            self.holder = voice
        self._open_list(number, voice)
        return voice

    # labels

    def _open_turn(self, turn: Turn) -> None:
        speaker = find_labelled(turn, self.case)
        self.turn = Voice(speaker.id, speaker.side, 0.95, f"label={turn.name}") if speaker else self.default
        self.holder = self.listing = None
        if speaker is not None and not turn.asks:
            self.case.speakers.hear(speaker)
            self.recent = None

    def _voice_turn(self, number: int) -> Voice:
        """The one whose turn it is; a new paragraph that speaks of him leaves his turn."""
        sentence = self.sentences[number]
        if (
            self.turn is not self.default
            and number
            and sentence.paragraph != self.sentences[number - 1].paragraph
        ):
            follows = number + 1 < len(self.sentences) and self.quoted[number + 1].parts
            if follows and THIRD.match(self.case.document.clean, sentence.begin):
                self.turn = self.default
        return self.turn

    def _voice_heading(self, number: int) -> Voice:
        sentence = self.sentences[number]
        label = LABELLED.match(self.case.document.clean, sentence.begin, sentence.stop)
        mark = next(iter(self.case.marks[number]), None)
        if not label or not mark or not isinstance(mark.sign, Actor):
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
        self._note(sentence, marks, quoted)
        if not any(isinstance(mark.sign, Verb) and mark.sign.kind not in ("none", "act") for mark in marks):
            return None
        view = View(sentence, marks, quoted, self.case)
        find = find_reports_en if sentence.language == "en" else find_reports_zh
        return choose_report(view, find(view))

    def _note(self, sentence: Sentence, marks: list[Mark], quoted: Quoted) -> None:
        """Remember who is named, and who issued the last document that is named."""
        speakers, clean = self.case.speakers, self.case.document.clean
        place = -1
        for mark in marks:
            sign = mark.sign
            if isinstance(sign, Actor):
                speakers.note(sign)
                if sign.kind == "person" and "·" in clean[mark.begin : mark.stop]:
                    speakers.register(clean[mark.begin : mark.stop], sign)
                elif sign.kind == "agency":
                    speakers.offices[clean[mark.begin : mark.stop]] = sign
            elif place < 0 and mark.begin > sentence.begin + 4 and _is_text_or_act(sign):
                place = mark.begin
        if place > 0 and any(isinstance(m.sign, Role) and m.sign.kind == "text" for m in marks):
            self._note_issuer(View(sentence, marks, quoted, self.case), place)

    def _note_issuer(self, view: View, place: int) -> None:
        clause = max(self.case.document.clean.rfind(mark, view.sentence.begin, place) for mark in ",，。")
        issuer, cue = resolve_phrase(view, max(clause + 1, view.sentence.begin), place)
        if issuer is not None and issuer.id != "unnamed" and not cue.startswith("pronoun"):
            self.case.speakers.issuer = find_government(issuer, self.case)

    def _voice_report(self, number: int, report: Report | None) -> Voice | None:
        if report is None:
            return None
        sentence, quoted = self.sentences[number], self.quoted[number]
        actor = report.actor
        if actor is None:
            return None
        voice = Voice(
            actor.id, actor.side, 0.85, f"{report.manner}:{report.cue}", (report.begin, report.stop)
        )
        if report.manner == "ask" and not quoted.parts:
            return None
        self.case.speakers.hear(actor, person=report.is_person)
        self.recent = voice, number, sentence.paragraph
        if self._is_tag(number, report) or (not quoted.goes_on and self._heads_list(number)):
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
        if not quoted.parts or quoted.measure_share(sentence.begin, sentence.stop) < 0.6:
            return None
        if not quoted.inside and quoted.parts[0].begin > sentence.begin + 1:
            return None
        if quoted.inside and self.holder is not None:
            return self.holder._replace(clause=(0, 0))
        tag = self._peek(number + 1)
        if tag is not None and tag.actor is not None:
            voice = Voice(tag.actor.id, tag.actor.side, 0.85, f"tag:{tag.cue}")
            self.recent = voice, number, sentence.paragraph
            return voice
        if self.recent is not None and sentence.paragraph - self.recent[2] <= NEARBY:
            self.recent = self.recent[0], number, sentence.paragraph
            return self.recent[0]._replace(
                clause=(0, 0), score=0.75, cue=f"quoted after {self.recent[0].cue}"
            )
        return None

    def _peek(self, number: int) -> Report | None:
        """The reporting clause of the next sentence, where that is a tag to this one."""
        if number >= len(self.sentences) or number in self.turns:
            return None
        sentence = self.sentences[number]
        if self.quoted[number].parts or sentence.paragraph - self.sentences[number - 1].paragraph > 1:
            return None
        report = self.ahead[number] = self._find_report(number)
        return report if report is not None and self._is_tag(number, report) else None

    # lists

    def _open_list(self, number: int, voice: Voice) -> None:
        if not self._heads_list(number):
            return
        sentence = self.sentences[number]
        self.bare = not ITEM.match(self.case.document.clean, self.sentences[number + 1].begin)
        if self.recent is not None and self.recent[1] == number:
            self.listing = self.recent[0]
            return
        subject = self._find_subject(number)
        if subject is not None:
            self.listing = Voice(subject.id, subject.side, 0.75, f"list of {subject.id}")
        elif self.recent is not None and sentence.paragraph - self.recent[2] <= NEARBY:
            self.listing = self.recent[0]._replace(
                clause=(0, 0), score=0.7, cue=f"list after {self.recent[0].cue}"
            )

    def _heads_list(self, number: int) -> bool:
        """Whether the sentence announces what the next paragraphs hold."""
        sentence = self.sentences[number]
        if not HEAD.search(self.case.document.clean, max(sentence.begin, sentence.stop - 14), sentence.stop):
            return False
        if number + 1 == len(self.sentences) or self.quoted[number].goes_on or number + 1 in self.turns:
            return False
        return self.sentences[number + 1].paragraph != sentence.paragraph

    def _find_subject(self, number: int) -> Actor | None:
        view = View(self.sentences[number], self.case.marks[number], self.quoted[number], self.case)
        for mark in view.find_parties(view.sentence.begin, view.sentence.stop):
            if isinstance(mark.sign, Actor) and mark.sign.kind not in ("country", "outlet"):
                return mark.sign
            if isinstance(mark.sign, Role) and mark.sign.kind in ("text", "pronoun"):
                return self.case.speakers.issuer
        return None

    def _voice_item(self, number: int) -> Voice | None:
        """The holder of the list, while its items, or demands that follow them, go on."""
        if self.listing is None:
            return None
        sentence, document = self.sentences[number], self.case.document
        starts = sentence.paragraph != self.sentences[number - 1].paragraph
        item = ITEM.match(document.clean, sentence.begin, sentence.stop) is not None
        demands = DEMAND.search(document.folded, sentence.begin, sentence.stop) is not None
        goes_on = item or not starts or demands or self.bare or self._has_item_ahead(number)
        leaves = self.bare and not demands and self._names_subject(number)
        if goes_on and not leaves and not AUTHORIAL.match(document.folded, sentence.begin):
            return self.listing._replace(clause=(0, 0))
        self.listing = None
        return None

    def _names_subject(self, number: int) -> bool:
        """Whether the sentence begins with an actor or with an adverbial clause, as an item does not."""
        sentence = self.sentences[number]
        first = next(iter(self.case.marks[number]), None)
        named = first is not None and isinstance(first.sign, Actor) and first.begin == sentence.begin
        return named or PURPOSE.match(self.case.document.folded, sentence.begin) is not None

    def _has_item_ahead(self, number: int) -> bool:
        clean = self.case.document.clean
        return any(
            ITEM.match(clean, sentence.begin, sentence.stop)
            for sentence in self.sentences[number + 1 : number + 4]
        )

    # paraphrase

    def _voice_continued(self, number: int) -> Voice | None:
        """The last speaker, where a Chinese sentence of the same paragraph goes on without a subject."""
        sentence = self.sentences[number]
        if self.recent is None or sentence.language != "zh" or self.turn is not self.default:
            return None
        voice, last, paragraph = self.recent
        if (
            paragraph != sentence.paragraph
            or last != number - 1
            or voice.actor in (self.default.actor, "unnamed")
        ):
            return None
        folded = self.case.document.folded[sentence.begin : sentence.stop]
        if AUTHORIAL.match(folded) or NARRATION.search(folded[:40]):
            return None
        if DEONTIC.match(folded) or ADVOCACY.match(folded):
            self.recent = voice, number, paragraph
            return voice._replace(clause=(0, 0), score=0.6, cue=f"goes on after {voice.cue}")
        return None


def _is_text_or_act(sign: Sign) -> bool:
    return (isinstance(sign, Role) and sign.kind == "text") or (isinstance(sign, Verb) and sign.kind == "act")
