"""Scripts: detection, folding of the same length, and the same folded text from either script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.scripts import count_writing, detect_han, detect_language, detect_script, fold_text
from analysis.reading.variants import FILLER, Variant, Variants


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("The chips were sold.", "en", "Latn"),
        ("芯片已经卖给了别的国家。", "zh", "Hans"),
        ("晶片已經賣給了別的國家。", "zh", "Hant"),
        ("芯片已经卖了。晶片已經賣了。", "zh", "mixed"),
        ("OpenAI 发布 GPT-4o", "zh", "Hans"),
        ("The word 芯片 means chip, they said at the fair.", "en", "Latn"),
        ("Clément’s “model” – naïve", "en", "Latn"),
        ("", "en", "Latn"),
    ],
)
def test_language_and_script(text: str, language: str, script: str) -> None:
    assert (detect_language(text), detect_script(text)) == (language, script)


def test_little_traditional_text_is_seen_where_english_prevails() -> None:
    text = "The committee met again on Monday. " * 20 + "會議結束"
    assert detect_script(text) == "Latn" and detect_han(text) == "Hant"
    assert fold_text(text).endswith("会议结束")


def test_simplified_text_is_not_converted() -> None:
    text = "他们破坏土耳其的关系，余先生于是乾杯。"
    assert fold_text(text) == text


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("開源與閉源模型之爭，發展中國家關注數據安全。", "开源与闭源模型之争，发展中国家关注数据安全。"),
        ("計畫裡提到后續談判", "计划里提到后续谈判"),
        ("美國對華出口管制與供應鏈", "美国对华出口管制与供应链"),
    ],
)
def test_both_scripts_fold_to_the_same(traditional: str, simplified: str) -> None:
    assert fold_text(traditional) == fold_text(simplified) == simplified


@given(st.text(max_size=100))
def test_folding_keeps_the_length(text: str) -> None:
    text = text.replace("\x00", "")  # cleaning removes it before
    assert len(fold_text(text)) == len(text)


def test_folding_keeps_the_length_of_letters_that_grow() -> None:
    assert fold_text("İstanbul ẞ 開") == "İstanbul ß 开"


def test_count_writing() -> None:
    assert count_writing("AI 政策 and 芯片, a b") == (4, 2)


VARIANTS = [
    Variant("伺服器", "服务器", "regional"),
    Variant("演算法", "算法", "regional"),
    Variant("互助", "合作", "rewrite"),
    Variant("模子", "模型", "rewrite"),
    Variant("环球", "全球", "rewrite"),
    Variant("练习", "训练", "rewrite"),
    Variant("盘算", "计算", "rewrite"),
    Variant("环球时报", "环球时报", "keep"),
]


def test_variants_keep_every_offset() -> None:
    folded, spans = Variants(VARIANTS).fold("新伺服器用演算法。")
    assert folded == f"新服务器用算法{FILLER}。"
    assert spans == ((1, 4), (5, 8))


def test_rewrite_words_are_mapped_only_in_texts_that_are_full_of_them() -> None:
    plain = "两家公司互助" + "，会议照常举行，双方没有再说什么" * 40
    assert Variants(VARIANTS).fold(plain)[0] == plain
    swapped = "环球互助让模子练习更快，盘算更省，环球时报说。"
    assert Variants(VARIANTS).fold(swapped)[0] == "全球合作让模型训练更快，计算更省，环球时报说。"


@given(st.text(st.sampled_from("伺服器演算法互助模子环球时报，"), max_size=40))
def test_variants_keep_the_length_and_say_where_they_are(text: str) -> None:
    folded, spans = Variants(VARIANTS).fold(text)
    assert len(folded) == len(text)
    outside = [i for i in range(len(text)) if not any(a <= i < b for a, b in spans)]
    assert all(folded[i] == text[i] for i in outside)
