"""Units: which of them a sentence carries, and the rule by which their codes merge."""

from __future__ import annotations

import pytest

from analysis.reading.units import Unit, find_units, merge_codes

SIDES = ("US", "CN")


def unit(id: str, start: int, end: int, tone: tuple[int, int] = (0, 0), **codes: str) -> Unit:
    plain = {"kind": "body", "about": "NONE", "voice": "author", "voice_side": "NONE"}
    return Unit(id, start, end, {**plain, "frames": "", "stance": "", "practice": "", **codes}, tone)


def test_units_that_overlap_count_and_a_quotation_mark_does_not() -> None:
    units = [unit("a", 0, 10), unit("b", 10, 30), unit("c", 31, 32), unit("d", 40, 60)]
    assert [(u.id, n) for u, n in find_units(units, 0, 11)] == [("a", 10)]
    assert [(u.id, n) for u, n in find_units(units, 0, 30)] == [("a", 10), ("b", 20)]
    assert [(u.id, n) for u, n in find_units(units, 31, 32)] == [("c", 1)]
    assert find_units(units, 33, 39) == []


def test_the_longest_decides_what_can_only_be_one_thing() -> None:
    found = [(unit("a", 0, 5, about="US", voice="x"), 5), (unit("b", 5, 15, about="CN", voice="y"), 10)]
    merged = merge_codes(found, SIDES)
    assert (merged["about"], merged["voice"]) == ("CN", "y")
    equal = [(unit("a", 0, 5, about="US"), 5), (unit("b", 5, 10, about="CN"), 5)]
    assert merge_codes(equal, SIDES)["about"] == "US", "the earlier where equal"


def test_sets_are_joined_in_order_of_text() -> None:
    found = [
        (unit("a", 0, 5, frames="race|control", practice="US:closed"), 5),
        (unit("b", 5, 9, frames="control|economy", practice="CN:open|US:closed"), 4),
    ]
    merged = merge_codes(found, SIDES)
    assert merged["frames"] == "race|control|economy"
    assert merged["practice"] == "US:closed|CN:open"


@pytest.mark.parametrize(
    ("stances", "merged"),
    [
        (["open", "closed"], "both"),
        (["neutral", "open"], "open"),
        (["", "neutral"], "neutral"),
        (["both", "open"], "both"),
        (["", ""], ""),
    ],
)
def test_stances(stances: list[str], merged: str) -> None:
    found = [(unit(str(i), i, i + 1, stance=stance), 1) for i, stance in enumerate(stances)]
    assert merge_codes(found, SIDES)["stance"] == merged


def test_tone_is_the_sign_of_the_sum() -> None:
    found = [(unit("a", 0, 5, (1, -1)), 5), (unit("b", 5, 9, (-1, -1)), 4)]
    assert merge_codes(found, SIDES)["tone"] == "CN:-1"
    assert merge_codes([(unit("a", 0, 5, (1, 0)), 5)], SIDES)["tone"] == "US:+1"


def test_no_unit_no_codes() -> None:
    assert merge_codes([], SIDES) == {}
