"""Provenance: publication date and outlet as the text itself gives them, and by which rule.

Nothing is invented: where no rule finds evidence the answer is empty, and what is known only
to the month or the year is given so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.reading.dates import MONTHED, Date, find_dates
from analysis.reading.moments import Moment, make_moment, parse_moment
from analysis.reading.scripts import fold_text

HEAD, TAIL = 15, 8  # the lines in which furniture stands
SHORT = 160  # characters: longer lines are no furniture
OPENING = 48  # characters in which a dateline stands
FIELD = re.compile(
    r"(?:date|published(?:_?at|_?time)?|pub_?date|publish_?date|created|发布日期|日期)\s*[:=]\s*"
    r"[\"']?(.+?)[\"']?\s*\Z"
)
LABEL = re.compile(
    r"(?:\b(?:posted|published|released?|first published|date|dated|for immediate release|issued)\b"
    r"(?: (?:by [\w. ]+ )?on)?|发布[于时日]?[间期]?|发表[于时日]?[间期]?|刊登日期|刊发|时间|日期|发文日期|"
    r"成文日期|印发日期|公布日期|出版日期|上线时间)\s*[:：|]?\s*\Z"
)
UPDATE = re.compile(
    r"(?:\b(?:last )?(?:updated|modified|reviewed)\b(?: on)?|更新[于时]?间?|修改)\s*[:：]?\s*\Z"
)
WORDED = re.compile(
    r"post|publish|releas|date|issue|发布|发表|刊|时间|日期|modif|review|更新|修改"
)  # in labels
LONGEST_STAMP = 120  # characters: a longer line cannot be hardly more than a date
DATELINE_ZH = re.compile(  # cleaning leaves no space before Chinese text or a number
    r"^.{0,24}?(?:(?:电(?![子动脑力])|讯|消息)[\s,，:：（(]|\d日(?:电(?![子动脑力商信网])|讯))"
)
DATELINE_EN = re.compile(r"^[A-Z][A-Z .,'’/-]{2,40},? .{0,40}?(?:\([\w. ]+\) ?)?(?:--|[—–-])\s")
SENTENCE = re.compile(r"[。！？!?；;]\s*\S|[。！？!?]\Z|[a-z]{2}\.\s+[A-Z]|[a-z]{3}\.\Z")
EDITION = re.compile(r"(?<![\d—–-])(20\d\d)年?(?=[\u4e00-\u9fff]{2,16}(?:大会|峰会|论坛|年会|博览会|两会))")
TODAY = re.compile(r"今[天日晚晨早][(（](1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日[)）]")
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright|版权所有)\D{0,20}(?:(?:19|20)\d\d\s*[-–—至到~]\s*)?((?:19|20)\d\d)(?!\s*[-–—])"
)
PATH = re.compile(
    r"https?://[^\s()<>]*?/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?([0-2]\d|3[01]))?(?=[/_-]|\b)"
)
NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
SOURCE_LINK = re.compile(
    r"(?:.{0,12}(?:来源|查看原文|原文|链接|网址|出处|转自)|"
    r".{0,20}\b(?:source|link|url|originally published|read (?:it )?at|via)\b)?\W{0,4}https?://\S+\Z"
)
REPUBLIC = re.compile(  # 114-02-05: the years of the Republic, on Taiwan's pages
    r"(?<![\d./-])(1[0-2]\d)([-./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d./-])"
)
ROC = 1911  # the year before the Republic's first
OPEN = 4  # first lines in which a date at the end may tell the day of the text
IN_FORCE = re.compile(r"施行|生效|实施|\b(?:effect|force|effective|deadline|due|through|until)\b")
FULL = ("full", "iso", "slash")


def find_published(
    text: str, *, links: str = "", name: str = "", folded: str | None = None
) -> tuple[str, str]:
    """Return the publication date that `text` gives (ISO 8601, as fine as it is known), and by which rule.

    Parameters
    ----------
    text
        The article, cleaned: hard-wrapped lines joined, as `clean_text` leaves it.
    links
        The article as it is on disk, where links still stand.
    name
        Its file name, which may carry a date.
    folded
        The article as `fold_text` writes it, where that is known.

    Returns
    -------
    Date and rule: front matter, label, dateline, head line, tail line, date line, label: updated, link,
    file name; a dateline without a year and the year of an edition or a copyright; edition, copyright.
    Both are empty where nothing gives a date; the rule stands alone where a dateline has no year.

    Examples
    --------
    >>> find_published("Export rules, again\\nBy A. Writer | March 4, 2025\\nThe rules of 2022 are back.")
    ('2025-03-04', 'head line')
    >>> find_published("新华社北京8月20日电 会议今天举行。\\n© 2025 某网")
    ('2025-08-20', 'dateline and copyright')
    >>> find_published("1月16日消息,本周出台了新规。")
    ('', 'dateline without a year')
    """
    lines = [
        (line.strip(), folded.strip())
        for line, folded in zip(text.split("\n"), (folded or fold_text(text)).split("\n"), strict=True)
        if line.strip()
    ]
    partial = None
    for rule, date in _find_given(lines):
        if date.precision == "day" and date.year:
            return str(date), rule
        partial = partial or (rule, date)
    return _find_inferred(lines, (links or text).split("\n"), name, partial)


def _find_given(lines: list[tuple[str, str]]) -> Iterator[tuple[str, Moment]]:
    """Yield what the article's furniture says, the most certain first; year 0 where it says none."""
    last = max(HEAD, len(lines) - TAIL)
    head = [(line, folded) for line, folded in lines[:HEAD] if len(line) <= SHORT]
    tail = [(line, folded) for line, folded in lines[last:] if len(line) <= SHORT]
    short = [folded for _, folded in lines if len(folded) <= SHORT]
    for line, folded in head:
        field = FIELD.match(folded)
        moment = parse_metadata(line[field.start(1) : field.end(1)]) if field else None
        if moment:
            yield "front matter", moment
    yield from _find_labelled(short, LABEL, "label")
    for line, folded in lines[:HEAD]:
        yield from (("dateline", moment) for moment in _find_dateline(line[:SHORT], folded[:SHORT]))
    for rule, part in (("head line", head), ("tail line", tail)):
        for line, folded in part:
            moments = _find_named(folded)
            if moments and not SENTENCE.search(line) and not IN_FORCE.search(folded):
                yield rule, moments[-1] if rule == "tail line" else moments[0]
    likely = [folded for folded in short if len(folded) <= LONGEST_STAMP and MONTHED.search(folded)]
    stamps = {date.moment for folded in likely for date in _find_full(folded) if _is_stamp(folded, date)}
    if len(stamps) == 1:
        yield "date line", stamps.pop()
    for _, folded in head[:OPEN]:
        ends = [
            date for date in _find_full(folded) if date.precision == "day" and date.stop >= len(folded) - 1
        ]
        if ends and not IN_FORCE.search(folded):
            yield "head line", ends[-1].moment
    yield from _find_labelled(short, UPDATE, "label: updated")


