"""The timeline: what a partial date allows, and what the figure shows of it."""

import pandas as pd

from analysis.figures import find_overlaps, use_style
from analysis.studies import read_study
from analysis.timeline import measure_timeline, plot_timeline

STUDY = read_study("data/articles")
COLUMNS = ["event", "coder", "date", "precision", "side", "type", "gist", "sentences", "articles"]
EVENTS = pd.DataFrame(
    [
        ("E1", "gold", "2024-05-07", "day", "US", "control", "controls planned", "s1|s2", "a|b"),
        ("E2", "gold", "2024-05", "month", "CN", "diplomacy", "talks held", "s3", "a"),
        ("E3", "gold", "2023", "year", "BOTH", "deal", "deal signed", "s4", "b"),
        ("E4", "gold", "2025-Q2", "quarter", "OTHER", "release", "model released", "s5", "b"),
        ("E5", "machine", "2024-05-07", "day", "US", "control", "controls planned", "s1", "a"),
    ],
    columns=COLUMNS,
)


def test_dates_open_the_span_that_their_precision_leaves():
    timeline = measure_timeline(EVENTS, coder="gold").set_index("event")
    spans = {event: (str(row.begin.date()), str(row.end.date())) for event, row in timeline.iterrows()}
    assert spans == {
        "E3": ("2023-01-01", "2023-12-31"),
        "E2": ("2024-05-01", "2024-05-31"),
        "E1": ("2024-05-07", "2024-05-07"),
        "E4": ("2025-04-01", "2025-06-30"),
    }
    assert timeline.loc["E1", ["sentences", "articles"]].tolist() == [2, 2]


def test_plot_names_each_event_since_the_date_and_how_many_articles_tell_it():
    timeline = measure_timeline(EVENTS, coder="gold")
    with use_style():
        axes = plot_timeline(timeline, study=STUDY, since="2024-01-01")
        labels = [text.get_text() for text in axes.texts]
        assert "controls planned  [2]" in labels and "talks held" in labels
        assert "deal signed" not in labels
        assert find_overlaps(axes.figure) == []
