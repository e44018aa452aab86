"""The data package: every file and column described, hashes current, README equal to the contracts."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import SCHEMAS as CODEBOOK
from analysis.datapackage import (
    SCHEMAS,
    DataPackageError,
    make_package,
    read_columns,
    read_dictionary,
    render_package,
    render_readme,
    write_package,
)
from analysis.tables import SCHEMAS as CONTRACTS

AGAIN = "is not what `make datapackage` makes now; run it and commit the result"


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "data"


@pytest.fixture(scope="module")
def package(data: Path) -> dict:
    return json.loads((data / "datapackage.json").read_text(encoding="utf-8"))


def test_package_is_current(data: Path) -> None:
    assert (data / "datapackage.json").read_text(encoding="utf-8") == render_package(data), AGAIN


def test_readme_is_current(data: Path) -> None:
    assert (data / "README.md").read_text(encoding="utf-8") == render_readme(data), AGAIN


def test_hashes_are_those_of_the_files(data: Path, package: dict) -> None:
    hashes = {r["path"]: r["hash"].removeprefix("sha256:") for r in package["resources"]}
    assert {path: hashlib.sha256((data / path).read_bytes()).hexdigest() for path in hashes} == hashes


def test_every_contract_is_documented(data: Path) -> None:
    described = read_dictionary(data)["tables"]
    assert set(CONTRACTS) <= set(described)
    assert {name: list(described[name]["columns"]) for name in CONTRACTS} == {
        name: list(schema.columns) for name, schema in CONTRACTS.items()
    }


def test_readme_names_every_column_of_every_file(data: Path, package: dict) -> None:
    readme = (data / "README.md").read_text(encoding="utf-8")
    tables = [resource for resource in package["resources"] if "schema" in resource]
    columns = {field["name"] for resource in tables for field in resource["schema"]["fields"]}
    assert [column for column in columns if f"| `{column}` |" not in readme] == []
    assert [r["path"] for r in tables if f"`{r['path']}`" not in readme] == []


def test_package_is_frictionless(package: dict) -> None:
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9._-]+", name) for name in names)
    assert package["licenses"] and all(licence["name"] for licence in package["licenses"])
    for resource in package["resources"]:
        assert {"path", "hash", "bytes", "format", "description"} <= resource.keys()
        if "schema" in resource:
            assert resource["licenses"] and resource["sources"]
            fields = resource["schema"]["fields"]
            assert {field["type"] for field in fields} <= {"string", "integer", "number", "boolean"}


def test_types_and_values_come_from_the_contract(package: dict) -> None:
    (articles,) = (r for r in package["resources"] if r["path"] == "articles/articles.csv")
    fields = {field["name"]: field for field in articles["schema"]["fields"]}
    assert fields["characters"]["type"] == "integer"
    assert fields["script"]["constraints"]["enum"] == ["Latn", "Hans", "Hant", "mixed"]


DICTIONARY = """title = "Toy"
version = "1"
[licenses.data]
name = "CC0-1.0"
[sources.us]
title = "us"
[tables.toy]
files = ["toy.csv"]
grain = "thing"
says = "Things."
sources = ["us"]
[tables.toy.columns]
thing = "What it is."
[files]
"tables.toml" = "This."
"""


@pytest.fixture
def toy(tmp_path: Path, data: Path) -> Path:
    (tmp_path / "tables.toml").write_text(DICTIONARY, encoding="utf-8")
    (tmp_path / "toy.csv").write_text("thing\na\n", encoding="utf-8")
    shutil.copy(data / "README.md", tmp_path)
    return tmp_path


def test_describes_a_toy_folder(toy: Path) -> None:
    write_package(toy)
    package = json.loads((toy / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["tables.toml", "toy.csv"]
    assert package["resources"][1]["schema"]["fields"] == [
        {"name": "thing", "type": "string", "description": "What it is."}
    ]
    assert "One row per thing. Things." in (toy / "README.md").read_text(encoding="utf-8")


def test_changed_file_is_noticed(toy: Path) -> None:
    write_package(toy)
    (toy / "toy.csv").write_text("thing\nb\n", encoding="utf-8")
    assert (toy / "datapackage.json").read_text(encoding="utf-8") != render_package(toy)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("new.csv", "a\n1\n", r"does not describe new\.csv"),
        ("toy.csv", "thing,size\na,1\n", r"column 'size' is not described"),
        (
            "tables.toml",
            DICTIONARY.replace("tables.toy", "tables.events"),
            r"'events' describes .*'thing'.*describe these",
        ),
    ],
)
def test_what_is_not_described_is_refused(toy: Path, name: str, content: str, said: str) -> None:
    (toy / name).write_text(content, encoding="utf-8")
    with pytest.raises(DataPackageError, match=said):
        make_package(toy)


def test_reads_columns_of_parquet(tmp_path: Path) -> None:
    pd.DataFrame({"b": [1], "a": ["x"]}).to_parquet(tmp_path / "toy.parquet", index=False)
    assert read_columns(tmp_path / "toy.parquet") == ["b", "a"]


def test_contracts_do_not_share_names() -> None:
    assert not CODEBOOK.keys() & CONTRACTS.keys()
    assert SCHEMAS.keys() == CODEBOOK.keys() | CONTRACTS.keys()
