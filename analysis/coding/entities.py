"""Entities: organisations unknown to the codebook that the text introduces as somebody's company or lab."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator

from analysis.coding.actors import find_side_near, make_slug
from analysis.coding.marks import Actor, Mark, Place, Role
from analysis.coding.views import WORDS
from analysis.reading.documents import Document

MOST = 40  # names a document
GROUPS = ("group", "business", "expert")
QUOTED = re.compile(r"[“「『\"《]([^”」』\"》。，,！？“「]{2,10})[”」』\"》]")
LATIN = r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(?: (?:[A-Z][A-Za-z0-9]+))?"
AFTER_EN = re.compile(rf"[ ,]{{1,2}}(?:called |named |known as |of |at )?({LATIN})")
AFTER_ZH = re.compile(rf"\s?({LATIN})")
SUFFIX_EN = re.compile(
    r"\b((?:[A-Z][a-z]+ ){1,2}(?:Labs|Inc|Corp|Technologies|University|College|Institute|"
    r"Foundation|Robotics|Ventures))\b"
)
APPOSED = re.compile(
    rf"\b({LATIN}), (?:an?|the) (?:[\w-]+ ){{0,4}}(?:start-?up|company|firm|lab|developer|maker|think tank)\b"
)
BEFORE_ZH = re.compile(
    r"(?:^|[，。；：、“”「」『』！？\s（(的与和及])([\u4e00-\u9fff]{2,4}(?:科技|智能|公司|集团|资本|咨询|研究院|研究所|研究会|大学|学院|实验室|数据|"
    r"云脑|软件|软体|网络|电子|半导体|投顾|证券|基金会|律所|机器人|云|智库|论坛|中心))\Z"
)
COMMON = re.compile(
    r".*(?:人工智能|人工智慧|大型|我国|模型|开源|互联网|初创|高科技|跨国|国内|这家|一家|多家|上市|云计算|各大|有关|相关|专访|專訪)"
    r"|(?:The|This|That|These|It|In|On|At|But|And|For|With|Our|We|He|She|They|AI|Open|Model|New|Artificial|Its|All|Press)\b"
    r"|[A-Za-z]{1,2}$"
)


def add_entities(document: Document, marks: list[list[Mark]], home: str) -> None:
    """Add to `marks` every place of the organisations that `document` introduces.

    Their side is the one that stands nearest, else `home`, that of the document.
    """
    found: dict[str, Actor] = {}
    words = set(WORDS.findall(document.clean))
    for number, name in _list_names(document, marks):
        if name in found or COMMON.match(name) or name.lower() in words or len(found) == MOST:
            continue
        if any(isinstance(m.sign, Actor) and document.clean[m.begin : m.stop] in name for m in marks[number]):
            continue
        own = document.outlet_side if document.outlet.startswith(name) else ""
        side = own or find_side_near(name, document, marks) or home
        found[name] = Actor(_make_id(name), side, "firm")
    if found:
        _mark(document, marks, found)


def _list_names(document: Document, marks: list[list[Mark]]) -> Iterator[tuple[int, str]]:
    outlet = document.outlet.split("（")[0].strip()
    if outlet and document.outlet_side:
        yield 0, outlet
        if outlet.isascii() and len(outlet.split()[0]) > 4:
            yield 0, outlet.split()[0]
    for number, sentence in enumerate(document.sentences):
        for mark in marks[number]:
            sign = mark.sign
            if isinstance(sign, Role) and sign.kind in GROUPS:
                names = _find_beside(document, mark, sign, sentence.begin, sentence.stop)
                yield from ((number, name) for name in names)
        if sentence.language == "en" and any(isinstance(m.sign, (Place, Actor)) for m in marks[number]):
            text = document.clean[sentence.begin : sentence.stop]
            yield from (
                (number, match[1]) for pattern in (SUFFIX_EN, APPOSED) for match in pattern.finditer(text)
            )


def _find_beside(document: Document, mark: Mark, role: Role, begin: int, stop: int) -> Iterator[str]:
    """The name that stands directly before or after `mark`, the word for what it is."""
    clean = document.clean
    quoted = QUOTED.match(clean, mark.stop, stop)
    if quoted and role.kind == "group":
        yield quoted[1]
    latin = clean[mark.stop - 1].isascii()
    after = (AFTER_EN if latin else AFTER_ZH).match(clean, mark.stop, stop)
    if after and role.kind == "group":
        yield after[1]
    if not latin:
        before = BEFORE_ZH.search(document.folded[max(begin, mark.begin - 10) : mark.begin])
        if before:
            yield clean[mark.begin - len(before[1]) : mark.begin]


def _mark(document: Document, marks: list[list[Mark]], found: dict[str, Actor]) -> None:
    pattern = re.compile("|".join(re.escape(name) for name in sorted(found, key=len, reverse=True)))
    for number, sentence in enumerate(document.sentences):
        for match in pattern.finditer(document.clean, sentence.begin, sentence.stop):
            begin, end = match.span()
            if not any(m.begin < end and begin < m.stop and isinstance(m.sign, Actor) for m in marks[number]):
                insort(marks[number], Mark(begin, end, found[match[0]]), key=lambda mark: mark.begin)


def _make_id(name: str) -> str:
    """An id for an organisation: its first Latin word, or the pinyin of its first two characters."""
    return (
        make_slug(name.split()[0])
        if name.isascii()
        else "".join(make_slug(character) for character in name[:2])
    )
