"""Readers: one for each format, by the end of the file's name; each yields the articles of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.reading.encodings import decode_bytes
from analysis.reading.front import read_front
from analysis.reading.limits import read_whole
from analysis.reading.office import read_docx
from analysis.reading.pages import read_page
from analysis.reading.pdfs import read_pdf
from analysis.reading.records import read_csv, read_jsonl, read_parquet
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, Source

Reader = Callable[[Slice, str], Iterator[Source]]


def read_plain(part: Slice, article: str) -> Iterator[Source]:
    """Read a text or Markdown file, with front matter as metadata where it has some."""
    raw = read_whole(part.path)
    text, encoding, how = decode_bytes(raw, source=article)
    metadata, begin, remarks = read_front(text)
    media = "text/markdown" if ".md" in part.path.name.lower()[-6:] else "text/plain"
    sha256 = hashlib.sha256(raw).hexdigest()
    yield Source(article, text, sha256, media, encoding, begin, metadata, how, remarks)


READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}
GZIPPED = (".txt", ".md", ".html", ".htm", ".jsonl", ".csv", ".tsv")
READERS |= {f"{end}.gz": READERS[end] for end in GZIPPED}
ENDS = tuple(READERS)
FORMATS = ".txt, .md, .html, .pdf, .docx, .jsonl, .csv and .parquet; text formats also as .gz"


def has_reader(path: Path) -> bool:
    """Whether a file's name ends as one of the formats does."""
    return path.name.lower().endswith(ENDS)


def choose_reader(path: Path) -> Reader:
    """Return the reader for a file's name.

    Raises
    ------
    DroppedError
        When no reader knows the format.
    """
    name = path.name.lower()
    for end in sorted(READERS, key=len, reverse=True):
        if name.endswith(end):
            return READERS[end]
    raise DroppedError("format", f"{path}: no reader for this format; Diptych reads {FORMATS}")
