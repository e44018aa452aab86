"""Survey and intake: each text once, the others named with the reason, in a table and in a few lines."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joblib import parallel_config
from made import SENTENCES, write_docx, write_page, write_pdf
from typer.testing import CliRunner

from analysis.build import build_study, build_tables
from analysis.cli import app
from analysis.counterparts import mark_counterparts
from analysis.parts import plan_parts
from analysis.quotes import find_quotes
from analysis.reading.scripts import simplify
from analysis.reading.sketches import LEAST, SHINGLE, find_letters, measure_likeness, sketch_letters
from analysis.reading.sources import FileError
from analysis.studies import Study, read_study
from analysis.survey import survey_folder
from analysis.tables import read_table

LONG = " ".join(
    f"In year {n} the port of {name} asked a toll of {n % 7} coins from ship {n}." for n, name in
    enumerate(["Elm", "Oak", "Ash", "Fir", "Yew", "Box", "Bay", "Fig"] * 4)
)  # fmt: skip
HANT = "兩國的代表在會上討論了通行費，他們認為自由貿易對港口有好處，對漁民也沒有壞處。" * 3


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(raw)
    return folder


def tell(folder: Path, study: Study) -> dict[str, tuple[str, str]]:
    return {one.article or one.path.name: (one.reason, one.of) for one in survey_folder(folder, study).found}


def test_what_repeats_is_left_out_with_the_reason(study: Study, tmp_path: Path) -> None:
    changed = LONG.replace("ship 9.", "ship 10, they say.")
    folder = write(
        tmp_path / "in",
        a_txt=LONG,
        b_txt=LONG,
        c_txt=LONG.replace(". In", ".\n\n  In"),
        d_md="---\ntitle: Another head\n---\n" + changed,
        e_txt=HANT,
        f_txt=simplify(HANT),
        g_html=write_page("".join(f"<p>{line}</p>" for line in LONG.split(". "))),
        h_txt=" ".join(SENTENCES),
    )
    assert tell(folder, study) == {
        "a.txt": ("", ""),
        "b.txt": ("same text", "a.txt"),
        "c.txt": ("same words", "a.txt"),
        "d.md": ("nearly the same", "a.txt"),
        "e.txt": ("", ""),
        "f.txt": ("same words", "e.txt"),
        "g.html": ("nearly the same", "a.txt"),
        "h.txt": ("", ""),
    }
    plan = plan_parts(folder, study)
    assert [part.path.name for part in plan.parts[0]] == ["a.txt", "e.txt", "h.txt"]
    assert plan.names == {"a.txt": ["b.txt"]}  # codes go by spans: only to the same text to the letter


def test_a_study_may_count_all_that_is_only_similar(study: Study, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_txt=LONG, b_txt=LONG, c_txt=LONG + " The end.")
    every = replace(study, similar="all")
    assert tell(folder, every) == {"a.txt": ("", ""), "b.txt": ("same text", "a.txt"), "c.txt": ("", "a.txt")}
    (*_, last) = survey_folder(folder, every).found
    assert "nearly the same as a.txt" in last.note and 0.9 < last.similarity < 1


def test_files_that_cannot_be_read_are_named_and_the_others_taken(study: Study, tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        a_txt=LONG,
        b_pdf=write_pdf([""]),
        c_pdf=write_pdf(["x"], password="k"),
        d_txt=b"\xef\xbb\xbf\xff\xff",
        e_txt=" \n ",
        f_csv="name,place\nx,y\n",
        g_odt="x",
        h_docx=write_docx([("Normal", SENTENCES[0])]),
        i_txt=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02\x03\x04\x05\x06\x07" * 40,
    )
    (folder / "a|b.txt").write_text("words")
    (folder / ".hidden.txt").write_text("words")
    assert {name: reason for name, (reason, _) in tell(folder, study).items() if reason} == {
        "b.pdf": "no text",
        "c.pdf": "encrypted",
        "d.txt": "encoding",
        "e.txt": "empty",
        "f.csv": "no articles",
        "g.odt": "format",
        "i.txt": "encoding",
        "a|b.txt": "name",
    }


def test_nothing_to_take_is_an_error_that_names_the_reasons(study: Study, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a_pdf=write_pdf([""]), b_odt="x")
    with pytest.raises(
        FileError, match=r"no article found in 2 files; .*a\.pdf: 1 pages without text.*b\.odt"
    ):
        survey_folder(folder, study)
    (folder / "b.odt").unlink()
    with pytest.raises(FileError, match=r"^a\.pdf: 1 pages"):
        survey_folder(folder, study)


def test_a_damaged_record_stops_and_a_repeated_one_does_not(study: Study, tmp_path: Path) -> None:
    rows = [{"id": i, "text": f"{LONG} {i}"} for i in range(3)]
    rows += [{"id": "x", "text": "  "}, {"id": 0, "text": f"{LONG} 0"}]
    folder = write(tmp_path / "in", a_jsonl="\n".join(map(json.dumps, rows)))
    assert [one.reason for one in survey_folder(folder, study).found] == [
        "",
        "nearly the same",
        "nearly the same",
        "empty",
        "same name",
    ]
    write(folder, b_jsonl='{"id": "y"}\n')
    with pytest.raises(FileError, match=r"b\.jsonl, line 1"):
        survey_folder(folder, study)


def test_the_same_is_found_by_any_number_of_processes(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for i in range(150):
        (folder / f"{i:03d}.txt").write_text(LONG.replace("toll", f"toll{i % 9}"))
    one = survey_folder(folder, study).found
    with parallel_config(n_jobs=2):
        two = survey_folder(folder, study).found
    assert repr(one) == repr(two)


@given(st.text(alphabet="abcdefgh", min_size=400, max_size=900), st.integers(0, 60))
def test_likeness_is_that_of_the_shingles(words: str, cut: int) -> None:
    """The estimate lies within five standard errors of the exact Jaccard similarity."""
    size = SHINGLE["en"]
    one, two = words, words[cut:] + "z" * cut
    sets = [{text[i : i + size] for i in range(len(text) - size + 1)} for text in (one, two)]
    exact = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    sketches = [sketch_letters(find_letters(text), language="en") for text in (one, two)]
    assert sketches[0] is not None and sketches[1] is not None
    bins = int(((sketches[0] != sketches[0].max()) | (sketches[1] != sketches[1].max())).sum())
    error = np.sqrt(max(exact * (1 - exact), 0.02) / bins)
    assert abs(measure_likeness(sketches[0], sketches[1]) - exact) < 5 * error


def test_short_texts_have_no_sketch() -> None:
    assert sketch_letters(find_letters("a" * (LEAST + 5)), language="en") is None


def test_the_reading_table_says_what_was_taken_and_how(study: Study, texts: Path, tmp_path: Path) -> None:
    shutil.copy(texts / "a.txt", texts / "z.txt")
    write(texts, x_csv="name\nx\n", y_pdf=write_pdf([""]))
    rows = build_study(texts, tmp_path / "out", study=study, coding=False)
    reading = read_table(tmp_path / "out", "reading").set_index("file")
    assert rows["reading"] == len(reading) == 7
    assert reading.loc["a.txt", ["status", "encoding", "encoding_how", "texts"]].tolist() == [
        "taken",
        "gb18030",
        "frequent characters",
        1,
    ]
    assert reading.loc["c.md", ["outlet", "outlet_how", "published", "published_how"]].tolist() == [
        "The Harbour",
        "metadata",
        "2024-05-01",
        "metadata",
    ]
    assert reading.loc["d.txt", "texts"] == 2
    assert reading.loc["z.txt", ["status", "reason", "of"]].tolist() == ["dropped", "same text", "a.txt"]
    assert not reading["note"].str.contains(str(tmp_path), regex=False).any()
    assert reading.loc["y.pdf", ["article", "reason", "characters"]].tolist() == ["", "no text", 0]


def test_the_terminal_says_what_was_left_out(study: Study, texts: Path, tmp_path: Path) -> None:
    shutil.copy(texts / "a.txt", texts / "z.txt")
    write(texts, y_pdf=write_pdf([""]))
    where = ["--out", str(tmp_path / "out"), "--study", str(study.folder), "--no-coding"]
    told = CliRunner().invoke(app, ["build", str(texts), *where]).output
    assert "4 articles taken from 4 of 6 files; 2 dropped" in told
    assert "  same text: z.txt, of a.txt" in told
    assert "  no text: y.pdf: 1 pages without text" in told


def test_translations_are_noted_and_counted(shared: Path, root: Path) -> None:
    """Four Chinese documents and their translations, among twenty others: all four, and nothing else."""
    study = read_study(root / "data" / "articles")
    survey = mark_counterparts(survey_folder(shared / "corpora" / "documents", study), study)
    pairs = {one.article.partition(".")[0]: one for one in survey.found if one.of}
    assert len(pairs) == 4
    for name, one in pairs.items():
        assert one.of.partition(".")[0] == name and one.of != one.article
        assert one.reason == "" and "perhaps a translation" in one.note and one.similarity >= 0.7


def test_spans_lead_to_what_was_taken_from_every_format(study: Study, tmp_path: Path) -> None:
    """Quotes are the sentences of pages, PDF, Word and text files, found again by their spans."""
    folder = write(
        tmp_path / "in",
        a_html=write_page("".join(f"<p>{line}</p>" for line in SENTENCES)),
        b_pdf=write_pdf([SENTENCES[2] + " The govern-\nment has gone."]),
        c_docx=write_docx([("Heading 1", "Tolls"), ("Normal", "Free trade is good. No toll!")]),
        d_txt_gz=gzip.compress("---\ntitle: T\n---\n自由贸易很好。".encode()),
    )
    tables = build_tables(folder, study=study, coding=False)
    quotes = find_quotes(tables["sentences"], articles=tables["articles"], folder=folder)
    told = dict(zip(quotes["quote"], quotes["where"].str.partition(":")[0], strict=True))
    assert {told[SENTENCES[0]], told[SENTENCES[5]]} == {"a.html"}
    assert told["The government has gone."] == "b.pdf"
    assert told["Tolls"] == told["No toll!"] == "c.docx"
    assert told["自由贸易很好。"] == "d.txt.gz"
    assert tables["mentions"].groupby("concept")["article"].agg(set)["free_trade"] == {
        "c.docx",
        "d.txt.gz",
        "a.html",
    }
