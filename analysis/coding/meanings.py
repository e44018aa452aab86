"""Meanings: one vector a sentence from a multilingual encoder, in one pass over a document.

The encoder is the Universal Sentence Encoder (Yang et al. 2020, multilingual, ACL demos), the one that
aligns versions. Sentences that say the same in other words, or in another language, lie close together.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.reading.alignment import encode
from analysis.reading.documents import Document

WIDTH = 512
MOST = 400  # characters of a sentence that are read: bounds time
DIGITS = 5  # beyond, a vector depends on the sentences it was computed with


def encode_sentences(document: Document, *, wanted: Iterable[int] | None = None) -> np.ndarray:
    """Return one row per sentence of `document`, of unit length; boilerplate has zeros.

    So have sentences that are not `wanted`, unless they stand beside one that is: whom a sentence is about is
    told by its neighbours, too. To encode a sentence takes longer than all other coding of it.
    """
    meanings = np.zeros((len(document.sentences), WIDTH))
    read = [place for place, sentence in enumerate(document.sentences) if sentence.kind != "boilerplate"]
    if wanted is not None:
        asked = np.pad(np.isin(read, np.fromiter(wanted, np.int64)), 1)
        near = asked[:-2] | asked[1:-1] | asked[2:]
        read = [place for place, heard in zip(read, near, strict=True) if heard]
    if read:
        sentences = (document.sentences[number] for number in read)
        texts = [document.folded[s.begin : min(s.stop, s.begin + MOST)] for s in sentences]
        meanings[read] = np.round(encode(texts), DIGITS)
    return meanings
