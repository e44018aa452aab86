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
    "published": (
        "published", "date", "published_at", "date_published", "publication_date", "publish_date", "pubdate",
        "posted", "datetime", "发布日期", "發布日期", "发布时间", "發布時間", "日期", "时间", "時間",
    ),
    "source": ("source", "url", "来源", "來源"),
    "outlet_side": ("outlet_side", "side"),
    "outlet": (
        "outlet", "publisher", "publication", "site_name", "sitename", "site", "website", "newspaper",
        "media", "agency", "organization", "organisation", "issuer", "媒体", "媒體", "机构", "機構",
        "发布单位", "發布單位",
    ),
    "title": ("title", "headline", "标题", "標題"),
}  # fmt: skip
LINE = re.compile(r"([\w][\w -]{0,30}?)[ \t]*[:：][ \t]*(.*)")
NAMES = {key: NAMED.get(key, (key,)) for key in METADATA}
MALFORMED = "front matter malformed: read as text"
ADDRESS = re.compile(r"\w+://|\S+\.\w{2,}(?:/|\Z)")  # what a source is that names no publisher
FEWEST = 2  # fields of a block that is read line by line
BY_LINES = "front matter is no valid YAML: read line by line"


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
    remarks: tuple[str, ...] = ()
    try:
        given = tomllib.loads(fenced[2]) if fenced[1] == "+++" else YAMLHandler().load(fenced[2])
        metadata = read_metadata({_name_key(key): value for key, value in (given or {}).items()})
    except Exception:  # whatever its parsers raise: a rule of dashes may stand above any text
        given = _read_lines(fenced[2]) if fenced[1] == "---" else {}
        metadata, remarks = read_metadata(given), (BY_LINES if given else MALFORMED,)
    return (metadata, fenced.end() if given else 0, remarks) if given or remarks else ({}, 0, ())


def _name_key(key: Any) -> str:
    return re.sub(r"[ -]", "_", str(key).strip().lower())


def _read_lines(block: str) -> dict[str, str]:
    """Return the fields of a block of ``name: value`` lines, or nothing; a colon in a title breaks YAML.

    Examples
    --------
    >>> _read_lines("title: Open weights: who pays?\\ndate: 2025-10-15")
    {'title': 'Open weights: who pays?', 'date': '2025-10-15'}
    >>> _read_lines("A line of prose.\\nAnd: one more.")
    {}
    """
    lines = [
        line for line in block.splitlines() if line.strip() and not line.startswith((" ", "\t", "-", "#"))
    ]
    fields = [LINE.fullmatch(line.strip()) for line in lines]
    if len(fields) < FEWEST or not all(fields):
        return {}
    return {_name_key(field[1]): field[2].strip().strip("\"'") for field in fields if field}


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
    if "source" in found and not ADDRESS.match(found["source"]):
        found.setdefault("outlet", found["source"])
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
