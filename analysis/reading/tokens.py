"""Tokens: Chinese words from jieba's dictionary and the codebook's, English words by their letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import rjieba

from analysis.reading.scripts import HAN

NOT_HAN = re.compile(f"[^{HAN}\n][^{HAN}\n]*")
LETTERS, DIGITS, JOINERS = "a-zß-öø-ɏḀ-ỿ", "0-9", r"'\-&./+"
WORD = re.compile(rf"[{LETTERS}][{LETTERS}{DIGITS}]*(?:[{JOINERS}][{LETTERS}{DIGITS}]+|\+\+|#)*")
SOME_LATIN = re.compile("[a-z]")


class Segmenter:
    """Splits folded text into words; `words` are kept whole where the dictionary would part them.

    Only runs of Han characters go to jieba, for on Latin words its engines differ; numbers and
    punctuation are no words. Nothing else is left out: stop words are for measures to drop.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = tuple(sorted(set(words)))
        self._jieba = rjieba.Jieba()
        for word in self.words:
            self._jieba.add_word(word, None, None)

    def __reduce__(self) -> tuple[type[Segmenter], tuple[tuple[str, ...]]]:
        return Segmenter, (self.words,)

    def cut(self, text: str) -> list[str]:
        """Return `text` in pieces as jieba parts it: words, and all else character by character."""
        return self._jieba.cut(text)

    def segment(self, folded: str) -> list[str]:
        """Return the words of `folded`: first the Chinese ones in order, then the Latin ones.

        Examples
        --------
        >>> Segmenter().segment("openai发布gpt-4模型, it's open")
        ['发布', '模型', 'openai', 'gpt-4', "it's", 'open']
        """
        tokens = [] if folded.isascii() else self._jieba.cut(NOT_HAN.sub(" ", folded))
        return [token for token in tokens if not token.isspace()] + WORD.findall(folded)

    def count(self, texts: Sequence[str]) -> list[Counter[str]]:
        """Return the words of each text with how often they occur, in order of first occurrence.

        All texts are segmented in one call, which is what makes many short texts fast.
        """
        counts: list[Counter[str]] = [Counter() for _ in texts]
        joined = "\n".join(texts)
        if not joined.isascii():
            tokens = self._jieba.cut(NOT_HAN.sub(" ", joined))
            ends = [i for i, token in enumerate(tokens) if token == "\n"]
            for counter, (begin, stop) in zip(counts, pairwise([-1, *ends, len(tokens)]), strict=True):
                counter.update(tokens[begin + 1 : stop])
                del counter[" "]
        if SOME_LATIN.search(joined):
            for counter, text in zip(counts, texts, strict=True):
                counter.update(WORD.findall(text))
        return counts
