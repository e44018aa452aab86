"""Outlets: who published a text, as its own furniture says, and the side of that outlet where it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.reading.dates import find_dates
from analysis.reading.scripts import fold_text

HEAD, TAIL, SHORT = 12, 8, 160  # lines of a head and a tail; characters of a line that may be furniture
LONGEST = 40  # characters of a name
PUBLISHERS = ("outlet", "government", "agency", "legislature", "institute", "body", "firm")
LABELS = (
    r"(?:(?:文章|内容|信息|稿件|新闻)?来源|出品|首发|转自|转载自|原载|刊于|刊载于|发布单位|发布机构|发文机关|出处)"
    r"\s*[:：|｜]\s*",
    r"(?:source|publisher|outlet|site|published by|originally published (?:in|on|by)|via)\s*[:：|]\s*",
)
LABEL = re.compile("|".join(LABELS))
DOMAIN = re.compile(r"https?://(?:www\.|m\.|en\.|cn\.|news\.)?([a-z0-9-]+)\.[a-z.]+")
BYLINE = re.compile(r"by [\w.'-]+(?: [\w.'-]+){1,3},\s*(.+)\Z")
WIRE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12})(?:\d{1,2}月|\d{1,2}日|[讯电消][(（息,，\s]|[／/|｜]\s*记者|[(（]记者)"
)
AGENCY = re.compile(
    r"\A[a-z .,'/-]{3,40}?,?.{0,20}\((?P<name>reuters|ap|afp|xinhua|upi|bloomberg|tass|kyodo)\)"
    r"\s*(?:--|[—–-])"
)
LEAD = r"(?:更多.{0,4}请?下载|赞好|欢迎关注|关注|下载|[(（]?本文[系由为])?"
RIGHTS = (
    re.compile(
        LEAD
        + r"(?P<name>[^\s,，。:：()（）]{2,16}?)(?:版权所有|独家稿件|独家|原创|授权转载|专页|app\Z|电子报)"
    ),
    re.compile(
        r"(?:©|\(c\)|copyright)[\s,]*(?:©\s*)?(?:\d{4}\s*(?:[-–]\s*\d{4})?)[\s,]*"
        r"(?P<name>[^.|·,]{2,40}?)(?=\s+(?:limited|ltd|inc|llc|or its|all rights)\b|[.|·,]|\Z)"
    ),
    re.compile(r"\b(?:signed up for|subscribed? to|an edition of) (?:the |our )?(?P<name>[^.,|]{3,40})"),
)
TITLE = re.compile(r"(?P<name>.{2,24}?)(?:发言人|新闻办|(?:'s)? spokes(?:person|man|woman))")
PARTS = re.compile(r"\s*[|｜/／·,，()（）—–_]\s*|\s{2,}| (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) ")
NOT_A_NAME = re.compile(
    r"记者|作者|编辑|责编|翻译|编译|校对|阅读|时间|原创|责任|来源|浏览|第|\d|"
    r"\b(?:posted|read|by|min|issue|policy\Z)\b"
)
PUBLISHING = re.compile(
    r"报|网|社(?!会)|台\Z|周刊|杂志|评论|电讯|新闻|公众号|智库|频道|之声|观察|夜话|科技|论坛|期刊|月刊|部落格|"
    r"博客|中心|研究院|"
    r"\b(?:news|times|post|journal|tribune|ledger|wire|review|blog|newsletter|letter|diaries|magazine|herald|gazette|"
    r"ministry|department|center|centre|institute|daily|weekly|press|observer|bulletin|monitor|dispatch|watch)\b"
)


def list_outlets(actors: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the folded names of all actors that publish, each with the actor's name and side.

    Examples
    --------
    >>> row = {"kind": "outlet", "name": "Huxiu", "name_zh": "虎嗅", "aliases": "虎嗅网", "side": "CN"}
    >>> list_outlets(pd.DataFrame([row]))["虎嗅网"]
    ('Huxiu', 'CN')
    """
    names: dict[str, tuple[str, str]] = {}
    for row in actors[actors["kind"].isin(PUBLISHERS)].to_dict("records"):
        for alias in (row["name"], row["name_zh"], *row["aliases"].split("|")):
            if len(alias) > 1:
                bare = fold_text(alias).strip("《》").removeprefix("the ")
                names.setdefault(bare, (row["name"], row["side"]))
    return names


