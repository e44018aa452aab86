"""Turns: who is labelled as speaking, in interviews, briefings and transcripts (NAME:, Q:, 问：, MR. X:)."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from analysis.reading.documents import Document

LABEL = re.compile(
    r"[\s*_>•·–—-]*(?:【|\[)?(?P<name>[^\s:：，。,;；!?！？“”「」『』\"()（）\[\]<>|/=.\d]{1,16}"
    r"(?:[ .·][^\s:：，。,;；!?！？“”「」『』\"()（）\[\]<>|/=]{1,18}){0,4}?)"
    r"(?:】|\])?[*_]*(?:[（(][^()（）]{1,30}[)）])?[*_]*\s?[:：]\s*"
)
BARE = re.compile(r"[\s*_]*(?P<name>Q|A)[*_]*(?:\s{1,4}|\.\s+)(?=[A-Z“\"\[(])")
QUESTION = re.compile(
    r"(?:q|question|interviewer|reporter|moderator|host|follow-up|follow up|问|追问|提问|记者|采访者|主持人|"
    r"本刊|本报|.*记者|.{2,30}(?:社|台|报|网|news|agency|broadcasting|times|post|tv|radio|daily|press)(?:记者)?)\Z"
)
ANSWER = re.compile(r"(?:a|answer|答|回答|受访者|嘉宾)\Z")
OFFICE = re.compile(r"(?:发言人|.{0,8}发言人|spokesperson|spokesman|spokeswoman|.*ministry spokesperson)\Z")
CAPITALS = re.compile(
    r"(?:(?:MR|MS|MRS|DR|THE|SENIOR|PRESIDENT|VICE|SECRETARY|AMBASSADOR|MODERATOR|PARTICIPANT|ADMINISTRATOR|"
    r"DIRECTOR|PRIME|CHANCELLOR|GENERAL|SENATOR|GOVERNOR|MAYOR)\b\.?[A-Z .'’-]*|"
    r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3})\Z"
)
BYLINE = re.compile(r".{0,3}(?:专访|专訪|專訪|访谈|訪談|独家|对话|编者按|本报讯)|.*[｜|]")
NEVER = frozenset(
    [
        "note",
        "update",
        "source",
        "sources",
        "photo",
        "image",
        "caption",
        "related",
        "刊登日期",
        "发布日期",
        "发布时间",
        "更新时间",
        "发布",
        "更新",
        "刊登",
        "字号",
        "栏目",
        "版面",
        "热线",
        "电话",
        "邮箱",
        "地址",
        "声明",
        "published",
        "updated",
        "by",
        "contact",
        "email",
        "tel",
        "phone",
        "location",
        "author",
        "written by",
        "read",
        "more",
        "tags",
        "opinion",
        "policy",
        "editor",
        "analysis",
        "summary",
        "abstract",
        "来源",
        "编辑",
        "作者",
        "责编",
        "记者注",
        "原标题",
        "链接",
        "图",
        "摘要",
        "关键词",
        "时间",
        "地点",
        "注",
        "标签",
        "编译",
        "校对",
        "采访",
        "整理",
        "附件",
        "主题",
        "题图",
        "备注",
        "出处",
        "标题",
        "日期",
        "subject",
        "date",
        "to",
        "from",
        "re",
        "cc",
        "title",
        "example",
        "figure",
        "table",
        "step",
        "warning",
        "tip",
        "http",
        "https",
        "for",
        "immediate",
        "release",
    ]
)


class Turn(NamedTuple):
    """A labelled turn: the label, whether it asks, and whether officials answer in this document."""

    name: str
    asks: bool
    official: bool


def find_turns(document: Document) -> dict[int, Turn]:
    """Return the turns by the number of the sentence that they begin with.

    A name is a label only where labels come in turns: it is a question or answer mark, is written in
    capitals as in transcripts, or begins at least two sentences. The label that asks is the one whose
    turns end with question marks.
    """
    found = _find_labels(document)
    counts = Counter(found.values())
    marked = {name for name in counts if _is_marked(name)}
    told = {name for name in counts if counts[name] > 1} if len(counts) > 1 else set()
    if sum(counts[name] for name in marked | told) < (2 if marked else 4):
        return {}
    names = (
        marked | told | {name for name in counts if marked and len(name) <= (30 if name.isascii() else 10)}
    )
    numbers = [number for number in found if found[number] in names]
    asking = _find_asking(document, numbers, found)
    spoken = (
        rf"(?:发言人|spokes\w+|press secretary)[, ]{{0,2}}(?:{'|'.join(re.escape(n.lower()) for n in names)})"
        if names
        else "$^"
    )
    official = re.search(spoken, document.folded) is not None or any(
        OFFICE.match(name.lower()) or CAPITALS.match(name) for name in names if len(name) > 3
    )
    return {number: Turn(found[number], found[number] in asking, official) for number in numbers}


def _find_labels(document: Document) -> dict[int, str]:
    found = {}
    for number, sentence in enumerate(document.sentences):
        if sentence.kind == "boilerplate" or (sentence.kind == "heading" and not number):
            continue
        begin, stop, clean = sentence.begin, sentence.stop, document.clean
        match = LABEL.match(clean, begin, min(stop, begin + 90)) or BARE.match(
            clean, begin, min(stop, begin + 12)
        )
        name = match["name"].strip(" *_") if match else ""
        if not name or name.lower() in NEVER or name.lower().startswith("http") or BYLINE.match(name):
            continue
        found[number] = name
    return found


def _is_marked(name: str) -> bool:
    lower = name.lower()
    known = QUESTION.match(lower) or ANSWER.match(lower) or OFFICE.match(lower)
    return bool(known or (len(name) > 3 and CAPITALS.match(name)))


def _find_asking(document: Document, numbers: list[int], found: dict[int, str]) -> set[str]:
    """The labels that are question marks, or most of whose turns end with one."""
    asked: Counter[str] = Counter()
    counts: Counter[str] = Counter(found[number] for number in numbers)
    for number, following in zip(numbers, [*numbers[1:], len(document.sentences)], strict=True):
        last = document.sentences[following - 1]
        asked[found[number]] += (
            document.clean[last.stop - 1] in "?？" or document.clean[last.stop - 2] in "?？"
        )
    asking = {name for name in counts if asked[name] >= 0.6 * counts[name]}
    asking = asking if any(counts[name] > 1 for name in set(counts) - asking) else set()
    return {name for name in counts if name in asking or QUESTION.match(name.lower())}
