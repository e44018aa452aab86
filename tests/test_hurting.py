"""Input that hurts: too large, lying, hostile; each test fails without the guard that it names."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import SENTENCES, write_docx, write_page
from typer.testing import CliRunner

from analysis import showing
from analysis.build import build_study, build_tables
from analysis.cli import app
from analysis.explaining import code_file, explain
from analysis.quotes import QuoteError, find_quotes
from analysis.reading import limits
from analysis.reading.files import list_files, read_manifest, read_sources
from analysis.reading.front import read_front
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, FileError, Source
from analysis.sampling import draw_sample, read_sheet, write_sheet
from analysis.spreadsheets import FORMULA, free_formulas, guard_formulas
from analysis.studies import Study, read_study
from analysis.survey import survey_folder
from analysis.tables import read_table

FORMULAS = ("=HYPERLINK(1)", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "＝1", "'=1", "''@x")
IMAGE = "<img src=x onerror=alert(2)>"
SCRIPT = f"<script>alert(1)</script>{IMAGE}"


def read(path: Path) -> list[Source]:
    return list(read_sources(Slice(path), path.parent, {}))


# --- sizes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.csv", "a.pdf", "a.docx"])
def test_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(1 << 30)  # a sparse file: it takes no space
    tracemalloc.start()
    with pytest.raises(DroppedError, match=rf"{name}.*(split it|save)") as error:
        read(tmp_path / name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.value.reason == "too large" and peak < 10_000_000


def test_a_gigabyte_in_one_line_of_json_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b'{"id": "a", "text": "b"}\n')
        file.truncate(1 << 30)
    tracemalloc.start()
    with pytest.raises(FileError, match=r"a\.jsonl, line 2: longer than"):
        read(tmp_path / "a.jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * limits.LARGEST


def test_json_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "x" * 1_000_000}).encode() + b"\n"
    with (tmp_path / "a.jsonl").open("wb") as file:
        for _ in range(40):
            file.write(line)
    tracemalloc.start()
    count = sum(1 for _ in read_sources(Slice(tmp_path / "a.jsonl"), tmp_path, {}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40 and peak < 15_000_000


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.csv.gz"])
def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1_000_000)
    (tmp_path / name).write_bytes(gzip.compress(bytes(50_000_000), 9))
    tracemalloc.start()
    with pytest.raises(DroppedError, match="expands to more than 1000000 bytes"):
        read(tmp_path / name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_gzip_bomb_of_many_lines_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1_000_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b" \n" * 20_000_000, 9))
    with pytest.raises(DroppedError, match="expands to more than 200 times its size"):
        read(tmp_path / "a.jsonl.gz")


def test_a_zip_bomb_in_word_is_not_unpacked(tmp_path: Path) -> None:
    file = io.BytesIO(write_docx([("Normal", "Words.")]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bytes(limits.LARGEST))
    (tmp_path / "a.docx").write_bytes(file.getvalue())
    assert len(file.getvalue()) < 200_000
    with pytest.raises(DroppedError, match="expands to more than") as error:
        read(tmp_path / "a.docx")
    assert error.value.reason == "too large"


def test_a_bomb_of_parquet_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FREE", 1_000_000)
    table = pa.table({"id": ["a", "b"], "text": ["x" * 20_000_000, "y" * 20_000_000]})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    with pytest.raises(DroppedError, match="expands to more than 200 times"):
        read(tmp_path / "a.parquet")


def test_entities_of_word_and_yaml_are_not_multiplied(tmp_path: Path) -> None:
    lines = ['a0: &a0 ["ha", "ha"]', *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60))]
    text = "---\n" + "\n".join(lines) + "\ntitle: *a59\nurl: https://b.example/\n---\nText"
    assert read_front(text)[0] == {"source": "https://b.example/"}  # written out, the title has 2 ** 60 words
    source, out = io.BytesIO(write_docx([("Normal", "Words.")])), io.BytesIO()
    entities = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"?>\n", b"?>\n" + entities.encode(), 1).replace(
                    b"Words.", b"Words&file;."
                )
            new.writestr(name, part)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    (source_read,) = read(tmp_path / "a.docx")
    assert source_read.text.startswith("Words") and "root:" not in source_read.text


def test_a_folder_of_thousands_is_listed_without_opening_files(tmp_path: Path, monkeypatch) -> None:
    for i in range(2000):
        (tmp_path / f"{i:04d}.txt").touch()
    resolved = []
    resolve = Path.resolve
    monkeypatch.setattr(
        Path, "resolve", lambda self, *a, **k: resolved.append(self) or resolve(self, *a, **k)
    )
    assert len(list_files(tmp_path)) == 2000
    assert len(resolved) < 10  # each takes longer than all else


# --- lies -------------------------------------------------------------------------------------------------


def test_null_bytes_and_controls_do_not_reach_the_tables(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes("The toll\x00 is\x1b[2J high.\n\u202eFree trade\u2066 is good.\n".encode())
    tables = build_tables(folder, study=study, coding=False)
    assert {"free_trade", "toll"} == set(tables["mentions"]["concept"])
    assert all(term.isprintable() for term in tables["terms"]["term"])


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe" + "ab".encode("utf-16-be")[:3],  # half a character
        b"\xef\xbb\xbf\xc3\x28",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 30,
        bytes(5000),
        b"%PDF-1.7 \xe2\xe3\xcf\xd3" + os.urandom(64).hex().encode() + bytes(range(128, 256)) * 40,
    ],
)
def test_bytes_that_are_no_text_are_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    with pytest.raises(DroppedError, match=r"a\.txt") as error:
        read(tmp_path / "a.txt")
    assert error.value.reason == "encoding"


# --- paths ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..\\secret.txt", "sub/../../secret.txt", "link/secret.txt", "a\0b"],
)
def test_a_manifest_leads_nowhere(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("words")
    (tmp_path / "secret.txt").write_text("words")
    (tmp_path / "..\\secret.txt").write_text("words")
    (folder / "link").symlink_to(tmp_path)
    (folder / "articles.csv").write_text(f'file,outlet\n"{name}",X\n')
    with pytest.raises(FileError, match="line 2: no file"):
        read_manifest(folder / "articles.csv", folder)
    assert list_files(folder) == [folder / "a.txt"]


def test_a_table_of_articles_leads_nowhere(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("the secret words")
    sha256 = read(tmp_path / "secret.txt")[0].sha256
    articles = pd.DataFrame({"article": ["../secret.txt"], "sha256": [sha256], "encoding": ["utf-8"]})
    codes = dict.fromkeys(("about", "voice", "voice_side", "frames", "stance"), "")
    sentences = pd.DataFrame([{"article": "../secret.txt", "start": 0, "end": 9, **codes}])
    with pytest.raises(QuoteError, match="leads out"):
        find_quotes(sentences, articles=articles, folder=folder)


# --- what acts --------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose articles and metadata hold scripts, formulas and overrides."""
    folder = tmp_path / "in"
    folder.mkdir()
    front = f'---\noutlet: "{SCRIPT}"\ntitle: \'=1+1\'\nsource: "\u202e{SCRIPT}"\noutlet_side: NORTH\n---\n'
    (folder / "a.md").write_text(
        front
        + f"The toll is {IMAGE} high, said \u202ethe captain\u202c of the ship.\n{SCRIPT}\n"
        + "=cmd|' /C calc'!A0 is free trade.\n"
    )
    (folder / "b.html").write_bytes(
        write_page("".join(f"<p>{line} {SCRIPT.replace('<', '&lt;')}</p>" for line in SENTENCES))
    )
    return folder


