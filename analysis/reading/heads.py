"""Heads: which short lines above the first paragraph name the page, the day and the writer, not the subject.

Lines are folded (Simplified, lower case). What a page puts over an article is much the same everywhere: its
name, the date, a byline, the place; the title is what is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 10  # lines of a head
LONG = 90  # characters: a longer line is no furniture of a head
WORDY = 12  # words, or half as many again in characters of Chinese, beside a date in a line of furniture
MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
DAY = (
    r"(?:(?:19|20)\d\d\s?[年./-]\s?[01]?\d\s?[月./-]\s?[0-3]?\d(?!\d)\s?日?|1\d\d[年./-][01]?\d[月./-][0-3]?\d日?"
    rf"|[0-3]?\d/[0-3]?\d/(?:19|20)?\d\d|{MONTHS} [0-3]?\d(?:st|nd|rd|th)?(?:, | )(?:19|20)\d\d"
    rf"|[0-3]?\d(?:st|nd|rd|th)? {MONTHS},? (?:19|20)\d\d"
    r"|(?:民国)?[〇零○一二三四五六七八九十百]{2,5}年[〇零一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)"
)
ISSUE = (
    rf"(?:{DAY}|(?:19|20)\d\d\s?年\s?[01]?\d\s?月号?"
    rf"|(?:spring|summer|fall|autumn|winter|{MONTHS}) (?:19|20)\d\d"
    r"|第\s?[\d一二三四五六七八九十百]+[期号辑卷]|no\. ?\d+|issue \d+|vol(?:ume|\.) ?\d+|episode \d+)"
)
TIME = (
    r"(?:[ ,，·|｜]*(?:星期.|周.|[（(](?:星期|周).[)）]|[0-2]?\d[:：]\d\d(?:[:：]\d\d)?(?: ?[ap]\.?m\.?)?))?"
)
DATED = re.compile(rf"\W*(?P<before>.*?){ISSUE}{TIME}(?P<after>.*)\Z")
SAID = re.compile(r"[。！？!?，；;]|[a-z]{3}\. [a-z]")  # in prose, or in a title that goes on
SPLIT = re.compile(
    r"\s*[|｜/／·•,、()（）\[\]【】—–]\s*|\s-\s|\s{2,}|(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])"
)
NAME = r"[\u4e00-\u9fff]{2,4}"
NAMES = rf"(?:{NAME}|[\u4e00-\u9fff]{{1,4}}·[\u4e00-\u9fff]{{1,6}})(?:[ 　、，/／和与及]+{NAME}){{0,4}}"
ROLE = (
    r"(?:(?:实习|见习|特约|特派|驻.{2,4}|本报|本台|本刊|本网)?记者|作者|编辑|责编|撰稿人?|执笔|采访|采写|撰文|整理"
    r"|编译|翻译|译者?|通讯员|特约评论员|评论员|专栏作家|主笔|主播|主持人|主讲人?|演讲者|发表者|摄影|文|图)"
)
WHERE = r"(?:[ 　/／·]*[\u4e00-\u9fff]{0,6}(?:报道|报导|专电|外电|综合|摄影))?"
BYLINE_ZH = re.compile(
    rf"(?:.{{0,14}}?{ROLE}(?:[ 　:：/／・·|｜—-]{{1,3}}{NAMES}|(?<=记者){NAME}(?:[ 　、]{NAME}){{0,3}}"
    rf"|[:：][^。，？！；]{{2,24}}){WHERE}(?:[ 　]*{ROLE}[ 　:：/／]*{NAMES}{WHERE})*"
    rf"|[ 　]*{NAMES}[ 　/／]+[\u4e00-\u9fff]{{2,6}}(?:报道|报导))[)）\s]*\Z"
)
BYLINE_EN = re.compile(
    r"(?:(?:by|author|authors|analysis by|text by|words by|story by|written by|report by|interview by|with)"
    r"(?: ?[:：] ?| )(?!the\b|an?\b)[\w.'’&, |/·–-]{3,70}|[\w.'’-]+ [\w.'’-]+, (?:staff (?:writer|reporter)"
    r"|correspondent|columnist|contributor))\Z"
)
PLACED = re.compile(
    rf"\W*[a-z][a-z .,'’/-]{{2,40}}(?:,? {MONTHS} [0-3]?\d)?,? ?(?:\([\w ]{{2,24}}\) ?)?(?:--|[—–-])\W*\Z"
    rf"|\W*[a-z][a-z .'’/-]{{2,24}}, {MONTHS} [0-3]?\d \([\w ]{{2,40}}\)\W*\Z"
)
FIELD = re.compile(  # front matter that nothing fences
    r"(?:authors?|agency|outlet|publisher|publication|tags?|categor(?:y|ies)|layout|slug|lang(?:uage)?|permalink|date"
    r"|published|draft|url)\s?: .{1,80}\Z"
)
BRACKETED = re.compile(r"\s*[（(][^（）()]{2,36}[)）]\s*\Z")
NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,10}[〔（(\[]\d{4}[〕）)\]]第?\d+号\s*\Z")
PUBLISHER = re.compile(
    r"(?:报|网|(?<!会)社|台|周刊|月刊|季刊|杂志|通讯|新闻|公报|快讯|网志|博客|部落格|之声|电子报|公众号|客户端"
    r"|大使馆|领事馆|委员会|办公室|办公厅|公署|总局|研究所|研究院|智库|频道|季评|周报|月报|论坛|观察)\Z"
    r"|\b(?:news|times|post|journal|tribune|ledger|wire|review|blog|newsletter|magazine|herald|gazette|daily|weekly"
    r"|observer|bulletin|monitor|dispatch|institute|ministry|administration|embassy|podcast|courier|chronicle"
    r"|register|standard|mail|forum)\Z"
)
NAMED = {True: 6, False: 14}  # words of an English publisher's name, characters of a Chinese one


def find_heads(lines: Sequence[str], marks: Sequence[str]) -> list[int]:
    """Return the places of the lines of furniture above the first paragraph.

    Parameters
    ----------
    lines
        All lines of one version, folded.
    marks
        What each looks like by itself: ``body``, ``short``, ``question`` or ``boilerplate``.

    Examples
    --------
    >>> lines = ["harbor post | opinion", "who owns the weights?", "by ana weber | may 2, 2025"]
    >>> find_heads([*lines, "a long text."], ["short", "question", "short", "body"])
    [0, 2]
    """
    open_: list[int] = []
    for place, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if (mark == "body" and len(line) > LONG / 2) or len(open_) == MOST:
            break
        if mark != "boilerplate" and len(line) <= LONG:
            open_.append(place)
    found = [place for place in open_ if _is_dated(lines[place]) or _is_signed(lines[place])]
    left = [place for place in open_ if place not in found and marks[place] != "body"]
    first = left[0] if len(left) > 1 and left[0] == open_[0] else -1
    return sorted([*found, first]) if first >= 0 and _is_publisher(lines[first]) else found


def _is_dated(line: str) -> bool:
    """Whether a line is a date with a few words about it that tell nothing."""
    dated = DATED.match(line)
    if dated is None:
        return False
    rest = f"{dated['before']} {dated['after']}"
    parts = [part for part in SPLIT.split(rest) if part.strip()]
    apart = not dated["before"].strip() or not dated["after"].strip() or len(parts) > 1
    if SAID.search(rest) or not apart:
        return False
    longest = max((_measure(part) for part in parts), default=0)
    return longest <= WORDY / 2 and _measure(rest) <= 2 * WORDY


def _is_signed(line: str) -> bool:
    """Whether a line says who wrote, from where, or stands in brackets alone."""
    patterns = (BYLINE_ZH, BYLINE_EN, PLACED, FIELD, BRACKETED, NUMBERED)
    return any(pattern.match(line) for pattern in patterns)


def _is_publisher(line: str) -> bool:
    """Whether the first line of a page is its name, with or without its section."""
    parts = [part for part in SPLIT.split(line.strip()) if part.strip()]
    return (
        not SAID.search(line)
        and len(parts) <= 4
        and any(_fits(part) and PUBLISHER.search(part) for part in parts[:2])
        and all(_fits(part) for part in parts)
    )


def _fits(part: str) -> bool:
    latin = part.isascii()
    return (len(part.split()) if latin else len(part)) <= NAMED[latin]


def _measure(text: str) -> float:
    """The length of a text in words; two characters of Chinese count as one and a third."""
    han = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return han / 1.5 + len(re.findall(r"[a-z0-9'’.&]+", text))
