"""Provenance: publication date and outlet as the text gives them, and the rule that found them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.codebook import read_codebook
from analysis.reading.cleaning import clean_text
from analysis.reading.moments import parse_moment
from analysis.reading.outlets import find_outlet, list_outlets
from analysis.reading.provenance import find_published, parse_metadata

BODY = "The ministry said on Friday that the rules of 2022 would stay, and by 2030 it will lead.\n" * 3
ZH = "有关部门周五表示,2022年的规定不变,到2030年将居世界前列。\n" * 3
PUBLISHED = [
    (f"date: 2025-08-20\ntitle: Rules\n\n{BODY}", "2025-08-20", "front matter"),
    (f"Published: Wed, 07 May 2025 10:00 GMT\n{BODY}", "2025-05-07", "front matter"),
    (f"Rules\nPosted by Ann on November 12, 2024 · 7 min read\n{BODY}", "2024-11-12", "label"),
    (f"FOR IMMEDIATE RELEASE May 3, 2024\n{BODY}", "2024-05-03", "label"),
    (f"规定\n发布时间：2025-01-21 07:30:15\n{ZH}", "2025-01-21", "label"),
    (f"規定\n刊登日期：2025年8月4日\n{ZH}", "2025-08-04", "label"),
    (f"WASHINGTON, May 7, 2024 (Reuters) — Officials met.\n{BODY}", "2024-05-07", "dateline"),
    (f"新华社北京2025年8月20日电 会议举行。\n{ZH}", "2025-08-20", "dateline"),
    (f"Rules\nBy A. Writer | March 4, 2025\n{BODY}", "2025-03-04", "head line"),
    (f"Remarks\nHonolulu, October 14, 2025\n{BODY}", "2025-10-14", "head line"),
    (f"致辞\n（2025年7月11日，昆明）\n{ZH}", "2025-07-11", "head line"),
    (f"早餐桌\n科技早報 #412 2026.01.12\n{ZH}", "2026-01-12", "head line"),
    (f"2026年4月16日外交部发言人主持例行记者会\n{ZH}", "2026-04-16", "head line"),
    (f"THE HOUSE\nACTION PLAN\nJULY 2025\n{BODY}", "2025-07", "head line"),
    (BODY * 8 + "\nTHE WHITE HOUSE, April 23, 2025.", "2025-04-23", "tail line"),
    ("Home\nNews\nSports\n" * 8 + f"2023-07-09 1,394\n{BODY * 4}", "2023-07-09", "date line"),
    (f"{BODY * 6}Last updated: 3 June 2024", "2024-06-03", "tail line"),
    (f"新华社北京8月20日电 会议举行。\n{ZH}© 2025 某网", "2025-08-20", "dateline and copyright"),
    (f"新华社北京8月20日电会议举行。\n{ZH}© 2025 某网", "2025-08-20", "dateline and copyright"),
    (f"新华社北京2025年8月20日电10家单位签约。\n{ZH}", "2025-08-20", "dateline"),
    (f"8月20日电动车上市。\n{ZH}© 2025 某网", "2025", "copyright"),
    (f"今天（7月20日），2026世界人工智能大会闭幕。\n{ZH}", "2026-07-20", "dateline and edition"),
    (f"2025世界人工智能大会上，多方发布文件。\n{ZH}", "2025", "edition"),
    (f"{BODY}© 2019–2023 Example Media", "2023", "copyright"),
    (f"1月16日消息，某公司发布模型。\n{ZH}", "", "dateline without a year"),
    (BODY, "", ""),
    (ZH, "", ""),
    ("These measures take effect on August 15, 2023.", "", ""),
    ("", "", ""),
]
OUTLETS = {
    "reuters": ("Reuters", "OTHER"),
    "虎嗅": ("Huxiu", "CN"),
    "wired": ("WIRED", "US"),
    "white house": ("White House", "US"),
    "新华社": ("Xinhua", "CN"),
    "外交部": ("Foreign ministry", "CN"),
}
NAMED = [
    (f"规定\n文章來源:虎嗅APP\n{ZH}", "虎嗅APP", "CN", "label"),
    (f"规定\n2025-08-20 来源：北辰科技网\n{ZH}", "北辰科技网", "", "label"),
    (f"Rules\nSource: https://www.wired.com/story/rules/\n{BODY}", "WIRED", "US", "source link"),
    (f"WASHINGTON, May 7 (Reuters) — Officials met.\n{BODY}", "Reuters", "OTHER", "wire"),
    (f"新华社北京8月20日电 会议举行。\n{ZH}", "新华社", "CN", "wire"),
    (f"美擴大管制\n島嶼財經網／記者周以琳／台北報導\n{ZH}", "島嶼財經網", "", "wire"),
    (f"Rules\nBy Clara Whit, Meridian Wire\n{BODY}", "Meridian Wire", "", "byline"),
    (f"Rules\nThe Harbor Ledger, Singapore, 22 September 2025\n{BODY}", "The Harbor Ledger", "", "date line"),
    (f"规定\n南洋早报 新加坡 2025年11月24日 记者 林蔚\n{ZH}", "南洋早报", "", "date line"),
    (f"THE WHITE HOUSE\nPlan\n{BODY}", "THE WHITE HOUSE", "US", "name line"),
    (f"外交部发言人答记者问\n{ZH}", "外交部", "CN", "title"),
    (f"{BODY}© 2023 Guardian News Limited. All rights reserved.", "Guardian News", "", "rights"),
    (f"{ZH}本文系东岸观察独家稿件，未经授权不得转载。", "东岸观察", "", "rights"),
    (f"Issue 5\nYou signed up for the Compute Letter.\n{BODY}", "Compute Letter", "", "rights"),
    (BODY, "", "", ""),
    (ZH, "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "date", "rule"), PUBLISHED)
def test_publication_dates(text: str, date: str, rule: str) -> None:
    assert find_published(clean_text(text).text) == (date, rule)


@pytest.mark.parametrize(
    ("links", "name", "date", "rule"),
    [
        ("Read it at https://example.org/2023/09/04/rules.html", "", "2023-09-04", "link"),
        ("[查看原文](https://example.org/2023/09/04/a.shtml)", "", "2023-09-04", "link"),
        ("", "2025-10-14-remarks.txt", "2025-10-14", "file name"),
        ("", "notes_20251014.txt", "2025-10-14", "file name"),
        ("", "20250230.txt", "", ""),
        ("In the body we cite https://example.org/2019/01/01/x and go on.", "", "", ""),
    ],
)
def test_dates_beside_the_text(links: str, name: str, date: str, rule: str) -> None:
    assert find_published(BODY, links=f"{BODY}{links}\n", name=name) == (date, rule)


def test_what_the_article_says_goes_before_what_its_file_is_called() -> None:
    assert find_published(f"Rules\nMarch 4, 2025\n{BODY}", name="2024-01-01.txt") == (
        "2025-03-04",
        "head line",
    )


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-08-20T09:41:00+08:00", "2025-08-20"),
        ("2025/8/20", "2025-08-20"),
        ("20 August 2025", "2025-08-20"),
        ("Wed, 07 May 2025 10:00:00 GMT", "2025-05-07"),
        ("2024年5月", "2024-05"),
        ("民國113年5月7日", "2024-05-07"),
        ("7 mai 2024", "2024-05-07"),
        ("2024", "2024"),
    ],
)
def test_metadata_in_any_common_form(value: str, iso: str) -> None:
    assert str(parse_metadata(value)) == iso


@pytest.mark.parametrize("value", ["", "n/a", "soon", "—"])
def test_metadata_that_says_no_date(value: str) -> None:
    assert parse_metadata(value) is None


@pytest.mark.parametrize(("text", "outlet", "side", "rule"), NAMED)
def test_outlets(text: str, outlet: str, side: str, rule: str) -> None:
    assert find_outlet(clean_text(text).text, OUTLETS, links=text) == (outlet, side, rule)


def test_known_outlets_come_from_the_codebook(root) -> None:
    outlets = list_outlets(read_codebook(root / "data/codebook").actors)
    assert outlets["wired"][1] == "US"
    assert outlets["虎嗅"][1] == "CN"
    assert "china" not in outlets  # a country publishes nothing


@given(st.text(max_size=400), st.text(max_size=30))
def test_garbage_does_no_harm(text: str, name: str) -> None:
    date, rule = find_published(text, links=text, name=name)
    assert not date or (parse_moment(date) and rule)
    outlet, side, how = find_outlet(text, OUTLETS, links=text)
    assert bool(outlet) == bool(how)
    assert not side or outlet


def test_time_is_linear_in_length() -> None:
    def measure(count: int) -> float:
        text = f"Rules\n{BODY}2023-07-09 item\n{ZH}" * count
        begin = time.perf_counter()
        find_published(text, links=text)
        find_outlet(text, OUTLETS, links=text)
        return time.perf_counter() - begin

    measure(2)
    assert measure(320) < 8 * min(measure(40), measure(40)) * 3


@pytest.mark.parametrize(
    "text", ["a" * 190_000, "。" * 190_000, "2024-05-07 " * 20_000, "http://" + "a/" * 90_000]
)
def test_one_long_line_ends_soon(text: str) -> None:
    begin = time.perf_counter()
    find_published(text, links=text)
    find_outlet(text, OUTLETS, links=text)
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("start", "date", "rule", "outlet", "side"),
    [
        ("000", "", "", "WIRED", "US"),  # the page gives neither its date nor that of its source
        ("001", "", "", "虎嗅APP", "CN"),  # only days and months, no year anywhere
        ("002", "", "dateline without a year", "", ""),
        ("003", "", "", "風聞", "CN"),
        ("004", "2025", "edition", "", ""),
    ],
)
def test_what_the_five_articles_give(shared, root, start, date, rule, outlet, side) -> None:
    [path] = (shared / "articles").glob(f"{start}_*.txt")
    text = path.read_bytes().decode()
    clean = clean_text(text).text
    assert find_published(clean, links=text, name=path.name) == (date, rule)
    outlets = list_outlets(read_codebook(root / "data/codebook").actors)
    assert find_outlet(clean, outlets, links=text)[:2] == (outlet, side)
