"""Drawings: effects, shares and courses, as SVG for the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

import pandas as pd

from analysis.desk.svg import (
    Scale,
    write_area,
    write_box,
    write_line,
    write_mark,
    write_path,
    write_svg,
    write_text,
)
from analysis.forest import name_of
from analysis.studies import Side
from analysis.wording import word

WIDTH, ROW, TOP, BOTTOM = 760, 20, 26, 40
BOLD = 1.18
LETTER = 6.4  # pixels of a Latin letter; a Han character takes two
COURSE = 190  # pixels of height
EDGE = 46  # pixels left of a course, for its axis; the brush begins there, too
VOLUME = 64


def draw_effects(rows: pd.DataFrame, *, groups: tuple[Side, Side], level: float = 0.05) -> str:
    """Draw Log Ratios with intervals, a row a term, filled where q is below `level` or not computed.

    Takes the frame of `analysis.desk.groups.compare_groups`; long intervals end at the frame.
    """
    rows = rows.sort_values(["log_ratio", "term"], ascending=[False, True])
    reach = min(max([2.0, *(rows["log_ratio"].abs() * 1.25)]), 12.0)
    drawn = rows.to_dict("records")
    labels = [_label(row["term"], row["gloss"]) for row in drawn]
    left = _reserve(labels)
    x, height = Scale((-reach, reach), (left, WIDTH - 96)), TOP + ROW * len(rows) + BOTTOM
    parts = _draw_axis(x, TOP, height - BOTTOM, form="{:g}")
    for place, (row, label) in enumerate(zip(drawn, labels, strict=True)):
        y = TOP + ROW * (place + 0.5)
        side = groups[0] if row["log_ratio"] >= 0 else groups[1]
        parts.append(write_text(left - 8, y + 4, label, anchor="end"))
        if row["low"] == row["low"]:
            parts.append(write_line(x(row["low"]), y, x(row["high"]), y, kind="interval", colour=side.colour))
        sure = not row["q"] >= level  # NaN: not asked
        parts.append(write_mark(x(row["log_ratio"]), y, marker=side.marker, colour=side.colour, filled=sure))
        parts.append(
            write_text(WIDTH, y + 4, f"{row['count_1']} : {row['count_2']}", anchor="end", kind="faint")
        )
    parts += _name_ends(groups, left, WIDTH - 96)
    parts.append(write_text(WIDTH, 14, word("count"), anchor="end", kind="faint"))
    axis = word("Log Ratio, 95 % interval over documents; 1 is twice as frequent")
    parts.append(write_text((left + WIDTH - 96) / 2, height - 6, axis, anchor="middle", kind="faint"))
    return write_svg(parts, width=WIDTH, height=height, alt=word("Terms that set the two groups apart"))


def draw_shares(shares: pd.DataFrame, *, groups: Sequence[Side], marked: str = "") -> str:
    """Draw each group's share of every category with its interval, the largest first; `marked` stands out."""
    order = shares.groupby("category")["share"].max().sort_values(ascending=False, kind="stable").index
    labels = [word(str(category)) for category in order]
    left, top = _reserve(labels), TOP + 4
    limit = max(0.05, float(shares["high"].fillna(shares["share"]).max()))
    x, row = Scale((0, limit), (left, WIDTH - 24)), ROW + 8
    height = top + row * len(order) + BOTTOM
    parts = _draw_axis(x, top, height - BOTTOM, form="{:.0%}")
    for place, (category, label) in enumerate(zip(order, labels, strict=True)):
        kind = "marked" if category == marked else ""
        parts.append(write_text(left - 8, top + row * (place + 0.5) + 4, label, anchor="end", kind=kind))
    for number, side in enumerate(groups):
        own = shares[shares["side"] == side.id].set_index("category")
        for place, category in enumerate(order):
            if category not in own.index:
                continue
            one, y = own.loc[category], top + row * (place + 0.5) + (number - 0.5) * 10
            if one["low"] == one["low"]:
                parts.append(
                    write_line(x(one["low"]), y, x(one["high"]), y, kind="interval", colour=side.colour)
                )
            parts.append(write_mark(x(one["share"]), y, marker=side.marker, colour=side.colour))
    parts += _name_groups(shares, groups)
    axis = word("share of sentences, 95 % interval over documents")
    parts.append(write_text((left + WIDTH) / 2, height - 6, axis, anchor="middle", kind="faint"))
    return write_svg(parts, width=WIDTH, height=height, alt=word("Shares of each category in both groups"))


