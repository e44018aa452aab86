"""Robustness: whatever a file holds, it is coded; spans are sane, and work grows no faster than the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from sys import setprofile
from types import FrameType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.build import build_tables
from analysis.codebook import Codebook, read_codebook
from analysis.coding.coder import code_document
from analysis.reading.documents import Document
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.outlets import find_outlet
from analysis.reading.provenance import find_published
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.studies import Study, read_study
from analysis.tables import KINDS

NOTE = "会上,张伟说,开源模型要管好。OpenAI said on Tuesday that it would publish weights. "
FILES = {
    "empty": "",
    "white space": " \n\t\r\n \u3000\n",
    "one character": "。",
    "one line": "Beijing said on Friday that models would stay open",
    "no punctuation at all": "美国商务部周二宣布扩大出口管制中国外交部表示反对" * 300,
    "no punctuation in English": "the commerce department said on tuesday that exports were limited " * 200,
    "mixed languages": "OpenAI表示it will开源its模型on 3月5日, said 发言人 Zhang 在Beijing記者會上。" * 20,
    "emoji": "🚀 OpenAI said 🤖 models 🇺🇸🆚🇨🇳 win! 👩‍💻表示:“加油💪”😀" * 30,
    "quotes never closed": "“OpenAI表示,「模型是『安全的。He said “it is 'safe.\n" * 60,
    "quotes only": "“”「」『』\"'" * 400,
    "closing quotes": "”」』" * 500,
    "labels only": "记者：\n问：\nQ:\nA:\n答：\n" * 80,
    "items only": "1. \n2. \n一、\n(a)\n- \n• \n" * 80,
    "colons": "如下：" * 400,
    "a head without items": "OpenAI要求如下：",
    "HTML": "<html><head><title>AI</title><script>var a='said';</script></head><body><p>OpenAI said &amp; "
    "<b>models</b></p><table><tr><td>1</td></tr></table></body></html>" * 10,
    "HTML cut off": "<div class='a'><p>OpenAI said <a href='https://x.org/2025/03/05/" * 40,
    "YAML": "---\ntitle: Chips\ndate: 2025-03-05\nsource: Reuters\n---\n\nOpenAI said models are safe.\n",
    "YAML never closed": "---\ntitle: [Chips\ndate: 2025-99-99\n: :\n\nOpenAI said models are safe.\n",
    "TOML": '+++\ntitle = "Chips"\ndate = 2025-03-05\n+++\n\n中国外交部表示反对。\n',
    "TOML broken": '+++\ntitle = "Chips\n+++\n中国外交部表示反对。\n',
    "Markdown table": "| who | said |\n|---|---|\n" + "| OpenAI | open 3/5 |\n" * 200,
    "tabs": "OpenAI\tsaid\tmodels\t2025-03-05\n" * 200,
    "dates": "2025-03-05 3月5日 March 5 yesterday 去年 last month " * 150,
    "wrong dates": "2025-02-30 13月45日 February 31, 0000 9999年99月 " * 100,
    "names": "张伟说李强说王芳说" * 300 + "He said she said they said " * 200,
    "verbs": "表示指出认为称强调" * 400,
    "abbreviations": "U.S. Sen. J. R. D. Doe Jr. of the U.N. said A.I. Inc. v. U.S. Dept. " * 100,
    "control characters": "OpenAI\x00said\x07\u200b\ufeff\u2028\u202emodels\u2029\x85 are safe.",
    "surrogate neighbours": "\U0010ffff\ufffd\ufffe\U000e0001 OpenAI said.",
    "carriage returns": "OpenAI said.\r中国表示。\r\nBeijing said.\n\r",
    "one long word": "a" * 20_000,
    "one long run": "人" * 20_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return read_study(root / "data/articles")


@pytest.fixture(scope="module")
def codebook(study: Study) -> Codebook:
    return read_codebook(study.codebook)


@pytest.fixture(scope="module")
def lexicon(codebook: Codebook) -> Lexicon:
    return compile_lexicon(codebook)


def read(text: str, lexicon: Lexicon) -> Document:
    metadata = {"published": "2025-06-18"}
    return read_document(
        Source("a.txt", text, "", "text/plain", "utf-8", metadata=metadata), lexicon.variants
    )


def check(text: str, codebook: Codebook, lexicon: Lexicon, study: Study) -> None:
    """One code a sentence; sentences and quoted spans lie in the file, in order, none empty."""
    document = read(text, lexicon)
    coding = code_document(document, codebook, study)
    assert len(coding.codes) == len(document.sentences)
    spans = [document.span(sentence.begin, sentence.stop) for sentence in document.sentences]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    by_version: dict[str, int] = {}
    for sentence, (start, end) in zip(document.sentences, spans, strict=True):
        assert start >= by_version.get(sentence.text, 0)
        by_version[sentence.text] = end
    known = {sentence.id for sentence in document.sentences}
    for code in coding.codes:
        assert code.kind in KINDS
        assert code.kind == "boilerplate" or (code.voice and code.voice_side and code.about)
    assert all(event.sentence in known and event.date for event in coding.events)


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_any_file_is_coded(codebook, lexicon, study, text) -> None:
    check(text, codebook, lexicon, study)


@pytest.mark.parametrize("name", FILES)
def test_any_file_has_a_provenance(name) -> None:
    date, how = find_published(FILES[name], links=FILES[name], name="a.txt")
    assert not date or how
    assert len(find_outlet(FILES[name], {}, links=FILES[name])) == 3


def test_a_folder_of_bad_files_builds(tmp_path, study) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, text in enumerate(FILES.values()):
        (folder / f"{number:02}.txt").write_text(text[:3000], encoding="utf-8", newline="")
    tables = build_tables(folder, study=study)
    sentences = tables["sentences"]
    assert (sentences["start"] < sentences["end"]).all()
    assert set(tables["events"]["coder"]) <= {"machine"}


PIECES = st.sampled_from(
    [
        "OpenAI", "said", "表示", "，", "。", "“", "”", "「", "」", "：", ":", "\n", "\n\n", " ",
        "1. ", "一、", "记者：", "Q: ", "中国", "美國", "Beijing", "3月5日", "yesterday", "日前", "he", "他",
        "该公司", "据", "报道", "according to", "U.S. ", "商务部", "the ministry", "<p>", "</p>",
        "&nbsp;", "---", "🤖", "'", '"', "…", "(", ")", "|", "\t", "如下：", "as follows:",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, max_size=60))
def test_any_mixture_of_what_the_rules_look_for_is_coded(codebook, lexicon, study, pieces) -> None:
    check("".join(pieces), codebook, lexicon, study)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200))
def test_any_text_is_coded(codebook, lexicon, study, text) -> None:
    check(text, codebook, lexicon, study)


@contextmanager
def count_calls(counts: Counter[str]) -> Iterator[None]:
    """Count the calls of Python and built-in functions: the work done, whatever else the machine does."""

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            counts["calls"] += 1

    setprofile(count)
    try:
        yield
    finally:
        setprofile(None)


def measure_calls(code: Callable[[], object]) -> int:
    """The number of calls that `code` makes when all that is read once has been read."""
    code()
    counts: Counter[str] = Counter()
    with count_calls(counts):
        code()
    return counts["calls"]


GROWING = {
    "news": NOTE,
    "one sentence": "OpenAI said that models, chips and weights, which Beijing said were open, are safe, ",
    "quotes never closed": "“OpenAI表示,「模型是『安全的,",
    "list": "1. OpenAI要求如下：\n2. 禁止芯片。\n",
    "turns": "记者：会吗?\n发言人：不会。中方反对。\n",
    "dates": "3月5日,去年,last month, ",
}


@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_work_grows_with_length_and_not_faster(codebook, lexicon, study, text) -> None:
    def code(times: int) -> int:
        document = read(text * times, lexicon)
        return measure_calls(lambda: code_document(document, codebook, study))

    once, four = code(50), code(200)
    assert four < 4 * 1.35 * once


def test_a_note_of_190_000_characters(codebook, lexicon, study) -> None:
    text = "整篇没有分段 " + NOTE * 3000
    assert len(text) > 190_000
    check(text[:190_000], codebook, lexicon, study)
