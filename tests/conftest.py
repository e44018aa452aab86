"""Fixtures that several tests use, and warnings of libraries that are not ours to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


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
