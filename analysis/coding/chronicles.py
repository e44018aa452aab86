"""Chronicles: the events that sentences, versions and articles report, each once, with all its evidence."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.reading.moments import PRECISIONS, Moment, parse_moment
from analysis.tables import EVENT_TYPES, SCHEMAS

ALIKE = 0.4  # share of the shorter gist's words that both have, by weight
ACROSS = 0.1  # so much more where the types differ, and so much where the articles do
VERSIONS = 0.2  # so much less between an original and its translation, which tell the same events
EXACT = 0.3  # so much more where another article is less exact about the date, which it then loses
SHARED = 4  # words that rows of unlike precision must share
STEM = 5  # letters by which words are compared: releases, released
WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")
EMPTY = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "its",
        "it",
        "as",
        "is",
        "are",
        "be",
        "has",
        "have",
        "new",
        "first",
        "s",
        "over",
        "after",
        "before",
    ]
)


@dataclass
class _Group:
    """Rows that report one event; ``rows`` are in order of certainty of the date."""

    rows: list[dict]
    moment: Moment
    words: set[str] = field(default_factory=set)


def merge_events(events: pd.DataFrame) -> pd.DataFrame:
    """One row per event and coder, from one row per event and sentence.

    Two rows report one event where their dates can be one (a month holds its days), their sides are
    the same or one is BOTH, and their gists share enough words, of which rare ones weigh more.
    The finest date, the most frequent side and type, and the gist most like the others stand for all;
    ``sentences`` and ``articles`` are joined by ``|``, and the score is the highest.

    The result does not depend on the order of the rows. Chains are not followed: a row joins the one
    group that is most like it.

    Parameters
    ----------
    events
        The columns of the events table, any number of coders.

    Examples
    --------
    >>> rows = pd.DataFrame({
    ...     "event": ["x", "y"], "coder": "machine", "date": ["2025-07-23", "2025-07-23"],
    ...     "precision": "day", "side": "US", "type": "policy",
    ...     "gist": ["White House releases: AI action plan", "White House issues policy: AI action plan"],
    ...     "sentences": ["b#1:0001", "a#1:0002"], "articles": ["b", "a"], "score": [0.7, 0.9]})
    >>> merge_events(rows)[["date", "sentences", "articles"]].to_dict("records")
    [{'date': '2025-07-23', 'sentences': 'a#1:0002|b#1:0001', 'articles': 'a|b'}]
    """
    columns = list(SCHEMAS["events"].columns)
    merged = [
        _merge_group(group)
        for _, rows in events.groupby("coder", sort=True)
        for group in _group_rows(rows[columns].to_dict("records"))
    ]
    table = pd.DataFrame(merged, columns=columns).astype(events[columns].dtypes.to_dict())
    return table.sort_values(["coder", "date", "side", "type", "event"], ignore_index=True)


def _group_rows(rows: list[dict]) -> list[_Group]:
    """Put each row, the finest dates first, to the group that is most like it, or to a new one."""
    groups: list[_Group] = []
    fitting: dict[Moment, list[_Group]] = {}  # those whose date can be this one, which is no finer
    weights = _weigh_words([row["gist"] for row in rows])
    for row in sorted(rows, key=_order_row):
        moment = parse_moment(row["date"])
        if moment is None:
            raise ValueError(
                f"event {row['event']}: date {row['date']!r}; use YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD"
            )
        words = find_words(row["gist"])
        near = fitting.get(moment, [])
        alike = [(_measure_likeness(row, words, group, weights), -i) for i, group in enumerate(near)]
        best, place = max(alike, default=(0.0, 0))
        if best > 0:
            near[-place].rows.append(row)
        else:
            group = _Group([row], moment, words)
            groups.append(group)
            for coarser in list_fitting(moment):
                fitting.setdefault(coarser, []).append(group)
    return groups


def list_fitting(moment: Moment) -> set[Moment]:
    """Return the moments that are no finer than `moment` and can be one date with it.

    Examples
    --------
    >>> sorted(map(str, list_fitting(Moment(2025, 7, 23))))
    ['2025', '2025-07', '2025-07-23', '2025-Q3']
    """
    return {moment.clip(precision) for precision in PRECISIONS}


def _order_row(row: dict) -> tuple:
    length = -len(row["date"])  # a day is written longer than a month
    return length, row["date"], row["side"], row["type"], row["gist"], row["sentences"], row["event"]


def find_words(gist: str) -> set[str]:
    """Return the stems of a gist's words that say something.

    Examples
    --------
    >>> sorted(find_words("OpenAI releases its first open models"))
    ['model', 'open', 'opena', 'relea']
    """
    return {word[:STEM] for word in WORD.findall(gist.lower()) if word not in EMPTY}


def _weigh_words(gists: list[str]) -> dict[str, float]:
    """Return how much each word tells one gist from others: less, the more gists have it."""
    counts = Counter(word for gist in sorted(set(gists)) for word in find_words(gist))
    return {word: math.log(1 + len(gists) / count) for word, count in counts.items()}


def _measure_likeness(row: dict, words: set[str], group: _Group, weights: Mapping[str, float]) -> float:
    """Return how like the row is to the group's first one, whose date fits; 0 where they cannot be one event.

    What one sentence reports apart is apart.
    """
    common = words & group.words
    if not common:
        return 0.0
    first = group.rows[0]
    sides = {row["side"], first["side"]}
    together = any(_tells_apart(row, other) for other in group.rows)
    if together or not (len(sides) == 1 or "BOTH" in sides):
        return 0.0
    total = min(sum(weights[word] for word in sorted(some)) for some in (words, group.words))
    shared = sum(weights[word] for word in sorted(common)) / (total or 1.0)
    other_type = row["type"] != first["type"]
    other_article = all(row["articles"] != other["articles"] for other in group.rows)
    other_version = not other_article and all(_find_version(row) != _find_version(o) for o in group.rows)
    enough = ALIKE + ACROSS * (other_type + other_article) - VERSIONS * other_version
    if row["precision"] != first["precision"] and not other_version:
        vague = other_article and "year" in (row["precision"], first["precision"])
        if vague or len(common) < SHARED:
            return 0.0
        enough += EXACT * other_article
    return shared if shared >= enough else 0.0


def _find_version(row: dict) -> str:
    """Return the text, one version of an article, in which the row's first sentence stands."""
    return row["sentences"].split("|")[0].rpartition(":")[0]


