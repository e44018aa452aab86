"""The date grammar of Chinese, for folded (Simplified) text: forms, and what the words of each say."""

from __future__ import annotations

import re

from analysis.reading.expressions import Expression

DIGITS = "〇○零一二三四五六七八九"
NUMERAL = f"[{DIGITS}十两]"
YEARS = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
MONTHS = {"本月": 0, "这个月": 0, "上个月": -1, "上月": -1, "下个月": 1, "下月": 1}
DAYS = {
    "今天": 0, "今日": 0, "今晨": 0, "今早": 0, "今晚": 0, "今夜": 0, "今午": 0,
    "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨早": -1, "前天": -2, "前日": -2, "大前天": -3,
    "即日": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2,
}  # fmt: skip
WEEKS = {"本": 0, "这": 0, "这个": 0, "上": -1, "上个": -1, "下": 1, "下个": 1, "上上": -2}
WEEKDAYS = dict(zip("一二三四五六日天", (0, 1, 2, 3, 4, 5, 6, 6), strict=True))
UNITS = {"小时": "day", "分钟": "day", "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week",
         "月": "month", "年": "year", "载": "year"}  # fmt: skip
MONTH_PRECISE = (
    r"(?<![\d今昨明生末假])日前(?!往|来|途)|(?<![靠接临附])近日(?!本)|连日来|这几天|近几天|前几天|前两天|早几天|"
    "早些天|早前几天|这两天|近两天|几天前|数日前|数天前|多日前|几周前|数周前"
)
YEAR_PRECISE = (
    "不久前|前不久|不久之前|最近|近期|新近|前段时间|前一段时间|前些日子|前阵子|早些时候|"
    "几个月前|数月前|几月前"
)  # fmt: skip
PARTS = "上旬|中旬|下旬|初(?![步次审试])|底|末|中(?=[，,、。；])"
YEAR_PARTS = (
    "年初|年中|年底|年末|岁末|上半年|下半年|初(?![步次审试])|中(?=[，,、。；以])|底|末|"
    "[春夏秋冬][季天]|春(?![节运晚秋耕])|夏(?!令)|秋(?![收季])|冬(?![季奥])|早些时候|稍早|稍晚|晚些时候"
)
YEAR = rf"(?<!\d)(?:19|20)\d\d|[一二][{DIGITS}]{{3}}"
ROC = rf"民国\s*(?:\d{{2,3}}|元|{NUMERAL}{{1,6}}百?{NUMERAL}{{0,4}})"
MONTH = r"(?<![\d.])1[0-2]|(?<![\d.])0?[1-9]|十[一二]?|[一二三四五六七八九]|元"
ONES = "[一二三四五六七八九]"
DAY = rf"(?<![\d.])(?:3[01]|[12]\d|0?[1-9])|三十一?|二?十{ONES}?|廿{ONES}?|{ONES}"
QUARTER = (
    r"(?<!前)(?<!前两)第?(?P<quarter>[一二三四1-4])(?:季度|(?<=第[一二三四1-4])季(?!节))|q(?P<q>[1-4])(?!\d)"
)
BRACKETED_YEAR = r"[今去明]\s*[(（]\s*\d{2,4}\s*[)）]\s*年"  # as Taiwan's offices write them
BRACKETED_MONTH = r"[本上下]\s*[(（]\s*\d{1,2}\s*[)）]\s*月"
BRACKETS = re.compile(r"\s*[(（]\s*\d+\s*[)）]\s*")
NOT_DAY = r"(?![内元均益本圆程游间])"

