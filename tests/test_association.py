"""Association measures against published tables, other packages and their own symmetry."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats
from statsmodels.stats.contingency_tables import Table2x2

from analysis.association import (
    CountError,
    conservative_log_ratio,
    delta_p,
    log_dice,
    log_odds,
    log_ratio,
    log_ratio_bound,
    signed_g2,
    simple_maths,
    williams_g2,
)

EVERT = pd.read_csv(Path(__file__).parent / "oracles" / "keyness_702.csv")
COUNTS = (EVERT["f1"], EVERT["f2"], 1177, 341805)
SIGNED = {
    "g2": signed_g2,
    "log_ratio": log_ratio,
    "lrc": lambda *counts: conservative_log_ratio(*counts, tests=7),
    "z": lambda *counts: log_odds(*counts, prior=0.5, total=50),
}
tables = st.tuples(
    st.integers(0, 50), st.integers(0, 50), st.integers(50, 5000), st.integers(50, 5000)
)  # f1, f2, n1, n2


@pytest.mark.parametrize(
    ("column", "ours"),
    [
        ("g2_signed", signed_g2(*COUNTS)),
        ("log_ratio", log_ratio(*COUNTS)),
        ("lrc", conservative_log_ratio(*COUNTS, tests=20109)),
        ("lrc_positive", log_ratio_bound(*COUNTS, tests=20109)),
        ("simple_maths", simple_maths(*COUNTS)),
    ],
)
def test_evert_702_rows(column, ours):
    assert len(EVERT) == 702
    np.testing.assert_allclose(ours, EVERT[column], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("counts", "published", "digits"),
    [
        ((10, 3, 10, 31767), 167.23, 2),  # Dunning 1993, p. 72
        ((10, 5, 100, 200), 7.329812, 6),  # Rayson & Garside 2000; the two-cell form would give 6.931
        ((7, 3, 9, 10), 4.534939, 6),  # quanteda
    ],
)
def test_g2_published(counts, published, digits):
    assert round(float(signed_g2(*counts)), digits) == published


def test_williams_published():
    assert round(williams_g2([[7, 3], [2, 7]]), 6) == 4.200833


def test_log_odds_published():
    z = log_odds([0, 1], [1, 0], 9, 9, prior=0.05, total=0.55)
    np.testing.assert_allclose(z, [-0.6894227886807968, 0.6894227886807968], rtol=1e-12)


@settings(deadline=None)
@given(tables)
def test_g2_equals_scipy(counts):
    f1, f2, n1, n2 = counts
    if f1 + f2 == 0:
        assert signed_g2(*counts) == 0
        return
    table = np.array([[f1, n1 - f1], [f2, n2 - f2]])
    theirs = stats.chi2_contingency(
        table[:, table.sum(axis=0) > 0], correction=False, lambda_="log-likelihood"
    )
    assert abs(signed_g2(*counts)) == pytest.approx(theirs.statistic, abs=1e-8)


@settings(deadline=None)
@given(tables)
def test_log_odds_difference_equals_statsmodels(counts):
    f1, f2, n1, n2 = counts
    alpha, total = 0.5, 50.0
    table = [[f1 + alpha, n1 + total - f1 - alpha], [f2 + alpha, n2 + total - f2 - alpha]]
    theirs = Table2x2(np.array(table), shift_zeros=False).log_oddsratio
    ours = log_odds(*counts, prior=alpha, total=total) * np.sqrt(1 / (f1 + alpha) + 1 / (f2 + alpha))
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_log_odds_approaches_the_posterior():
    """With large counts z is the posterior mean over its standard deviation, by digamma and trigamma."""
    f1, f2, n1, n2, alpha, total = 900, 1100, 200_000, 180_000, 2.0, 500.0
    mean = sum(
        sign * (special.digamma(f + alpha) - special.digamma(n + total - f - alpha))
        for sign, f, n in ((1, f1, n1), (-1, f2, n2))
    )
    variance = sum(
        special.polygamma(1, f + alpha) + special.polygamma(1, n + total - f - alpha)
        for f, n in ((f1, n1), (f2, n2))
    )
    assert log_odds(f1, f2, n1, n2, prior=alpha, total=total) == pytest.approx(
        mean / np.sqrt(variance), rel=0.01
    )


@pytest.mark.parametrize("measure", SIGNED.values(), ids=SIGNED)
@settings(deadline=None)
@given(counts=tables)
def test_swapping_samples_flips_the_sign(measure, counts):
    f1, f2, n1, n2 = counts
    there, back = measure(f1, f2, n1, n2), measure(f2, f1, n2, n1)
    assert np.isfinite(there)
    assert there == pytest.approx(-back, abs=1e-9)


@settings(deadline=None)
@given(tables)
def test_lrc_is_never_beyond_the_ratio(counts):
    f1, f2, n1, n2 = counts
    bound = float(conservative_log_ratio(*counts, tests=3))
    if bound:
        plain = np.log2(f1 / n1 * n2 / f2) if f1 and f2 else np.inf * (1 if f1 else -1)
        assert 0 < bound / np.sign(plain) <= abs(plain)


@pytest.mark.parametrize("measure", SIGNED.values(), ids=SIGNED)
def test_absent_on_both_sides_is_no_difference(measure):
    assert measure(0, 0, 100, 100) == 0


def test_bound_without_occurrence_is_undefined():
    assert np.isnan(log_ratio_bound(0, 5, 100, 100, tests=1))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 1, 0, 10), "n1 = 0: the first sample is empty"),
        ((1, 1, 10, 0), "n2 = 0: the second sample is empty"),
        ((-1, 1, 10, 10), "f1 = -1"),
        ((0.5, 1, 10, 10), "f1 = 0.5"),
        ((np.nan, 1, 10, 10), "f1 = nan"),
        ((1, 1, np.inf, 10), "n1 = inf"),
        ((11, 1, 10, 10), "f1 = 11 exceeds n1 = 10"),
    ],
)
def test_impossible_counts_are_named(counts, said):
    with pytest.raises(CountError, match=said):
        signed_g2(*counts)


@pytest.mark.parametrize("prior", [0, -1, np.nan, 60])
def test_impossible_priors_are_refused(prior):
    with pytest.raises(CountError, match="prior"):
        log_odds(1, 2, 100, 100, prior=prior, total=50)


def test_delta_p_and_log_dice_by_hand():
    assert delta_p(8, 10, 20, 100) == pytest.approx(8 / 10 - 12 / 90)
    assert np.isnan(delta_p(0, 0, 20, 100)) and np.isnan(delta_p(20, 100, 20, 100))
    assert log_dice(5, 10, 30) == pytest.approx(14 + np.log2(10 / 40))
    assert np.isnan(log_dice(0, 10, 30))
