"""Samples: all sentences of a side as a machine codes them, with the random sample that people coded too.

Where the machine has learnt from part of the sample, that part cannot tell how often it errs: there it
repeats what it was told. It still says what people say, so it counts by people's codes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.resampling import SampleError, is_descriptive

MIN_CODED = 30  # with fewer coded sentences on a side, its error rates are only described

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CodedSample:
    """One side: sentences × categories of the machine and, for the ``coded`` ones, of ``gold``.

    ``fresh`` says which of the coded ones the machine has not learnt from, ``weight`` how far it is
    believed, ``errors`` (coded × category) what people add to the machine, on average, and ``unseen`` (2 ×
    category) one miss and one invention that the sample did not show. ``share`` is the corrected share,
    ``moves`` (document × category) how much each document moves it.
    """

    machine: Floats
    gold: Floats
    coded: NDArray[np.int_]
    fresh: Flags
    weight: Floats
    errors: Floats
    unseen: Floats
    share: Floats
    moves: pd.DataFrame

    @property
    def documents(self) -> int:
        """How many documents the side has."""
        return len(self.moves)

    @property
    def residual(self) -> Floats:
        """Variance from coding a sample only, with two sentences' worth of error that it did not show."""
        more = np.vstack([self.errors, self.unseen])
        return more.var(axis=0, ddof=1) / len(more)

    @property
    def between(self) -> Floats:
        """What of the variance no further coding takes away."""
        spread = (self.moves.to_numpy() ** 2).sum(axis=0) * self.documents / (self.documents - 1)
        return np.maximum(spread - self.errors.var(axis=0, ddof=1) / len(self.errors), 0)

    @property
    def variance(self) -> Floats:
        """Variance over documents."""
        return self.between + self.residual

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


@dataclass(frozen=True)
class CodedSamples:
    """The coded sample of each side, and the names of the categories, in the order of its columns."""

    sides: Mapping[str, CodedSample]
    categories: Sequence[str]

    @property
    def descriptive(self) -> bool:
        """Whether a side has fewer than 10 documents or `MIN_CODED` coded sentences."""
        documents = [one.documents for one in self.sides.values()]
        return is_descriptive(documents) or min(len(one.gold) for one in self.sides.values()) < MIN_CODED


def read_samples(
    sentences: pd.DataFrame,
    *,
    by: str,
    of: str,
    gold: str,
    coded: str = "gold_kind",
    fresh: str | None = None,
    sides: tuple[str, ...] | None = None,
    categories: tuple[str, ...] | None = None,
    document: str = "article",
) -> CodedSamples:
    """Return each side's coded sample.

    Parameters
    ----------
    sentences
        One row per element that could be drawn (`analysis.elements`): ``sentence``, `by`, `document`, `of`
        (the machine's codes, joined by ``|``), `gold` (people's) and `coded`: filled where it is in the
        random sample, empty elsewhere.
    fresh
        A column that is true where the machine has not learnt from the coded sentence; by default it has
        learnt from none.
    by, sides
        The side, known without coding (which corpus), from each of which the sample was drawn at random.
    categories
        By default all that the machine or people name.

    Raises
    ------
    SampleError
        On missing columns or values, sentences given twice, a side without two documents and two coded
        sentences that the machine has not learnt from.
    """
    _check(sentences, [by, of, gold, coded, document, *([fresh] if fresh else [])])
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
        new = np.ones(len(sample), bool) if fresh is None else chosen[fresh].iloc[sample].to_numpy(bool)
        place, documents = pd.factorize(chosen[document], sort=True)
        if len(documents) < 2 or new.sum() < 2:
            given = f"{len(documents)} documents and {new.sum()} coded sentences"
            raise SampleError(f"{by}={side!r} has {given}; an estimate needs two of each")
        machine, people = _mark(chosen[of], names), _mark(chosen[gold].iloc[sample], names)
        samples[side] = _correct(machine, people, sample, new, place, documents)
    return CodedSamples(samples, names)


def _correct(
    machine: Floats, gold: Floats, coded: NDArray, fresh: Flags, place: NDArray, documents: pd.Index
) -> CodedSample:
    slope = _believe(machine[coded[fresh]], gold[fresh])
    errors = gold[fresh] - slope * machine[coded[fresh]]
    told = _weigh_told(errors, gold[fresh], slope, int((~fresh).sum()))
    weight = (1 - told) * slope
    scale = (1 - told) * len(fresh) / fresh.sum()
    adds = np.zeros(gold.shape)  # each part around its own mean, so that the parts do not add variance
    adds[fresh] = scale * (errors - errors.mean(axis=0))
    mean = (1 - told) * errors.mean(axis=0)
    if not fresh.all():
        people = gold[~fresh]
        adds[~fresh] = told * len(fresh) / (~fresh).sum() * (people - people.mean(axis=0))
        mean = mean + told * people.mean(axis=0)
    share = weight * machine.mean(axis=0) + mean
    moves = np.zeros((len(documents), machine.shape[1]))
    np.add.at(moves, place, weight * (machine - machine.mean(axis=0)) / len(machine))
    np.add.at(moves, place[coded], adds / len(gold))
    return CodedSample(
        machine=machine,
        gold=gold,
        coded=coded,
        fresh=fresh,
        weight=weight,
        errors=adds + mean,
        unseen=np.vstack([scale, -scale * slope]),
        share=np.clip(share, 0, 1),
        moves=pd.DataFrame(moves, index=documents),
    )


def _believe(seen: Floats, gold: Floats) -> Floats:
    """How far the machine is believed, 0 to 1: the slope of people's codes on its own (PPI++)."""
    spread = seen.var(axis=0)
    together = ((seen - seen.mean(axis=0)) * (gold - gold.mean(axis=0))).mean(axis=0)
    return np.clip(together / np.where(spread > 0, spread, 1), 0, 1)


def _weigh_told(errors: Floats, gold: Floats, slope: Floats, told: int) -> Floats:
    """The weight of the part that the machine has learnt from, where its codes count for nothing.

    By precision: a sentence of the other part counts for more by as much as the machine takes away of the
    variance, a ratio that is taken with an unseen miss and invention in it, as a small sample flatters.
    """
    one = np.ones(gold.shape[1])
    left = np.vstack([errors, one, -slope]).var(axis=0)
    whole = np.vstack([gold, one, 0 * one]).var(axis=0)
    return told / (told + len(gold) * np.maximum(whole / left, 1))


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