def draw_course(months: Sequence[str], courses: Mapping[str, pd.DataFrame], *, sides: Sequence[Side]) -> str:
    """Draw each side's share month by month, with its interval: ``month, share, low, high``."""
    shown = [course[course["month"].isin(months)] for course in courses.values()]
    limit = max([0.1, *(float(course["share"].max()) * 1.25 for course in shown if len(course))])
    x = Scale((0, max(len(months) - 1, 1)), (EDGE + 4, WIDTH - 12))
    y, place = Scale((0, limit), (COURSE - 26, 12)), {month: x(i) for i, month in enumerate(months)}
    parts = []
    for tick in y.list_ticks(4):
        parts.append(write_line(EDGE, y(tick), WIDTH, y(tick), kind="grid"))
        parts.append(write_text(EDGE - 6, y(tick) + 4, f"{tick:.0%}", anchor="end", kind="faint"))
    step = max(1, -(-len(months) // 8))
    for month in months[::step]:
        parts.append(write_text(place[month], COURSE - 6, month, anchor="middle", kind="faint"))
    for side, course in zip(sides, shown, strict=True):
        points = [(place[row["month"]], row) for row in course.to_dict("records")]
        known = [(at, row) for at, row in points if row["low"] == row["low"]]
        upper, lower = ([(at, y(row[end])) for at, row in known] for end in ("high", "low"))
        if known:
            parts.append(write_area(upper, lower, colour=side.colour))
        if points:
            line = [(at, y(row["share"])) for at, row in points]
            parts.append(write_path(line, kind="course", colour=side.colour))
            parts.append(write_mark(*line[-1], marker=side.marker, colour=side.colour))
    return write_svg(parts, width=WIDTH, height=COURSE, alt=word("Share of sentences, month by month"))


def draw_volume(months: Sequence[str], counts: Mapping[str, Sequence[int]], *, sides: Sequence[Side]) -> str:
    """Draw how many sentences each month holds, a side above the other: what the brush lies on."""
    most = max([1, *(sum(values) for values in zip(*counts.values(), strict=True))])
    width = (WIDTH - EDGE - 8) / max(len(months), 1)
    parts = []
    for place, month in enumerate(months):
        base = VOLUME - 2.0
        for side in sides:
            tall = counts[side.id][place] / most * (VOLUME - 8)
            said = f"{month}: {name_of((side,), side.id)} {counts[side.id][place]}"
            x, y = EDGE + 4 + place * width, round(base - tall, 1)
            parts.append(
                write_box(round(x, 1), y, round(width - 1, 1), round(tall, 1), colour=side.colour, said=said)
            )
            base -= tall
    parts.append(write_text(EDGE - 6, VOLUME - 4, "0", anchor="end", kind="faint"))
    parts.append(write_text(EDGE - 6, 14, str(most), anchor="end", kind="faint"))
    return write_svg(parts, width=WIDTH, height=VOLUME, alt=word("Sentences a month"))


def _draw_axis(x: Scale, top: float, bottom: float, *, form: str) -> list[str]:
    parts = []
    for tick in x.list_ticks(6):
        parts.append(write_line(x(tick), top, x(tick), bottom, kind="zero" if tick == 0 else "grid"))
        parts.append(write_text(x(tick), bottom + 14, form.format(tick), anchor="middle", kind="faint"))
    return parts


def _name_ends(groups: tuple[Side, Side], left: float, right: float) -> list[str]:
    first, second = groups
    return [
        write_text(left, 14, f"← {name_of((second,), second.id)}", colour=second.colour),
        write_text(right, 14, f"{name_of((first,), first.id)} →", anchor="end", colour=first.colour),
    ]


def _name_groups(shares: pd.DataFrame, groups: Sequence[Side]) -> list[str]:
    parts, x = [], 0.0
    for side in groups:
        own = shares[shares["side"] == side.id]
        n, documents = (int(own[name].max()) if len(own) else 0 for name in ("n", "n_documents"))
        label = word(
            "{side}: n = {n} sentences, {documents} documents",
            side=name_of((side,), side.id),
            n=n,
            documents=documents,
        )
        parts += [
            write_mark(x + 5, 10, marker=side.marker, colour=side.colour),
            write_text(x + 15, 14, label, colour=side.colour),
        ]
        x += _measure(label) * BOLD + 36
    return parts


def _label(term: str, gloss: str) -> str:
    return f"{term} ({gloss})" if gloss and gloss != term else term


def _measure(text: str) -> float:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text) * LETTER


def _reserve(labels: Sequence[str]) -> float:
    return min(max([120, *(_measure(label) + 16 for label in labels)]), 330)
