"""The desk: what its panels show is what the library measures, edits move what they should, nothing acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nbclient
import nbformat
import numpy as np
import pandas as pd
import pytest

from analysis import opening
from analysis.association import CountError
from analysis.codebook import CodebookError
from analysis.concordance import ConcordanceError
from analysis.counts import count_concepts
from analysis.desk.codebook import Codebook
from analysis.desk.comparison import Comparison
from analysis.desk.drawings import draw_effects, draw_shares
from analysis.desk.edits import Edit, count_term, edit_concepts, recount_study
from analysis.desk.facets import FacetError, count_month, lay_facets, list_months, name_month
from analysis.desk.framing import Framing
from analysis.desk.groups import compare_groups, lay_cells, style_groups
from analysis.desk.kwic import Concordance
from analysis.desk.lines import find_lines, lay_lines, read_paragraph
from analysis.desk.markup import write_table
from analysis.desk.periods import Timeline
from analysis.desk.recounts import Baseline, find_touched, measure_counts
from analysis.desk.sums import lay_speech, measure_selection
from analysis.desk.svg import Scale, write_text
from analysis.keyness import measure_keyness
from analysis.site.kernels import AsyncSocketedKernelManager
from analysis.specifications import measure_specifications
from analysis.trends import measure_trends
from analysis.wording import use_language

ATTACK = "<img src=x onerror=alert(1)>'\"&"


@pytest.fixture(scope="module")
def official(root):
    return opening.open_study(root / "data" / "official")


@pytest.fixture(scope="module")
def articles(root):
    return opening.open_study(root / "data" / "articles")


@pytest.fixture(autouse=True)
def exports(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIPTYCH_ARTICLES", raising=False)
    return tmp_path / "exports"


# what is shown is what the library measures


def test_groups_of_words_are_the_keyness_rows(official):
    """Two periods of one side's words: every column, p included, as `measure_keyness` has it."""
    side = official.ids[0]
    cells = lay_cells(official, "terms")
    first, second = {"side": side, "until": "2024-12"}, {"side": side, "since": "2025-01"}
    rows = compare_groups(cells, first=first, second=second, permutations=20, words="all")
    date = official.texts.set_index("text")["article"].map(official.documents.set_index("document")["date"])
    terms = official.terms.assign(when=np.where(official.terms["text"].map(date) < "2025", "A", "B"))
    owner = official.texts.set_index("text")["article"].map(official.documents.set_index("document")["side"])
    own = terms[terms["text"].map(owner) == side]
    own = own.groupby(["text", "paragraph", "when", "language", "term"], as_index=False)["count"].sum()
    oracle = measure_keyness(own, by="when", sides=("A", "B"), rng=official.rng, permutations=20)
    expected = oracle.set_index("term").loc[rows["term"]].reset_index()
    shared = [name for name in oracle.columns if name not in ("gloss", "evidence_1", "evidence_2")]
    pd.testing.assert_frame_equal(rows[shared], expected[shared], check_dtype=False)


def test_groups_of_concepts_are_the_keyness_rows_over_paragraphs(articles):
    one, two = articles.ids
    rows = compare_groups(lay_cells(articles, "concepts"), first={"about": one}, second={"about": two})
    counted = count_concepts(articles.mentions, articles.sentences)
    oracle = measure_keyness(counted, by="about", sides=(one, two), rng=articles.rng, permutations=20)
    expected = oracle.set_index("term").loc[rows["term"]].reset_index()
    for name in ("count_1", "rate_2", "log_ratio", "low", "high", "lrc", "g2", "z", "stability", "dpnorm_1"):
        np.testing.assert_allclose(rows[name], expected[name], err_msg=name)
    assert rows["unit"].unique().tolist() == ["paragraph"]
    assert rows["p"].isna().all()


