"""Cards on a page: one claim, its interval in each study as a small picture, its evidence in a fold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup
from matplotlib.ticker import MaxNLocator

from analysis.cards import VERDICTS
from analysis.site.prose import in_both, say, translate

Record = Mapping[str, object]
LEFT, RIGHT = 84, 410  # of the small picture, in its own units; names stand to the left
PLACES = 6
TICKS = MaxNLocator(nbins=5, steps=[1, 2, 5, 10])


@dataclass(frozen=True)
class Card:
    """One claim: the rows of its studies (the first is its own), the spans for and against it, its cell."""

    rows: tuple[Record, ...]
    evidence: tuple[Record, ...]
    scale: Scale
    cell: str

    @property
    def id(self) -> str:
        """The claim's id."""
        return str(self.rows[0]["claim"])

    @property
    def verdict(self) -> str:
        """The verdict in the claim's own study."""
        return str(self.rows[0]["verdict"])

    @property
    def sign(self) -> str:
        """The verdict's sign."""
        return VERDICTS[self.verdict]

    def words(self, column: str) -> Markup:
        """Return a text column of the first row in both languages."""
        english = str(self.rows[0][column])
        chinese = self.rows[0].get(f"{column}_zh") or translate(english)
        return in_both(english, None if chinese is None else str(chinese))

    def spans(self, supports: str) -> list[Record]:
        """Return the evidence for (``for``) or against (``against``) the claim."""
        return [row for row in self.evidence if bool(row["supports"]) == (supports == "for")]


@dataclass(frozen=True)
class Scale:
    """The values that the pictures of one unit span, so that cards of one unit can be compared."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where `value` stands in the picture."""
        return round(LEFT + (value - self.low) / (self.high - self.low) * (RIGHT - LEFT), 1)

    @property
    def ticks(self) -> list[float]:
        """The round values that the picture names."""
        ticks = TICKS.tick_values(self.low, self.high)
        return [round(float(tick), PLACES) for tick in ticks if self.low <= tick <= self.high]


def read_cards(about: Record, *, cell: str) -> tuple[Card, ...]:
    """Return the cards of an output of `analysis.cards.show_claims` in `cell`, in its order."""
    claims: Sequence[Record] = [_numbers(row) for row in about["claims"]]  # type: ignore[attr-defined]
    evidence: Sequence[Record] = about["evidence"]  # type: ignore[assignment]
    cards = []
    for id, rows in groupby(claims, key=lambda row: row["claim"]):
        kept = tuple(rows)
        scale = _scale(row for row in claims if row["unit"] == kept[0]["unit"])
        cards.append(Card(kept, tuple(row for row in evidence if row["claim"] == id), scale, cell))
    return tuple(cards)


def _numbers(row: Record) -> Record:
    """JSON has no NaN: `show_claims` writes it as text, which is no number here."""
    return {name: None if value == "nan" else value for name, value in row.items()}


def _scale(rows: Iterable[Record]) -> Scale:
    ends = [row[name] for row in rows for name in ("effect", "low", "high", "null")]
    values = [float(str(end)) for end in ends if end is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    return Scale(low, high if high > low else low + 1)


def show_number(value: object, *, digits: int = 1) -> str:
    """Return a number for a card: a true minus, a comma for thousands, a dash where there is none.

    Examples
    --------
    >>> show_number(-0.256), show_number(None), show_number(1192)
    ('−0.3', '–', '1,192')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    text = f"{value:.{digits}f}" if isinstance(value, float) else f"{value:,}"
    if not float(text.replace(",", "")):
        text = text.removeprefix("-")  # what rounds to nothing has no sign
    return text.replace("-", "−")


def show_q(value: object) -> str:
    """Return a q for a card: three digits, and never a zero that it is not.

    Examples
    --------
    >>> show_q(0.0412), show_q(0.0002), show_q(None)
    ('.041', '< .001', '–')
    """
    if not isinstance(value, float) or math.isnan(value):
        return "–"
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def show_share(share: object, runs: object) -> Markup:
    """Return "5 of 6" for a share of runs, a dash where nothing was run."""
    if share is None or not runs:
        return Markup("–")
    return say("{kept} of {runs}", kept=round(float(str(share)) * int(str(runs))), runs=runs)
