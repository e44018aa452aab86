"""Events: what happened when, as the adjudicated coding has it and as the machine finds it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from typing import Any

from analysis.reading.units import Gold
from analysis.rows.drafts import Draft


def list_events(draft: Draft, gold: Gold) -> Iterator[tuple[Any, ...]]:
    """One row per event of each coder: gold first, by unit, then the machine's."""
    told: dict[str, list[str]] = {}
    for i in draft.kept if draft.units else ():
        for unit, _ in draft.units[i]:
            told.setdefault(unit.id, []).append(draft.document.sentences[i].id)
    article = draft.document.article
    for name, sentences in told.items():
        for coded in gold.events.get(name, []):
            date = coded["date"]
            values = (date, _measure_precision(date), coded["side"], coded["type"], coded["gist"])
            yield _make_event("gold", values, "|".join(sentences), article, math.nan)
    for event in draft.events:
        values = (event.date, event.precision, event.side, event.type, event.gist)
        yield _make_event("machine", values, event.sentence, article, event.score)


def _make_event(
    coder: str, values: tuple[str, ...], sentences: str, article: str, score: float
) -> tuple[Any, ...]:
    named = "\x1f".join((coder, *values, sentences.split("|")[0]))
    return ("E" + hashlib.sha256(named.encode()).hexdigest()[:8], coder, *values, sentences, article, score)


def _measure_precision(date: str) -> str:
    return "quarter" if "Q" in date else {4: "year", 7: "month", 10: "day"}[len(date)]
