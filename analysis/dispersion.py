"""Dispersion: is a word spread over the parts of a corpus, or clumped in some of them?

Authors differ in the direction: here each measure keeps its author's, and says it.
``dp``, ``dp_norm``, ``kld``: 0 is even, more is clumped. ``d``, ``d2``, ``s``: 1 is even, less is clumped.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from adjustText import adjust_text
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from analysis.association import CountError
from analysis.figures import INK, NEUTRAL, new_axes
from analysis.wording import word

Floats = NDArray[np.float64]

BLOCK = 1000  # terms held dense at once


def dp(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return DP: half the distance between a word's shares over parts and the parts' shares; 0 is even.

    `found` has one row per part, and one column per word where there are several; `sizes` are the parts'
    words. NaN where the word does not occur. Source: Gries 2008, IJCL 13(4), p. 415.

    Examples
    --------
    >>> round(float(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 2)
    0.18
    """
    seen, expected = _shares(found, sizes)
    return np.abs(seen - expected).sum(axis=0) / 2


def dp_norm(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return DPnorm: DP over its largest possible value; 0 is even, 1 all in the smallest part.

    NaN also where there is one part only. Source: Lijffijt & Gries 2012, IJCL 17(1), p. 148.

    Examples
    --------
    >>> round(float(dp_norm([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.2195
    """
    sizes = _check_sizes(sizes)
    most = 1 - sizes.min() / sizes.sum()
    return dp(found, sizes) / most if most > 0 else dp(found, sizes) * np.nan


def kld(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return the Kullback–Leibler divergence of the word's shares from the parts', in bits; 0 is even.

    Source: Gries 2019, 2021 (KLD).

    Examples
    --------
    >>> round(float(kld([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.137
    """
    seen, expected = _shares(found, sizes)
    return special.rel_entr(seen, expected).sum(axis=0) / np.log(2)


def juilland_d(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return Juilland's D on rates per part; 1 is even. NaN with one part.

    Source: Juilland & Chang-Rodríguez 1964; the population standard deviation, as Gries 2008, p. 408.

    Examples
    --------
    >>> round(float(juilland_d([0, 4, 3, 2, 1], [1, 1, 1, 1, 1])), 4)
    0.6464
    """
    rates = _rates(found, sizes)
    parts = len(rates)
    if parts < 2:
        return rates.sum(axis=0) * np.nan
    mean = rates.mean(axis=0)
    return 1 - rates.std(axis=0) / np.where(mean > 0, mean, np.nan) / np.sqrt(parts - 1)


def carroll_d2(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return Carroll's D₂: entropy of the rates per part over the largest possible; 1 is even.

    Source: Carroll 1970; Gries 2008, p. 411.

    Examples
    --------
    >>> round(float(carroll_d2([2, 1, 1, 1, 0], [1, 1, 1, 1, 1])), 4)
    0.8277
    """
    rates = _rates(found, sizes)
    if len(rates) < 2:
        return rates.sum(axis=0) * np.nan
    total = rates.sum(axis=0)
    return special.entr(rates / np.where(total > 0, total, np.nan)).sum(axis=0) / np.log(len(rates))


def rosengren_s(found: ArrayLike, sizes: ArrayLike) -> Floats:
    """Return Rosengren's S for parts of any size; 1 is even.

    Source: Rosengren 1971; Gries 2008, p. 411.

    Examples
    --------
    >>> round(float(rosengren_s([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])), 3)
    0.937
    """
    seen, expected = _shares(found, sizes)
    return np.sqrt(seen * expected).sum(axis=0) ** 2


def measure_dispersion(terms: pd.DataFrame, *, part: str = "text") -> pd.DataFrame:
    """One row per term, most frequent first.

    Parameters
    ----------
    terms
        The terms table of one language: column `part`, ``term``, ``count``; all words, stop words too.
    part
        The column whose values are the corpus's parts.

    Returns
    -------
    ``term, count, parts`` (that hold it), ``dp, dp_norm, kld`` (0 even), ``d, d2, s`` (1 even).

    Examples
    --------
    >>> terms = pd.DataFrame({"text": ["a", "b", "b"], "term": ["ai", "ai", "gap"], "count": [3, 3, 3]})
    >>> measure_dispersion(terms)[["term", "count", "parts", "dp"]].round(3).values.tolist()
    [['ai', 6, 2, 0.167], ['gap', 3, 1, 0.333]]
    """
    if terms[[part, "term", "count"]].isna().any(axis=None) or (terms["count"] < 1).any():
        raise CountError("terms: every row needs a part, a term and a count from 1 up")
    if "language" in terms and len(terms["language"].unique()) > 1:
        raise CountError("terms of two languages: parts are measured in words of one language; choose one")
    row, parts = pd.factorize(terms[part], sort=True)
    column, names = pd.factorize(terms["term"], sort=True)
    found = sparse.csc_array((terms["count"].to_numpy(float), (row, column)), shape=(len(parts), len(names)))
    sizes = np.asarray(found.sum(axis=1))
    blocks = [found[:, at : at + BLOCK].toarray() for at in range(0, len(names), BLOCK)]
    measures = {"dp": dp, "dp_norm": dp_norm, "kld": kld, "d": juilland_d, "d2": carroll_d2, "s": rosengren_s}
    rows = pd.DataFrame(
        {
            "term": names,
            "count": np.asarray(found.sum(axis=0)).astype(int),
            "parts": np.diff(found.indptr),
            **{
                name: np.concatenate([measure(block, sizes) for block in blocks])
                for name, measure in measures.items()
            },
        }
    )
    return rows.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def plot_dispersion(dispersion: pd.DataFrame, *, ax: Axes | None = None, top: int = 12) -> Axes:
    """Draw DPnorm (right: clumped) against count, and name the `top` most frequent terms.

    Parameters
    ----------
    dispersion
        What `measure_dispersion` returns.
    """
    ax = ax or new_axes(height=4.5)
    ax.scatter(dispersion["dp_norm"], dispersion["count"], s=14, color=NEUTRAL, linewidths=0)
    named = dispersion.dropna(subset="dp_norm").head(top)
    ax.scatter(named["dp_norm"], named["count"], s=18, color=INK, linewidths=0)
    places = zip(named["dp_norm"], named["count"], named["term"], strict=True)
    texts = [ax.text(x, y, term, fontsize=9) for x, y, term in places]
    ax.set(yscale="log", xlim=(-0.02, 1.02), ylabel=word("occurrences"))
    ax.set_xlabel(word("DPnorm: 0 even, 1 clumped (n = {n} terms)", n=len(dispersion)))
    adjust_text(texts, ax=ax)
    return ax


def _check_sizes(sizes: ArrayLike) -> Floats:
    sizes = np.asarray(sizes, float)
    if sizes.ndim != 1 or not len(sizes) or not np.isfinite(sizes).all() or (sizes <= 0).any():
        raise CountError(f"sizes = {sizes.tolist()}: every part needs a number of words above 0")
    return sizes


def _check_found(found: ArrayLike, sizes: Floats) -> Floats:
    found = np.asarray(found, float)
    if len(found) != len(sizes):
        raise CountError(f"{len(found)} counts for {len(sizes)} parts")
    if not np.isfinite(found).all() or (found < 0).any():
        raise CountError("counts are numbers from 0 up")
    return found


def _shares(found: ArrayLike, sizes: ArrayLike) -> tuple[Floats, Floats]:
    sizes = _check_sizes(sizes)
    found = _check_found(found, sizes)
    total = found.sum(axis=0)
    expected = sizes / sizes.sum()
    return found / np.where(total > 0, total, np.nan), expected.reshape((-1,) + (1,) * (found.ndim - 1))


def _rates(found: ArrayLike, sizes: ArrayLike) -> Floats:
    sizes = _check_sizes(sizes)
    found = _check_found(found, sizes)
    return found / sizes.reshape((-1,) + (1,) * (found.ndim - 1))
