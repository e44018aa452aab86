"""Files: what is in a folder, and what its manifest says about it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from analysis.reading.encodings import decode_bytes
from analysis.reading.readers import READERS, Entry, Slice, choose_reader, has_reader
from analysis.reading.sources import METADATA, FileError, Source
from analysis.studies import Declared

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
Manifest = dict[str, dict[str, str]]


def find_files(folder: Path) -> list[Path]:
    """Return the readable files of `folder` and below, in order of their path; a file is itself.

    Raises
    ------
    FileError
        When the folder is missing or holds no file that a reader knows.
    """
    if folder.is_file():
        choose_reader(folder)
        return [folder]
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; name the folder that holds the articles")
    found = sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix())
    files = [path for path in found if has_reader(path) and _is_input(path, folder)]
    if not files:
        raise FileError(f"{folder}: no article found; Diptych reads {', '.join(sorted(READERS))}")
    return files


def read_sources(
    part: Slice, folder: Path, manifest: Manifest, declared: Sequence[Declared] = ()
) -> Iterator[Source]:
    """Yield the articles of one slice.

    What the study declares of all articles of a file gives way to the article's own metadata, and that to the
    manifest's word.
    """
    name = name_article(part.path, folder)
    common = {key: value for entry in declared if fnmatch(name, entry.files) for key, value in entry.facts}
    for source in choose_reader(part.path).read(part, name):
        known = common | source.metadata | manifest.get(source.article, {})
        yield replace(source, metadata=known)


def list_articles(path: Path, folder: Path) -> Iterator[Entry]:
    """Yield the articles of one file without reading more of them than that takes."""
    yield from choose_reader(path).list(path, name_article(path, folder))


def name_article(path: Path, folder: Path) -> str:
    """Return the id of a file's article: its path in the folder."""
    return path.name if path == folder else path.relative_to(folder).as_posix()


def read_manifest(path: Path, folder: Path) -> Manifest:
    """Read a list of files with what is known of them: file, and any of the columns of `METADATA`.

    Raises
    ------
    FileError
        Naming the line and the value, when a column is unknown, a date is not a date, a file is listed
        twice, or a list that stands beside the files names one that is not there.
    """
    if not path.is_file():
        return {}
    text, _ = decode_bytes(path.read_bytes(), source=str(path))
    rows = csv.DictReader(text.removeprefix("\ufeff").splitlines(keepends=True))
    columns = rows.fieldnames or ()
    if "file" not in columns or set(columns) - {"file", *METADATA}:
        raise FileError(f"{path}, line 1: columns {', '.join(columns)}; allowed: file, {', '.join(METADATA)}")
    manifest: Manifest = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        if None in row or None in row.values():
            raise FileError(f"{where}: has not as many fields as line 1; quote fields that hold a comma")
        name = row.pop("file")
        if name in manifest:
            raise FileError(f"{where}: {name!r} is listed twice; keep one line")
        if path.parent == folder and not _is_input(folder / name, folder):
            raise FileError(f"{where}: no file {name!r} in {folder}; correct the name or drop the line")
        if row.get("published") and not DATE.fullmatch(row["published"]):
            raise FileError(f"{where}: published {row['published']!r}; use YYYY, YYYY-MM or YYYY-MM-DD")
        manifest[name] = {key: value.strip() for key, value in row.items() if value.strip()}
    return manifest


def _is_input(path: Path, folder: Path) -> bool:
    """Whether `path` is a visible file inside `folder`; a link that leads out of it is not."""
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        return False
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)
