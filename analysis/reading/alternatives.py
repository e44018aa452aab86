"""Alternatives: words counted as another segmenter or spelling would have it, to see what hangs on either.

``python -m analysis.reading.alternatives STUDY TEXTS`` writes ``terms_alternatives.parquet`` beside the other
tables of the study in folder STUDY, from the texts in folder TEXTS. Paragraphs are not told apart, and
character by character only words are counted that the segmenter found somewhere: no text can be put together
again from it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd
import rjieba

from analysis.codebook import read_codebook
from analysis.codes import choose_codes
from analysis.reading.documents import Document
from analysis.reading.files import find_files, read_manifest, read_sources
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.scripts import fold_text
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, FileError
from analysis.reading.tokens import NOT_HAN, WORD
from analysis.studies import Study, read_study
from analysis.tables import read_table, replace_file

NAME = "terms_alternatives.parquet"
COLUMNS = ["segmenter", "variants", "text", "about", "term", "count"]
PUBLISHED = ("jieba", "on")  # what the terms table holds
Count = Callable[[str], Counter[str]]


def count_alternatives(study: Study, folder: str | Path) -> pd.DataFrame:
    """One row per segmenter × variants × text × about × term: how often it stands in Chinese sentences.

    Parameters
    ----------
    study
        Its tables say whom each sentence is about, by the published codes.
    folder
        The texts from which the tables were built.

    Returns
    -------
    ``segmenter`` (``jieba``; ``jieba without HMM``: words of the dictionary only; ``characters``: each word
    of the terms table wherever its characters stand together, which for words of two is a count of bigrams),
    ``variants`` (``on``: mapped to their canonical form; ``off``: as spelt), ``text, about`` (one of the
    sides), ``term, count``; in this order. Left out is what the terms table has: jieba with variants on.

    Raises
    ------
    FileError
        When a sentence of the texts is not in the tables.
    """
    lexicon = compile_lexicon(read_codebook(study.codebook))
    sentences = choose_codes(read_table(study.folder, "sentences"), coder=study.codes)
    codes = dict(
        zip(sentences["sentence"], zip(sentences["kind"], sentences["about"], strict=True), strict=True)
    )
    terms = read_table(study.folder, "terms")
    words = sorted({term for term in terms["term"] if len(term) > 1 and not NOT_HAN.search(term)})
    segmenters = _list_segmenters(lexicon, words)
    counts: Counter[tuple[str, ...]] = Counter()
    for document in _read_documents(study, Path(folder), lexicon):
        for variants, folded in (("on", document.folded), ("off", fold_text(document.clean))):
            for (text, about), joined in _join_sentences(document, folded, codes, study).items():
                for segmenter, count in segmenters.items():
                    if (segmenter, variants) != PUBLISHED:
                        for term, n in count(joined).items():
                            counts[segmenter, variants, text, about, term] += n
    rows = [(*key, n) for key, n in sorted(counts.items())]
    return pd.DataFrame(rows, columns=COLUMNS)


def write_alternatives(study: Study, folder: str | Path) -> Path:
    """Count anew, and write the table whole or not at all; return its path."""
    path = study.folder / NAME
    rows = count_alternatives(study, folder)
    with replace_file(path) as temporary:
        rows.to_parquet(temporary, index=False)
    return path


def _list_segmenters(lexicon: Lexicon, words: list[str]) -> dict[str, Count]:
    plain = rjieba.Jieba()
    for word in lexicon.segmenter.words:
        plain.add_word(word, None, None)

    def without_hmm(text: str) -> Counter[str]:
        tokens = plain.cut(NOT_HAN.sub(" ", text), hmm=False)
        return Counter([token for token in tokens if not token.isspace()] + WORD.findall(text))

    def characters(text: str) -> Counter[str]:
        return Counter({word: n for word in words if (n := text.count(word))})

    return {
        "jieba": lambda text: lexicon.segmenter.count([text])[0],
        "jieba without HMM": without_hmm,
        "characters": characters,
    }


def _read_documents(study: Study, folder: Path, lexicon: Lexicon) -> Iterator[Document]:
    manifest = read_manifest(study.folder / "manifest.csv", folder)
    for path in find_files(folder):
        with suppress(DroppedError):  # what a build leaves out, too
            for source in read_sources(Slice(path), folder, manifest):
                yield read_document(source, lexicon.variants)


def _join_sentences(
    document: Document, folded: str, codes: dict[str, tuple[str, str]], study: Study
) -> dict[tuple[str, str], str]:
    """Return the Chinese sentences about each side, one after the other, by text and side."""
    joined: dict[tuple[str, str], list[str]] = {}
    for sentence in document.sentences:
        if sentence.id not in codes:
            raise FileError(
                f"{document.article}: sentence {sentence.id!r} is not in the tables of {study.folder}; "
                "run `diptych build` on the same texts first"
            )
        kind, about = codes[sentence.id]
        if kind != "boilerplate" and about in study.side_ids and sentence.language == "zh":
            key = (sentence.text, about)
            joined.setdefault(key, []).append(folded[sentence.begin : sentence.stop])
    return {key: " ".join(parts) for key, parts in joined.items()}


if __name__ == "__main__":
    print(write_alternatives(read_study(sys.argv[1]), sys.argv[2]))