@pytest.mark.parametrize(
    ("of", "first", "second", "said"),
    [
        ("terms", {"language": "en"}, {"language": "zh"}, "one language only"),
        ("concepts", {"language": "en"}, {}, "in both groups"),
        ("concepts", {"language": "en", "until": "1999-01"}, {"language": "zh"}, "group A is empty"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(official, of, first, second, said):
    with pytest.raises(CountError, match=said):
        compare_groups(lay_cells(official, of), first=first, second=second)


def test_a_value_that_no_row_has_is_named(articles):
    facets = lay_facets(articles.sentences, articles)
    with pytest.raises(FacetError, match="about = 'Atlantis'"):
        facets.choose({"about": "Atlantis"})


def test_shares_of_a_month_are_those_of_the_trends(official):
    speech = lay_speech(official)
    dated = official.speech[official.speech["sentence"].isin(official.sentences["sentence"])]
    trends = measure_trends(dated, of="frames", sides=official.ids)
    month = trends[(trends["period"] == "2025-03-01")].drop(columns="period")
    found = measure_selection(
        speech, of="frames", by="side", values=official.ids, where={"since": "2025-03", "until": "2025-03"}
    )
    keys = ["side", "category"]
    pd.testing.assert_frame_equal(
        found.set_index(keys).sort_index(),
        month.set_index(keys).sort_index()[found.columns.drop(keys)],
        check_dtype=False,
    )


def test_a_filter_chooses_the_sentences_that_it_says(articles):
    speech, sentences = lay_speech(articles), articles.sentences
    where = {"language": "zh", "frame": "race"}
    chosen = sentences[speech.facets.choose(where)]
    carried = sentences["frames"].str.split("|").map(lambda frames: "race" in frames)
    assert (
        chosen["sentence"].tolist()
        == sentences.loc[carried & (sentences["language"] == "zh"), "sentence"].tolist()
    )


def test_months_count_on():
    assert [name_month(count_month("2023-12") + n) for n in (0, 1, 13)] == ["2023-12", "2024-01", "2025-01"]


# concordance


def test_lines_without_texts_show_patterns_in_every_order(official):
    lines = lay_lines(official, {})
    hits = official.mentions[official.mentions["concept"] == "leadership"]
    for order in ("place", "left", "right"):
        rows = find_lines(lines, concept="leadership", order=order)
        assert sorted(rows["sentence"]) == sorted(hits["sentence"])
        assert set(rows["node"]) == set(hits["pattern"])
    after = find_lines(lines, concept="leadership", order="right")["right"].str.split(" · ").tolist()
    before = find_lines(lines, concept="leadership", order="left")["left"].str.split(" · ").tolist()
    assert after == sorted(after)
    assert [near[::-1] for near in before] == sorted(near[::-1] for near in before)
    with pytest.raises(ConcordanceError, match="texts are not here"):
        find_lines(lines, pattern="leader")


def test_lines_with_texts_are_the_concordance(root, tmp_path):
    texts = {"a.txt": "The gap closes. A gap opens <b>wide</b>.\u202e"}
    lines = _lay_toy(texts)
    rows = find_lines(lines, concept="gap", order="right")
    assert rows[["left", "node", "right"]].values.tolist()[0] == [
        "The ",
        "gap",
        " closes. A gap opens <b>wide</b>.\u202e",
    ]
    assert find_lines(lines, pattern="wide")["node"].tolist() == ["wide"]
    assert [row["quote"] for row in read_paragraph(lines, "a#1:0001")] == [
        "The gap closes.",
        "A gap opens <b>wide</b>.",
    ]


def _lay_toy(texts):
    class Toy:
        mentions = pd.DataFrame(
            [
                ("a.txt", "a#1", "a#1:0000", "gap", 4, 7, "gap"),
                ("a.txt", "a#1", "a#1:0001", "gap", 18, 21, "gap"),
            ],
            columns=["article", "text", "sentence", "concept", "start", "end", "pattern"],
        )
        sentences = pd.DataFrame(
            {
                "article": "a.txt", "text": "a#1", "sentence": ["a#1:0000", "a#1:0001"], "paragraph": 0,
                "start": [0, 16], "end": [15, 40], "language": "en", "about": ["X", ""], "voice": "author",
                "voice_side": "", "frames": ["race", ""], "stance": "",
            }
        )  # fmt: skip
        documents = pd.DataFrame({"document": ["a.txt"], "date": ["2024-05-01"], "side": ["X"]})
        articles = pd.DataFrame({"article": ["a.txt"], "outlet": [""]})
        texts = pd.DataFrame({"text": ["a#1"], "article": ["a.txt"]})

    return lay_lines(Toy(), texts)


# the codebook


def test_edits_change_the_codebook_and_nothing_else(articles):
    before = articles.codebook.concepts
    edits = [
        Edit("remove", "leadership", "american leadership"),
        Edit("move", "leadership", "领导者", "leading"),
        Edit("add", "leadership", "zebra lead"),
    ]
    after = edit_concepts(before, edits)
    assert len(after) == len(before)
    assert "american leadership" not in set(after["pattern"])
    assert after.loc[after["pattern"] == "领导者", ["concept", "frame"]].values.tolist() == [
        before.loc[before["concept"] == "leading", ["concept", "frame"]].iloc[0].tolist()
    ]
    assert after.loc[after["pattern"] == "zebra lead", ["concept", "language"]].values.tolist() == [
        ["leadership", "en"]
    ]
    assert "american leadership" in set(before["pattern"])


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit("remove", "leadership", "no such"), "has no pattern"),
        (Edit("add", "leadership", "Upper"), "lower case"),
        (Edit("add", "leadership", "export controls"), "is a pattern of"),
        (Edit("add", "no_concept", "zebra"), "of a concept that the codebook has"),
        (Edit("destroy", "leadership", "领导者"), "allowed are remove, move, add"),
    ],
)
def test_edits_that_cannot_be_are_refused(articles, edit, said):
    with pytest.raises(CodebookError, match=said):
        edit_concepts(articles.codebook.concepts, [edit])


