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

    So have sentences that are not `wanted`: to encode one takes longer than all other coding of it.
    """
    meanings = np.zeros((len(document.sentences), WIDTH))
    places = range(len(document.sentences)) if wanted is None else wanted
    read = [place for place in places if document.sentences[place].kind != "boilerplate"]
    if read:
        sentences = (document.sentences[number] for number in read)
        texts = [document.folded[s.begin : min(s.stop, s.begin + MOST)] for s in sentences]
        meanings[read] = np.round(encode(texts), DIGITS)
    return meanings
