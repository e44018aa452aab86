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
    # by construction: what a ban does, reports, questions, tiers, other things that are open or ours
    ("A ban on downloadable weights would punish our universities and stop nobody else.", "open"),
    ("禁止下载权重只会惩罚我们的大学，拦不住任何人。", "open"),
    ("禁止下載權重只會懲罰我們的大學，攔不住任何人。", "open"),
    ("The company did not say whether it would publish the weights of the new model.", "neutral"),
    ("该公司没有说明是否会公开新模型的权重。", "neutral"),
    ("該公司沒有說明是否會公開新模型的權重。", "neutral"),
    ("Downloads of open-weight models rose by 40 percent in the third quarter.", "neutral"),
    ("第三季度开放权重模型的下载量增长了四成。", "neutral"),
    ("第三季度開放權重模型的下載量增長了四成。", "neutral"),
    ("Will the government restrict open-source models?", "neutral"),
    ("政府会限制开源模型吗？", "neutral"),
    ("政府會限制開源模型嗎？", "neutral"),
    ("Smaller models should be open, while the largest ones should stay closed.", "both"),
    ("小模型应当开放，最大的模型则应当闭源。", "both"),
    ("小模型應當開放，最大的模型則應當閉源。", "both"),
    ("We will not let our own technology be turned against us.", ""),
    ("我们不会让自己的技术被用来对付自己。", ""),
    ("我們不會讓自己的技術被用來對付自己。", ""),
    ("The two sides agreed to keep an open line between their militaries.", ""),
    ("双方同意保持军方之间的沟通渠道畅通开放。", ""),
    ("雙方同意保持軍方之間的溝通管道暢通開放。", ""),
    ("The minister promised an open and fair business environment for foreign companies.", ""),
    ("部长承诺为外国企业提供开放、公平的营商环境。", ""),
    ("部長承諾為外國企業提供開放、公平的營商環境。", ""),
    ("The plant closed in May after the supply of chips dried up.", ""),
    ("芯片断供后，工厂在五月关闭。", ""),
    ("晶片斷供後，工廠在五月關閉。", ""),
    (
        "Companies should be required to obtain a licence before they export the weights of frontier models.",
        "closed",
    ),
    ("该部呼吁各实验室向研究者共享模型权重。", "open"),
    ("該部呼籲各實驗室向研究者共享模型權重。", "open"),
    ("开源模型虽然便宜，但最强的权重绝不能公开。", "closed"),
    ("開源模型雖然便宜，但最強的權重絕不能公開。", "closed"),
]


@pytest.mark.parametrize(("sentence", "stance"), CASES)
def test_stance_of_a_sentence(code, sentence, stance):
    assert code(sentence).stance == stance


MISSED = [
    (
        "Although open models can be misused, they remain the best way to let small countries take part.",
        "open",
    ),
    ("The ministry called on every laboratory to share the weights of its models with researchers.", "open"),
    ("开源模型虽然可能被滥用，但仍是让小国参与的最好办法。", "open"),
    ("開源模型雖然可能被濫用，但仍是讓小國參與的最好辦法。", "open"),
    ("Although open models are cheap, the most capable weights must never be released.", "closed"),
    ("企业出口前沿模型的权重前，应当先取得许可。", "closed"),
    ("企業出口前沿模型的權重前，應當先取得許可。", "closed"),
]


@pytest.mark.xfail(
    strict=True, reason="a call, a licence or a concession in one sentence alone is read as a report"
)
@pytest.mark.parametrize(("sentence", "stance"), MISSED)
def test_stance_of_a_sentence_not_yet_told(code, sentence, stance):
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
