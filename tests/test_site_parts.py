"""The parts that pages are made of: prose, provenance, tables, glossary, colours, cards, versions."""

from __future__ import annotations

import re

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from showcase import make_claims

from analysis import cards
from analysis.site import prose, provenance, versions
from analysis.site.assets import classic_script, study_style
from analysis.site.cards import read_cards, show_number
from analysis.site.colours import PAPER_DARK, contrast, darken_page, lighten
from analysis.site.figures import add_dark_colours
from analysis.site.findings import split_sentences
from analysis.site.glossary import Marker, read_glossary
from analysis.site.printing import PrintError, find_browser
from analysis.site.tables import render_html
from analysis.studies import read_study

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a*", "<p><em>a</em></p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("[a](javascript:x)", '<p><a href="#harmful-link">a</a></p>'),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_markdown_is_rendered_and_inert(source, expected):
    assert prose.render_markdown(source).strip() == expected


@given(st.text())
def test_markdown_never_gives_an_element_that_acts(text):
    shown = prose.render_markdown(text)
    assert not re.search(r"<(script|iframe|img[^>]+onerror|style|form|object)\b", shown)


def test_numbers_become_links_and_words_are_translated():
    filled = prose.fill(
        "**{share:.0%}** of {n} {what}, {whole!s}",
        {"share": 0.314, "n": 7, "what": "<i>", "whole": 3, "nan": "nan"},
        link=lambda name, number: Markup("[{}={}]").format(name, number),
        chosen=str.upper,
    )
    assert filled.strip() == "<p><strong>[share=31%]</strong> of [n=7] &lt;I&gt;, 3</p>"


def test_a_number_that_json_cannot_hold_is_formatted_as_one():
    filled = prose.fill("{x:.2f}", {"x": "nan"}, link=lambda name, number: number)
    assert filled.strip() == "<p>nan</p>"


def test_untranslated_text_stands_in_english_alone():
    assert prose.fill_both("Never said {n}", {"n": 1}, link=lambda _, number: number) == (
        '<div lang="en"><p>Never said 1</p>\n</div>'
    )


def make_code(*sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources, start=1)]
    return provenance.read_code(cells)


def test_number_is_traced_over_cells_to_functions():
    code = make_code(
        "from analysis import shares, showing\nfrom analysis.studies import read_study",
        "study = read_study('x')\nprofile = shares.measure_shares(study)",
        "top = profile.iloc[0]",
        "showing.show_text('{share} of {n}', share=top.share, n=len(profile))",
        "profile = None",
    )
    origin = provenance.find_origin(code, "c4", 4, "{share} of {n}", "share")
    assert origin.expression == "top.share"
    assert [(step.cell, [f.name for f in step.functions]) for step in origin.steps] == [
        ("c3", []),
        ("c2", ["measure_shares"]),
        ("c2", ["read_study"]),
    ]
    assert origin.steps[1].functions[0].href.startswith("source/analysis.shares.html#line-")


@pytest.mark.parametrize(
    ("call", "expression"),
    [
        ("show_text('{n}', n=a)", "a"),
        ("show_text('{n}', **facts)", "facts"),
        ("show_table(t, caption='{n}', values={'n': b, 'm': c})", "b"),
        ("show_table(t, caption='{n}', values=dict(n=b))", "b"),
        ("show_table(t, caption='{n}', values=facts | more)", "facts | more"),
    ],
)
def test_fields_are_found_however_they_are_given(call, expression):
    assert provenance.find_origin(make_code(call), "c1", 1, "{n}", "n").expression == expression


def test_magics_and_strangers_tell_nothing():
    code = make_code("%matplotlib inline", "import os\nx = os.getcwd()", "show_text('{x}', x=x)")
    origin = provenance.find_origin(code, "c3", 3, "{x}", "x")
    assert [step.functions for step in origin.steps] == [()]
    assert provenance.find_origin(code, "c3", 3, "another text", "x") is None


def test_tables_are_cleaned_headed_and_aligned():
    frame = pd.DataFrame({"who": ["a", "<b>b</b>"], "n": [1.5, None]})
    shown = render_html(
        frame.to_html(index=False, na_rep="–") + '<script>x</script><p onclick="x">kept</p>',
        id="t",
        caption=Markup("C"),
    )
    assert "<script" not in shown and "onclick" not in shown and "kept" in shown
    assert "&lt;b&gt;b&lt;/b&gt;" in shown
    assert '<caption id="t-0">C</caption>' in shown
    assert 'aria-labelledby="t-0"' in shown
    assert '<th scope="col" class="number">n</th>' in shown
    assert shown.count('<td class="number">') == 2


def test_term_is_marked_once_a_page_and_language_outside_code_and_links():
    marker = Marker()
    first = marker.mark(Markup("<p>keyness and <code>bootstrap</code>, keyness; <a>bootstrap</a> 治理</p>"))
    again = marker.mark(Markup("<p>keyness, bootstrap; <span lang='zh-Hans'>关键性</span></p>"))
    assert re.findall(r"gloss-([\w-]+)", first) == ["keyness", "governance"]
    assert re.findall(r"gloss-([\w-]+)", again) == ["bootstrap", "keyness"]
    assert set(marker.met) == {"keyness", "governance", "bootstrap"}


def test_marking_changes_no_text():
    content = Markup("<p>a <b>keyness</b> &amp; 治理, 95 % interval of α</p>\n<p> bootstrap</p> tail")
    marked = Marker().mark(content)
    assert Markup(marked).striptags() == content.striptags()


