"""Figures: titles that fit, texts that do not overlap, glyphs that exist, bytes that stay; the gallery."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from unicodedata import east_asian_width

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from showcase import SHARES, plot_shares

from analysis import figures, showing
from analysis.site.execute import read_notebook
from analysis.site.gallery import find_figures, render_gallery
from analysis.site.method import NAME, plot_method
from analysis.vectors import shrink_svg

ROOT = Path(__file__).resolve().parents[1]
HAN = st.sampled_from("美国中的模型，。（）")
WORDS = st.lists(st.text("abcdefg", min_size=1, max_size=8) | HAN, min_size=1, max_size=30)


@pytest.fixture
def ax():
    with figures.use_style():
        yield figures.new_axes(height=2.5)
    plt.close("all")


@given(WORDS.map(" ".join), st.integers(min_value=17, max_value=60))
def test_wrap_keeps_the_words_and_the_width(text, columns):
    lines = figures.wrap(text, columns=columns).split("\n")
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(sum(2 if east_asian_width(c) in "WF" else 1 for c in line) <= columns for line in lines)


@given(st.text("中文，。、", min_size=1, max_size=60))
def test_wrap_begins_no_line_with_closing_punctuation(text):
    lines = figures.wrap("中" + text, columns=16).split("\n")
    starts = [line[0] for line in lines[1:] if line]
    assert not set(starts) & set("，。、") or re.search("[，。、]{8}", text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", 1),
        ("a claim of some length that takes more than a line of the figure it stands over, two in all", 2),
    ],
)
def test_title_fits_the_figure(ax, text, lines):
    figures.label_title(ax.figure, text)
    title = ax.figure._suptitle
    ax.figure.draw_without_rendering()
    assert title.get_text().count("\n") + 1 == lines
    assert title.get_window_extent().x1 <= ax.figure.bbox.x1


def test_overlapping_texts_are_found_and_refused(ax):
    ax.text(0.5, 0.5, "one")
    ax.text(0.51, 0.5, "two")
    assert figures.find_overlaps(ax.figure) == [("one", "two")]
    with pytest.raises(figures.FigureError, match=r"figure toy: 1 pairs of texts overlap: 'one' and 'two'"):
        figures.check_texts(ax.figure, name="toy")


def test_text_that_runs_out_of_the_picture_is_refused(ax):
    ax.figure.text(0.99, 0.5, "far")
    assert figures.find_cut_texts(ax.figure) == ["far"]
    with pytest.raises(figures.FigureError, match="run out of the picture: 'far'"):
        figures.check_texts(ax.figure, name="toy")


def test_labels_that_are_not_drawn_do_not_count(ax):
    ax.set(xticks=[0, 0.5, 1, 1.001, 7], xticklabels=["a", "b", "c", "beyond", "far beyond"], yticks=[])
    ax.set_xlim(0, 1)
    figures.check_texts(ax.figure, name="toy")
    ax.axis("off")
    assert figures.find_overlaps(ax.figure) == []


def test_missing_glyph_is_an_error(ax):
    ax.set_xlabel("\U0001f985")
    with pytest.raises(UserWarning, match="missing from"):
        ax.figure.draw_without_rendering()


def test_bold_is_a_stroke_in_the_texts_colour(ax):
    text = figures.embolden(ax.text(0.5, 0.5, "bold", color="#123456"))
    stroke = text.get_path_effects()[0]
    assert stroke._gc["foreground"] == "#123456"
    assert stroke._gc["linewidth"] > 0


def test_saved_bytes_do_not_change(tmp_path):
    digests = []
    for name in ("first", "second"):
        with figures.use_style():
            ax = plot_shares(SHARES)
            figures.label_title(ax.figure, "A claim 论断")
            paths = figures.save_figure(ax.figure, tmp_path / name)
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in paths])
    assert digests[0] == digests[1]


def test_shrunk_svg_draws_the_same_paths(tmp_path):
    with figures.use_style():
        ax = plot_shares(SHARES)
        ax.figure.savefig(tmp_path / "whole.svg")
    whole = (tmp_path / "whole.svg").read_text(encoding="utf-8")
    small = shrink_svg(whole)
    assert len(small) < 0.75 * len(whole)
    for part in ("<path", "<use", "fill: #0b6e99", "hatch", "clip-path"):
        assert small.count(part) == whole.count(part)
    drawn = [re.findall(r"[A-Za-z]", d) for d in re.findall(r' d="([^"]+)', whole)]
    assert [re.findall(r"[A-Za-z]", d) for d in re.findall(r' d="([^"]+)', small)] == drawn
    numbers = [float(n) for d in re.findall(r' d="([^"]+)', whole) for n in re.findall(r"-?\d+\.?\d*", d)]
    rounded = [float(n) for d in re.findall(r' d="([^"]+)', small) for n in re.findall(r"-?\d+\.?\d*", d)]
    assert max(abs(a - b) for a, b in zip(numbers, rounded, strict=True)) <= 0.005


def test_show_figure_saves_both_languages_and_the_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DIPTYCH_FIGURES", str(tmp_path))
    shown = []
    monkeypatch.setattr(
        showing, "display", lambda thing, metadata: shown.append((thing, metadata["diptych"]))
    )
    words = {"title": "share of sentences", "alt": "Two bars, {n} in all.", "source": "n = {n} sentences"}
    showing.show_figure("toy", plot_shares, SHARES, values={"n": 207}, **words)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "toy.csv", "toy.png", "toy.svg", "toy.zh.png", "toy.zh.svg",
    ]  # fmt: skip
    (image, about), (data, _) = shown
    assert image.alt == "Two bars, 207 in all."
    assert about == {"kind": "figure", "figure": "toy", "values": {"n": 207}, **words}
    assert "0.310" in data.data
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "toy.csv"), SHARES)


def test_show_figure_refuses_overlap(tmp_path, monkeypatch):
    def plot(shares):
        ax = plot_shares(shares)
        ax.text(0.1, 0.5, "one")
        ax.text(0.1, 0.5, "two")
        return ax

    monkeypatch.setenv("DIPTYCH_FIGURES", str(tmp_path))
    words = {"title": "share of sentences", "alt": "a", "source": "share of sentences"}
    with pytest.raises(figures.FigureError, match="figure toy: 1 pairs of texts overlap"):
        showing.show_figure("toy", plot, SHARES, **words)


@pytest.mark.parametrize("count", [0, 7, 1_000_000])
def test_method_fits_any_counts(count):
    names = ("articles", "texts", "sentences", "mentions", "events")
    with figures.use_style():
        figure = plot_method(dict.fromkeys(names, count)).figure
        figures.check_texts(figure, name=NAME)
    assert f"{count:,} sentences" in [text.get_text().replace("\n", " ") for text in figure.axes[0].texts]


@pytest.fixture(scope="module")
def notebooks():
    paths = sorted((ROOT / "notebooks").glob("[0-9]*_*.ipynb"))
    return {path.stem: read_notebook(path) for path in paths}


def test_gallery_is_what_the_notebooks_show(notebooks):
    written = (ROOT / "figures" / "README.md").read_text(encoding="utf-8")
    assert written == render_gallery(notebooks, figures=ROOT / "figures")


def test_figures_holds_what_the_notebooks_show_and_no_more(notebooks):
    stems = {entry.name for entry in find_figures(notebooks)} | {NAME}
    wanted = {f"{stem}{end}" for stem in stems for end in (".svg", ".png", ".zh.svg", ".zh.png")}
    wanted |= {f"{stem}.csv" for stem in stems - {NAME}} | {"README.md"}
    assert {path.name for path in (ROOT / "figures").iterdir()} == wanted
