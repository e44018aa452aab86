"""Lines: every mention of a concept in its context, of words where the texts are there, else of concepts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.concordance import ORDERS, ConcordanceError, find_concordance, find_occurrences
from analysis.desk.facets import Facets, Where, lay_facets
from analysis.opening import OpenStudy

NEAR = 4  # neighbours shown on either side where there is no text
GAP = " · "
BEFORE_ALL = "\0"  # in sorting a pattern stands before the longer ones that begin with it
WIDTH = 60  # characters of context on either side
SHOWN = ["sentence", "about", "voice", "frames", "stance"]
COLUMNS = (
    "article", "date", "sentence", "start", "end", "language", "about", "voice", "frames", "stance",
    "left", "node", "right",
)  # fmt: skip


@dataclass(frozen=True)
class Lines:
    """All mentions of a study's concepts, with the facets of their sentences and the mentions beside them."""

    mentions: pd.DataFrame
    facets: Facets
    concepts: dict[str, NDArray[np.int_]]
    ranks: dict[str, NDArray[np.int_]]
    sentences: pd.DataFrame
    sentence_facets: Facets
    texts: Mapping[str, str]
    dates: dict[str, str]
    homes: dict[str, int]
    paragraphs: dict[int, list[dict[str, Any]]]


def lay_lines(study: OpenStudy, texts: Mapping[str, str]) -> Lines:
    """Lay out the mentions of `study`, once for all concordances."""
    mentions = study.mentions.sort_values(["article", "start", "end", "sentence"], ignore_index=True)
    coded, documents = study.sentences, study.documents
    texts = texts if set(coded["article"]) <= set(texts) else {}
    place = pd.Index(coded["sentence"]).get_indexer(mentions["sentence"])
    told = coded[["about", "voice", "voice_side", "frames", "stance", "language"]].iloc[place]
    date = mentions["article"].map(documents.set_index("document")["date"]).fillna("")
    rows = pd.concat([mentions, told.reset_index(drop=True), date.rename("date")], axis=1)
    if texts:
        shown = find_concordance(mentions, concept=None, texts=texts, width=WIDTH)
        rows = pd.concat([rows, shown[["left", "node", "right"]]], axis=1)
    else:
        left, right = _find_neighbours(mentions)
        rows = rows.assign(left=left, node=rows["pattern"], right=right)
    homes, paragraphs = _lay_paragraphs(coded)
    number, names = pd.factorize(rows["concept"], sort=True)
    order = np.argsort(number, kind="stable")
    parts = np.split(order, np.searchsorted(number[order], np.arange(1, len(names))))
    return Lines(
        mentions=rows[[*COLUMNS]],
        facets=lay_facets(rows, study),
        concepts=dict(zip(map(str, names), parts, strict=True)),
        ranks={name: _rank(rows, name, by_letter=bool(texts)) for name in ORDERS},
        sentences=coded,
        sentence_facets=lay_facets(coded, study),
        texts=texts,
        dates=dict(zip(documents["document"], documents["date"], strict=True)),
        homes=homes,
        paragraphs=paragraphs,
    )


def _rank(rows: pd.DataFrame, order: str, *, by_letter: bool) -> NDArray[np.int_]:
    """The place of each row in an order: by date, article and span, after the context where that is asked."""
    keys = [rows["start"].to_numpy()]
    keys += [pd.factorize(rows[name], sort=True)[0] for name in ("article", "date")]
    if order != "place":
        contexts = [context.replace(GAP, BEFORE_ALL) for context in rows[order]]
        if order == "left":
            contexts = [_reverse(context, by_letter=by_letter) for context in contexts]
        keys.append(pd.factorize(np.array(contexts, object), sort=True)[0])
    rank = np.empty(len(rows), int)
    rank[np.lexsort(keys)] = np.arange(len(rows))
    return rank


def _reverse(context: str, *, by_letter: bool) -> str:
    """A context read away from the node: letters of a text, patterns where there is none."""
    return context[::-1] if by_letter else BEFORE_ALL.join(reversed(context.split(BEFORE_ALL)))


