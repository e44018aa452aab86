"""Numbered documents: an official text in sentences, each with the number of the article it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from analysis.reading.cleaning import clean_text
from analysis.reading.sentences import split_paragraphs, split_sentences

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
MARKS = {  # three levels; an English mark may be glued to the end of the line before
    ("article", "zh"): re.compile(r"^第([一二三四五六七八九十百零]+)条[ \u3000]*", re.M),
    ("article", "en"): re.compile(r"^ *Article (\d+)[:：.]? *", re.M),
    ("section", "zh"): re.compile(
        r"^([一二三四五六])、|^（([一二三四五六七八九])）|^(\d)\.(?=[^。\n]{2,40}。$)", re.M
    ),
    ("section", "en"): re.compile(
        r"(?:^|(?<=[a-z.)]))(?:(VI|IV|V|I{1,3})\. (?=[A-Z])|\((\d)\) ?(?=[A-Z])|(\d)\. (?=[A-Z]))", re.M
    ),
}
NUMBERS = {  # whatever a reader, or an encoder, could match by number alone
    "zh": re.compile(
        r"第[一二三四五六七八九十百零]+[条章节款项]|^[（(]?[一二三四五六七八九十\d]+[)）、.]|专栏\d"
    ),
    "en": re.compile(r"\b(?:Article|Chapter|Section)s? (?:\d+|[IVX]+)\b *[:：.]?|^\(?(?:[IVX]+|\d+)[.)] ?"),
}


class Text(NamedTuple):
    """One version of a document: its sentences, and the number of the article that each belongs to."""

    sentences: list[str]
    labels: list[str]


def read_text(path: Path, *, language: str, form: str) -> Text:
    """Read one document into sentences with labels; text before the first number has the label ``""``."""
    raw = re.sub(r"<!--.*?-->|^#+ *", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    clean = clean_text(raw).text
    marks = [(0, 0, ""), *find_marks(clean, language=language, form=form), (len(clean), len(clean), "")]
    sentences, labels = [], []
    for (start, inner, label), (stop, _, _) in pairwise(marks):
        prefix = clean[start:inner]  # the number goes with its first sentence, and is no sentence itself
        for begin, end in split_paragraphs(clean, inner, stop):
            for a, b in split_sentences(clean, begin, end, language=language):
                sentences.append(prefix + clean[a:b])
                labels.append(label)
                prefix = ""
    return Text(sentences, labels)


def find_marks(clean: str, *, language: str, form: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and full number (``3.1.2``) of every mark that follows from the one before."""
    place: list[int] = []
    for match in MARKS[form, language].finditer(clean):
        level = (match.lastindex or 1) - 1
        number = read_number(match[level + 1])
        expected = place[level] + 1 if level < len(place) else 1
        if number == expected and level <= len(place):
            place = [*place[:level], number]
            yield match.start(), match.end(), ".".join(map(str, place))


def read_number(text: str) -> int:
    """Return the value of an Arabic, Roman or Chinese number below 1000.

    >>> [read_number(text) for text in ("12", "IV", "三十五", "十", "一百零二")]
    [12, 4, 35, 10, 102]
    """
    if text.isdecimal():
        return int(text)
    if text in ROMAN:
        return ROMAN[text]
    total = digit = 0
    for character in text:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def remove_numbers(text: Text, language: str) -> Text:
    """Return the text without anything that says which article it is, references included."""
    bare = [NUMBERS[language].sub("", sentence).strip() for sentence in text.sentences]
    kept = [(sentence, label) for sentence, label in zip(bare, text.labels, strict=True) if sentence]
    return Text([sentence for sentence, _ in kept], [label for _, label in kept])
