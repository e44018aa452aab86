"""Cleaning: what each rule removes and maps, and what it must leave alone."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.cleaning import clean_text
from analysis.reading.scripts import fold_text, simplify

CASES = [
    # controls, zero width, byte-order mark, bidirectional override
    ("\ufeff芯片\u200b出\u202e口\x00", "芯片出口"),
    ("soft\u00adware", "software"),
    # line ends
    ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
    # width: letters and digits only
    ("ＡＩ２０２５，好！", "AI2025，好！"),
    # space
    ("  两\u3000国  会谈 \n 结束 ", "两 国 会谈\n结束"),
    ("twenty  words\tand\u00a0more", "twenty words and more"),
    # pinyin: a reading of the character before it, and nothing else
    ("兩國(guó)談判(pàn)。", "兩國談判。"),
    ("我们(men)谈模型（mó xíng）。", "我们谈模型。"),
    ("銀行(háng)行(xíng)長(zhǎng)", "銀行行長"),
    ("绿(lü4)色", "绿色"),
    ("人工智能(AI)、亚太经合组织(APEC)、爱(ai)", "人工智能(AI)、亚太经合组织(APEC)、爱(ai)"),
    ("中(guó)国(see)家(1)", "中(guó)国(see)家(1)"),
    # spaces inside words, and between number and unit; not between the words of a title
    ("自由贸 易区，20 世纪，5 月 7 日", "自由贸易区，20世纪，5月7日"),
    ("会谈结束 双方满意", "会谈结束 双方满意"),
    ("使用 GPU 和 H20 芯片", "使用 GPU 和 H20 芯片"),
    ("1 引言", "1 引言"),
    # converters
    ("會談後髮表聲明，規范機製", "會談後發表聲明，規範機制"),
    ("她剪了頭髮生氣，買麵粉", "她剪了頭髮生氣，買麵粉"),
    ("头发发表以后", "头发发表以后"),
    # HTML and Markdown
    ("<p>Chips &amp; models</p>", "\nChips & models\n"),
    ("a < b and c > d", "a < b and c > d"),
    ("<script>alert(1)</script>芯片<!-- x -->", "\n芯片"),
    ("&#x82af;片&nbsp;AI&bogus;", "芯片 AI&bogus;"),
    ("see [the plan](https://a.example/b_(c)) **now**", "see the plan now"),
    ("# Title\n\n---\n\n2\\. *Second*", "Title\n\n\n\n2. Second"),
    ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
]


@pytest.mark.parametrize(("raw", "clean"), CASES)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


def test_wrapped_english_is_joined_and_lists_are_not() -> None:
    raw = (
        "The two delegations met in the lakeside town for the third time this\n"
        "year and agreed that their experts would compare notes on how large\n"
        "models are tested before anyone is allowed to use them in a hospital\n"
        "or a school, and on who pays for it.\n"
        "\n"
        "They also agreed on a list of things that nobody will do for the time\n"
        "being:\n"
        "- sell the notes\n"
        "- publish the names of the experts who wrote the notes in the summer\n"
        "and in the winter\n"
    )
    lines = clean_text(raw).text.split("\n")
    assert lines[0].endswith("who pays for it.") and lines[0].startswith("The two")
    assert lines[2] == "They also agreed on a list of things that nobody will do for the time being:"
    assert lines[3] == "- sell the notes"


def test_wrapped_chinese_is_joined_without_a_space() -> None:
    raw = "\n".join(
        [
            "代表团在湖边的小镇举行了今年的第三次会谈，双方同意由专家比较大型",
            "模型的测试办法，并在允许医院和学校使用之前公布结果，费用由两边分",
            "担，会谈记录在夏天结束以前交给两国的议会审议，议会可以提出修改意",
            "见，专家组每两个月见面一次，地点轮流选择，翻译由东道主安排并且负",
            "责支付费用。",
        ]
    )
    assert clean_text(raw).text == raw.replace("\n", "")


def test_paragraphs_of_like_length_are_not_joined() -> None:
    raw = "\n".join(f"第{i}位代表在会上谈了出口管制对本国企业的影响，然后离开了会场。" for i in range(12))
    assert clean_text(raw).text == raw


@given(st.text(st.sampled_from("国國(guó)（）AI Ａ\u3000 \n\r\u200b&amp;<b>*_[]1年髮表貿易·-"), max_size=60))
def test_every_character_is_accounted_for_and_places_ascend(raw: str) -> None:
    cleaned = clean_text(raw)
    assert sum(cleaned.audit.values()) == len(raw)
    positions, places = zip(*cleaned.edits, strict=True)
    assert list(positions) == sorted(set(positions)) and list(places) == sorted(set(places))
    assert len(cleaned.text) == sum(n for key, n in cleaned.audit.items() if not key.startswith("removed"))


@given(st.text(max_size=80))
def test_any_text_can_be_cleaned_twice_with_the_same_result(raw: str) -> None:
    assert clean_text(raw) == clean_text(raw)


def test_conversions_do_not_change_what_matching_sees() -> None:
    text = files("analysis.reading").joinpath("conversions.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        for rest in row["before"] or ("",):
            assert simplify(row["wrong"] + rest) == simplify(row["right"] + rest), row
    raw = "會談後髮表聲明，規范機製，落后的標准"
    assert fold_text(clean_text(raw).text) == fold_text(raw)
