"""Stance and practice: sentences that no model has seen, in each script, for each construction."""

from __future__ import annotations

import pytest

from analysis.codebook import read_codebook
from analysis.coding.coder import code_document
from analysis.coding.examples import make_document
from analysis.coding.training import DATA
from analysis.reading.lexicon import compile_lexicon
from analysis.studies import read_study


@pytest.fixture(scope="module")
def code():
    """A function from one sentence to its code."""
    codebook, study = read_codebook(DATA / "codebook"), read_study(DATA / "articles")
    variants = compile_lexicon(codebook).variants

    def one(sentence: str):
        return code_document(make_document("t", [(sentence, "body")], variants), codebook, study).codes[0]

    return one


CASES = [
    # open: openness urged or praised, or its restriction opposed
    ("Governments should support open-weight models, because they make research cheaper.", "open"),
    ("政府应当支持开放权重的模型，因为它们让研究更便宜。", "open"),
    ("政府應當支持開放權重的模型，因為它們讓研究更便宜。", "open"),
    ("Restricting open models would only hurt our own developers, she argued.", "open"),
    ("她认为，限制开源模型只会伤害本国开发者。", "open"),
    # closed: restriction urged, release called dangerous
    ("Releasing such weights is irresponsible, since criminals can strip out the safeguards.", "closed"),
    ("公开这样的权重很不负责任，犯罪分子可以拆掉护栏。", "closed"),
    ("公開這樣的權重很不負責任，犯罪分子可以拆掉護欄。", "closed"),
    # both
    ("Open and closed models both have their place and complement each other.", "both"),
    ("开源和闭源模型各有各的位置，可以互补。", "both"),
    ("開源和閉源模型各有各的位置，可以互補。", "both"),
    # neutral: reports, questions
    ("Alibaba released the weights of a new Qwen model on Tuesday.", "neutral"),
    ("阿里巴巴周二公布了新一代千问模型的权重。", "neutral"),
    ("阿里巴巴週二公布了新一代千問模型的權重。", "neutral"),
    ("Reporter: Will your company keep publishing its weights?", "neutral"),
    # none: other things that are open, closed or controlled
    ("Washington tightened export controls on advanced chips again.", ""),
    ("美国再次收紧先进芯片出口管制。", ""),
    ("China will open its market wider to foreign investors.", ""),
    ("中国开放的大门只会越开越大。", ""),
    ("Beijing is open to talks with Washington.", ""),
    ("The leaders met behind closed doors for two hours.", ""),
    ("两国领导人举行了两小时的闭门会谈。", ""),
    ("The model scored higher on the mathematics benchmark.", ""),
]


@pytest.mark.parametrize(("sentence", "stance"), CASES)
def test_stance_of_a_sentence(code, sentence, stance):
    assert code(sentence).stance == stance


PRACTICE = [
    ("Alibaba released the weights of a new Qwen model on Tuesday.", ("CN:open",)),
    ("OpenAI has not published the weights of GPT-4.", ("US:closed",)),
    ("Meta has released the weights of its Llama models.", ("US:open",)),
    ("阿里巴巴公布了千问模型的权重。", ("CN:open",)),
    ("OpenAI没有公布GPT-4的权重。", ("US:closed",)),
    ("Washington tightened export controls on advanced chips again.", ()),
]


@pytest.mark.parametrize(("sentence", "practice"), PRACTICE)
def test_practice_stated_as_fact(code, sentence, practice):
    assert code(sentence).practice == practice


def test_score_is_of_the_decision(code):
    found = code("The leaders met behind closed doors for two hours.")
    assert found.stance == "" and found.stance_score > 0.5
