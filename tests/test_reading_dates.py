"""Dates: every form in each script, resolved by news convention; roles; linear time."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.date_roles import find_role, is_planned
from analysis.reading.dates import find_dates
from analysis.reading.dates_zh import read_number
from analysis.reading.moments import PRECISIONS, Moment, make_moment, parse_moment
from analysis.reading.scripts import fold_text

SATURDAY = Moment(2024, 5, 18)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2039, 12, 31))

# expression, what it means on Saturday 18 May 2024 where 10 April was named before
ENGLISH = [
    ("released on May 7, 2024", "2024-05-07"),
    ("released on 7 May", "2024-05-07"),
    ("released on 7th of May 2023", "2023-05-07"),
    ("signed on Tuesday, May 14", "2024-05-14"),
    ("signed on 5/7", "2024-05-07"),
    ("signed on 05/07/2023", "2023-05-07"),
    ("signed on 25/12/2023", "2023-12-25"),
    ("signed 2024-05-07", "2024-05-07"),
    ("in February it said", "2024-02"),
    ("in December it said", "2023-12"),
    ("in early January 2025", "2025-01"),
    ("the July plan", "2023-07"),
    ("in its March report", "2024-03"),
    ("said in an April memo", "2024-04"),
    ("asked in the summer", "2023"),
    ("last March", "2023-03"),
    ("last October", "2023-10"),
    ("by the end of June", "2024-06"),
    ("beginning June 3", "2024-06-03"),
    ("Six days after the vote, the hall is quiet", "2024-05-12"),
    ("came two days after the vote", "2024-04-08"),
    ("who takes office on June 3", "2024-06-03"),
    ("January's release", "2024-01"),
    ("last May", "2023-05"),
    ("earlier this month", "2024-05"),
    ("last month", "2024-04"),
    ("met on Friday", "2024-05-17"),
    ("met on Saturday", "2024-05-18"),
    ("met on Sunday", "2024-05-12"),
    ("met last Friday", "2024-05-10"),
    ("this Friday", "2024-05-17"),
    ("next Wednesday", "2024-05-22"),
    ("over the weekend", "2024-05"),
    ("yesterday", "2024-05-17"),
    ("tomorrow", "2024-05-19"),
    ("this morning", "2024-05-18"),
    ("two weeks ago", "2024-05-04"),
    ("three days ago", "2024-05-15"),
    ("a year ago", "2023"),
    ("18 months ago", "2022-11"),
    ("a few hours ago", "2024-05-18"),
    ("weeks ago", "2024-05"),
    ("several months ago", "2024"),
    ("last week", "2024-05"),
    ("earlier this year", "2024"),
    ("late last year", "2023"),
    ("at the end of last year", "2023-12"),
    ("in 2019", "2019"),
    ("in late 2023", "2023"),
    ("at the end of 2023", "2023-12"),
    ("this spring", "2024"),
    ("last fall", "2023"),
    ("in the summer of 2022", "2022"),
    ("in the 1980s", "1980"),
    ("in the early '90s", "1990"),
    ("in Q3 2023", "2023-Q3"),
    ("the third quarter of 2023", "2023-Q3"),
    ("in the first quarter", "2024-Q1"),
    ("recently", "2024"),
    ("in recent days", "2024-05"),
    ("the same day", "2024-04-10"),
    ("the following day", "2024-04-11"),
    ("a year later", "2025-04-10"),
]
CHINESE = [
    ("2024年5月7日发布", "2024-05-07"),
    ("5月7日发布", "2024-05-07"),
    ("12月1日發布", "2023-12-01"),
    ("二〇二五年八月五日", "2025-08-05"),
    ("二零二四年", "2024"),
    ("十二月三十一日", "2023-12-31"),
    ("2024.05.07", "2024-05-07"),
    ("2024/5/7", "2024-05-07"),
    ("民國114年1月6日", "2025-01-06"),
    ("民国一百一十四年", "2025"),
    ("中華民國113年5月", "2024-05"),
    ("114年1月公布", "2025-01"),
    ("14日發布", "2024-05-14"),
    ("30日发布", "2024-04-30"),
    ("今年1月", "2024-01"),
    ("去年底", "2023-12"),
    ("去年秋天", "2023"),
    ("前年", "2022"),
    ("明年上半年", "2025"),
    ("上月", "2024-04"),
    ("上個月底", "2024-04"),
    ("本月15日", "2024-05-15"),
    ("3月下旬", "2024-03"),
    ("本週五", "2024-05-17"),
    ("本周日", "2024-05-19"),
    ("上星期三", "2024-05-08"),
    ("下周三", "2024-05-22"),
    ("周四", "2024-05-16"),
    ("禮拜六", "2024-05-18"),
    ("上周", "2024-05"),
    ("这个星期", "2024-05"),
    ("昨日", "2024-05-17"),
    ("今晨", "2024-05-18"),
    ("前天", "2024-05-16"),
    ("日前", "2024-05"),
    ("近日", "2024-05"),
    ("这几天", "2024-05"),
    ("不久前", "2024"),
    ("最近", "2024"),
    ("近期", "2024"),
    ("當天", "2024-04-10"),
    ("同日", "2024-04-10"),
    ("次日", "2024-04-11"),
    ("同一天", "2024-04-10"),
    ("两周前", "2024-05-04"),
    ("三天前", "2024-05-15"),
    ("2个月前", "2024-03"),
    ("五年前", "2019"),
    ("半年前", "2024"),
    ("第三季", "2023-Q3"),
    ("本(5)月10日", "2024-05-10"),
    ("去(112)年12月", "2023-12"),
    ("今(17)日", "2024-05-18"),
    ("我国自108年起", "2019"),
    ("翌年3月", "2025-03"),
    ("年内将完成", "2024"),
    ("预计年底上线", "2024"),
    ("下半年,我们将上线", "2024"),
    ("今春致函", "2024"),
    ("即日起", "2024-05-18"),
    ("宣布自6月1日起", "2024-06-01"),
    ("14日宣布,将撤销", "2024-05-14"),
    ("4月将公司列入清单", "2024-04"),
    ("6月底前完成", "2024-06"),
    ("第三季度", "2023-Q3"),
    ("2023年第四季度", "2023-Q4"),
    ("今年上半年", "2024"),
    ("20世纪八十年代初", "1980"),
    ("上世紀90年代", "1990"),
    ("2010年代", "2010"),
    ("新的一年", "2024"),
]
WRITTEN = [
    "{0:%Y-%m-%d}",
    "{0:%B} {0.day}, {0:%Y}",
    "{0.day} {0:%B} {0:%Y}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}/{0.month}/{0.day}",
]
NOT_DATES = [
    "3个月的训练", "版本2024.5", "24/7 support", "一周一次", "每周五例会", "靠近日本海",
    "去年同期", "companies may use it", "the march of progress", "$2,024", "5月球", "三年级",
    "在她20s的时候", "13014035号", "首次月背采样", "ratio 3/4",
]  # fmt: skip


def read(text: str, *, reference: Moment | None = SATURDAY) -> list[str]:
    dates = find_dates(fold_text(text), reference=reference, before=[Moment(2024, 4, 10)])
    return [found.iso for found in dates]


@pytest.mark.parametrize(("text", "iso"), [*ENGLISH, *CHINESE])
def test_every_form_resolves(text: str, iso: str) -> None:
    assert read(text) == [iso]


@pytest.mark.parametrize("text", NOT_DATES)
def test_numbers_and_words_that_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "iso", "until"),
    [
        ("5月7日至9日举行", "2024-05-07", "2024-05-09"),
        ("May 7-9, 2024", "2024-05-07", "2024-05-09"),
        ("7–9 May 2024", "2024-05-07", "2024-05-09"),
        ("from 2023 to 2025", "2023", "2025"),
        ("2021–2025", "2021", "2025"),
        ("2023年到今年初", "2023", "2024"),
    ],
)
def test_ranges_begin_and_end(text: str, iso: str, until: str) -> None:
    [found] = find_dates(fold_text(text), reference=SATURDAY)
    assert (found.iso, str(found.until)) == (iso, until)


def test_one_date_said_twice_is_one() -> None:
    text = "今天(5月18日),会议开幕"
    [found] = find_dates(text, reference=SATURDAY)
    assert text[found.begin : found.stop] == "今天(5月18日)"
    assert [d.iso for d in find_dates("in may — on may 7th, it signed", reference=SATURDAY)] == ["2024-05-07"]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("2023年10月17日公布,11月16日生效", ["2023-10-17", "2023-11-16"]),
        ("restricted since october 2022, tightened a year later", ["2022-10", "2023-10"]),
        ("在2019年9月30日之后,10月又修改", ["2019-09-30", "2019-10"]),
    ],
)
def test_what_a_sentence_leaves_out_comes_from_its_dates(text: str, isos: list[str]) -> None:
    assert [found.iso for found in find_dates(text, reference=SATURDAY)] == isos


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("委员会将于7月9日举行听证会", "2024-07-09"),
        ("听证会定于周三举行", "2024-05-22"),
        ("三方将在25日讨论供应链", "2024-05-25"),
        ("the committee is due to hold a hearing on july 9", "2024-07-09"),
        ("on tuesday the senate will vote", "2024-05-21"),
        ("the ministry said on tuesday that it would ban them", "2024-05-14"),
        ("周二表示将禁止", "2024-05-14"),
    ],
)
def test_plans_look_forward_and_reports_look_back(text: str, iso: str) -> None:
    assert read(text) == [iso]


@pytest.mark.parametrize(
    ("text", "reference", "isos"),
    [
        (
            "last month they signed, yesterday they said, in 2019 they left",
            "2025-10",
            ["2025-09", "2025-10", "2019"],
        ),
        ("本周五签署,去年发布", "2025", ["2025", "2024"]),
        ("yesterday they said, in July they signed, in 2019 they left", "", ["2019"]),
    ],
)
def test_nothing_is_finer_than_the_reference_allows(text: str, reference: str, isos: list[str]) -> None:
    dates = find_dates(text.lower(), reference=parse_moment(reference))
    assert [found.iso for found in dates] == isos


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("by 2030 it will lead", "goal"),
        ("到2030年建成", "goal"),
        ("2030年前成为", "goal"),
        ("within the act of 2018", "name"),
        ("《2022年白皮书》", "name"),
        ("截至2023年7月,共有三百款", "asof"),
        ("as of 2023 there are ten", "asof"),
        ("自2022年以来", "since"),
        ("since 2022", "since"),
        ("1月16日消息,某公司宣布", "dateline"),
        ("washington, may 7 (reuters) — officials", "dateline"),
        ("2023-12-26 17:23", "dateline"),
        ("published november 25, 2023", "dateline"),
        ("2023年发布", "on"),
        ("signed in 2023", "on"),
    ],
)
def test_roles(text: str, role: str) -> None:
    found = find_dates(text, reference=SATURDAY)
    assert found[0].role == role


def test_roles_and_plans_are_functions_of_the_words_around() -> None:
    assert find_role("in 2023", 3, 7) == "on"
    assert not is_planned("in 2023", 3, 7)


def test_a_bare_day_belongs_to_the_month_last_named_where_that_is_long_ago() -> None:
    dates = find_dates("14日", reference=SATURDAY, before=[Moment(2019, 9, 10)])
    assert [found.iso for found in dates] == ["2019-09-14"]


def test_links_and_addresses_hold_no_dates() -> None:
    assert read("see https://example.org/2023/10/30/order-of-may-7-2024 and a.2024-05-07@example.org") == []


@given(DAYS, st.sampled_from(WRITTEN))
def test_full_dates_come_back(day: date, form: str) -> None:
    [found] = find_dates(form.format(day).lower(), reference=None)
    assert found.iso == day.isoformat()


@given(DAYS)
def test_republic_years_come_back(day: date) -> None:
    [found] = find_dates(f"民国{day.year - 1911}年{day.month}月{day.day}日", reference=None)
    assert found.iso == day.isoformat()


@given(DAYS, st.sampled_from(["monday", "周一"]))
def test_a_bare_weekday_is_the_last_one(day: date, word: str) -> None:
    reference = Moment(day.year, day.month, day.day)
    [found] = find_dates(f"said {word} that", reference=reference)
    assert found.moment.first.weekday() == 0
    assert 0 <= (day - found.moment.first).days < 7


@given(st.text(max_size=300))
def test_garbage_does_no_harm(text: str) -> None:
    folded = fold_text(text)
    dates = find_dates(folded, reference=SATURDAY)
    stops = [0]
    for found in dates:
        assert stops[-1] <= found.begin < found.stop <= len(folded)
        assert parse_moment(found.iso) == found.moment
        stops.append(found.stop)


@given(st.text(alphabet="0123456789年月日号周星期一二三十前后上下本今去the may of q-/., ", max_size=120))
def test_scraps_of_dates_do_no_harm(text: str) -> None:
    assert all(found.precision in PRECISIONS for found in find_dates(text, reference=SATURDAY))


def test_time_is_linear_in_length() -> None:
    def measure(count: int) -> float:
        text = (
            "5月7日,某部发布办法。in may 2024 the ministry said on friday that 12 of 20 models passed. "
            * count
        )
        begin = time.perf_counter()
        find_dates(text, reference=SATURDAY)
        return time.perf_counter() - begin

    measure(10)
    short = min(measure(200) for _ in range(3))
    assert min(measure(1600) for _ in range(2)) < 8 * short * 3


@pytest.mark.parametrize(
    "text", ["年" * 20_000, "1" * 20_000, "a b c " * 8_000, "今" * 20_000, "2024-" * 5_000, "@" * 20_000]
)
def test_long_runs_end_soon(text: str) -> None:
    begin = time.perf_counter()
    find_dates(text, reference=SATURDAY)
    assert time.perf_counter() - begin < 3


@pytest.mark.parametrize(
    ("text", "number"), [("廿三", 23), ("三十", 30), ("元", 1), ("一百零五", 105), ("一〇八", 108), ("", 0)]
)
def test_chinese_numbers(text: str, number: int) -> None:
    assert read_number(text) == number


@given(st.sampled_from(PRECISIONS), DAYS)
def test_clipped_moments_fit_what_they_come_from(precision: str, day: date) -> None:
    moment = Moment(day.year, day.month, day.day)
    clipped = moment.clip(precision)
    assert clipped.precision == precision
    assert clipped.fits(moment)
    assert clipped.first <= moment.first <= clipped.last
    assert parse_moment(str(clipped)) == clipped


def test_moments_that_the_calendar_lacks() -> None:
    assert make_moment(2023, 2, 29) is None
    assert make_moment(2023, 0, 5) is None
    assert parse_moment("2023-13") is None
    assert str(Moment(2024, 2, 29).shift(unit="year", count=-1)) == "2023"
