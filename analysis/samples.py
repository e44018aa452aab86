"""Samples: all sentences of a side as a machine codes them, with the random sample that people coded too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.resampling import SampleError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CodedSample:
    """One side: sentences × categories of the machine and, for the ``coded`` ones, of ``gold``.

    ``weight`` says how far the machine is believed, ``share`` is the corrected share, ``moves`` (document ×
    category) how much each document moves it, ``residual`` the variance from coding a sample only.
    """

    machine: Floats
    gold: Floats
    coded: NDArray[np.int_]
    weight: Floats
    share: Floats
    moves: pd.DataFrame
    residual: Floats

    @property
    def documents(self) -> int:
        """How many documents the side has."""
        return len(self.moves)

    @property
    def variance(self) -> Floats:
        """Variance over documents, with two sentences' worth of error that the sample did not show."""
        return self.between + self.residual

    @property
    def between(self) -> Floats:
        """What of the variance no further coding takes away."""
        spread = (self.moves.to_numpy() ** 2).sum(axis=0) * self.documents / (self.documents - 1)
        errors = self.gold - self.weight * self.machine[self.coded]
        return np.maximum(spread - errors.var(axis=0, ddof=1) / len(errors), 0)

    @property
    def interval(self) -> tuple[Floats, Floats]:
        """Wilson's interval for the sample size that would have this variance."""
        t = stats.t.ppf(0.975, self.documents - 1)
        least = 0.5 / len(self.gold)
        middle = np.clip(self.share, least, 1 - least)
        n = middle * (1 - middle) / self.variance
        centre = (middle + t**2 / (2 * n)) / (1 + t**2 / n)
        half = t / (1 + t**2 / n) * np.sqrt(middle * (1 - middle) / n + t**2 / (4 * n**2))
        return np.minimum(centre - half, self.share), np.maximum(centre + half, self.share)

    def correlate(self, other: CodedSample) -> Floats:
        """Return how the shares of two sides go together through the documents that are on both."""
        shared = self.moves.index.intersection(other.moves.index)
        together = (self.moves.loc[shared].to_numpy() * other.moves.loc[shared].to_numpy()).sum(axis=0)
        scale = np.sqrt((self.moves.to_numpy() ** 2).sum(axis=0) * (other.moves.to_numpy() ** 2).sum(axis=0))
        return together / np.where(scale > 0, scale, 1)


def read_samples(
    sentences: pd.DataFrame,
    by: str,
    of: str,
    gold: str,
    coded: str,
    sides: tuple[str, ...] | None,
    categories: tuple[str, ...] | None,
    document: str,
) -> tuple[dict[str, CodedSample], list[str]]:
    """Return each side's coded sample, and the names of the categories.

    Raises
    ------
    SampleError
        On missing columns or values, sentences given twice, a side without two documents and two coded
        sentences.
    """
    _check(sentences, [by, of, gold, coded, document])
    sides = tuple(sorted(sentences[by].unique())) if sides is None else sides
    in_sample = ~sentences[coded].astype(str).isin(["", "False"])
    named = pd.concat([sentences[of], sentences.loc[in_sample, gold]])
    found = {member for value in named.unique() for member in value.split("|") if member}
    names = sorted(found) if categories is None else list(categories)
    if not names:
        raise SampleError(f"neither {of} nor {gold} names any category; there is nothing to estimate")
    samples = {}
    for side in sides:
        chosen = sentences.loc[sentences[by] == side]
        sample = np.flatnonzero(in_sample.loc[chosen.index])
        place, documents = pd.factorize(chosen[document], sort=True)
        if len(documents) < 2 or len(sample) < 2:
            given = f"{len(documents)} documents and {len(sample)} coded sentences"
            raise SampleError(f"{by}={side!r} has {given}; an estimate needs two of each")
        machine, people = _mark(chosen[of], names), _mark(chosen[gold].iloc[sample], names)
        samples[side] = _correct(machine, people, sample, place, documents)
    return samples, names


def _correct(
    machine: Floats, gold: Floats, coded: NDArray, place: NDArray, documents: pd.Index
) -> CodedSample:
    seen = machine[coded]
    spread = seen.var(axis=0)
    together = ((seen - seen.mean(axis=0)) * (gold - gold.mean(axis=0))).mean(axis=0)
    weight = np.clip(together / np.where(spread > 0, spread, 1), 0, 1)
    errors = gold - weight * seen
    share = weight * machine.mean(axis=0) + errors.mean(axis=0)
    moves = np.zeros((len(documents), machine.shape[1]))
    np.add.at(moves, place, weight * (machine - machine.mean(axis=0)) / len(machine))
    np.add.at(moves, place[coded], (errors - errors.mean(axis=0)) / len(gold))
    more = np.vstack([errors, np.ones_like(weight), -weight])
    residual = more.var(axis=0, ddof=1) / len(more)
    return CodedSample(
        machine, gold, coded, weight, np.clip(share, 0, 1), pd.DataFrame(moves, index=documents), residual
    )


def _mark(values: pd.Series, names: list[str]) -> Floats:
    padded = "|" + values.astype(str) + "|"
    return np.column_stack([padded.str.contains(f"|{name}|", regex=False).to_numpy(float) for name in names])


def _check(sentences: pd.DataFrame, columns: list[str]) -> None:
    missing = [column for column in ("sentence", *columns) if column not in sentences]
    if missing:
        raise SampleError(f"sentences: columns missing: {', '.join(missing)}")
    for column in columns:
        if sentences[column].isna().any():
            raise SampleError(f"sentences: {column} has missing values; an empty field means none")
    if sentences["sentence"].duplicated().any():
        raise SampleError("sentences: some are given twice; drop duplicates")
