"""Keyness: which words belong to one side more than to the other, with all that a reader needs in one row."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray
from scipy import stats

from analysis import association
from analysis.counts import Counts, count_terms
from analysis.evidence import find_evidence
from analysis.figures import new_axes
from analysis.forest import draw_estimates, name_of, name_rows, style_of
from analysis.leaving import measure_dpnorm, measure_log_ratio_interval, measure_stability
from analysis.permutation import measure_p
from analysis.resampling import is_descriptive
from analysis.studies import Side
from analysis.wording import LANGUAGES, current_language, word

PER = 1000  # rates are occurrences per thousand words
PRIOR = 500.0  # α₀, the weight in words of the prior of the log-odds (docs/decisions/0023)


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

    Source: interval: delete-one jackknife over units (Tukey 1958; paragraphs within texts), freedom by
    Welch and Satterthwaite, variance at least Poisson's; the rest in `analysis.association`,
    `analysis.dispersion` and `analysis.permutation`.

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
    rows = measure_effects(counts, prior_weight=prior_weight, prior=prior, glosses=glosses)
    p = measure_p(counts, permutations=permutations, rng=rng)
    place = list(rows.columns).index("family")
    rows.insert(place, "p", p)
    rows.insert(place + 1, "q", stats.false_discovery_control(p))
    for number, side in enumerate(sides, start=1):
        evidence = find_evidence(terms.loc[terms[by] == side], sentences=sentences)
        rows[f"evidence_{number}"] = rows["term"].map(evidence).fillna("")
    order = rows.assign(size=-rows["log_ratio"].abs()).sort_values(["p", "size", "term"], kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def measure_effects(
    counts: Counts,
    *,
    chosen: NDArray[np.int_] | None = None,
    prior_weight: float = PRIOR,
    prior: pd.Series | None = None,
    glosses: dict[str, str] | None = None,
) -> pd.DataFrame:
    """One row per term, in the order of the counts: the columns of `measure_keyness` but p, q and evidence.

    `chosen` names the places of the terms that are asked for, all by default: nothing in a row hangs on
    which other rows are computed, for rates, ``family`` and prior are those of all terms.
    """
    family = len(counts.terms)
    weights, note = _weigh_prior(counts, prior, prior_weight)
    total = weights.sum()
    if chosen is not None:
        counts, weights = counts.choose(chosen), weights[chosen]
    (f1, f2), (n1, n2), sides = counts.found, counts.totals, counts.sides
    ratio = association.log_ratio(f1, f2, n1, n2)
    documents = [np.diff(m.tocsc().indptr) for m in counts.by_text.matrices]
    return pd.DataFrame(
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
            "dpnorm_1": measure_dpnorm(counts, 0),
            "dpnorm_2": measure_dpnorm(counts, 1),
            "log_ratio": ratio,
            **measure_log_ratio_interval(counts),
            "lrc": association.conservative_log_ratio(f1, f2, n1, n2, tests=family),
            "g2": association.signed_g2(f1, f2, n1, n2),
            # a lone word is all of both sides: it has no odds, and differs in nothing
            "z": association.log_odds(f1, f2, n1, n2, prior=weights, total=total) if family > 1 else 0.0,
            "prior": note,
            "family": family,
            "stability": measure_stability(counts.by_text),
            "unit": counts.unit,
            "descriptive": is_descriptive((counts.by_text.sizes > 0).sum(axis=1), unit=counts.unit),
        }
    )


def choose_content(
    keyness: pd.DataFrame, *, stopwords: pd.DataFrame, minimum: int = 5, top: int = 20
) -> pd.DataFrame:
    """Return each side's first `top` content words found at least `minimum` times, in the same order.

    For showing only: the family of tests stays all terms, and leaving rows out afterwards changes no q.
    """
    shown = ~keyness["term"].isin(stopwords["term"]) & (keyness["count_1"] + keyness["count_2"] >= minimum)
    return keyness[shown].groupby("side", sort=False).head(top).reset_index(drop=True)


def summarise_keyness(keyness: pd.DataFrame, prefix: str = "", *, level: float = 0.05) -> dict[str, float]:
    """Return the family of tests, how many have q below `level`, and the smallest q."""
    return {
        f"{prefix}family": int(keyness["family"].iloc[0]),
        f"{prefix}significant": int((keyness["q"] < level).sum()),
        f"{prefix}smallest_q": float(keyness["q"].min()),
    }


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
    name_rows(ax, (chosen["term"] + _gloss(chosen) + "  " + counts).tolist())
    first, second = (name_of(sides, keyness[column].iloc[0]) for column in ("side_1", "side_2"))
    label = word(
        "← {second} · Log Ratio, 95 % interval (1 = twice as frequent) · {first} →",
        first=first,
        second=second,
    )
    ax.set_xlabel(
        label + "\n" + word("filled: q < {level}; count on either side beside each term", level=level),
        loc="right",  # with long names at the left, a centred label would run out of the picture
    )
    return ax


def _gloss(terms: pd.DataFrame) -> pd.Series:
    """The English of a Chinese word, for those who read English."""
    known = (terms["gloss"] != "") & (current_language() == LANGUAGES[0])
    return (" (" + terms["gloss"] + ")").where(known, "")


def _weigh_prior(counts: Counts, prior: pd.Series | None, weight: float) -> tuple[np.ndarray, str]:
    if prior is None:
        background, origin = counts.found[0] + counts.found[1], "both sides together"
    else:
        background = prior.reindex(counts.terms).fillna(0.5).clip(lower=0.5).to_numpy(float)
        origin = str(prior.name or "given corpus")
    return weight * background / background.sum(), f"{origin}, {weight:g} words"
