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
    r"(?:q|question|reuters|bloomberg|afp|ap|associated press|cnn|bbc|nbc|abc|cbs|nhk|kyodo|yonhap|xinhua|"
    r"cctv|interviewer|reporter|moderator|host|follow-up|follow up|问|追问|提问|记者|采访者|主持人|"
    r"本刊|本报|.*记者|.{2,30}(?:社|台|报|网|news|agency|broadcasting|times|post|tv|radio|daily|press)(?:记者)?)\Z"
)
MOSTLY = 0.6  # share of turns that end with a question mark from which a label asks
COMMON_ZH = re.compile(r"[标标签条链接注意目录例表图第一二三四五六七八九十]|如下|包括|期$")
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

    There are turns only where somebody asks (a question mark such as Q or 记者, or a label most of whose
    turns end with one), where a spokesperson answers, or where names stand in capitals as in transcripts.
    Then every label that looks like a name begins a turn.
    """
    found = _find_labels(document)
    if not found:
        return {}
    counts = Counter(found.values())
    asking = _find_asking(document, sorted(found), found)
    spoken = {name for name in counts if _is_spoken(name, counts)}
    if not asking and len(spoken) < 2:
        return {}
    answers = {name for name in counts if ANSWER.match(name.lower())} if asking else set()
    named = {name for name in counts if _looks_like_name(name)}
    names = asking | spoken | answers | named
    if sum(counts[name] for name in names) < 2:
        return {}
    official = any(OFFICE.match(name.lower()) or CAPITALS.match(name) for name in names if len(name) > 3)
    official = official or _tells_office(document, names)
    return {n: Turn(name, name in asking, official) for n, name in found.items() if name in names}


def _is_spoken(name: str, counts: Counter[str]) -> bool:
    """Whether a label is a spokesperson's, or stands in capitals more than once."""
    if OFFICE.match(name.lower()):
        return True
    return len(name) > 3 and CAPITALS.match(name) is not None and counts[name] > 1


def _looks_like_name(name: str) -> bool:
    """Whether a label can name somebody: a few capitalised words, or a few Chinese characters."""
    if not name.isascii():
        return len(name) <= 10 and COMMON_ZH.search(name) is None
    words = name.split()
    return len(words) <= 4 and all(word[0].isupper() for word in words)


def _tells_office(document: Document, names: set[str]) -> bool:
    """Whether the document calls one of the names a spokesperson."""
    joined = "|".join(re.escape(name.lower()) for name in sorted(names))
    told = re.compile(rf"(?:发言人|spokes\w+|press secretary)[, ]{{0,2}}(?:{joined})")
    return told.search(document.folded) is not None


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


def _find_asking(document: Document, numbers: list[int], found: dict[int, str]) -> set[str]:
    """The labels that are question marks, or most of whose turns end with one."""
    asked: Counter[str] = Counter()
    counts: Counter[str] = Counter(found[number] for number in numbers)
    for number, following in zip(numbers, [*numbers[1:], len(document.sentences)], strict=True):
        last = document.sentences[following - 1]
        end = document.clean[last.begin : last.stop].rstrip('”」』")） \n')
        asked[found[number]] += end.endswith(("?", "？"))
    asking = {name for name in counts if counts[name] > 1 and asked[name] >= MOSTLY * counts[name]}
    answering = any(counts[name] > 1 for name in set(counts) - asking)
    once = {name for name in counts if counts[name] == 1 and asked[name]}
    asking = asking | (once if len(once) > 1 else set()) if answering else set()
    return asking | {
        name for name in counts if QUESTION.match(name.lower()) and (counts[name] > 1 or asked[name])
    }
