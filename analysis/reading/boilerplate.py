"""Boilerplate: lines that belong to the page and not to the article, by what they say.

``boilerplate.csv`` lists the patterns: a *menu* entry or *line* is the whole line, a *label* stands
before a colon or bar, *related* heads what follows the article. They are matched against folded lines
(Simplified, lower case), so that they serve every script.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

from analysis.reading.texts import MARKER

BULLET = r"(?:[•·●○◦□■◆◇☆★►▪*+>«»|\-–—:：【]+|\d{1,2}[.、]|\^\d*)?\s*"
NO_WORD = re.compile(r"[\W\d_]*$|\W*[ivxl]{1,6}\W*$|.*(?:\.\s?){6,}\s*\d*$")
PICTURE = re.compile(r"\s*(?:[•□*+]\s*)?(?:\[[^\[\]]{0,60}\]|\(\s?\)|\s)*\s*$")
CITATION = re.compile(
    r"(?:[•*□]\s*)?(?:\d{1,3}[.、]\s*)?\^"
    r"|.{0,400}(?:\bdoi[:.]\s?\S|\bdoi\.org/|\bisbn\b|\bissn\b|google scholar|crossref|pubmed abstract"
    r"|retrieved (?:from|\d|on)|\barchived from|存档于|原始内容|访问日期"
    r"|，第\s?[\d–−, -]+\s?页|,\s?pp?\.\s?\d"
    r"|\bop\.\s?cit|\bibid\b|et al\.,? \(\d{4}\)\.)"
    r"|(?:\w[\w'’-]+, (?:\w\.[\s-]?){1,3},? ?){1,12}.{0,80}\((?:19|20)\d\d[a-z]?\)\."
)
CLOSING = re.compile(
    r"[（(](?:(?:本文)?作者|编辑|责任编辑|责编|记者|来源|完|原题|转自|摘自|综合|实习|图|文)"
    r"[^（）()]{0,80}[）)]\W*$"
    r"|[（(][\u4e00-\u9fff]{2,4}[）)]\W*$|本文由.{0,60}|更多.{0,30}请(?:关注|点击|下载).{0,40}"
    r"|read (?:previous newsletters|more)\b.{0,60}"
)
LONGEST = 260


def is_boilerplate(line: str) -> bool:
    """Whether a folded line is page furniture, whatever stands around it.

    Examples
    --------
    >>> [is_boilerplate(line) for line in ("责任编辑：某某", "read more", "会议讨论了芯片。")]
    [True, True, False]
    """
    if NO_WORD.match(line) or PICTURE.match(line) or CITATION.match(line):
        return True
    return len(line) <= LONGEST and bool(_read_lines().match(line) or MARKER.fullmatch(line.strip()))


def is_closing(sentence: str) -> bool:
    """Whether the last sentence of a paragraph is a note on the author, editor or source."""
    return len(sentence) <= 120 and CLOSING.match(sentence) is not None


def is_related(line: str) -> bool:
    """Whether a folded line heads what is not the article: related posts, comments, references."""
    return (
        len(line) <= 40
        and re.fullmatch(rf"\W*(?:{_read_forms()['related']})(?:\[编辑\])?\W*", line) is not None
    )


@cache
def _read_lines() -> re.Pattern[str]:
    """One pattern for whole lines of boilerplate."""
    form = _read_forms()
    source = "根据|本文|来源|编译|图片|图源|作者|编辑|责任编辑|责编|记者|完|原题|综合|转自|摘自"
    note = rf"(?:{source})[^（）()]{{0,60}}"
    return re.compile(
        rf"{BULLET}(?:(?:{form['menu']})(?:\s*[»>›▼▾…:：|/】\-]|\s*\(button\))*"
        rf"|(?:{form['label']})\s*[|｜:：丨/／].{{0,80}}|(?:{form['line']})"
        rf"|[（(]\s*(?:{form['line']}|{note})\s*[）)]"
        rf"|\S{{0,6}}https?://\S+(?:\s+\S{{0,20}})?|.{{0,16}}[:：]?\s*[\w.+-]+@[\w-]+\.[\w.]+)\s*$"
    )


@cache
def _read_forms() -> dict[str, str]:
    """The patterns of each form, as alternatives."""
    forms: dict[str, list[str]] = {}
    text = files("analysis.reading").joinpath("boilerplate.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        forms.setdefault(row["form"], []).append(row["pattern"])
    return {form: "|".join(patterns) for form, patterns in forms.items()}
