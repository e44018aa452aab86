"""A codebook that adds to another: whose rows count, whose side an actor has, and what cannot be followed."""

from __future__ import annotations

import pytest

from analysis.codebook import CodebookError, read_codebook
from analysis.layers import LayerError, default_codebook, find_file, list_layers, read_layer, read_rows

ACTORS = """# whoever
actor,side,kind,organisation,name,name_zh,aliases,titles,note
ferry,NORTH,firm,,Ferry Line,渡轮公司,,,
eu,NORTH,country,,The Union,联盟,,,
"""


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "codebook"
    folder.mkdir()
    (folder / "codebook.toml").write_text('extends = "default"\n[sides]\nNORTH = ["jp"]\n', encoding="utf-8")
    (folder / "actors.csv").write_text(ACTORS, encoding="utf-8")
    return folder


def test_own_rows_stand_first_and_replace_those_of_the_base(book):
    actors, base = read_rows(book, "actors"), read_rows(default_codebook(), "actors")
    assert actors["actor"].head(2).tolist() == ["ferry", "eu"]
    assert len(actors) == len(base) + 1  # eu replaced, ferry added
    assert actors.set_index("actor").loc["eu", "name"] == "The Union"


def test_a_side_is_given_to_an_actor_with_all_that_belongs_to_it(book):
    sides = read_rows(book, "actors").set_index("actor")["side"]
    base = read_rows(default_codebook(), "actors").set_index("actor")["side"]
    assert (sides["jp"], sides["jp_gov:kishida"], base["jp_gov:kishida"]) == ("NORTH", "NORTH", "OTHER")
    assert sides["kr"] == base["kr"]


def test_a_table_that_only_the_base_has_is_the_bases(book):
    assert len(read_rows(book, "places")) == len(read_rows(default_codebook(), "places"))
    assert find_file(book, "models/sentences.npz").is_file()
    assert len(read_codebook(book).concepts) == len(read_codebook(default_codebook()).concepts)


def test_two_rows_with_one_key_in_one_layer_both_stay(book):
    forms = read_rows(book, "settings")["form"]
    assert (forms == "script:hant").sum() == 2
    (book / "settings.csv").write_text("form,actor,side,genre,weight\nscript:hant,author,NORTH,press,2\n")
    own = read_rows(book, "settings")
    assert own.loc[own["form"] == "script:hant", "side"].tolist() == ["NORTH"]


def test_comments_above_the_header_keep_the_line_numbers(book):
    assert read_layer(book / "actors.csv").index.tolist() == [1, 2]
    (book / "actors.csv").write_text(ACTORS.replace("ferry,NORTH,firm", "ferry,NORTH,ship"), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"actors.csv: .*line 3, kind: 'ship'"):
        read_codebook(book)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('extends = "nowhere"', "no folder"),
        ('extends = "."', "extends this one"),
        ("extends =", "Invalid value"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(tmp_path, text, message):
    (tmp_path / "codebook.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LayerError, match=rf"codebook.toml: .*{message}"):
        list_layers(tmp_path)
    list_layers.cache_clear()
    with pytest.raises(CodebookError, match=message):
        read_codebook(tmp_path)
