"""Annotations: pinyin glued behind the characters that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.reading.edits import Edit
from analysis.reading.scripts import HAN

ANNOTATION = re.compile(r"[（(]([a-zA-Zɑāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ1-5'’ ]{1,40})[）)]")
BEFORE = re.compile(rf"([{HAN}]+)[ \t]?\Z")
LONGEST = 12  # characters that one annotation reads
TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]|[a-z][1-5]")


def clean_pinyin(text: str) -> Iterator[Edit]:
    """Remove pinyin in brackets where it reads the characters just before it.

    國(guó) and 模型(mó xíng) lose it, 智能(AI) and 合作組織(APEC) stay. Without a tone mark only a reading
    that has none, as of 们(men), counts.
    """
    for match in ANNOTATION.finditer(text):
        start, stop = match.span()
        before = BEFORE.search(text, max(0, start - LONGEST), start)
        if before and is_reading(before[1], match[1]):
            yield before.end(1), stop, ""


def is_reading(characters: str, pinyin: str) -> bool:
    """Whether `pinyin` reads the last of `characters`, one syllable each.

    Examples
    --------
    >>> is_reading("兩國", "guó"), is_reading("國會", "guó huì"), is_reading("愛", "AI")
    (True, True, False)
    """
    plain = pinyin.strip().replace("ɑ", "a")
    syllables = re.split(r"[ '’]+", plain.replace("ü", "v") if plain[-1:].isdigit() else plain)
    if len(syllables) > len(characters) or any(not syllable.islower() for syllable in syllables):
        return False
    toned = any(TONED.search(syllable) for syllable in syllables)
    return all(
        syllable in _read_syllables(character) or (toned and not TONED.search(syllable) and syllable == "r")
        for character, syllable in zip(characters[-len(syllables) :], syllables, strict=True)
    )


@cache
def _read_syllables(character: str) -> frozenset[str]:
    """The readings of one character, with tone marks and with tone numbers."""
    from pypinyin import Style, pinyin  # its dictionaries load slowly, and few texts need them

    marked = pinyin(character, heteronym=True)[0]
    numbered = pinyin(character, heteronym=True, style=Style.TONE3)[0]
    return frozenset(marked) | {syllable for syllable in numbered if syllable[-1:].isdigit()}
