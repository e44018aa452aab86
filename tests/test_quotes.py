"""Quotes: the words behind a span, from files of their own and from records among others."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from analysis.quotes import MissingError, QuoteError, find_quotes
from analysis.reading.files import read_sources
from analysis.reading.slices import Slice

CODES = dict.fromkeys(("about", "voice", "voice_side", "frames", "stance"), "")
TEXTS = {"first": "The harbour opens. The toll is gone.", "second": "港口开放。关税取消。"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = (json.dumps({"id": name, "text": text}, ensure_ascii=False) for name, text in TEXTS.items())
    (tmp_path / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "own.txt").write_text("A file of its own.", encoding="utf-8")
    return tmp_path


def list_articles(folder: Path) -> pd.DataFrame:
    paths = sorted(folder.glob("*.*"))
    sources = [source for path in paths for source in read_sources(Slice(path), folder, {})]
    return pd.DataFrame([{"article": one.article, "sha256": one.sha256} for one in sources])


@pytest.mark.parametrize(
    ("article", "start", "end", "quote"),
    [
        ("first", 19, 36, "The toll is gone."),
        ("second", 5, 10, "关税取消。"),
        ("own.txt", 2, 6, "file"),
    ],
)
def test_records_and_files_are_quoted(folder: Path, article: str, start: int, end: int, quote: str) -> None:
    sentences = pd.DataFrame([{"article": article, "start": start, "end": end, **CODES}])
    rows = find_quotes(sentences, articles=list_articles(folder), folder=folder)
    assert rows.loc[0, "quote"] == quote


def test_an_article_that_is_nowhere_is_named(folder: Path) -> None:
    sentences = pd.DataFrame([{"article": "third", "start": 0, "end": 1, **CODES}])
    articles = pd.DataFrame({"article": ["third"], "sha256": [""]})
    with pytest.raises(MissingError, match="third: not found"):
        find_quotes(sentences, articles=articles, folder=folder)


def test_a_record_that_changed_is_refused(folder: Path) -> None:
    sentences = pd.DataFrame([{"article": "first", "start": 0, "end": 1, **CODES}])
    articles = list_articles(folder).assign(sha256="another")
    with pytest.raises(QuoteError, match="first: differs"):
        find_quotes(sentences, articles=articles, folder=folder)
