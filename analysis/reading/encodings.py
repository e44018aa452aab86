"""Encodings: bytes to text, strictly, and never silently wrong."""

from __future__ import annotations

import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from analysis.reading.sources import DroppedError

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UNMARKED = ("gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be")
COMMON = frozenset(
    "的是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說"
    "产產种種面而方后後多定行学學法所民得经經，。、“”‘’—…·《》（）：；？！§–"
)
LEVELS = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}  # first bytes of the commoner half of each set
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f\ue000-\uf8ff\ufffd]")
ALONE = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x84\x86-\x9f\ufffd]")
SAMPLE = 4000
GUESSED = 200_000  # bytes that are enough to guess by


SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "ascii": "cp1252",
}
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|\A[^<]{0,9}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,30})",
    re.I,
)


class EncodingError(DroppedError):
    """Bytes that no known encoding explains."""

    def __init__(self, message: str) -> None:
        super().__init__("encoding", message)


class Decoded(NamedTuple):
    """A text, the encoding that it was in, and how that was found."""

    text: str
    encoding: str
    how: str


def decode_bytes(raw: bytes, *, source: str, declared: str = "") -> Decoded:
    """Return the text, its encoding and how that was found, keeping every character, a byte-order mark too.

    UTF-8 and marked UTF-16 are certain where they decode; then what the file itself declares is tried. Of the
    others, which decode much of each other, that reading is taken which has most of the commonest Chinese
    characters, or Latin letters.

    Raises
    ------
    EncodingError
        When nothing decodes; save the file as UTF-8.

    Examples
    --------
    >>> decode_bytes("人工智能的发展".encode("gb18030"), source="a.txt")
    Decoded(text='人工智能的发展', encoding='gb18030', how='frequent characters')
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return Decoded(_decode(raw, encoding, source), encoding, "byte-order mark")
    if wide := _find_wide(raw):
        return Decoded(_decode(raw, wide, source), wide, "zero bytes")
    if (text := _try(raw, "utf-8")) is not None:
        return Decoded(_refuse_binary(text, source), "utf-8", "valid UTF-8")
    said = SUPERSETS.get(declared.lower(), declared.lower())
    if said and (text := _try(raw, said)) is not None and not ODD.search(text):
        return Decoded(text, said, "declared")
    readings = {encoding: text for encoding in UNMARKED if (text := _try(raw, encoding)) is not None}
    if 2 * len(re.findall(rb"[ a-z]", raw[:SAMPLE])) > len(raw[:SAMPLE]):  # Latin letters, each in one byte
        readings = {encoding: text for encoding, text in readings.items() if "16" not in encoding}
    scores = {encoding: _likeness(text, encoding) for encoding, text in readings.items()}
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if best and scores[best] > 0:
        return Decoded(readings[best], best, "frequent characters")
    guess = from_bytes(raw[:GUESSED]).best() if raw else None
    if guess is None:
        raise EncodingError(f"{source}: its encoding is unknown; save it as UTF-8")
    return Decoded(_refuse_binary(_decode(raw, guess.encoding, source), source), guess.encoding, "guessed")


def find_declared(raw: bytes) -> str:
    """Return the encoding that a web page declares at its head, or ''.

    Examples
    --------
    >>> find_declared(b'<html><meta charset="GBK"><p>...')
    'GBK'
    """
    found = DECLARED.search(raw[:SAMPLE])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _refuse_binary(text: str, source: str) -> str:
    """A text with many control characters is a picture, a program or damaged."""
    sample = text[:SAMPLE]
    if 10 * len(CONTROL.findall(sample)) > len(sample):
        raise EncodingError(f"{source}: is no text; remove it, or save its text as UTF-8")
    return text


def _find_wide(raw: bytes) -> str:
    """UTF-16 without its mark: an empty byte beside each Latin letter, always on the same side."""
    sample = raw[:SAMPLE]
    big, little = sample[::2].count(0), sample[1::2].count(0)
    if 10 * max(big, little) < len(sample) or 20 * min(big, little) > max(big, little) or not sample:
        return ""
    return "utf-16-be" if big > little else "utf-16-le"


def _likeness(text: str, encoding: str) -> float:
    """How much `text` looks like writing (0 to 2): Chinese by common characters, Latin by lone accents."""
    sample = text[:SAMPLE]
    beyond = [character for character in sample if character > "\x7f"]
    if not beyond:
        return 1.0 - 10 * len(ODD.findall(sample)) / max(len(sample), 1)
    odd = 10 * len(ODD.findall(sample)) / len(beyond)
    if encoding == "cp1252":
        return len("".join(ALONE.findall(sample))) / len(beyond) - odd
    return sum((character in COMMON) + _is_frequent(character) for character in beyond) / len(beyond) - odd


def _is_frequent(character: str) -> bool:
    for encoding, (first, last) in LEVELS.items():
        code = character.encode(encoding, "ignore")
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _decode(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{source}: marked as {encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from None
