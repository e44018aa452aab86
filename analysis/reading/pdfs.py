"""PDFs: the text of their pages, without the hyphens that end lines."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.reading.limits import LARGEST, check_bundle
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, Source

MOST_PAGES = 5000
HYPHEN = re.compile(r"(?<=[a-z])[-\u2010\u00ad][ \t]*\n[ \t]*(?=[a-z])")
MADE = re.compile(r"\.(?:docx?|pptx?|xlsx?|indd|pdf|tex|dvi|qxd)\Z|^microsoft |^untitled|^无标题", re.I)


def read_pdf(part: Slice, article: str) -> Iterator[Source]:
    """Read a PDF with pypdf: its pages one after another, each parted from the next by a form feed.

    A word that is hyphenated at the end of a line is joined. The date of a PDF is when it was made, not when
    its text was published, so it is not taken.

    Raises
    ------
    DroppedError
        When it is encrypted or damaged, or holds pictures of pages and no text.
    """
    check_bundle(part.path)
    pages, title = _read_pages(part.path, article)
    filled = [page for page in pages if page.strip()]
    if not filled:
        raise DroppedError(
            "no text",
            f"{article}: {len(pages)} pages without text, perhaps scanned; recognise its text (OCR) first",
        )
    blank = len(pages) - len(filled)
    remarks = (f"{blank} of {len(pages)} pages hold no text, perhaps scanned",) if blank else ()
    metadata = {"title": title} if title and not MADE.search(title) else {}
    sha256 = hashlib.sha256(part.path.read_bytes()).hexdigest()
    text = join_hyphens("\f".join(pages))
    yield Source(article, text, sha256, "application/pdf", "binary", 0, metadata, "PDF", remarks)


def join_hyphens(text: str) -> str:
    """Return `text` with words whole that were parted at the end of a line.

    Examples
    --------
    >>> join_hyphens("the govern-\\nment of 2024-\\n25")
    'the government of 2024-\\n25'
    """
    return HYPHEN.sub("", text)


def _read_pages(path: Path, article: str) -> tuple[list[str], str]:
    import pypdf  # only where there is a PDF to read

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw that it mends
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DroppedError("encrypted", f"{article}: encrypted; save a copy without a password")
        pages, total = [], 0
        for page in reader.pages:
            pages.append(page.extract_text().replace("\x00", ""))
            total += len(pages[-1])
            if total > LARGEST or len(pages) > MOST_PAGES:
                raise DroppedError("too large", f"{article}: more than {MOST_PAGES} pages; split it")
        title = (reader.metadata and reader.metadata.title) or ""
    except DroppedError:
        raise
    except pypdf.errors.DependencyError:
        raise DroppedError("encrypted", f"{article}: encrypted; save a copy without a password") from None
    except (Exception, RecursionError) as error:  # a damaged file may break its parser anywhere
        raise DroppedError("damaged", f"{article}: damaged PDF ({error}); save or fetch it again") from None
    return pages, " ".join(str(title).split())
