"""Readers: one for each format, by the end of the file's name; each yields the articles of a file."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import frontmatter

from analysis.reading.dates import find_dates
from analysis.reading.encodings import decode_bytes
from analysis.reading.scripts import fold_text
from analysis.reading.sources import METADATA, FileError, Source

ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
PUBLISHERS = ("publisher", "publication", "site_name", "sitename", "site", "website")  # of front matter


class Slice(NamedTuple):
    """The articles of one file from number `first` up to `stop`."""

    path: Path
    first: int = 0
    stop: int | None = None


class Entry(NamedTuple):
    """One article of a file: its name, how many bytes it takes, and a hash of it where names may repeat."""

    article: str
    weight: int
    sha256: str = ""


class Reader(NamedTuple):
    """How the articles of a format are read, and how they are listed beforehand."""

    read: Callable[[Slice, str], Iterator[Source]]
    list: Callable[[Path, str], Iterator[Entry]]


def read_plain(part: Slice, article: str) -> Iterator[Source]:
    """Read a text or Markdown file, with front matter as metadata where it has some."""
    raw = part.path.read_bytes()
    text, encoding = decode_bytes(raw, source=article)
    metadata, begin = _read_front(text)
    media = "text/markdown" if part.path.suffix.lower() == ".md" else "text/plain"
    yield Source(article, text, hashlib.sha256(raw).hexdigest(), media, encoding, begin, metadata)


def read_lines(part: Slice, article: str) -> Iterator[Source]:
    """Read JSON Lines, gzipped or not: id and text, and any of title, date, url, side, outlet, kind.

    Spans refer to the text field.
    """
    for where, line in islice(_open_lines(part.path), part.first, part.stop):
        row = _parse_line(where, line)
        named = {"published": "date", "source": "url", "outlet_side": "side"}
        fields = {key: row.get(key) or row.get(named.get(key, "")) or "" for key in METADATA}
        metadata = {key: str(value).strip() for key, value in fields.items() if value}
        metadata["published"] = _read_date(metadata.get("published", ""))
        yield Source(
            str(row["id"]), row["text"], hash_text(row["text"]), "application/jsonl", "utf-8", 0, metadata
        )


def list_file(path: Path, article: str) -> Iterator[Entry]:
    """One article, named after its file."""
    yield Entry(article, path.stat().st_size)


def list_lines(path: Path, article: str) -> Iterator[Entry]:
    """One article a line."""
    for where, line in _open_lines(path):
        row = _parse_line(where, line)
        yield Entry(str(row["id"]), len(line), hash_text(row["text"]))


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text that has no file of its own."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


READERS: dict[str, Reader] = {
    ".txt": Reader(read_plain, list_file),
    ".md": Reader(read_plain, list_file),
    ".jsonl": Reader(read_lines, list_lines),
    ".jsonl.gz": Reader(read_lines, list_lines),
}


def has_reader(path: Path) -> bool:
    """Whether a file's name ends as one of the formats does."""
    return path.name.lower().endswith(tuple(READERS))


def choose_reader(path: Path) -> Reader:
    """Return the reader for a file's name.

    Raises
    ------
    FileError
        When no reader knows the format.
    """
    name = path.name.lower()
    for end in sorted(READERS, key=len, reverse=True):
        if name.endswith(end):
            return READERS[end]
    raise FileError(f"{path}: no reader for this format; Diptych reads {', '.join(sorted(READERS))}")


def _open_lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield where each line stands, and the line; blank ones do not count."""
    open_file = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with open_file(path, "rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.isspace():
                    yield f"{path}, line {number}", line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileError(f"{path}: damaged gzip ({error}); fetch the file again") from None


def _parse_line(where: str, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise FileError(f"{where}: not JSON ({error}); each line must be one object") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row.get("id"):
        raise FileError(f"{where}: needs the fields 'id' and 'text'; correct or drop the line")
    return row


def _read_date(value: str) -> str:
    """Return the first date that a field names, in ISO form; nothing where it names none."""
    found = find_dates(fold_text(value), reference=None)
    return next((date.iso for date in found if ISO.fullmatch(date.iso)), "")


def _read_front(text: str) -> tuple[dict[str, str], int]:
    if not re.match(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n", text):
        return {}, 0
    try:
        post = frontmatter.loads(text.removeprefix("\ufeff"))
    except Exception:  # no front matter after all but a rule of dashes, whatever its parser says of it
        return {}, 0
    if not post.metadata:
        return {}, 0
    fields = {str(key).lower(): str(value).strip() for key, value in post.metadata.items()}
    fields["published"] = _read_date(fields.get("published") or fields.get("date", ""))
    fields.setdefault("outlet", next((fields[key] for key in PUBLISHERS if fields.get(key)), ""))
    begin = text.rfind(post.content) if post.content else len(text)
    return {key: fields[key] for key in METADATA if fields.get(key)}, max(begin, 0)
