"""Evidence: where in the texts a number comes from."""

from __future__ import annotations

import pandas as pd

from analysis.association import CountError

PLACES = 3  # named for each term


def find_evidence(
    terms: pd.DataFrame, *, sentences: pd.DataFrame | None = None, places: int = PLACES
) -> pd.Series:
    """Return, per term, the `places` where it occurs most, joined by ``|``.

    Examples
    --------
    >>> terms = pd.DataFrame({"text": ["a", "a"], "paragraph": [0, 4], "term": "open", "count": [1, 3]})
    >>> find_evidence(terms)["open"]
    'a:4|a:0'
    """
    keys = ["text", "paragraph"] if "paragraph" in terms else ["text"]
    places_of = pd.DataFrame(terms.groupby(["term", *keys], as_index=False, sort=False)["count"].sum())
    places_of = places_of.sort_values(["term", *keys]).sort_values("count", ascending=False, kind="stable")
    places_of = places_of.groupby("term").head(places)
    name = (
        places_of["text"] if len(keys) == 1 else places_of["text"] + ":" + places_of["paragraph"].astype(str)
    )
    if sentences is not None and len(keys) == 2:
        spans = sentences.groupby(keys).agg(
            article=("article", "first"), start=("start", "min"), end=("end", "max")
        )
        span = spans.reindex(pd.MultiIndex.from_frame(places_of[keys]))
        if span["article"].isna().any():
            lost = places_of.loc[span["article"].isna().to_numpy()].iloc[0]
            raise CountError(f"sentences hold no paragraph {lost['paragraph']} of text {lost['text']!r}")
        ends = span["start"].astype(int).astype(str) + "-" + span["end"].astype(int).astype(str)
        name = pd.Series((span["article"] + ":" + ends).to_numpy(), index=places_of.index)
    return name.groupby(places_of["term"]).agg("|".join)
