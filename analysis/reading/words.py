"""Words: every word of a long text at once, Chinese by jieba and Latin by its letters, as arrays.

The same words as `Segmenter.segment` finds sentence by sentence; only Python's work for each is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from analysis.reading.scripts import HAN
from analysis.reading.spans import Bools, Ints, Points, fill_spans, find_runs, read_spans
from analysis.reading.tokens import DIGITS, JOINERS, LETTERS, WORD, Segmenter

IS_HAN, IS_LETTER, IS_DIGIT, IS_JOINER = 1, 2, 4, 8
SPACE, SHARP, PLUS = 0x20, ord("#"), ord("+")
PIECE = 1 << 18  # characters of Chinese segmented in one call: a list of their words stays in the cache


class Words(NamedTuple):
    """Words as found: the different ones, and for each occurrence which it is and where it begins.

    All Chinese occurrences stand before all Latin ones, either in order of text.
    """

    terms: pa.StringArray
    ids: Ints
    places: Ints


def find_words(text: str, points: Points, begins: Ints, stops: Ints, *, segmenter: Segmenter) -> Words:
    """Return the words of the stretches of folded `text`, whose code points are `points`.

    A word never crosses the bounds of a stretch; where two stretches touch, the first ends with a mark.
    """
    order = np.argsort(begins)
    begins, stops = begins[order], stops[order]
    kinds = np.where(fill_spans(len(points), begins, stops), _read_kinds()[points], 0).astype(np.uint8)
    chinese = _find_chinese(points, kinds == IS_HAN, segmenter)
    latin = _find_latin(text, points, kinds, begins, stops)
    found = pa.concat_arrays([read_spans(points, *chinese), read_spans(points, *latin)])
    coded = found.dictionary_encode()
    ids = coded.indices.to_numpy().astype(np.int64)
    return Words(coded.dictionary, ids, np.concatenate([chinese[0], latin[0]]))


def _find_chinese(points: Points, han: Bools, segmenter: Segmenter) -> tuple[Ints, Ints]:
    """Spans of the Chinese words: all runs of Han characters are segmented, a space between each two."""
    used = han.copy()
    used[1:] |= han[:-1]
    places = np.flatnonzero(used)
    runs = np.where(han[places], points[places], SPACE).astype(np.uint32)
    lengths = np.concatenate([np.zeros(0, np.int64), *_segment(runs, segmenter)])
    starts = np.cumsum(lengths) - lengths
    words = runs[starts] != SPACE if len(starts) else np.zeros(0, np.bool_)
    begins = places[starts[words]] if len(starts) else starts
    return begins, begins + lengths[words]


def _segment(runs: Points, segmenter: Segmenter) -> Iterator[Ints]:
    """Yield how long each word of `runs` is, a space being one, for one piece after the other."""
    gaps = np.flatnonzero(runs == SPACE) + 1
    begin = 0
    while begin < len(runs):
        after = np.searchsorted(gaps, begin + PIECE)
        stop = int(gaps[after]) if after < len(gaps) else len(runs)
        words = segmenter.cut(runs[begin:stop].tobytes().decode("utf-32-le"))
        yield np.fromiter(map(len, words), np.int64, len(words))
        begin = stop


def _find_latin(
    text: str, points: Points, kinds: NDArray[np.uint8], begins: Ints, stops: Ints
) -> tuple[Ints, Ints]:
    """Spans of the Latin words: from the first letter of each chain of letters and digits to its end."""
    letters = np.flatnonzero(kinds == IS_LETTER)
    if not len(letters):
        return letters, letters
    solid = (kinds == IS_LETTER) | (kinds == IS_DIGIT)
    fresh = np.zeros(len(points) + 1, np.bool_)
    fresh[begins] = True
    joiners = np.flatnonzero(kinds == IS_JOINER)
    joiners = joiners[(joiners > 0) & (joiners < len(points) - 1)]
    joined = solid[joiners - 1] & solid[joiners + 1] & ~fresh[joiners] & ~fresh[joiners + 1]
    chained = solid.copy()
    chained[joiners[joined]] = True
    first, last = find_runs(chained)
    lead = np.searchsorted(letters, first)
    starts = letters[np.minimum(lead, len(letters) - 1)]
    worded = (lead < len(letters)) & (starts < last)
    return _extend(text, points, starts[worded], last[worded], stops)


def _extend(text: str, points: Points, starts: Ints, ends: Ints, stops: Ints) -> tuple[Ints, Ints]:
    """Read on where # or ++ follows a word, as in c++ and c#: seldom, so one by one."""
    after = points[np.minimum(ends, len(points) - 1)]
    signs = np.flatnonzero((after == SHARP) | (after == PLUS))
    if not len(signs):
        return starts, ends
    ends, dropped, reached = ends.copy(), np.zeros(len(starts), np.bool_), 0
    for i in signs[ends[signs] < len(points)]:
        if starts[i] < reached:
            continue
        stop = int(stops[np.searchsorted(stops, starts[i], side="right")])
        match = WORD.match(text, int(starts[i]), stop)
        if match:
            ends[i] = reached = match.end()
            dropped[i + 1 : np.searchsorted(starts, reached)] = True
    return starts[~dropped], ends[~dropped]


@cache
def _read_kinds() -> NDArray[np.uint8]:
    """The kind of every code point, as far as words are concerned."""
    kinds = np.zeros(0x110000, np.uint8)
    for kind, characters in ((IS_HAN, HAN), (IS_LETTER, LETTERS), (IS_DIGIT, DIGITS), (IS_JOINER, JOINERS)):
        for match in re.finditer(r"\\?(.)(?:-(.))?", characters):
            kinds[ord(match[1]) : ord(match[2] or match[1]) + 1] = kind
    return kinds
