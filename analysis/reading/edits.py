"""Edits: what cleaning changed, and where every remaining character stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Edit = tuple[int, int, str]  # begin, stop and replacement, which is never longer: the rest is removed


@dataclass
class Ledger:
    """The text under cleaning, with its map to the file and the account of every character.

    ``positions`` and ``places`` are the two columns of one ascending table: clean position
    ``positions[i]`` stands at ``places[i]`` in the file, and so on one by one until the next row.

    Examples
    --------
    >>> ledger = Ledger("国(guó)家")
    >>> ledger.apply("pinyin", [(1, 6, "")])
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
        rows = [(0, self.places[0])]
        old = [*zip(self.positions, self.places, strict=True), (len(text) + 1, 0)]
        following = old[1][0]
        for start, stop, replacement in edits:
            pieces += text[last:start], replacement
            last, kept = stop, start + len(replacement)
            while following <= start:  # rows of the map up to here only move
                row += 1
                rows.append((old[row][0] - gone, old[row][1]))
                following = old[row + 1][0]
            if replacement and text[start:kept] != replacement:
                if kept == start + 1:
                    self.mapped[old[row][1] + start - old[row][0]] = rule
                else:
                    self._note(rule, text, start, replacement)
            if kept < stop:
                while following <= stop:
                    row += 1
                    if old[row][0] < kept:
                        rows.append((old[row][0] - gone, old[row][1]))
                    following = old[row + 1][0]
                gone += stop - kept
                rows.append((stop - gone, old[row][1] + stop - old[row][0]))
        if not pieces:
            return
        self.text = "".join([*pieces, text[last:]])
        if gone:
            self.removed[rule] += gone
            rows += [(position - gone, place) for position, place in old[row + 1 : -1]]
            firm = dict(rows)  # of rows for one position the last holds
            self.positions, self.places = list(firm), list(firm.values())

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
