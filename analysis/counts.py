"""Counts: how often each term stands in each unit on either side, as two sparse matrices.

The unit is what is drawn, left out or relabelled when a comparison is tested: a text, or a paragraph
where there are too few texts. Both matrices have the same rows, so that a unit which speaks of both
sides stays one unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.association import CountError
from analysis.resampling import MIN_DOCUMENTS

UNITS = ("text", "paragraph")


@dataclass(frozen=True)
class Counts:
    """Term counts of two sides: ``matrices[s][unit, term]``, ``sizes[s, unit]`` words.

    ``texts`` gives the text of each unit, ``labels`` its name: ``text`` or ``text:paragraph``.
    """

    sides: tuple[str, str]
    unit: str
    terms: NDArray[np.object_]
    labels: NDArray[np.object_]
    texts: NDArray[np.object_]
    matrices: tuple[sparse.csr_array, sparse.csr_array]
    sizes: NDArray[np.float64]

    @property
    def totals(self) -> NDArray[np.float64]:
        """Words on each side."""
        return self.sizes.sum(axis=1)

    @cached_property
    def found(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Occurrences of each term on each side."""
        return np.asarray(self.matrices[0].sum(axis=0)), np.asarray(self.matrices[1].sum(axis=0))

    @property
    def crossed(self) -> bool:
        """Whether some unit has words on both sides, so that the sides are not independent samples."""
        return bool((self.sizes > 0).all(axis=0).any())

    def choose(self, places: NDArray[np.int_]) -> Counts:
        """The same units with the terms at some `places` only; units keep the size of all their words."""
        first, second = (sparse.csr_array(matrix.tocsc()[:, places]) for matrix in self.matrices)
        return replace(self, terms=self.terms[places], matrices=(first, second))

    @cached_property
    def by_text(self) -> Counts:
        """The same counts with one unit per text."""
        if self.unit == "text":
            return self
        names, row = np.unique(self.texts, return_inverse=True)
        sums = sparse.csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=(len(names), len(row)))
        matrices = (sums @ self.matrices[0], sums @ self.matrices[1])
        return Counts(self.sides, "text", self.terms, names, names, matrices, np.asarray(self.sizes @ sums.T))


