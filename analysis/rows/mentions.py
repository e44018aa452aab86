"""Mentions: the codebook's concepts in the sentences of a volume."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from analysis.reading.lexicon import Lexicon
from analysis.reading.spans import Bools, Ints
from analysis.rows.schemas import make_table, take
from analysis.rows.volumes import Volume


def list_mentions(volume: Volume, lexicon: Lexicon) -> pa.Table:
    """One row per concept hit inside one sentence that is kept; boilerplate has none."""
    hits = lexicon.finder.find_hits(volume.folded, volume.points)
    spoken = [i for i in volume.kept if volume.sentences[i].kind != "boilerplate"]
    places = np.array(spoken, np.int64)
    places = places[np.argsort(volume.begins[places])]
    at = np.searchsorted(volume.stops[places], hits.begins, side="right")
    inside = at < len(places)
    inside[inside] &= volume.begins[places[at[inside]]] <= hits.begins[inside]
    inside[inside] &= hits.stops[inside] <= volume.stops[places[at[inside]]]
    sentences = places[at[inside]]
    begins, stops = hits.begins[inside], hits.stops[inside]
    start, end = volume.span(begins, stops)
    patterns = hits.patterns[inside]
    texts, of = volume.texts
    columns = {
        "article": take(volume.articles, volume.owners[sentences]),
        "text": take(texts, of[sentences]),
        "sentence": take(volume.ids, sentences),
        "concept": take([pattern.concept for pattern in lexicon.finder.patterns], patterns),
        "start": start,
        "end": end,
        "pattern": take([pattern.pattern for pattern in lexicon.finder.patterns], patterns),
        "variant": pa.array(_find_swapped(volume, begins, stops)),
        "negated": pa.array(lexicon.finder.find_negated(volume.folded, patterns, begins)),
    }
    return make_table("mentions", columns, len(sentences))


def _find_swapped(volume: Volume, begins: Ints, stops: Ints) -> Bools:
    """Whether a variant, written in its canonical form, stands in each span."""
    rows = [
        (start + begin, start + stop)
        for draft, start in zip(volume.drafts, volume.starts.tolist(), strict=True)
        for begin, stop in draft.document.variants
    ]
    variants = np.array(rows, np.int64).reshape(-1, 2)
    after = np.searchsorted(variants[:, 1], begins, side="right")
    found = after < len(variants)
    found[found] = variants[after[found], 0] < stops[found]
    return found
