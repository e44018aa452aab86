"""Office: the text of Word files, headings and tables in their place."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from analysis.reading.limits import BUNDLE, LARGEST, check_bundle
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, Source

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_MEMBERS = 20_000
OLE = b"\xd0\xcf\x11\xe0"  # how encrypted .docx and old .doc files begin


def read_docx(part: Slice, article: str) -> Iterator[Source]:
    """Read a .docx with python-docx: paragraphs, headings (as Markdown's) and tables (a row a line) in order.

    Footnotes, comments, headers and text boxes are left out. The file's dates are those of its making, so
    they are not taken.

    Raises
    ------
    DroppedError
        When it is encrypted, damaged, empty, or expands beyond all measure.
    """
    check_bundle(part.path)
    raw = part.path.read_bytes()
    if raw.startswith(OLE):
        raise DroppedError(
            "encrypted", f"{article}: encrypted, or an old .doc; save it as .docx without password"
        )
    check_members(part.path, article)
    text, title = _read_blocks(part.path, article)
    if not text.strip():
        raise DroppedError("no text", f"{article}: the document holds no text; remove it")
    metadata = {"title": title} if title else {}
    yield Source(article, text, hashlib.sha256(raw).hexdigest(), MEDIA, "binary", 0, metadata, "Word")


def check_members(path: Path, article: str) -> None:
    """Refuse a zip archive whose members say that they expand to more than any document holds.

    What a member says is binding: no more is ever read of it.

    Raises
    ------
    DroppedError
        When it is no archive, or a bomb.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DroppedError("damaged", f"{article}: damaged .docx ({error}); save it again") from None
    written = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if written > LARGEST or sum(m.file_size for m in members) > BUNDLE or len(members) > MOST_MEMBERS:
        raise DroppedError(
            "too large", f"{article}: expands to more than {LARGEST} bytes of text; save its text alone"
        )


def _read_blocks(path: Path, article: str) -> tuple[str, str]:
    import docx  # only where there is a Word file to read
    from docx.table import Table

    try:
        document = docx.Document(str(path))
        blocks = [
            _write_table(block) if isinstance(block, Table) else _write_paragraph(block)
            for block in document.iter_inner_content()
        ]
        title = " ".join((document.core_properties.title or "").split())
    except Exception as error:  # a damaged file may break its parser anywhere
        raise DroppedError("damaged", f"{article}: damaged .docx ({error}); save it again") from None
    return "\n\n".join(block for block in blocks if block.strip()), title


def _write_paragraph(paragraph) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    level = (
        style.removeprefix("Heading ") if style.startswith("Heading ") else "1" if style == "Title" else ""
    )
    marks = "#" * min(int(level), 6) + " " if level.isdigit() else ""
    return marks + paragraph.text.strip()


def _write_table(table) -> str:
    rows = []
    for row in table.rows:
        cells = {id(cell._tc): " ".join(cell.text.split()) for cell in row.cells}  # merged cells come once
        rows.append("| " + " | ".join(cells.values()) + " |")
    return "\n".join(rows)
