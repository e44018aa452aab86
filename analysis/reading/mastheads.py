"""Mastheads: where the furniture of a page names its publisher, the surest place first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analysis.reading.dates import MONTHED, find_dates
from analysis.reading.scripts import fold_lines, fold_text

Outlets = Mapping[str, tuple[str, str]]  # folded name → the actor's name and side
HEAD, TAIL, SHORT = 12, 8, 160  # lines of a head and a tail; characters of a line that may be furniture
TITLES = 3  # first lines among which a page's title stands
LABELS = (
    r"(?:(?:文章|内容|信息|稿件|新闻)?来源|出品|首发|转自|转载自|原载|刊于|刊载于|发布单位|发布机构|发文机关|出处)"
    r"\s*[:：|｜]\s*",
    r"(?:source|publisher|outlet|site|published by|originally published (?:in|on|by)|via)\s*[:：|]\s*",
)
LABEL = re.compile("|".join(LABELS))
MARK = re.compile(r"[:：|｜]")  # in every label
DOMAIN = re.compile(r"https?://(?:www\.|m\.|en\.|cn\.|news\.)?([a-z0-9-]+)\.[a-z.]+")
BYLINE = re.compile(r"by [\w.'-]+(?: [\w.'-]+){1,3}(?:,| [|·–—-])\s*(.+)\Z")
BRACKET = re.compile(r"[(（【\[〔「]\s*(?P<name>[\u4e00-\u9fff\w]{2,12})")  # （中央社…电）, 【明报专讯】
SOURCED = re.compile(
    r"[^)）】\]〕」]{0,24}?(?:[电讯]|专讯|报道|报导|消息|记者)[^)）】\]〕」]{0,24}[)）】\]〕」]"
)
SUFFIX = re.compile(r".{4,120}?\s*(?:[|｜_]|\s[-–—·]\s|——?)\s*(?P<name>[^|｜_–—]{2,40})\Z")
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
RIGHTED = re.compile(  # what lines have in which one of these stands
    r"版权所有|独家|原创|授权转载|专页|app|电子报|©|\(c\)|copyright|signed up for|subscribe|edition of"
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


def find_furniture(text: str) -> list[tuple[str, str]]:
    """Return the first and last lines, as written and folded; of a long line its beginning."""
    ends = _find_ends(text)
    return list(zip(ends, fold_lines(ends), strict=True))


def find_labels(text: str) -> list[tuple[str, str]]:
    """Return those of the first and last lines in which a label may stand, as written and folded."""
    ends = list(filter(MARK.search, _find_ends(text)))
    return list(zip(ends, fold_lines(ends), strict=True))


def _find_ends(text: str) -> list[str]:
    lines = [stripped for line in text.split("\n") if (stripped := line.strip())]
    return [line[: SHORT + 1] for line in (*lines[:HEAD], *lines[HEAD:][-TAIL:])]


def find_names(
    lines: list[tuple[str, str]], sources: list[tuple[str, str]], outlets: Outlets
) -> Iterator[tuple[str, str]]:
    """Yield how each outlet is named in the first lines and lines with labels, and its name, surest first."""
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
        bracket = BRACKET.match(folded)
        if bracket and SOURCED.match(folded, bracket.start("name")):
            ends = [n for n in range(bracket.end("name"), bracket.start("name") + 1, -1)]
            yield from (("wire", line[1:n].strip()) for n in ends if find_known(folded[1:n].strip(), outlets))
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
    for line, folded in short[:TITLES]:
        suffix = SUFFIX.match(folded)
        if suffix and find_known(suffix["name"], outlets):
            yield "title", line[suffix.start("name") :]
    title = TITLE.match(short[0][1]) if short else None
    if title:
        yield from (("title", name) for name in _find_office(short[0][0][: title.end("name")], outlets))
    for line, folded in ((line, folded) for line, folded in short[::-1] if RIGHTED.search(folded)):
        for pattern in RIGHTS:
            rights = pattern.search(folded)
            if rights and (PUBLISHING.search(rights["name"]) or find_known(rights["name"], outlets)):
                yield "rights", line[rights.start("name") : rights.end("name")]


def _find_office(words: str, outlets: Outlets) -> list[str]:
    """Return the longest known publisher that the words before a spokesperson end with."""
    folded = fold_text(words)
    ends = [words[start:].strip() for start in range(len(words)) if folded[start:].strip() in outlets]
    return ends[:1]


def _find_beside_date(line: str, folded: str, outlets: Outlets) -> list[str]:
    """Return what stands with a full date in a line of its own and is, or looks like, a publisher's name."""
    if len(line) > 80 or not MONTHED.search(folded):
        return []
    dates = [date for date in find_dates(folded, reference=None) if date.precision == "day"]
    if not dates:
        return []
    rest = line[: dates[0].begin] + "|" + line[dates[-1].stop :]
    parts = [part.strip() for part in PARTS.split(rest) if part and part.strip()]
    named = [part for part in parts if not NOT_A_NAME.search(fold_text(part))]
    return [
        part for part in named if find_known(fold_text(part), outlets) or PUBLISHING.search(fold_text(part))
    ][:1]


def _may_publish(name: str, outlets: Outlets) -> bool:
    """Whether the name is known, or ends as those of publishers do."""
    return find_known(name, outlets) is not None or name.endswith(("报", "网", "社", "台", "刊", "新闻"))


def find_known(name: str, outlets: Outlets) -> tuple[str, str] | None:
    """Return a known outlet of this name, with or without its article and its app."""
    bare = name.removeprefix("the ").removesuffix("app").strip()
    return outlets.get(name) or outlets.get(bare)
