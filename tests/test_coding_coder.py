"""The coder: whole documents, the same on every machine, and any input without a crash in linear time."""

from __future__ import annotations

import math
import pickle
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.codebook import read_codebook
from analysis.coding.coder import code_document
from analysis.coding.examples import make_document
from analysis.coding.training import DATA
from analysis.explaining import explain, write_line
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.studies import read_study
from analysis.tables import FRAMES, KINDS, STANCES

CODEBOOK = read_codebook(DATA / "codebook")
STUDY = read_study(DATA / "articles")
VARIANTS = compile_lexicon(CODEBOOK).variants

ARTICLE = """Chip rules tighten again

By A. Writer

WASHINGTON, March 3, 2026 - The Commerce Department added forty firms to its list on Monday.
"This protects our security," an official said. Beijing called the move bullying.

中国商务部表示，坚决反对滥用出口管制。同一天，一家杭州公司公布了新模型的权重。
"""


def read(text: str):
    return read_document(Source("a.txt", text, "", "text/plain", "utf-8"), VARIANTS)


def code(text: str):
    document = read(text)
    return document, code_document(document, CODEBOOK, STUDY)


def test_one_code_per_sentence_in_order():
    document, coding = code(ARTICLE)
    assert len(coding.codes) == len(document.sentences) > 5
    assert [c.kind for c in coding.codes] == [s.kind for s in document.sentences]


def test_wanted_sentences_are_coded_as_in_the_whole_document():
    document, coding = code(ARTICLE)
    for place, whole in enumerate(coding.codes):
        (found,) = code_document(document, CODEBOOK, STUDY, wanted=[place]).codes[place : place + 1]
        for name in found.__slots__:
            one, two = getattr(found, name), getattr(whole, name)
            assert one == two or math.isclose(one, two, abs_tol=2e-4) or (one != one and two != two), name


def test_boilerplate_has_no_other_code():
    document = make_document("t", [("Subscribe to our newsletter", "boilerplate")], VARIANTS)
    (found,) = code_document(document, CODEBOOK, STUDY).codes
    assert (found.kind, found.about, found.voice, found.frames, found.stance) == (
        "boilerplate",
        "",
        "",
        (),
        "",
    )
    assert math.isnan(found.frames_score)


def test_values_keep_the_contract():
    _, coding = code(ARTICLE)
    for found in coding.codes:
        assert found.kind in KINDS and found.stance in STANCES and set(found.frames) <= set(FRAMES)
        assert found.kind == "boilerplate" or 0 <= found.frames_score <= 1


def test_coding_twice_gives_the_same():
    assert repr(code(ARTICLE)[1]) == repr(code(ARTICLE)[1])


def test_neighbours_in_other_documents_change_nothing():
    alone = repr(code(ARTICLE)[1])
    code("An unrelated article about safety. It has two sentences.")
    assert repr(code(ARTICLE)[1]) == alone


def test_codes_can_be_sent_to_another_process():
    coding = code(ARTICLE)[1]
    assert repr(pickle.loads(pickle.dumps(coding.codes))) == repr(coding.codes)


BAD = {
    "empty": "",
    "white space": " \n\n\t ",
    "one line": "AI",
    "no punctuation": "人工智能" * 400,
    "no spaces": "a" * 5000,
    "emoji": "🤖🔥🇺🇸 AI 🚀🚀 开源万岁 👩‍💻 " * 20,
    "markup": "<div class='x'><p>AI &amp; chips</p><script>alert(1)</script></div>" * 10,
    "front matter": "---\ntitle: AI\ndate: 2026-01-01\n---\n\nOpen models help.\n",
    "quotes never closed": "“He said “that 「the 『model " * 50,
    "table": "| a | b |\n|---|---|\n" + "| AI | 1.5 |\n" * 200,
    "control characters": "AI\x00\x07 model\u200b\ufeff\u2028weights\u2029",
    "mixed scripts": "美国export管制chips對中國模型weights的open開放🙂。" * 20,
    "lone surrogate-like": "\U0010ffff\ufffd AI \ufffe",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_any_input_is_coded(text):
    document, coding = code(text)
    assert len(coding.codes) == len(document.sentences)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(
        alphabet=st.sampled_from("AI开源模型美国中國 \n。.!?“”「」:-1月,weights export🙂<>&\t"), max_size=300
    )
)
def test_any_text_is_coded(text):
    document, coding = code(text)
    assert len(coding.codes) == len(document.sentences)


def test_time_grows_with_length_and_not_faster():
    text = "The export controls bar sales of chips. 该公司公布了模型的权重。\n\n"

    def measure(times: int) -> float:
        document = read(text * times)
        begin = time.perf_counter()
        code_document(document, CODEBOOK, STUDY)
        return time.perf_counter() - begin

    measure(50)
    short, long = min(measure(100) for _ in range(3)), min(measure(800) for _ in range(2))
    assert long < 8 * short * 2.5


def test_explanation_names_codes_and_cues():
    document, coding = code("OpenAI has not published the weights of GPT-4.")
    line = write_line(document.sentences[0].id, coding.codes[0])
    shown = explain(document.sentences[0].id, "the sentence", coding.codes[0])
    assert "frames=openness" in line and "stance=neutral" in line
    assert shown.startswith(line) and "the sentence" in shown and "openness:" in shown