def show(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, caption: str = "C") -> str:
    shown: list[str] = []
    monkeypatch.setattr(showing, "display", lambda thing, metadata: shown.append(thing.data))
    showing.show_table(frame, caption=caption)
    showing.show_text("From {name}.", name=str(frame.iloc[0].get("outlet", "")))
    return "\n".join(shown)


def test_scripts_in_texts_and_metadata_stay_inert(hostile: Path, study: Study, monkeypatch) -> None:
    from analysis.site.tables import render_html

    tables = build_tables(hostile, study=study, coding=False)
    assert SCRIPT in tables["articles"].set_index("article").loc["a.md", "outlet"]
    quotes = find_quotes(tables["sentences"], articles=tables["articles"], folder=hostile)
    assert quotes["quote"].str.contains("<img src=x onerror", regex=False).any()
    for frame in (tables["articles"], quotes):
        shown = show(frame, monkeypatch)
        assert "<script" not in shown and "<img" not in shown and "&lt;img src=x onerror" in shown
        site = render_html(frame.to_html(index=False), id="t", caption="C")
        assert "<script" not in site and "<img" not in site


def test_overrides_are_marked_in_tables_and_dropped_from_quotes(hostile, study, monkeypatch) -> None:
    tables = build_tables(hostile, study=study, coding=False)
    quotes = find_quotes(tables["sentences"], articles=tables["articles"], folder=hostile)
    assert not quotes["quote"].str.contains("[\u202a-\u202e]").any()
    shown = show(pd.DataFrame({"outlet": ["\u202eevil\x1b"]}), monkeypatch)
    assert "\u202e" not in shown and "\x1b" not in shown and "\\u202eevil" in shown


