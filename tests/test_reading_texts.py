"""Texts: the versions on one page, by markers and by language."""

from __future__ import annotations

from analysis.reading.documents import Document
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.texts import find_stretches
from analysis.reading.variants import Variants

ZH = "两国代表在湖边谈了三天，最后同意交换测试大型模型的办法。记者没有获准进入会场，只能在外面等候消息。"
EN = (
    "The delegates talked by the lake for three days and agreed to exchange their ways of testing "
    "large models. Reporters were not let in and had to wait outside for news."
)
SHORT = "两国同意交换测试办法，记者在外等候。"


def find(page: str) -> list[tuple[str, str, bool]]:
    return [(s.role, s.language, s.primary) for s in find_stretches(page, page.lower())]


def test_summary_translation_and_original_are_three_texts() -> None:
    page = f"标题\n\n内容总结:\n{SHORT}\n\n中文翻译:\n{ZH}\n\n英文来源:\n{EN}\n"
    assert find(page) == [("summary", "zh", False), ("translation", "zh", False), ("original", "en", True)]


def test_english_markers_and_the_other_direction() -> None:
    page = f"Chinese original\n{ZH}\n\n**English translation:**\n{EN}\n"
    assert find(page) == [("original", "zh", True), ("translation", "en", False)]


def test_a_text_before_the_marker_of_its_translation_is_the_original() -> None:
    assert find(f"{EN}\n{EN}\n\n译文：\n{ZH}\n{ZH}") == [
        ("original", "en", True),
        ("translation", "zh", False),
    ]


def test_a_report_that_begins_with_a_summary_is_one_text() -> None:
    assert find(f"摘要\n{SHORT}\n\n{ZH}\n{ZH}\n{ZH}") == [("report", "zh", True)]
    assert find(f"Summary\n{EN}\n\nFindings\n{EN}") == [("report", "en", True)]


def test_language_names_in_a_menu_are_no_versions() -> None:
    assert find(f"English\n中文\n{ZH}\n{ZH}") == [("report", "zh", True)]


def test_two_languages_one_after_the_other() -> None:
    assert find(f"{ZH}\n{ZH}\n{EN}\n{EN}") == [("original", "zh", True), ("translation", "en", False)]
    assert find(f"编译：某某\n{ZH}\n{ZH}\n{EN}\n{EN}") == [
        ("translation", "zh", False),
        ("original", "en", True),
    ]


def test_two_languages_by_turns_own_their_lines() -> None:
    page = "\n".join([EN, ZH] * 4)
    first, second = find_stretches(page, page.lower())
    assert (first.language, second.language) == ("en", "zh")
    assert len(first.pieces) == len(second.pieces) == 4
    document = read_document(Source("a", page, "", "", ""), Variants())
    assert {s.language for s in document.sentences if s.text == "a#1"} == {"en"}
    assert {s.language for s in document.sentences if s.text == "a#2"} == {"zh"}


def test_english_names_in_chinese_make_no_version() -> None:
    page = "OpenAI、Google DeepMind、Anthropic 和 Hugging Face 的代表也来了，他们谈了 GPT 与 Claude。\n" * 6
    assert find(page) == [("report", "zh", True)]


def test_an_empty_page_has_no_text() -> None:
    assert find(" \n\n") == []


def test_every_piece_of_the_page_belongs_to_a_version() -> None:
    page = f"标题\n\n中文翻译:\n{ZH}\n\n英文来源:\n{EN}\n\n扫描二维码\n"
    document: Document = read_document(Source("a", page, "", "", ""), Variants())
    assert [v.role for v in document.versions] == ["translation", "original"]
    assert document.sentences[0].text == "a#1" and document.sentences[-1].text == "a#2"
    kinds = {document.clean[s.begin : s.stop]: s.kind for s in document.sentences}
    assert kinds["标题"] == "heading"
    assert kinds["中文翻译:"] == kinds["英文来源:"] == kinds["扫描二维码"] == "boilerplate"
