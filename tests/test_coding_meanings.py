"""Meanings: only of sentences that are asked for."""

from __future__ import annotations

import numpy as np

from analysis.codebook import read_codebook
from analysis.coding.examples import make_document
from analysis.coding.meanings import DIGITS, encode_sentences
from analysis.coding.training import DATA
from analysis.reading.lexicon import compile_lexicon

VARIANTS = compile_lexicon(read_codebook(DATA / "codebook")).variants


def test_only_wanted_sentences_and_their_neighbours_are_encoded() -> None:
    written = ["The harbour is open.", "Subscribe", "Tolls were cut.", "Ships came.", "More are due."]
    document = make_document(
        "t", [(text, "body" if " " in text else "boilerplate") for text in written], VARIANTS
    )
    whole, some = encode_sentences(document), encode_sentences(document, wanted=[1, 2])
    assert (np.linalg.norm(whole, axis=1) > 0.99).tolist() == [True, False, True, True, True]
    assert (np.linalg.norm(some, axis=1) > 0.99).tolist() == [True, False, True, True, False]
    np.testing.assert_allclose(some[:4], whole[:4], atol=2 * 10.0**-DIGITS)
    assert not encode_sentences(document, wanted=[1]).any()
