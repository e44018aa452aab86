"""Tokens: Chinese words from jieba's dictionary and the codebook's, English words by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable

import rjieba

from analysis.reading.scripts import HAN

HAN_RUN = re.compile(f"[{HAN}]+")
WORD = re.compile(r"[^\W\d_](?:[\w]|['\-&.](?=[^\W_]))*")


class Segmenter:
    """Splits folded text into words; `words` are kept whole where the dictionary would part them."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.words = tuple(sorted(set(words)))
        self._jieba = rjieba.Jieba()
        for word in self.words:
            self._jieba.add_word(word, None, None)

    def __reduce__(self) -> tuple[type[Segmenter], tuple[tuple[str, ...]]]:
        return Segmenter, (self.words,)

    def segment(self, folded: str) -> list[str]:
        """Return the words of `folded`: first the Chinese ones in order, then the Latin ones.

        Examples
        --------
        >>> Segmenter().segment("openai发布gpt-4模型, it's open")
        ['发布', '模型', 'openai', 'gpt-4', "it's", 'open']
        """
        runs = HAN_RUN.findall(folded)
        tokens = [token for token in self._jieba.cut(" ".join(runs)) if token != " "] if runs else []
        return tokens + WORD.findall(HAN_RUN.sub(" ", folded) if runs else folded)
