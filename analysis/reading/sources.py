"""Sources: articles as they came, before they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.invisible import UNPRINTED, mark_invisible

METADATA = ("title", "outlet", "outlet_side", "published", "outlet_how", "published_how", "kind", "source")


class FileError(ValueError):
    """Input that cannot be read, with the file, the line or value, and what to do."""


class DroppedError(FileError):
    """A file that gives no article, and why; the other files of its folder are read all the same."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)
        self.reason = reason

    def __str__(self) -> str:
        return self.args[1]


@dataclass(frozen=True)
class Source:
    """One article as it came: its text exactly as in the file, and what is known about it.

    ``begin`` is where the article's own text starts (after front matter, which is metadata). Where a file is
    not text (a web page, PDF, Word), ``text`` is what was taken from it, and spans refer to that.
    ``remarks`` say what the reading report should tell of how it was read.
    """

    article: str
    text: str
    sha256: str
    media: str
    encoding: str
    begin: int = 0
    metadata: dict[str, str] = field(default_factory=dict)
    encoding_how: str = ""
    remarks: tuple[str, ...] = ()


def check_name(name: str) -> None:
    """Refuse the name of a file or an article that tables cannot hold.

    Raises
    ------
    DroppedError
        When it has characters that nobody sees or that part ids from each other.
    """
    if UNPRINTED.search(name) or "|" in name or not name.strip():
        raise DroppedError(
            "name", f"{mark_invisible(name)}: a name may have no | and no control characters; rename"
        )