def find_outlet(
    text: str, outlets: Mapping[str, tuple[str, str]], *, links: str = ""
) -> tuple[str, str, str]:
    """Return the outlet that `text` names as its own, its side ('' where unknown), and by which rule.

    Parameters
    ----------
    text
        The article, cleaned.
    outlets
        Known publishers, from `list_outlets`.
    links
        The article as it is on disk, where links still stand.

    Returns
    -------
    Outlet as written, side, and rule: label, source link, wire, byline, date line, name line, rights;
    all empty where nothing names it.

    Examples
    --------
    >>> find_outlet("How rules travel\\nBy A. Writer, Example Wire\\nText.", {})
    ('Example Wire', '', 'byline')
    >>> find_outlet("文章来源：虎嗅APP\\n正文。", {"虎嗅": ("Huxiu", "CN")})
    ('虎嗅APP', 'CN', 'label')
    """
    for rule, name in _find_names(_find_furniture(text), _find_furniture(links or text), outlets):
        name = name.strip(" \t:：|｜《》【】[]()（）,，.。")
        if 1 < len(name) <= LONGEST:
            return name, _find_side(fold_text(name), outlets), rule
    return "", "", ""


def _find_furniture(text: str) -> list[tuple[str, str]]:
    """Return the first and last lines, as written and folded; of a long line its beginning."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = [*lines[:HEAD], *lines[HEAD:][-TAIL:]]
    return [(line[: SHORT + 1], fold_text(line[: SHORT + 1])) for line in ends]


def _find_names(
    lines: list[tuple[str, str]], sources: list[tuple[str, str]], outlets: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    short = [(line, folded) for line, folded in lines if len(line) <= SHORT]
    for line, folded in sources:
        label = LABEL.search(folded[:SHORT])
        if label and label.start() <= 40:
            domain = DOMAIN.match(folded, label.end())
            if domain:
                known = outlets.get(domain[1])
                yield "source link", known[0] if known else domain[1]
            else:
                yield "label", re.split(r"[|｜\s,，]", line[label.end() :], maxsplit=1)[0]
    for line, folded in lines[:HEAD]:
        agency, wire = AGENCY.match(folded), WIRE.match(folded)
        if agency:
            yield "wire", line[agency.start("name") : agency.end("name")]
        if wire:
            ends = [n for n in range(wire.end("name"), 1, -1) if _may_publish(folded[:n], outlets)]
            yield from (("wire", line[:end]) for end in ends[:1])
    for line, folded in short[:HEAD]:
        byline = BYLINE.match(folded)
        if byline and not any(character.isdigit() for character in byline[1]):
            yield "byline", line[byline.start(1) :]
    for line, folded in short:
        yield from (("date line", part) for part in _find_beside_date(line, folded, outlets))
    for line, folded in short:
        if folded.removeprefix("the ") in outlets:
            yield "name line", line
    title = TITLE.match(short[0][1]) if short else None
    if title:
        yield from (("title", name) for name in _find_office(short[0][0][: title.end("name")], outlets))
    for line, folded in short[::-1]:
        for pattern in RIGHTS:
            rights = pattern.search(folded)
            if rights and (PUBLISHING.search(rights["name"]) or _find_known(rights["name"], outlets)):
                yield "rights", line[rights.start("name") : rights.end("name")]


def _find_office(words: str, outlets: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the longest known publisher that the words before a spokesperson end with."""
    folded = fold_text(words)
    ends = [words[start:].strip() for start in range(len(words)) if folded[start:].strip() in outlets]
    return ends[:1]


def _find_beside_date(line: str, folded: str, outlets: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return what stands with a full date in a line of its own and is, or looks like, a publisher's name."""
    dates = [date for date in find_dates(folded, reference=None) if date.precision == "day"]
    if not dates or len(line) > 80:
        return []
    rest = line[: dates[0].begin] + "|" + line[dates[-1].stop :]
    parts = [part.strip() for part in PARTS.split(rest) if part and part.strip()]
    named = [part for part in parts if not NOT_A_NAME.search(fold_text(part))]
    return [
        part for part in named if _find_known(fold_text(part), outlets) or PUBLISHING.search(fold_text(part))
    ][:1]


def _may_publish(name: str, outlets: Mapping[str, tuple[str, str]]) -> bool:
    """Whether the name is known, or ends as those of publishers do."""
    return _find_known(name, outlets) is not None or name.endswith(("报", "网", "社", "台", "刊", "新闻"))


def _find_known(name: str, outlets: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    bare = name.removeprefix("the ").removesuffix("app").strip()
    return outlets.get(name) or outlets.get(bare)


def _find_side(name: str, outlets: Mapping[str, tuple[str, str]]) -> str:
    """Return the side of the longest known publisher whose name the name holds, or ''."""
    known = _find_known(name, outlets)
    if known:
        return known[1]
    held = [alias for alias in outlets if _holds(name, alias)]
    return outlets[max(held, key=lambda alias: (len(alias), alias))][1] if held else ""


def _holds(name: str, alias: str) -> bool:
    """Whether the name holds the alias whole; two characters of Chinese must begin it."""
    if alias.isascii():
        return len(alias) > 3 and re.search(rf"\b{re.escape(alias)}\b", name) is not None
    return alias in name if len(alias) > 2 else name.startswith(alias)
