"""Heads: what stands above a text besides its title."""

from __future__ import annotations

import pytest

from analysis.reading.kinds import find_kinds
from analysis.reading.scripts import fold_text

TEXT = {
    "en": "a ministry of a small country asked on monday who may read the weights of models it pays for.",
    "zh": "某市数据局昨天说，公共经费训练的模型应当让所有人下载，同时说明用过哪些数据，这件事讨论了两年。",
}
FURNITURE = {
    "en": [
        "By Ana Weber | March 4, 2026",
        "Oct 7, 2025 · by Lena Ostrander",
        "2:30pm, 10 Mar 2025",
        "Winter 2026",
        "Published September 9, 2025",
        "WASHINGTON -",
        "HARBOR CITY, Nov. 12 (Newswire) --",
        "Analysis by Rebecca Stahl",
        "(updated with comment)",
        "The Harbor Dispatch | Opinion | 2025-12-19",
        "agency: Office of Weights and Measures",
    ],
    "zh": [
        "记者 林小满 李河 北京报道",
        "本报记者陈一文",
        "文・葛永寧",
        "港口日报 2025年7月25日 要闻",
        "（纽约综合电）",
        "2025-02-21 00:12 来源：港口网",
        "河政办〔2026〕9号",
        "整理/戚若梅",
        "港口觀察 第58期",
        "民國一一四年八月",
    ],
}
TITLES = {
    "en": [
        "Who owns the weights?",
        "Fact sheet: rules for the export of models",
        "By the numbers: what open weights cost",
        "What the bill of 2026 would change",
    ],
    "zh": [
        "记者调查：模型许可证里写了什么",
        "两国就模型出口恢复谈判",
        "2026年，谁来为算力付钱",
        "开放权重给小城市带来什么",
        "作者权利与模型训练的边界",
    ],
}


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language, lines in FURNITURE.items() for line in lines]
)
def test_furniture_of_a_head(language, line):
    title = TITLES[language][0]
    kinds = find_kinds([fold_text(line), fold_text(title), TEXT[language]])
    assert kinds == ["boilerplate", "heading", "body"]
    assert find_kinds([fold_text(title), fold_text(line), TEXT[language]]) == [
        "heading",
        "boilerplate",
        "body",
    ]


@pytest.mark.parametrize(
    ("language", "line"), [(language, line) for language, lines in TITLES.items() for line in lines]
)
def test_a_title_stays_a_heading(language, line):
    assert find_kinds([fold_text(line), TEXT[language]])[0] == "heading"


@pytest.mark.parametrize("name", ["harbor post", "the harbor post | technology", "港口周报 评论"])
def test_a_page_s_name_stands_over_the_title_only(name):
    language = "en" if name.isascii() else "zh"
    title, text = fold_text(TITLES[language][0]), TEXT[language]
    assert find_kinds([name, title, text]) == ["boilerplate", "heading", "body"]
    assert find_kinds([name, text]) == ["heading", "body"]


def test_below_the_first_paragraph_nothing_is_a_head():
    kinds = find_kinds([TEXT["en"], "a day in march, march 4, 2026", TEXT["en"]])
    assert kinds == ["body", "heading", "body"]
