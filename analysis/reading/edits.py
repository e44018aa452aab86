"""Edits: what cleaning changed, and where every remaining character stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
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
        text, last, gone, old = self.text, 0, 0, 0
        pieces: list[str] = []
        positions: list[int] = []
        places: list[int] = []
        for start, stop, replacement in edits:
            pieces += text[last:start], replacement
            for offset, (before, after) in enumerate(zip(text[start:stop], replacement, strict=False)):
                if before != after:
                    self.mapped[self.place(start + offset)] = rule
            last = stop
            kept = start + len(replacement)
            if kept == stop:
                continue
            while old < len(self.positions) and self.positions[old] < kept:
                positions.append(self.positions[old] - gone)
                places.append(self.places[old])
                old += 1
            while old < len(self.positions) and self.positions[old] <= stop:
                old += 1
            gone += stop - kept
            self.removed[rule] += stop - kept
            positions.append(stop - gone)
            places.append(self.place(stop))
        if not last and not pieces:
            return
        pieces.append(text[last:])
        positions += [position - gone for position in self.positions[old:]]
        places += self.places[old:]
        self.text = "".join(pieces)
        self.positions, self.places = _drop_repeated(positions, places)

    def account(self) -> dict[str, int]:
        """How many characters of the file were kept, mapped and removed, the latter two by rule."""
        mapped = Counter(rule for place, rule in self.mapped.items() if self._keeps(place))
        counts = {"kept": self.size - sum(self.removed.values()) - sum(mapped.values())}
        counts |= {f"mapped {rule}": mapped[rule] for rule in sorted(mapped)}
        return counts | {f"removed {rule}": self.removed[rule] for rule in sorted(self.removed)}

    def _keeps(self, place: int) -> bool:
        row = bisect_right(self.places, place) - 1
        if row < 0:
            return False
        position = self.positions[row] + place - self.places[row]
        end = self.positions[row + 1] if row + 1 < len(self.positions) else len(self.text)
        return position < end


def _drop_repeated(positions: list[int], places: list[int]) -> tuple[list[int], list[int]]:
    """Keep the last of the rows that share a position: nothing of the earlier ones is left."""
    keep = [
        i for i, position in enumerate(positions) if i + 1 == len(positions) or positions[i + 1] != position
    ]
    return [positions[i] for i in keep], [places[i] for i in keep]


def find_position(edits: tuple[tuple[int, int], ...], place: int) -> int:
    """Return the clean position of `place` in the file, or of the next character that was kept."""
    row = bisect_right(edits, place, key=lambda edit: edit[1]) - 1
    if row < 0:
        return edits[0][0]
    position, start = edits[row]
    following = edits[row + 1][0] if row + 1 < len(edits) else None
    found = position + place - start
    return found if following is None else min(found, following)
