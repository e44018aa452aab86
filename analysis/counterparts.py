"""Counterparts: articles in two languages that say the same, and so are perhaps translations of each other.

Both stay counted: the machine is not sure, and a reprint in another language may be what one studies. Four
Chinese laws and plans and their translations have cosines of 0.74 to 0.78, all other pairs of fitting length
less than 0.7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.reading.files import read_sources
from analysis.reading.slices import Slice
from analysis.studies import Study
from analysis.survey import Found, Survey

NEAR = 0.7  # cosine of the meanings of two documents
MOST = 400  # documents: each takes a twentieth of a second
LEAST = {"zh": 150, "en": 600}  # characters
RATIO = (2.5, 8.0)  # English characters for one Chinese, of a translation in full
WINDOWS = 8  # stretches of a document whose meanings make up its own
WINDOW = {"zh": 90, "en": 300}  # characters of each
Vectors = dict[str, NDArray[np.float64]]


def mark_counterparts(survey: Survey, study: Study) -> Survey:
    """Return `survey` with a note on each article that is perhaps a translation of another in the folder.

    Two articles are counterparts where each is nearest to the other among all of its language whose length
    fits. With more than `MOST` articles none is looked for.
    """
    pool = [one for one in survey.taken if one.characters >= LEAST.get(one.language, 1)]
    groups = {language: [one for one in pool if one.language == language] for language in WINDOW}
    if not all(groups.values()) or len(list(survey.taken)) > MOST:
        return survey
    fitting = {
        one.article
        for chinese in groups["zh"]
        for english in groups["en"]
        if _fits(chinese, english)
        for one in (chinese, english)
    }
    vectors = {
        article: encode_document(text, language) for article, text, language in _read(survey, study, fitting)
    }
    found = _pair([[one for one in group if one.article in vectors] for group in groups.values()], vectors)
    return replace(survey, found=tuple(_note(one, found) for one in survey.found))


def encode_document(text: str, language: str) -> NDArray[np.float64]:
    """Return the mean meaning of some stretches of a text, evenly spread, as a unit vector."""
    from analysis.reading.alignment import encode  # reads 70 MB: only where there are two languages

    vector = encode(split_windows(text, language=language)).mean(axis=0)
    return vector / np.linalg.norm(vector)


def split_windows(text: str, *, language: str) -> list[str]:
    """Return up to eight stretches of a text, evenly spread.

    Examples
    --------
    >>> [len(window) for window in split_windows("港口" * 1000, language="zh")]
    [90, 90, 90, 90, 90, 90, 90, 90]
    """
    plain, size = " ".join(text.split()), WINDOW[language]
    step = max(len(plain) / WINDOWS, size)
    starts = [round(number * step) for number in range(WINDOWS) if number * step < len(plain)]
    windows = [plain[start : start + size] for start in starts]
    return [window for window in windows if 3 * len(window) > size] or windows


def _fits(chinese: Found, english: Found) -> bool:
    return RATIO[0] <= english.characters / chinese.characters <= RATIO[1]


def _read(survey: Survey, study: Study, articles: set[str]) -> Iterator[tuple[str, str, str]]:
    wanted = {(one.path, one.number): one for one in survey.taken if one.article in articles}
    for path in dict.fromkeys(path for path, _ in wanted):
        sources = read_sources(Slice(path), survey.folder, survey.manifest, study.declared)
        for number, source in enumerate(sources):
            if one := wanted.get((path, number)):
                yield one.article, source.text[source.begin :], one.language


def _pair(groups: Sequence[Sequence[Found]], vectors: Vectors) -> dict[str, tuple[str, float]]:
    """The later article of each pair, with the earlier one and their cosine."""
    chinese, english = groups
    if not chinese or not english:
        return {}
    cosines = np.array([[vectors[a.article] @ vectors[b.article] for b in english] for a in chinese])
    fits = np.array([[_fits(a, b) for b in english] for a in chinese])
    cosines = np.where(fits, cosines, -1)
    pairs = {}
    for i, j in enumerate(cosines.argmax(axis=1)):
        if cosines[i, j] >= NEAR and cosines[:, j].argmax() == i:
            one, two = chinese[i], english[j]
            earlier, later = sorted((one, two), key=lambda found: (str(found.path), found.number))
            pairs[later.article] = earlier.article, round(float(cosines[i, j]), 3)
    return pairs


def _note(one: Found, pairs: Mapping[str, tuple[str, float]]) -> Found:
    if one.reason or one.of or one.article not in pairs:
        return one
    of, similarity = pairs[one.article]
    note = f"perhaps a translation of {of}; both are counted: remove one if it is"
    return one._replace(of=of, similarity=similarity, note="; ".join(filter(None, (one.note, note))))
