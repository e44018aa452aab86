"""Event training: from examples to what the cues of dates and of sides weigh.

The examples are plain data beside the codebook: the cues of each date and whether it dates an event, and for
each event what points to whose it is. ``python -m analysis.coding.event_training`` fits the weights of both
anew, the same every time; the training of all models does so too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.coding import datings, owners
from analysis.coding.owners import OUTSIDE, Claims, list_owner_cues
from analysis.studies import read_study

CODEBOOK = Path(__file__).resolve().parents[2] / "data/codebook"
LEAST = 3  # examples that must have a cue for it to be weighed
DATINGS, OWNERS = "training/datings.csv", "training/owners.csv"
DATING_STRENGTH, OWNER_STRENGTH = 2.0, 0.1  # inverse of the penalty on large weights (C)


def fit_weights(cues: Iterable[str], labels: Iterable[int], *, strength: float) -> pd.DataFrame:
    """One row per cue with its weight, the intercept first, by logistic regression.

    Parameters
    ----------
    cues
        The cues of each example, joined by ``|``.
    labels
        1 where the example is one, else 0.
    strength
        The inverse of the penalty on large weights (C).
    """
    counter = CountVectorizer(analyzer=lambda joined: joined.split("|"), binary=True, min_df=LEAST)
    model = LogisticRegression(C=strength, max_iter=5000).fit(counter.fit_transform(cues), list(labels))
    weights = pd.DataFrame({"cue": counter.get_feature_names_out(), "weight": model.coef_[0]})
    start = pd.DataFrame({"cue": ["intercept"], "weight": model.intercept_})
    return pd.concat([start, weights]).round({"weight": 4}).reset_index(drop=True)


def fit_datings(examples: pd.DataFrame) -> pd.DataFrame:
    """One row per cue of dates, from one row per date: its ``cues``, joined by ``|``, and ``event``."""
    return fit_weights(examples["cues"], examples["event"], strength=DATING_STRENGTH)


def fit_owners(examples: pd.DataFrame, sides: Sequence[str]) -> pd.DataFrame:
    """One row per cue of sides with its weight.

    Parameters
    ----------
    examples
        One row per event: ``manner, type``, ``pointers`` as ``name:side`` joined by ``|``, and its ``side``.
    sides
        The two sides of the study that the examples are of.
    """
    cues, labels = [], []
    for row in examples.to_dict("records"):
        pointers = (pointer.rpartition(":") for pointer in row["pointers"].split("|"))
        claims = Claims(row["manner"], row["type"], tuple((name, side) for name, _, side in pointers))
        for owner in (*sides, *OUTSIDE):
            cues.append("|".join(sorted(list_owner_cues(claims, owner))))
            labels.append(int(owner == row["side"]))
    return fit_weights(cues, labels, strength=OWNER_STRENGTH)


def train_events(folder: Path, sides: Sequence[str]) -> None:
    """Fit the weights of dates and of sides on the examples in a codebook folder, and write them there."""
    fitted = {
        datings.WEIGHTS: fit_datings(pd.read_csv(folder / DATINGS)),
        owners.WEIGHTS: fit_owners(pd.read_csv(folder / OWNERS, keep_default_na=False), sides),
    }
    for name, table in fitted.items():
        table.to_csv(folder / name, index=False, lineterminator="\n")


if __name__ == "__main__":
    train_events(CODEBOOK, read_study(CODEBOOK.parent / "articles").side_ids)
