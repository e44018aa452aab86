"""Variants: other words for the same thing, written as their canonical form in folded text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

REWRITE_RATE = 4.0  # rewrite words per 1,000 characters from which a text counts as machine-rewritten
REWRITE_WORDS = 5  # and at least so many different ones
FILLER = "\u2060"  # stands for what a shorter canonical form leaves over, so that every position holds


class Variant(NamedTuple):
    """One variant; ``kind`` is regional, converter, transliteration, rewrite or keep."""

    variant: str
    canonical: str
    kind: str


class Variants:
    """Maps variants to their canonical form, leftmost and longest first, and keeps every offset.

    Rewrite words (ordinary words that a rewriting machine puts in place of others) are mapped only in
    texts that are full of them, for elsewhere they mean what they say.
    """

    def __init__(self, variants: Iterable[Variant] = ()) -> None:
        self.variants = tuple(sorted(set(variants)))
        self._automaton = AhoCorasick([v.variant for v in self.variants], matchkind=MatchKind.LeftmostLongest)

    def __reduce__(self) -> tuple[type[Variants], tuple[tuple[Variant, ...]]]:
        return Variants, (self.variants,)

    def find(self, folded: str) -> list[tuple[int, int, Variant]]:
        """Return the spans of the variants that are to be mapped in `folded`, in order."""
        hits = [(a, b, self.variants[i]) for i, a, b in self._automaton.find_matches_as_indexes(folded)]
        rewrites = [variant.variant for _, _, variant in hits if variant.kind == "rewrite"]
        rewritten = len(rewrites) >= REWRITE_RATE * len(folded) / 1000 and len(set(rewrites)) >= REWRITE_WORDS
        skipped = {"keep"} if rewritten else {"keep", "rewrite"}
        return [
            (begin, stop, variant)
            for begin, stop, variant in hits
            if variant.kind not in skipped and len(variant.canonical) <= len(variant.variant)
        ]

    def fold(self, folded: str) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return `folded` with variants in their canonical form, of the same length, and their spans.

        Examples
        --------
        >>> Variants([Variant("伺服器", "服务器", "regional")]).fold("购买伺服器")
        ('购买服务器', ((2, 5),))
        """
        hits = self.find(folded)
        if not hits:
            return folded, ()
        pieces: list[str] = []
        last = 0
        for begin, stop, variant in hits:
            pieces += folded[last:begin], variant.canonical.ljust(stop - begin, FILLER)
            last = stop
        return "".join([*pieces, folded[last:]]), tuple((begin, stop) for begin, stop, _ in hits)
