"""Key words: do the Chinese words that set two sides apart hold under another segmenter, spelling or text?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
import pandera.pandas as pa
from numpy.typing import NDArray

from analysis.association import log_ratio
from analysis.choices import NOTHING
from analysis.multiverse import cross_axes, measure_multiverse, measure_stability
from analysis.opening import OpenStudy
from analysis.tables import TableError, read_table

Floats = NDArray[np.float64]

HAN = re.compile("[\u4e00-\u9fff]+")
SEGMENTERS = ("jieba", "jieba without HMM", "characters")
VARIANTS = ("on", "off")
STOPWORDS = ("counted", "left out")
ALTERNATIVES = pa.DataFrameSchema(
    {
        "segmenter": pa.Column(str, pa.Check.isin(SEGMENTERS)),
        "variants": pa.Column(str, pa.Check.isin(VARIANTS)),
        "text": pa.Column(str),
        "about": pa.Column(str),
        "term": pa.Column(str, pa.Check.str_length(min_value=1)),
        "count": pa.Column("int64", pa.Check.ge(1)),
    },
    unique=["segmenter", "variants", "text", "about", "term"],
    strict=True,
    ordered=True,
)


def choose_keywords(keyness: pd.DataFrame, *, most: int = 8) -> pd.DataFrame:
    """Return the `most` words of each side with the largest weighted log-odds.

    Chinese ones of two characters or more: one character is a word in too few segmentations to be followed
    through all.

    Parameters
    ----------
    keyness
        What `analysis.keyness.choose_content` returns.

    Returns
    -------
    ``term, gloss, side, count_1, count_2, log_ratio``; the first side's words first, largest |z| first.
    """
    words = keyness[keyness["term"].map(lambda term: len(term) > 1 and bool(HAN.fullmatch(term)))]
    words = words.assign(size=words["z"].abs(), second=words["side"] == words["side_2"])
    words = words[words["side"] != ""].sort_values(["second", "size", "term"], ascending=[True, False, True])
    chosen = words.groupby("side", sort=False).head(most)
    return chosen[["term", "gloss", "side", "count_1", "count_2", "log_ratio"]].reset_index(drop=True)


def measure_keywords(words: pd.DataFrame, study: OpenStudy) -> pd.DataFrame:
    """One row per word of `choose_keywords`: its Log Ratio, and how it fares under other choices.

    The choices: segmenter (jieba; without HMM; by characters), variant spellings (on, off), stop words
    (in the denominator, or left out), version of articles that have several, one text left out.

    Returns
    -------
    The columns of `words`, ``specifications, undefined`` (the word is not found), ``kept`` (share of the
    specifications that keep the sign; undefined ones do not), ``least, most`` (Log Ratio).
    """
    runs = measure_keyword_specifications(words["term"].tolist(), study)
    stable = measure_stability(runs).rename(columns={"comparison": "term"})
    columns = ["term", "specifications", "undefined", "kept", "least", "most"]
    return words.merge(stable[columns], on="term", how="left", validate="1:1")


def summarise_keywords(keywords: pd.DataFrame) -> dict[str, int]:
    """Return how many words there are, how many keep their sign throughout, and under how many choices."""
    steady = int((keywords["kept"] == 1).sum())
    return {"words": len(keywords), "steady": steady, "specifications": int(keywords["specifications"].max())}


def measure_keyword_specifications(words: Sequence[str], study: OpenStudy) -> pd.DataFrame:
    """One row per word × specification, as `analysis.multiverse.measure_multiverse` gives it: Log Ratios."""
    counts, stop = read_alternatives(study), set(study.codebook.stopwords["term"])
    texts = _choose_texts(study)
    axes = {
        "segmenter": SEGMENTERS,
        "variants": VARIANTS,
        "stopwords": STOPWORDS,
        "versions": list(texts),
        "left_out": [NOTHING, *sorted(texts["primary"])],
    }
    cells = pd.MultiIndex.from_product([sorted(set().union(*texts.values())), study.ids])
    found, sizes = {}, {}
    for segmenter, variants in product(SEGMENTERS, VARIANTS):
        found[segmenter, variants] = _spread(counts, words, cells, segmenter, variants)
        for stopwords, left in zip(STOPWORDS, (set[str](), stop), strict=True):
            sizes[segmenter, variants, stopwords] = _size(counts, cells, segmenter, variants, left)
    text, about = (cells.get_level_values(level).to_numpy(object) for level in (0, 1))

    def estimate(segmenter: str, variants: str, stopwords: str, versions: str, left_out: str) -> pd.Series:
        f, n = found[segmenter, variants], sizes[segmenter, variants, stopwords]
        kept = np.isin(text, list(texts[versions] - {left_out}))
        f1, f2 = (f[kept & (about == side)].sum(axis=0) for side in study.ids)
        n1, n2 = (n[kept & (about == side)].sum() for side in study.ids)
        values = log_ratio(f1, f2, n1, n2)
        return pd.Series(np.where(f1 + f2 > 0, values, np.nan), index=list(words))

    return measure_multiverse(cross_axes(axes), estimate)


def read_alternatives(study: OpenStudy) -> pd.DataFrame:
    """Read the study's ``terms_alternatives.parquet``, with the terms table as what it is an alternative to.

    Raises
    ------
    TableError
        When there is none, or it breaks its contract.
    """
    path = study.study.folder / "terms_alternatives.parquet"
    if not path.is_file():
        raise TableError(f"{path}: not found; `python -m analysis.reading.alternatives` writes it")
    try:
        others = ALTERNATIVES.validate(pd.read_parquet(path), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.head(3).itertuples()
        rows = "; ".join(
            f"{case.column} {case.index}: {case.failure_case!r} breaks {case.check}" for case in cases
        )
        raise TableError(f"{path}: {rows}; count it anew") from None
    terms = read_table(study.study.folder, "terms")
    terms = terms[(terms["language"] == "zh") & terms["about"].isin(study.ids)]
    published = terms.groupby(["text", "about", "term"], as_index=False)["count"].sum()
    published = published.assign(segmenter=SEGMENTERS[0], variants="on")
    return pd.concat([published[others.columns], others], ignore_index=True)


def _spread(
    counts: pd.DataFrame, words: Sequence[str], cells: pd.MultiIndex, segmenter: str, variants: str
) -> Floats:
    """Return cells × words."""
    own = counts[(counts["segmenter"] == segmenter) & (counts["variants"] == variants)]
    table = own[own["term"].isin(words)].pivot_table(
        index=["text", "about"], columns="term", values="count", aggfunc="sum", fill_value=0
    )
    return table.reindex(index=cells, columns=list(words), fill_value=0).to_numpy(float)


def _size(
    counts: pd.DataFrame, cells: pd.MultiIndex, segmenter: str, variants: str, stop: set[str]
) -> Floats:
    """Return the words of each cell; where words are not segmented, the characters of jieba's."""
    base = SEGMENTERS[0] if segmenter == "characters" else segmenter
    rows = counts[(counts["segmenter"] == base) & (counts["variants"] == variants)]
    rows = rows[~rows["term"].isin(stop)]
    if segmenter == "characters":
        rows = rows[rows["term"].str.fullmatch(HAN.pattern)]
        rows = rows.assign(count=rows["count"] * rows["term"].str.len())
    return rows.groupby(["text", "about"])["count"].sum().reindex(cells, fill_value=0).to_numpy(float)


def _choose_texts(study: OpenStudy) -> dict[str, set[str]]:
    """Return the Chinese texts under each choice of version, the primary ones first."""
    texts = study.texts[study.texts["language"] == "zh"]
    primary = texts[texts["primary"]]
    chosen = {"primary": set(primary["text"])}
    for role in texts.loc[~texts["primary"], "role"].unique():
        others = texts[(texts["role"] == role) & ~texts["primary"]]
        rest = primary[~primary["article"].isin(others["article"])]
        chosen[role] = set(others["text"]) | set(rest["text"])
    return chosen