FORMS: dict[str, str] = {
    "full": (
        rf"(?:(?P<year>{YEAR})\s*年\s*|(?P<roc>{ROC}|(?<!\d)(?:1[01]\d|[89]\d))\s*年\s*(?=\d|[一二三四五六七八九十元])|"
        rf"(?P<relative>{'|'.join(YEARS)}|{BRACKETED_YEAR}|当年|同年|次年|翌年)的?\s*)?"
        rf"(?:(?P<month>{MONTH})\s*月(?![球亮饼薪])份?|(?P<months>{'|'.join(MONTHS)}|{BRACKETED_MONTH}|当月|同月|(?<!首)次月))"
        rf"\s*(?:(?P<day>{DAY})\s*[日号]{NOT_DAY}|(?P<part>{PARTS}))?"
    ),
    "quarter": rf"(?:(?P<year>{YEAR})\s*年?\s*|(?P<relative>{'|'.join(YEARS)}))?的?(?:{QUARTER})",
    "year": (
        rf"(?:(?P<year>{YEAR})\s*年(?!代|来|间)|(?P<roc>{ROC}|(?<=[自于从])1[01]\d)\s*年度?|"
        rf"(?P<relative>{'|'.join(YEARS)}|{BRACKETED_YEAR}|当年|同年|次年|翌年)(?![龄轻级]|同期)|(?P<fresh>新的一年))的?(?P<part>{YEAR_PARTS})?"
    ),
    "season": r"(?P<which>今|去|明)(?P<season>春|夏|秋|冬)(?![节运晚耕收令奥至])",
    "century": (
        rf"(?P<year>(?<!\d)(?:19|20)\d0)\s*年代|"
        rf"(?:(?P<century>20|19|21|二十|十九|二十一|上)\s*世纪\s*)?(?P<decade>[1-9]0|[{DIGITS}]十)\s*年代"
    ),
    "weekday": (
        rf"(?P<which>{'|'.join(sorted(WEEKS, key=len, reverse=True))})?(?<![每\d几两一三四五六七八九十双个])"
        rf"(?:周(?P<day>[一二三四五六日末])|(?:星期|礼拜)(?P<weekday>[一二三四五六日天]))(?![年岁期个十百次])"
    ),
    "day": rf"(?<![月\d])(?P<day>(?:3[01]|[12]\d|0?[1-9])(?!\d))\s*日{NOT_DAY}",
    "near": (
        rf"(?P<word>{'|'.join(sorted(DAYS, key=len, reverse=True))}|"
        r"[今昨明]\s*[（(]\s*\d{1,2}\s*[)）]\s*日)"
    ),
    "week": r"(?P<which>本|这|上|下|这个|上个|下个)(?:周|星期|礼拜)(?!年|岁|期)",
    "same": r"(?P<same>(?:发布|公布|签署|通过)之日|当天|当日|同日|同天|同一天|次日|翌日|第二天|隔天|隔日)",
    "occasion": (
        r"(?:\A|(?<=[^\u4e00-\u9fff《“]))(?:会上|会后|会议期间|(?:发布会|仪式|活动|论坛|座谈会|峰会)上)"
        r"(?=.{0,12}(?:发布|签署|启动|成立|公布|达成|签约|揭牌|通过))"
    ),
    "ago": (
        rf"(?P<count>(?<![\d.])\d{{1,3}}|{NUMERAL}{{1,3}}|半)\s*个?"
        rf"(?P<unit>小时|分钟|天|日|周|星期|礼拜|月|年)(?:之|以)?(?P<way>前(?![景沿列])|后(?![的来]))"
    ),
    "month_vague": rf"(?:{MONTH_PRECISE})",
    "year_vague": rf"(?:{YEAR_PRECISE})",
    "part_of_month": r"(?<![\d一二三四五六七八九十年])月(?P<part>初|中|底|末)",
    "part_of_year": (
        r"(?<![\d\u4e00-\u9fff])(?:[上下]半年|年内)|(?<=[计于在拟])(?:[上下]半年|年内)|"
        r"(?<![\d今去明前后当同次翌每全一二三四五六七八九十零〇○几数半上本整历近度])年[底末]"
    ),
    "soon": r"(?:未来|今后|接下来)(?:几|数)(?:天|日|周)",
}
TRIGGERS = (
    "年", "月", "日", "今春", "明春", "号", "周", "星期", "礼拜", "季", "今", "昨", "明", "前天", "后天",
    "天前", "天后", "近期", "最近", "久前", "不久", "新近", "时候", "阵子", "前段时间", "小时",
    "分钟", "当天", "同天", "一天", "二天", "隔天", "几天", "两天", "早些天", "数天", "去春",
    "去秋", "去冬", "去夏", "会上", "会后", "会议期间", "仪式上", "活动上", "论坛上", "峰会上",
    "19", "20", "q1", "q2", "q3", "q4", "/",
)  # fmt: skip
REACH = (16, 32)  # characters before and after a trigger in which its expression stands


def read_number(text: str) -> int:
    """Return the number that digits or Chinese numerals below 1000 say, 0 where they say none.

    Examples
    --------
    >>> [read_number(text) for text in ("12", "十二", "二十", "三十一", "两", "二〇二五", "一百一十四", "几")]
    [12, 12, 20, 31, 2, 2025, 114, 0]
    """
    if text.isdigit() and text.isdecimal():
        return int(text)
    values = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    values |= {"○": 0, "元": 1}
    text = text.replace("廿", "二十").replace("卅", "三十")
    if len(text) > 1 and all(character in values for character in text):
        return int("".join(str(values[character]) for character in text))
    total = 0
    for unit, size in (("百", 100), ("十", 10)):
        head, found, rest = text.partition(unit)
        if found:
            total, text = total + (values.get(head, 0) if head else 1) * size, rest.removeprefix("零")
    return total + values.get(text, 0)


def read_expression(form: str, parts: dict[str, str]) -> Expression | None:
    """Return what a match of `form` says; `parts` are its named groups that took part."""
    return _READERS[form](parts)


