"""Sums: shares of a study's sentences under any choice of them, from arrays laid out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.desk.facets import Facets, Flags, Where, count_month, lay_facets
from analysis.intervals import measure_clustered_shares
from analysis.opening import OpenStudy
from analysis.resampling import SampleError

OF = ("frames", "stance")
COLUMNS = ("side", "category", "count", "n", "n_documents", "share", "low", "high")


@dataclass(frozen=True)
class Speech:
    """A study's counted sentences: their facets, documents, and what they carry, a column per category."""

    sentences: pd.DataFrame
    facets: Facets
    documents: NDArray[np.int_]
    carried: dict[str, tuple[tuple[str, ...], Flags]]


def lay_speech(study: OpenStudy) -> Speech:
    """Lay out the study's counted sentences with the published codes."""
    sentences = study.sentences
    facets = lay_facets(sentences, study)
    frames = tuple(facets.frames)
    stances = tuple(value for value in facets.values["stance"] if value)
    none = np.zeros((len(sentences), 0), bool)
    carried = {
        "frames": (frames, np.column_stack([none, *facets.frames.values()])),
        "stance": (
            stances,
            np.column_stack(
                [none, *(facets.codes["stance"] == facets.values["stance"].index(value) for value in stances)]
            ),
        ),
    }
    return Speech(sentences, facets, pd.factorize(sentences["article"])[0], carried)


def measure_selection(
    speech: Speech, *, of: str, by: str, values: Sequence[str], where: Where
) -> pd.DataFrame:
    """One row per value of facet `by` × category: the share of the chosen sentences that carry it.

    Parameters
    ----------
    of
        ``frames`` or ``stance``.
    where
        What the sentences must have; see `analysis.desk.facets.Facets.choose`.

    Returns
    -------
    ``side`` (the value of `by`), ``category, count, n`` (sentences), ``n_documents, share, low, high`` (95 %
    over documents, see `analysis.intervals.measure_clustered_shares`). A value without sentences has no rows.

    Raises
    ------
    SampleError
        Where no sentence is left.
    """
    chosen = speech.facets.choose(where)
    parts = []
    for value in values:
        known = value in speech.facets.values[by]
        own = chosen & speech.facets.choose({by: value}) if known else np.zeros_like(chosen)
        if own.any():
            parts.append(_measure(speech, own, of).assign(side=value))
    if not parts:
        raise SampleError("no sentence has all of this: widen the choice")
    return pd.concat(parts, ignore_index=True).astype({"count": int})[list(COLUMNS)]


def _measure(speech: Speech, own: Flags, of: str) -> pd.DataFrame:
    categories, carried = speech.carried[of]
    _, document = np.unique(speech.documents[own], return_inverse=True)
    sizes = np.bincount(document).astype(float)
    found = np.zeros((len(sizes), len(categories)))
    np.add.at(found, document, carried[own])
    return measure_clustered_shares(found, sizes).assign(category=categories)


def count_months(speech: Speech, months: Sequence[str], sides: Sequence[str]) -> dict[str, list[int]]:
    """Return per side how many sentences each of `months` holds."""
    places = [count_month(month) for month in months]
    counts = {}
    for side in sides:
        known = side in speech.facets.values["side"]
        own = speech.facets.months[speech.facets.choose({"side": side})] if known else np.array([], int)
        counts[side] = [int((own == place).sum()) for place in places]
    return counts
