"""Boilerplate: lines that belong to the page and not to the article, by what they say.

``boilerplate.csv`` lists the patterns: a *menu* entry, a *line* or a *date* is the whole line, a *label*
stands before a colon or bar, *related* heads what follows the article. They are matched against folded
lines (Simplified, lower case), so that they serve every script. Only those patterns are tried that
begin with the line's first character, or whose hint occurs in the line: most lines meet none.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

BULLETS = " •·●○◦□■◆◇☆★►▪*+>«»|-–—:：【[(（^"
ENDINGS = " »>›▼▾…:：|/】]-）)↓→"
NO_WORD = re.compile(r"[\W\d_]*$|\W*[ivxl]{1,6}\W*$")
BRACKETED = re.compile(
    r"(?:[•□*+]\s*)?(?:\[[^\[\]]{0,60}\]|\(\s?\)|\s)*\s*$"
    r"|[（(]\s*(?:根据|本文|来源|编译|图片|图源|作者|编辑|责任编辑|责编|记者|完|原题|综合|转自|摘自)[^（）()]{0,60}\s*[）)]\s*$"
)
ADDRESS = re.compile(r"\S{0,6}https?://\S+(?:\s+\S{0,20})?\s*$|.{0,16}[:：]?\s*[\w.+-]+@[\w-]+\.[\w.]+\s*$")
CITATION = re.compile(
    r"(?:[•*□]\s*)?(?:\d{1,3}[.、]\s*)?\^"
    r"|.{0,400}(?:\bdoi[:.]\s?\S|\bdoi\.org/|\bisbn\b|\bissn\b|google scholar|crossref|pubmed abstract"
    r"|retrieved (?:from|\d|on)|\barchived from|存档于|原始内容|访问日期"
    r"|，第\s?[\d–−, -]+\s?页|,\s?pp?\.\s?\d|\bop\.\s?cit|\bibid\b|et al\.,? \(\d{4}\)\.)"
    r"|(?:\w[\w'’-]+, (?:\w\.[\s-]?){1,3},? ?){1,12}.{0,80}\((?:19|20)\d\d[a-z]?\)\."
)
HINTS = (
    (("@", "://"), ADDRESS),
    (("^", "doi", "isbn", "issn", "scholar", "crossref", "pubmed", "retrieved", "archived"), CITATION),
    (
        (
            "存档于",
            "原始内容",
            "访问日期",
            "页",
            " p. ",
            " pp.",
            "op. ",
            "op.c",
            "ibid",
            "et al",
            "(19",
            "(20",
        ),
        CITATION,
    ),
)
CLOSING = re.compile(
    r"[（(](?:(?:本文)?作者|编辑|责任编辑|责编|记者|来源|完|原题|转自|摘自|综合|实习|图|文)"
    r"[^（）()]{0,80}[）)]\W*$"
    r"|[（(][\u4e00-\u9fff]{2,4}[）)]\W*$|本文由.{0,60}|更多.{0,30}请(?:关注|点击|下载).{0,40}"
    r"|read (?:previous newsletters|more)\b.{0,60}"
)
ASKED = re.compile(r"\W*(?:记者|主持人)\s*[:：].*[?？。！]")  # a question in an interview, not a byline
LEADERS = ("......", ". . . . .")  # of a table of contents
LONGEST = 260


class Furniture(NamedTuple):
    """The patterns, ready to be tried."""

    menu: frozenset[str]
    first: dict[str, re.Pattern[str]]  # by the first character
    hints: AhoCorasick
    hinted: tuple[re.Pattern[str], ...]  # one for each hint
    date: re.Pattern[str]
    related: re.Pattern[str]


def find_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Return of each folded line whether it is page furniture, whatever stands around it.

    Examples
    --------
    >>> find_boilerplate(["责任编辑：某某", "read more", "会议讨论了芯片。"])
    [True, True, False]
    """
    furniture, ends = read_furniture(), [0, *accumulate(len(line) + 1 for line in lines)]
    hinted = set()
    for hint, start, _ in furniture.hints.find_matches_as_indexes("\n".join(lines)):
        i = bisect_right(ends, start) - 1
        if i not in hinted and furniture.hinted[hint].match(lines[i]):
            hinted.add(i)
    return [i in hinted or _is_furniture(line) for i, line in enumerate(lines)]


def _is_furniture(line: str) -> bool:
    """Whether a line is furniture by how it begins and ends, whatever words it hints with."""
    if len(line) > LONGEST:
        return _leads(line)
    return _is_short_furniture(line)


def _leads(line: str) -> bool:
    """Whether a line is one of a table of contents: dots lead to the number of a page."""
    return line.rstrip(" 0123456789").endswith(LEADERS)


@lru_cache(maxsize=4096)
def _is_short_furniture(line: str) -> bool:
    if _leads(line):
        return True
    furniture = read_furniture()
    bare = line.lstrip(BULLETS)
    if ASKED.match(bare):
        return False
    first = furniture.first.get("0" if bare[:1].isdigit() else bare[:1])
    if (first is not None and first.match(bare)) or bare.rstrip(ENDINGS) in furniture.menu:
        return True
    if len(bare) < 60 and bare[-1:].isalnum() and furniture.date.match(bare):
        return True
    return NO_WORD.match(line) is not None or (line[0] in "[(（•□*+" and BRACKETED.match(line) is not None)


def is_closing(sentence: str) -> bool:
    """Whether the last sentence of a paragraph is a note on the author, editor or source."""
    return len(sentence) <= 120 and CLOSING.match(sentence) is not None


def is_related(line: str) -> bool:
    """Whether a folded line heads what is not the article: related posts, comments, references."""
    return len(line) <= 40 and read_furniture().related.fullmatch(line) is not None


@cache
def read_furniture() -> Furniture:
    """Read ``boilerplate.csv``."""
    text = files("analysis.reading").joinpath("boilerplate.csv").read_text("utf-8")
    rows: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        rows.setdefault(row["form"], []).append(row)
    plain = re.compile(r"[^.^$*+?{}\[\]\\|()]+").fullmatch
    menu = frozenset(row["pattern"] for row in rows["menu"] if plain(row["pattern"]))
    first: dict[str, list[str]] = {}
    hinted = {hint: pattern for hints, pattern in HINTS for hint in hints}
    for row in rows["menu"] + rows["line"] + rows["label"]:
        pattern = row["pattern"] + (r"\s*[|｜:：丨/／].{0,80}" if row["form"] == "label" else "")
        if row["hint"]:
            whole = re.compile(rf"[{re.escape(BULLETS)}]*(?:{pattern})\s*$")
            hinted |= dict.fromkeys(row["hint"].split("|"), whole)
        elif pattern not in menu:
            key = "0" if pattern.startswith(r"\d") else pattern.lstrip("\\")[0]
            first.setdefault(key, []).append(pattern)
    date, related = ("|".join(row["pattern"] for row in rows[form]) for form in ("date", "related"))
    return Furniture(
        menu,
        {key: re.compile(rf"(?:{'|'.join(patterns)})[\s»>›…:：）)]*$") for key, patterns in first.items()},
        AhoCorasick(list(hinted)),
        tuple(hinted.values()),
        re.compile(rf"(?:{date})\s*$"),
        re.compile(rf"\W*(?:{related})(?:\[编辑\])?\W*"),
    )
