"""A small site of invented content that shows all a page can: text, figure, table, claims, and attacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
from IPython.core.formatters import DisplayFormatter
from matplotlib.axes import Axes
from nbformat import NotebookNode

from analysis import cards, showing
from analysis.figures import new_axes

ATTACKS = (
    "<script>document.title = 'attacked'</script>",
    "<img src=x onerror=\"document.title = 'attacked'\">",
    "<a href=\"javascript:document.title='attacked'\">a</a>",
    "<svg onload=\"document.title='attacked'\">",
    "<iframe src=https://attack.example></iframe>",
)
SHARES = pd.DataFrame({"side": ["US", "CN"], "share": [0.31, 0.19], "n": [120, 87]})


def plot_shares(shares: pd.DataFrame) -> Axes:
    """Draw two bars."""
    ax = new_axes(height=2.4)
    ax.barh(shares["side"], shares["share"], color=["#0b6e99", "#c77700"])
    return ax


def show_cell(show: Callable[[], None], *, source: str, id: str) -> NotebookNode:
    """Return a code cell with what `show` displays as its outputs."""
    outputs: list[NotebookNode] = []

    def display(shown: object, *, metadata: dict) -> None:
        data, about = DisplayFormatter().format(shown)
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata={**about, **metadata}))

    kept = showing.display, cards.display
    showing.display = cards.display = display
    try:
        show()
    finally:
        showing.display, cards.display = kept
    return nbformat.v4.new_code_cell(source, outputs=outputs, id=id)


def make_claims() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two claims, one that holds and one that fails, each in two studies, with their spans."""
    common = {
        "comparison": "United States v China",
        "comparison_zh": "美国与中国",
        "measure": "share of sentences",
        "measure_zh": "占句子的比例",
        "null": 0.0,
        "unit": "share of sentences",
        "n_sentences": 300,
        "n_documents": 5,
        "leave_one_out": 0.8,
        "leave_one_out_runs": 5,
        "multiverse": 0.9,
        "multiverse_runs": 40,
        "reason": "descriptive",
    }
    said = {
        "first": ("Sheep are counted more often than goats", "绵羊比山羊更常被计数", "US", "supported"),
        "second": ("Goats are counted at night", "山羊在夜里被计数", "CN", "not supported"),
    }
    claims = [
        {
            **common,
            "claim": claim,
            "study": study,
            "statement": statement,
            "statement_zh": chinese,
            "direction": side,
            "effect": effect,
            "low": effect - 0.1,
            "high": effect + 0.1,
            "q": 0.01 if study == "articles" else float("nan"),
            "verdict": verdict,
        }
        for claim, (statement, chinese, side, verdict) in said.items()
        for study, effect in (("articles", 0.12), ("official", -0.03))
    ]
    spans = [
        {
            "claim": claim,
            "study": "articles",
            "supports": place == 0,
            "article": "a.txt",
            "sentence": f"a.txt#1:000{place}",
            "start": 10 * place,
            "end": 10 * place + 9,
            "quote": ATTACKS[place] if claim == "first" else "",
        }
        for claim in said
        for place in range(2)
    ]
    return pd.DataFrame(claims), pd.DataFrame(spans)


def make_notebooks(figures: Path) -> dict[str, NotebookNode]:
    """Return the notebooks of the showcase by name; their figures go to `figures`."""
    terms = pd.DataFrame(
        {"term": [*ATTACKS, *(f"词{number}" for number in range(20))], "n": range(len(ATTACKS) + 20)}
    )
    claims, evidence = make_claims()
    markdown = nbformat.v4.new_markdown_cell
    overview = [
        markdown("# What is in the showcase?", id="title"),
        markdown(f"Attacks: {ATTACKS[0]}\n\n{ATTACKS[2]} and 治理 (governance), α.", id="attacks"),
        nbformat.v4.new_code_cell("from showcase import SHARES\nshares = SHARES", id="read"),
        show_cell(
            lambda: showing.show_finding("**{n}** of {all} sheep. {attack}", figure="showcase", n=3, all=20.5,
                                         attack=ATTACKS[1]),
            source='showing.show_finding("**{n}** of {all} sheep. {attack}", figure="showcase", '
            "n=shares.n[0], all=20.5, attack=attack)",
            id="finding",
        ),
        markdown("## Limits", id="limits"),
        show_cell(
            lambda: showing.show_figure("showcase", plot_shares, SHARES, title="share of sentences",
                                        alt="Two bars, of {n} sentences.", source="n = {n} sentences",
                                        values={"n": 207}),
            source="showing.show_figure('showcase', plot_shares, shares)",
            id="figure",
        ),
        show_cell(
            lambda: showing.show_table(terms, caption="Terms"),
            source="showing.show_table(terms, caption='Terms')",
            id="table",
        ),
    ]  # fmt: skip
    claimed = [
        markdown("# Which claims hold?", id="title"),
        show_cell(
            lambda: cards.show_claims(claims, evidence),
            source="cards.show_claims(claims, evidence)",
            id="claims",
        ),
    ]
    notebook = nbformat.v4.new_notebook
    return {"01_overview": notebook(cells=overview), "07_claims": notebook(cells=claimed)}