def _read_calendar(parts: dict[str, str]) -> Expression | None:
    year = _read_year(parts)
    month, day = read_number(parts.get("month", "")), read_number(parts.get("day", ""))
    precision = "day" if day else "month"
    if "months" in parts:
        anchored = parts["months"] in ("当月", "同月", "次月")
        count = 1 if parts["months"] == "次月" else MONTHS.get(BRACKETS.sub("", parts["months"]), 0)
        return Expression(day=day, unit="month", count=count, anchored=anchored, precision=precision)
    word = BRACKETS.sub("", parts.get("relative", ""))
    if word:
        anchored = word in ("当年", "同年", "次年", "翌年")
        count = YEARS.get(word, int(word in ("次年", "翌年")))
        return Expression(
            month=month, day=day, unit="year", count=count, anchored=anchored, precision=precision
        )
    return Expression(year=year, month=month, day=day, precision=precision)


def _read_year(parts: dict[str, str]) -> int:
    roc = parts.get("roc", "").removeprefix("民国").strip()
    return read_number(roc) + 1911 if roc else read_number(parts.get("year", ""))


def _read_quarter(parts: dict[str, str]) -> Expression | None:
    quarter = read_number(parts.get("quarter", "") or parts.get("q", ""))
    if "relative" in parts:
        return Expression(unit="year", count=YEARS[parts["relative"]], quarter=quarter)
    return Expression(year=_read_year(parts), quarter=quarter)


def _read_year_alone(parts: dict[str, str]) -> Expression | None:
    ends = parts.get("part", "") in ("年底", "年末", "岁末", "底", "末")
    month = 12 if ends else 0
    precision = "month" if ends else "year"
    if "fresh" in parts:
        return Expression(unit="year", precision="year")
    word = BRACKETS.sub("", parts.get("relative", ""))
    if word in ("当年", "同年", "次年", "翌年"):
        return Expression(unit="year", count=int(word in ("次年", "翌年")), anchored=True, precision="year")
    if word:
        return Expression(month=month, unit="year", count=YEARS[word], precision=precision)
    return Expression(year=_read_year(parts), month=month, precision=precision)


def _read_decade(parts: dict[str, str]) -> Expression | None:
    if "year" in parts:
        return Expression(year=read_number(parts["year"]), precision="year")
    century = {"二十一": 2000, "20": 1900, "二十": 1900, "上": 1900, "19": 1800, "十九": 1800, "21": 2000}
    return Expression(
        year=century.get(parts.get("century", ""), 1900) + read_number(parts["decade"]), precision="year"
    )


def _read_weekday(parts: dict[str, str]) -> Expression | None:
    name = parts.get("day") or parts["weekday"]
    if name == "末":
        return Expression(unit="week", count=WEEKS.get(parts.get("which", ""), 0), precision="month")
    weekday = WEEKDAYS[name]
    if "which" in parts:
        return Expression(weekday=weekday, unit="week", count=WEEKS[parts["which"]])
    return Expression(weekday=weekday)


def _read_ago(parts: dict[str, str]) -> Expression | None:
    unit, count = UNITS[parts["unit"]], read_number(parts["count"])
    later = parts["way"] == "后"
    if parts["unit"] in ("小时", "分钟"):
        count = 0
    elif not count and parts["count"] != "半":
        return None
    if parts["count"] == "半":
        return None if later else Expression(unit="year", precision="year")
    return Expression(unit=unit, count=count if later else -count, anchored=later)


_READERS = {
    "full": _read_calendar,
    "quarter": _read_quarter,
    "year": _read_year_alone,
    "season": lambda parts: Expression(
        unit="year", count={"今": 0, "去": -1, "明": 1}[parts["which"]], precision="year"
    ),
    "century": _read_decade,
    "weekday": _read_weekday,
    "day": lambda parts: Expression(day=read_number(parts["day"])),
    "near": lambda parts: Expression(unit="day", count=DAYS[BRACKETS.sub("", parts["word"])]),
    "week": lambda parts: Expression(unit="week", count=WEEKS[parts["which"]], precision="month"),
    "same": lambda parts: Expression(
        unit="day", count=int(parts["same"] in ("次日", "翌日", "第二天", "隔天", "隔日")), anchored=True
    ),
    "occasion": lambda parts: Expression(unit="day", anchored=True),
    "ago": _read_ago,
    "month_vague": lambda parts: Expression(unit="day", precision="month"),
    "year_vague": lambda parts: Expression(unit="day", precision="year"),
    "part_of_month": lambda parts: Expression(unit="day", precision="month"),
    "part_of_year": lambda parts: Expression(unit="year", precision="year"),
    "soon": lambda parts: Expression(unit="day", precision="year"),
}
