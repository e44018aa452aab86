"""Concordance: every occurrence of a concept or a word in its context (KWIC), with where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import INK, new_axes
from analysis.forest import name_rows
from analysis.wording import word

WIDTH = 30
ORDERS = ("place", "left", "right")


class ConcordanceError(ValueError):
    """A concordance that cannot be made, with the article or the span at fault."""


def find_concordance(
    mentions: pd.DataFrame,
    *,
    concept: str | None,
    texts: Mapping[str, str] | None = None,
    width: int = WIDTH,
    order: str = "place",
) -> pd.DataFrame:
    """One row per mention of `concept`, where it stands, and its context where the articles are there.

    Parameters
    ----------
    mentions
        The mentions table: ``article, text, sentence, concept, start, end`` (code points in the file).
    concept
        Its id, or None for every mention of any concept.
    texts
        Article → its text as it is on disk; None where the articles are not there: then ``left``, ``node``
        and ``right`` are empty, and the spans say where to look.
    width
        Code points of context on either side.
    order
        ``place``; or ``left``, ``right``: by the context read away from the node, for patterns.

    Returns
    -------
    ``article, text, sentence, start, end, left, node, right``; line breaks shown as spaces.

    Examples
    --------
    >>> mentions = pd.DataFrame({"article": ["a"], "text": ["a#0"], "sentence": ["a#0:0000"],
    ...                          "concept": ["gap"], "start": [4], "end": [7]})
    >>> rows = find_concordance(mentions, concept="gap", texts={"a": "The gap closes."})
    >>> rows[["left", "node", "right"]].values.tolist()
    [['The ', 'gap', ' closes.']]
    """
    own = slice(None) if concept is None else mentions["concept"] == concept
    hits = mentions.loc[own, ["article", "text", "sentence", "start", "end"]]
    return _show_context(hits, texts, width, order)


def find_occurrences(
    pattern: str,
    sentences: pd.DataFrame,
    *,
    texts: Mapping[str, str],
    width: int = WIDTH,
    order: str = "place",
) -> pd.DataFrame:
    """One row per match of the regular expression `pattern` inside a sentence; needs the articles.

    Returns the columns of `find_concordance`. Case is folded; a match does not leave its sentence.
    """
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ConcordanceError(f"pattern {pattern!r}: {error}") from None
    columns = ["article", "text", "sentence", "start", "end"]
    found = []
    for article, text, sentence, start, end in sentences[columns].itertuples(index=False, name=None):
        body = _read(texts, article)
        found += [
            (article, text, sentence, *match.span())
            for match in compiled.finditer(body, start, end)
            if match.end() > match.start()
        ]
    return _show_context(pd.DataFrame(found, columns=columns), texts, width, order)


def plot_concordance(concordance: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw where in each article the hits stand: one line an article, one stroke a hit.

    Parameters
    ----------
    concordance
        What `find_concordance` returns.
    """
    articles = sorted(concordance["article"].unique())
    ax = ax or new_axes(height=1.2 + 0.35 * len(articles))
    row = concordance["article"].map({article: place for place, article in enumerate(articles)})
    ax.vlines(concordance["start"], row - 0.3, row + 0.3, color=INK, linewidth=1.2)
    hits = concordance["article"].value_counts()
    name_rows(ax, [f"{article}  n = {hits[article]}" for article in articles], origin=None)
    ax.set_xlabel(word("position in the file (characters)"))
    return ax


def _show_context(
    hits: pd.DataFrame, texts: Mapping[str, str] | None, width: int, order: str
) -> pd.DataFrame:
    if order not in ORDERS:
        raise ConcordanceError(f"order={order!r}; allowed: {', '.join(ORDERS)}")
    hits = hits.sort_values(["article", "start", "end", "sentence"], ignore_index=True)
    if texts is None:
        return hits.assign(left="", node="", right="")
    parts = []
    for article, start, end in hits[["article", "start", "end"]].itertuples(index=False, name=None):
        body = _read(texts, article)
        if end > len(body):
            raise ConcordanceError(
                f"{article}: span {start}-{end} lies beyond its {len(body)} characters; wrong file?"
            )
        parts.append((body[max(0, start - width) : start], body[start:end], body[end : end + width]))
    for place, column in enumerate(("left", "node", "right")):
        hits[column] = [re.sub(r"\s", " ", part[place]) for part in parts]
    if order == "left":
        return (
            hits.assign(key=hits["left"].str[::-1])
            .sort_values("key", kind="stable", ignore_index=True)
            .drop(columns="key")
        )
    return hits.sort_values("right", kind="stable", ignore_index=True) if order == "right" else hits


def _read(texts: Mapping[str, str], article: str) -> str:
    if article not in texts:
        raise ConcordanceError(
            f"{article}: not among the {len(texts)} texts given; pass texts=None to see spans only"
        )
    return texts[article]
