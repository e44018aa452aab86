"""Meanings: the same digits on any machine, and only for sentences that are asked for."""

from __future__ import annotations

import numpy as np

from analysis.codebook import read_codebook
from analysis.coding.examples import make_document
from analysis.coding.meanings import DIGITS, WIDTH, draw_waves, encode_sentences
from analysis.coding.training import DATA
from analysis.reading.lexicon import compile_lexicon

VARIANTS = compile_lexicon(read_codebook(DATA / "codebook")).variants


def test_waves_are_exact_whatever_the_order_of_adding() -> None:
    rng = np.random.default_rng(7)
    waves = draw_waves(count=40, gamma=1.0, rng=rng)
    meanings = rng.standard_normal((9, WIDTH))
    meanings = np.round(meanings / np.linalg.norm(meanings, axis=1, keepdims=True), DIGITS)
    order = rng.permutation(WIDTH)
    shuffled = type(waves)(waves.directions[order], waves.shifts)
    spread = waves.spread(meanings)
    assert np.array_equal(spread, shuffled.spread(meanings[:, order]))
    assert np.array_equal(spread, np.vstack([waves.spread(row[None]) for row in meanings]))
    angles = meanings @ (waves.directions / 32.0) + waves.shifts
    np.testing.assert_allclose(spread, np.sqrt(2 / 40) * np.cos(angles), atol=1e-12)


def test_only_wanted_sentences_are_encoded() -> None:
    written = [("The harbour is open.", "body"), ("Subscribe", "boilerplate"), ("Tolls were cut.", "body")]
    document = make_document("t", written, VARIANTS)
    whole, some = encode_sentences(document), encode_sentences(document, wanted=[1, 2])
    assert (np.linalg.norm(whole, axis=1) > 0.99).tolist() == [True, False, True]
    assert not some[:2].any()
    np.testing.assert_allclose(some[2], whole[2], atol=2 * 10.0**-DIGITS)
