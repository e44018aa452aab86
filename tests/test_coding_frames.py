"""Frames: a table of sentences that no model has seen, each with the frames that it invokes."""

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

    def one(sentence: str, kind: str = "body"):
        document = make_document("t", [(sentence, kind)], variants)
        return code_document(document, codebook, study).codes[0]

    return one


# sentence, frames that it must have, frames that it must not have
CASES = [
    # race
    ("Analysts say that America's lead over China in AI is shrinking fast.", "race", "cooperation values"),
    ("两国在人工智能领域的较量愈演愈烈，谁都不肯落后。", "race", "cooperation development"),
    ("兩國在人工智慧領域的競賽愈演愈烈，誰都不肯落後。", "race", "cooperation development"),
    # security against safety
    ("Hackers of a foreign army broke into the contractor's servers.", "security", "safety economy"),
    ("间谍窃取了军方的无人机设计资料。", "security", "safety economy"),
    ("駭客竊取了軍方的無人機設計資料。", "security", "safety economy"),
    ("Providers must label synthetic content and assess the risks to users.", "safety", "security control"),
    ("提供者应当对合成内容加注标识，并评估对用户的风险。", "safety", "security control"),
    ("業者應對合成內容加註標識，並評估對使用者的風險。", "safety", "security control"),
    # control
    ("The new export controls bar sales of advanced GPUs to Chinese buyers.", "control", "openness values"),
    ("新的出口管制禁止向中国买家出售先进芯片。", "control", "openness values"),
    ("新的出口管制禁止向中國買家出售先進晶片。", "control", "openness values"),
    # alliance against cooperation
    ("Washington and its allies will pool compute with trusted partners.", "alliance", "values safety"),
    ("美国拉拢盟友组建芯片联盟，推广自己的技术体系。", "alliance", "development safety"),
    ("China and Brazil will hold an annual dialogue on AI governance.", "cooperation", "alliance control"),
    ("中国与巴西同意就人工智能治理举行年度对话。", "cooperation", "alliance control"),
    ("中國與巴西同意就人工智慧治理舉行年度對話。", "cooperation", "alliance control"),
    # sovereignty
    ("The decree requires that citizens' data be stored inside the country.", "sovereignty", "race openness"),
    ("该法令要求公民数据存储在境内，出境须经安全评估。", "sovereignty", "race openness"),
    ("該法令要求公民資料儲存在境內，出境須經安全評估。", "sovereignty", "race openness"),
    # openness of models against open software, markets, attitudes
    ("The lab released its model's weights under a permissive licence.", "openness", "control values"),
    ("该实验室以宽松许可证开放了模型权重。", "openness", "control values"),
    ("該實驗室以寬鬆授權開放了模型權重。", "openness", "control values"),
    ("China will open its market wider to foreign investors.", "economy", "openness"),
    ("中国将向外国投资者进一步开放市场。", "economy", "openness"),
    ("Beijing remains open to dialogue at any level.", "cooperation", "openness"),
    # development against cooperation
    ("AI must benefit developing countries and narrow the digital divide.", "development", "control race"),
    ("人工智能应当惠及发展中国家，弥合数字鸿沟。", "development", "control race"),
    ("人工智慧應惠及開發中國家，弭平數位落差。", "development", "control race"),
    # economy against capability
    ("Retail chains adopt AI assistants to cut costs and win customers.", "economy", "security values"),
    ("零售企业纷纷采用智能助手，以降低成本、吸引顾客。", "economy", "security values"),
    ("零售業者紛紛採用智慧助理，以降低成本、吸引顧客。", "economy", "security values"),
    ("The new model reasons better after training on a bigger cluster.", "capability", "economy"),
    ("新模型在更大的集群上训练，推理能力显著提升。", "capability", "economy"),
    ("新模型在更大的叢集上訓練，推理能力顯著提升。", "capability", "economy"),
    # values
    ("The chatbot censors criticism and ignores human rights.", "values", "economy capability"),
    ("这种做法是赤裸裸的技术霸权和强权政治。", "values", "capability economy"),
    ("這種做法是赤裸裸的科技霸權與強權政治。", "values", "capability economy"),
    # several at once
    ("Chip bans have pushed Chinese firms towards self-reliance.", "control", "openness"),
    ("芯片禁令迫使中国企业走上自主创新之路。", "control", "openness"),
    ("The two countries will exchange findings on AI safety risks.", "cooperation safety", "race"),
    # nothing at all
    ("She poured the tea and looked out of the window.", "", "race security control openness economy"),
    ("他放下杯子，望向窗外。", "", "race security control openness economy capability"),
    ("The names of the participants are listed in the annex.", "", "race security control openness economy"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "has", "lacks"), CASES)
def test_frames_of_a_sentence(code, sentence, has, lacks):
    frames = set(code(sentence).frames)
    assert set(has.split()) <= frames
    assert not set(lacks.split()) & frames


@pytest.mark.parametrize(
    "sentence",
    [
        "芯片禁令迫使中国企业走上自主创新之路。",
        "晶片禁令迫使中國企業走上自主創新之路。",
        "Chip bans pushed the firms to independent innovation.",
    ],
)
def test_independent_innovation_is_self_reliance(code, sentence):
    assert "sovereignty" in code(sentence).frames


def test_at_most_three_frames(code):
    crowded = (
        "Washington and its allies tighten export controls to win the race against military espionage "
        "by Beijing, while open-source models, economic growth, human rights and safety standards suffer."
    )
    assert len(code(crowded).frames) == 3


def test_cues_name_the_pattern_that_decided(code):
    assert "=export controls" in code("The export controls bar sales of chips.").cues


def test_scores_are_shares_of_certainty(code):
    found = code("The export controls bar sales of chips.")
    assert 0.3 < found.frames_score <= 1


def test_both_scripts_and_widths_are_coded_alike(code):
    simplified = code("美国扩大芯片出口管制。")
    traditional = code("美國擴大芯片出口管制。")
    assert (simplified.frames, simplified.stance) == (traditional.frames, traditional.stance)
    assert simplified.frames_score == pytest.approx(traditional.frames_score, abs=1e-9)
