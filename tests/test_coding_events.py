"""Events: who did what when, in each script; what is no event; the weights of the decision; gold events."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codebook import Codebook, CodebookError, read_codebook
from analysis.coding.acts import choose_act, read_acts
from analysis.coding.agents import find_agent
from analysis.coding.datings import find_datings, read_weights, score_dating
from analysis.coding.event_training import DATINGS, OWNERS, fit_datings, fit_owners
from analysis.coding.events import Event, find_events
from analysis.coding.examples import make_document
from analysis.coding.marks import read_vocabulary
from analysis.coding.owners import read_owner_weights
from analysis.reading.dates import find_dates
from analysis.reading.moments import Moment, parse_moment
from analysis.reading.scripts import fold_text
from analysis.reading.variants import Variants
from analysis.studies import Study, read_study
from analysis.tables import EVENT_TYPES, PRECISIONS


@dataclass(frozen=True)
class Told:
    """The codes of a sentence that events look at."""

    kind: str = "body"
    about: str = "NONE"
    voice: str = "author"
    voice_side: str = "NONE"
    frames: tuple[str, ...] = ("capability",)
    about_score: float = 1.0


@pytest.fixture(scope="module")
def study(root: Path) -> Study:
    return read_study(root / "data/articles")


@pytest.fixture(scope="module")
def codebook(study: Study) -> Codebook:
    return read_codebook(study.codebook)


def read_events(
    codebook: Codebook, study: Study, *sentences: str, published: str = "2025-06-18", told: Told | None = None
) -> list[Event]:
    document = make_document("a", [(sentence, "body") for sentence in sentences], Variants())
    document = replace(document, published=published)
    return find_events(document, [told or Told()] * len(sentences), codebook, study)


# sentence, date, side, type: each construction in each script; published on Wednesday 18 June 2025
EVENTS = [
    ("OpenAI released a new language model on Tuesday.", "2025-06-17", "US", "release"),
    ("In April, Alibaba open-sourced three more models.", "2025-04", "CN", "release"),
    ("The model was released last week by DeepSeek.", "2025-06", "CN", "release"),
    ("China's foreign ministry said on Monday that it opposes the rules.", "2025-06-16", "CN", "statement"),
    ("The Commerce Department will tighten its export controls on July 9.", "2025-07-09", "US", "control"),
    ("Congress passed the bill in late 2024.", "2024", "US", "policy"),
    ("China and the United States held talks in Geneva in May 2024.", "2024-05", "BOTH", "diplomacy"),
    ("Two weeks ago Nvidia signed a deal with a hospital.", "2025-06-04", "US", "deal"),
    ("Japan issued guidance on open models yesterday.", "2025-06-17", "OTHER", "policy"),
    ("周二,美国商务部宣布扩大出口管制。", "2025-06-17", "US", "control"),
    ("今年4月,阿里巴巴发布了新一代大模型。", "2025-04", "CN", "release"),
    ("去年底,中国发布人工智能治理框架。", "2024-12", "CN", "policy"),
    ("6月16日,中美两国在日内瓦举行会谈。", "2025-06-16", "BOTH", "diplomacy"),
    ("华为近日与一家医院签署合作协议。", "2025-06", "CN", "deal"),
    ("美国国会昨天通过一项法案。", "2025-06-17", "US", "policy"),
    ("中国外交部发言人昨日回应称,将采取必要措施。", "2025-06-17", "CN", "statement"),
    ("日本政府将于7月9日公布指南。", "2025-07-09", "OTHER", "policy"),
    ("週二,美國商務部宣布擴大出口管制。", "2025-06-17", "US", "control"),
    ("今年4月,阿里巴巴發布了新一代大模型。", "2025-04", "CN", "release"),
    ("上個月,輝達推出新一代晶片。", "2025-05", "US", "release"),
    ("中國與美國上週五舉行了對話。", "2025-06-13", "BOTH", "diplomacy"),
    ("民國114年3月,美國政府公布新規。", "2025-03", "US", "policy"),
    # releases, notices and laws
    ("Today, the Commerce Department announced a new rule on AI chips.", "2025-06-18", "US", "policy"),
    ("Earlier today, President Trump signed an executive order on AI.", "2025-06-18", "US", "policy"),
    (
        "The U.S. Commerce Secretary said on Monday that the chips would stay at home.",
        "2025-06-16",
        "US",
        "statement",
    ),
    ("The White House signed the rule this 17th day of June, 2025.", "2025-06-17", "US", "policy"),
    ("The White House order takes effect on July 1.", "2025-07-01", "US", "policy"),
    ("6月11日至12日,中美在伦敦举行经贸磋商。", "2025-06-11", "BOTH", "diplomacy"),
    ("国家网信办近日发布大模型备案清单。", "2025-06", "CN", "policy"),
    ("美国总统特朗普当地时间17日签署行政令。", "2025-06-17", "US", "policy"),
    ("行政院今(18)日通過人工智慧基本法草案。", "2025-06-18", "OTHER", "policy"),
    ("國科會去年12月核定晶片計畫。", "2024-12", "OTHER", "policy"),
]
CONSTRUCTIONS = [  # each thing that tells date or side in a way of its own; published on 18 June 2025
    # papers named by their month, deadlines, ranges, seasons, quarters, fiscal words
    ("Washington's April memo tells agencies to adopt open models.", "2025-04", "US", "policy"),
    (
        "Nvidia was told in a February letter that its chips would need licences.",
        "2025-02",
        "US",
        "statement",
    ),
    (
        "The Commerce Department will publish the final rule by the end of September.",
        "2025-09",
        "US",
        "policy",
    ),
    ("Alibaba tested the model in Hangzhou between May 5 and May 9.", "2025-05-05", "CN", "other"),
    ("Google opened a second lab in Zurich last spring.", "2025", "US", "other"),
    ("Baidu cut the price of its model in the third quarter of 2024.", "2024", "CN", "other"),
    ("OpenAI will release the weights in September.", "2025-09", "US", "release"),
    ("The Pentagon signed the contract last December.", "2024-12", "US", "deal"),
    ("The White House order takes effect beginning July 1.", "2025-07-01", "US", "policy"),
    ("阿里巴巴5月5日至9日在杭州举行开发者大会。", "2025-05-05", "CN", "other"),
    ("百度在2024年第三季度下调了模型价格。", "2024", "CN", "other"),
    ("今年第一季,美國商務部公布了新規。", "2025", "US", None),
    ("谷歌今春启用了第二座数据中心。", "2025", "US", "other"),
    ("年内,国家网信办将印发备案指南。", "2025", "CN", "policy"),
    ("美國商務部17日宣布,將撤銷這項規則。", "2025-06-17", "US", "policy"),
    ("經濟部本(6)月10日公布審查結果。", "2025-06-10", None, None),
    ("華為去(113)年12月推出新一代晶片。", "2024-12", "CN", "release"),
    # a part of somebody, seats, speakers that are put before, the pair
    ("A group of U.S. senators introduced the bill on Tuesday.", "2025-06-17", "US", "policy"),
    ("Delegations from the United States and China met in Geneva on Monday.", "2025-06-16", "BOTH", None),
    (
        "Reuters: the White House adviser said on Monday that the models were copied.",
        "2025-06-16",
        "US",
        None,
    ),
    ("China's embassy in Washington condemned the plan on Monday.", "2025-06-16", "CN", "statement"),
    ("The chips were seized last month by customs officers in Shenzhen.", "2025-05", "CN", None),
    ("【记者林渡】美国众议院当地时间16日通过一项法案。", "2025-06-16", "US", "policy"),
    ("新华社记者:特朗普总统周一签署了行政令。", "2025-06-16", "US", "policy"),
    ("他說,歐盟執委會上個月公布了新指南。", "2025-05", "OTHER", "policy"),
]
PRONOUNS = [  # the sentence before, the sentence, side: whom a pronoun or a pair stands for
    ("China and the United States sent envoys.", "The two sides held talks in May 2024.", "BOTH"),
    ("Alibaba has a new lab.", "It released a model on Tuesday.", "CN"),
    ("中美两国派出代表。", "双方5月举行了会谈。", "BOTH"),
    ("英伟达有了新订单。", "它周二发布了新芯片。", "US"),
    ("中國與美國派出代表。", "兩國官員5月舉行了會談。", "BOTH"),
    ("Biden met Xi in Lima.", "The two presidents agreed in November that humans decide.", "BOTH"),
]
NO_EVENTS = [
    "The United States aims to lead by 2030.",
    "Under the Export Control Reform Act of 2018, agencies shall report within 180 days.",
    "Sales grew by 12 percent in the first half of this year.",
    "If China were to ban it tomorrow, nobody would notice.",
    "What Americans lead today, they may lose tomorrow.",
    "Today's models are open.",
    "Open models are useful.",
    "到2030年,中国人工智能产业规模将超过一万亿元。",
    "截至2025年5月,全国已有三百款模型完成备案。",
    "今天的中国,大模型走进千家万户。",
    "自发布之日起三十日内提交报告。",
    "去年同期,产业规模同比增长12%。",
    "今年前三季度,人工智能产业增加值同比增长9.6%。",
    "到2030年,美國晶片產業規模將超過一兆美元。",
    "如果明天中国禁止出口,谁也不会注意。",
]


@pytest.mark.parametrize(("sentence", "iso", "side", "type_"), EVENTS)
def test_each_construction_is_one_event(codebook, study, sentence, iso, side, type_) -> None:
    [event] = read_events(codebook, study, sentence)
    assert (event.date, event.side, event.type) == (iso, side, type_)
    assert event.precision in PRECISIONS
    assert event.sentence == "a:0"


@pytest.mark.parametrize(("sentence", "iso", "side", "type_"), CONSTRUCTIONS)
def test_what_tells_date_or_side_in_its_own_way(codebook, study, sentence, iso, side, type_) -> None:
    [event] = read_events(codebook, study, sentence)
    assert event.date == iso
    assert event.side == (side or event.side)
    assert event.type == (type_ or event.type)


@pytest.mark.parametrize(("before", "sentence", "side"), PRONOUNS)
def test_a_pronoun_acts_for_whom_it_stands(codebook, study, before, sentence, side) -> None:
    [event] = read_events(codebook, study, before, sentence)
    assert event.side == side


@pytest.mark.parametrize("sentence", NO_EVENTS)
def test_goals_statistics_trends_and_ways_of_speaking_are_none(codebook, study, sentence) -> None:
    assert read_events(codebook, study, sentence) == []


def test_several_events_in_one_sentence(codebook, study) -> None:
    events = read_events(
        codebook, study, "Google launched its model in March, and Baidu released its own on June 3."
    )
    assert [(e.date, e.side) for e in events] == [("2025-03", "US"), ("2025-06-03", "CN")]


def test_the_same_day_is_the_one_last_named(codebook, study) -> None:
    events = read_events(
        codebook, study, "6月5日,华为发布新芯片。", "市场反应平淡。", "同日,英伟达宣布推出新款。"
    )
    assert [(e.date, e.side, e.sentence) for e in events] == [
        ("2025-06-05", "CN", "a:0"),
        ("2025-06-05", "US", "a:2"),
    ]


def test_whose_act_it_is_where_nobody_is_named(codebook, study) -> None:
    sentence = "We signed agreements with three partners on June 3."
    sides = [
        read_events(codebook, study, sentence, told=told)[0].side
        for told in (
            Told(about="US"),
            Told(voice="x", voice_side="CN"),
            Told(about="US", voice="x", voice_side="CN"),
            Told(),
        )
    ]
    assert sides == ["US", "CN", "CN", "OTHER"]


def test_boilerplate_reports_nothing(codebook, study) -> None:
    assert read_events(codebook, study, EVENTS[0][0], told=Told(kind="boilerplate")) == []


def test_without_a_publication_date_only_dates_with_a_year_count(codebook, study) -> None:
    events = read_events(
        codebook,
        study,
        "OpenAI released a model on Tuesday.",
        "OpenAI released a model in May 2024.",
        published="",
    )
    assert [(e.date, e.sentence) for e in events] == [("2024-05", "a:1")]


@pytest.mark.parametrize(("sentence", "iso", "side", "type_"), EVENTS)
def test_gists_are_the_codebooks_words_not_the_texts(codebook, study, sentence, iso, side, type_) -> None:
    [event] = read_events(codebook, study, sentence)
    assert 1 <= len(event.gist.split()) <= 12
    allowed = {
        *codebook.concepts["gloss"],
        *codebook.actors["name"],
        *read_acts(codebook.folder).glosses.values(),
    }
    allowed |= {side.name for side in study.sides} | {"Others", "acts", "and"}
    known = {word for phrase in allowed for word in re.findall(r"\w+", phrase)}
    known |= {word.removesuffix("s") for word in known}
    assert set(re.findall(r"\w+", event.gist)) <= known
    assert event.type in EVENT_TYPES


@pytest.mark.parametrize(
    ("text", "side", "cue"),
    [
        ("on tuesday germany said that it would ban chinese models", "OTHER", "germany"),
        ("china's embassy in washington condemned it on tuesday", "CN", "china's embassy"),
        ("据路透社报道,周二特斯拉宣布新计划", "US", "特斯拉"),
        ("周二,中国和俄罗斯发表联合声明", "CN", "中国和俄罗斯"),
        ("a law was signed on tuesday", None, None),
    ],
)
def test_agents(codebook, text, side, cue) -> None:
    document = make_document("a", [(text, "body")], Variants())
    clean = replace(document, clean=text.title() + "\n")
    marks = read_vocabulary(codebook.folder).find(clean)[0]
    acts = list(read_acts(codebook.folder).finder.find(text))
    [date] = find_dates(text, reference=Moment(2025, 6, 18))
    agent = find_agent(text, date, choose_act(text, date, acts), marks, sides=("US", "CN"))
    assert (agent and agent.side, agent and agent.cue) == (side, cue)


def test_acts_of_a_broken_codebook_are_named(tmp_path) -> None:
    (tmp_path / "events.csv").write_text("act,type,gloss,language,patterns,note\nsay,talk,says,en,said,\n")
    with pytest.raises(CodebookError, match=r"events.csv, line 2: 'talk'"):
        read_acts(tmp_path)


def test_a_codebook_without_acts_knows_none(tmp_path) -> None:
    assert list(read_acts(tmp_path).finder.find("he said so")) == []


def test_the_weights_follow_from_the_examples(codebook, study) -> None:
    dates, events = (pd.read_csv(codebook.folder / name, keep_default_na=False) for name in (DATINGS, OWNERS))
    for table, stored in (
        (fit_datings(dates), read_weights(codebook.folder)),
        (fit_owners(events, study.side_ids), read_owner_weights(codebook.folder)),
    ):
        fitted = table.set_index("cue")["weight"]
        assert sorted(fitted.index) == sorted(stored)
        assert (fitted - pd.Series(stored)[fitted.index]).abs().max() < 0.01


def test_the_examples_are_what_the_cues_now_say(codebook) -> None:
    made = pd.read_csv(codebook.folder / "training/dated.csv")
    examples = pd.read_csv(codebook.folder / DATINGS)
    stored = {(row.unit, row.date): row.cues for row in examples.itertuples() if row.corpus == "made"}
    vocabulary, acts = read_vocabulary(codebook.folder), read_acts(codebook.folder)
    same = 0
    for row in made.itertuples():
        document = replace(make_document("a", [(row.sentence, "body")], Variants()), published=row.published)
        for dating in find_datings(document, [Told(about="BOTH")], acts, vocabulary.find(document)):
            same += stored.get((row.unit, dating.date.iso)) == "|".join(sorted(dating.cues))
    assert same >= 0.97 * len(stored)


def test_the_decision_holds_on_documents_it_was_not_fitted_on(codebook) -> None:
    examples = pd.read_csv(codebook.folder / DATINGS)
    documents = sorted(examples["document"].unique())
    fold = examples["document"].map({name: i % 6 for i, name in enumerate(documents)})
    chances = pd.Series(0.0, index=examples.index)
    for number in range(6):
        table = fit_datings(examples[fold != number])
        weights = dict(zip(table["cue"], table["weight"], strict=True))
        for place, cues in examples.loc[fold == number, "cues"].items():
            chances[place] = score_dating(set(cues.split("|")), weights)
    found, true = chances >= 0.5, examples["event"] == 1
    f1 = 2 * (found & true).sum() / (found.sum() + true.sum())
    everything = 2 * true.sum() / (len(examples) + true.sum())
    assert f1 > 0.87 > everything


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.text(max_size=120), max_size=5), st.sampled_from(["", "2025", "2025-06", "2025-06-18", "n/a"])
)
def test_garbage_does_no_harm(codebook, study, sentences, published) -> None:
    sentences = [re.sub(r"\n", " ", sentence) for sentence in sentences]
    for event in read_events(codebook, study, *sentences, published=published):
        assert parse_moment(event.date)
        assert 0 <= event.score <= 1


def test_time_is_linear_in_length(codebook, study) -> None:
    lines = [sentence for sentence, *_ in EVENTS] + NO_EVENTS

    def measure(count: int) -> float:
        begin = time.perf_counter()
        read_events(codebook, study, *lines * count)
        return time.perf_counter() - begin

    measure(1)
    assert measure(32) < 8 * min(measure(4), measure(4)) * 3


def test_one_long_sentence_ends_soon(codebook, study) -> None:
    begin = time.perf_counter()
    read_events(codebook, study, "2024年5月OpenAI发布模型," * 4_000)
    assert time.perf_counter() - begin < 10


def test_gold_events_of_the_articles(codebook, study, shared, root) -> None:
    """With gold codes and dates of publication: in-sample for the weights, so only a floor."""
    units = pd.read_csv(shared / "codings/articles/units.csv")
    gold = pd.read_csv(shared / "codings/articles/gold.csv", keep_default_na=False).set_index("unit")
    events = pd.read_csv(shared / "codings/articles/gold_events.csv", keep_default_na=False, dtype=str)
    facts = pd.read_csv(shared / "articles/facts.csv").set_index("file")
    found: Counter[tuple[str, str, str]] = Counter()
    for name, rows in units.groupby("article"):
        text = (shared / "articles" / name).read_bytes().decode()
        spans = [text[row.start : row.end].replace("\n", " ") for row in rows.itertuples()]
        spans = [re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", "", span) for span in spans]  # pinyin
        codes = [Told(*gold.loc[unit, ["kind", "about", "voice", "voice_side"]]) for unit in rows["unit"]]
        document = make_document(name, [(span, "body") for span in spans], Variants())
        document = replace(document, published=facts.loc[name, "published"])
        for event in find_events(document, codes, codebook, study):
            found[rows["unit"].iloc[int(event.sentence.split(":")[1])], event.date, event.side] += 1
    true = Counter(events[["unit", "date", "side"]].itertuples(index=False, name=None))
    assert 2 * sum((found & true).values()) / (sum(found.values()) + sum(true.values())) > 0.8


def test_folding_is_what_events_see() -> None:
    assert fold_text("週二,輝達發布") == "周二,辉达发布"