def test_a_removed_pattern_takes_its_mentions_with_it(official):
    edits = [Edit("remove", "leadership", "american leadership")]
    counts = measure_counts(official, recount_study(official, edits))
    own = official.mentions[official.mentions["concept"] == "leadership"]
    left = own[own["pattern"] != "american leadership"]
    assert counts["concept"].tolist() == ["leadership"]
    row = counts.iloc[0]
    assert (row["mentions_before"], row["mentions_after"]) == (len(own), len(left))
    assert (row["sentences_after"], row["documents_after"]) == (
        left["sentence"].nunique(),
        left["article"].nunique(),
    )


def test_claims_after_an_edit_are_those_of_the_edited_study(official):
    """What is kept from before the edit gives what measuring all anew gives."""
    baseline = Baseline(official)
    edits = [
        Edit("remove", "leadership", "american leadership"),
        Edit("move", "rivalry", "competition", "ai_method"),
    ]
    after, (_, frames) = recount_study(official, edits), find_touched(official, edits)
    found = baseline.measure_verdicts(after, frames).set_index("claim")
    asked = [claim for claim in baseline.claims if claim.category == "race"]
    anew = measure_specifications(asked, after)
    assert list(found.index) == [claim.id for claim in asked]
    for claim in asked:
        runs = anew[anew["comparison"] == claim.label]
        assert found.loc[claim.id, "kept_after"] == pytest.approx(runs["same_sign"].mean())
        by_concepts = runs[(runs["codes"] == "concepts") & (runs["specification"] >= 0)].iloc[0]["estimate"]
        effects = baseline.measure_effects(after, frames).set_index("claim")
        assert effects.loc[claim.id, "effect_after"] == pytest.approx(100 * by_concepts)
        assert effects.loc[claim.id, "effect_after"] != effects.loc[claim.id, "effect_before"]


def test_an_added_word_is_counted_from_the_terms_where_there_is_no_text(official):
    rows = official.terms[official.terms["term"] == "leadership"]
    assert count_term(official, "leadership") == {
        "count": rows["count"].sum(),
        "documents": rows["text"].nunique(),
    }
    assert count_term(official, "two words") == {"count": 0, "documents": 0}


def test_with_texts_an_unedited_study_matches_to_the_same_mentions(root, shared, monkeypatch):
    monkeypatch.setenv("DIPTYCH_ARTICLES", str(shared / "articles"))
    study = opening.open_study(root / "data" / "articles")
    from analysis.desk.matching import fold_sentences, match_sentences

    folded = fold_sentences(study)
    assert set(folded) == set(study.sentences["sentence"])
    found = match_sentences(folded, study.codebook.concepts, folded)
    keys = ["sentence", "concept", "pattern", "negated"]
    again = study.mentions[keys].sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(found.sort_values(keys, ignore_index=True), again, check_dtype=False)


