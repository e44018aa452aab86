"""Key words under other segmenters and spellings, and the counts that this needs."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.keyness import choose_content, measure_keyness
from analysis.keywords import (
    choose_keywords,
    measure_keyword_specifications,
    measure_keywords,
    read_alternatives,
)
from analysis.opening import OpenStudy, open_study
from analysis.reading.alternatives import COLUMNS, NAME, PUBLISHED, count_alternatives
from analysis.reading.sources import FileError
from analysis.tables import TableError, write_table


@pytest.fixture(scope="module")
def study(root) -> OpenStudy:
    return open_study(root / "data/articles")


@pytest.fixture(scope="module")
def words(study) -> pd.DataFrame:
    chinese = study.terms[study.terms["language"] == "zh"]
    rows = measure_keyness(chinese, by="about", sides=study.ids, rng=study.rng, permutations=20)
    return choose_keywords(choose_content(rows, stopwords=study.codebook.stopwords), most=5)


def test_words_are_chinese_and_of_both_sides(words, study):
    assert words["side"].tolist() == [study.ids[0]] * 5 + [study.ids[1]] * 5
    assert words["term"].str.fullmatch("[\u4e00-\u9fff]{2,}").all()
    assert ((words["log_ratio"] > 0) == (words["side"] == study.ids[0])).all()


def test_the_published_choice_gives_the_published_log_ratio(words, study):
    runs = measure_keyword_specifications(words["term"].tolist(), study)
    reference = runs[runs["specification"] == 0].set_index("comparison")["estimate"]
    assert reference[words["term"]].tolist() == pytest.approx(words["log_ratio"].tolist())
    assert runs["comparison"].value_counts().unique().tolist() == [runs["specification"].nunique()]


def test_signs_kept_lie_between_none_and_all(words, study):
    stable = measure_keywords(words, study)
    assert stable["term"].tolist() == words["term"].tolist()
    assert stable["kept"].between(0, 1).all() and (stable["undefined"] <= stable["specifications"]).all()
    assert (stable["least"] <= stable["log_ratio"]).all() and (stable["log_ratio"] <= stable["most"]).all()


def test_characters_count_at_least_what_the_segmenter_parts(study):
    """A word that a segmenter finds stands there in characters too, and may stand in longer words as well."""
    counts = read_alternatives(study)
    keys = ["segmenter", "variants", "about", "term"]
    wide = counts.groupby(keys)["count"].sum().unstack("segmenter", fill_value=0)  # noqa: PD010
    told = wide[wide["characters"] > 0]
    assert (told["characters"] >= told["jieba"]).all() and (told["characters"] > told["jieba"]).any()


def test_a_broken_or_missing_table_is_named(study, tmp_path):
    alone = OpenStudy(type(study.study)(**{**study.study.__dict__, "folder": tmp_path}))
    with pytest.raises(TableError, match="not found; `python -m analysis"):
        read_alternatives(alone)
    pd.read_parquet(study.study.folder / NAME).assign(count=0).to_parquet(tmp_path / NAME)
    with pytest.raises(TableError, match="count 0: 0 breaks greater_than_or_equal_to"):
        read_alternatives(alone)


def test_no_text_can_be_put_together_again(study):
    """Counts are of whole texts, and by characters only words of the terms table are counted."""
    shipped = pd.read_parquet(study.study.folder / NAME)
    assert list(shipped.columns) == COLUMNS and PUBLISHED not in set(
        zip(shipped["segmenter"], shipped["variants"], strict=True)
    )
    known = set(study.terms["term"]) | set(pd.read_csv(study.study.folder / "terms.csv", dtype=str)["term"])
    assert set(shipped.loc[shipped["segmenter"] == "characters", "term"]) <= known


def test_the_shipped_table_follows_from_the_texts(study, shared):
    rebuilt = count_alternatives(study.study, shared / "articles")
    shipped = pd.read_parquet(study.study.folder / NAME)
    pd.testing.assert_frame_equal(rebuilt, shipped, check_dtype=False)


def test_toy_counts_by_hand(study, tmp_path):
    """Two sentences: a variant that is mapped, and a word inside a longer one."""
    folder, texts = tmp_path / "toy", tmp_path / "texts"
    build_toy(folder, texts, study)
    toy = open_study(folder).study
    rows = count_alternatives(toy, texts)
    found = rows.set_index(COLUMNS[:-1])["count"]
    text = "a.txt#1"
    assert found["characters", "on", text, "NORTH", "数据"] == 2
    assert found["jieba without HMM", "on", text, "NORTH", "数据"] == 1
    assert ("characters", "on", text, "NORTH", "芯片") in found.index
    assert ("characters", "off", text, "NORTH", "芯片") not in found.index
    (texts / "b.txt").write_text("港口开放了。", encoding="utf-8")
    with pytest.raises(FileError, match="not in the tables"):
        count_alternatives(toy, texts)


def build_toy(folder, texts, study) -> None:
    from toy import CONCEPTS, STUDY

    from analysis.build import build_tables
    from analysis.studies import read_study

    (folder / "codebook").mkdir(parents=True)
    texts.mkdir()
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (folder / "codebook" / "concepts.csv").write_text(CONCEPTS, encoding="utf-8")
    variants = study.codebook.variants
    variants[variants["variant"] == "晶片"].to_csv(folder / "codebook" / "variants.csv", index=False)
    (texts / "a.txt").write_text("数据中心里有数据和晶片。", encoding="utf-8")
    tables = build_tables(texts, study=read_study(folder), coding=False)
    tables["sentences"] = tables["sentences"].assign(about="NORTH")
    for name, table in tables.items():
        write_table(table, folder, name)
