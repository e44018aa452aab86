"""Actors: who is meant by a capital, a seat, an office without its nation, and what is no name."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from analysis.codebook import read_codebook
from analysis.coding.abbreviations import BEFORE, INSIDE
from analysis.coding.examples import make_document
from analysis.coding.marks import Actor, read_vocabulary
from analysis.coding.names import find_name_en, find_name_zh
from analysis.coding.offices import resolve_offices
from analysis.coding.voices import open_case
from analysis.reading.variants import Variants


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "data/codebook"


def name_actors(folder: Path, *sentences: str) -> list[str]:
    """The ids of the actors of the last sentence, offices resolved."""
    document = make_document("a", [(sentence, "body") for sentence in sentences], Variants())
    case = open_case(document, read_codebook(folder))
    marks = resolve_offices(case.marks, document.folded, setting=case.setting, vocabulary=case.vocabulary)
    return [mark.sign.id for mark in marks[-1] if isinstance(mark.sign, Actor)]


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Beijing", "CN"),
        ("Washington", "US"),
        ("the White House", "US"),
        ("Zhongnanhai", "CN"),
        ("Foggy Bottom", "US"),
        ("the Commerce Department", "US"),
        ("the mainland", "CN"),
        ("Silicon Valley", "US"),
        ("the Kremlin", "OTHER"),
        ("北京方面", "CN"),
        ("华盛顿", "US"),
        ("白宫", "US"),
        ("中方", "CN"),
        ("美方", "US"),
        ("五角大楼", "US"),
        ("伦敦", "OTHER"),
        ("莫斯科", "OTHER"),
        ("台北", "OTHER"),
        ("北京當局", "CN"),
        ("華府", "US"),
        ("白宮", "US"),
        ("陸方", "CN"),
        ("美國務院", "US"),
        ("矽谷", "US"),
        ("台北方面", "OTHER"),
    ],
)
def test_a_seat_has_the_side_of_whom_it_stands_for(folder, words, side):
    document = make_document("a", [(f"{words}.", "body")], Variants())
    marks = read_vocabulary(folder).find(document)[0]
    assert {mark.sign.side for mark in marks} == {side}


OFFICES = [
    # the fuller name said before decides
    (("China's Commerce Ministry objected.", "The Commerce Ministry gave no date."), "cn_gov:mofcom"),
    (("美国商务部周二公布新规。", "商务部没有给出日期。"), "us_gov:commerce"),
    (("美國商務部週二公布新規。", "商務部沒有給出日期。"), "us_gov:commerce"),
    # then the text's own country
    (("新华社北京3月5日电", "商务部没有给出日期。"), "cn_gov:mofcom"),
    # then the country last named, and a house that only one country has under this name
    (("法国提出了异议。", "国会没有表决。"), "fr"),
    (("新华社北京3月5日电", "参议院没有表决。"), "us_congress"),
]


@pytest.mark.parametrize(("sentences", "actor"), OFFICES)
def test_an_office_without_its_nation_is_that_of_the_context(folder, sentences, actor):
    assert name_actors(folder, *sentences) == [actor]


def test_an_office_beside_its_nation_stays_with_it(folder):
    assert name_actors(folder, "The French foreign ministry declined.") == ["fr"]


HOME = [
    # 我国 and its ministries are those of whoever writes, whatever side the codebook lists them with
    (("行政院今天公布計畫。", "教育部說，我國願意合作。"), ["tw_gov", "tw"]),
    (("行政院今天公布計畫。", "外交部沒有回應。"), ["tw_gov"]),
    (("新华社北京3月5日电", "教育部说，我国愿意合作。"), ["cn_gov:moe", "cn"]),
    # a text from elsewhere may mean an office that the codebook does not list
    (("The Department for Transport is in Whitehall, London.", "The Treasury gave £40m."), ["uk"]),
]


@pytest.mark.parametrize(("sentences", "actors"), HOME)
def test_an_office_at_home_is_that_of_whoever_writes(folder, sentences, actors):
    assert name_actors(folder, *sentences) == actors


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("近日美国宣布", ["us"]),
        ("今日宣布", []),
        ("3日宣布", []),
        ("日美关系", ["jp", "us"]),
        ("道德限制", []),
        ("完美方案", []),
        ("平台方表示", []),
        ("其中企业", []),
        ("从中方获悉", []),  # 从中 hides it: the price of not reading 从中 as China
        ("立法专家", []),
        ("美方与中方", ["us", "cn"]),
        ("清华大学", ["tsinghua"]),
        ("香港特区", ["hk"]),
        ("今日今日美国宣布", ["us"]),
    ],
)
def test_one_character_names_a_country_only_where_it_is_no_end_of_a_word(folder, words, actors):
    document = make_document("a", [(f"{words}。", "body")], Variants())
    marks = read_vocabulary(folder).find(document)[0]
    assert [mark.sign.id for mark in marks if isinstance(mark.sign, Actor)] == actors


def test_words_that_end_with_a_country_are_those_of_the_dictionary():
    tokenizer = jieba.Tokenizer()  # without the words that other tests add
    tokenizer.initialize()
    common = {word for word, count in tokenizer.FREQ.items() if count >= 20 and len(word) == 2}
    listed = {before + name for name, befores in INSIDE.items() for before in befores}
    expected = {word for word in common if word[1] in INSIDE and word[0] not in {*INSIDE, *BEFORE}}
    assert expected - listed == {"从中"}
    assert {word[1] for word in listed - expected} == {"日"}  # 工作日, 星期日, 3日


def test_every_name_is_found_as_folding_writes_it(folder):
    vocabulary = read_vocabulary(folder)
    for name in ("數位發展部", "資訊科技與創新基金會", "軟體銀行", "矽谷", "南韓", "貝佐斯"):
        assert vocabulary.find_in(name), name


def test_an_office_that_nothing_tells_stays_open(folder):
    assert name_actors(folder, "The central bank of nowhere has no governor.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("谭以宁在会上", "谭以宁"),
        ("伊莱·奥斯古德上周", "伊莱·奥斯古德"),
        ("欧阳明在会上", "欧阳明"),
        ("公司", ""),
        ("会议上", ""),
    ],
)
def test_chinese_names(text, name):
    assert find_name_zh(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Monday Professor Clara Whitlow", "Clara Whitlow"),
        ("Sen. Ruth Amsel", "Ruth Amsel"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
        ("the company", None),
        ("However", None),
    ],
)
def test_english_names(text, name):
    found = find_name_en(text)
    assert (text[found[0] : found[1]] if found else None) == name
