"""Encodings: bytes to text, strictly, and never silently wrong."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
LEGACY = ("gb18030", "big5", "cp1252")
COMMON = re.compile(
    r"[的是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經]"
)
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f\ue000-\uf8ff\ufffd]")


class EncodingError(ValueError):
    """Bytes that no known encoding explains."""


def decode_bytes(raw: bytes, *, source: str) -> tuple[str, str]:
    """Return the text and its encoding, keeping every character, a byte-order mark too.

    UTF-8 and marked UTF-16 are certain where they decode. Between GB18030 and Big5, which both
    decode much of the other, the reading with more of the commonest Chinese characters is taken.

    Raises
    ------
    EncodingError
        When nothing decodes; save the file as UTF-8.

    Examples
    --------
    >>> decode_bytes("人工智能的发展".encode("gb18030"), source="a.txt")
    ('人工智能的发展', 'gb18030')
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _decode(raw, encoding, source), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    readings = {encoding: text for encoding in LEGACY if (text := _try(raw, encoding)) is not None}
    if raw[:4096].count(0) > len(raw[:4096]) // 8:
        readings |= {
            encoding: text for encoding in ("utf-16-le", "utf-16-be") if (text := _try(raw, encoding))
        }
    if readings:
        best = max(readings, key=lambda encoding: _likeness(readings[encoding], encoding))
        if _likeness(readings[best], best) > 0:
            return readings[best], best
    guess = from_bytes(raw).best()
    if guess is None:
        raise EncodingError(f"{source}: its encoding is unknown; save it as UTF-8")
    return _decode(raw, guess.encoding, source), guess.encoding


def _likeness(text: str, encoding: str) -> float:
    """How much `text` looks like Chinese or English writing: shares of common less odd characters."""
    sample = text[:20_000]
    letters = (
        len(re.findall(r"[A-Za-z ]", sample)) if encoding == "cp1252" else 3 * len(COMMON.findall(sample))
    )
    return (letters - 20 * len(ODD.findall(sample))) / max(len(sample), 1)


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{source}: marked as {encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from None
