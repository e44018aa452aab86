"""Date expressions: what the words of a date say, before a reference date turns them into a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from analysis.reading.moments import Moment, make_moment

GRACE = timedelta(days=2)  # a dateline may be a time zone or a press run ahead of the publication date
NEAR = timedelta(days=62)  # a bare day belongs to the month last named where that is farther away than this
SOON = timedelta(days=150)  # so long a month is called by its name alone
FARTHEST = 300  # units: what is farther from the reference is no date of the news


@dataclass(frozen=True, slots=True)
class Expression:
    """The parts that the words name: calendar parts, and a distance from the reference or from the last date.

    ``unit`` and ``count`` are the distance ("last month" is month, -1); ``anchored`` distances start at the
    date last named in the text ("the same day"), others at the reference. ``precision`` is the finest
    that the words allow; ``last`` is the last day of a range of days; ``gone`` says that a month is not the
    one just past, which nobody calls *last May* soon after May.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    quarter: int = 0
    weekday: int = -1
    unit: str = ""
    count: int = 0
    anchored: bool = False
    last: int = 0
    gone: bool = False
    precision: str = "day"


def resolve_expression(
    expression: Expression, *, reference: Moment | None, anchor: Moment | None, future: bool
) -> Moment | None:
    """Return the moment that `expression` means, or None where nothing decides.

    A weekday, a day of the month or a date without a year is the last one that fits, as the news
    uses them, or the next one where `future` says that the sentence plans.

    Examples
    --------
    >>> friday = Moment(2024, 5, 17)
    >>> read = lambda future=False, **parts: str(
    ...     resolve_expression(Expression(**parts), reference=friday, anchor=None, future=future))
    >>> read(weekday=1), read(weekday=1, future=True), read(weekday=1, unit="week", count=-1)
    ('2024-05-14', '2024-05-21', '2024-05-07')
    >>> read(month=7), read(month=7, future=True), read(unit="year", count=-1, month=12)
    ('2023-07', '2024-07', '2023-12')
    """
    if expression.year:
        moment = make_moment(expression.year, expression.month, expression.day, quarter=expression.quarter)
    elif expression.unit:
        moment = _reckon(expression, anchor or reference if expression.anchored else reference)
    elif reference is None:
        moment = _complete(expression, anchor) if anchor else None
    elif expression.weekday >= 0:
        moment = _find_near_weekday(expression.weekday, reference, future)
    elif expression.month or expression.quarter:
        moment = _find_near_year(expression, reference, future)
    elif anchor and abs(anchor.first - reference.first) > NEAR:
        moment = _complete(expression, anchor)
    else:
        moment = _find_near_month(expression, reference, future)
    return moment.clip(expression.precision) if moment else None


def _reckon(expression: Expression, start: Moment | None) -> Moment | None:
    """Go the expression's distance from `start`, then set the calendar parts that it names."""
    if start is None or abs(expression.count) > FARTHEST:
        return None
    if expression.weekday >= 0:
        return start.find_weekday(expression.weekday, week=expression.count)
    if expression.anchored and expression.unit == "year":
        month, day = (expression.month, expression.day) if expression.month else (start.month, start.day)
        return make_moment(start.year + expression.count, month, day)
    moved = start.shift(unit=expression.unit, count=expression.count)
    if expression.unit == "month" and expression.day and moved.precision == "month":
        return make_moment(moved.year, moved.month, expression.day)
    if expression.month or expression.quarter:
        return make_moment(moved.year, expression.month, expression.day, quarter=expression.quarter)
    return moved


def _find_near_weekday(weekday: int, reference: Moment, future: bool) -> Moment:
    this = reference.find_weekday(weekday, week=0)
    if future and this.first < reference.first:
        return reference.find_weekday(weekday, week=1)
    if not future and this.first > reference.last:
        return reference.find_weekday(weekday, week=-1)
    return this


def _find_near_year(expression: Expression, reference: Moment, future: bool) -> Moment | None:
    years = (reference.year + step for step in ((0, 1) if future else (1, 0, -1)))
    for year in years:
        moment = make_moment(year, expression.month, expression.day, quarter=expression.quarter)
        fits = moment is not None and (
            moment.last >= reference.first
            if future
            else moment.first <= reference.last + GRACE - (SOON if expression.gone else timedelta())
        )
        if fits:
            return moment
    return None


def _find_near_month(expression: Expression, reference: Moment, future: bool) -> Moment | None:
    """Resolve a bare day of the month; where the month is not known, neither is the result's."""
    if not reference.day:
        return reference
    for count in (0, 1, 2) if future else (1, 0, -1, -2):  # two, as not every month has a 31st
        month = reference.clip("month").shift(unit="month", count=count)
        moment = make_moment(month.year, month.month, expression.day)
        if moment and (moment.last >= reference.first if future else moment.first <= reference.last + GRACE):
            return moment
    return None


def _complete(expression: Expression, anchor: Moment) -> Moment | None:
    """Take from the date last named what `expression` leaves out."""
    if expression.weekday >= 0:
        return None
    return make_moment(
        anchor.year, expression.month or anchor.month, expression.day, quarter=expression.quarter
    )
