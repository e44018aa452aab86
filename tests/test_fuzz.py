"""Fuzz: whatever bytes a file holds, each reader gives text or says why not, within bounded work."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made import SENTENCES, write_docx, write_page, write_pdf

from analysis.invisible import UNPRINTED
from analysis.reading.cleaning import clean_text
from analysis.reading.files import read_sources
from analysis.reading.readers import READERS
from analysis.reading.slices import Slice
from analysis.reading.sources import FileError, Source

BOUNDED = settings(
    max_examples=40,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = sorted(READERS)


def write_parquet() -> bytes:
    file = io.BytesIO()
    pd.DataFrame({"id": ["1", "2"], "text": SENTENCES[:2]}).to_parquet(file)
    return file.getvalue()


ROWS = "\n".join(json.dumps({"id": str(i), "text": text, "date": "2024"}) for i, text in enumerate(SENTENCES))
WHOLE = {
    ".txt": "\n".join(["---", "title: Talks", "---", *SENTENCES]).encode(),
    ".md": "\n".join(["+++", "title = 'Talks'", "+++", *SENTENCES]).encode(),
    ".html": write_page("".join(f"<p>{text}</p>" for text in SENTENCES)),
    ".pdf": write_pdf(SENTENCES[:2], title="Talks"),
    ".docx": write_docx([("Title", "Talks"), ("Table", "a|b\nc|d"), ("Normal", SENTENCES[0])]),
    ".jsonl": ROWS.encode(),
    ".csv": pd.DataFrame({"id": range(6), "text": SENTENCES}).to_csv(index=False).encode(),
    ".parquet": write_parquet(),
}
WHOLE |= {f"{end}.gz": gzip.compress(WHOLE[end]) for end in (".txt", ".html", ".jsonl", ".csv")}


PLACE = st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=40))
MARKUP = (
    "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</table>", "<script>", "</script>", "<!--", "-->",
    "<meta charset=big5>", "<article>", "</article>", "<![CDATA[", "]]>", "&lt;", "&#0;", "&#xd800;",
    "The toll is high. ", "<a href='javascript:x'>", "<svg onload=x>", "\0", "<?xml encoding='utf-32'?>",
)  # fmt: skip


def read(name: str, raw: bytes) -> list[Source]:
    """Read a file of these bytes: sources that tables can hold, or none where the reader said why not."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{name}")
        path.write_bytes(raw)
        try:
            sources = list(read_sources(Slice(path), path.parent, {}))
        except FileError as error:
            assert str(error).strip() and path.name in str(error)
            return []
    for source in sources:
        assert isinstance(source.text, str) and 0 <= source.begin <= len(source.text)
        assert len(source.text) <= 20_000 + 50 * len(raw)
        assert len(source.sha256) == 64 and source.media and source.encoding and source.encoding_how
        assert not any(UNPRINTED.search(value) for value in source.metadata.values())
        cleaned = clean_text(source.text, begin=source.begin)
        assert sum(cleaned.audit.values()) == len(source.text)
    return sources


def damage(raw: bytes, places: list[tuple[float, bytes]]) -> bytes:
    """Return `raw` with other bytes at some places, each given as a share of its length."""
    for share, other in places:
        place = int(share * len(raw))
        raw = raw[:place] + other + raw[place + len(other) :]
    return raw


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_whole_files_are_read(name: str) -> None:
    sources = read(name, WHOLE[name])
    assert SENTENCES[0] in sources[0].text.replace("\n", " ")


@pytest.mark.parametrize("name", NAMES)
@BOUNDED
@given(raw=st.binary(max_size=3000))
def test_any_bytes(name: str, raw: bytes) -> None:
    read(name, raw)


@pytest.mark.parametrize("name", sorted(WHOLE))
@BOUNDED
@given(
    places=st.lists(
        st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=40)), min_size=1, max_size=6
    )
)
def test_damaged_files(name: str, places: list[tuple[float, bytes]]) -> None:
    read(name, damage(WHOLE[name], places))


@pytest.mark.parametrize("name", sorted(WHOLE))
@BOUNDED
@given(share=st.floats(0, 1))
def test_cut_files(name: str, share: float) -> None:
    read(name, WHOLE[name][: int(share * len(WHOLE[name]))])


@pytest.mark.parametrize("name", [".txt", ".md", ".html", ".csv", ".jsonl"])
@BOUNDED
@given(
    text=st.text(st.characters(codec="utf-8"), max_size=600),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_text(name: str, text: str, encoding: str) -> None:
    read(name, text.encode(encoding))


@BOUNDED
@given(
    head=st.text(st.sampled_from("-+#&*![]{}:|>\n \"'a1é"), max_size=300),
    rule=st.sampled_from(["---", "+++"]),
)
def test_any_front_matter(head: str, rule: str) -> None:
    for source in read(".md", f"{rule}\n{head}\n{rule}\nThe text stays.".encode()):
        assert source.text.endswith("The text stays.") and source.begin <= len(source.text) - 15


@BOUNDED
@given(markup=st.lists(st.sampled_from(MARKUP), max_size=60))
@example(markup=["<svg onload=x>", "<p>", "<p>"])  # breaks lxml
def test_any_markup(markup: list[str]) -> None:
    for source in read(".html", "".join(markup).encode()):
        assert "\x00" not in source.text


@BOUNDED
@given(xml=st.text(st.sampled_from('<>/w:ptr "=body&;!DOCTYE[]'), max_size=300))
def test_any_xml_in_a_word_file(xml: str) -> None:
    old, new = zipfile.ZipFile(io.BytesIO(WHOLE[".docx"])), io.BytesIO()
    with old, zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            part = old.read(name)
            archive.writestr(name, part[:600] + xml.encode() if name == "word/document.xml" else part)
    read(".docx", new.getvalue())
