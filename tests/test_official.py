"""The official study: what it ships is small, follows from the texts, and holds every sampled sentence."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.build import build_study, build_tables
from analysis.checks import check_contracts, compare_tables
from analysis.coding.examples import is_held_out
from analysis.opening import OpenStudy, open_study
from analysis.series import measure_series
from analysis.tables import read_table

LIMIT = 15_000_000  # bytes of all tables together: what git is asked to bear
TEXT_FREE = ("articles", "documents", "texts", "sentences", "terms", "mentions", "events", "series")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "data/official"


@pytest.fixture(scope="module")
def official(folder: Path) -> OpenStudy:
    return open_study(folder)


@pytest.fixture(scope="module")
def units(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "codings/units.csv")


def measure_overlap(rows: pd.DataFrame, start: int, end: int) -> int:
    return int((rows["end"].clip(upper=end) - rows["start"].clip(lower=start)).clip(lower=0).sum())


def test_tables_keep_their_contracts_and_are_small(folder: Path) -> None:
    assert check_contracts(folder) == []
    assert sum(path.stat().st_size for path in folder.glob("*.parquet")) < LIMIT


@pytest.mark.parametrize("name", TEXT_FREE)
def test_no_table_holds_a_stretch_of_text(folder: Path, name: str) -> None:
    """Spans, codes, counts and our own glosses only; patterns and words are the codebook's and one each."""
    frame = pd.read_parquet(folder / f"{name}.parquet").select_dtypes(include=["object", "string"])
    for column in frame.columns:
        values = frame[column].dropna().unique()
        assert [value for value in values if len(re.findall(r"[A-Za-z]+ ", value)) > 30] == []
        if column not in ("cues", "pattern", "term"):
            assert [value for value in values if re.search(r"[\u4e00-\u9fff]{8}", value)] == []


def test_every_sampled_sentence_is_found_with_its_codes(official: OpenStudy, units: pd.DataFrame) -> None:
    sentences = official.coded_sentences
    held = sentences[sentences["units"] != ""]
    assert set("|".join(held["units"]).split("|")) == set(units["unit"])
    assert (held["gold_kind"] != "").all()
    assert (sentences.loc[sentences["units"] == "", "gold_kind"] == "").all()


def test_kept_sentences_are_the_population_of_the_sample(official: OpenStudy, folder: Path) -> None:
    """Nearly all sentences that the sample was drawn from are kept, and nearly no others."""
    population = pd.read_csv(folder / "codings/population.csv")
    kept = {article: rows for article, rows in official.coded_sentences.groupby("article")}
    drawn = {document: rows for document, rows in population.groupby("document")}
    listed = population[population["document"].isin(kept)]
    found = [measure_overlap(kept[row.document], row.start, row.end) > 0 for row in listed.itertuples()]
    assert len(listed) / len(population) > 0.99 and sum(found) / len(listed) > 0.99
    others = [
        row.sentence
        for row in official.coded_sentences.itertuples()
        if row.article not in drawn or not measure_overlap(drawn[row.article], row.start, row.end)
    ]
    assert len(others) / len(official.coded_sentences) < 0.05


def test_held_out_half_is_the_half_that_no_model_may_learn_from(folder: Path, units: pd.DataFrame) -> None:
    split = pd.read_csv(folder / "codings/heldout.csv")
    assert split["unit"].tolist() == units["unit"].tolist()
    assert (split["split"] == "test").tolist() == [is_held_out(name) for name in split["document"]]


def test_documents_have_a_side_a_day_and_their_counts(official: OpenStudy) -> None:
    documents = official.documents
    assert set(documents["side"]) == set(official.ids)
    assert documents["date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    counted = official.terms.groupby(official.terms["text"].str.split("#").str[0])["count"].sum()
    assert (documents.set_index("document")["tokens"].sort_index() == counted.sort_index()).all()
    body = official.coded_sentences.query("kind != 'boilerplate'").groupby("article").size()
    known = documents.set_index("document")["coded"]
    assert abs(known.sum() - body.sum()) < 0.02 * body.sum()


def test_series_follow_from_the_sentences(official: OpenStudy, folder: Path) -> None:
    series = measure_series(official.coded_sentences, official.documents, sides=official.ids)
    pd.testing.assert_frame_equal(series, read_table(folder, "series"), check_dtype=False)


def test_milestones_are_reported_by_a_document_of_their_days(official: OpenStudy) -> None:
    dates = official.documents.set_index("document")["date"]
    sides = official.documents.set_index("document")["side"]
    for row in official.milestones.itertuples():
        delay = (pd.Timestamp(dates[row.document]) - pd.Timestamp(row.date)).days
        assert 0 <= delay <= 1, f"{row.label}: reported {delay} days later"
        assert sides[row.document] == row.side


def test_no_text_counts_twice(folder: Path) -> None:
    assert read_table(folder, "articles")["sha256"].is_unique


def write_sample(shared: Path, out: Path, *, every: int) -> Path:
    """Every n-th document of each channel, as JSON Lines under the same name without gzip."""
    import gzip

    out.mkdir()
    for path in sorted((shared / "corpora/official").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            chosen = [line for number, line in enumerate(lines) if number % every == 0]
        (out / path.name.removesuffix(".gz")).write_text("".join(chosen), encoding="utf-8")
    return out


@pytest.mark.slow
def test_shipped_tables_follow_from_the_texts(
    official: OpenStudy, folder: Path, shared: Path, tmp_path: Path
) -> None:
    """A sample of documents, built anew, gives the rows that are shipped."""
    texts = write_sample(shared, tmp_path / "texts", every=40)
    plain = [replace(one, files=one.files.removesuffix(".gz")) for one in official.study.declared]
    study = replace(official.study, declared=tuple(plain))
    rebuilt = build_tables(texts, study=study)
    articles = set(rebuilt["articles"]["article"])
    assert len(articles) > 30
    for name in ("sentences", "mentions", "documents"):
        key = "document" if name == "documents" else "article"
        shipped = read_table(folder, name)
        rows = shipped[shipped[key].isin(articles)].reset_index(drop=True)
        assert compare_tables(rows, rebuilt[name], name=name).empty, name


def test_same_bytes_again(official: OpenStudy, shared: Path, tmp_path: Path) -> None:
    texts = write_sample(shared, tmp_path / "texts", every=200)
    hashes = []
    for number, size in enumerate((4_000_000, 50_000)):
        build_study(texts, tmp_path / str(number), study=official.study, form="parquet", size=size)
        files = sorted((tmp_path / str(number)).glob("*.parquet"))
        hashes.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert hashes[0] == hashes[1] and len(hashes[0]) > 5


def test_sources_and_licences_are_told(root: Path) -> None:
    package = json.loads((root / "data/datapackage.json").read_text(encoding="utf-8"))
    told = {
        resource["path"]: " ".join(source["title"] for source in resource.get("sources", []))
        for resource in package["resources"]
        if resource["path"] in {f"official/{name}.parquet" for name in TEXT_FREE}
    }
    assert len(told) == len(TEXT_FREE)
    assert all("CC0" in title and "CCTV's" in title for title in told.values())
