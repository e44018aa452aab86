"""Build: from a folder to tables, the same to the byte however it is portioned, resumed where it stopped."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from toy import ARTICLES

from analysis import build as building
from analysis.build import build_study, build_tables
from analysis.checks import KEYS, check_contracts, compare_tables
from analysis.parts import plan_parts
from analysis.reading.sources import FileError
from analysis.rows import TABLES
from analysis.studies import Declared, Study, read_study
from analysis.tables import read_table


def hash_folder(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_tables_of_a_small_study(study: Study, texts: Path, tmp_path: Path) -> None:
    rows = build_study(texts, tmp_path / "out", study=study, coding=False)
    tables = {name: read_table(tmp_path / "out", name) for name in (*TABLES, "reading")}
    assert {name: len(frame) for name, frame in tables.items()} == rows
    assert check_contracts(tmp_path / "out") == []
    articles = tables["articles"].set_index("article")
    assert articles["encoding"].to_dict() == {
        "a.txt": "gb18030",
        "b.txt": "utf-8",
        "c.md": "utf-8",
        "d.txt": "utf-8",
    }
    assert articles.loc["c.md", ["outlet", "outlet_side", "published", "published_how"]].tolist() == [
        "The Harbour",
        "NORTH",
        "2024-05-01",
        "metadata",
    ]
    assert articles.loc["b.txt", "script"] == "Hant"
    roles = tables["texts"].loc[tables["texts"]["article"] == "d.txt", ["role", "language", "primary"]]
    assert roles.values.tolist() == [["translation", "zh", False], ["original", "en", True]]


def test_spans_lead_to_the_file_as_it_is(study: Study, texts: Path) -> None:
    tables = build_tables(texts, study=study, coding=False)
    raw = {name: text for name, text in ARTICLES.items()}
    kinds = {raw[row.article][row.start : row.end]: row.kind for row in tables["sentences"].itertuples()}
    assert kinds["港口会谈的结果"] == "heading"
    assert kinds["作者：某某"] == kinds["扫码关注"] == kinds["译文："] == "boilerplate"
    assert kinds["兩國(guó)代表(biǎo)說，自由貿易很好。"] == "body"
    assert kinds["Free trade is good."] == "body"
    mentions = {
        (row.concept, raw[row.article][row.start : row.end], row.negated)
        for row in tables["mentions"].itertuples()
    }
    assert ("free_trade", "自由貿易", False) in mentions and ("toll", "通行费", True) in mentions
    assert ("toll", "toll", True) in mentions


def test_terms_are_counted_by_paragraph_without_boilerplate(study: Study, texts: Path) -> None:
    terms = build_tables(texts, study=study, coding=False)["terms"]
    counted = terms[terms["text"] == "a.txt#1"].set_index(["paragraph", "term"])["count"]
    assert counted[(2, "自由贸易")] == 1 and counted[(0, "港口")] == 1
    assert not {"作者", "关注"} & set(counted.index.get_level_values("term"))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_same_bytes_for_any_portions_and_workers(
    study: Study, texts: Path, tmp_path: Path, form: str
) -> None:
    build_study(texts, tmp_path / "whole", study=study, coding=False, form=form)
    build_study(texts, tmp_path / "single", study=study, coding=False, form=form, size=1)
    build_study(texts, tmp_path / "both", study=study, coding=False, form=form, size=120, workers=2)
    whole = hash_folder(tmp_path / "whole")
    assert set(whole) == {f"{name}.{form}" for name in (*TABLES, "reading")}
    assert whole == hash_folder(tmp_path / "single") == hash_folder(tmp_path / "both")


def test_rows_do_not_depend_on_other_files(study: Study, texts: Path, tmp_path: Path) -> None:
    both = build_tables(texts, study=study, coding=False)
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(texts / "b.txt", alone)
    single = build_tables(alone, study=study, coding=False)
    for name in ("articles", "texts", "sentences", "mentions", "cleaning"):
        expected = both[name][both[name]["article"] == "b.txt"].reset_index(drop=True)
        pd.testing.assert_frame_equal(single[name].reset_index(drop=True), expected)


def test_an_interrupted_build_goes_on(
    study: Study, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, build_part, built = tmp_path / "out", building.build_part, []

    def stop_at_third(plan, number, desk):
        if len(built) == 2:
            raise KeyboardInterrupt
        built.append(number)
        return build_part(plan, number, desk)

    monkeypatch.setattr(building, "build_part", stop_at_third)
    with pytest.raises(KeyboardInterrupt):
        build_study(texts, out, study=study, coding=False, size=1)
    assert not list(out.glob("*.csv")), "no table before all parts are done"
    monkeypatch.setattr(building, "build_part", lambda *given: built.append(given[1]) or build_part(*given))
    build_study(texts, out, study=study, coding=False, size=1)
    assert built == [0, 1, 2, 3]
    build_study(texts, tmp_path / "fresh", study=study, coding=False)
    assert hash_folder(out) == hash_folder(tmp_path / "fresh")


def test_a_changed_input_is_built_anew(study: Study, texts: Path, tmp_path: Path) -> None:
    first = plan_parts(texts, study).key
    (texts / "a.txt").write_text("别的文章。", encoding="utf-8")
    assert plan_parts(texts, study).key != first


def test_json_lines_are_portioned_and_repeated_articles_left_out(study: Study, tmp_path: Path) -> None:
    rows = [{"id": f"n{i}", "text": f"第{i}篇谈自由贸易。"} for i in (0, 1, 2, 1, 3)]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    plan = plan_parts(path, study, size=1)
    assert [[(part.first, part.stop) for part in parts] for parts in plan.parts] == [
        [(0, 1)],
        [(1, 2)],
        [(2, 3)],
        [(4, 5)],
    ]
    assert plan.repeated == (("n1", "n1"),)
    assert build_tables(path, study=study, coding=False)["articles"]["article"].tolist() == [
        "n0",
        "n1",
        "n2",
        "n3",
    ]
    rows[3]["text"] = "另一篇。"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    with pytest.raises(FileError, match="'n1'"):
        plan_parts(path, study)
    first = plan_parts(path, replace(study, repeated="first"))
    assert first.repeated == (("n1", "n1"),) and first.names == {}


def test_a_text_under_two_names_counts_once_and_keeps_the_codes_of_both(study: Study, tmp_path: Path) -> None:
    text = "第一篇谈自由贸易。第二句不谈。"
    rows = [{"id": name, "text": text} for name in ("n1", "n2")]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (study.folder / "codings").mkdir()
    header = "unit,kind,about,voice,voice_side,frames,stance,practice,tone_north,tone_south\n"
    (study.folder / "codings/gold.csv").write_text(
        header + "u1,body,NORTH,author,NONE,economy,,,0,0\nu2,body,NONE,author,NONE,,,,0,0\n"
    )
    (study.folder / "codings/units.csv").write_text("unit,document,start,end\nu1,n2,0,9\nu2,n1,9,15\n")
    assert plan_parts(path, study).names == {"n1": ["n2"]}
    sentences = build_tables(path, study=study, coding=False)["sentences"]
    assert sentences[["article", "units", "gold_frames"]].values.tolist() == [
        ["n1", "u1", "economy"],
        ["n1", "u2", ""],
    ]


def test_only_sentences_on_the_subject_are_kept_and_documents_count_the_rest(
    study: Study, tmp_path: Path
) -> None:
    text = "第一句谈自由贸易。第二句谈天气。第三句也谈自由贸易。"
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps({"id": "n1", "text": text, "kind": "speech", "date": "2024-05-01"}))
    declared = (Declared("*.jsonl", (("outlet_side", "SOUTH"), ("kind", "news"))),)
    narrow = replace(study, subject="贸易", grain="document", declared=declared)
    tables = build_tables(path, study=narrow, coding=False)
    assert [text[s.start : s.end] for s in tables["sentences"].itertuples()] == [
        "第一句谈自由贸易。",
        "第三句也谈自由贸易。",
    ]
    assert set(tables["mentions"]["sentence"]) == set(tables["sentences"]["sentence"])
    (document,) = tables["documents"].itertuples(index=False)
    assert (document.side, document.kind, document.date) == ("SOUTH", "speech", "2024-05-01")
    assert (document.sentences, document.coded) == (3, 2)
    terms = tables["terms"]
    assert document.tokens == terms["count"].sum()
    assert set(terms.loc[terms["term"] == "天气", "about"]) == {""}
    assert set(terms["paragraph"]) == {0}


def test_gold_units_and_events_reach_the_sentences(study: Study, texts: Path, tmp_path: Path) -> None:
    folder = study.folder / "codings"
    folder.mkdir()
    text = ARTICLES["a.txt"]
    middle, end = text.index("南方"), text.index("\n扫码")
    start = text.index("北方")
    (folder / "units.csv").write_text(
        f"unit,article,start,end\nu1,a.txt,{start},{middle}\nu2,a.txt,{middle},{end}\n", encoding="utf-8"
    )
    columns = "unit,kind,about,voice,voice_side,frames,stance,practice,tone_north,tone_south\n"
    (folder / "gold.csv").write_text(
        columns + "u1,body,NORTH,author,NORTH,economy|control,,,1,0\nu2,body,SOUTH,author,NORTH,,,,0,-1\n",
        encoding="utf-8",
    )
    (folder / "gold_events.csv").write_text(
        "unit,date,side,type,gist\nu1,2024-05,NORTH,policy,Northland ends its toll\n", encoding="utf-8"
    )
    tables = build_tables(texts, study=study, coding=False)
    coded = tables["sentences"].set_index("units")
    assert coded.loc["u1", ["gold_about", "gold_frames", "gold_tone"]].tolist() == [
        "NORTH",
        "economy|control",
        "NORTH:+1",
    ]
    assert coded.loc["u2", "gold_tone"] == "SOUTH:-1"
    (event,) = tables["events"].itertuples()
    assert (event.coder, event.date, event.precision, event.sentences) == (
        "gold",
        "2024-05",
        "month",
        "a.txt#1:0002",
    )


def test_every_table_has_a_key_to_be_compared_by() -> None:
    assert set(KEYS) == set(TABLES)


def test_compare_tables_names_the_rows_that_differ() -> None:
    shipped = pd.DataFrame({"article": ["a", "b"], "status": "kept", "rule": "", "characters": [1, 2]})
    rebuilt = pd.DataFrame({"article": ["a", "c"], "status": "kept", "rule": "", "characters": [5, 2]})
    found = compare_tables(shipped, rebuilt, name="cleaning")
    assert found[["article", "difference"]].values.tolist() == [
        ["a", "characters"],
        ["b", "extra"],
        ["c", "missing"],
    ]
    assert compare_tables(shipped, shipped, name="cleaning").empty


def test_check_contracts_finds_orphans_spans_and_lost_characters(
    study: Study, texts: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build_study(texts, out, study=study, coding=False)
    sentences = read_table(out, "sentences")
    sentences.loc[0, "end"] = 10_000
    sentences.iloc[:-1].to_csv(out / "sentences.csv", index=False)
    cleaning = read_table(out, "cleaning")
    cleaning.loc[0, "characters"] += 1
    cleaning.to_csv(out / "cleaning.csv", index=False)
    (out / "events.csv").write_text("event\n")
    faults = "\n".join(check_contracts(out))
    assert "ends beyond its article" in faults and "accounts for" in faults and "columns missing" in faults


def test_the_shipped_tables_follow_from_the_articles(shared: Path, root: Path) -> None:
    study = read_study(root / "data" / "articles")
    rebuilt = build_tables(shared / "articles", study=study)
    for name in TABLES:
        differing = compare_tables(read_table(study.folder, name), rebuilt[name], name=name)
        assert differing.empty, f"{name}\n{differing.head().to_string()}"
