"""Edits: what cleaning changed, and where every remaining character stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``text[start:stop]`` by `replacement`, which is never longer: the rest is removed."""

    start: int
    stop: int
    replacement: str = ""


@dataclass
class Ledger:
    """The text under cleaning, with its map to the file and the account of every character.

    ``positions`` and ``places`` are the two columns of one ascending table: clean position
    ``positions[i]`` stands at ``places[i]`` in the file, and so on one by one until the next row.

    Examples
    --------
    >>> ledger = Ledger("国(guó)家")
    >>> ledger.apply("pinyin", [Edit(1, 6)])
    >>> ledger.text, ledger.place(1), ledger.account()
    ('国家', 6, {'kept': 2, 'removed pinyin': 5})
    """

    text: str
    positions: list[int] = field(default_factory=lambda: [0])
    places: list[int] = field(default_factory=lambda: [0])
    size: int = -1
    removed: Counter[str] = field(default_factory=Counter)
    mapped: dict[int, str] = field(default_factory=dict)  # place in the file: the last rule that changed it

    def __post_init__(self) -> None:
        self.size = len(self.text)

    def place(self, position: int) -> int:
        """Return where `position` of the text as it is now stands in the file."""
        row = bisect_right(self.positions, position) - 1
        return self.places[row] + position - self.positions[row]

    def apply(self, rule: str, edits: Iterable[Edit]) -> None:
        """Carry out `edits` (ascending, apart from each other) in the name of `rule`."""
        text, last, gone, row = self.text, 0, 0, 0
        pieces: list[str] = []
        rows: list[tuple[int, int]] = []
        old = [*zip(self.positions, self.places, strict=True), (len(text) + 1, 0)]
        for start, stop, replacement in edits:
            pieces += text[last:start], replacement
            last, kept = stop, start + len(replacement)
            while old[row + 1][0] <= start:  # rows of the map up to here only move
                row += 1
                rows.append((old[row][0] - gone, old[row][1]))
            if replacement and text[start:kept] != replacement:
                if len(replacement) == 1:
                    self.mapped[old[row][1] + start - old[row][0]] = rule
                else:
                    self._note(rule, text, start, replacement)
            if kept < stop:
                while old[row + 1][0] <= stop:
                    row += 1
                    if old[row][0] < kept:
                        rows.append((old[row][0] - gone, old[row][1]))
                gone += stop - kept
                rows.append((stop - gone, old[row][1] + stop - old[row][0]))
        if not pieces:
            return
        if gone:
            self.removed[rule] += gone
        self.text = "".join([*pieces, text[last:]])
        rows = [
            (0, self.places[0]),
            *rows,
            *((position - gone, place) for position, place in old[row + 1 : -1]),
        ]
        rows = [here for here, after in pairwise(rows) if here[0] != after[0]] + rows[-1:]
        self.positions, self.places = [row[0] for row in rows], [row[1] for row in rows]

    def _note(self, rule: str, text: str, start: int, replacement: str) -> None:
        """Note the characters that `replacement` changes, by their place in the file."""
        for offset, (before, after) in enumerate(
            zip(text[start : start + len(replacement)], replacement, strict=False)
        ):
            if before != after:
                self.mapped[self.place(start + offset)] = rule

    def account(self) -> dict[str, int]:
        """How many characters of the file were kept, mapped and removed, the latter two by rule."""
        mapped = Counter(map(self.mapped.__getitem__, self._find_kept(sorted(self.mapped))))
        counts = {"kept": self.size - sum(self.removed.values()) - sum(mapped.values())}
        counts |= {f"mapped {rule}": mapped[rule] for rule in sorted(mapped)}
        return counts | {f"removed {rule}": self.removed[rule] for rule in sorted(self.removed)}

    def _find_kept(self, places: list[int]) -> Iterator[int]:
        """Yield those of the ascending `places` in the file that are still in the text."""
        ends = [*self.positions[1:], len(self.text)]
        row, last = -1, len(self.places) - 1
        for place in places:
            while row < last and self.places[row + 1] <= place:
                row += 1
            if row >= 0 and self.positions[row] + place - self.places[row] < ends[row]:
                yield place


def find_position(edits: tuple[tuple[int, int], ...], place: int) -> int:
    """Return the clean position of `place` in the file, or of the next character that was kept."""
    row = bisect_right(edits, place, key=lambda edit: edit[1]) - 1
    if row < 0:
        return edits[0][0]
    position, start = edits[row]
    following = edits[row + 1][0] if row + 1 < len(edits) else None
    found = position + place - start
    return found if following is None else min(found, following)
