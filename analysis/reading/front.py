"""Front matter: what a text says of itself between two rules at its head, in YAML (---) or TOML (+++)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from analysis.reading.dates import find_dates
from analysis.reading.moments import parse_moment
from analysis.reading.scripts import fold_text
from analysis.reading.sources import METADATA

ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
FENCED = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n((?:.{0,2000}\r?\n){0,400}?)\1[ \t]*(?:\r?\n|\Z)")
NAMED = {  # metadata by the names that people give it, the plainest first
    "published": ("published", "date"),
    "source": ("source", "url"),
    "outlet_side": ("outlet_side", "side"),
    "outlet": ("outlet", "publisher", "publication", "site_name", "sitename", "site", "website"),
}
NAMES = {key: NAMED.get(key, (key,)) for key in METADATA}
MALFORMED = "front matter malformed: read as text"


def read_front(text: str) -> tuple[dict[str, str], int, tuple[str, ...]]:
    """Return what front matter says of the article, where its text begins, and remarks.

    Examples
    --------
    >>> read_front("---\\ntitle: Talks\\ndate: 2024-05-01\\n---\\nThe text.")
    ({'title': 'Talks', 'published': '2024-05-01'}, 38, ())
    >>> read_front("+++\\nside = 'US'\\n+++\\nThe text.")[0]
    {'outlet_side': 'US'}
    """
    fenced = FENCED.match(text)
    if not fenced:
        return {}, 0, ()
    try:
        given = tomllib.loads(fenced[2]) if fenced[1] == "+++" else YAMLHandler().load(fenced[2])
        metadata = read_metadata({str(key).lower(): value for key, value in (given or {}).items()})
    except Exception:  # whatever its parsers raise: a rule of dashes may stand above any text
        return {}, 0, (MALFORMED,)
    return (metadata, fenced.end(), ()) if given else ({}, 0, ())


def read_metadata(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what `fields` say under any of the names that people use; lists and tables say nothing.

    Examples
    --------
    >>> read_metadata({"date": "May 1, 2024", "url": "https://a.example/", "sitename": "The Harbour"})
    {'outlet': 'The Harbour', 'published': '2024-05-01', 'source': 'https://a.example/'}
    """
    found = {}
    for key, names in NAMES.items():
        for name in names:
            if name in fields and (value := _read_value(fields[name])):
                found[key] = value
                break
    if "published" in found:
        found["published"] = _read_date(found["published"])
    return {key: value for key, value in found.items() if value}


def _read_value(value: Any) -> str:
    plain = value is not None and not isinstance(value, list | dict | tuple | set)
    return " ".join(str(value).split()) if plain else ""


@lru_cache(maxsize=4096)
def _read_date(value: str) -> str:
    """Return the first date that a field names, in ISO form; nothing where it names none."""
    if ISO.fullmatch(value) and (exact := parse_moment(value)):
        return str(exact)
    found = find_dates(fold_text(value[:200]), reference=None)
    return next((date.iso for date in found if ISO.fullmatch(date.iso)), "")