def test_what_the_terminal_shows_has_no_controls(hostile: Path, root: Path) -> None:
    study = read_study(root / "data" / "articles")
    (hostile / "c.txt").write_text("The toll\x1b]0;stolen\x07 is \u202ehigh.\n")
    told = "\n".join(explain(*coded) for coded in code_file(hostile, study))
    assert "toll" in told and not any(sign in told for sign in "\x1b\x07\u202e")


def test_a_file_with_a_hostile_name_is_named_without_its_effect(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("The toll is high.")
    (folder / "evil\x1b]0;x\x07\u202etxt.txt").write_text("Free trade is good.")
    (folder / "table.csv").write_bytes("na\x1b[2Jme\u202e,place\nx,y\n".encode())
    where = ["--out", str(tmp_path / "out"), "--study", str(study.folder), "--no-coding"]
    alone = CliRunner().invoke(app, ["build", str(folder / "table.csv"), *where])
    assert alone.exit_code == 2 and "this has na\\u001b[2jme\\u202e, place" in alone.output
    result = CliRunner().invoke(app, ["build", str(folder), *where])
    assert result.exit_code == 0
    assert "this has na\\u001b[2jme\\u202e, place" in result.output
    assert "name: evil\\u001b]0;x\\u0007\\u202etxt.txt: a name may have no" in result.output
    assert not any(sign in result.output for sign in "\x1b\x07\u202e")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_sheet_runs_what_a_text_says_and_nothing_is_lost(tmp_path: Path, text: str) -> None:
    sentences = pd.DataFrame(
        [{"sentence": "=u", "article": text, "start": 0, "end": len(text), "kind": "body", "language": "en"}]
    )
    drawn = draw_sample(sentences, {text: text}, size=1, rng=np.random.default_rng(1))
    write_sheet(drawn.assign(kind="body"), tmp_path / "sheet.csv")
    raw = pd.read_csv(tmp_path / "sheet.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    dangerous = raw[["unit", "article", "text", "before"]].apply(
        lambda column: column.str.match("[=+@\t\r＝＋-]")
    )
    assert not dangerous.any(axis=None)
    back = read_sheet(tmp_path / "sheet.csv", sides=("NORTH", "SOUTH"))
    assert back.loc[0, ["unit", "article", "text"]].tolist() == ["=u", text, " ".join(text.split())]


@given(st.lists(st.text(alphabet="'=+-@\t\r\nab＝", max_size=6), min_size=1))
def test_guarding_is_undone_exactly(values: list[str]) -> None:
    frame = pd.DataFrame({"text": values})
    guarded = guard_formulas(frame)
    assert not guarded["text"].str.match(FORMULA.removeprefix("'*")).any()
    assert free_formulas(guarded)["text"].tolist() == values


def test_tables_for_spreadsheets_run_nothing_and_are_read_back(
    hostile: Path, study: Study, tmp_path: Path
) -> None:
    for name in ("=1+1.txt", "@x.txt"):
        (hostile / name).write_text(f"The toll of {name} is high.")
    build_study(hostile, tmp_path / "out", study=study, coding=False)
    raw = (tmp_path / "out" / "articles.csv").read_text(encoding="utf-8")
    assert "\n'=1+1.txt," in raw and "\n'@x.txt," in raw
    assert {"=1+1.txt", "@x.txt"} < set(read_table(tmp_path / "out", "articles")["article"])
    assert {"=1+1.txt", "@x.txt"} < set(read_table(tmp_path / "out", "reading")["file"])


def test_a_broken_link_or_a_pipe_is_no_file(tmp_path: Path, study: Study) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The toll is high.")
    (folder / "b.txt").symlink_to(folder / "nowhere.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "c.txt")
    assert [one.article for one in survey_folder(folder, study).found] == ["a.txt"]
