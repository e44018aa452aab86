"""What versions tell and shift: toy articles counted by hand."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch, Rectangle

from analysis.figures import find_cut_texts, find_overlaps, use_style
from analysis.links import LinkError, link_by_hand, measure_agreement, read_links
from analysis.renderings import measure_renderings
from analysis.ribbons import measure_ribbons, plot_ribbons
from analysis.shifts import (
    find_lost_names,
    find_shifts,
    measure_attributions,
    measure_changes,
    measure_shifts,
    summarise_versions,
)
from analysis.tables import SCHEMAS, check_table
from analysis.translation import (
    chain_alignments,
    group_beads,
    measure_coverage,
    measure_selection,
)
from analysis.wording import use_language

CODES = {"kind": "body", "about": "NONE", "voice": "author", "voice_side": "", "frames": "", "stance": "",
         "practice": "", "tone": ""}  # fmt: skip
ACTORS = pd.DataFrame({"actor": ["acme", "acme:li"], "name": ["Acme", "Li"], "name_zh": ["顶点", "李"]})


def make_sentence(id: str, start: int, end: int, **codes: str) -> dict:
    return {"article": "a", "text": id[0], "sentence": id, "start": start, "end": end, **CODES, **codes}


# o: the original; t: its translation, where o1 and o2 are one sentence; s: a summary of t, in another order
SENTENCES = pd.DataFrame(
    [
        make_sentence("o1", 0, 40, voice="acme:li", frames="race|control", stance="open", tone="X:+1"),
        make_sentence("o2", 41, 50, about="X", frames="race", stance="closed"),
        make_sentence("o3", 51, 60, voice="someone", frames="values", tone="Y:-1"),
        make_sentence("o4", 61, 90, voice="acme", frames="values", practice="X:open"),
        make_sentence("o5", 91, 99, kind="boilerplate"),
        make_sentence("t1", 100, 120, voice="acme:li", frames="control|race", stance="both", tone="X:+1"),
        make_sentence("t2", 121, 130, voice="someone", frames="values", tone="Y:-1"),
        make_sentence("t3", 131, 150, voice="acme", frames="values", practice="X:open"),
        make_sentence("s1", 200, 210, voice="unnamed", frames="values"),
        make_sentence("s2", 211, 220, frames="race|economy", stance="both"),
        make_sentence("s3", 221, 225, frames="safety"),
    ]
)
TEXTS = pd.DataFrame(
    {
        "text": ["s", "t", "o"],
        "article": "a",
        "role": ["summary", "translation", "original"],
        "language": ["zh", "zh", "en"],
        "start": [200, 100, 0],
    }
)


def make_alignments(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    numbers: dict[str, int] = {}
    made = []
    for source, target, ones, twos in rows:
        number = numbers[source + target] = numbers.get(source + target, -1) + 1
        method = "links" if target == "s" else "path"
        made.append(("a", source, target, number, method, ones, twos, 0.5 if ones and twos else np.nan))
    return check_table(pd.DataFrame(made, columns=list(SCHEMAS["alignments"].columns)), "alignments")


ALIGNMENTS = make_alignments(
    [
        ("o", "t", "o1|o2", "t1"),
        ("o", "t", "o3", "t2"),
        ("o", "t", "o4", "t3"),
        ("o", "t", "o5", ""),
        ("t", "s", "t3", "s1"),
        ("t", "s", "t1", "s2"),
        ("t", "s", "", "s3"),
        ("t", "s", "t2", ""),
    ]
)
BOTH = pd.concat([ALIGNMENTS, chain_alignments(ALIGNMENTS)], ignore_index=True)


def pick(frame: pd.DataFrame, source: str, target: str) -> pd.DataFrame:
    return frame[(frame["source_role"] == source) & (frame["target_role"] == target)]


def test_chain_goes_through_the_middle():
    chained = chain_alignments(ALIGNMENTS)
    assert chained[["source", "target"]].drop_duplicates().values.tolist() == [["o", "s"]]
    assert chained[["source_sentences", "target_sentences"]].values.tolist() == [
        ["o4", "s1"],
        ["o1|o2", "s2"],
        ["", "s3"],
        ["o3", ""],
        ["o5", ""],
    ]
    assert set(chained["method"]) == {"chain"}
    assert chain_alignments(ALIGNMENTS[ALIGNMENTS["target"] == "t"]).empty


def test_coverage_by_hand():
    coverage = measure_coverage(BOTH, SENTENCES, TEXTS)
    (full,) = pick(coverage, "original", "translation").to_dict("records")
    assert (full["sentences"], full["told"], full["omitted"], full["share"]) == (
        4,
        4,
        0,
        1.0,
    )  # o5 is no text
    assert (full["target_sentences"], full["added"], full["fused"], full["reordered"]) == (3, 0, 1, 0)
    (short,) = pick(coverage, "original", "summary").to_dict("records")
    assert (short["sentences"], short["told"], short["omitted"], short["share"]) == (4, 3, 1, 0.75)
    assert short["characters"] == (40 + 9 + 29) / (40 + 9 + 9 + 29)
    assert (short["target_sentences"], short["added"], short["fused"], short["reordered"]) == (3, 1, 1, 1)


def test_selection_by_hand():
    found = pick(measure_selection(BOTH, SENTENCES, TEXTS, column="frames"), "original", "summary")
    rows = found[["value", "sentences", "told", "share"]].values.tolist()
    assert rows == [["race", 2, 2, 1.0], ["values", 2, 1, 0.5], ["control", 1, 1, 1.0]]


def shifts_of(source: str, target: str) -> pd.DataFrame:
    shifts = measure_shifts(BOTH, SENTENCES, ACTORS)
    return shifts[(shifts["source"] == source) & (shifts["target"] == target)]


def test_codes_of_several_sentences_count_as_one():
    first = shifts_of("o", "t").query("bead == 0").set_index("variable")
    assert first["source_value"].to_dict() == {
        "about": "NONE",  # o1 is longer
        "attribution": "named",
        "frames": "race|control",
        "stance": "both",  # open and closed
        "practice": "",
        "tone": "X:+1",
    }
    assert set(first["change"]) == {"same"}  # the order of frames is no difference
    assert set(shifts_of("o", "t")["bead"]) == {0, 1, 2}  # boilerplate is no bead


@pytest.mark.parametrize(
    ("target", "variable", "source_value", "target_value", "change"),
    [
        ("s1", "attribution", "named", "unnamed", "changed"),
        ("s1", "practice", "X:open", "", "dropped"),
        ("s1", "frames", "values", "values", "same"),
        ("s2", "attribution", "named", "author", "dropped"),
        ("s2", "frames", "race|control", "race|economy", "changed"),
        ("s2", "stance", "both", "both", "same"),
        ("s2", "tone", "X:+1", "", "dropped"),
    ],
)
def test_shifts_by_hand(target, variable, source_value, target_value, change):
    shifts = shifts_of("o", "s")
    (row,) = shifts[(shifts["target_sentences"] == target) & (shifts["variable"] == variable)].to_dict(
        "records"
    )
    assert (row["source_value"], row["target_value"], row["change"]) == (source_value, target_value, change)


def test_changes_and_attributions_add_up():
    shifts = measure_shifts(BOTH, SENTENCES, ACTORS)
    changes = measure_changes(shifts, TEXTS)
    assert (changes[["same", "dropped", "added", "changed"]].sum(axis=1) == changes["beads"]).all()
    voiced = pick(measure_attributions(shifts, TEXTS), "original", "summary")
    assert voiced[["source_value", "beads", "named", "unnamed", "author"]].values.tolist() == [
        ["named", 2, 0, 1, 1]
    ]


def test_shifts_found_by_role():
    found = find_shifts(measure_shifts(BOTH, SENTENCES, ACTORS), TEXTS, role="summary")
    assert set(found["variable"]) == {"attribution", "practice", "frames", "tone"}
    assert set(found["target_sentences"]) == {"s1", "s2"}


def test_lost_names():
    lost = find_lost_names(shifts_of("o", "s"), ACTORS)
    assert lost[["names", "names_zh", "target_value", "target_sentences"]].values.tolist() == [
        ["Acme", "顶点", "unnamed", "s1"],
        ["Li", "李", "author", "s2"],
    ]
    assert find_lost_names(shifts_of("o", "t"), ACTORS).empty


def test_sides_swapped_turn_dropped_into_added():
    swapped = BOTH.rename(
        columns={
            "source": "target",
            "target": "source",
            "source_sentences": "target_sentences",
            "target_sentences": "source_sentences",
        }
    )
    one = measure_shifts(BOTH, SENTENCES, ACTORS)["change"].value_counts()
    two = measure_shifts(swapped, SENTENCES, ACTORS)["change"].value_counts()
    assert (one["dropped"], one.get("added", 0)) == (two["added"], two.get("dropped", 0))
    assert (one["same"], one["changed"]) == (two["same"], two["changed"])


def test_renderings_by_hand():
    mentions = pd.DataFrame(
        [
            ("o1", "open", "open"),
            ("o3", "open", "open"),
            ("o4", "rival", "rival"),
            ("o4", "rival", "foe"),
            ("t1", "open", "开放"),
            ("t2", "open", "开源"),
            ("t3", "rival", "对手"),
            ("s2", "open", "开放"),
        ],
        columns=["sentence", "concept", "pattern"],
    )
    concepts = pd.DataFrame(
        {
            "concept": ["open", "rival"],
            "frame": ["openness", "race"],
            "gloss": ["o", "r"],
            "gloss_zh": ["甲", "乙"],
        }
    )
    found = measure_renderings(BOTH, mentions, concepts, TEXTS)
    assert found[["concept", "word", "ways", "translation", "summary"]].values.tolist() == [
        ["open", "open", 2, "开放 × 1 | 开源 × 1", "开放 × 1"]  # two words for rival: nobody could say which
    ]
    bare = measure_renderings(BOTH, mentions[mentions["sentence"] == "o3"], concepts, TEXTS)
    assert bare[["ways", "translation", "summary"]].values.tolist() == [[0, "none × 1", ""]]


def make_ribbons() -> pd.DataFrame:
    lost = find_lost_names(measure_shifts(BOTH, SENTENCES, ACTORS), ACTORS)
    return measure_ribbons(ALIGNMENTS, SENTENCES, TEXTS, lost)


def test_ribbons_by_hand():
    ribbons = make_ribbons()
    bars = ribbons[ribbons["part"] == "bar"].set_index("sentence")
    assert bars["column"].to_dict() == {
        "o1": 0, "o2": 0, "o3": 0, "o4": 0, "t1": 1, "t2": 1, "t3": 1, "s1": 2, "s2": 2, "s3": 2
    }  # fmt: skip
    assert bars.index[bars["alone"]].tolist() == ["t2", "s3"]
    assert bars.groupby("language")["scale"].first().to_dict() == {"en": 40 + 9 + 9 + 29, "zh": 20 + 9 + 19}
    bands = ribbons[ribbons["part"] == "ribbon"].set_index(["sentence", "other"])
    assert set(bands.index) == {
        ("o1", "t1"),
        ("o2", "t1"),
        ("o3", "t2"),
        ("o4", "t3"),
        ("t3", "s1"),
        ("t1", "s2"),
    }
    assert bands.loc[("o1", "t1"), "other_stop"] == bands.loc[("o2", "t1"), "other_start"] == 20 * 40 / 49
    assert bands.loc[("t3", "s1"), ["names", "loss"]].tolist() == ["Acme", "unnamed"]
    assert bands.loc[("o4", "t3"), "loss"] == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figure_draws_every_bar_and_ribbon(language):
    ribbons = make_ribbons()
    with use_language(language), use_style():
        ax = plot_ribbons(ribbons)
        assert find_overlaps(ax.figure) == find_cut_texts(ax.figure) == []
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(bars) == (ribbons["part"] == "bar").sum()
    assert sum(bool(bar.get_hatch()) for bar in bars) == ribbons["alone"].sum()
    bands = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    assert len(bands) == (ribbons["part"] == "ribbon").sum()
    assert len({band.get_facecolor() for band in bands}) == 2  # plain, and a name lost
    labels = " ".join(text.get_text() for text in ax.texts)
    assert ("Acme" if language == "en" else "顶点") in labels
    plt.close(ax.figure)


def test_agreement_by_hand():
    counts = pd.DataFrame({"expected": [3, 1], "found": [2, 2], "correct": [2, 1]})
    result = measure_agreement(counts, rng=np.random.default_rng(1))
    assert (result["precision"], result["recall"], result["f1"]) == (3 / 4, 3 / 4, 3 / 4)
    assert result["low"] < 0.75 < result["high"]


def test_a_perfect_score_has_an_interval_too():
    counts = pd.DataFrame({"expected": [1] * 30, "found": [1] * 30, "correct": [1] * 30})
    result = measure_agreement(counts, rng=np.random.default_rng(1))
    assert result["f1"] == result["high"] == 1
    assert 0.7 < result["low"] < 0.95


def test_agreement_interval_covers():
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(200):
        correct = rng.binomial(4, rng.beta(16, 4, size=40))  # clumped by group, 0.8 on average
        counts = pd.DataFrame({"expected": 4, "found": 4, "correct": correct})
        result = measure_agreement(counts, rng=rng, replicates=400)
        hits += result["low"] <= 0.8 <= result["high"]
    assert 0.90 <= hits / 200 <= 0.99


def test_beads_of_two_articles_stay_apart():
    other = ALIGNMENTS.assign(article="b")
    grouped = group_beads(pd.concat([other, ALIGNMENTS]))
    assert [pair.article for pair in grouped] == ["a", "a", "b", "b"]
    assert len(chain_alignments(pd.concat([other, ALIGNMENTS]))) == 10


def test_links_by_hand_become_beads():
    coded = SENTENCES.assign(
        units=SENTENCES["sentence"].map({"o1": "u1|u2", "o2": "u3", "t1": "u4"}).fillna("")
    )
    links = pd.DataFrame({"article": "a", "source": ["u1", "u2", "u3"], "target": ["u4", "u4", "u4"]})
    found = link_by_hand(links, coded)
    assert found[["source", "target", "bead", "source_sentences", "target_sentences"]].values.tolist() == [
        ["o", "t", 0, "o1|o2", "t1"]
    ]
    assert set(measure_shifts(found, SENTENCES, ACTORS)["change"]) == {"same"}


def test_links_need_their_columns(tmp_path):
    (tmp_path / "links.csv").write_text("article,source\na,u1\n", encoding="utf-8")
    with pytest.raises(LinkError, match=r"links\.csv: lacks target"):
        read_links(tmp_path / "links.csv")


def test_summary_of_facts_by_role():
    facts = summarise_versions(
        measure_coverage(BOTH, SENTENCES, TEXTS), measure_shifts(BOTH, SENTENCES, ACTORS), TEXTS
    )
    assert (facts["summary_told"], facts["summary_sentences"], facts["summary_share"]) == (3, 4, 0.75)
    assert (facts["translation_beads"], facts["translation_frames_same"]) == (3, 3)
    assert (facts["summary_voiced"], facts["summary_named"], facts["summary_unnamed"]) == (2, 0, 1)
