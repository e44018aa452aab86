"""Kinds: body, heading or boilerplate, told by what a line says, how it ends, and where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from analysis.reading.boilerplate import find_boilerplate, is_related
from analysis.reading.heads import find_heads
from analysis.reading.scripts import HAN
from analysis.reading.texts import LONGEST_MARKER, find_marker

CLOSERS = " ”’」』）)\"'】]*_"
ENDS = "。！？；!?;.…：:，,、—"
STATES = "。；.;!！"
ASKS = "?？"
CONJUNCTION = re.compile(r"[;,] (?:and|or)$")
BULLET = re.compile(r"\s*[•·●○◦□■◆◇☆★►▪*+–-]")
NUMBER = re.compile(r"\s*(?:[•·●○◦□■◆◇☆★►▪*+–-]|\(?[0-9]{1,3}[.、)）]|[（(]\w{1,3}[）)])\s*")
TURN = re.compile(r"\s*(?:问|q|a|答)\s*[:：]")
SOME_HAN = re.compile(f"[{HAN}]")
DIGITS = re.compile(r"\d+")
RUNNING = 3  # times that a short line comes back: a running head
NEAR = {1: 2, 2: 8}  # short lines above a paragraph among which its heading is looked for
TINY = 3  # lines of a text too short to have headings
MENU = 4  # short lines one after another are a menu or a list of links


class Measure(NamedTuple):
    """Lengths in one language: characters in Chinese, words in English."""

    heading: int  # the longest heading
    question: int  # the longest heading that asks
    title: int  # the shortest title under a menu
    long: int  # the shortest paragraph that ends a list of related posts


ZH, EN = Measure(45, 20, 8, 80), Measure(16, 9, 4, 40)


def find_kinds(lines: Sequence[str]) -> list[str]:
    """Return the kind of every folded line of one version, in order.

    A heading is a short line without an end mark that has text under it. Runs of short lines are
    menus, except where a colon announces a list. After a heading such as "Related posts", only long
    paragraphs count as body.

    Examples
    --------
    >>> find_kinds(["首页", "会谈的三个结果", "两国代表昨天谈了芯片。", "扫码关注"])
    ['boilerplate', 'heading', 'body', 'boilerplate']
    """
    furniture = find_boilerplate(lines)
    marks = ["boilerplate" if found else _mark(line) for line, found in zip(lines, furniture, strict=True)]
    for head in find_heads(lines, marks):
        marks[head] = "boilerplate"
    if len(marks) == marks.count("body"):
        return marks
    _drop_running(lines, marks)
    if marks.count("body") * 4 < len(marks) - marks.count("boilerplate"):
        marks = _raise_unpunctuated(lines, marks)
    _ask(lines, marks)
    for firm, region in groupby(range(len(marks)), key=lambda i: marks[i] in ("body", "asked")):
        if not firm:
            _settle(lines, marks, list(region))
    return _drop_related(lines, ["heading" if mark == "asked" else mark for mark in marks])


def _mark(line: str) -> str:
    """What a line that is no furniture looks like by itself; the short ones come again and again."""
    return _mark_short(line) if len(line) <= 2 * LONGEST_MARKER else _mark_line(line)


@lru_cache(maxsize=4096)
def _mark_short(line: str) -> str:
    return "boilerplate" if find_marker(line) else _mark_line(line)


def _mark_line(line: str) -> str:
    last = line.rstrip(CLOSERS)[-1:]
    if last and last in STATES:
        return "body"
    size, measure = _measure(line)
    if last in ASKS and (size <= measure.question or BULLET.match(line)):
        return "short" if BULLET.match(line) else "question"
    if size <= 3 and last:
        return "short"
    if last in ENDS or (line[-4:].endswith(("and", "or")) and CONJUNCTION.search(line)):
        return "body"
    return "body" if size > (2 if BULLET.match(line) else 1) * measure.heading else "short"


def _measure(line: str) -> tuple[int, Measure]:
    """The length of a line, and what is long and short in its language."""
    if line.isascii() or not SOME_HAN.search(line):
        return len(line.split()), EN
    return len(line) if len(line) > 100 else len(NUMBER.sub("", line, count=1).strip()), ZH


def _drop_running(lines: Sequence[str], marks: list[str]) -> None:
    """Short lines that come back again and again are running heads."""
    short = [i for i, mark in enumerate(marks) if mark == "short"]
    if len(short) < RUNNING:
        return
    plain = {i: DIGITS.sub("0", lines[i]) for i in short}
    times = Counter(plain.values())
    for i in short:
        if times[plain[i]] >= RUNNING:
            marks[i] = "boilerplate"


def _raise_unpunctuated(lines: Sequence[str], marks: list[str]) -> list[str]:
    """Where a text has hardly any end marks, longer lines are its sentences; in a tiny one, all are."""
    if len(lines) <= TINY and "body" not in marks:
        return ["body" if mark == "short" else mark for mark in marks]
    raised = []
    for line, mark in zip(lines, marks, strict=True):
        size, measure = _measure(line)
        said = mark == "short" and 4 * size > measure.heading and not NUMBER.match(line)
        raised.append("body" if said else mark)
    return raised if raised.count("body") > marks.count("body") + 2 else marks


def _ask(lines: Sequence[str], marks: list[str]) -> None:
    """A short question over a paragraph is a heading where there are few of them, else someone asks it."""
    questions = [i for i, mark in enumerate(marks) if mark == "question"]
    few = len(questions) <= max(3, marks.count("body") // 8)
    for i in questions:
        under = next((mark for mark in marks[i + 1 :] if mark != "boilerplate"), "")
        marks[i] = "asked" if few and under == "body" and not TURN.match(lines[i]) else "body"


def _settle(lines: Sequence[str], marks: list[str], region: list[int]) -> None:
    """Decide the short lines between two stretches of body: list items, menu or headings."""
    before, after = region[0] - 1, region[-1] + 1
    short = [i for i in region if marks[i] == "short"]
    if before >= 0 and lines[before].rstrip().endswith((":", "：")):
        items = [i for i, place in zip(short, range(region[0], after), strict=False) if i == place]
        short = short[len(items) :]
        for i in items:
            marks[i] = "body"
    heads = [] if after == len(lines) else [i for i in short if not BULLET.match(lines[i])]
    if len(short) >= MENU:
        least = 2 if before < 0 else 1  # over the whole article stands its title, under all the menus
        heads = [i for i in heads[-NEAR[least] :] if i == region[-1] or _is_title(lines[i], least)]
    for i in short:
        marks[i] = "heading" if i in heads else "boilerplate"


def _is_title(line: str, times: int) -> bool:
    size, measure = _measure(line)
    return size >= times * measure.title - 1


def _drop_related(lines: Sequence[str], marks: list[str]) -> list[str]:
    """What hangs under "Related posts" becomes boilerplate, until a long paragraph."""
    kinds, related = [], False
    for line, mark in zip(lines, marks, strict=True):
        if is_related(line) and (mark != "body" or line.rstrip().endswith((":", "："))):
            related, mark = True, "boilerplate"
        elif related:
            size, measure = _measure(line)
            related = mark != "body" or size < measure.long
            mark = "boilerplate" if related else mark
        kinds.append(mark)
    return kinds
