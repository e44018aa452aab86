"""Matching: the codebook's patterns looked for anew in a study's sentences, where the texts are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.opening import OpenStudy
from analysis.parts import plan_parts
from analysis.reading.files import read_sources
from analysis.reading.lexicon import fold_pattern
from analysis.reading.mentions import Finder, Pattern
from analysis.reading.reader import read_document
from analysis.reading.variants import Variant, Variants


def fold_sentences(study: OpenStudy) -> dict[str, str]:
    """Return sentence → its text as matching sees it, of the study's counted sentences; needs the articles.

    Empty where some article is missing or differs from the one that the tables were built from.
    """
    assert study.study.texts is not None
    rows = study.codebook.variants[["variant", "canonical", "class"]].itertuples(index=False, name=None)
    variants = Variants(Variant(*row) for row in rows)
    plan = plan_parts(study.study.texts, study.study)
    known = dict(zip(study.articles["article"], study.articles["sha256"], strict=True))
    counted, folded = set(study.sentences["sentence"]), dict[str, str]()
    for part in (one for parts in plan.parts for one in parts):
        for source in read_sources(part, plan.folder, plan.manifest, study.study.declared):
            if known.get(source.article) == source.sha256:
                document = read_document(source, variants)
                folded |= {
                    sentence.id: document.folded[sentence.begin : sentence.stop]
                    for sentence in document.sentences
                    if sentence.id in counted
                }
    return folded if len(folded) == len(counted) else {}


def match_sentences(
    folded: Mapping[str, str], concepts: pd.DataFrame, sentences: Iterable[str]
) -> pd.DataFrame:
    """One row per mention of `concepts` in each of `sentences`: ``sentence, concept, pattern, negated``."""
    rows = concepts[["concept", "pattern", "language"]].itertuples(index=False, name=None)
    finder = Finder(Pattern(concept, fold_pattern(pattern), language) for concept, pattern, language in rows)
    found = [
        (sentence, mention.concept, mention.pattern, mention.negated)
        for sentence in sorted(sentences)
        for mention in finder.find(folded[sentence])
    ]
    return pd.DataFrame(found, columns=["sentence", "concept", "pattern", "negated"])
