"""Facets: by what the rows of a study may be chosen, as arrays laid out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.opening import OpenStudy

FACETS = ("side", "about", "voice_side", "voice", "outlet", "language", "stance", "frame")
LABELS = {"side": "channel", "voice_side": "voice's side"}  # of facets that are called otherwise
SINCE, UNTIL = "since", "until"
Where = Mapping[str, str]
Flags = NDArray[np.bool_]


class FacetError(ValueError):
    """A choice of rows that the table cannot make, with the facet, the value and what is allowed."""


@dataclass(frozen=True)
class Facets:
    """The facets of `size` rows: per facet the code of each row, and the values that the codes
    stand for.

    ``months`` has each row's month as months since year 0, -1 where it is not known; ``frames`` says
    per frame which rows carry it.
    """

    size: int
    codes: dict[str, NDArray[np.int_]]
    values: dict[str, tuple[str, ...]]
    months: NDArray[np.int_]
    frames: dict[str, Flags]

    def choose(self, where: Where) -> Flags:
        """Return which rows have every facet in `where`; ``since`` and ``until`` are months, both included.

        Raises
        ------
        FacetError
            On a facet that the rows do not have, or a value that none of them has.
        """
        chosen = np.ones(self.size, bool)
        for facet, value in where.items():
            if facet == SINCE:
                chosen &= self.months >= count_month(value)
            elif facet == UNTIL:
                chosen &= (self.months >= 0) & (self.months <= count_month(value))
            elif facet == "frame" and self.frames:
                chosen &= self._find(facet, value, self.frames)
            elif facet in self.codes and value in self.values[facet]:
                chosen &= self.codes[facet] == self.values[facet].index(value)
            else:
                allowed = ", ".join(self.values.get(facet, tuple(self.values)))
                raise FacetError(f"{facet} = {value!r}: not among {allowed}")
        return chosen

    def _find(self, facet: str, value: str, flags: Mapping[str, Flags]) -> Flags:
        if value not in flags:
            raise FacetError(f"{facet} = {value!r}: not among {', '.join(flags)}")
        return flags[value]

    def count(self, facet: str) -> dict[str, int]:
        """Return how many rows each value of the facet has, the most frequent first; empty ones go."""
        if facet == "frame":
            found = {frame: int(flags.sum()) for frame, flags in self.frames.items()}
        else:
            sums = np.bincount(self.codes[facet], minlength=len(self.values[facet]))
            found = dict(zip(self.values[facet], sums.tolist(), strict=True))
        kept = {value: n for value, n in found.items() if value and n}
        return dict(sorted(kept.items(), key=lambda pair: (-pair[1], pair[0])))


def lay_facets(rows: pd.DataFrame, study: OpenStudy) -> Facets:
    """Lay out the facets of `rows`: a table with ``text`` or ``article``, and what of `FACETS` it has.

    The side and the month are the document's, the outlet is the article's.
    """
    article = (
        rows["article"] if "article" in rows else rows["text"].map(study.texts.set_index("text")["article"])
    )
    documents, articles = study.documents.set_index("document"), study.articles.set_index("article")
    known = {
        "side": article.map(documents["side"]),
        "outlet": article.map(articles["outlet"]),
        **{facet: rows[facet] for facet in FACETS if facet in rows},
    }
    codes, values = {}, {}
    for facet, column in known.items():
        found, names = pd.factorize(column.fillna("").astype(object), sort=True)
        codes[facet], values[facet] = found, tuple(map(str, names))
    dates = article.map(documents["date"]).fillna("")
    days, place = np.unique(dates.to_numpy(object).astype(str), return_inverse=True)
    months = np.array([count_month(date) if len(date) >= 7 else -1 for date in days])[place]
    return Facets(len(rows), codes, values, months, _lay_frames(rows))


def _lay_frames(rows: pd.DataFrame) -> dict[str, Flags]:
    if "frames" not in rows:
        return {}
    joined, place = np.unique(rows["frames"].to_numpy(object).astype(str), return_inverse=True)
    sets = [set(one.split("|")) for one in joined]
    names = sorted(set().union(*sets) - {""})
    return {name: np.array([name in one for one in sets])[place] for name in names}


def count_month(date: str) -> int:
    """Return the months from year 0 to the month of `date` (YYYY-MM or YYYY-MM-DD).

    Examples
    --------
    >>> count_month("2024-03") - count_month("2023-12-31")
    3
    """
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def name_month(month: int) -> str:
    """Return the month that `count_month` counted.

    Examples
    --------
    >>> name_month(count_month("2024-03"))
    '2024-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def list_months(facets: Facets) -> list[str]:
    """Return every month from the first to the last that is known; none where no date is known."""
    known = facets.months[facets.months >= 0]
    return [name_month(month) for month in range(known.min(), known.max() + 1)] if len(known) else []
