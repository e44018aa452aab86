"""Pages: the article of a web page, and what the page says of itself."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator

from analysis.reading.encodings import decode_bytes, find_declared
from analysis.reading.front import read_metadata
from analysis.reading.limits import read_whole
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, Source

SHORT = 200  # characters: an article that is shorter, and much shorter than its page, was missed
SHARE = 0.1
LONGEST = 20_000_000  # bytes: no page that people read is longer
FALLBACK = "no article found in the page: all its text is taken"
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}  # said, not guessed
SAID = ("title", "date", "sitename", "url")
HOW = {"published": "published_how", "outlet": "outlet_how"}


def read_page(part: Slice, article: str) -> Iterator[Source]:
    """Read an HTML page: the article without menus and adverts, as trafilatura finds it (Barbaresi 2021).

    Headings, lists and tables are written as Markdown. Where no article is found, all the page's text is
    taken, with a remark. Scripts never are.

    Raises
    ------
    DroppedError
        When the page holds no text at all, as those do that are filled in by a script, or breaks its parser.
    """
    raw = read_whole(part.path)
    if len(raw) > LONGEST:
        raise DroppedError("too large", f"{article}: a page of {len(raw)} bytes; save its article alone")
    page, encoding, how = decode_bytes(raw, source=article, declared=find_declared(raw))
    try:
        text, metadata, remarks = extract_article(page)
    except Exception as error:  # a damaged page may break its parser anywhere
        raise DroppedError("damaged", f"{article}: damaged page ({error!r}); save its text") from None
    if not text.strip():
        raise DroppedError(
            "no text", f"{article}: the page holds no text; save it from the browser once it is shown in full"
        )
    sha256 = hashlib.sha256(raw).hexdigest()
    yield Source(article, text, sha256, "text/html", encoding, 0, metadata, how, remarks)


def extract_article(page: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    """Return the text of a page's article as Markdown, what the page says of itself, and remarks.

    Examples
    --------
    >>> text, metadata, remarks = extract_article("<title>Talks</title><body>Ships come.<script>x()</script>")
    >>> text, metadata["title"], remarks
    ('Ships come.', 'Talks', ())
    """
    import trafilatura  # only where there is a page to read
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every page that it gives up
    whole = trafilatura.html2txt(page).strip()
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_formatting=True,
        date_extraction_params=DATES,
    )
    said = found.as_dict() if isinstance(found, Document) else {}
    text = str(said.get("text") or "").strip()
    metadata = read_metadata({name: said.get(name) for name in SAID})
    metadata |= {how: "page metadata" for name, how in HOW.items() if name in metadata}
    if (len(text) < SHORT and len(text) < SHARE * len(whole)) or not text:
        return whole, metadata, (FALLBACK,)
    return text, metadata, ()
