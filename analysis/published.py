"""Published: every number that a set of notebooks, a site or a folder of tables puts before its readers."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import nbformat
import pandas as pd
from lxml import html
from nbformat import NotebookNode

COLUMNS = ["place", "item", "field", "value"]
SITE_FILE = "numbers.json"
NUMBERED = "[0-9]*_*.ipynb"


class PublishedError(ValueError):
    """A path in which nothing published is found, with what would do."""


def read_published(path: Path) -> pd.DataFrame:
    """One row per published value of `path`, ordered by place, item and field.

    Parameters
    ----------
    path
        A site (a folder with ``numbers.json``), a folder of executed notebooks or one of them, or a folder
        of derived tables (CSV or Parquet, with folders inside).

    Returns
    -------
    Columns ``place`` (page or table), ``item`` (sentence, table row, figure), ``field``, ``value`` (as text).

    Raises
    ------
    PublishedError
        When the path holds none of these.
    """
    if (path / SITE_FILE).is_file():
        rows = [tuple(row) for row in json.loads((path / SITE_FILE).read_text(encoding="utf-8"))]
    elif path.suffix == ".ipynb" or any(path.glob("*.ipynb")):
        paths = [path] if path.is_file() else sorted(path.glob(NUMBERED)) or sorted(path.glob("*.ipynb"))
        notebooks = {p.stem: nbformat.read(p, as_version=4) for p in paths}
        rows = list(find_published(notebooks, figures=paths[0].resolve().parents[1] / "figures"))
    else:
        rows = [row for p in sorted(path.rglob("*")) for row in _read_file(p, path)]
    if not rows:
        raise PublishedError(f"{path}: neither a site, nor executed notebooks, nor tables (CSV or Parquet)")
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(str)
    return frame.sort_values(COLUMNS[:3], kind="stable", ignore_index=True)


def find_published(
    notebooks: Mapping[str, NotebookNode], *, figures: Path
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (place, item, field, value) of all that executed `notebooks` show: numbers, tables, figures."""
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            for place, output in enumerate(cell.get("outputs", [])):
                yield from _find_in_output(output, name, f"{cell.id}/{place}", figures)


def _find_in_output(
    output: NotebookNode, page: str, item: str, figures: Path
) -> Iterator[tuple[str, str, str, str]]:
    about = output.get("metadata", {}).get("diptych", {})
    if about.get("kind") in ("text", "finding"):
        for field, value in about["values"].items():
            yield page, about["text"], field, str(value)
    elif about.get("kind") == "figure":
        path = figures / f"{about['figure']}.svg"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "missing"
        yield page, f"figure {about['figure']}", "picture", digest
    for number, table in enumerate(_tables(output)):
        title = about.get("text") or about.get("figure") or item
        for key, column, value in _cells(table):
            yield page, f"{title} [{number}] {key}" if number else f"{title}: {key}", column, value


def _tables(output: NotebookNode) -> list[html.HtmlElement]:
    source = output.get("data", {}).get("text/html", "")
    return html.fragment_fromstring(source, create_parent="div").findall(".//table") if source else []


def _cells(table: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """(row's key, column, text): a row is known by its leading words, numbered where they repeat."""
    heads = [(head.text_content() or "").strip() for head in table.iterfind(".//thead/tr/th")]
    met: dict[str, int] = {}
    for row in table.iterfind(".//tbody/tr"):
        texts = [(cell.text_content() or "").strip() for cell in row]
        key = " · ".join(_leading_words(texts))
        met[key] = met.get(key, 0) + 1
        label = key if met[key] == 1 else f"{key} #{met[key]}"
        for head, text in zip(heads, texts, strict=False):
            yield label, head, text


def _leading_words(texts: list[str]) -> list[str]:
    words: list[str] = []
    for text in texts:
        if words and re.fullmatch(r"[-+−]?[\d.,]+\s?%?|–|", text):
            break
        words.append(text)
    return words


def _read_file(path: Path, root: Path) -> Iterator[tuple[str, str, str, str]]:
    if path.suffix == ".csv":
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    elif path.suffix == ".parquet":
        frame = pd.read_parquet(path).astype(str)
    else:
        return
    keys = _key_columns(frame)
    place = path.relative_to(root).with_suffix("").as_posix()
    labels = frame[keys].agg(" · ".join, axis=1) if len(frame) else pd.Series(dtype=str)
    for column in [column for column in frame.columns if column not in keys] or keys:
        for label, value in zip(labels, frame[column], strict=True):
            yield place, label, column, value


def _key_columns(frame: pd.DataFrame) -> list[str]:
    """The fewest leading columns that tell all rows apart."""
    for count in range(1, len(frame.columns) + 1):
        columns = list(frame.columns[:count])
        if not frame.duplicated(columns).any():
            return columns
    return list(frame.columns)
