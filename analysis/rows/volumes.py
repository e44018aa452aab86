"""Volumes: the documents of one part bound into one text, so that a table takes a few array operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from analysis.reading.documents import Sentence
from analysis.reading.spans import Ints, read_points
from analysis.rows.drafts import Draft


@dataclass(frozen=True)
class Volume:
    """Drafts in order; positions count code points of their folded texts, joined by line feeds."""

    drafts: Sequence[Draft]

    @cached_property
    def folded(self) -> str:
        """The folded texts, joined."""
        return "\n".join(draft.document.folded for draft in self.drafts)

    @cached_property
    def points(self) -> NDArray[np.uint32]:
        """The code points of `folded`."""
        return read_points(self.folded)

    @cached_property
    def starts(self) -> Ints:
        """Where each document begins."""
        lengths = [len(draft.document.folded) + 1 for draft in self.drafts]
        return np.cumsum([0, *lengths])[:-1]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences of all documents, kept or not."""
        return list(chain.from_iterable(draft.document.sentences for draft in self.drafts))

    @cached_property
    def ids(self) -> pa.Array:
        """The ids of the sentences."""
        return pa.array([one.id for one in self.sentences], pa.string())

    @cached_property
    def texts(self) -> tuple[pa.Array, Ints]:
        """The texts that the documents hold, and which of them each sentence is of."""
        places = {v.id: i for i, v in enumerate(v for d in self.drafts for v in d.document.versions)}
        of = np.fromiter((places[one.text] for one in self.sentences), np.int64, len(self.sentences))
        return pa.array(list(places), pa.string()), of

    @cached_property
    def owners(self) -> Ints:
        """The document of each sentence."""
        counts = [len(draft.document.sentences) for draft in self.drafts]
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def begins(self) -> Ints:
        """Where each sentence begins."""
        return np.array([one.begin for one in self.sentences], np.int64) + self.starts[self.owners]

    @cached_property
    def stops(self) -> Ints:
        """Where each sentence stops."""
        return np.array([one.stop for one in self.sentences], np.int64) + self.starts[self.owners]

    @cached_property
    def kept(self) -> Ints:
        """The places of the sentences that have rows of their own."""
        counts = np.cumsum([0, *(len(draft.document.sentences) for draft in self.drafts)])
        places = [
            np.array(draft.kept, np.int64) + first for draft, first in zip(self.drafts, counts, strict=False)
        ]
        return np.concatenate(places) if places else np.zeros(0, np.int64)

    @cached_property
    def articles(self) -> pa.Array:
        """The names of the documents."""
        return pa.array([draft.document.article for draft in self.drafts], pa.string())

    def span(self, begins: Ints, stops: Ints) -> tuple[pa.Array, pa.Array]:
        """Return the spans in the files, as they are on disk, of spans in `folded`."""
        return pa.array(self._place(begins)), pa.array(self._place(stops - 1) + 1)

    def _place(self, positions: Ints) -> Ints:
        clean, file = self._edits
        rows = np.searchsorted(clean, positions, side="right") - 1
        return file[rows] + positions - clean[rows]

    @cached_property
    def _edits(self) -> tuple[Ints, Ints]:
        """Positions in `folded`, and in the document's own file, from where on they go along one by one."""
        edits = [draft.document.edits for draft in self.drafts]
        rows = np.array(list(chain.from_iterable(edits)), np.int64).reshape(-1, 2)
        return rows[:, 0] + np.repeat(self.starts, list(map(len, edits))), rows[:, 1]
