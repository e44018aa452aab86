"""Simulation: corpora whose truth is known, so that tests and intervals can be held to it.

Words come in bursts: each document has rates of its own, drawn around the side's (Dirichlet); so have codes,
whose share differs from document to document (beta). Sides are called X and Y.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

SIDES = ("X", "Y")
PLANTED = tuple((rank, 8 * (rank + 1) - 1) for rank in range(4, 14, 2))  # ten words, a factor of 8
Seeds = np.random.Generator


def draw_terms(
    rng: Seeds,
    *,
    documents: int = 20,
    words: int = 1000,
    vocabulary: int = 200,
    concentration: float = 200,
    swapped: tuple[tuple[int, int], ...] = (),
) -> tuple[pd.DataFrame, pd.Series]:
    """Return a terms table of `documents` a side with `words` each, and every term's true Log Ratio.

    Parameters
    ----------
    concentration
        How alike documents are: the lower, the burstier the words.
    swapped
        Pairs of words by rank (0 is the most frequent; rates fall as 1 / (rank + 1)) that change rates on
        side X, so that these differ between the sides and no other does.

    Examples
    --------
    >>> terms, truth = draw_terms(np.random.default_rng(1), documents=3, swapped=((4, 19),))
    >>> len(terms["text"].unique()), truth["w004"].item(), truth["w019"].item()
    (6, -2.0, 2.0)
    """
    base = 1 / np.arange(1, vocabulary + 1)
    changed = np.arange(vocabulary)
    for one, two in swapped:
        changed[[one, two]] = two, one
    rates = base[changed] / base.sum(), base / base.sum()
    names = np.array([f"w{rank:03d}" for rank in range(vocabulary)], object)
    parts = []
    for side, rate in zip(SIDES, rates, strict=True):
        own = rng.gamma(concentration * rate, size=(documents, vocabulary)) + 1e-300
        found = rng.multinomial(words, own / own.sum(axis=1, keepdims=True))
        text, term = np.nonzero(found)
        parts.append(
            pd.DataFrame(
                {
                    "text": [f"{side}{number}" for number in text],
                    "about": side,
                    "language": "en",
                    "term": names[term],
                    "count": found[text, term],
                }
            )
        )
    return pd.concat(parts, ignore_index=True), pd.Series(np.log2(rates[0] / rates[1]), names)


def draw_codes(
    rng: Seeds,
    *,
    documents: int = 20,
    shares: tuple[float, float] = (0.2, 0.4),
    clustering: float = 0.1,
    least: int = 5,
    most: int = 60,
) -> pd.DataFrame:
    """Return a sentences table: `documents` a side of `least` to `most` sentences, coded ``race`` or not.

    `clustering` is how alike the sentences of a document are (intra-class correlation).
    """
    sizes = rng.integers(least, most + 1, (2, documents))
    spread = 1 / clustering - 1
    own = [rng.beta(share * spread, (1 - share) * spread, documents) for share in shares]
    names = [[f"{side}{number}" for number in range(documents)] for side in SIDES]
    article = [np.repeat(name, size) for name, size in zip(names, sizes, strict=True)]
    coded = [rng.random(size.sum()) < np.repeat(rate, size) for rate, size in zip(own, sizes, strict=True)]
    return pd.DataFrame(
        {
            "sentence": np.arange(sizes.sum()),
            "article": np.concatenate(article),
            "about": np.repeat(SIDES, sizes.sum(axis=1)),
            "frames": np.where(np.concatenate(coded), "race", ""),
        }
    )


def draw_machine(
    rng: Seeds, codes: pd.DataFrame, *, invented: tuple[float, float], missed: tuple[float, float], coded: int
) -> pd.DataFrame:
    """Return `codes` as a machine gives them, erring by side, with `coded` sentences a side coded right.

    ``frames`` is the machine's, ``gold_frames`` and ``gold_kind`` are filled in the random sample.
    """
    second = (codes["about"] == SIDES[1]).to_numpy()
    true = (codes["frames"] != "").to_numpy()
    chance = rng.random(len(codes))
    named = np.where(true, chance >= np.array(missed)[second * 1], chance < np.array(invented)[second * 1])
    sampled = np.zeros(len(codes), bool)
    for own in (~second, second):
        sampled[rng.choice(np.flatnonzero(own), min(coded, own.sum()), replace=False)] = True
    return codes.assign(
        frames=np.where(named, "race", ""),
        gold_frames=np.where(sampled, codes["frames"], ""),
        gold_kind=np.where(sampled, "body", ""),
    )


def draw_coders(
    rng: Seeds, *, units: int = 200, shares: tuple[float, ...] = (0.6, 0.3, 0.1), accuracy: float = 0.9
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Return two coders' tables and the α that endless units would have.

    Each coder gives a unit its true value with chance `accuracy`, else any value by its share.
    """
    rates = np.array(shares)
    true = rng.choice(len(rates), units, p=rates)
    given = [
        np.where(rng.random(units) < accuracy, true, rng.choice(len(rates), units, p=rates)) for _ in range(2)
    ]
    chance = (rates**2).sum()
    agreed = accuracy**2 + (1 - accuracy**2) * chance
    tables = [pd.DataFrame({"unit": np.arange(units), "about": codes.astype(str)}) for codes in given]
    return tables[0], tables[1], float(1 - (1 - agreed) / (1 - chance))
