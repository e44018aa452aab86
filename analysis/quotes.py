"""Quotes: the sentence behind a number, where the articles are there; its span and codes elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

CODES = ["about", "voice", "voice_side", "frames", "stance"]


class QuoteError(ValueError):
    """A file that is not the one the tables were built from."""


def find_quotes(
    sentences: pd.DataFrame, *, articles: pd.DataFrame, folder: Path | None, n: int | None = None
) -> pd.DataFrame:
    """One row per sentence, in the order given: where it stands, its codes, and its words where we have them.

    Parameters
    ----------
    sentences
        Rows of the sentences table, with one coder's codes.
    articles
        The articles table: encoding and sha256 per file.
    folder
        Where the article files are, or None: then there is no ``quote`` column.
    n
        At most so many rows.

    Returns
    -------
    where (file: start–end, in code points), about, voice, voice_side, frames, stance, and quote.

    Raises
    ------
    QuoteError
        When a file in `folder` differs from the one the tables were built from.
    """
    chosen = sentences.head(len(sentences) if n is None else n)
    where = chosen["start"].astype(str) + "–" + chosen["end"].astype(str)
    rows = pd.concat([(chosen["article"] + ": " + where).rename("where"), chosen[CODES]], axis=1)
    if folder is not None:
        known = articles.set_index("article")
        texts = {name: _read_article(folder / name, known.loc[name]) for name in chosen["article"].unique()}
        spans = zip(chosen["article"], chosen["start"], chosen["end"], strict=True)
        rows["quote"] = [" ".join(texts[name][start:end].split()) for name, start, end in spans]
    return rows.reset_index(drop=True)


def _read_article(path: Path, article: pd.Series) -> str:
    if not path.is_file():
        raise QuoteError(f"{path}: not found; the folder of articles lacks a file that the tables name")
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != article["sha256"]:
        raise QuoteError(
            f"{path}: differs from the file that the tables were built from; run `diptych build`"
        )
    return raw.decode(article["encoding"])
