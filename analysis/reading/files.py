"""Files: what is in a folder, and what its manifest says about it."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from analysis.invisible import drop_invisible
from analysis.reading.encodings import decode_bytes
from analysis.reading.limits import read_whole
from analysis.reading.readers import FORMATS, choose_reader, has_reader
from analysis.reading.slices import Slice
from analysis.reading.sources import METADATA, FileError, Source, check_name
from analysis.studies import Declared

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
LONGEST = 1000  # characters of one field of metadata
MANIFEST = "articles.csv"  # beside the articles: what is known of each file
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
    files = [path for path in list_files(folder) if has_reader(path)]
    if not files:
        raise FileError(f"{folder}: no article found; Diptych reads {FORMATS}")
    return files


def list_files(folder: Path) -> list[Path]:
    """Return every visible file in `folder` and below that is no manifest, in order of its path.

    A link that leads out of the folder is not followed; nor is one to a folder.

    Raises
    ------
    FileError
        When there is no such folder.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; name the folder that holds the articles")
    found = []
    for parent, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        visible = (Path(parent, name) for name in names if not name.startswith("."))
        found += [path for path in visible if _is_input(path, folder)]
    found = [path for path in found if path != folder / MANIFEST]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_sources(
    part: Slice, folder: Path, manifest: Manifest, declared: Sequence[Declared] = ()
) -> Iterator[Source]:
    """Yield the articles of one slice.

    What the study declares of all articles of a file gives way to the article's own metadata, and that to the
    manifest's word.
    """
    name = name_article(part.path, folder)
    common = {key: value for entry in declared if fnmatch(name, entry.files) for key, value in entry.facts}
    check_name(name)
    for source in choose_reader(part.path)(part, name):
        known = common | source.metadata | manifest.get(source.article, {})
        cleaned = {key: drop_invisible(value)[:LONGEST] for key, value in known.items()}
        yield source if cleaned == source.metadata else replace(source, metadata=cleaned)


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
    text = decode_bytes(read_whole(path), source=str(path)).text
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
        if path.parent == folder and not _is_listed(name, folder):
            raise FileError(f"{where}: no file {name!r} in {folder}; correct the name or drop the line")
        if row.get("published") and not DATE.fullmatch(row["published"]):
            raise FileError(f"{where}: published {row['published']!r}; use YYYY, YYYY-MM or YYYY-MM-DD")
        manifest[name] = {key: value.strip() for key, value in row.items() if value.strip()}
    return manifest


def _is_listed(name: str, folder: Path) -> bool:
    """Whether the manifest's `name` is a file of the folder, however it is spelled."""
    place = PurePosixPath(name)
    inside = not place.is_absolute() and ".." not in place.parts and "\\" not in name and "\0" not in name
    return (
        inside
        and _is_input(folder / place, folder)
        and (folder / place).resolve().is_relative_to(folder.resolve())
    )


def _is_input(path: Path, folder: Path) -> bool:
    """Whether `path` is a file inside `folder`; a link that leads out of it is not."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return False
    return path.is_file()
