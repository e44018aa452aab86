"""Encodings: bytes to text, strictly, and never silently wrong."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UNMARKED = ("gb18030", "big5", "cp1252", "utf-16-le", "utf-16-be")
COMMON = frozenset(
    "的是在不了有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說"
    "产產种種面而方后後多定行学學法所民得经經，。、“”‘’—…·《》（）：；？！§–"
)
LEVELS = {"gb2312": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}  # first bytes of the commoner half of each set
ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f\ue000-\uf8ff\ufffd]")
ALONE = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")
SAMPLE = 4000


class EncodingError(ValueError):
    """Bytes that no known encoding explains."""


def decode_bytes(raw: bytes, *, source: str) -> tuple[str, str]:
    """Return the text and its encoding, keeping every character, a byte-order mark too.

    UTF-8 and marked UTF-16 are certain where they decode. Of the others, which decode much of each
    other, that reading is taken which has most of the commonest Chinese characters, or Latin letters.

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
    if wide := _find_wide(raw):
        return _decode(raw, wide, source), wide
    if (text := _try(raw, "utf-8")) is not None:
        return text, "utf-8"
    readings = {encoding: text for encoding in UNMARKED if (text := _try(raw, encoding)) is not None}
    if 2 * len(re.findall(rb"[ a-z]", raw[:SAMPLE])) > len(raw[:SAMPLE]):  # Latin letters, each in one byte
        readings = {encoding: text for encoding, text in readings.items() if "16" not in encoding}
    scores = {encoding: _likeness(text, encoding) for encoding, text in readings.items()}
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    if best and scores[best] > 0:
        return readings[best], best
    guess = from_bytes(raw).best() if raw else None
    if guess is None:
        raise EncodingError(f"{source}: its encoding is unknown; save it as UTF-8")
    return _decode(raw, guess.encoding, source), guess.encoding


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
    except UnicodeDecodeError:
        return None


def _decode(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{source}: marked as {encoding}, but byte {error.start} is not; save it as UTF-8"
        ) from None
