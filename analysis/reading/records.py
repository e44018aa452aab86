"""Records: files of many articles, one a line or row: JSON Lines, CSV and Parquet, with the same fields."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from analysis.reading.encodings import decode_bytes
from analysis.reading.front import read_metadata
from analysis.reading.limits import BUNDLE, LARGEST, check_expansion, read_lines, read_whole
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, FileError, Source, check_name

NEEDED = ("id", "text")
DELIMITERS = ",;\t"
BATCH = 256  # rows of Parquet in memory at once
Record = tuple[str, dict[str, Any]]  # where it stands, and its fields


def read_jsonl(part: Slice, article: str) -> Iterator[Source]:
    """Read JSON Lines: an object a line, with id and text, and any of the fields of `METADATA`."""
    lines = islice(read_lines(part.path), part.first, part.stop)
    yield from _read_records(_parse_lines(part.path, lines), media="application/jsonl", encoding="utf-8")


def read_csv(part: Slice, article: str) -> Iterator[Source]:
    """Read a table with a header, its fields parted by commas, semicolons or tabs."""
    decoded = decode_bytes(read_whole(part.path), source=article)
    rows = islice(_parse_table(part.path, decoded.text.removeprefix("\ufeff")), part.first, part.stop)
    yield from _read_records(rows, media="text/csv", encoding=decoded.encoding, how=decoded.how)


def read_parquet(part: Slice, article: str) -> Iterator[Source]:
    """Read a Parquet file, some rows at a time."""
    rows = islice(_parse_parquet(part.path), part.first, part.stop)
    yield from _read_records(rows, media="application/vnd.apache.parquet", encoding="utf-8", how="Parquet")


def hash_text(text: str) -> str:
    """Return the SHA-256 of a text that has no file of its own."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read_records(
    records: Iterator[Record], *, media: str, encoding: str, how: str = "JSON"
) -> Iterator[Source]:
    for where, row in records:
        name, text = row.get("id"), row.get("text")
        if name is None or str(name).strip() == "" or not isinstance(text, str):
            raise FileError(f"{where}: needs the fields 'id' and 'text'; correct or drop it")
        try:
            check_name(str(name))
        except DroppedError as error:
            raise FileError(f"{where}, id {error}") from None
        if len(text) > LARGEST:
            raise FileError(f"{where}: its text is longer than {LARGEST} characters; split it")
        yield Source(
            str(name), text, hash_text(text), media, encoding, 0, read_metadata(row), encoding_how=how
        )


def _parse_lines(path: Path, lines: Iterable[tuple[int, bytes]]) -> Iterator[Record]:
    for number, line in lines:
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{where}: not JSON ({error}); each line must be one object") from None
        if not isinstance(row, dict):
            raise FileError(f"{where}: not an object; needs the fields 'id' and 'text'")
        yield where, row


def _parse_table(path: Path, text: str) -> Iterator[Record]:
    head = text[:LARGEST].partition("\n")[0]
    csv.field_size_limit(LARGEST)  # the module's own limit is shorter than many articles
    lines = io.StringIO(text, newline="")
    rows = csv.DictReader(lines, delimiter=max(DELIMITERS, key=head.count))
    try:
        names = [str(name).strip().lower() for name in rows.fieldnames or ()]
        _check_columns(path, names)
        rows.fieldnames = names
        for row in rows:
            where = f"{path}, line {rows.line_num}"
            if None in row or None in row.values():
                raise FileError(f"{where}: has not as many fields as line 1; quote fields that hold a comma")
            yield where, row
    except csv.Error as error:
        raise FileError(f"{path}, line {rows.line_num}: not CSV ({error}); save the table anew") from None


def _parse_parquet(path: Path) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            _check_columns(path, file.schema_arrow.names)
            groups = [file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)]
            size = max(groups, default=0)
            check_expansion(path, path.stat().st_size, size)
            if size > BUNDLE:
                raise DroppedError("too large", f"{path}: a row group has {size} bytes; write smaller groups")
            number = 0
            for batch in file.iter_batches(batch_size=BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{path}, row {number}", row
    except FileError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FileError(f"{path}: damaged Parquet ({error}); write it anew") from None


def _check_columns(path: Path, names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise DroppedError(
            "no articles",
            f"{path}: has no column {' and no column '.join(map(repr, missing))}; a table of articles needs "
            f"'id' and 'text'; this has {', '.join(map(str, names[:12])) or 'none'}",
        )
