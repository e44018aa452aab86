"""Files: what is in a folder, and the text and metadata of each file."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import frontmatter

from analysis.reading.encodings import decode_bytes

METADATA = ("title", "outlet", "outlet_side", "published", "outlet_how", "published_how", "source")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class FileError(ValueError):
    """Input that cannot be read, with the file, the line or value, and what to do."""


@dataclass(frozen=True)
class Source:
    """One article as it came: its text exactly as in the file, and what is known about it.

    ``begin`` is where the article's own text starts (after front matter, which is metadata).
    """

    article: str
    text: str
    sha256: str
    media: str
    encoding: str
    begin: int = 0
    metadata: dict[str, str] = field(default_factory=dict)


def read_plain(path: Path, article: str) -> Iterator[Source]:
    """Read a text or Markdown file, with front matter as metadata where it has some."""
    raw = path.read_bytes()
    text, encoding = decode_bytes(raw, source=article)
    metadata, begin = _read_front(text)
    media = "text/markdown" if path.suffix.lower() == ".md" else "text/plain"
    yield Source(article, text, hashlib.sha256(raw).hexdigest(), media, encoding, begin, metadata)


READERS: dict[str, Callable[[Path, str], Iterator[Source]]] = {".txt": read_plain, ".md": read_plain}


def find_files(folder: Path) -> list[Path]:
    """Return the readable files of `folder` and below, in order of their path; a file is itself.

    Raises
    ------
    FileError
        When the folder is missing or holds no file that a reader knows.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; name the folder that holds the articles")
    files = sorted(
        (path for path in folder.rglob("*") if path.suffix.lower() in READERS and _is_input(path, folder)),
        key=lambda path: path.relative_to(folder).as_posix(),
    )
    if not files:
        raise FileError(f"{folder}: no article found; Diptych reads {', '.join(sorted(READERS))}")
    return files


def read_sources(path: Path, folder: Path, manifest: dict[str, dict[str, str]]) -> Iterator[Source]:
    """Yield the articles of one file; the manifest's word goes before the file's own metadata."""
    article = path.name if path == folder else path.relative_to(folder).as_posix()
    for source in READERS[path.suffix.lower()](path, article):
        source.metadata.update(manifest.get(source.article, {}))
        yield source


def read_manifest(path: Path, folder: Path) -> dict[str, dict[str, str]]:
    """Read a list of files with what is known of them: file, and any of the columns of `METADATA`.

    Raises
    ------
    FileError
        Naming the line and the value, when a column or file is unknown, a date is not a date
        or a file is listed twice.
    """
    if not path.is_file():
        return {}
    text, _ = decode_bytes(path.read_bytes(), source=str(path))
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines())
    columns = rows.fieldnames or ()
    if "file" not in columns or set(columns) - {"file", *METADATA}:
        raise FileError(f"{path}, line 1: columns {', '.join(columns)}; allowed: file, {', '.join(METADATA)}")
    manifest: dict[str, dict[str, str]] = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        if None in row or None in row.values():
            raise FileError(f"{where}: has not as many fields as line 1; quote fields that hold a comma")
        name = row.pop("file")
        if name in manifest:
            raise FileError(f"{where}: {name!r} is listed twice; keep one line")
        if folder.is_dir() and not _is_input(folder / name, folder):
            raise FileError(f"{where}: no file {name!r} in {folder}; correct the name or drop the line")
        if row.get("published") and not DATE.fullmatch(row["published"]):
            raise FileError(f"{where}: published {row['published']!r}; use YYYY, YYYY-MM or YYYY-MM-DD")
        manifest[name] = {key: value.strip() for key, value in row.items() if value.strip()}
    return manifest


def _is_input(path: Path, folder: Path) -> bool:
    inside = path.resolve().is_relative_to(folder.resolve())
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts) if inside else True
    return inside and not hidden and path.is_file()


def _read_front(text: str) -> tuple[dict[str, str], int]:
    if not re.match(r"\ufeff?(---|\+\+\+)\s*\n", text):
        return {}, 0
    try:
        post = frontmatter.loads(text.removeprefix("\ufeff"))
    except Exception:  # not front matter after all, but a rule of dashes: the text is the text
        return {}, 0
    if not post.metadata:
        return {}, 0
    fields = {str(key).lower(): str(value).strip() for key, value in post.metadata.items()}
    fields.setdefault("published", fields.get("date", ""))
    begin = len(text) - len(text[text.rfind(post.content) :]) if post.content else len(text)
    return {key: fields[key] for key in METADATA if fields.get(key)}, begin
