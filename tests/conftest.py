"""Fixtures that several tests use, and warnings of libraries that are not ours to mend."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import ARTICLES, CONCEPTS, STUDY

from analysis.studies import Study, read_study

ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop running for the tests after it."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the articles and corpora, beside the checkout; tests that need it skip without it."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip("needs the articles in ../shared, which are not published")
    return folder


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The toy study, with a codebook of two concepts and no codings."""
    folder = tmp_path / "study"
    (folder / "codebook").mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "codebook" / "concepts.csv").write_text(CONCEPTS, encoding="utf-8")
    return read_study(folder)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """The toy study's four articles, one of them in GB18030."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_bytes(text.encode("gb18030" if name == "a.txt" else "utf-8"))
    return folder
