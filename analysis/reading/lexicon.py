"""Lexicon: a codebook made ready for reading, as segmenter, finder and variants."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.codebook import Codebook, list_words
from analysis.reading.mentions import Finder, Pattern
from analysis.reading.tokens import Segmenter
from analysis.reading.variants import Variant, Variants


@dataclass(frozen=True)
class Lexicon:
    """What reading needs of a codebook; it can be pickled and is made anew where it is unpacked."""

    segmenter: Segmenter
    finder: Finder
    variants: Variants


def compile_lexicon(codebook: Codebook) -> Lexicon:
    """Compile the words, patterns and variants of `codebook`."""
    concepts = codebook.concepts[["concept", "pattern", "language"]].itertuples(index=False, name=None)
    variants = codebook.variants[["variant", "canonical", "class"]].itertuples(index=False, name=None)
    return Lexicon(
        Segmenter(list_words(codebook)),
        Finder(Pattern(concept, fold_pattern(pattern), language) for concept, pattern, language in concepts),
        Variants(Variant(*row) for row in variants),
    )


def fold_pattern(pattern: str) -> str:
    """Return a codebook pattern as it stands in folded text."""
    return pattern.lower().replace("’", "'")