def _tells_apart(row: dict, other: dict) -> bool:
    return row["sentences"] == other["sentences"] and row["gist"] != other["gist"]


def _merge_group(group: _Group) -> dict:
    rows = group.rows
    sentences = sorted({id for row in rows for id in row["sentences"].split("|")})
    side = _choose([row["side"] for row in rows], order=["BOTH"])
    type = _choose([row["type"] for row in rows], order=list(EVENT_TYPES))
    scores = [row["score"] for row in rows if row["score"] == row["score"]]
    named = "\x1f".join((rows[0]["coder"], rows[0]["date"], side, type, sentences[0], _choose_gist(rows)))
    return {
        "event": "E" + hashlib.sha256(named.encode()).hexdigest()[:8],
        "coder": rows[0]["coder"],
        "date": rows[0]["date"],
        "precision": group.moment.precision,
        "side": side,
        "type": type,
        "gist": _choose_gist(rows),
        "sentences": "|".join(sentences),
        "articles": "|".join(sorted({name for row in rows for name in row["articles"].split("|")})),
        "score": max(scores, default=float("nan")),
    }


def _choose(values: list[str], *, order: list[str]) -> str:
    """Return the most frequent value; of equals the first in `order`, else by name."""
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], order.index(v) if v in order else len(order), v))


def _choose_gist(rows: list[dict]) -> str:
    """Return the gist that is most like all others (Jaccard), of equals the longer, then by name."""
    words = {row["gist"]: find_words(row["gist"]) for row in rows}
    likeness = {
        gist: sum(len(own & words[row["gist"]]) / max(1, len(own | words[row["gist"]])) for row in rows)
        for gist, own in words.items()
    }
    return min(words, key=lambda gist: (-round(likeness[gist], 9), -len(gist), gist))
