"""The date grammar of English, for folded (lower case) text: forms, and what the words of each say."""

from __future__ import annotations

import calendar
import re

from analysis.reading.expressions import Expression

WHOLE_MONTHS = "|".join(calendar.month_name[1:]).lower()
CLEAR_MONTHS = "|".join(name for name in WHOLE_MONTHS.split("|") if name not in ("march", "may"))
MONTH_NAMES = [name.lower() for name in calendar.month_abbr[1:]]
MONTHS = (
    r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
)
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
DAY_NAMES = "|".join(WEEKDAYS)
NUMBERS = {
    "a": 1, "an": 1, "a couple of": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
NEAR = {
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "the day before yesterday": -2,
    "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
NEARS = "|".join(sorted(NEAR, key=len, reverse=True))
WHICH = {"last": -1, "past": -1, "this past": -1, "the previous": -1, "this": 0, "the current": 0,
         "next": 1, "coming": 1, "this coming": 1}  # fmt: skip
SEASONS = {"spring": 4, "summer": 7, "fall": 10, "autumn": 10, "winter": 1}
SEASON = "|".join(SEASONS)
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
YEAR = r"(?:19|20)\d\d(?!\d|,\d|\.\d|%)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|,\d{3}|\.\d)"
PART = r"(?:early|mid|late|the (?:beginning|start|middle|end|close) of)"
WEEKEND = r"(?<!\ba )(?<!\bone )(?<!\bevery )(?<!\bholiday )(?<!\blong )weekend"  # a certain one
AROUND = r"(?:about|around|roughly|nearly|almost|just|barely|only)"
PAPER = (  # what a month before it dates: the July plan, an April memo
    "action|agreement|announcement|article|audit|bill|blog|briefing|call|conference|deal|decision|draft|executive|"
    "filing|forum|guidance|hearing|interview|launch|letter|meeting|memo|memorandum|notice|order|paper|plan|policy|post|"
    "proposal|release|report|review|rule|ruling|session|speech|statement|study|submission|summit|survey|talks|update|"
    "visit|vote|white|workshop"
)

FORMS: dict[str, str] = {
    "full": (
        rf"\b(?:(?:{DAY_NAMES}|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\.?,?\s+)?(?:the\s+)?(?:"
        rf"(?P<month>{MONTHS})\s+(?P<day>{DAY})"
        rf"(?:\s*(?:-|–|—|to|through|and)\s*(?P<last>{DAY})(?!\s+(?:{MONTHS})\b))?(?:,?\s+(?P<year>{YEAR}))?|"
        rf"(?P<day2>{DAY})(?:\s*(?:-|–|to|and)\s*(?P<last2>{DAY}))?\s+(?:(?:day\s+)?of\s+)?(?P<month2>{MONTHS})\b"
        rf"(?!\s+[0-3]?\d\b)(?:,?\s+(?P<year2>{YEAR}))?)"
    ),
    "month": (
        rf"\b(?:{PART}[\s-]+)?(?P<month>{MONTHS}),?\s+(?:of\s+)?"
        rf"(?P<year>{YEAR}|last year|this year|next year)"
    ),
    "month_alone": (
        rf"\b(?:(?:earlier|later)\s+)?(?:"
        rf"(?P<which>last|this|next|this past|this coming)\s+(?P<month>{WHOLE_MONTHS})\b|"
        rf"(?:in|since|by|until|till|from|during|of|through|before|after|as of)\s+(?:{PART}[\s-]+)?"
        rf"(?P<month2>{WHOLE_MONTHS}|(?:jan|feb|apr|aug|sept|oct|nov|dec)\b\.?)(?!\s+\d)(?!\w)|"
        rf"(?:early|mid|late)[\s-](?P<month3>{WHOLE_MONTHS})\b(?!\s+\d)|(?P<month4>{WHOLE_MONTHS})'s\b|"
        rf"(?:'s|the|an?|its|their|our|his|her|that)\s+(?P<month5>{WHOLE_MONTHS})\s+(?:{PAPER})\b|"
        rf"(?:'s|an?|its|their|our|his|her)\s+(?P<month6>{CLEAR_MONTHS})\s+(?=[a-z]{{3}}))"
    ),
    "quarter": (
        rf"\b(?:(?:the\s+)?(?P<quarter>{'|'.join(QUARTERS)})[\s-]quarter|q(?P<q>[1-4]))(?!\d)"
        rf"(?:\s*(?:of\s+)?(?P<year>{YEAR}|this year|last year|next year))?"
    ),
    "season": (
        rf"\b(?:{PART}[\s-]+)?(?:(?P<which>last|this|next|this past)\s+(?P<season>{SEASON})|"
        rf"(?:in|over|during)\s+the\s+(?P<season2>{SEASON})(?!\s+of\b)|"
        rf"(?:the\s+)?(?:{SEASON})\s+(?:of\s+)?(?P<year>{YEAR}))\b"
    ),
    "decade": (
        r"\b(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<decade>(?:18|19|20)\d0|"
        r"(?:(?<=the )|(?<=early )|(?<=late )|(?<=mid ))'?[2-9]0)'?s\b(?!\s*(?:%|percent))"
    ),
    "weekday": (
        rf"\b(?:(?P<which>last|this past|past|this coming|coming|this|next)\s+)?(?:early\s+|late\s+)?"
        rf"(?P<weekday>{DAY_NAMES}|{WEEKEND})\b(?!\s+(?:{MONTHS})\s+\d)"
    ),
    "near": rf"\b(?:(?:earlier|later|late|early)\s+)?(?P<word>{NEARS})\b",
    "ago": (
        rf"(?<!over )(?<!more than )\b(?:{AROUND}\s+)?"
        rf"(?:(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})|a few|several|some|many)"
        r"\s+(?:short\s+)?(?P<unit>hour|day|week|month|year|decade)s?\s+(?P<way>ago|earlier|later)\b"
    ),
    "after": (
        rf"(?P<start>\A[^\w]*)?\b(?:{AROUND}\s+)?(?P<count>\d{{1,2}}|{'|'.join(NUMBERS)})\s+(?P<unit>day|week|month|year)s?"
        r"\s+after\s+(?=[\w ]{3})"
    ),
    "ago_vague": r"(?<!few )(?<!two )\b(?P<unit>day|week|month)s\s+ago\b",
    "same": (
        r"\b(?:(?:that|the)\s+(?:very\s+)?same|that|the\s+(?P<step>next|following|previous))\s+"
        r"(?P<unit>day|month|year)\b"
    ),
    "occasion": (
        r"\b(?:at|during|after) the "
        r"(?:event|meeting|ceremony|summit|hearing|briefing|signing|roundtable|launch)\b(?=[^.;]{0,80}\b(?:signed|launched|released|unveiled|announced|adopted|agreed)\b)"
    ),
    "relative": (
        r"\b(?:(?P<time>earlier|later|late|early|the end of|the start of|the beginning of)\s+(?:in\s+)?)?"
        r"(?P<which>last|this|next|this past|this coming|the previous|the current)\s+(?:academic |fiscal )?"
        rf"(?P<unit>week|month|year|quarter)\b(?!-)(?!\s+of\s+(?!{YEAR}))"
    ),
    "year": rf"(?<![\d$€£#/.,:])\b(?:(?P<part>{PART})[\s-]+)?(?P<year>{YEAR})\b(?![-/](?!(?:19|20)\d\d)\d)",
    "recent": (
        r"\b(?:recently|lately|not long ago|a short (?:while|time) ago|the other day|"
        r"in recent (?P<unit>days|weeks)|in the (?:coming|next few) (?:days|weeks))\b"
    ),
}
TRIGGERS = (
    *WHOLE_MONTHS.split("|"), *(name + end for name in (*MONTH_NAMES, "sept") for end in ". "), *WEEKDAYS,
    *SEASONS, "day", "night", "tomorrow", "week", "month", "year", "quarter", "decade", "hour", "ago",
    "recent", "lately", "morning", "afternoon", "evening", "while", "18", "19", "20", "0s", "0's",
    "q1", "q2", "q3", "q4", "/", "at the ", "during the ", "after the ",
)  # fmt: skip
REACH = (48, 64)  # characters before and after a trigger in which its expression stands


def read_expression(form: str, parts: dict[str, str]) -> Expression | None:
    """Return what a match of `form` says; `parts` are its named groups that took part."""
    return _READERS[form]({name.rstrip("23456"): value for name, value in parts.items()})


def _read_month(word: str) -> int:
    return MONTH_NAMES.index(word[:3]) + 1


def _read_day(word: str) -> int:
    return int(re.sub(r"\D", "", word) or 0)


def _read_calendar(parts: dict[str, str]) -> Expression | None:
    day, last = _read_day(parts["day"]), _read_day(parts.get("last", ""))
    return Expression(year=int(parts.get("year", 0)), month=_read_month(parts["month"]), day=day, last=last)


def _read_month_of_year(parts: dict[str, str]) -> Expression | None:
    month, year = _read_month(parts["month"]), parts["year"]
    if year.isdecimal():
        return Expression(year=int(year), month=month, precision="month")
    return Expression(month=month, unit="year", count=WHICH[year.split()[0]], precision="month")


def _read_month_alone(parts: dict[str, str]) -> Expression | None:
    month = _read_month(parts["month"])
    if parts.get("which") == "this":
        return Expression(month=month, unit="year", precision="month")
    if parts.get("which") == "last":
        return Expression(month=month, precision="month", gone=True)
    return Expression(month=month, precision="month")


def _read_quarter(parts: dict[str, str]) -> Expression | None:
    quarter = QUARTERS.get(parts.get("quarter", "")) or int(parts["q"])
    year = parts.get("year", "")
    if year and not year.isdecimal():
        return Expression(unit="year", count=WHICH[year.split()[0]], quarter=quarter)
    return Expression(year=int(year or 0), quarter=quarter)


def _read_season(parts: dict[str, str]) -> Expression | None:
    if "year" in parts:
        return Expression(year=int(parts["year"]), precision="year")
    if parts.get("which") in ("this", "next"):
        return Expression(unit="year", count=WHICH[parts["which"]], precision="year")
    return Expression(month=SEASONS[parts["season"]], precision="year")


def _read_decade(parts: dict[str, str]) -> Expression | None:
    decade = int(parts["decade"].strip("'"))
    return Expression(year=decade if decade > 99 else 1900 + decade, precision="year")


def _read_weekday(parts: dict[str, str]) -> Expression | None:
    which = parts.get("which", "")
    if parts["weekday"] == "weekend":
        return Expression(unit="week", count=WHICH.get(which, 0), precision="month")
    weekday = WEEKDAYS[parts["weekday"]]
    if which in ("last", "this", "next"):
        return Expression(weekday=weekday, unit="week", count=WHICH[which])
    return Expression(weekday=weekday)


def _read_ago(parts: dict[str, str]) -> Expression | None:
    unit, word, way = parts["unit"], parts.get("count", ""), parts.get("way", "ago")
    count = int(word) if word.isdecimal() else NUMBERS.get(word, 0)
    if unit == "hour":
        return Expression(unit="day") if way == "ago" else None
    if not count:  # "weeks ago" is within the month, "several months ago" within the year
        vague = {"day": "month", "week": "month", "month": "year"}.get(unit)
        return Expression(unit="day", precision=vague) if vague and way == "ago" else None
    if unit == "decade":
        unit, count = "year", 10 * count
    return Expression(unit=unit, count=count if way == "later" else -count, anchored=way != "ago")


def _read_after(parts: dict[str, str]) -> Expression | None:
    """Date what *two days after* something is told: from today where a sentence begins, else from a date."""
    word = parts["count"]
    count = int(word) if word.isdecimal() else NUMBERS[word]
    return Expression(unit=parts["unit"], count=-count, anchored="start" not in parts)


def _read_same(parts: dict[str, str]) -> Expression | None:
    count = {"next": 1, "following": 1, "previous": -1}.get(parts.get("step", ""), 0)
    return Expression(unit=parts["unit"], count=count, anchored=True, precision=parts["unit"])


def _read_relative(parts: dict[str, str]) -> Expression | None:
    unit, count = parts["unit"], WHICH[parts["which"]]
    if unit == "quarter":
        return Expression(unit="day", precision="year")
    if unit == "year" and parts.get("time") == "the end of":
        return Expression(month=12, unit="year", count=count, precision="month")
    return Expression(unit=unit, count=count, precision="month" if unit == "week" else unit)


def _read_year(parts: dict[str, str]) -> Expression | None:
    month = 12 if parts.get("part", "") in ("the end of", "the close of") else 0
    return Expression(year=int(parts["year"]), month=month, precision="month" if month else "year")


_READERS = {
    "full": _read_calendar,
    "month": _read_month_of_year,
    "month_alone": _read_month_alone,
    "quarter": _read_quarter,
    "season": _read_season,
    "decade": _read_decade,
    "weekday": _read_weekday,
    "near": lambda parts: Expression(unit="day", count=NEAR[parts["word"]]),
    "ago": _read_ago,
    "after": _read_after,
    "ago_vague": _read_ago,
    "same": _read_same,
    "occasion": lambda parts: Expression(unit="day", anchored=True),
    "relative": _read_relative,
    "year": _read_year,
    "recent": lambda parts: Expression(unit="day", precision="month" if "unit" in parts else "year"),
}
