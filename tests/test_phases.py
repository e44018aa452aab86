"""Phases: documents before and since a day, of one side only."""

from __future__ import annotations

import pandas as pd

from analysis.phases import draw_phases, find_middle, mark_phases
from analysis.studies import read_study

DOCUMENTS = pd.DataFrame(
    {
        "document": list("abcde"),
        "side": ["X", "X", "X", "X", "Y"],
        "date": ["2024-12-31", "2025-01-20", "2025-01-19", "2026-02-01", "2025-06-01"],
    }
)


def test_the_day_itself_belongs_to_what_follows():
    rows = pd.DataFrame({"article": list("abcde"), "n": range(5)})
    marked = mark_phases(rows, DOCUMENTS, side="X", since="2025-01-20")
    assert dict(zip(marked["article"], marked["phase"], strict=True)) == {
        "a": "before", "b": "since", "c": "before", "d": "since"
    }  # fmt: skip


def test_terms_are_known_by_their_text():
    marked = mark_phases(pd.DataFrame({"text": ["b#1", "e#1"]}), DOCUMENTS, side="X", since="2025-01-20")
    assert marked["text"].tolist() == ["b#1"]


def test_half_of_a_sides_documents_lie_before_the_middle():
    assert find_middle(DOCUMENTS, side="X") == "2025-01-20"


def test_phases_are_drawn_as_sides():
    since, before = draw_phases(read_study("data/articles").sides[0])
    assert (since.id, before.id) == ("since", "before") and since.colour != before.colour
    assert since.marker != before.marker
