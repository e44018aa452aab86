"""Channels: what each side's documents are, before anybody compares them."""

from __future__ import annotations

import pandas as pd

KINDS = 3  # named for each side


def measure_channels(documents: pd.DataFrame, *, sides: tuple[str, str]) -> pd.DataFrame:
    """One row per side: how many documents of which kinds, when, and how much of them is on the subject.

    Parameters
    ----------
    documents
        The documents table.

    Returns
    -------
    side, documents, first, last, kinds (the most frequent with their share), sentences, coded (that name the
    subject), coded_share, median (coded sentences of a document), largest (share of all coded
    sentences that stand in the five documents with most), tokens.

    Examples
    --------
    >>> toy = pd.DataFrame({"side": "X", "date": ["2024-01-02", "2024-03-01"], "kind": ["speech", ""],
    ...                     "sentences": [20, 10], "coded": [3, 3], "tokens": [200, 90]})
    >>> rows = measure_channels(toy, sides=("X", "Y"))
    >>> rows[["documents", "first", "kinds", "coded_share"]].values.tolist()
    [[2, '2024-01-02', 'speech 50%, unknown 50%', 0.2]]
    """
    rows = []
    for side in sides:
        own = documents[documents["side"] == side]
        if own.empty:
            continue
        kinds = own["kind"].replace("", "unknown").sort_values().value_counts(normalize=True).head(KINDS)
        rows.append(
            {
                "side": side,
                "documents": len(own),
                "first": own["date"].min(),
                "last": own["date"].max(),
                "kinds": ", ".join(f"{kind} {share:.0%}" for kind, share in kinds.items()),
                "sentences": int(own["sentences"].sum()),
                "coded": int(own["coded"].sum()),
                "coded_share": own["coded"].sum() / own["sentences"].sum(),
                "median": float(own["coded"].median()),
                "largest": own["coded"].nlargest(5).sum() / own["coded"].sum(),
                "tokens": int(own["tokens"].sum()),
            }
        )
    return pd.DataFrame(rows)
