"""The codebook: what its loader refuses, and that the shipped one keeps its own rules."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.codebook import CodebookError, list_words, read_codebook
from analysis.patterns import count_patterns, read_corpora
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.scripts import simplify
from analysis.tables import FRAMES

HEADER = "concept,frame,gloss,gloss_zh,pattern,language,negation,note,source\n"
RACE = "race,race,race,竞赛,arms race,en,keep,,manual\n"


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "data" / "codebook"


@pytest.fixture(scope="module")
def book(folder: Path):
    return read_codebook(folder)


@pytest.fixture(scope="module")
def lexicon(book):
    return compile_lexicon(book)


@pytest.fixture(scope="module")
def counts(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "pattern_counts.csv", keep_default_na=False)


# what the loader says of bad codebooks


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Race,race,race,竞赛,arms race,en,keep,,manual\n", ["line 2", "concept", "'Race'"]),
        (
            RACE + "gap,contest,gap,差距,gap,en,keep,,manual\n",
            ["line 3", "frame", "'contest'", "sovereignty"],
        ),
        (RACE + "gap,race,gap,差距,The gap,en,keep,,manual\n", ["line 3", "pattern", "'The gap'"]),
        (RACE + "gap,race,gap,差距,gap ,en,keep,,manual\n", ["line 3", "pattern", "'gap '"]),
        (RACE + "gap,race,,差距,gap,en,keep,,manual\n", ["line 3", "gloss"]),
        (RACE + "gap,race,gap,差距,gap,fr,keep,,manual\n", ["line 3", "language", "'fr'"]),
        (RACE + "gap,race,gap,差距,gap,en,ignore,,manual\n", ["line 3", "negation", "'ignore'", "flip"]),
        (RACE + RACE, ["line 2", "line 3"]),
        (RACE + "gap,race,gap,差距,arms race,en,keep,,manual\n", ["line 3", "'arms race'", "two concepts"]),
        (RACE + "race,control,race,竞赛,race,en,keep,,manual\n", ["'race'", "'control'", "frame"]),
        (RACE + "race,race,run,竞赛,race,en,keep,,manual\n", ["'race'", "'run'", "gloss"]),
        ('"never closed\n', ["concepts.csv"]),
    ],
)
def test_refuses_and_says_where(tmp_path: Path, rows: str, said: list[str]) -> None:
    (tmp_path / "concepts.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(CodebookError) as refused:
        read_codebook(tmp_path)
    assert [word for word in ["concepts.csv", *said] if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"concept,frame\nrace,race\n", "race,竞赛\n".encode("gb18030")],
    ids=["empty", "columns missing", "not UTF-8"],
)
def test_refuses_a_file_that_is_no_codebook(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "concepts.csv").write_bytes(raw)
    with pytest.raises(CodebookError, match=r"concepts\.csv"):
        read_codebook(tmp_path)


def test_says_what_to_do_without_concepts(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="diptych new"):
        read_codebook(tmp_path)


def test_concepts_are_enough(tmp_path: Path) -> None:
    (tmp_path / "concepts.csv").write_text(HEADER + RACE, encoding="utf-8")
    book = read_codebook(tmp_path)
    assert book.concepts["pattern"].tolist() == ["arms race"]
    assert book.variants.empty and list(book.variants.columns)[:2] == ["variant", "canonical"]
    assert list_words(book) == []


def test_declared_shared_pattern_is_allowed(tmp_path: Path) -> None:
    shared = "gap,race,gap,差距,arms race,en,keep,shared with race,manual\n"
    (tmp_path / "concepts.csv").write_text(HEADER + RACE + shared, encoding="utf-8")
    assert len(read_codebook(tmp_path).concepts) == 2


# the shipped codebook


def test_size_and_frames(book) -> None:
    concepts = book.concepts.drop_duplicates("concept")
    assert len(concepts) >= 200
    per_frame = concepts["frame"].value_counts()
    assert {frame: per_frame.get(frame, 0) for frame in FRAMES if per_frame.get(frame, 0) < 8} == {}


def test_every_concept_has_both_languages(book) -> None:
    languages = book.concepts.groupby("concept")["language"].nunique()
    assert languages[languages < 2].index.tolist() == []


def test_glosses_are_in_their_language(book) -> None:
    concepts = book.concepts
    assert concepts.loc[
        ~concepts["gloss"].map(str.isascii) & ~concepts["gloss"].str.contains("–"), "gloss"
    ].empty
    assert concepts.loc[~concepts["gloss_zh"].str.contains("[\u4e00-\u9fff]"), "gloss_zh"].empty
    assert concepts.groupby("gloss")["concept"].nunique().max() == 1


def test_every_pattern_fires_or_says_why_not(book, counts) -> None:
    hits = counts.set_index(["pattern", "language"]).sum(axis=1)
    concepts = book.concepts.set_index(["pattern", "language"])
    assert set(hits.index) == set(concepts.index)
    excused = concepts["note"].str.contains(r"\bno hit\b")
    silent = hits.reindex(concepts.index).eq(0)
    assert concepts.index[silent & ~excused].tolist() == []
    assert concepts.index[~silent & excused].tolist() == []


def test_a_pattern_that_never_fires_has_no_corpus_as_source(book, counts) -> None:
    silent = counts.loc[counts.iloc[:, 2:].sum(axis=1) == 0, ["pattern", "language"]]
    sources = book.concepts.merge(silent)["source"]
    assert sources.unique().tolist() == ["general"]


def test_patterns_are_as_folding_leaves_them(book, lexicon) -> None:
    concepts = book.concepts
    kept = concepts["pattern"].map(simplify) == concepts["pattern"]
    assert concepts.loc[~kept & ~concepts["note"].str.contains("Simplified texts"), "pattern"].tolist() == []
    mapped = concepts["pattern"].map(lambda pattern: lexicon.variants.fold(pattern)[0]) != concepts["pattern"]
    assert concepts.loc[mapped, "pattern"].tolist() == []


def test_every_pattern_finds_itself(book, lexicon) -> None:
    missed = [
        (row.concept, row.pattern)
        for row in book.concepts.itertuples()
        if [(m.concept, m.pattern) for m in lexicon.finder.find(f" {row.pattern} ")]
        != [(row.concept, row.pattern)]
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("they kept open markets and open-source software apart", ["opening_up", "open_source"]),
        ("对外开放与开放权重", ["opening_up", "open_weights"]),
        ("对话机器人不是中美对话", ["chatbot", "dialogue"]),
        ("两用物项的出口管制", ["controlled_items", "export_control"]),
        ("the secretary of commerce spoke of commerce", ["agency_name", "sector"]),
        ("风险投资家谈人工智能风险", ["risk_general", "risk"]),
        ("sovereign ai beats nothing", ["sovereign_ai"]),
    ],
)
def test_longest_pattern_decides(lexicon, text: str, concepts: list[str]) -> None:
    assert [mention.concept for mention in lexicon.finder.find(text)] == concepts


# variants


def test_variants_reach_their_canonical_form_in_one_step(book) -> None:
    every = [(v.variant, v.canonical, "regional") for v in book.variants.itertuples()]
    automaton = re.compile("|".join(map(re.escape, sorted((v for v, _, _ in every), key=len, reverse=True))))
    canonical = {variant: form for variant, form, _ in every}

    def fold(text: str) -> str:
        return automaton.sub(lambda match: canonical[match[0]], text)

    assert [v for v, form, _ in every if fold(v) != form] == []
    assert [form for _, form, _ in every if fold(form) != form] == []  # no chains, no cycles


def test_variants_say_what_they_are(book) -> None:
    variants = book.variants
    assert ((variants["variant"] == variants["canonical"]) == (variants["class"] == "keep")).all()
    differs = variants["variant"].str.len() != variants["canonical"].str.len()
    assert (differs == (variants["length_differs"] == "yes")).all()
    assert variants.loc[variants["class"] == "keep", "note"].ne("").all()
    assert variants.loc[variants["variant"].map(simplify) != variants["variant"], "variant"].tolist() == []


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("人工智慧与晶片", "人工智能与芯片"),
        ("四川普通话", "四川普通话"),
        ("川普签署行政令", "川普签署行政令"),  # the canonical form is longer: offsets must hold
        ("投资讯息", "投资讯息"),
        ("彰显着", "彰显着"),
        ("效果显着", "效果显著"),
        ("练习和模子", "练习和模子"),  # ordinary words, unless the whole text is rewritten
    ],
)
def test_variants_are_guarded(lexicon, text: str, folded: str) -> None:
    assert lexicon.variants.fold(text)[0] == folded


def test_rewritten_text_is_told_from_others(lexicon: object, shared: Path) -> None:
    rewrites = {}
    for path in sorted((shared / "articles").glob("*.txt")):
        text = simplify(path.read_text(encoding="utf-8"))
        found = lexicon.variants.find(text)
        rewrites[path.name[:3]] = sum(variant.kind == "rewrite" for _, _, variant in found) * 1000 / len(text)
    assert rewrites.pop("002") > 40
    assert set(rewrites.values()) == {0}


# words and stopwords


def test_user_words_are_words(book) -> None:
    words = list_words(book)
    assert words == sorted(set(words))
    assert all(re.fullmatch("[\u3400-\u9fff]{2,}", word) for word in words)
    assert {"大模型", "智能体", "技术栈"} <= set(words)


def test_no_stopword_carries_a_frame(book) -> None:
    framed = book.concepts[book.concepts["frame"] != ""]
    assert framed.merge(book.stopwords, left_on=["pattern", "language"], right_on=["term", "language"]).empty


# counts and codings follow from the corpora


def test_counts_follow_from_the_corpora(book, folder: Path, counts, shared: Path) -> None:
    corpora = read_corpora(folder / "corpora.toml", shared)
    again = count_patterns(book, {name: corpora[name] for name in ("articles", "documents")})
    pd.testing.assert_frame_equal(again, counts[again.columns])


@pytest.mark.parametrize("study", ["articles", "official"])
def test_codings_are_as_they_were_given(root: Path, shared: Path, study: str) -> None:
    given = {path.name: path.read_bytes() for path in (shared / "codings" / study).glob("*.csv")}
    ours = {path.name: path.read_bytes() for path in (root / "data" / study / "codings").glob("*.csv")}
    assert ours.keys() - {"heldout.csv"} == given.keys()  # which documents nobody developed on: ours
    assert [name for name in given if ours[name] != given[name]] == []
