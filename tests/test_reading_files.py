"""Files: encodings, front matter, manifests, JSON Lines, and errors that name what is wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from analysis.reading.encodings import EncodingError, decode_bytes
from analysis.reading.files import find_files, read_manifest, read_sources
from analysis.reading.slices import Slice
from analysis.reading.sources import FileError, Source

HANS = "两国的代表在会上讨论了人工智能，他们认为出口管制不会有用，对企业也没有好处。" * 3
HANT = "兩國的代表在會上討論了人工智慧，他們認為出口管制不會有用，對企業也沒有好處。" * 3


def read(path: Path, folder: Path) -> list[Source]:
    return list(read_sources(Slice(path), folder, {}))


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANT, "utf-8-sig", "utf-8"),
        (HANS, "gb18030", "gb18030"),
        (HANT, "big5", "big5"),
        (HANS, "utf-16", "utf-16-le"),
        (HANT, "utf-16-be", "utf-16-be"),
        (HANS + "，AI芯片 H20", "utf-16-le", "utf-16-le"),
        ("Plain words only.", "ascii", "utf-8"),
        ("Café “naïve” – résumé of the talks in the town", "cp1252", "cp1252"),
        ("Plain words in wide letters.", "utf-16-le", "utf-16-le"),
        ("会谈", "gb18030", "gb18030"),
        ("會談結束", "big5", "big5"),
        ("Most of this line is English, 但是最后是中文。", "gb18030", "gb18030"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_encodings(text: str, encoding: str, found: str) -> None:
    decoded, name, _ = decode_bytes(text.encode(encoding), source="a.txt")
    assert (decoded.lstrip("\ufeff"), name) == (text, found)


def test_a_mark_stays_in_the_text_so_that_spans_are_those_of_the_file() -> None:
    assert decode_bytes("\ufeff好".encode(), source="a")[0] == "\ufeff好"


def test_bytes_that_lie_about_themselves() -> None:
    with pytest.raises(EncodingError, match=r"a\.txt: marked as utf-8"):
        decode_bytes(b"\xef\xbb\xbf\xff\xfe\xfa", source="a.txt")


def test_find_files_is_sorted_and_skips_what_is_hidden_or_leads_out(tmp_path: Path) -> None:
    inside = tmp_path / "texts"
    for name in ("b.txt", "a.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "image.png"):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text("字")
    (tmp_path / "secret.txt").write_text("字")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [p.relative_to(inside).as_posix() for p in find_files(inside)] == ["a.md", "b.txt", "sub/c.TXT"]


@pytest.mark.parametrize("name", ["missing", "empty", "picture.png"])
def test_nothing_to_read_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(FileError, match=name):
        find_files(tmp_path / name)


def test_front_matter_is_metadata_and_not_text(tmp_path: Path) -> None:
    body = "# Heading\n\nThe text."
    (tmp_path / "a.md").write_text(f"---\ntitle: A talk\ndate: 2024-05-01\noutlet_side: US\n---\n\n{body}\n")
    (source,) = read(tmp_path / "a.md", tmp_path)
    assert source.metadata == {"title": "A talk", "published": "2024-05-01", "outlet_side": "US"}
    assert source.text[source.begin :].strip() == body


@pytest.mark.parametrize("text", ["---\nnot: [closed\n---\ntext", "---\n\nA rule of dashes\n", "--- \n"])
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    (source,) = read(tmp_path / "a.txt", tmp_path)
    assert (source.metadata, source.begin, source.text) == ({}, 0, text)


def test_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("字")
    (tmp_path / "articles.csv").write_text(
        '\ufefffile,outlet,outlet_side,published\na.txt,"Daily, The",US,2024-05\n', encoding="utf-8"
    )
    manifest = read_manifest(tmp_path / "articles.csv", tmp_path)
    assert manifest == {"a.txt": {"outlet": "Daily, The", "outlet_side": "US", "published": "2024-05"}}
    (source,) = read_sources(Slice(tmp_path / "a.txt"), tmp_path, manifest)
    assert source.metadata["outlet"] == "Daily, The"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,outlet\na.txt,X\n", ["line 1", "file"]),
        ("file,colour\na.txt,red\n", ["line 1", "colour"]),
        ("file,published\na.txt,May 2024\n", ["line 2", "May 2024", "YYYY-MM-DD"]),
        ("file\na.txt\nb.txt\n", ["line 3", "b.txt"]),
        ("file\na.txt\na.txt\n", ["line 3", "twice"]),
        ("file\n../secret.txt\n", ["line 2", "secret.txt"]),
        ("file,outlet\na.txt,X,Y\n", ["line 2", "fields"]),
    ],
)
def test_manifest_errors_name_line_and_value(tmp_path: Path, text: str, words: list[str]) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("字")
    (tmp_path / "secret.txt").write_text("字")
    path = tmp_path / "texts" / "articles.csv"
    path.write_text(text)
    with pytest.raises(FileError) as error:
        read_manifest(path, path.parent)
    assert all(word in str(error.value) for word in ["articles.csv", *words])


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {
            "id": "one",
            "text": "第一篇。",
            "date": "2024-05-01",
            "title": "题",
            "side": "CN",
            "url": "https://a.example",
        },
        {"id": "two", "text": "The second.", "date": ""},
    ]
    lines = "\n\n".join(json.dumps(row) for row in rows)
    with gzip.open(tmp_path / "all.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(lines)
    sources = read(tmp_path / "all.jsonl.gz", tmp_path)
    assert [(s.article, s.text) for s in sources] == [("one", "第一篇。"), ("two", "The second.")]
    assert sources[0].metadata == {
        "title": "题",
        "published": "2024-05-01",
        "outlet_side": "CN",
        "source": "https://a.example",
    }
    (second,) = read_sources(Slice(tmp_path / "all.jsonl.gz", 1, 2), tmp_path, {})
    assert second.article == "two"


@pytest.mark.parametrize(
    "line", ["{not json", '["a"]', '{"id": "a"}', '{"text": "a"}', '{"id": "a", "text": 3}']
)
def test_json_lines_errors_name_the_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "b"}\n' + line)
    with pytest.raises(FileError, match=r"a\.jsonl, line 2"):
        read(tmp_path / "a.jsonl", tmp_path)


def test_damaged_gzip(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"id": "a", "text": "b"}\n' * 1000)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match="damaged gzip"):
        read(tmp_path / "a.jsonl.gz", tmp_path)
