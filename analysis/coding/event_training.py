"""Event training: from examples to what the cues of dates and of sides weigh.

The examples are plain data beside the codebook: the cues of each date and whether it dates an event, and for
each event the cues of each side that it could be of. ``python -m analysis.coding.event_training`` fits the
weights of both anew, the same every time; the training of all models does so too.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.coding import datings, owners

CODEBOOK = Path(__file__).resolve().parents[2] / "data/codebook"
LEAST = 3  # examples that must have a cue for it to be weighed
MODELS = (  # examples, the column that says whether they are one, weights, inverse of the penalty (C)
    ("training/datings.csv", "event", datings.WEIGHTS, 0.5),
    ("training/owners.csv", "owner", owners.WEIGHTS, 0.3),
)


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


def train_events(folder: Path = CODEBOOK) -> None:
    """Fit the weights of dates and of sides on the examples in a codebook folder, and write them there."""
    for examples, label, weights, strength in MODELS:
        table = pd.read_csv(folder / examples)
        fitted = fit_weights(table["cues"], table[label], strength=strength)
        fitted.to_csv(folder / weights, index=False, lineterminator="\n")


if __name__ == "__main__":
    train_events()
