"""Meanings: only of sentences that are asked for."""

from __future__ import annotations

import numpy as np

from analysis.codebook import read_codebook
from analysis.coding.examples import make_document
from analysis.coding.meanings import DIGITS, encode_sentences
from analysis.coding.training import DATA
from analysis.reading.lexicon import compile_lexicon

VARIANTS = compile_lexicon(read_codebook(DATA / "codebook")).variants


def test_only_wanted_sentences_are_encoded() -> None:
    written = [("The harbour is open.", "body"), ("Subscribe", "boilerplate"), ("Tolls were cut.", "body")]
    document = make_document("t", written, VARIANTS)
    whole, some = encode_sentences(document), encode_sentences(document, wanted=[1, 2])
    assert (np.linalg.norm(whole, axis=1) > 0.99).tolist() == [True, False, True]
    assert not some[:2].any()
    np.testing.assert_allclose(some[2], whole[2], atol=2 * 10.0**-DIGITS)
