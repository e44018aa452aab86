"""Groups: any two groups of a study's words or concepts, counted and compared in one row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, stats

from analysis import association
from analysis.association import CountError
from analysis.counts import Counts
from analysis.desk.facets import LABELS, Facets, Where, lay_facets
from analysis.figures import BOTH, INK
from analysis.forest import name_of
from analysis.keyness import PRIOR, measure_effects
from analysis.opening import OpenStudy
from analysis.permutation import measure_p
from analysis.resampling import MIN_DOCUMENTS
from analysis.studies import Side
from analysis.wording import word

KINDS = ("concepts", "terms")
ORDERS = ("g2", "log_ratio", "z", "count")
NAMES = ("A", "B")
PLACES = 3  # of evidence, a side


@dataclass(frozen=True)
class Cells:
    """What is counted in each cell of a study, the smallest part that facets tell apart.

    A cell is a sentence where concepts are counted, and a text × paragraph × about × voice_side where words
    are; ``counts`` has one row per cell and one column per term.
    """

    of: str
    facets: Facets
    counts: sparse.csr_array
    terms: NDArray[np.object_]
    glosses: dict[str, str]
    stopwords: frozenset[str]
    units: dict[str, tuple[NDArray[np.int_], NDArray[np.object_], NDArray[np.object_]]]
    seed: int

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the cells."""
        return self.facets.values["language"]


def lay_cells(study: OpenStudy, of: str) -> Cells:
    """Lay out the words (``terms``) or concepts (``concepts``) of `study`, once for all groups."""
    if of not in KINDS:
        raise ValueError(f"of={of!r}; allowed: {', '.join(KINDS)}")
    if of == "concepts":
        rows = study.sentences
        place = pd.Index(rows["sentence"]).get_indexer(study.mentions["sentence"])
        column, names = pd.factorize(study.mentions["concept"], sort=True)
        amount = np.ones(len(place))
        named = study.codebook.concepts.drop_duplicates("concept").set_index("concept")
        glosses, stopwords = dict(zip(named.index, named["gloss"], strict=True)), frozenset[str]()
    else:
        keys = ["text", "paragraph", "about", "voice_side", "language"]
        place, rows = _number_rows(study.terms[keys])
        column, names = pd.factorize(study.terms["term"], sort=True)
        amount = study.terms["count"].to_numpy(float)
        glossed = study.codebook.glosses
        glosses = dict(zip(glossed["term"], glossed["gloss"], strict=True))
        stopwords = frozenset(study.codebook.stopwords["term"])
    counts = sparse.csr_array((amount, (place, column)), shape=(len(rows), len(names)))
    terms = np.asarray(names, object)
    return Cells(
        of, lay_facets(rows, study), counts, terms, glosses, stopwords, _number_units(rows), study.study.seed
    )


def _number_rows(keys: pd.DataFrame) -> tuple[NDArray, pd.DataFrame]:
    number = keys.groupby(list(keys), sort=True).ngroup().to_numpy(int)
    first = np.unique(number, return_index=True)[1]
    return number, keys.iloc[first].reset_index(drop=True)


def _number_units(
    rows: pd.DataFrame,
) -> dict[str, tuple[NDArray[np.int_], NDArray[np.object_], NDArray[np.object_]]]:
    """Per unit: its number in each cell, and by number its label and its text."""
    texts = rows["text"].to_numpy(object)
    paragraphs = texts + ":" + rows["paragraph"].astype(str).to_numpy(object)
    units = {}
    for unit, labels in (("text", texts), ("paragraph", paragraphs)):
        number, names = pd.factorize(labels, sort=True)
        first = np.unique(number, return_index=True)[1]
        units[unit] = (number, np.asarray(names, object), texts[first])
    return units


def count_groups(cells: Cells, first: Where, second: Where, *, unit: str = "auto") -> Counts:
    """Count two groups of cells as `analysis.counts.count_terms` would, side A and side B.

    Raises
    ------
    CountError
        When a group is empty, the groups share a cell, or words of two languages would be compared.
    """
    chosen = [cells.facets.choose(where) for where in (first, second)]
    for name, flags in zip(NAMES, chosen, strict=True):
        if not cells.counts[np.flatnonzero(flags)].nnz:
            raise CountError(f"group {name} is empty: nothing can be compared with it")
    both = int((chosen[0] & chosen[1]).sum())
    if both:
        raise CountError(f"{both} rows are in both groups: choose groups that exclude each other")
    spoken = np.unique(cells.facets.codes["language"][chosen[0] | chosen[1]])
    if cells.of == "terms" and len(spoken) > 1:
        raise CountError(
            "words compare within one language only: choose one in both groups, or compare concepts"
        )
    if unit == "auto":
        texts = [len(np.unique(cells.units["text"][0][flags])) for flags in chosen]
        unit = "paragraph" if min(texts) < MIN_DOCUMENTS else "text"
    number, labels, texts_of = cells.units[unit]
    used, place = np.unique(number[chosen[0] | chosen[1]], return_inverse=True)
    of_cell = np.full(cells.facets.size, -1)
    of_cell[chosen[0] | chosen[1]] = place
    matrices = [_sum_units(cells.counts, of_cell, flags, len(used)) for flags in chosen]
    found = np.flatnonzero(sum(np.asarray(matrix.sum(axis=0)) for matrix in matrices))
    sizes = np.stack([np.asarray(matrix.sum(axis=1), float) for matrix in matrices])
    first_counts, second_counts = (matrix[:, found] for matrix in matrices)
    return Counts(
        NAMES, unit, cells.terms[found], labels[used], texts_of[used], (first_counts, second_counts), sizes
    )


