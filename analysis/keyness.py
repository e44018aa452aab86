"""Keyness: which words belong to one side more than to the other, with all that a reader needs in one row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy import stats

from analysis import association
from analysis.counts import Counts, count_terms
from analysis.dispersion import dp_norm
from analysis.evidence import find_evidence
from analysis.figures import new_axes
from analysis.forest import draw_estimates, name_of, name_rows, style_of
from analysis.permutation import measure_p
from analysis.resampling import is_descriptive, join_freedom, reach
from analysis.studies import Side
from analysis.wording import word

PER = 1000  # rates are occurrences per thousand words
PRIOR = 500.0  # α₀, the weight in words of the prior of the log-odds (docs/decisions/0023)
BLOCK = 1000  # terms held dense at once


def measure_keyness(
    terms: pd.DataFrame,
    *,
    by: str,
    sides: tuple[str, str],
    rng: np.random.Generator,
    unit: str = "auto",
    permutations: int = 1000,
    prior_weight: float = PRIOR,
    prior: pd.Series | None = None,
    glosses: dict[str, str] | None = None,
    sentences: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per term found on either side, those on one side only among them.

    Within one language only; Chinese and English meet as concepts (`analysis.counts.count_concepts`).
    `terms` should hold all words, stop words too, for they are the rates' denominator and the family of
    tests: choose rows from the result, not from the input.

    Parameters
    ----------
    terms
        The terms table: one row per text × paragraph × about × voice_side × term. Primary texts only.
    by, sides
        The column that says which side a row belongs to, and its two values; other rows are no side's.
    unit
        What is exchangeable: ``text``, ``paragraph`` (within texts), or ``auto``: paragraphs where a side
        has fewer than `resampling.MIN_DOCUMENTS` texts.
    prior_weight, prior
        α₀ in words, and the corpus that the prior is proportional to (term → count); by default the two
        sides together. A term that `prior` lacks is taken to occur there half a time.
    glosses
        Term → gloss; '' where there is none.
    sentences
        The sentences table; with it the evidence is spans in the file, else paragraphs.

    Returns
    -------
    Ordered by p, then by the size of the Log Ratio, then by term:

    - ``term, gloss, side`` (the side that it is key for, '' for neither), ``side_1, side_2``
    - ``count_``, ``rate_`` (per 1,000 words), ``documents_`` (texts) and ``dpnorm_`` (0 even, 1 clumped;
      over `unit`; NaN where the side lacks the term or has one unit) ``1`` and ``2``
    - ``log_ratio, low, high``: log₂ of the ratio of rates (positive: side 1), 95 % interval over units,
      NaN where a side is one unit
    - ``lrc``: conservative Log Ratio; ``g2``: signed four-cell G²; ``z``: weighted log-odds with ``prior``.
      All three take words as independent: descriptive
    - ``p``: permutation of labels over units; ``q``: Benjamini–Hochberg over ``family`` tests, all terms of
      the two sides; p is at least 1 / (20 × permutations + 1)
    - ``stability``: share of texts whose leaving out keeps the sign of the Log Ratio
    - ``unit, descriptive``: what was resampled, and whether the rule allows only "descriptive"
    - ``evidence_1, evidence_2``: up to three places with most occurrences, joined by ``|``: text:paragraph,
      or article:start-end with `sentences`

    Source: interval: delete-one jackknife over units (Tukey 1958) with Welch–Satterthwaite freedom and at
    least Poisson variance; the rest in `analysis.association`, `analysis.dispersion`, `analysis.permutation`.

    Raises
    ------
    CountError
        See `analysis.counts.count_terms`.

    Examples
    --------
    >>> terms = pd.DataFrame({"text": list("aabbccdd"), "about": list("XXXXYYYY"), "language": "en",
    ...                       "term": ["open", "ai"] * 2 + ["closed", "ai"] * 2, "count": [5, 9] * 4})
    >>> rows = measure_keyness(terms, by="about", sides=("X", "Y"), unit="text", rng=np.random.default_rng(1))
    >>> rows[["term", "side", "count_1", "count_2", "log_ratio"]].round(2).values.tolist()
    [['closed', 'Y', 0, 10, -4.39], ['open', 'X', 10, 0, 4.39], ['ai', '', 18, 18, 0.0]]
    """
    counts = count_terms(terms, by=by, sides=sides, unit=unit)
    (f1, f2), (n1, n2) = counts.found, counts.totals
    family = len(counts.terms)
    ratio = association.log_ratio(f1, f2, n1, n2)
    weights, note = _weigh_prior(counts, prior, prior_weight)
    documents = [np.diff(m.tocsc().indptr) for m in counts.by_text.matrices]
    p = measure_p(counts, permutations=permutations, rng=rng)
    rows = pd.DataFrame(
        {
            "term": counts.terms,
            "gloss": [(glosses or {}).get(term, "") for term in counts.terms],
            "side": np.select([ratio > 0, ratio < 0], sides, ""),
            "side_1": sides[0],
            "side_2": sides[1],
            "count_1": f1.astype(int),
            "count_2": f2.astype(int),
            "rate_1": PER * f1 / n1,
            "rate_2": PER * f2 / n2,
            "documents_1": documents[0],
            "documents_2": documents[1],
            "dpnorm_1": _measure_dpnorm(counts, 0),
            "dpnorm_2": _measure_dpnorm(counts, 1),
            "log_ratio": ratio,
            **_measure_log_ratio_interval(counts),
            "lrc": association.conservative_log_ratio(f1, f2, n1, n2, tests=family),
            "g2": association.signed_g2(f1, f2, n1, n2),
            "z": association.log_odds(f1, f2, n1, n2, prior=weights, total=weights.sum()),
            "prior": note,
            "p": p,
            "q": stats.false_discovery_control(p),
            "family": family,
            "stability": _measure_stability(counts.by_text),
            "unit": counts.unit,
            "descriptive": is_descriptive((counts.by_text.sizes > 0).sum(axis=1), unit=counts.unit),
        }
    )
    for number, side in enumerate(sides, start=1):
        evidence = find_evidence(terms.loc[terms[by] == side], sentences=sentences)
        rows[f"evidence_{number}"] = rows["term"].map(evidence).fillna("")
    order = rows.assign(size=-rows["log_ratio"].abs()).sort_values(["p", "size", "term"], kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def plot_keyness(
    keyness: pd.DataFrame,
    *,
    ax: Axes | None = None,
    sides: tuple[Side, Side] | None = None,
    top: int = 12,
    level: float = 0.05,
) -> Axes:
    """Draw the `top` terms of each side by Log Ratio with interval; filled where q is below `level`.

    Parameters
    ----------
    keyness
        What `measure_keyness` returns, or a choice of its rows; each side's first rows are drawn.
    sides
        The study's sides, for names, colours and markers.
    """
    chosen = keyness.loc[keyness["side"] != ""].groupby("side", sort=False).head(top)
    chosen = chosen.sort_values(["log_ratio", "term"], ascending=[False, True], ignore_index=True)
    ax = ax or new_axes(height=1.4 + 0.26 * len(chosen))
    for side, rows in chosen.groupby("side"):
        draw_estimates(
            ax, rows.index, rows["log_ratio"], rows["low"], rows["high"], filled=rows["q"] < level,
            **style_of(sides, str(side)),
        )  # fmt: skip
    counts = chosen["count_1"].astype(str) + " : " + chosen["count_2"].astype(str)
    glosses = chosen["gloss"].where(chosen["gloss"] == "", " (" + chosen["gloss"] + ")")
    name_rows(ax, (chosen["term"] + glosses + "  " + counts).tolist())
    first, second = (name_of(sides, keyness[column].iloc[0]) for column in ("side_1", "side_2"))
    ax.set_xlabel(
        word(
            "← {second} · Log Ratio, 95 % interval (1 = twice as frequent) · {first} →",
            first=first,
            second=second,
        )
    )
    return ax


def _weigh_prior(counts: Counts, prior: pd.Series | None, weight: float) -> tuple[np.ndarray, str]:
    if prior is None:
        background, origin = counts.found[0] + counts.found[1], "both sides together"
    else:
        background = prior.reindex(counts.terms).fillna(0.5).clip(lower=0.5).to_numpy(float)
        origin = str(prior.name or "given corpus")
    return weight * background / background.sum(), f"{origin}, {weight:g} words"


def _blocks(counts: Counts) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    first, second = (matrix.tocsc() for matrix in counts.matrices)
    for start in range(0, len(counts.terms), BLOCK):
        columns = slice(start, start + BLOCK)
        yield columns, first[:, columns].toarray(), second[:, columns].toarray()


def _measure_dpnorm(counts: Counts, side: int) -> np.ndarray:
    used = counts.sizes[side] > 0
    sizes = counts.sizes[side][used]
    return np.concatenate(
        [dp_norm((first, second)[side][used], sizes) for _, first, second in _blocks(counts)]
    )


def _measure_log_ratio_interval(counts: Counts) -> dict[str, np.ndarray]:
    (f1, f2), (n1, n2) = counts.found, counts.totals
    units = (counts.sizes > 0).sum(axis=1)
    variance = np.empty((2, len(counts.terms)))
    joint = np.empty(len(counts.terms))
    for columns, first, second in _blocks(counts):
        moved = np.stack(
            [
                _leave_out(first, f1[columns], counts.sizes[0]),
                _leave_out(second, f2[columns], counts.sizes[1]),
            ]
        )
        variance[:, columns] = (moved**2).sum(axis=1) * ((units - 1) / units)[:, None]
        joint[columns] = ((moved[0] - moved[1]) ** 2).sum(axis=0) * (1 - 1 / len(counts.labels))
    floor = np.stack([1 / (f1 + 0.5), 1 / (f2 + 0.5)])
    if counts.crossed:
        half = reach(np.maximum(joint, floor.sum(axis=0)), len(counts.labels) - 1)
    else:
        variance = np.maximum(variance, floor)
        half = reach(variance.sum(axis=0), join_freedom(variance[0], variance[1], (units[0], units[1])))
    if units.min() < 2:
        half = half * np.nan
    middle = association.log_ratio(f1, f2, n1, n2)
    return {"low": middle - half / np.log(2), "high": middle + half / np.log(2)}


def _leave_out(found: np.ndarray, total: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return how the log of each term's rate moves when each unit is left out."""
    rate = np.log((total - found + 0.5) / (total + 0.5))
    return rate - np.log((sizes.sum() - sizes + 0.5) / (sizes.sum() + 0.5))[:, None]


def _measure_stability(texts: Counts) -> np.ndarray:
    (f1, f2), (n1, n2) = texts.found, texts.totals
    whole = association.log_ratio(f1, f2, n1, n2)
    kept = np.empty(len(texts.terms))
    for columns, first, second in _blocks(texts):
        moved = _leave_out(first, f1[columns], texts.sizes[0]) - _leave_out(
            second, f2[columns], texts.sizes[1]
        )
        left = whole[columns] + moved / np.log(2)
        kept[columns] = (np.sign(left.round(12)) == np.sign(whole[columns].round(12))).mean(axis=0)
    return kept
