"""Parties: how each sentence names the sides, and what stands around it.

Features are written from the sides' point of view: ``A:`` is the study's first side, ``B:`` its second,
``O:`` everybody else. Exchanging the letters exchanges the sides, so what is learnt of one side's grammar
holds for the other's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from analysis.coding.marks import Actor, Mark, Place
from analysis.coding.relations import DEFINITE, describe_relation
from analysis.coding.settings import Setting
from analysis.coding.voices import Voice
from analysis.reading.documents import Document, Sentence

LETTERS = "ABO"
REACH = 40  # characters on either side of a name in which its neighbours are read
SHORT = {"zh": 10, "en": 28}  # characters below which a sentence is short
FLAGS = {
    "world": r"全球|世界|人类|各国|国际社会|多国|一些国家|小国|其他国家|别国"
    r"|\b(?:world|global(?:ly)?|humanity|humankind|nations|countries|international|everyone"
    r"|other governments)\b",
    "pair": r"两国|双方|两个?大国|两个超级大国|两强|两家(?=[都的之间在就各，。、])|彼此|双边|两岸|两边"
    r"|\b(?:both (?:countries|sides|governments|powers|nations|capitals)|superpowers|great powers|bilateral"
    r"|two (?:countries|sides|governments|powers|nations|superpowers|giants|capitals|rivals)|each other"
    r"|rivals)\b",
    "pronoun": r"^\W*(?:他们|她们|它们|他|她|它|该|这|此|其|那|但|而"
    r"|(?:he|she|it|they|this|that|these|those|its|their|his|her|the (?:bill|rule|plan|order|company|firm"
    r"|ministry|department|law|report|measure|policy|government|country|model|deal|move|agency))\b)",
    "generic": r"^\W*(?:人工智能|技术|开源"
    r"|(?:ai|artificial intelligence|technology|open|models?|any|every|an?|no)\b)",
}
OUR = re.compile(r"我国|我们|我方|我党|咱们?|本国|国内|我[院校部]|\b(?:we|our|us|ours|domestic)\b")
NEAR = 40  # characters after which a name no longer stands at the start
CLAUSE = re.compile(
    r"[,;:，；：—–()（）、。]|\b(?:that|which|who|while|but|although|because|whether|if|when)\b"
)
WORDS = re.compile(r"['’]s|\w+|[^\w\s]")
PATTERNS = {name: re.compile(pattern) for name, pattern in FLAGS.items()}
Features = dict[str, float]


class Party(NamedTuple):
    """One place where a sentence names a side: its letter, the mark, and what kind of name it is."""

    letter: str
    mark: Mark
    kind: str


def observe_parties(
    document: Document,
    marks: Sequence[Sequence[Mark]],
    voices: Sequence[Voice],
    *,
    setting: Setting,
    sides: Sequence[str],
) -> list[Features]:
    """Return the features of each sentence: names, their grammar, context; none for boilerplate."""
    letters = dict(zip(sides, LETTERS, strict=False))
    parties = [_find_parties(found, letters) for found in marks]
    features: list[Features] = [{} for _ in marks]
    for numbers in _list_versions(document):
        reading = _Reading(document, setting, letters, parties, numbers)
        for place, number in enumerate(numbers):
            features[number] = reading.describe(place, voices[number])
    return features


def swap_sides(features: Features) -> Features:
    """Return the features as they were if the sides changed places.

    Examples
    --------
    >>> swap_sides({"A:first": 1.0, "O:first": 1.0, "world": 1.0})
    {'B:first': 1.0, 'O:first': 1.0, 'world': 1.0}
    """
    exchange = {"A:": "B:", "B:": "A:"}
    return {exchange.get(name[:2], name[:2]) + name[2:]: value for name, value in features.items()}


def _find_parties(found: Sequence[Mark], letters: dict[str, str]) -> list[Party]:
    return [
        Party(
            letters.get(mark.sign.side, "O"),
            mark,
            mark.sign.kind if isinstance(mark.sign, Actor) else "place",
        )
        for mark in found
        if isinstance(mark.sign, (Actor, Place)) and mark.sign.side not in ("", "NONE")
    ]


def _list_versions(document: Document) -> list[list[int]]:
    """The numbers of the sentences of each version, in order, without boilerplate."""
    versions: dict[str, list[int]] = {}
    for number, sentence in enumerate(document.sentences):
        if sentence.kind != "boilerplate":
            versions.setdefault(sentence.text, []).append(number)
    return list(versions.values())


class _Reading:
    """The state of reading one version: what its title and its sentences so far named."""

    def __init__(
        self,
        document: Document,
        setting: Setting,
        letters: dict[str, str],
        parties: list[list[Party]],
        numbers: list[int],
    ) -> None:
        self.document, self.letters, self.parties, self.numbers = document, letters, parties, numbers
        sentences = document.sentences
        counts = Counter(party.letter for number in numbers for party in parties[number])
        self.shares = {letter: count / counts.total() for letter, count in sorted(counts.items())}
        title = next((n for n in numbers if sentences[n].kind == "heading"), None)
        self.title = {party.letter for party in parties[title]} if title is not None else set()
        self.home = self._letter(setting.side)
        self.official = setting.genre != "press"
        self.named: list[str] = []  # the letters that each sentence so far named, in order
        self.paragraph, self.beside = -1, set[str]()

    def describe(self, place: int, voice: Voice) -> Features:
        """Return the features of the sentence at `place`, and go on to the next."""
        number = self.numbers[place]
        sentence = self.document.sentences[number]
        fresh = sentence.paragraph != self.paragraph
        if fresh:
            self.paragraph, self.beside = sentence.paragraph, set()
        parties, features = self._split_speakers(self.parties[number], voice)
        letters = list(dict.fromkeys(party.letter for party in parties))
        state = _name_state(letters)
        features |= self._describe_names(parties, sentence)
        features |= self._describe_antecedent(sentence, state)
        features |= describe_relation(parties, self.document.folded, sentence.begin)
        features |= self._describe_sentence(sentence, letters, state, self._letter(voice.side))
        features |= self._describe_context(place, letters, state)
        if fresh:
            features["paragraph"] = 1.0
        self.named.append("".join(letters))
        self.beside |= set(letters)
        return features

    def _letter(self, side: str) -> str:
        return self.letters.get(side, "O" if side not in ("", "NONE") else "N")

    def _split_speakers(self, parties: list[Party], voice: Voice) -> tuple[list[Party], Features]:
        """Set aside the names in the reporting clause, and the speaker's own."""
        begin, stop = voice.clause
        inside = [party for party in parties if begin <= party.mark.begin < stop]
        content = [party for party in parties if not begin <= party.mark.begin < stop]
        others = [p for p in content if not isinstance(p.mark.sign, Actor) or p.mark.sign.id != voice.actor]
        return others or content, {f"{party.letter}:speaks": 1.0 for party in inside}

    def _describe_names(self, parties: Sequence[Party], sentence: Sentence) -> Features:
        """How each side is named: kind of name, order, place in its clause, the words beside it."""
        features: Features = {}
        folded = self.document.folded
        breaks = [match.end() for match in CLAUSE.finditer(folded, sentence.begin, sentence.stop)]
        for order, party in enumerate(parties):
            letter, mark = party.letter, party.mark
            broken = bisect_right(breaks, mark.begin)
            clause = breaks[broken - 1] if broken else sentence.begin
            rank = ("first", "second")[order] if order < 2 else "later"
            start = (
                len(folded[sentence.begin : min(mark.begin, sentence.begin + NEAR)].strip(' “"「『’‘*-')) < 2
            )
            opens = len(folded[clause : min(mark.begin, clause + NEAR)].strip()) < (
                3 if sentence.language == "zh" else 6
            )
            position = "start" if start else "clause" if opens else "in"
            held = (
                f"kind={party.kind}", rank, f"{rank}:{party.kind}", f"at={position}", f"at={position}:{rank}",
                "sub" if broken else "main", *_list_beside(folded, sentence, mark),
            )  # fmt: skip
            features |= {f"{letter}:{name}": 1.0 for name in held}
            features[f"{letter}:count"] = features.get(f"{letter}:count", 0.0) + 1
        if parties:
            features[f"{parties[-1].letter}:last"] = 1.0
            features[f"{parties[0].letter}:first|{'home' if parties[0].letter == self.home else 'away'}"] = (
                1.0
            )
        for letter in LETTERS:
            if f"{letter}:count" in features:
                features[f"{letter}:share"] = features[f"{letter}:count"] / len(parties)
        return features

    def _describe_antecedent(self, sentence: Sentence, state: str) -> Features:
        """Whom *the bill*, 该公司 or *it* at the beginning goes back to."""
        if not DEFINITE.search(self.document.folded[sentence.begin : sentence.stop]):
            return {}
        last = next((named[0] for named in reversed(self.named) if named), "")
        return {f"definite|{state}": 1.0} | ({f"{last}:antecedent|{state}": 1.0} if last else {})

    def _describe_sentence(
        self, sentence: Sentence, letters: Sequence[str], state: str, voice: str
    ) -> Features:
        """Who is named together, who speaks, and what kind of sentence it is."""
        folded = self.document.folded[sentence.begin : sentence.stop]
        held = [
            f"state={state}{'+O' if 'O' in letters else ''}",
            f"{voice}:voice",
            f"{voice}:voice|{state}",
            f"{self.home}:home|{state}",
            f"kind={sentence.kind}|{state}",
            f"{sentence.language}|{state}",
        ]
        if self.official:
            held.append(f"{self.home}:official|{state}")
        for letter in letters:
            around = "".join(sorted("O" if one == "O" else "S" for one in letters if one != letter))
            held += [f"{letter}:named", f"{letter}:named|{around}"]
        if OUR.search(folded):
            held += [f"{voice}:our", f"{voice}:our|{state}"]
        for name, pattern in PATTERNS.items():
            if pattern.search(folded):
                held += [name, f"{name}|{state}"]
        if len(folded) < SHORT.get(sentence.language, SHORT["en"]):
            held.append("short")
        return dict.fromkeys(held, 1.0)

    def _describe_context(self, place: int, letters: Sequence[str], state: str) -> Features:
        """Whom the document, its title, the paragraph and the sentences around name."""
        features: Features = {}
        for letter, share in self.shares.items():
            features[f"{letter}:document|{state}"] = share
            features[f"{letter}:dominates|{state}"] = float(share > 0.5)
        features |= {f"{letter}:title|{state}": 1.0 for letter in self.title}
        features |= {f"{letter}:paragraph|{state}": 1.0 for letter in self.beside}
        for back, named in enumerate(reversed(self.named[-3:])):
            features |= {f"{letter}:before{back}|{state}": 1 / len(named) for letter in named}
            if not named:
                features[f"nobody before{back}|{state}"] = 1.0
        last = next((named for named in reversed(self.named) if named), "")
        features |= {f"{letter}:last named|{state}": 1 / len(last) for letter in last}
        if last:
            features[f"{last[0]}:last subject|{state}"] = 1.0
        if place + 1 < len(self.numbers):
            after = {party.letter for party in self.parties[self.numbers[place + 1]]}
            features |= {f"{letter}:after|{state}": 1.0 for letter in after}
        return features


def _name_state(letters: Sequence[str]) -> str:
    """Who is named: nobody, only others, one side, or both."""
    named = set(letters) & {"A", "B"}
    return "both" if len(named) == 2 else "one" if named else "others" if letters else "nobody"


def _list_beside(folded: str, sentence: Sentence, mark: Mark) -> list[str]:
    """The words (Latin) or characters (Han) right before and after a name, as feature names."""
    left = folded[max(sentence.begin, mark.begin - REACH) : mark.begin].rstrip()
    right = folded[mark.stop : min(sentence.stop, mark.stop + REACH)].lstrip()
    before = WORDS.findall(left)[-2:][::-1] if left[-1:].isascii() else [left[-1:], left[-2:]]
    after = WORDS.findall(right)[:2] if right[:1].isascii() else [right[:1], right[:2]]
    return [f"before{i}={word}" for i, word in enumerate(before)] + [
        f"after{i}={word}" for i, word in enumerate(after)
    ]
