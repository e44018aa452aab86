"""Tally: in how many sentences of each document, on each side, each category of a code stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.codes import split_joined
from analysis.resampling import SampleError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tally:
    """``found[side, unit, category]`` of ``sizes[side, unit]`` sentences.

    ``unit`` is ``document``, or ``paragraph`` where some side has one document only; ``documents`` gives
    the document of each unit.
    """

    sides: tuple[str, ...]
    categories: tuple[str, ...]
    unit: str
    documents: NDArray[np.object_]
    found: Floats
    sizes: Floats

    @property
    def crossed(self) -> bool:
        """Whether some unit has sentences on several sides, so that sides are not independent."""
        return bool(((self.sizes > 0).sum(axis=0) > 1).any())

    @property
    def strata(self) -> NDArray[np.object_]:
        """What is drawn anew, each whole: paragraphs within documents; documents of one side, or all."""
        if self.unit == "paragraph":
            return self.documents
        if self.crossed:
            return np.full(len(self.documents), "all", object)
        return np.array(self.sides, object)[self.sizes.argmax(axis=0)]

    @property
    def n_documents(self) -> NDArray[np.int_]:
        """Documents with sentences, per side."""
        return np.array([len(np.unique(self.documents[sizes > 0])) for sizes in self.sizes])

    @property
    def n_units(self) -> NDArray[np.int_]:
        """Units with sentences, per side."""
        return (self.sizes > 0).sum(axis=1)

    def leave_out(self) -> tuple[NDArray[np.object_], Floats, Floats]:
        """Return documents, and found [side, document, category] and sizes [side, document] without each."""
        names, row = np.unique(self.documents, return_inverse=True)
        gone = np.zeros((len(names), len(row)))
        gone[row, np.arange(len(row))] = 1
        found, sizes = self.found.sum(axis=1), self.sizes.sum(axis=1)
        return names, found[:, None] - gone @ self.found, sizes[:, None] - self.sizes @ gone.T


def tally_codes(
    sentences: pd.DataFrame,
    *,
    by: str,
    of: str,
    sides: tuple[str, ...] | None = None,
    categories: tuple[str, ...] | None = None,
    document: str = "article",
) -> Tally:
    """Tally the values of column `of` (joined by ``|``) over sentences, by side and document.

    Parameters
    ----------
    sentences
        One row per sentence: ``sentence``, `by`, `of`, `document`, and ``paragraph`` where a side has
        one document. Choose primary texts and kinds before.
    sides
        Values of `by` to compare; other rows belong to no side. By default all that occur.
    categories
        Values of `of` to tally, also those that never occur; by default all that occur but the empty one.

    Raises
    ------
    SampleError
        On missing columns or values, sentences given twice, an empty side, or a side with one paragraph.
    """
    _check_sentences(sentences, by, of, document)
    sides = tuple(sorted(sentences[by].unique())) if sides is None else tuple(sides)
    chosen = sentences.loc[sentences[by].isin(sides)]
    for side in sides:
        if not (chosen[by] == side).any():
            raise SampleError(
                f"no sentence has {by}={side!r}: an empty side has no share; check sides={sides}"
            )
    values = _split_values(chosen, of)
    categories = tuple(sorted(set(values[of]) - {""})) if categories is None else tuple(categories)
    single = chosen.groupby(by)[document].nunique().min() < 2
    keys = [document, "paragraph"] if single else [document]
    if single and "paragraph" not in chosen:
        raise SampleError(
            f"a side has one {document} only, and there is no column 'paragraph' to resample instead"
        )
    units = chosen[keys].drop_duplicates().sort_values(keys, ignore_index=True)
    index = pd.MultiIndex.from_frame(units)
    sizes, found = np.zeros((len(sides), len(units))), np.zeros((len(sides), len(units), len(categories)))
    np.add.at(sizes, (_code(chosen[by], sides), index.get_indexer(pd.MultiIndex.from_frame(chosen[keys]))), 1)
    hits = values.loc[values[of].isin(categories)]
    row = index.get_indexer(pd.MultiIndex.from_frame(hits[keys]))
    np.add.at(found, (_code(hits[by], sides), row, _code(hits[of], categories)), 1)
    lonely = [side for side, sized in zip(sides, sizes, strict=True) if (sized > 0).sum() < 2]
    if lonely:
        raise SampleError(f"{by}={lonely[0]!r} has one paragraph only: a share of it has no interval")
    unit = "paragraph" if single else "document"
    return Tally(sides, categories, unit, units[document].to_numpy(object), found, sizes)


def _split_values(sentences: pd.DataFrame, of: str) -> pd.DataFrame:
    empty = sentences.loc[sentences[of] == ""]
    values = pd.concat([split_joined(sentences, of), empty])
    twice = values.duplicated(["sentence", of])
    if twice.any():
        raise SampleError(f"{of}: sentence {values.loc[twice, 'sentence'].iloc[0]!r} names a value twice")
    return values


def _code(values: pd.Series, allowed: tuple[str, ...]) -> NDArray[np.int_]:
    return pd.Categorical(values, categories=list(allowed)).codes.astype(int)


def _check_sentences(sentences: pd.DataFrame, by: str, of: str, document: str) -> None:
    missing = [column for column in ("sentence", by, of, document) if column not in sentences]
    if missing:
        raise SampleError(f"sentences: columns missing: {', '.join(missing)}")
    for column in (by, of, document):
        if sentences[column].isna().any():
            first = sentences.loc[sentences[column].isna(), "sentence"].iloc[0]
            raise SampleError(
                f"sentences: {column} is missing, first in {first!r}; an empty field means none"
            )
    twice = sentences["sentence"].duplicated()
    if twice.any():
        raise SampleError(
            f"sentences: {sentences.loc[twice, 'sentence'].iloc[0]!r} is given twice; drop duplicates"
        )
