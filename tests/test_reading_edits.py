"""The ledger: every character is kept, mapped or removed, and every position leads back to the file."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from analysis.reading.edits import Edit, Ledger


@st.composite
def draw_edits(draw: st.DrawFn, size: int) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(0, size), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [
        (start, stop, draw(st.text("abXY", max_size=stop - start))) for start, stop in pairs if start < stop
    ]


@given(st.text("abcde", max_size=30), st.data())
def test_ledger_equals_a_list_of_single_characters(text: str, data: st.DataObject) -> None:
    ledger = Ledger(text)
    there = [(place, character) for place, character in enumerate(text)]
    status = {place: "kept" for place in range(len(text))}
    for rule in ("first", "second", "third"):
        edits = data.draw(draw_edits(len(ledger.text)))
        after, last = [], 0
        for start, stop, replacement in edits:
            after += there[last:start]
            for (place, old), new in zip(there[start:], replacement, strict=False):
                after.append((place, new))
                if new != old:
                    status[place] = f"mapped {rule}"
            for place, _ in there[start + len(replacement) : stop]:
                status[place] = f"removed {rule}"
            last = stop
        there = after + there[last:]
        ledger.apply(rule, edits)
        assert ledger.text == "".join(character for _, character in there)
        assert [ledger.place(position) for position in range(len(there))] == [place for place, _ in there]
    account = ledger.account()
    assert sum(account.values()) == len(text)
    assert {key: n for key, n in account.items() if n} == dict(Counter(status.values()))
