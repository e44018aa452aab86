"""Terms: how often each word stands in each paragraph, by whom it is about and who speaks."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pyarrow as pa

from analysis.reading.spans import Ints
from analysis.reading.words import find_words
from analysis.rows.desk import Desk
from analysis.rows.schemas import make_table, take
from analysis.rows.volumes import Volume


def count_terms(volume: Volume, desk: Desk) -> tuple[pa.Table, Ints]:
    """One row per text, paragraph, about, voice side and term; boilerplate has no terms.

    The rows of a group stand where its first sentence stands; in it, Chinese words come first, then Latin
    ones, each in the order in which they first occur.

    Returns
    -------
    The table, and the number of words of each document.
    """
    groups, sentences = _number_groups(volume, desk)
    counted = np.flatnonzero(groups >= 0)
    begins, stops = volume.begins[counted], volume.stops[counted]
    words = find_words(volume.folded, volume.points, begins, stops, segmenter=desk.lexicon.segmenter)
    order = np.argsort(begins)
    within = np.searchsorted(begins[order], words.places, side="right") - 1
    spoken = counted[order][within]
    tokens = np.bincount(volume.owners[spoken], minlength=len(volume.drafts))
    group, word, count = _count(groups[spoken], words.ids)
    texts, paragraphs, abouts, sides, languages = sentences
    columns = {
        "text": take(texts, group),
        "paragraph": pa.array(np.array(paragraphs, np.int64)[group]),
        "about": take(abouts, group),
        "voice_side": take(sides, group),
        "language": take(languages, group),
        "term": take(words.terms, word),
        "count": pa.array(count),
    }
    return make_table("terms", columns, len(count)), tokens


def _number_groups(volume: Volume, desk: Desk) -> tuple[Ints, tuple]:
    """Return the group of each sentence (-1: boilerplate), and what is common to each group, as columns."""
    fine = desk.study.grain == "paragraph"
    languages = {v.id: v.language for draft in volume.drafts for v in draft.document.versions}
    published = chain.from_iterable(draft.publish(desk.study) for draft in volume.drafts)
    keys: dict[tuple[str, int, str, str], int] = {}
    groups = []
    for sentence, (kind, about, side) in zip(volume.sentences, published, strict=True):
        if kind == "boilerplate":
            groups.append(-1)
        else:
            key = (sentence.text, sentence.paragraph if fine else 0, about, side)
            groups.append(keys.setdefault(key, len(keys)))
    columns = tuple(zip(*keys, strict=True)) or ((), (), (), ())
    return np.array(groups, np.int64), (*columns, [languages[text] for text in columns[0]])


def _count(groups: Ints, words: Ints) -> tuple[Ints, Ints, Ints]:
    """Return group, word and count of each pair, by group and then by where the pair first occurs."""
    size = len(words)
    pair = groups * (words.max(initial=0) + 1) + words
    order = _sort_pairs(pair)
    first = np.flatnonzero(np.diff(pair[order], prepend=-1))
    counts = np.zeros(size, np.int64)
    counts[order[first]] = np.diff(first, append=size)
    seen = np.flatnonzero(counts)
    seen = seen[np.argsort(groups[seen], kind="stable")]
    return groups[seen], words[seen], counts[seen]


def _sort_pairs(pair: Ints) -> Ints:
    """Return the order of `pair`, equal ones as they stand: packed with their place they sort much faster."""
    size, largest = len(pair), int(pair.max(initial=0))
    if (largest + 1) * (size + 1) >= 1 << 63:
        return np.argsort(pair, kind="stable")
    return np.sort(pair * size + np.arange(size)) % max(size, 1)
