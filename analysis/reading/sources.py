"""Sources: articles as they came, before they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

METADATA = ("title", "outlet", "outlet_side", "published", "outlet_how", "published_how", "kind", "source")


class FileError(ValueError):
    """Input that cannot be read, with the file, the line or value, and what to do."""


@dataclass(frozen=True)
class Source:
    """One article as it came: its text exactly as in the file, and what is known about it.

    ``begin`` is where the article's own text starts (after front matter, which is metadata).
    """

    article: str
    text: str
    sha256: str
    media: str
    encoding: str
    begin: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