# panels


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.names, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_no_text_becomes_markup():
    frame = pd.DataFrame({"term": [ATTACK]})
    assert Tags(write_table(frame, {"term": ATTACK}, caption=ATTACK)).names <= {
        "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert Tags(write_text(0, 0, ATTACK)).names == {"text"}


def test_a_group_named_by_an_attack_stays_inert(articles):
    rows = compare_groups(
        lay_cells(articles, "concepts"), first={"about": articles.ids[0]}, second={"about": articles.ids[1]}
    ).assign(term=ATTACK, gloss=ATTACK)
    groups = style_groups({"about": articles.ids[0]}, {"about": articles.ids[1]}, articles)
    assert not {"img", "script"} & Tags(draw_effects(rows, groups=groups)).names
    shares = measure_selection(lay_speech(articles), of="frames", by="about", values=articles.ids, where={})
    assert Tags(draw_shares(shares, groups=articles.sides)).names <= {
        "svg",
        "text",
        "path",
        "line",
        "rect",
        "title",
    }


def test_ticks_are_round_and_inside():
    assert Scale((-3.2, 3.2), (0, 1)).list_ticks(6) == [-2.0, 0.0, 2.0]


@pytest.mark.parametrize("make", [Comparison, Concordance, Framing, Timeline, Codebook])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_panel_shows_a_first_state_without_a_kernel(articles, make, language):
    with use_language(language):
        panel = make(articles).panel
    bundle = panel._repr_mimebundle_()
    assert panel.seen is not None
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "desk-note" in bundle["text/html"] and "desk-code" in bundle["text/html"]


@pytest.mark.parametrize("make", [Comparison, Concordance, Framing, Timeline, Codebook])
def test_exports_and_the_code_that_computes_them(official, make, exports):
    """The file of code, run alone, gives the frame that the CSV holds."""
    panel = make(official).panel
    for form in ("csv", "py", *(("svg", "png") if panel.seen.plot else ())):
        panel.export(form)
        assert f"{panel.name}.{form}" in panel.exported.value, panel.exported.value
        assert (exports / f"{panel.name}.{form}").stat().st_size > 0
    code = (exports / f"{panel.name}.py").read_text(encoding="utf-8")
    *lines, last = code.strip().split("\n")
    space: dict = {}
    exec("\n".join([*lines, f"found = {last}"]), space)
    pd.testing.assert_frame_equal(space["found"], panel.seen.frame)
    written = pd.read_csv(exports / f"{panel.name}.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(written) == len(panel.seen.frame)
    assert list(written.columns) == list(panel.seen.frame.columns)


def test_what_cannot_be_compared_is_said_and_not_exported(articles):
    desk = Comparison(articles)
    desk.groups[1].choices["about"].value = articles.ids[0]
    assert "in both groups" in desk.panel.shown.value
    desk.panel.export("csv")
    assert "nothing is shown" in desk.panel.exported.value


def test_p_and_q_come_when_asked_for_and_go_with_the_next_choice(articles):
    desk = Comparison(articles)
    assert desk.panel.seen.frame["q"].isna().all()
    desk.test.click()
    assert desk.panel.seen.frame["q"].between(0, 1).all()
    desk.order.value = "count"
    assert desk.panel.seen.frame["q"].isna().all()


def test_the_brush_moves_figure_table_and_code(official):
    desk = Timeline(official)
    months = list_months(desk.speech.facets)
    desk.brush.value = (months[-12], months[-1])
    assert desk.panel.seen.frame["n"].max() < len(official.sentences)
    assert f"'since': '{months[-12]}'" in desk.panel.seen.code


def test_an_edit_shows_counts_before_verdicts(official):
    desk = Codebook(official)
    desk.concept.value = "leadership"
    seen = []
    desk.panel.shown.observe(lambda change: seen.append(change["new"]), "value")
    desk.patterns.value = ("american leadership",)
    desk.buttons["remove"].click()
    assert ["computing …" in html for html in seen] == [True, False]
    assert all("Concepts that move: 1" in html for html in seen)
    assert re.search(r"supported|fragile|descriptive", seen[1])
    desk.buttons["undo"].click()
    assert "Concepts that move" not in desk.panel.shown.value


def test_the_edited_codebook_can_be_taken_away(articles, exports):
    desk = Codebook(articles)
    desk.concept.value = "leadership"
    desk.added.value = "zebra lead"
    desk.buttons["add"].click()
    desk.buttons["save"].click()
    table = pd.read_csv(exports / "concepts.csv", dtype=str, keep_default_na=False)
    assert "zebra lead" in set(table["pattern"])
    assert list(table.columns) == list(articles.codebook.concepts.columns)


@pytest.mark.slow
def test_the_notebook_runs_without_a_browser(root):
    notebook = nbformat.read(root / "notebooks" / "explore.ipynb", as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=300,
        kernel_manager_class=AsyncSocketedKernelManager,
        resources={"metadata": {"path": str(root / "notebooks")}},
    )
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output.get("ename") for output in outputs if output.output_type == "error"] == []
    assert (
        sum("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs) == 5
    )
    assert [output.text for output in outputs if output.output_type == "stream"] == []