def _find_neighbours(mentions: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The patterns before and after each mention, in its sentence."""
    patterns, sentences = mentions["pattern"].tolist(), mentions["sentence"].to_numpy(object)
    breaks = [*np.flatnonzero(np.append(True, sentences[1:] != sentences[:-1])), len(patterns)]
    left, right = [], []
    for start, stop in pairwise(map(int, breaks)):
        for i in range(start, stop):
            left.append(GAP.join(patterns[max(start, i - NEAR) : i]))
            right.append(GAP.join(patterns[i + 1 : min(stop, i + 1 + NEAR)]))
    return left, right


def find_lines(
    lines: Lines, *, concept: str = "", pattern: str = "", where: Where | None = None, order: str = "place"
) -> pd.DataFrame:
    """One row per mention of `concept`, or per match of the regular expression `pattern` in the texts.

    Parameters
    ----------
    where
        What the mention's sentence must have; see `analysis.desk.facets.Facets.choose`.
    order
        ``place`` (by date, article and span), ``left`` or ``right``: by the context read away from the node.

    Returns
    -------
    `COLUMNS`: where it stands, how its sentence is coded, and its context. That is text where the texts are
    there; else the node is the codebook's pattern, and the context the patterns beside it in the sentence.

    Raises
    ------
    ConcordanceError
        For a pattern without texts, a concept that is never mentioned, or a broken expression.
    """
    if order not in ORDERS:
        raise ConcordanceError(f"order={order!r}; allowed: {', '.join(ORDERS)}")
    if pattern:
        rows = _match(lines, pattern, where or {})
        ranks = _rank(rows, order, by_letter=True)
        return rows.iloc[np.argsort(ranks)][list(COLUMNS)].reset_index(drop=True)
    if concept not in lines.concepts:
        raise ConcordanceError(f"concept {concept!r}: no sentence of this study mentions it")
    own = lines.concepts[concept]
    own = own[lines.facets.choose(where or {})[own]]
    return lines.mentions.iloc[own[np.argsort(lines.ranks[order][own])]].reset_index(drop=True)


def _match(lines: Lines, pattern: str, where: Where) -> pd.DataFrame:
    if not lines.texts:
        raise ConcordanceError("words are found in texts, and the texts are not here: choose a concept")
    chosen = lines.sentences[lines.sentence_facets.choose(where)]
    shown = find_occurrences(pattern, chosen, texts=lines.texts, width=WIDTH)
    rows = shown.merge(chosen[["language", *SHOWN]], on="sentence", validate="m:1")
    return rows.assign(date=[lines.dates.get(article, "") for article in rows["article"]])


def read_paragraph(lines: Lines, sentence: str) -> list[dict[str, Any]]:
    """Return the counted sentences of the paragraph that holds `sentence`: span, codes, and ``quote``.

    The quote is empty where the text is not there.
    """
    rows = lines.paragraphs[lines.homes[sentence]]
    body = lines.texts.get(rows[0]["article"], "")
    return [row | {"quote": re.sub(r"\s+", " ", body[row["start"] : row["end"]])} for row in rows]


def _lay_paragraphs(coded: pd.DataFrame) -> tuple[dict[str, int], dict[int, list[dict[str, Any]]]]:
    """The paragraph of each sentence, and the sentences of each paragraph in the order of the text."""
    ordered = coded.sort_values(["article", "start"])
    number = ordered.groupby(["text", "paragraph"]).ngroup().tolist()
    paragraphs: dict[int, list[dict[str, Any]]] = {}
    columns = ["article", "sentence", "start", "end", "about", "voice", "frames", "stance"]
    for home, row in zip(number, ordered[columns].to_dict("records"), strict=True):
        paragraphs.setdefault(home, []).append({str(name): value for name, value in row.items()})
    return dict(zip(ordered["sentence"], number, strict=True)), paragraphs
