"""Quotes: the sentence behind a number, where the articles are there; its span and codes elsewhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.invisible import drop_invisible

if TYPE_CHECKING:
    from analysis.reading.slices import Slice

CODES = ["about", "voice", "voice_side", "frames", "stance"]


class QuoteError(ValueError):
    """A file that is not the one the tables were built from."""


class MissingError(QuoteError):
    """An article that is not in the folder of texts."""


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
    MissingError
        When `folder` holds no file and no record of that name.
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
    from analysis.reading.sources import DroppedError

    try:
        source = next(read_sources(_find_article(name, folder), folder, {}))
    except DroppedError as error:
        raise QuoteError(f"{error}; the tables were built from another file: run `diptych build`") from None
    if source.sha256 != article["sha256"]:
        raise QuoteError(
            f"{folder / name}: differs from what the tables were built from; run `diptych build`"
        )
    return source.text


def _find_article(name: str, folder: Path) -> Slice:
    """Return where the article stands: in a file of its own, or as a record among others."""
    from analysis.reading.slices import Slice

    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    if inside and path.is_file():
        return Slice(path)
    records = _list_records(folder)
    if name in records:
        return records[name]
    if not inside:
        raise QuoteError(f"{path}: leads out of the folder of articles; run `diptych build`")
    raise MissingError(f"{path}: not found; the folder of articles lacks what the tables name")


@lru_cache(maxsize=4)
def _list_records(folder: Path) -> dict[str, Slice]:
    """Where each record of the folder's tables and lists of articles stands; of one name, the first."""
    from analysis.reading.files import list_files, name_article, read_sources
    from analysis.reading.readers import has_reader
    from analysis.reading.slices import Slice
    from analysis.reading.sources import DroppedError, FileError

    records: dict[str, Slice] = {}
    for path in filter(has_reader, list_files(folder)):
        try:
            for number, source in enumerate(read_sources(Slice(path), folder, {})):
                if source.article == name_article(path, folder):
                    break  # a file of its own
                records.setdefault(source.article, Slice(path, number, number + 1))
        except (DroppedError, FileError):
            continue  # no article was taken from it
    return records
