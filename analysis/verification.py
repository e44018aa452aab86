"""Verification: our measures beside the numbers that their authors published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa

from analysis import agreement, association, dispersion
from analysis.intervals import join_intervals
from analysis.resampling import measure_wilson

EXACT = 1e-9
SAMPLES = (1177, 341805)  # words in the two samples of Evert's table
TESTS = 20109
NA = np.nan

KRIPPENDORFF_C = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
    [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
]
ENCYCLOPAEDIA = [
    [NA, NA, NA, NA, NA, 3, 4, 1, 2, 1, 1, 3, 3, NA, 3],
    [1, NA, 2, 1, 3, 3, 4, 3, NA, NA, NA, NA, NA, NA, NA],
    [NA, NA, 2, 1, 3, 4, 4, NA, 2, 1, 1, 3, 3, NA, 4],
]
TABLE = np.array([[7, 3], [2, 7]])
KAPPA = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
ALLEMAND = (
    [2, 0, 1, 1, 3, 0, 3, 0, 0, 0],
    [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930],
)
GRIES = ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
EVEN = [1, 1, 1, 1, 1]


def measure_published(oracle: str | Path) -> pd.DataFrame:
    """One row per published number (one per column of Evert's table, for its row that differs most).

    Parameters
    ----------
    oracle
        ``keyness_702.csv``: f1, f2 and the values of R's corpora.

    Returns
    -------
    ``measure, input, source, published, ours, difference, tolerance, agrees, digits``. The tolerance is
    1e-9 (relative above 1), or half a unit of the last of ``digits`` where the source prints no more.
    """
    rows = pd.DataFrame(
        [
            *_check_evert(Path(oracle)),
            *_check_tables(),
            *_check_dispersion(),
            *_check_agreement(),
            *_check_intervals(),
        ],
        columns=["measure", "input", "source", "published", "ours", "digits"],
    )
    rows["difference"] = (rows["ours"] - rows["published"]).abs()
    scale = rows["published"].abs().clip(lower=1)
    printed = 0.5 * 10.0 ** -rows["digits"].fillna(0) * (1 + EXACT)
    rows["tolerance"] = printed.where(rows["digits"].notna(), EXACT * scale)
    rows["agrees"] = rows["difference"] <= rows["tolerance"]
    return rows[[*rows.columns.drop("digits"), "digits"]]


def read_records(folder: str | Path) -> pd.DataFrame:
    """Return the properties as bench/ recorded them on many corpora, and on one text in two scripts."""
    parts = [pd.read_csv(Path(folder) / f"{name}.csv") for name in ("properties", "scripts")]
    records = pd.concat([part.astype({"documents": "Int64"}) for part in parts], ignore_index=True)
    return records.astype({"se": float, "low": float, "high": float})


def tick_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` for showing: yes and no as ticks, what is near 0 in powers of ten, gaps as dashes.

    Examples
    --------
    >>> tick_rows(pd.DataFrame({"difference": [2e-4], "agrees": [True]})).values.tolist()
    [['2e-04', '✓']]
    """
    shown = rows.copy()
    for column in shown.columns:
        if shown[column].dtype == bool:
            shown[column] = np.where(shown[column], "✓", "✗")
        elif column in ("difference", "tolerance"):
            # below, what is left is the processor's rounding
            shown[column] = [f"{value:.0e}" if value > EXACT else "≤ 1e-09" for value in shown[column]]
        elif shown[column].dtype == "Int64":
            shown[column] = shown[column].astype(object).where(shown[column].notna(), "–")
    return shown


def find_bound(published: pd.DataFrame) -> float:
    """Return what no difference exceeds, relative above 1, among numbers printed with all their digits."""
    full = published.loc[published["digits"].isna()]
    return float(max(EXACT, (full["difference"] / full["published"].abs().clip(lower=1)).max()))


def find_range(coverage: pd.DataFrame, *, documents: int) -> dict[str, float]:
    """Return lowest and highest coverage among bounded rows of at least `documents` a side, and corpora."""
    chosen = coverage.loc[coverage["high"].notna() & (coverage["documents"].fillna(documents) >= documents)]
    return {
        "low": chosen["value"].min(),
        "high": chosen["value"].max(),
        "corpora": int(chosen["corpora"].min()),
    }


Rows = Iterable[tuple[str, str, str, float, float, float]]


def _check_evert(path: Path) -> Rows:
    table = pd.read_csv(path)
    counts = (table["f1"], table["f2"], *SAMPLES)
    measures = {
        "G², four-cell, signed": ("g2_signed", association.signed_g2(*counts), "Evert, corpora"),
        "Log Ratio, +½": ("log_ratio", association.log_ratio(*counts), "Hardie 2014; Evert, corpora"),
        "LRC, two-sided, α = .05 / 20109": (
            "lrc", association.conservative_log_ratio(*counts, tests=TESTS), "Evert 2022"),
        "LRC, one-sided": ("lrc_positive", association.log_ratio_bound(*counts, tests=TESTS), "Evert 2022"),
        "Simple maths, k = 100": ("simple_maths", association.simple_maths(*counts), "Kilgarriff 2009"),
    }  # fmt: skip
    for name, (column, ours, source) in measures.items():
        worst = int(np.argmax(np.abs(ours - table[column]) / np.maximum(np.abs(table[column]), 1)))
        where = f"all {len(table)} rows; shown: f1 = {table['f1'][worst]}, f2 = {table['f2'][worst]}"
        yield name, where, source, table[column][worst], ours[worst], NA


def _check_tables() -> Rows:
    def chi2(**options: object) -> float:
        return stats.chi2_contingency(TABLE, **options).statistic  # type: ignore[call-overload]

    quanteda = "quanteda.textstats, tests"
    odds = stats.contingency.odds_ratio(TABLE).statistic
    z = association.log_odds([0, 1], [1, 0], 9, 9, prior=0.05, total=0.55)
    dunning = association.signed_g2(10, 3, 10, 31767)
    rayson = association.signed_g2(10, 5, 100, 200)
    yield "G²", "10, 0, 3, 31764", "Dunning 1993, p. 72", 167.23, float(dunning), 2
    yield "G², four-cell", "10 of 100, 5 of 200", "Rayson & Garside 2000", 7.329812, float(rayson), 6
    yield "χ²", "[[7, 3], [2, 7]]", quanteda, 4.337160, chi2(correction=False), 6
    yield "χ², Yates", "[[7, 3], [2, 7]]", quanteda, 2.632438, chi2(correction=True), 6
    yield "G²", "[[7, 3], [2, 7]]", quanteda, 4.534939, float(association.signed_g2(7, 3, 9, 10)), 6
    yield "G², Williams", "[[7, 3], [2, 7]]", quanteda, 4.200833, association.williams_g2(TABLE), 6
    yield "Fisher odds ratio", "[[7, 3], [2, 7]]", "R, fisher.test", 7.166306, odds, 6
    yield "Fisher p", "[[7, 3], [2, 7]]", "R, fisher.test", 0.069779, stats.fisher_exact(TABLE)[1], 6
    monroe = "Monroe, Colaresi & Quinn 2008, formula 22; fightin_words"
    yield "log-odds z", "0 v 1 of 9, α = .05, α₀ = .55", monroe, -0.6894227886807968, z[0], NA
    yield "log-odds z", "1 v 0 of 9, α = .05, α₀ = .55", monroe, 0.6894227886807968, z[1], NA


def _check_dispersion() -> Rows:
    gries = "Gries 2008, 2019"
    for name, measure, value, digits in (
        ("DP (0 even)", dispersion.dp, 0.18, 2),
        ("DPnorm (0 even)", dispersion.dp_norm, 0.2195, 4),
        ("KLD (0 even)", dispersion.kld, 0.1370, 4),
        ("D (1 even)", dispersion.juilland_d, 0.7852, 4),
        ("S (1 even)", dispersion.rosengren_s, 0.9498, 4),
    ):
        yield name, "1, 2, 3, 4, 5 in 9, 10, 10, 10, 11", gries, value, float(measure(*GRIES)), digits
    for name, measure, value in (
        ("D (1 even)", dispersion.juilland_d, 0.6038797),
        ("D2 (1 even)", dispersion.carroll_d2, 0.6521444),
        ("S (1 even)", dispersion.rosengren_s, 0.4763652),
        ("1 − DP (1 even)", lambda *parts: 1 - dispersion.dp(*parts), 0.5009295),
    ):
        yield name, "ALLEMAND, ten parts", "Lyne; tlda, README", value, float(measure(*ALLEMAND)), 7
    for name, measure, found, value, digits in (
        ("D (1 even)", dispersion.juilland_d, [0, 4, 3, 2, 1], 0.6464, 4),
        ("D2 (1 even)", dispersion.carroll_d2, [2, 1, 1, 1, 0], 0.8277, 4),
        ("S (1 even)", dispersion.rosengren_s, [1, 2, 3, 4, 5], 0.937, 3),
    ):
        where = f"{', '.join(map(str, found))} in five equal parts"
        yield name, where, "as cited in the literature", value, float(measure(found, EVEN)), digits


def _check_agreement() -> Rows:
    for coders, what, source, published in (
        (KRIPPENDORFF_C, "4 coders × 12 units", "Krippendorff 2011, example C",
         {"nominal": 0.743421, "ordinal": 0.815388, "interval": 0.849107, "ratio": 0.797403}),
        (ENCYCLOPAEDIA, "3 coders × 15 units", "fast-krippendorff, sample",
         {"nominal": 0.691358, "interval": 0.810845}),
    ):  # fmt: skip
        codes, values = agreement.number_values(pd.DataFrame(coders).T)
        distances = {
            "nominal": agreement.nominal_distance(values),
            "ordinal": agreement.ordinal_distance(codes, values),
            "interval": agreement.interval_distance(values),
            "ratio": agreement.ratio_distance(values),
        }
        for level, value in published.items():
            yield f"α, {level}", what, source, value, agreement.measure_alpha(codes, distances[level])[0], 6
    sas = "SAS, PROC FREQ; statsmodels, tests"
    found = cohens_kappa(np.array(KAPPA))
    yield "Cohen's κ", str(KAPPA), sas, 0.4842, agreement.measure_kappa(np.array([KAPPA]))[0], 4
    yield "Cohen's κ, interval, low", str(KAPPA), sas, 0.2137, found.kappa_low, 4
    yield "Cohen's κ, interval, high", str(KAPPA), sas, 0.7547, found.kappa_upp, 4


def _check_intervals() -> Rows:
    """Not in the list of oracles: the interval that differences of shares rest on."""
    found, n = np.array([56.0, 48.0]), np.array([70.0, 80.0])
    low, high = join_intervals(found / n, *measure_wilson(found, n), np.zeros(()))
    newcombe = "Newcombe 1998, Table II (a), method 10"
    yield "difference of shares, low", "56 of 70, 48 of 80", newcombe, 0.0524, float(low), 4
    yield "difference of shares, high", "56 of 70, 48 of 80", newcombe, 0.3339, float(high), 4
