"""Abouts: whose policy, conduct or industry each sentence speaks of.

Each side named in a sentence gathers weight: more where it stands first or possesses something, less where
it is only acted upon or only speaks. A sentence that names nobody is about what its surroundings are about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.coding.marks import Actor, Mark, Place
from analysis.coding.voices import Voice
from analysis.reading.documents import Document, Sentence

OUR = re.compile(
    r"我国|我们|我方|我党|全国|国内|本国|党中央|\b(?:we|our|us|my|i|this nation|americans?|domestic)\b"
)
WORLD = re.compile(
    r"全球|世界|人类|各国|国际社会|\b(?:world|global(?:ly)?|humanity|humankind|nations|countries)\b"
)
ACTED_UPON = re.compile(
    r"(?:对|对华|针对|遏制|打压|限制|封锁|制裁|击败|防止|阻止|向|让"
    r"|\b(?:against|on|to|toward|towards|from|with|beat|contain|restrict|target\w*|that|than))\s?(?:the\s)?\Z"
)
BESIDE = re.compile(r"\s?(?:and|与|和|、|同|&|-)\s?(?:the\s)?")
OWNER = re.compile(r"\s?(?:['’]s?\b|的|在)")
FIRST, OWNING, PLAIN, UPON, SPEAKING, OURS = 2.0, 1.6, 1.0, 0.5, 0.4, 1.5
EVEN = 0.75  # the lesser side's share of the larger's weight from which a sentence is about both
NEAR, FAR = 0.7, 0.45  # scores of what is taken over from the sentence before, and from the document


@dataclass(frozen=True, slots=True)
class About:
    """Whom one sentence is about, how sure that is, and the cue that decided."""

    side: str
    score: float
    cue: str


def code_abouts(
    document: Document, marks: Sequence[Sequence[Mark]], voices: Sequence[Voice], *, sides: tuple[str, str]
) -> list[About]:
    """Return whom each sentence of `document` is about: a side, BOTH, OTHER or NONE."""
    weighed = [
        _weigh_sides(document, sentence, found, voice, sides)
        for sentence, found, voice in zip(document.sentences, marks, voices, strict=True)
    ]
    topic = _find_topic(document, weighed, sides)
    abouts: list[About] = []
    before: tuple[str, str] | None = None  # text and side of the last sentence that named one
    for sentence, weight in zip(document.sentences, weighed, strict=True):
        about = _decide(weight, sides)
        if about is None:
            words = document.folded[sentence.begin : sentence.stop]
            about = _take_over(sentence, words, before, topic)
        elif sentence.kind == "body":
            before = (sentence.text, about.side)
        abouts.append(about)
    return abouts


def _weigh_sides(
    document: Document, sentence: Sentence, found: Sequence[Mark], voice: Voice, sides: tuple[str, str]
) -> dict[str, float]:
    """Weigh each side by how the sentence names it; everybody else counts as OTHER."""
    folded, weight = document.folded, dict[str, float]()
    first, last = True, sentence.begin
    for mark in found:
        if not isinstance(mark.sign, (Actor, Place)) or not mark.sign.side:
            continue
        side = mark.sign.side if mark.sign.side in sides else "OTHER"
        speaks = isinstance(mark.sign, Actor) and mark.sign.id == voice.actor
        before = folded[max(sentence.begin, mark.begin - 12) : mark.begin]
        if speaks:
            value = SPEAKING
        elif ACTED_UPON.search(before):
            value = UPON
        elif first or BESIDE.fullmatch(folded, last, mark.begin):
            value = FIRST
        elif OWNER.match(folded, mark.stop):
            value = OWNING
        else:
            value = PLAIN
        first, last = first and speaks, mark.stop
        weight[side] = weight.get(side, 0.0) + value
    if voice.side in sides and OUR.search(folded, sentence.begin, sentence.stop):
        weight[voice.side] = weight.get(voice.side, 0.0) + OURS
    return weight


def _decide(weight: dict[str, float], sides: tuple[str, str]) -> About | None:
    """The side with most weight, BOTH where the two are nearly even, None where nothing weighs."""
    if not weight:
        return None
    ranked = sorted(weight.items(), key=lambda item: (-item[1], item[0]))
    one, two, others = (weight.get(side, 0.0) for side in (*sides, "OTHER"))
    total = sum(weight.values())
    cue = "about: " + ", ".join(f"{side} {value:.1f}" for side, value in ranked)
    if min(one, two) > 0 and min(one, two) >= EVEN * max(one, two) and max(one, two) >= others:
        return About("BOTH", round((one + two) / total * 0.8, 3), cue)
    side, value = next(((side, value) for side, value in ranked if side != "OTHER"), ranked[0])
    if others > 2 * value:
        side, value = "OTHER", others
    return About(side, round(value / total, 3), cue)


def _find_topic(
    document: Document, weighed: Sequence[dict[str, float]], sides: tuple[str, str]
) -> dict[str, str]:
    """The side that each version of the document speaks of most, where it clearly does."""
    sums: dict[str, dict[str, float]] = {}
    for sentence, weight in zip(document.sentences, weighed, strict=True):
        for side in weight.keys() & sides if sentence.kind != "boilerplate" else ():
            text = sums.setdefault(sentence.text, {})
            text[side] = text.get(side, 0.0) + weight[side]
    return {text: max(sorted(weight), key=lambda s: weight[s]) for text, weight in sums.items()}


def _take_over(
    sentence: Sentence, words: str, before: tuple[str, str] | None, topic: dict[str, str]
) -> About:
    """What a sentence that names nobody is about: what was spoken of, the world, or nobody."""
    if sentence.kind == "heading":
        return About("NONE", FAR, "about: bare heading")
    if before and before[0] == sentence.text:
        return About(before[1], NEAR, "about: as before")
    if sentence.text in topic:
        return About(topic[sentence.text], FAR, "about: the text's subject")
    return About("OTHER" if WORLD.search(words) else "NONE", FAR, "about: nobody named")
