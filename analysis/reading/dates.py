"""Dates: the date expressions of a text in both languages, resolved against its publication date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import ModuleType

from ahocorasick_rs import AhoCorasick, Implementation

from analysis.reading import dates_en, dates_zh
from analysis.reading.date_roles import find_role, is_planned
from analysis.reading.expressions import Expression, resolve_expression
from analysis.reading.moments import PRECISIONS, Moment, make_moment

GRAMMARS = (dates_zh, dates_en)
HAN = re.compile(r"[\u3400-\u9fff]")
LINK = re.compile(r"(?:https?://|www\.)[^\s()<>\u3000-\u9fff]+|\b[\w.+-]{1,64}@[\w.-]+")
NUMERIC = {
    "iso": (
        r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
        r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
    ),
    "iso_month": r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)[-/](?P<month>0[1-9]|1[0-2])(?![\d/.%-])",
    "slash": r"(?<![\d/.-])(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)/(?P<year>(?:19|20)?\d\d)(?![\d/])",
    "short": (
        r"(?:(?<=\bon )|(?<=[(（])|(?<=\bby ))"
        r"(?P<first>1[0-2]|0?[1-9])/(?P<second>3[01]|[12]\d|0?[1-9])(?![\d/%])"
    ),
}
DASH = re.compile(r"\s*[—–-]+\s*on\s+")
RANGE = re.compile(r"\s*(?:至|到|—+|–|-|~|～|\bto\b|\bthrough\b|\buntil\b)\s*")
BETWEEN = re.compile(r"\s*and\s*")
CONTRAST = re.compile(r"[,，;；]\s*(?:但|而|却|不过|\bbut\b|\bwhile\b|\byet\b)")
OPENING, CLOSING = re.compile(r"\s*[(（,，—–-]+\s*(?:on\s+)?"), re.compile(r"\s*[)）]")
YEARED = ("full", "iso", "month", "year")  # forms that name a year for what follows them
WINDOW = 80
MONTHED = re.compile(r"月|\d[-/.]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
"""What every date that names its month has: without a reference, no other is known to the day or month."""


@dataclass(frozen=True, slots=True)
class Date:
    """One date expression: its span in the text, what it means, and what it is used for.

    ``role`` is ``on`` (when something happens), ``since``, ``range`` (runs to ``until``), ``goal`` (a
    deadline or an aim), ``asof`` (a statistic's date), ``name`` or ``dateline``; ``planned`` says that
    the words around it plan.
    """

    begin: int
    stop: int
    moment: Moment
    form: str
    role: str = "on"
    until: Moment | None = None
    planned: bool = False

    @property
    def iso(self) -> str:
        """The date in ISO 8601, no finer than it is known."""
        return str(self.moment)

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``quarter`` or ``year``."""
        return self.moment.precision


def find_dates(text: str, *, reference: Moment | None, before: Sequence[Moment] = ()) -> list[Date]:
    """Return the dates that folded `text` names and that can be resolved, in order of text.

    Parameters
    ----------
    text
        Folded text (Simplified, lower case): a sentence or a paragraph.
    reference
        The publication date, as far as it is known; None where it is not.
    before
        The dates that the text before named, the last at the end, for "the same day".

    Examples
    --------
    >>> [(d.iso, d.role) for d in find_dates("本周五发布,到2030年建成", reference=Moment(2024, 5, 18))]
    [('2024-05-17', 'on'), ('2030', 'goal')]
    >>> [d.iso for d in find_dates("signed two weeks ago, cited last may", reference=Moment(2025, 10, 14))]
    ['2025-09-30', '2025-05']
    """
    found: list[Date] = []
    named = list(before)
    for form, begin, stop, expression in _find_expressions(text):
        planned, role = is_planned(text, begin, stop), find_role(text, begin, stop)
        if found:
            expression = _inherit_year(expression, found[-1], text[found[-1].stop : begin])
        anchor = _find_anchor(named, expression)
        if form in ("occasion", "after") and expression.anchored and anchor is None:
            continue
        future = planned or role == "goal" or (role == "since" and _is_nearer_ahead(expression, reference))
        moment = resolve_expression(expression, reference=reference, anchor=anchor, future=future)
        if moment is None:
            continue
        until = make_moment(moment.year, moment.month, expression.last) if expression.last else None
        date = Date(begin, stop, moment, form, role, until, planned)
        joined = _join(text, found[-1], date) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(date)
        if date.role not in ("goal", "asof"):
            named.append(moment)
    return found


def _is_nearer_ahead(expression: Expression, reference: Moment | None) -> bool:
    """Whether a day without its year, as of which something holds, is nearer ahead than behind."""
    if reference is None or expression.year or expression.unit or not (expression.month and expression.day):
        return False
    last, following = (
        resolve_expression(expression, reference=reference, anchor=None, future=future)
        for future in (False, True)
    )
    if last is None or following is None:
        return False
    return following.first - reference.first < reference.first - last.first


def _inherit_year(expression: Expression, last: Date, between: str) -> Expression:
    """Give a month or day without a year the year that the sentence named just before."""
    bare = (expression.month or expression.day) and not (expression.year or expression.unit)
    if not bare or last.form not in YEARED or len(between) > WINDOW or CONTRAST.search(between):
        return expression
    if expression.month:
        later = last.moment.month <= expression.month
        return replace(expression, year=last.moment.year) if later else expression
    month = last.moment.month
    return replace(expression, year=last.moment.year, month=month) if month else expression


def _find_anchor(named: Sequence[Moment], expression: Expression) -> Moment | None:
    """Return the date last named that is as fine as the distance from it: a day for "the same day"."""
    unit = expression.unit if expression.unit in PRECISIONS else "month"
    fine = PRECISIONS[PRECISIONS.index(unit) :]
    return next((moment for moment in reversed(named) if moment.precision in fine), None)


def _join(text: str, last: Date, date: Date) -> Date | None:
    """Return the two as one, where they say one date twice, the second finer, or the ends of a range."""
    between = text[last.stop : date.begin]
    if last.moment == date.moment and OPENING.fullmatch(between):
        closing = CLOSING.match(text, date.stop)
        return replace(last, stop=closing.end() if closing else date.stop)
    if last.moment.clip("month") == date.moment.clip("month") == last.moment and DASH.fullmatch(between):
        return replace(date, begin=last.begin, role=last.role)
    ranges = BETWEEN if text.endswith("between ", 0, last.begin) else RANGE
    if ranges.fullmatch(between) and last.moment.first <= date.moment.first:
        role = "range" if last.role in ("on", "since") else last.role
        return replace(last, stop=date.stop, until=date.moment, role=role)
    return None


def _find_expressions(text: str) -> Iterator[tuple[str, int, int, Expression]]:
    """Yield form, begin, stop and meaning over both grammars, from left to right, without overlaps."""
    hits = []
    for number, grammar in enumerate(GRAMMARS):
        if grammar is dates_zh and not HAN.search(text):
            continue
        candidates, patterns, triggers = _compile_grammar(grammar)
        for begin, end in _find_windows(text, triggers, grammar.REACH):
            for match in candidates.finditer(text, begin, end):
                form = match.lastgroup or ""
                exact = patterns[form].match(text, match.start())
                if exact:
                    parts = {name: part for name, part in exact.groupdict().items() if part is not None}
                    hits.append((exact.start(), -exact.end(), number, form, parts))
    hits += [(*match.span(), -1, "link", {}) for match in LINK.finditer(text)] if "." in text else []
    stop = 0
    for begin, end, number, form, parts in sorted(hits, key=lambda hit: hit[:3]):
        if begin < stop:
            continue
        stop = abs(end)
        if form != "link":
            expression = _read_parts(form, parts, GRAMMARS[number])
            if expression:
                yield form, begin, stop, expression


def _find_windows(text: str, triggers: AhoCorasick, reach: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches around triggers, where alone an expression can stand, joined where they touch."""
    begin, end = 0, -1
    for _, start, stop in triggers.find_matches_as_indexes(text):
        if start - reach[0] > end:
            if end > 0:
                yield begin, end
            begin = max(0, start - reach[0])
        end = stop + reach[1]
    if end > 0:
        yield begin, min(end, len(text))


@cache
def _compile_grammar(
    grammar: ModuleType,
) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]], AhoCorasick]:
    """One pattern that finds every form, one per form that takes a find apart, and the grammar's triggers."""
    forms = NUMERIC | grammar.FORMS
    nameless = {
        form: re.sub(r"\(\?P<\w+>", "(?:", pattern.replace("(?P=mark)", "[-/.]"))
        for form, pattern in forms.items()
    }
    whole = "|".join(f"(?P<{form}>{pattern})" for form, pattern in nameless.items())
    patterns = {form: re.compile(pattern) for form, pattern in forms.items()}
    return re.compile(whole), patterns, AhoCorasick(grammar.TRIGGERS, implementation=Implementation.DFA)


def _read_parts(form: str, parts: dict[str, str], grammar: ModuleType) -> Expression | None:
    if form not in NUMERIC:
        return grammar.read_expression(form, parts)
    year = int(parts.get("year", 0))
    if form.startswith("iso"):
        return Expression(year=year, month=int(parts["month"]), day=int(parts.get("day", 0)))
    first, second = int(parts["first"]), int(parts["second"])
    month, day = (second, first) if first > 12 else (first, second)  # month first, as Americans write it
    return Expression(year=year + 2000 if 0 < year < 100 else year, month=month, day=day)