def _find_labelled(short: list[str], label: re.Pattern[str], rule: str) -> Iterator[tuple[str, Moment]]:
    for line in filter(MONTHED.search, filter(WORDED.search, short)):
        folded = REPUBLIC.sub(lambda found: f"{ROC + int(found[1])}-{found[3]:0>2}-{found[4]:0>2}", line)
        for date in _find_full(folded):
            if label.search(folded[max(0, date.begin - 40) : date.begin]):
                yield rule, date.moment
                break


def _find_dateline(line: str, folded: str) -> list[Moment]:
    """Return the day of a dateline that opens the line, with year 0 where it names none."""
    today = TODAY.search(folded)
    if not DATELINE_ZH.match(folded) and not DATELINE_EN.match(line):
        return [Moment(0, int(today[1]), int(today[2]))] if today else []
    opening = folded[:OPENING]
    days = [date.moment for date in _find_full(opening) if date.precision == "day"]
    if days:
        return days[:1]
    assumed = find_dates(opening, reference=Moment(2000, 12, 31))
    return [Moment(0, date.moment.month, date.moment.day) for date in assumed if date.form == "full"][:1]


def _find_inferred(
    lines: list[tuple[str, str]], written: list[str], name: str, partial: tuple[str, Moment] | None
) -> tuple[str, str]:
    """Return what links, the file's name, named editions and copyright imply."""
    ends = [*written[: 2 * HEAD], *written[-2 * TAIL :]]
    for rule, pattern, where in (
        ("link", PATH, "\n".join(line for line in ends if _is_source(line))),
        ("file name", NAME, name),
    ):
        for match in pattern.finditer(where):
            moment = parse_moment("-".join(part for part in match.groups() if part))
            if moment:
                return str(moment), rule
    if partial and partial[1].year:
        return str(partial[1]), partial[0]
    for rule, pattern, where in (
        ("edition", EDITION, "\n".join(folded for _, folded in lines[:3])[:400]),
        ("copyright", COPYRIGHT, "\n".join(folded for _, folded in lines if len(folded) <= SHORT)),
    ):
        year = max(pattern.findall(where), default="")
        whole = make_moment(int(year), partial[1].month, partial[1].day) if year and partial else None
        if partial and whole:
            return str(whole), f"{partial[0]} and {rule}"
        if year:
            return year, rule
    return "", f"{partial[0]} without a year" if partial else ""


def _is_source(line: str) -> bool:
    return "://" in line and len(line) <= 2 * SHORT and SOURCE_LINK.match(fold_text(line.strip())) is not None


def _is_stamp(folded: str, date: Date) -> bool:
    """Whether a line is hardly more than the date."""
    room = 2 * (date.stop - date.begin) + 12
    return date.begin <= 2 and len(folded) <= room and date.role in ("on", "dateline")


@lru_cache(maxsize=4096)
def _find_full(folded: str) -> tuple[Date, ...]:
    dates = find_dates(folded, reference=None)
    return tuple(date for date in dates if date.form in FULL and date.role != "goal")


def _find_named(folded: str) -> list[Moment]:
    """Return the days that a line names, else the months of a line that says little else."""
    if not MONTHED.search(folded):
        return []
    dates = [date for date in find_dates(folded, reference=None) if date.role not in ("goal", "asof", "name")]
    days = [date.moment for date in dates if date.precision == "day" and date.form in FULL]
    months = [date.moment for date in dates if date.precision == "month" and date.form in ("full", "month")]
    return days or (months if len(folded) <= 40 else [])


def parse_metadata(value: str) -> Moment | None:
    """Return the moment that a metadata value says in any common form, as fine as it says it, or None.

    Examples
    --------
    >>> values = ("2025-08-20T09:41:00+08:00", "Wed, 07 May 2025", "2024年5月", "7 mai 2024", "n/a")
    >>> [str(parse_metadata(value)) for value in values]
    ['2025-08-20', '2025-05-07', '2024-05', '2024-05-07', 'None']
    """
    exact = parse_moment(value.strip()[:10]) or parse_moment(value.strip())
    if exact:
        return exact
    dates = find_dates(fold_text(value), reference=None)
    if dates and dates[0].precision != "year":
        return dates[0].moment
    import dateparser  # slow to load, and few values need it

    parsed = dateparser.parse(value, settings={"REQUIRE_PARTS": ["year", "month", "day"]})
    if parsed:
        return Moment(parsed.year, parsed.month, parsed.day)
    return dates[0].moment if dates else None
