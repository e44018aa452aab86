"""The keyness row: every column by hand or by another package, on both designs, and every bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.association import CountError, log_odds, log_ratio
from analysis.evidence import find_evidence
from analysis.keyness import choose_content, measure_keyness, plot_keyness
from analysis.simulation import draw_terms

ASK = {"by": "about", "sides": ("X", "Y")}


def measure(terms, seed=1, **options):
    return measure_keyness(terms, rng=np.random.default_rng(seed), permutations=200, **(ASK | options))


@pytest.fixture(scope="module")
def terms() -> pd.DataFrame:
    return draw_terms(np.random.default_rng(3), documents=12, words=300, vocabulary=40, swapped=((2, 23),))[0]


@pytest.fixture(scope="module")
def keyness(terms) -> pd.DataFrame:
    return measure(terms)


@pytest.fixture
def articles() -> pd.DataFrame:
    """Two texts that speak of both sides, in paragraphs."""
    rng = np.random.default_rng(8)
    rows = [
        (text, paragraph, side, "en", term, int(n))
        for text in "ab"
        for paragraph in range(6)
        for side in "XY"
        for term, n in (("ai", 20 + rng.integers(5)), ("open", rng.integers(6) + (4 if side == "X" else 0)))
        if n
    ]
    return pd.DataFrame(rows, columns=["text", "paragraph", "about", "language", "term", "count"])


def test_counts_rates_and_documents_are_the_tables(terms, keyness):
    row = keyness.set_index("term").loc["w002"]
    own = terms.query("term == 'w002'")
    for number, side in enumerate("XY", start=1):
        chosen = own.loc[own["about"] == side]
        total = terms.loc[terms["about"] == side, "count"].sum()
        assert row[f"count_{number}"] == chosen["count"].sum()
        assert row[f"documents_{number}"] == chosen["text"].nunique()
        assert row[f"rate_{number}"] == pytest.approx(1000 * chosen["count"].sum() / total)


def test_all_terms_are_the_family_and_q_is_benjamini_hochberg(terms, keyness):
    assert len(keyness) == terms["term"].nunique() == keyness["family"].unique()
    np.testing.assert_allclose(keyness["q"], multipletests(keyness["p"], method="fdr_bh")[1])


def test_words_of_one_side_stay():
    terms = pd.DataFrame(
        {"text": list("aabbccdd"), "about": list("XXXXYYYY"), "language": "en",
         "term": ["open", "ai"] * 2 + ["closed", "ai"] * 2, "count": [5, 9] * 4}
    )  # fmt: skip
    rows = measure(terms, unit="text").set_index("term")
    assert rows.loc["open", ["count_1", "count_2", "side"]].tolist() == [10, 0, "X"]
    assert rows.loc["closed", ["count_1", "count_2", "side"]].tolist() == [0, 10, "Y"]
    assert np.isnan(rows.loc["open", "dpnorm_2"]) and rows.loc["ai", "side"] == ""
    numbers = rows.drop(columns=["dpnorm_1", "dpnorm_2"]).select_dtypes("number")
    assert np.isfinite(numbers.to_numpy()).all()


def test_interval_is_the_delete_one_jackknife(terms, keyness):
    """Recomputed text by text for one word."""
    row = keyness.set_index("term").loc["w005"]
    variances, units = [], 12
    for side in "XY":
        chosen = terms.loc[terms["about"] == side]
        found = chosen.loc[chosen["term"] == "w005"].groupby("text")["count"].sum()
        sizes = chosen.groupby("text")["count"].sum()
        found = found.reindex(sizes.index, fill_value=0)
        left = np.log((found.sum() - found + 0.5) / (sizes.sum() - sizes + 0.5))
        variances.append(
            max((units - 1) / units * ((left - left.mean()) ** 2).sum(), 1 / (found.sum() + 0.5))
        )
    freedom = sum(variances) ** 2 / sum(v**2 / (units - 1) for v in variances)
    half = stats.t.ppf(0.975, freedom) * np.sqrt(sum(variances)) / np.log(2)
    assert row["high"] - row["log_ratio"] == pytest.approx(half)
    assert row["log_ratio"] - row["low"] == pytest.approx(half)


def test_stability_by_leaving_each_text_out(terms, keyness):
    for term in ("w000", "w010", "w039"):
        signs = []
        for text in terms["text"].unique():
            rest = terms.loc[terms["text"] != text]
            sides = [rest.loc[rest["about"] == side] for side in "XY"]
            f = [side.loc[side["term"] == term, "count"].sum() for side in sides]
            n = [side["count"].sum() for side in sides]
            signs.append(np.sign(log_ratio(*f, *n)))
        whole = np.sign(keyness.set_index("term").loc[term, "log_ratio"])
        assert keyness.set_index("term").loc[term, "stability"] == pytest.approx(
            np.mean(np.array(signs) == whole)
        )


def test_prior_is_the_pooled_corpus_and_its_weight(terms, keyness):
    row = keyness.set_index("term").loc["w002"]
    total = terms["count"].sum()
    alpha = 500 * (row["count_1"] + row["count_2"]) / total
    n = [terms.loc[terms["about"] == side, "count"].sum() for side in "XY"]
    assert row["z"] == pytest.approx(
        float(log_odds(row["count_1"], row["count_2"], *n, prior=alpha, total=500))
    )
    assert row["prior"] == "both sides together, 500 words"


def test_prior_from_another_corpus(terms):
    background = pd.Series({"w002": 90, "w999": 10}, name="a reference corpus")
    rows = measure(terms, prior=background, prior_weight=100)
    assert rows["prior"].unique().tolist() == ["a reference corpus, 100 words"]
    assert np.isfinite(rows["z"]).all()


def test_swapped_sides_flip_signs_and_nothing_else(terms):
    one = measure(terms).sort_values("term", ignore_index=True)
    two = measure(terms, sides=("Y", "X")).sort_values("term", ignore_index=True)
    for column in ("log_ratio", "lrc", "g2", "z"):
        np.testing.assert_allclose(one[column], -two[column], atol=1e-9)
    np.testing.assert_allclose(one["low"], -two["high"], atol=1e-9)
    for column in ("p", "q", "stability", "side"):
        assert (one[column] == two[column]).all()
    for column in ("count", "rate", "documents", "dpnorm", "evidence"):
        pd.testing.assert_series_equal(one[f"{column}_1"], two[f"{column}_2"], check_names=False)


def test_planted_words_are_found(keyness):
    assert set(keyness.loc[keyness["q"] < 0.05, "term"]) >= {"w002", "w023"}
    assert keyness.set_index("term").loc[["w002", "w023"], "side"].tolist() == ["Y", "X"]


def test_few_texts_are_resampled_by_paragraph_and_called_descriptive(articles):
    rows = measure(articles).set_index("term")
    assert rows["unit"].unique() == "paragraph" and rows["descriptive"].all()
    assert rows.loc["open", "p"] < 0.05 and rows.loc["open", "side"] == "X"
    assert rows.loc["open", "documents_1"] == 2
    assert rows.loc["open", "low"] > 0


def test_enough_texts_are_not_descriptive(keyness):
    assert keyness["unit"].unique() == "text" and not keyness["descriptive"].any()


def test_one_document_a_side_has_no_interval_over_texts():
    terms = pd.DataFrame(
        {
            "text": list("aabb"),
            "about": list("XXYY"),
            "language": "en",
            "term": ["open", "ai"] * 2,
            "count": [5, 50, 1, 50],
        }
    )
    rows = measure(terms)
    assert (
        rows[["low", "high"]].isna().all(axis=None) and rows["descriptive"].all() and (rows["p"] == 1).all()
    )
    assert rows["dpnorm_1"].isna().all() and np.isfinite(rows["log_ratio"]).all()


def test_one_document_is_resampled_by_paragraph(articles):
    rows = measure(articles.loc[articles["text"] == "a"]).set_index("term")
    assert np.isfinite(rows.loc["open", ["low", "high"]].to_numpy(float)).all() and rows["descriptive"].all()


def test_two_languages_are_refused(terms):
    mixed = terms.assign(language=np.where(terms["about"] == "X", "en", "zh"))
    with pytest.raises(CountError, match="2 languages"):
        measure(mixed)


def test_empty_side_is_refused(terms):
    with pytest.raises(CountError, match="about='Z'"):
        measure(terms, sides=("X", "Z"))


def test_order_is_total_and_the_frame_unchanged(terms):
    before = terms.copy()
    rows = measure(terms.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(rows, measure(terms))
    pd.testing.assert_frame_equal(terms, before)
    key = list(zip(rows["p"], -rows["log_ratio"].abs(), rows["term"], strict=True))
    assert key == sorted(key)


def test_glosses_stand_beside_their_terms(terms):
    rows = measure(terms, glosses={"w002": "openness"}).set_index("term")
    assert rows.loc["w002", "gloss"] == "openness" and rows.loc["w003", "gloss"] == ""


def test_evidence_is_spans_where_sentences_are_given(articles):
    sentences = pd.DataFrame(
        [
            (f"{t}.txt", t, p, p * 100 + s * 40, p * 100 + s * 40 + 39)
            for t in "ab"
            for p in range(6)
            for s in (0, 1)
        ],
        columns=["article", "text", "paragraph", "start", "end"],
    )
    rows = measure(articles, sentences=sentences).set_index("term")
    most = articles.query("term == 'open' and about == 'X'").sort_values(
        ["count", "text", "paragraph"], ascending=[False, True, True]
    )
    first = most.iloc[0]
    start = first["paragraph"] * 100
    assert rows.loc["open", "evidence_1"].split("|")[0] == f"{first['text']}.txt:{start}-{start + 79}"
    assert len(rows.loc["open", "evidence_1"].split("|")) == 3


def test_evidence_without_its_paragraph_is_named(articles):
    sentences = pd.DataFrame(
        {"article": ["a.txt"], "text": ["a"], "paragraph": [0], "start": [0], "end": [9]}
    )
    with pytest.raises(CountError, match="no paragraph"):
        find_evidence(articles, sentences=sentences)


def test_plot_shows_the_rows(keyness):
    chosen = keyness.loc[keyness["side"] != ""]
    ax = plot_keyness(keyness, top=3)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 6
    drawn = np.concatenate(
        [points.get_offsets()[:, 0] for points in ax.collections if isinstance(points, PathCollection)]
    )
    expected = chosen.groupby("side").head(3)["log_ratio"]
    np.testing.assert_allclose(np.sort(drawn), np.sort(expected))
    first = expected.sort_values().index[-1]
    assert labels[0].startswith(keyness.loc[first, "term"])
    assert f"{keyness.loc[first, 'count_1']} : {keyness.loc[first, 'count_2']}" in labels[0]


def test_chosen_content_keeps_order_and_q(keyness):
    stopwords = pd.DataFrame({"term": ["w000", "w001"]})
    shown = choose_content(keyness, stopwords=stopwords, minimum=20)
    assert not set(shown["term"]) & set(stopwords["term"])
    assert (shown["count_1"] + shown["count_2"] >= 20).all() and len(shown) < len(keyness)
    kept = keyness.loc[keyness["term"].isin(shown["term"]), ["term", "q"]]
    assert shown[["term", "q"]].values.tolist() == kept.values.tolist()


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from("abcd"), st.integers(0, 2), st.sampled_from("XY"), st.sampled_from("pqrst")
        ),
        st.integers(1, 9),
        min_size=2,
    ),
    st.sampled_from(["text", "paragraph", "auto"]),
)
def test_any_table_gives_every_term_and_nothing_infinite(counts, unit):
    assume({side for _, _, side, _ in counts} == {"X", "Y"})
    terms = pd.DataFrame(
        [(*key, n) for key, n in counts.items()], columns=["text", "paragraph", "about", "term", "count"]
    ).assign(language="en")
    rows = measure(terms, unit=unit)
    assert sorted(rows["term"]) == sorted(terms["term"].unique())
    assert rows["count_1"].sum() + rows["count_2"].sum() == terms["count"].sum()
    may_lack = ["low", "high", "dpnorm_1", "dpnorm_2"]
    numbers = rows.select_dtypes("number")
    assert np.isfinite(numbers.drop(columns=may_lack).to_numpy()).all()
    assert not np.isinf(numbers.to_numpy(float)).any()
    shares = rows[["p", "q", "stability"]].to_numpy()
    assert ((shares >= 0) & (shares <= 1)).all()