def count_terms(terms: pd.DataFrame, *, by: str, sides: tuple[str, str], unit: str = "auto") -> Counts:
    """Count the `terms` table per unit for the two `sides`, values of its column `by`.

    Rows whose `by` is neither of the two sides belong to no side and are not compared.

    Parameters
    ----------
    terms
        One row per text × paragraph × about × voice_side × term, or coarser: ``text``, ``language``,
        ``term``, ``count``, the column `by`, and ``paragraph`` where there is one.
    unit
        ``text``, ``paragraph``, or ``auto``: paragraphs where a side has fewer than
        `MIN_DOCUMENTS` texts and the table tells paragraphs.

    Raises
    ------
    CountError
        On two languages (their words have no common measure), missing values, counts below 1 or
        not whole, rows given twice, an empty side.

    Examples
    --------
    >>> terms = pd.DataFrame({"text": ["a", "b"], "about": ["X", "Y"], "language": "en",
    ...                       "term": ["open", "closed"], "count": [3, 2]})
    >>> counts = count_terms(terms, by="about", sides=("X", "Y"), unit="text")
    >>> counts.terms.tolist(), counts.totals.tolist(), counts.crossed
    (['closed', 'open'], [3.0, 2.0], False)
    """
    if unit not in ("auto", *UNITS):
        raise CountError(f"unit={unit!r}; allowed: 'auto', 'text', 'paragraph'")
    _check_terms(terms, by, unit)
    chosen = terms.loc[terms[by].isin(sides)]
    for side in sides:
        if not (chosen[by] == side).any():
            raise CountError(
                f"no term has {by}={side!r}: an empty side cannot be compared; check sides={sides}"
            )
    languages = sorted(chosen["language"].unique())
    if len(languages) > 1:
        raise CountError(
            f"terms of {len(languages)} languages ({', '.join(languages)}): rates per word compare "
            "within one language only; choose one, or compare concepts (analysis.counts.count_concepts)"
        )
    if unit == "auto":
        texts = chosen.groupby(by)["text"].nunique()
        unit = "paragraph" if texts.min() < MIN_DOCUMENTS and "paragraph" in terms else "text"
    keys = ["text"] if unit == "text" else ["text", "paragraph"]
    units = chosen[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    row = pd.MultiIndex.from_frame(units).get_indexer(pd.MultiIndex.from_frame(chosen[keys]))
    column, names = pd.factorize(chosen["term"], sort=True)
    count, second_side = chosen["count"].to_numpy(float), (chosen[by] == sides[1]).to_numpy()
    shape = (len(units), len(names))
    first, second = (
        sparse.csr_array((count[own], (row[own], column[own])), shape=shape)
        for own in (~second_side, second_side)
    )
    sizes = np.stack([np.asarray(first.sum(axis=1), float), np.asarray(second.sum(axis=1), float)])
    labels = units["text"] if unit == "text" else units["text"] + ":" + units["paragraph"].astype(str)
    return Counts(
        sides,
        unit,
        np.asarray(names, object),
        labels.to_numpy(object),
        units["text"].to_numpy(object),
        (first, second),
        sizes,
    )


def count_concepts(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per text × paragraph × about × voice_side × concept: a terms table in concept space.

    A concept has one id in both languages, so here, and only here, Chinese and English texts are compared:
    a rate is then a share of all mentions, not of words, and holds as far as the codebook finds a concept
    as well in one language as in the other. Negated mentions count: they speak of the concept too.

    Parameters
    ----------
    mentions
        One row per concept hit: ``sentence``, ``concept``.
    sentences
        One row per sentence: ``sentence``, ``text``, ``paragraph``, ``about``, ``voice_side``.

    Examples
    --------
    >>> sentences = pd.DataFrame({"sentence": ["s1"], "text": ["t"], "paragraph": [0],
    ...                           "about": ["X"], "voice_side": ["X"]})
    >>> mentions = pd.DataFrame({"sentence": ["s1", "s1"], "concept": ["gap", "gap"]})
    >>> count_concepts(mentions, sentences)[["text", "language", "term", "count"]].values.tolist()
    [['t', 'concepts', 'gap', 2]]
    """
    keys = ["text", "paragraph", "about", "voice_side"]
    placed = mentions[["sentence", "concept"]].merge(
        sentences[["sentence", *keys]], on="sentence", how="left"
    )
    lost = placed.loc[placed["text"].isna(), "sentence"]
    if len(lost):
        raise CountError(
            f"{len(lost)} mentions stand in no sentence of the table, the first in {lost.iloc[0]!r}"
        )
    counted = placed.groupby([*keys, "concept"], as_index=False).size()
    counted = counted.rename(columns={"concept": "term", "size": "count"})
    counted.insert(4, "language", "concepts")
    return counted


def _check_terms(terms: pd.DataFrame, by: str, unit: str) -> None:
    needed = ["text", "language", "term", "count", by] + (["paragraph"] if unit == "paragraph" else [])
    missing = [column for column in needed if column not in terms]
    if missing:
        raise CountError(f"terms: columns missing: {', '.join(missing)}")
    for column in needed:
        if terms[column].isna().any():
            raise CountError(
                f"terms: {column} is missing in {terms[column].isna().sum()} rows; drop or fill them"
            )
    wrong = terms.loc[(terms["count"] < 1) | (terms["count"] % 1 != 0) | ~np.isfinite(terms["count"])]
    if len(wrong):
        first = wrong.iloc[0]
        raise CountError(
            f"terms: {first['term']!r} has count {first['count']:g}; counts are whole numbers from 1 up"
        )
    keys = [c for c in ("text", "paragraph", "about", "voice_side", by, "term") if c in terms]
    twice = terms.duplicated(keys)
    if twice.any():
        first = terms.loc[twice].iloc[0]
        raise CountError(
            f"terms: {twice.sum()} rows are given twice, the first {first['term']!r} in {first['text']!r}; "
            "drop duplicates before counting"
        )
