"""Quotes: the sentence behind a number, where the articles are there; its span and codes elsewhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.invisible import drop_invisible

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
        The articles table: sha256 per file.
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
        texts = {name: _read_article(name, folder, known.loc[name]) for name in chosen["article"].unique()}
        spans = zip(chosen["article"], chosen["start"], chosen["end"], strict=True)
        rows["quote"] = [drop_invisible(texts[name][start:end]) for name, start, end in spans]
    return rows.reset_index(drop=True)


def _read_article(name: str, folder: Path, article: pd.Series) -> str:
    from analysis.reading.files import read_sources  # the left half, needed only where the texts are
    from analysis.reading.slices import Slice
    from analysis.reading.sources import DroppedError

    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise QuoteError(f"{path}: leads out of the folder of articles; run `diptych build`")
    if not path.is_file():
        raise QuoteError(f"{path}: not found; the folder of articles lacks a file that the tables name")
    try:
        source = next(read_sources(Slice(path), folder, {}))
    except DroppedError as error:
        raise QuoteError(f"{error}; the tables were built from another file: run `diptych build`") from None
    if source.sha256 != article["sha256"]:
        raise QuoteError(
            f"{path}: differs from the file that the tables were built from; run `diptych build`"
        )
    return source.text
