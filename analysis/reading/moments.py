"""Moments: dates known to the day, the month, the quarter or the year, and what can be reckoned from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

ISO = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d\d)(?:-(\d\d))?))?\Z")
PRECISIONS = ("year", "quarter", "month", "day")  # from coarse to fine
MID_MONTH, MID_YEAR = 15, 7  # where a reckoning starts when the day or the month is not known


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is known: what is not known is 0.

    Examples
    --------
    >>> str(Moment(2024, 5)), Moment(2024, 5).precision, str(Moment(2024, quarter=3))
    ('2024-05', 'month', '2024-Q3')
    """

    year: int
    month: int = 0
    day: int = 0
    quarter: int = 0

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``quarter`` or ``year``."""
        return "day" if self.day else "month" if self.month else "quarter" if self.quarter else "year"

    @property
    def first(self) -> date:
        """The first day that the moment can mean."""
        return date(
            self.year, self.month or self.quarter * 3 - 2 if self.month or self.quarter else 1, self.day or 1
        )

    @property
    def last(self) -> date:
        """The last day that the moment can mean."""
        length = {"day": {"days": 1}, "month": {"months": 1}, "quarter": {"months": 3}, "year": {"years": 1}}
        return self.first + relativedelta(**length[self.precision]) - relativedelta(days=1)

    def __str__(self) -> str:
        if self.quarter:
            return f"{self.year:04}-Q{self.quarter}"
        return "-".join([f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part])

    def clip(self, precision: str) -> Moment:
        """Return the moment, known no finer than `precision`."""
        if PRECISIONS.index(precision) >= PRECISIONS.index(self.precision):
            return self
        if precision == "quarter":
            return Moment(self.year, quarter=(self.month + 2) // 3)
        return Moment(self.year, self.month if precision == "month" else 0)

    def shift(self, *, unit: str, count: int) -> Moment:
        """Return the moment `count` units (day, week, month, year) later, as fine as the unit allows.

        A count of weeks leads to a day, as "two weeks ago" does in the news.

        Examples
        --------
        >>> str(Moment(2025, 10, 14).shift(unit="week", count=-2))
        '2025-09-30'
        >>> str(Moment(2025, 1, 31).shift(unit="month", count=1))
        '2025-02'
        >>> str(Moment(2025, 10).shift(unit="week", count=-1))
        '2025-10'
        """
        start = date(self.year, self.month or MID_YEAR, self.day or MID_MONTH)
        months = relativedelta(months=count * {"month": 1, "year": 12}.get(unit, 0))
        moved = start + months + relativedelta(days=count * {"day": 1, "week": 7}.get(unit, 0))
        finest = "day" if unit in ("day", "week") else unit
        return Moment(moved.year, moved.month, moved.day).clip(finest).clip(self.precision)

    def find_weekday(self, weekday: int, *, week: int) -> Moment:
        """Return the weekday (Monday is 0) of the week `week` weeks later; weeks begin on Monday.

        Where the day is not known, neither is the result's.
        """
        if not self.day:
            return self
        moved = self.first + relativedelta(days=weekday - self.first.weekday() + 7 * week)
        return Moment(moved.year, moved.month, moved.day)

    def fits(self, other: Moment) -> bool:
        """Whether the two can be one date: the coarser one contains the finer one.

        Examples
        --------
        >>> Moment(2024, 5).fits(Moment(2024, 5, 16)), Moment(2024, quarter=1).fits(Moment(2024, 5))
        (True, False)
        """
        coarse, fine = sorted((self, other), key=lambda moment: PRECISIONS.index(moment.precision))
        return fine.clip(coarse.precision) == coarse


def parse_moment(iso: str) -> Moment | None:
    """Return the moment that an ISO date says (``2024``, ``2024-Q2``, ``2024-05``, ``2024-05-16``), or None.

    Examples
    --------
    >>> parse_moment("2024-05"), parse_moment("2024-02-30"), parse_moment("")
    (Moment(year=2024, month=5, day=0, quarter=0), None, None)
    """
    match = ISO.match(iso)
    if not match:
        return None
    year, quarter, month, day = (int(part or 0) for part in match.groups())
    return make_moment(year, month, day, quarter=quarter)


def make_moment(year: int, month: int = 0, day: int = 0, *, quarter: int = 0) -> Moment | None:
    """Return the moment, or None where the calendar has no such date."""
    moment = Moment(year, month, day, quarter)
    try:
        return moment if moment.first and (month or not day) else None
    except ValueError:
        return None