def test_every_entry_of_the_glossary_is_explained_in_both_languages():
    for entry in read_glossary().values():
        assert entry.gloss_en and entry.gloss_zh and entry.zh[0], entry.id
        assert entry.kind in ("statistic", "concept", "chinese"), entry.id


@given(COLOUR)
def test_dark_colours_are_colours(colour):
    assert re.fullmatch("#[0-9a-f]{6}", darken_page(colour))
    assert re.fullmatch("#[0-9a-f]{6}", lighten(colour))


@given(st.integers(0, 255), st.integers(0, 255))
def test_shades_keep_their_order_turned_over(one, two):
    light, dark = sorted((one, two), reverse=True)
    turned = [contrast(darken_page(f"#{v:02x}{v:02x}{v:02x}"), "#000000") for v in (light, dark)]
    assert turned[0] <= turned[1] + 0.05


def test_sides_read_on_the_dark_page(root):
    for side in read_study(root / "data/articles").sides:
        assert contrast(lighten(side.colour), PAPER_DARK) > 4.5
    assert contrast(darken_page("#1d2433"), PAPER_DARK) > 7
    assert contrast(darken_page("#5b6472"), PAPER_DARK) > 4.5


def test_figure_gets_a_dark_dress_that_keeps_the_sides():
    svg = (
        '<svg><rect fill="#ffffff"/><path style="fill: #ffffff"/>'
        '<path style="fill: #0b6e99; stroke: #1d2433"/></svg>'
    )
    dressed = add_dark_colours(svg, kept={"#0b6e99"})
    assert f'[style*="fill: #ffffff"]:not([id^="kept"] *){{fill:{PAPER_DARK}!important}}' in dressed
    assert f'[fill="#ffffff"]{{fill:{PAPER_DARK}!important}}' in dressed
    assert f'[style*="fill: #0b6e99"]:not([id^="kept"] *){{fill:{lighten("#0b6e99")}!important}}' in dressed
    assert dressed.endswith(svg.removeprefix("<svg>"))


def test_study_style_names_the_sides_in_order(root):
    style = study_style(read_study(root / "data/articles"))
    assert style.index("--side-US: light-dark(#0B6E99") < style.index("--side-CN: light-dark(#C77700")
    assert "--side-1: var(--side-US)" in style


def test_module_without_exports_is_refused():
    with pytest.raises(ValueError, match="exports nothing; itables has changed its form"):
        classic_script("var a=1;")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two!", ["One.", "Two!"]),
        ("It rose by 1.5 points. {n} fell.", ["It rose by 1.5 points.", "{n} fell."]),
        ("一。二！", ["一。", "二！"]),
        ("only", ["only"]),
    ],
)
def test_sentences_of_a_template(text, sentences):
    assert split_sentences(text) == sentences


def test_cards_show_numbers_verdicts_and_spans(monkeypatch):
    shown = []
    monkeypatch.setattr(cards, "display", lambda thing, metadata: shown.append((thing, metadata["diptych"])))
    cards.show_claims(*make_claims())
    first, second = read_cards(shown[0][1], cell="a")
    assert (first.id, first.verdict, first.sign) == ("first", "supported", "●")
    assert [row["study"] for row in first.rows] == ["articles", "official"]
    assert first.rows[1]["q"] is None
    assert [len(first.spans("for")), len(first.spans("against"))] == [1, 1]
    assert first.scale == second.scale
    assert [first.scale.place(end) for end in (-0.13, 0.22)] == [84, 410]
    assert first.scale.ticks == [-0.1, 0.0, 0.1, 0.2]
    assert first.cell == "a"
    assert "<script>" not in shown[0][0].data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c, e: (c.drop(columns="q"), e), "claims: columns missing: q"),
        (lambda c, e: (c.assign(verdict="sure"), e), "verdict 'sure'; allowed: supported"),
        (lambda c, e: (c, e.assign(claim="x")), "evidence: claim 'x' is not among the claims"),
    ],
)
def test_claims_that_break_the_contract_are_refused(change, message):
    with pytest.raises(cards.ClaimError, match=message):
        cards.show_claims(*change(*make_claims()))


@pytest.mark.parametrize(
    ("value", "text"), [(-0.256, "−0.3"), (-0.02, "0.0"), (None, "–"), (float("nan"), "–"), (1200, "1,200")]
)
def test_numbers_of_cards(value, text):
    assert show_number(value) == text


def test_version_and_citation_are_read_from_the_project(tmp_path):
    assert versions.read_version(tmp_path) == versions.Version(data="", commit="")
    assert versions.read_citation(tmp_path) is None
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_bytes(b"{}")
    (tmp_path / "CITATION.cff").write_text(
        "title: T\nversion: 1.2\ndate-released: 2026-11-22\n"
        "authors: [{name: A}, {family-names: B, given-names: C}]\n",
        encoding="utf-8",
    )
    assert versions.read_version(tmp_path).data == "44136fa355b3"  # sha256 of {}
    citation = versions.read_citation(tmp_path)
    assert citation.text == "A, B, C (2026). T (version 1.2) [Computer software]."
    assert "  year = {2026}," in citation.bibtex


def test_pdf_without_a_browser_says_what_to_do(monkeypatch):
    monkeypatch.setattr("analysis.site.printing.shutil.which", lambda name: None)
    monkeypatch.setattr("analysis.site.printing.PLACES", ())
    with pytest.raises(PrintError, match=r"none is installed .* Without it: --single-file"):
        find_browser()
