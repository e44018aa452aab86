"""Settings: whose text it is, where nothing but the text tells."""

from __future__ import annotations

import pytest

from analysis.codebook import read_codebook
from analysis.coding.settings import read_settings
from analysis.coding.voices import open_case
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source

BODY = {
    "en": "A model that anyone may download was shown on Monday.\n\nIts makers say that they will go on.",
    "hans": "一款谁都可以下载的模型昨天公布。\n\n开发者说，他们会继续做下去。",
    "hant": "一款誰都可以下載的模型昨天公布。\n\n開發者說，他們會繼續做下去。",
}
HEADS = {
    "named after its city": ("hant", "倫敦華商報 2024年7月25日 要聞\n\n模型誰來付錢\n\n", "OTHER"),
    "the same in English": (
        "en",
        "Taipei Policy Journal | Analysis | Dec 19, 2025\n\nWho pays for models\n\n",
        "OTHER",
    ),
    "the city in brackets": ("hant", "家長日報（洛杉磯） 2025年10月15日\n\n模型誰來付錢\n\n", "US"),
    "a known outlet and a name": ("hans", "模型谁来付钱\n\n美国之音　方小冰\n\n", "US"),
    "an outlet's reporter": ("hans", "模型谁来付钱\n\n联合早报记者 林小满\n\n", "OTHER"),
    "an agency's dateline abroad": ("hans", "模型谁来付钱\n\n新华社巴黎7月6日电 会议昨天闭幕。\n\n", "CN"),
    "a state's own page": ("hans", "美国国务院\n\n模型谁来付钱\n\n供立即发布 2025年12月10日\n\n", "US"),
    "where the reporter was": ("hans", "记者 林小满 伦敦报道\n\n模型谁来付钱\n\n", "CN"),
}


@pytest.fixture(scope="module")
def codebook(root):
    return read_codebook(root / "data/codebook")


@pytest.fixture(scope="module")
def variants(codebook):
    return compile_lexicon(codebook).variants


def open_text(text, codebook, variants, **metadata):
    source = Source("text.txt", text, "0" * 64, "text/plain", "utf-8", metadata=metadata)
    return open_case(read_document(source, variants), codebook)


@pytest.mark.parametrize(("script", "head", "side"), HEADS.values(), ids=HEADS)
def test_whose_text_it_is(codebook, variants, script, head, side):
    assert open_text(head + BODY[script], codebook, variants).setting.side == side


def test_a_given_side_is_kept(codebook, variants):
    head = HEADS["named after its city"][1]
    assert open_text(head + BODY["hant"], codebook, variants, outlet_side="US").setting.side == "US"


def test_a_given_outlet_s_place_tells_its_side(codebook, variants):
    setting = open_text(BODY["en"], codebook, variants, outlet="Nairobi Morning Ledger").setting
    assert setting.side == "OTHER"


@pytest.mark.parametrize(
    ("text", "side"), [("An unprecedented collaboration.", 0.0), ("NPR asked a labor lawyer.", 0.65)]
)
def test_forms_are_whole_words(codebook, text, side):
    weights, _ = read_settings(codebook.folder).weigh(text.lower(), text)
    assert weights.get(("author", "US", "press"), 0.0) == pytest.approx(side)


def test_an_issuer_speaks_for_the_official_setting(codebook, variants):
    plan = (
        "The White House\n\nA plan for models\n\n"
        + "Led by OMB, agencies must publish a list in the Federal Register.\n\n" * 3
    )
    setting = open_text(plan + "Labor and federal rules are for U.S. agencies.", codebook, variants).setting
    assert (setting.actor, setting.genre) == ("us_gov", "official")
