"""Chronicles: rows that report one event become one, whatever their order."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.chronicles import find_words, list_fitting, merge_events
from analysis.reading.moments import PRECISIONS, make_moment
from analysis.tables import SCHEMAS, check_table

COLUMNS = list(SCHEMAS["events"].columns)
LENGTHS = {4: "year", 7: "month", 10: "day"}


def make_rows(*rows: tuple[str, str, str, str, str], coder: str = "machine") -> pd.DataFrame:
    """Rows of (date, side, type, gist, sentence); the article is the part of the sentence before #."""
    made = [
        {
            "event": f"x{i}",
            "coder": coder,
            "date": date,
            "precision": "quarter" if "Q" in date else LENGTHS[len(date)],
            "side": side,
            "type": type_,
            "gist": gist,
            "sentences": sentence,
            "articles": sentence.split("#")[0],
            "score": 0.5 + i / 100,
        }
        for i, (date, side, type_, gist, sentence) in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=COLUMNS)


PLAN = "White House releases AI action plan"
MERGED = [
    # one event in two articles, known to the month and to the day
    (("2025-07", "US", "policy", PLAN, "a#1:1"), ("2025-07-23", "US", "policy", PLAN, "b#1:1"), "2025-07-23"),
    # in a translation of the same article, in other words
    (
        ("2025", "US", "deal", "OpenAI signs sovereign AI deals with governments", "a#1:1"),
        ("2025", "US", "deal", "OpenAI announces sovereign AI projects with governments", "a#2:9"),
        "2025",
    ),
    # joint acts meet the acts of one side
    (
        ("2024-05", "BOTH", "diplomacy", "China and US hold AI talks", "a#1:1"),
        ("2024-05", "CN", "diplomacy", "China holds AI talks with US", "b#1:1"),
        "2024-05",
    ),
    (("2024-Q2", "US", "policy", PLAN, "a#1:1"), ("2024-05", "US", "policy", PLAN, "b#1:1"), "2024-05"),
]
APART = [
    # other dates, sides or acts
    (("2025-07", "US", "policy", PLAN, "a#1:1"), ("2025-08-01", "US", "policy", PLAN, "b#1:1")),
    (("2025-07", "US", "policy", PLAN, "a#1:1"), ("2025-07", "CN", "policy", PLAN, "b#1:1")),
    (
        ("2025-07", "US", "policy", PLAN, "a#1:1"),
        ("2025-07", "US", "deal", "Nvidia buys chip maker", "b#1:1"),
    ),
    # what one sentence tells apart
    (
        ("2024-05", "CN", "diplomacy", "China and France hold AI talks", "a#1:1"),
        ("2024-05", "BOTH", "diplomacy", "China and US hold AI talks", "a#1:1"),
    ),
]


@pytest.mark.parametrize(("one", "other", "date"), MERGED)
def test_what_is_one_event(one, other, date) -> None:
    merged = merge_events(make_rows(one, other))
    assert merged["date"].tolist() == [date]
    assert merged.loc[0, "sentences"].split("|") == sorted({one[4], other[4]})
    assert merged.loc[0, "articles"].split("|") == sorted({one[4].split("#")[0], other[4].split("#")[0]})
    assert merged.loc[0, "score"] == 0.51


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_are_two(one, other) -> None:
    assert len(merge_events(make_rows(one, other))) == 2


def test_a_year_takes_no_day_from_another_article() -> None:
    rows = make_rows(
        ("2025", "US", "release", "OpenAI releases open models", "a#1:1"),
        ("2025-02", "US", "release", "OpenAI releases open models", "b#1:1"),
    )
    assert merge_events(rows)["date"].tolist() == ["2025", "2025-02"]


def test_a_month_takes_no_day_from_an_event_that_is_only_of_a_kind() -> None:
    rows = make_rows(
        ("2025-02", "US", "release", "OpenAI releases: AI", "a#1:1"),
        ("2025-02-08", "US", "release", "OpenAI releases: AI, chips", "b#1:1"),
    )
    assert len(merge_events(rows)) == 2


