"""Metadata: what front matter and fields say of a text, however they write it."""

import pytest

from analysis.reading.readers import read_jsonl, read_plain
from analysis.reading.slices import Slice

BODY = "The rules took effect. Firms asked for more time.\n"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-08-21", "2025-08-21"),
        ("2025-08-21 10:00:00", "2025-08-21"),
        ("April 16, 2026", "2026-04-16"),
        ("12 March 2026", "2026-03-12"),
        ("2026/03/12", "2026-03-12"),
        ("2026年3月12日", "2026-03-12"),
        ("March 2026", "2026-03"),
        ("soon", ""),
    ],
)
def test_front_matter_dates_come_out_as_iso_or_not_at_all(tmp_path, written, iso):
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: Rules\ndate: {written}\nsite_name: Example Times\n---\n{BODY}", encoding="utf-8"
    )
    (source,) = read_plain(Slice(path), "a.md")
    assert source.metadata.get("published", "") == iso
    assert source.metadata["outlet"] == "Example Times"
    assert source.text[source.begin :].startswith("The rules")


def test_dates_of_json_lines_come_out_as_iso(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "date": "April 16, 2026", "text": "A."}\n', encoding="utf-8")
    (source,) = read_jsonl(Slice(path), "a.jsonl")
    assert source.metadata["published"] == "2026-04-16"
