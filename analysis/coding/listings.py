"""Listings: the items that an attributed head announces, in paragraphs of their own or in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.coding.attributions import NEARBY, Recent, Voice
from analysis.coding.continuations import is_authorial
from analysis.coding.marks import Actor, Role
from analysis.coding.quotations import Quoted
from analysis.coding.settings import AUTHOR
from analysis.coding.turns import Turn
from analysis.coding.views import Case, View

NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
ITEM = re.compile(
    rf"\s*(?:[-–•●○◆■▪*·]\s*|[（(]?(?:{NUMBER}|[a-hivx]{{1,4}})[)）、.．,，]\s*|第{NUMBER}[，,、：:]"
    rf"|其?[一二三四五六七]是|其[一二三四五六][，,：:]|[①-⑳]|(?:first|second|third|fourth|fifth|finally|lastly)(?:ly)?[,:]\s)",
    re.I,
)
HEAD = re.compile(r"(?:[:：]|如下[。：:]?|as follows[.:])[”」\"]?\s*\Z")
BEGUN = re.compile(
    r"(?:如下|包括|要点|建议|是|as follows|the following)[:：]\s*(?:[（(]?(?:一|1)[)）、.．]|其一|第一|①)"
)
LAST = 14  # characters of a head in which it announces
DEMAND = re.compile(r"应当?(?![用对该])|应该|可以|建议|需要|要求|\b(?:should|must|ought to|recommend)\b")
PURPOSE = re.compile(r"为了|由于|随着|虽然|尽管|但|不过|然而|but |however|although |while |yet ")
MOST = 12  # sentences of a list whose items bear no marks
AHEAD = 3  # sentences after a bare one in which an item shows that the list goes on


class Listing:
    """The list that is being read, if any: whose it is, and whether its items bear marks or paragraphs."""

    def __init__(self, case: Case, quoted: Sequence[Quoted], turns: dict[int, Turn]) -> None:
        self.case, self.quoted, self.turns = case, quoted, turns
        self.sentences = case.document.sentences
        self.holder: Voice | None = None
        self.bare = self.inline = False
        self.left = 0  # sentences that may still be items
        self.inside = False  # whether the paragraph began with an item

    def close(self) -> None:
        """Forget the list, as a new version or another speaker does."""
        self.holder = None

    def heads(self, number: int) -> bool:
        """Whether the sentence announces the next paragraphs, or numbered items that follow in its own."""
        sentence, clean = self.sentences[number], self.case.document.clean
        if number + 1 == len(self.sentences) or self.quoted[number].goes_on or number + 1 in self.turns:
            return False
        if self.begins(number):
            return True
        if not HEAD.search(clean, max(sentence.begin, sentence.stop - LAST), sentence.stop):
            return False
        return self.sentences[number + 1].paragraph != sentence.paragraph or self._is_item(number + 1)

    def begins(self, number: int) -> bool:
        """Whether the sentence holds the head and the first item of a list whose second comes next."""
        sentence = self.sentences[number]
        begun = BEGUN.search(self.case.document.folded, sentence.begin, sentence.stop) is not None
        return begun and number + 1 < len(self.sentences) and self._is_item(number + 1)

    def open(self, number: int, recent: Recent | None) -> None:
        """Begin a list under sentence `number`: its speaker's, else, in an author's text, its subject's."""
        sentence, following = self.sentences[number], self.sentences[number + 1]
        self.bare = not self._is_item(number + 1)
        self.inline, self.inside = following.paragraph == sentence.paragraph, False
        self.left = MOST if self.bare else len(self.sentences)
        if recent is not None and recent.sentence == number:
            self.holder = recent.voice
            return
        if self.case.setting.actor != AUTHOR:
            self.holder = None
            return
        subject = self._find_subject(number) if not self.bare else None
        if subject is not None:
            self.holder = Voice(subject.id, subject.side, 0.75, f"list of {subject.id}")
        elif recent is not None and sentence.paragraph - recent.paragraph <= NEARBY:
            cue = f"list after {recent.voice.cue}"
            self.holder = recent.voice._replace(clause=(0, 0), score=0.7, cue=cue)

    def voice(self, number: int) -> Voice | None:
        """Return the list's holder, while its items, or demands that follow them, go on."""
        if self.holder is None:
            return None
        self.left -= 1
        if self.left >= 0 and self._goes_on(number):
            return self.holder._replace(clause=(0, 0))
        self.holder = None
        return None

    def _goes_on(self, number: int) -> bool:
        if self._is_item(number):
            self.inside = self.inside or self._starts(number)
            return True
        starts = self._starts(number)
        if starts and is_authorial(self._read(number)):
            return False
        self.inside = self.inside and not starts
        if self.inline:
            return self._has_item_ahead(number) or self.inside
        demands = DEMAND.search(self._read(number)) is not None
        if self.bare:
            return demands or not self._names_subject(number)
        return not starts or demands or self._has_item_ahead(number)

    def _starts(self, number: int) -> bool:
        return self.sentences[number].paragraph != self.sentences[number - 1].paragraph

    def _read(self, number: int) -> str:
        sentence = self.sentences[number]
        return self.case.document.folded[sentence.begin : sentence.stop]

    def _is_item(self, number: int) -> bool:
        sentence = self.sentences[number]
        return ITEM.match(self.case.document.clean, sentence.begin, sentence.stop) is not None

    def _has_item_ahead(self, number: int) -> bool:
        return any(self._is_item(i) for i in range(number + 1, min(len(self.sentences), number + 1 + AHEAD)))

    def _names_subject(self, number: int) -> bool:
        """Whether the sentence begins with an actor or with an adverbial clause, as an item does not."""
        sentence = self.sentences[number]
        first = next(iter(self.case.marks[number]), None)
        named = first is not None and isinstance(first.sign, Actor) and first.begin == sentence.begin
        return named or PURPOSE.match(self._read(number)) is not None

    def _find_subject(self, number: int) -> Actor | None:
        view = View(self.sentences[number], self.case.marks[number], self.quoted[number], self.case)
        for mark in view.find_parties(view.sentence.begin, view.sentence.stop):
            if isinstance(mark.sign, Actor) and mark.sign.kind not in ("country", "outlet"):
                return mark.sign
            if isinstance(mark.sign, Role) and mark.sign.kind in ("text", "pronoun"):
                return self.case.speakers.issuer
        return None
