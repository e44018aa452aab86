"""Patterns: how often each pattern of a codebook is hit in each of several corpora.

``python -m analysis.patterns CODEBOOK FOLDER`` counts in the corpora that CODEBOOK/corpora.toml names.
"""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, read_codebook
from analysis.reading.lexicon import Lexicon, compile_lexicon
from analysis.reading.scripts import fold_text
from analysis.tables import replace_file


def count_patterns(codebook: Codebook, corpora: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Count the hits of every pattern: one row per pattern and language, zeros kept.

    Parameters
    ----------
    codebook
        Its concepts are looked for; its variants are mapped first, as in reading.
    corpora
        Name of a corpus and its texts.

    Returns
    -------
    pattern, language, and one column of hits (leftmost, longest; negated ones too) per corpus, sorted.

    Examples
    --------
    >>> book = read_codebook("data/codebook")
    >>> counts = count_patterns(book, {"toy": ["No export controls, said she.", "出口管制"]})
    >>> counts.loc[counts["toy"] > 0, ["pattern", "toy"]].values.tolist()
    [['export controls', 1], ['出口管制', 1]]
    """
    lexicon = compile_lexicon(codebook)
    rows = codebook.concepts[["pattern", "language"]].drop_duplicates()
    found = {name: _count(texts, lexicon) for name, texts in corpora.items()}
    hits = {name: rows["pattern"].map(counter).fillna(0).astype("int64") for name, counter in found.items()}
    return rows.assign(**hits).sort_values(["language", "pattern"], ignore_index=True)


def _count(texts: Iterable[str], lexicon: Lexicon) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        folded, _ = lexicon.variants.fold(fold_text(text))
        found.update(mention.pattern for mention in lexicon.finder.find(folded))
    return found


def read_corpora(declaration: Path, folder: Path) -> dict[str, Iterator[str]]:
    """Return the texts of each corpus that `declaration` (TOML: name = globs) finds in `folder`, lazily."""
    declared = tomllib.loads(declaration.read_text(encoding="utf-8"))
    return {name: _read_texts(folder, globs) for name, globs in declared.items()}


def _read_texts(folder: Path, globs: list[str]) -> Iterator[str]:
    paths = sorted({path for pattern in globs for path in folder.glob(pattern)})
    if not paths:
        raise FileNotFoundError(f"{folder}: nothing there is called {' or '.join(globs)}")
    for path in paths:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from (json.loads(line)["text"] for line in lines)
        else:
            yield path.read_text(encoding="utf-8")


def write_counts(book: Path, folder: Path) -> Path:
    """Count the patterns of the codebook in folder `book` anew, and write its ``pattern_counts.csv``."""
    counts = count_patterns(read_codebook(book), read_corpora(book / "corpora.toml", folder))
    with replace_file(book / "pattern_counts.csv") as temporary:
        counts.to_csv(temporary, index=False, lineterminator="\n")
    return book / "pattern_counts.csv"


if __name__ == "__main__":
    print(write_counts(Path(sys.argv[1]), Path(sys.argv[2])))