def test_a_vague_date_joins_one_event_and_no_chain() -> None:
    rows = make_rows(
        ("2025-Q1", "US", "release", "OpenAI releases open models", "a#1:1"),
        ("2025-02", "US", "release", "OpenAI releases open models", "b#1:1"),
        ("2025-08", "US", "release", "OpenAI releases open models", "c#1:1"),
    )
    assert merge_events(rows)["date"].tolist() == ["2025-02", "2025-08"]


def test_coders_are_kept_apart() -> None:
    row = ("2025-07", "US", "policy", PLAN, "a#1:1")
    rows = pd.concat([make_rows(row), make_rows(row, coder="gold")])
    merged = merge_events(rows)
    assert merged["coder"].tolist() == ["gold", "machine"]
    assert merged["event"].is_unique


def test_the_most_frequent_side_and_type_stand() -> None:
    rows = make_rows(
        ("2025-07-23", "US", "policy", PLAN, "a#1:1"),
        ("2025-07-23", "US", "policy", PLAN, "b#1:1"),
        ("2025-07-23", "BOTH", "release", PLAN + " today", "c#1:1"),
    )
    [event] = merge_events(rows).to_dict("records")
    assert (event["side"], event["type"], event["gist"]) == ("US", "policy", PLAN)


def test_the_result_keeps_the_contract_of_the_table() -> None:
    rows = make_rows(*[row for pair in APART for row in pair])
    check_table(merge_events(rows), "events")
    check_table(merge_events(rows.iloc[:0]), "events")


def test_a_wrong_date_is_named() -> None:
    rows = make_rows(("2025-13", "US", "policy", PLAN, "a#1:1"))
    with pytest.raises(ValueError, match="x0: date '2025-13'"):
        merge_events(rows)


GISTS = [
    "OpenAI releases open models",
    "OpenAI releases models",
    "Nvidia buys chip maker",
    "US bans chips",
    "chips",
]
ROWS = st.tuples(
    st.sampled_from(["2025", "2025-07", "2025-07-23", "2025-07-24", "2025-Q3"]),
    st.sampled_from(["US", "CN", "BOTH"]),
    st.sampled_from(["policy", "release"]),
    st.sampled_from(GISTS),
    st.sampled_from([f"{article}#1:{n}" for article in "abc" for n in range(3)]),
)


@given(st.lists(ROWS, min_size=1, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(rows, random) -> None:
    frame = make_rows(*rows).assign(score=0.5)
    frame["event"] = [f"{'-'.join(row)}" for row in rows]
    shuffled = frame.sample(frac=1, random_state=random.randrange(1000))
    merged = merge_events(frame)
    pd.testing.assert_frame_equal(merged, merge_events(shuffled))
    told = {sentence for joined in merged["sentences"] for sentence in joined.split("|")}
    assert told == set(frame["sentences"])
    assert len(merged) <= len(frame)


@given(st.lists(ROWS, min_size=1, max_size=8, unique=True))
def test_the_callers_frame_is_left_alone(rows) -> None:
    frame = make_rows(*rows)
    before = frame.copy(deep=True)
    merge_events(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_stems() -> None:
    assert find_words("releases released the") == {"relea"}


def test_gold_events_of_the_articles_tell_of_fewer_events(shared) -> None:
    gold = pd.read_csv(shared / "codings/articles/gold_events.csv", dtype=str)
    rows = make_rows(
        *[(r.date, r.side, r.type, r.gist, f"{r.unit[:3]}#{r.unit}") for r in gold.itertuples()], coder="gold"
    ).assign(score=float("nan"))
    merged = merge_events(rows)
    assert 25 <= len(merged) <= 32
    plan = merged[(merged["date"] == "2025-07") & (merged["side"] == "US") & (merged["type"] == "policy")]
    assert plan["articles"].tolist() == ["000|004"]


def list_moments() -> list:
    moments = [make_moment(year, quarter=quarter) for year in (2024, 2025) for quarter in (0, 1, 3)]
    moments += [make_moment(year, month, day) for year in (2024, 2025) for month in (3, 8) for day in (0, 4)]
    return moments


def test_dates_are_looked_up_where_they_fit():
    for one in list_moments():
        coarser = [
            m for m in list_moments() if PRECISIONS.index(m.precision) <= PRECISIONS.index(one.precision)
        ]
        assert {m for m in coarser if m.fits(one)} == list_fitting(one) & set(coarser)