def _sum_units(
    counts: sparse.csr_array, unit: NDArray[np.int_], chosen: NDArray[np.bool_], units: int
) -> sparse.csr_array:
    rows = np.flatnonzero(chosen)
    sums = sparse.csr_array((np.ones(len(rows)), (unit[rows], rows)), shape=(units, len(unit)))
    return sparse.csr_array(sums @ counts)


def compare_groups(
    cells: Cells,
    *,
    first: Where,
    second: Where,
    order: str = "g2",
    minimum: int = 5,
    top: int = 15,
    words: str = "content",
    permutations: int = 0,
) -> pd.DataFrame:
    """One row per term that sets two groups apart, `top` of each: the row of `analysis.keyness`.

    Parameters
    ----------
    cells
        What `lay_cells` returns: words, of one language, or concepts, where Chinese and English meet.
    first, second
        What each group's rows must have: side, about, voice_side, voice, outlet, language, since, until.
    order
        By what a group's terms are chosen: ``g2, log_ratio, z`` or ``count``; ties by term.
    minimum
        Occurrences in both groups together below which a term is not shown; all count in the rates.
    words
        ``content`` leaves stop words unshown, ``all`` shows them.
    permutations
        With 0, ``p`` and ``q`` are not computed: NaN. They take seconds; effects and evidence do not.

    Returns
    -------
    The columns of `analysis.keyness.measure_keyness`, group A positive.
    """
    counts = count_groups(cells, first, second)
    shown = _choose_terms(cells, counts, order=order, minimum=minimum, top=top, words=words)
    rows = measure_effects(counts, chosen=shown, prior_weight=PRIOR, glosses=cells.glosses)
    if permutations:
        p = measure_p(counts, permutations=permutations, rng=np.random.default_rng(cells.seed))
        rows["p"], rows["q"] = p[shown], stats.false_discovery_control(p)[shown]
    else:
        rows["p"] = rows["q"] = np.nan
    for number, matrix in enumerate(counts.matrices, start=1):
        rows[f"evidence_{number}"] = _find_places(matrix[:, shown], counts.labels)
    return rows.reset_index(drop=True)


def _choose_terms(
    cells: Cells, counts: Counts, *, order: str, minimum: int, top: int, words: str
) -> NDArray[np.int_]:
    if order not in ORDERS:
        raise ValueError(f"order={order!r}; allowed: {', '.join(ORDERS)}")
    (f1, f2), (n1, n2) = counts.found, counts.totals
    ratio = association.log_ratio(f1, f2, n1, n2)
    allowed = f1 + f2 >= minimum
    if words == "content":
        allowed &= np.array([term not in cells.stopwords for term in counts.terms], bool)
    background = f1 + f2
    size = {
        "g2": lambda: np.abs(association.signed_g2(f1, f2, n1, n2)),
        "log_ratio": lambda: np.abs(ratio),
        "z": lambda: np.abs(
            association.log_odds(f1, f2, n1, n2, prior=PRIOR * background / background.sum(), total=PRIOR)
        ),
        "count": lambda: background,
    }[order]()
    ranked = np.lexsort((np.arange(len(size)), -size))
    parts = [
        [place for place in ranked[allowed[ranked] & own[ranked]][:top]] for own in (ratio > 0, ratio < 0)
    ]
    return np.array(parts[0] + parts[1], int)


def _find_places(matrix: sparse.csr_array, labels: NDArray[np.object_]) -> list[str]:
    """Name, per column, the units where it occurs most."""
    columns = matrix.tocsc()
    named = []
    for start, stop in zip(columns.indptr, columns.indptr[1:], strict=False):
        units, found = columns.indices[start:stop], columns.data[start:stop]
        best = np.lexsort((units, -found))[:PLACES]
        named.append("|".join(str(labels[unit]) for unit in units[best]))
    return named


def name_group(where: Mapping[str, str], study: OpenStudy) -> str:
    """Return what a group is called: its values, by the names that the study and the codebook give them."""
    sides = {side.id: name_of(study.sides, side.id) for side in study.sides}
    actors = study.codebook.actors.set_index("actor")["name"]
    parts = []
    for facet, value in where.items():
        name = str(actors.get(value, value)) if facet == "voice" else sides.get(value, value)
        parts.append(f"{word(LABELS.get(facet, facet))}: {name}")
    return ", ".join(parts) or word("all")


def style_groups(first: Mapping[str, str], second: Mapping[str, str], study: OpenStudy) -> tuple[Side, Side]:
    """Return both groups as what figures draw: a name, and the colour of the one side that a group is of."""
    styled: list[Side] = []
    for id, where, spare in ((NAMES[0], first, INK), (NAMES[1], second, BOTH)):
        own = {value for value in where.values() if value in study.ids}
        side = study.study.side(own.pop()) if len(own) == 1 else None
        if side is None or any(other.colour == side.colour for other in styled):
            colour, marker, hatch = spare, "os"[len(styled)], ""
        else:
            colour, marker, hatch = side.colour, side.marker, side.hatch
        name = name_group(where, study)
        styled.append(Side(id, name, name, name, colour, marker, hatch))
    return styled[0], styled[1]


def choose_first_groups(study: OpenStudy) -> tuple[dict[str, str], dict[str, str]]:
    """Return two groups to begin with: the channels of the two sides, or sentences about either where few."""
    documents = study.documents.loc[study.documents["coded"] > 0, "side"].value_counts()
    facet = "side" if all(documents.get(id, 0) >= MIN_DOCUMENTS for id in study.ids) else "about"
    return {facet: study.ids[0]}, {facet: study.ids[1]}
