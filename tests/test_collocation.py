"""Collocation: windows, boundaries and marginals by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.association import CountError, conservative_log_ratio, delta_p, log_ratio
from analysis.collocation import measure_collocations, plot_collocations


def make_tokens(*sentences: str) -> pd.DataFrame:
    rows = [(n, p, term) for n, sentence in enumerate(sentences) for p, term in enumerate(sentence.split())]
    return pd.DataFrame(rows, columns=["sentence", "position", "term"])


TOKENS = make_tokens(
    "open models help labs share models widely",
    "closed models keep weights private",
    "labs release open models and open data",
)


def test_window_counts_each_token_once():
    rows = measure_collocations(TOKENS, node="open", window=1).set_index("term")
    # near: models (s0), release, models (s2), and, data; "and" stands by one node only, "models" once in s2
    assert rows["near"].to_dict() == {"models": 2, "release": 1, "and": 1, "data": 1}
    assert rows.loc["models", ["count", "nodes"]].tolist() == [4, 3]


def test_window_never_leaves_its_boundary():
    tokens = make_tokens("ai is open", "closed it stays")
    assert measure_collocations(tokens, node="open", window=9)["term"].tolist() == ["ai", "is"]
    whole = tokens.assign(text="t", position=range(6))
    assert len(measure_collocations(whole, node="open", window=9, boundary="text")) == 5


def test_measures_by_hand():
    row = measure_collocations(TOKENS, node="open", window=1).set_index("term").loc["models"]
    within, others = 5, 16  # tokens near, tokens that are no node
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 4)))
    assert row["log_ratio"] == pytest.approx(float(log_ratio(2, 2, within, others - within)))
    assert row["lrc"] == pytest.approx(float(conservative_log_ratio(2, 2, within, others - within, tests=11)))
    assert row["delta_p_term"] == pytest.approx(2 / 5 - 2 / 11) == float(delta_p(2, 5, 4, 16))
    assert row["delta_p_node"] == pytest.approx(2 / 4 - 3 / 12)


def test_window_over_everything_is_defined():
    rows = measure_collocations(make_tokens("ai open ai"), node="open", window=5)
    assert np.isfinite(rows[["log_dice", "log_ratio", "lrc"]].to_numpy()).all()


def test_concept_mentions_are_tokens_by_characters():
    mentions = pd.DataFrame({"sentence": 1, "concept": ["gap", "race", "race"], "start": [10, 14, 90]})
    tokens = mentions.rename(columns={"concept": "term", "start": "position"})
    assert measure_collocations(tokens, node="gap", window=20)["near"].tolist() == [1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"node": "chips"}, "does not occur"), ({"window": 0}, "window=0"),
        ({"tokens": make_tokens("open open"), "node": "open"}, "is the only term"),
        ({"tokens": pd.concat([TOKENS, TOKENS])}, "share a position"),
        ({"tokens": TOKENS.assign(term=None)}, "every row needs"),
        ({"tokens": make_tokens("open", "closed")}, "no token within"),
    ],
)  # fmt: skip
def test_bad_input(change, said):
    asked = {"tokens": TOKENS, "node": "open", "window": 2} | change
    with pytest.raises(CountError, match=said):
        measure_collocations(asked.pop("tokens"), **asked)


def test_order_is_total_and_plot_shows_it():
    rows = measure_collocations(TOKENS, node="models", window=2)
    again = measure_collocations(TOKENS.sample(frac=1, random_state=1), node="models", window=2)
    pd.testing.assert_frame_equal(rows, again)
    ax = plot_collocations(rows, top=4)
    assert sorted(ax.collections[-1].get_offsets()[:, 0], reverse=True) == pytest.approx(
        sorted(rows["log_dice"].head(4), reverse=True)
    )
