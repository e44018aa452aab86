"""Views: one sentence with all that is known around it, as attribution sees it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from analysis.coding.marks import Actor, Mark, Role, Verb, Vocabulary
from analysis.coding.quotations import Quoted
from analysis.coding.settings import Setting
from analysis.coding.speakers import Speakers
from analysis.reading.documents import Document, Sentence

PREPOSITION_EN = re.compile(
    r"\b(?:in|at|on|with|of|for|from|by|to|after|before|under|against|about|over|than|like|between|among|near|since|"
    r"into|through|across|toward|towards|via|within|inside|outside|around|despite|during|without|including|and)"
    r"(?: (?:the|a|an|his|her|its|their|this|that|these|those|our|some|many|all))?[ “\"(]*\Z"
)
PREPOSITION_ZH = re.compile(
    r"(?:[对向在于从跟同与和给为由被把将据按以至到经就因随比让令使请替赴抵访见]|针对|关于|围绕|通过|面对|除了?|由于|作为|来自|包括|有关|"
    r"涉及|根据|依据|前往|会见|会晤|参加|出席|接受|告诉|允许|获得)[了过着]?[“「『《]?\Z"
)


WORDS = re.compile(r"(?<![\w’'])[a-z]{2,}(?![\w’'])")
REGION = {"en": 400, "zh": 160}  # characters before a verb in which its subject stands, at most


@dataclass(frozen=True)
class Case:
    """One document under attribution: what stays the same from sentence to sentence."""

    document: Document
    marks: list[list[Mark]]
    setting: Setting
    vocabulary: Vocabulary
    speakers: Speakers = field(default_factory=Speakers)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that the document writes in lower case: capitalised, they are no names either."""
        return frozenset(WORDS.findall(self.document.clean))


@dataclass(frozen=True, slots=True)
class View:
    """One sentence, the marks outside its quotations, and how it stands to these."""

    sentence: Sentence
    marks: list[Mark]
    quoted: Quoted
    case: Case
    follows: bool = False  # whether the sentence before ends with a quotation

    def read(self, begin: int, stop: int) -> str:
        """Return the clean text from `begin` to `stop`."""
        return self.case.document.clean[begin:stop]

    @property
    def verbs(self) -> list[Mark]:
        """The reporting verbs of the sentence, in order."""
        return [mark for mark in self.marks if isinstance(mark.sign, Verb) and mark.sign.kind != "none"]

    def find_parties(self, begin: int, stop: int) -> list[Mark]:
        """Return the actors and roles between two positions that do not follow a preposition."""
        articles = self.sentence.language == "en"
        lookback = PREPOSITION_EN if articles else PREPOSITION_ZH
        text = self.case.document.folded
        return [
            mark
            for mark in self.find_marks(begin, stop)
            if isinstance(mark.sign, (Actor, Role))
            and not (articles and self._lacks_article(mark))
            and not lookback.search(text, max(begin, mark.begin - 14), mark.begin)
        ]

    def _lacks_article(self, mark: Mark) -> bool:
        """Whether a word such as *bureau* does not mean one named before, as *the bureau* does."""
        if not isinstance(mark.sign, Role) or mark.sign.id != "the_office":
            return False
        return self.case.document.folded[max(0, mark.begin - 4) : mark.begin] != "the "

    def find_marks(self, begin: int, stop: int) -> list[Mark]:
        """Return the marks that begin between two positions."""
        low = bisect_left(self.marks, begin, key=lambda mark: mark.begin)
        return self.marks[low : bisect_left(self.marks, stop, low, key=lambda mark: mark.begin)]

    def find_region(self, place: int) -> int:
        """Return where the text begins in which a subject of what stands at `place` is looked for."""
        return max(self.sentence.begin, place - REGION.get(self.sentence.language, 400))
