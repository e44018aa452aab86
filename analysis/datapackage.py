"""The data package: what is in ``data/``, with licences, sources and hashes, said once in ``tables.toml``.

``python -m analysis.datapackage data`` (`make datapackage`) makes ``datapackage.json`` and the tables of
``README.md`` anew. Format: Frictionless Data Package 1.0, https://specs.frictionlessdata.io/data-package/
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pyarrow.parquet

from analysis import codebook, tables

SCHEMAS: dict[str, pa.DataFrameSchema] = {**codebook.SCHEMAS, **tables.SCHEMAS}
TYPES = {"str": "string", "int64": "integer", "float64": "number", "bool": "boolean"}
MADE = ("datapackage.json", "README.md")
MARKS = ("<!-- tables: made by `make datapackage` from tables.toml -->", "<!-- /tables -->")


class DataPackageError(ValueError):
    """Data and its description that do not fit, with the file or column, and what to do."""


def read_dictionary(folder: str | Path) -> dict[str, Any]:
    """Read ``tables.toml``: title, version, licenses, sources, tables and other files of a data folder.

    Raises
    ------
    DataPackageError
        When a table with a contract is described with other columns than the contract has.
    """
    path = Path(folder) / "tables.toml"
    dictionary = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, table in dictionary["tables"].items():
        contract = SCHEMAS.get(name)
        if contract is not None and contract.strict and list(contract.columns) != list(table["columns"]):
            raise DataPackageError(
                f"{path}: table {name!r} describes {list(table['columns'])}; its contract has "
                f"{list(contract.columns)}; describe these, in this order"
            )
    return dictionary


def make_package(folder: str | Path) -> dict[str, Any]:
    """Return the data package of `folder`: one resource per file, in order of its path.

    Raises
    ------
    DataPackageError
        When a file or a column is not described, or a description fits no file.
    """
    folder = Path(folder)
    dictionary = read_dictionary(folder)
    described = {
        path: name for name, table in dictionary["tables"].items() for path in _find(folder, table["files"])
    }
    plain = {path: says for glob, says in dictionary["files"].items() for path in _find(folder, [glob])}
    files = [path for path in _find(folder, ["**/*"]) if path.relative_to(folder).as_posix() not in MADE]
    unknown = [
        path.relative_to(folder).as_posix() for path in files if path not in described and path not in plain
    ]
    if unknown:
        raise DataPackageError(f"{folder}/tables.toml: does not describe {', '.join(unknown)}; add them")
    resources = [
        _describe_table(path, folder, described[path], dictionary) if path in described
        else _describe_file(path, folder) | {"description": plain[path]}
        for path in files
    ]  # fmt: skip
    return {
        "profile": "data-package",
        "name": "diptych",
        "title": dictionary["title"],
        "version": dictionary["version"],
        "licenses": [dictionary["licenses"]["data"]],
        "sources": list(dictionary["sources"].values()),
        "resources": resources,
    }


def _find(folder: Path, globs: list[str]) -> list[Path]:
    found = {path for pattern in globs for path in folder.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not path.name.startswith("."))


def _describe_file(path: Path, folder: Path) -> dict[str, Any]:
    place = path.relative_to(folder).as_posix()
    return {
        "name": place.lower().replace("/", "-").replace("_", "-").rsplit(".", 1)[0] + "." + path.suffix[1:],
        "path": place,
        "format": path.suffix[1:],
        "bytes": path.stat().st_size,
        "hash": "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _describe_table(path: Path, folder: Path, name: str, dictionary: dict[str, Any]) -> dict[str, Any]:
    table, schema = dictionary["tables"][name], SCHEMAS.get(name)
    fields = [_describe_column(column, table, schema, path) for column in read_columns(path)]
    return _describe_file(path, folder) | {
        "profile": "tabular-data-resource" if path.suffix == ".csv" else "data-resource",
        "encoding": "utf-8",
        "title": f"{name}: one row per {table['grain']}",
        "description": table["says"],
        "licenses": [dictionary["licenses"][key] for key in table.get("licenses", ["data"])],
        "sources": [dictionary["sources"][key] for key in table["sources"]],
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _describe_column(
    column: str, table: dict[str, Any], schema: pa.DataFrameSchema | None, path: Path
) -> dict[str, Any]:
    if column not in table["columns"]:
        raise DataPackageError(f"{path}: column {column!r} is not described in tables.toml; add it")
    field = {"name": column, "type": "string", "description": table["columns"][column]}
    if schema is not None and column in schema.columns:
        contract = schema.columns[column]
        field["type"] = TYPES.get(str(contract.dtype), "string")
        allowed = [c.statistics["allowed_values"] for c in contract.checks if c.name == "isin"]
        if allowed:
            field["constraints"] = {"enum": [value for value in allowed[0] if value != ""]}
    return field


def read_columns(path: Path) -> list[str]:
    """Return the column names of a CSV or Parquet file."""
    if path.suffix == ".parquet":
        return list(pyarrow.parquet.read_schema(path).names)
    with path.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


def render_tables(folder: str | Path) -> str:
    """Return the documentation of every table as Markdown: grain, files, sources, columns."""
    folder = Path(folder)
    dictionary = read_dictionary(folder)
    sections = []
    for name, table in dictionary["tables"].items():
        files = ", ".join(
            f"`{path.relative_to(folder).as_posix()}`" for path in _find(folder, table["files"])
        )
        rows = [f"| `{column}` | {says} |" for column, says in table["columns"].items()]
        head = [f"### {name}", "", f"One row per {table['grain']}. {table['says']}", ""]
        head += [f"Files: {files or 'none yet'}. Sources: {', '.join(table['sources'])}.", ""]
        sections.append("\n".join([*head, "| column | says |", "|---|---|", *rows, ""]))
    others = [f"- `{glob}`: {says}" for glob, says in dictionary["files"].items()]
    return "\n".join([*sections, "### Other files", "", *others, ""])


def render_readme(folder: str | Path) -> str:
    """Return ``README.md`` of `folder` with the documentation of its tables made anew between the marks."""
    text = (Path(folder) / "README.md").read_text(encoding="utf-8")
    before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
    return f"{before}{MARKS[0]}\n\n{render_tables(folder)}\n{MARKS[1]}{after}"


def write_package(folder: str | Path) -> None:
    """Write ``README.md`` and ``datapackage.json`` of `folder` anew."""
    for name, text in (("README.md", render_readme(folder)), ("datapackage.json", render_package(folder))):
        with tables.replace_file(Path(folder) / name) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")


def render_package(folder: str | Path) -> str:
    """Return ``datapackage.json`` of `folder`, made anew."""
    return json.dumps(make_package(folder), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    write_package(sys.argv[1])
