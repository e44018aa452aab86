"""Kinds: body, heading or boilerplate, told by what a line says, how it ends, and where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from analysis.reading.boilerplate import is_boilerplate, is_related
from analysis.reading.scripts import HAN

ENDS = re.compile(r"(?:[;,] (?:and|or)|[。！？；!?;.…：:，,、—][”’」』）)\"'\]*_]*)\s*$")
STATES = re.compile(r"[。；.;!！][”’」』）)\"'\]*_]*\s*$")
ASKS = re.compile(r"[?？][”’」』）)\"'\]]*\s*$")
ITEM = re.compile(r"\s*(?:[•·●○◦□■◆◇☆★►▪*+–-]|\(?[0-9]{1,3}[.、)）]|[（(][\w]{1,3}[）)])\s*")
BULLET = re.compile(r"\s*[•·●○◦□■◆◇☆★►▪*+–-]")
RUNNING = 3  # times that a short line comes back: a running head
DIGITS = re.compile(r"\d+")
MENU = 4  # short lines one after another are a menu or a list of links
HEADING_ZH, HEADING_EN = 45, 16  # characters, words
TITLE_ZH, TITLE_EN = 20, 9  # of a heading that asks
LEAST_ZH, LEAST_EN = 8, 4  # of a title under a menu
LONG_ZH, LONG_EN = 80, 40


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
    marks = [_mark(line) for line in lines]
    repeated = Counter(
        DIGITS.sub("0", line) for line, mark in zip(lines, marks, strict=True) if mark == "short"
    )
    for i, line in enumerate(lines):
        if marks[i] == "short" and repeated[DIGITS.sub("0", line)] >= RUNNING:
            marks[i] = "boilerplate"
    if marks.count("body") * 4 < len(marks) - marks.count("boilerplate"):
        marks = _raise_unpunctuated(lines, marks)
    for firm, region in groupby(range(len(marks)), key=lambda i: marks[i] in ("body", "question")):
        if not firm:
            _settle(lines, marks, list(region))
    return _drop_related(lines, marks)


def _mark(line: str) -> str:
    if is_boilerplate(line):
        return "boilerplate"
    size, limit = _measure(line)
    if ASKS.search(line) and BULLET.match(line):
        return "short"
    if ASKS.search(line) and size <= (TITLE_ZH if limit == HEADING_ZH else TITLE_EN):
        return "question"
    if size <= 3 and not STATES.search(line):
        return "short"
    if BULLET.match(line) and not ENDS.search(line) and size <= 2 * limit:
        return "short"
    return "body" if size > limit or ENDS.search(line) else "short"


def _measure(line: str) -> tuple[int, int]:
    """The length of a line and the longest heading, in the measure of its language."""
    if re.search(f"[{HAN}]", line):
        return len(ITEM.sub("", line, count=1).strip()), HEADING_ZH
    return len(line.split()), HEADING_EN


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
        heads = [i for i in heads[-2:] if _is_title(lines[i]) or i == region[-1]]
    for i in short:
        marks[i] = "heading" if i in heads else "boilerplate"


def _is_title(line: str) -> bool:
    size, limit = _measure(line)
    return size >= (LEAST_ZH if limit == HEADING_ZH else LEAST_EN)


def _raise_unpunctuated(lines: Sequence[str], marks: list[str]) -> list[str]:
    """Where a text has hardly any end marks, longer lines are its sentences."""
    raised = []
    for line, mark in zip(lines, marks, strict=True):
        size, limit = _measure(line)
        raised.append("body" if mark == "short" and 3 * size > limit and not ITEM.match(line) else mark)
    return raised if raised.count("body") > marks.count("body") + 2 or len(lines) <= 3 else marks


def _drop_related(lines: Sequence[str], marks: list[str]) -> list[str]:
    """Questions become headings or body; what hangs under "Related posts" becomes boilerplate."""
    questions = marks.count("question")
    titles = 0 < questions <= max(3, marks.count("body") // 8)
    kinds, related = [], False
    for number, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark == "question":
            under = next((m for m in marks[number + 1 :] if m != "boilerplate"), "")
            mark = (
                "heading"
                if titles and under == "body" and not re.match(r"\s*(?:问|q|a|答)\s*[:：]", line)
                else "body"
            )
        if mark != "body" and is_related(line):
            related, mark = True, "boilerplate"
        elif related:
            size, limit = _measure(line)
            if mark == "body" and size >= (LONG_ZH if limit == HEADING_ZH else LONG_EN):
                related = False
            else:
                mark = "boilerplate"
        kinds.append(mark)
    return kinds
