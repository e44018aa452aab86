"""Limits: how much of a file is read, so that no input takes all memory or all time."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from analysis.reading.sources import DroppedError, FileError

LARGEST = 64_000_000  # bytes of one article's text: some thirty books
BUNDLE = 512_000_000  # bytes of a PDF or Word file, which holds pictures too
EXPANSION = 200  # times that a compressed file may grow: text grows 3 to 20 times
FREE = 64_000_000  # bytes up to which it may grow as it likes


def read_whole(path: Path) -> bytes:
    """Return the bytes of one article's file, expanded where it is gzipped.

    Raises
    ------
    DroppedError
        When it is larger than one article can be, or its compression is damaged.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise _refuse(path, f"has {size} bytes")
    with open_bytes(path) as file:
        try:
            raw = file.read(LARGEST + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise DroppedError("damaged", _describe_damage(path, error)) from None
    if len(raw) > LARGEST:
        raise _refuse(path, f"expands to more than {LARGEST} bytes")
    return raw


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of each line that is not blank, one at a time.

    Raises
    ------
    FileError
        Naming the line, when it is longer than one article can be, or the file expands beyond all measure.
    """
    size, seen, number = path.stat().st_size, 0, 0
    with open_bytes(path) as file:
        try:
            while line := file.readline(LARGEST + 1):
                number += 1
                seen += len(line)
                if len(line) > LARGEST:
                    raise FileError(
                        f"{path}, line {number}: longer than {LARGEST} bytes; give one article a line"
                    )
                check_expansion(path, size, seen)
                if not line.isspace():
                    yield number, line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise FileError(_describe_damage(path, error)) from None


def count_lines(path: Path) -> int:
    """Return how many lines a file has, at the most: blank ones count, and what is damaged does not."""
    lines = 1
    with open_bytes(path) as file:
        try:
            while block := file.read(1 << 20):
                lines += block.count(b"\n")
        except (EOFError, gzip.BadGzipFile, zlib.error):
            pass  # whoever reads the lines says so
    return lines


def open_bytes(path: Path) -> BinaryIO | gzip.GzipFile:
    """Open a file, gzipped or not, for reading bytes."""
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")


def check_expansion(path: Path, size: int, expanded: int) -> None:
    """Refuse a file of `size` bytes that has grown to `expanded` ones as no text does.

    Raises
    ------
    DroppedError
        When it is a bomb, or might as well be.
    """
    if expanded > FREE and expanded > EXPANSION * max(size, 1):
        raise DroppedError(
            "too large",
            f"{path}: expands to more than {EXPANSION} times its size; text does not: unpack and look",
        )


def check_bundle(path: Path) -> None:
    """Refuse a PDF or Word file that is larger than any that was written to be read.

    Raises
    ------
    DroppedError
        Naming its size.
    """
    if path.stat().st_size > BUNDLE:
        raise DroppedError("too large", f"{path}: more than {BUNDLE} bytes; split it, or save its text alone")


def _refuse(path: Path, what: str) -> DroppedError:
    return DroppedError(
        "too large",
        f"{path}: {what}, and one article may have {LARGEST}; split it, or give many articles as JSON Lines",
    )


def _describe_damage(path: Path, error: Exception) -> str:
    return f"{path}: damaged gzip ({error}); fetch the file again"
