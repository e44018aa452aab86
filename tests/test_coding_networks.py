"""Networks: exact sums on any machine; a layer learns what no sum of its inputs tells."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.coding.meanings import DIGITS, WIDTH
from analysis.coding.networks import STEP, Network, fit_network


def draw_meanings(rng: np.random.Generator, count: int) -> np.ndarray:
    meanings = rng.standard_normal((count, WIDTH))
    return np.round(meanings / np.linalg.norm(meanings, axis=1, keepdims=True), DIGITS)


@pytest.fixture
def network() -> Network:
    rng = np.random.default_rng(7)
    steps = [rng.integers(-3000, 3000, shape).astype(np.int16) for shape in ((WIDTH + 1, 30), (31, 4))]
    return Network(*steps)


def test_votes_are_exact_whatever_the_order_of_adding(network):
    rng = np.random.default_rng(8)
    meanings = draw_meanings(rng, 9)
    order = rng.permutation(WIDTH)
    shuffled = Network(network.inward[[*order, WIDTH]], network.outward)
    votes = network.vote(meanings)
    assert np.array_equal(votes, shuffled.vote(meanings[:, order]))
    assert np.array_equal(votes, np.vstack([network.vote(row[None]) for row in meanings]))


def test_votes_are_those_of_the_formula(network):
    meanings = draw_meanings(np.random.default_rng(9), 5)
    inward, outward = network.inward * STEP, network.outward * STEP
    hidden = np.maximum(meanings @ inward[:-1] + inward[-1], 0)
    np.testing.assert_allclose(network.vote(meanings), hidden @ outward[:-1] + outward[-1], atol=1e-2)


def test_a_layer_learns_what_no_sum_tells():
    rng = np.random.default_rng(10)
    corners = rng.integers(0, 2, (400, 2))
    meanings = np.zeros((400, WIDTH))
    meanings[:, :2] = (2 * corners - 1) / np.sqrt(2)
    targets = (corners[:, :1] != corners[:, 1:]).astype(bool)
    network = fit_network(meanings, np.hstack([targets, ~targets]), units=32, penalty=0.01, epochs=60, seed=1)
    assert ((network.vote(meanings)[:, 0] > 0) == targets[:, 0]).all()
    again = fit_network(meanings, np.hstack([targets, ~targets]), units=32, penalty=0.01, epochs=60, seed=1)
    assert np.array_equal(again.inward, network.inward)
