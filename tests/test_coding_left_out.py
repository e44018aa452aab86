"""Left out: whole sources, scored by what the rest teaches; thresholds and the shipped table."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.coding import left_out
from analysis.coding.examples import Example
from analysis.coding.left_out import SETS, VARIABLES, code_left_out
from analysis.coding.models import LABELS
from analysis.coding.sentence_training import JUDGED, SOURCES
from analysis.coding.targets import list_targets, list_weights
from analysis.coding.thresholds import choose_thresholds, measure_f1
from analysis.coding.training import DATA
from analysis.reading.documents import Sentence
from analysis.studies import read_study
from analysis.tables import FRAMES, STANCES, read_table

STUDY = read_study(DATA / "articles")


def write_example(set_: str, document: str, **codes: str) -> Example:
    target = dict.fromkeys((*VARIABLES, "kind", "practice", "tone"), "") | {"kind": "body"} | codes
    sentence = Sentence(f"{document}:0", document, 0, 0, 9, "body", "en")
    return Example(set_, document, (sentence,), [], [], np.zeros((1, 2)), [target], ["ELSE"], ["Latn"])


class Recorder:
    """Stands for a fitted model: its scores are what `fit_*` was shown."""

    def __init__(self, examples):
        self.sets = sorted({example.set for example in examples})

    def score(self, features, meanings):
        return np.array([[0.0, 1.0, 0.0, 0.0, 0.0]])


def test_a_source_is_coded_by_models_that_have_seen_nothing_of_it(monkeypatch: pytest.MonkeyPatch):
    fitted, coded = [], []
    examples = [write_example(set_, f"{set_}-1", about=STUDY.side_ids[1]) for set_ in (*SOURCES, "plain")]
    monkeypatch.setattr(left_out, "fit_model", lambda seen, words, hints: Recorder(seen))
    monkeypatch.setattr(left_out, "fit_abouts", lambda seen, sides: fitted.append(seen) or Recorder(seen))

    def code(example, model, abouts, study):
        coded.append((example.set, model.sets, abouts.sets))
        return iter(())

    monkeypatch.setattr(left_out, "_code", code)
    assert code_left_out(examples, {}, np.zeros((0, 12)), study=STUDY).empty
    assert [set_ for set_, _, _ in coded] == list(SETS)
    for set_, words_seen, abouts_seen in coded:
        same = {other for other, source in SOURCES.items() if source == SOURCES[set_]}
        assert set(words_seen) == set(abouts_seen) == {*SOURCES, "plain"} - same


def test_what_sets_the_scale_is_judged():
    assert set(JUDGED) <= set(SETS) <= SOURCES.keys()


def test_the_shipped_table_holds_peoples_codes_as_the_study_has_them():
    codes = read_table(DATA / "codebook/training", "left_out")
    assert set(codes["source"]) == set(SETS.values())
    assert set(codes["stance"]) <= set(STANCES) and set(codes["about"]) <= set(STUDY.about_values)
    assert {frame for held in codes["frames"] for frame in held.split("|")} <= {*FRAMES, ""}
    people = read_table(DATA / "articles", "sentences").set_index("sentence")
    own = codes[codes["source"] == SETS["gold-articles"]].set_index("sentence")
    columns = [f"gold_{name}" for name in ("kind", *VARIABLES)]
    assert own[columns].equals(people.loc[own.index, columns])
    missing = people[people["gold_kind"].isin(["body", "heading"])].index.difference(own.index)
    assert len(missing) < 0.02 * len(own)


def test_the_half_that_no_model_learns_from_is_not_in_the_table():
    from analysis.coding.examples import is_held_out

    codes = read_table(DATA / "codebook/training", "left_out")
    official = codes.loc[codes["source"] == SETS["gold-official"], "article"].unique()
    assert len(official) and not any(map(is_held_out, official))


@pytest.mark.parametrize(
    ("codes", "held"),
    [
        ({"frames": "race|control"}, {"race", "control"}),
        ({"stance": "open"}, {"stance:any", "stance:open"}),
        ({"practice": "A:closed"}, {"practice:closed"}),
        ({"tone": "A:+1|B:-1"}, {"tone:+", "tone:-"}),
        ({"tone": "uncoded"}, set()),
    ],
)
def test_targets_are_the_labels_that_hold(codes, held):
    row = list_targets([write_example("articles", "a", **codes)])[0]
    assert {label for label, holds in zip(LABELS, row, strict=True) if holds} == held


def test_a_tone_that_nobody_judged_has_no_weight():
    examples = [write_example("gold-articles", "a"), write_example("articles", "b", tone="uncoded")]
    weights = list_weights(examples)
    assert (weights[0] == 1.5).all()
    bare = [label for label, weight in zip(LABELS, weights[1], strict=True) if weight == 0]
    assert bare == ["tone:+", "tone:-"]


def test_thresholds_of_calibrated_probabilities():
    """The frames' threshold is half the best F1; here a threshold of .3 is the best, by hand."""
    truth = np.zeros((4, len(LABELS)), bool)
    chances = np.full((4, len(LABELS)), 0.1)
    truth[:3, 0], chances[:, 0] = True, [0.9, 0.5, 0.3, 0.2]
    truth[:2, -1], chances[:, -1] = True, [0.5, 0.4, 0.3, 0.1]
    found = choose_thresholds(chances, truth, np.ones((4, len(LABELS))))
    assert measure_f1(truth[:, :12], chances[:, :12] >= 0.3) == 1.0
    assert (found[: len(FRAMES)] == 0.5).all()
    assert 0.3 < found[-1] <= 0.4
