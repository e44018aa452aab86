"""Kinds: body, heading or boilerplate, told by what a line says, how it ends, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from analysis.reading.boilerplate import is_boilerplate
from analysis.reading.scripts import HAN

ENDS = re.compile(r"[。！？；!?;.…：:，,、][”’」』）)\"'\]*_]*\s*$")
STATES = re.compile(r"[。；.;!！][”’」』）)\"'\]*_]*\s*$")
ASKS = re.compile(r"[?？][”’」』）)\"'\]]*\s*$")
ITEM = re.compile(r"\s*(?:[•·●○◦□■◆◇☆★►▪*+–-]|\(?[0-9]{1,3}[.、)）]|[（(][\w]{1,3}[）)])\s*")
RELATED = re.compile(
    r"(?:相关|延伸|推荐|热门|更多|猜你|最新)(?:阅读|文章|新闻|推荐|报道|讨论|连结|链接|话题)|荐读|评论区|(?:全部|网友)?评论$|上一篇|下一篇"
    r"|related (?:posts?|topics?|articles?|stories|content)|more (?:on this story|from)|most (?:read|popular)|you (?:may|might) also"
    r"|recommended|elsewhere on|top stories|trending|comments?$|references$|参考文献$|参考资料$|外部链接$|脚注$"
)
MENU = 4  # short lines one after another are a menu or a list of links
HEADING_ZH, HEADING_EN = 45, 16  # characters, words
TITLE_ZH, TITLE_EN = 20, 9  # of a heading that asks
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
    if marks.count("body") * 4 < len(marks) - marks.count("boilerplate"):
        marks = _raise_unpunctuated(lines, marks)
    position = 0
    for mark, run in groupby(list(marks)):
        size = len(list(run))
        if mark == "short":
            marks[position : position + size] = _settle(lines, marks, position, position + size)
        position += size
    return _drop_related(lines, marks)


def _mark(line: str) -> str:
    if is_boilerplate(line):
        return "boilerplate"
    size, limit = _measure(line)
    if ASKS.search(line) and size <= (TITLE_ZH if limit == HEADING_ZH else TITLE_EN):
        return "question"
    if size <= 3 and not STATES.search(line):
        return "short"
    return "body" if size > limit or ENDS.search(line) else "short"


def _measure(line: str) -> tuple[int, int]:
    """The length of a line and the longest heading, in the measure of its language."""
    if re.search(f"[{HAN}]", line):
        return len(ITEM.sub("", line, count=1).strip()), HEADING_ZH
    return len(line.split()), HEADING_EN


def _settle(lines: Sequence[str], marks: list[str], start: int, stop: int) -> list[str]:
    """The kinds of a run of short lines: list items, menu or headings."""
    size = stop - start
    before = next((i for i in range(start - 1, -1, -1) if marks[i] != "boilerplate"), None)
    if before is not None and before == start - 1 and lines[before].rstrip().endswith((":", "：")):
        return ["body"] * size
    under = [mark for mark in marks[stop:] if mark != "boilerplate"][:MENU]
    if "body" not in under and "question" not in under:
        return ["boilerplate"] * size
    if size < MENU:
        return ["heading"] * size
    heads = not ITEM.match(lines[stop - 1])
    return ["boilerplate"] * (size - heads) + ["heading"] * heads


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
            mark = "heading" if titles and under == "body" and not re.match(r"\s*(?:问|q|a|答)\s*[:：]", line) else "body"
        if mark != "body" and RELATED.search(line) and len(line) < 40:
            related, mark = True, "boilerplate"
        elif related:
            size, limit = _measure(line)
            if mark == "body" and size >= (LONG_ZH if limit == HEADING_ZH else LONG_EN):
                related = False
            else:
                mark = "boilerplate"
        kinds.append(mark)
    return kinds
