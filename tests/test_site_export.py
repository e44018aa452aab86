"""The exported files: links that lead somewhere, ids that are unique, nothing foreign, nothing that acts."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from urllib.parse import unquote

import pytest
from lxml import html
from showcase import ATTACKS, make_notebooks

from analysis.site.execute import NotebookError
from analysis.site.export import export_site
from analysis.site.report import bundle_report
from analysis.studies import read_study

PAGES = [
    "index.html",
    "01_overview.html",
    "07_claims.html",
    "glossary.html",
    "docs.html",
    "docs/tutorial.html",
    "docs/decisions/0070-claims.html",
    "api/index.html",
    "api/analysis.keyness.html",
]


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    figures = tmp_path_factory.mktemp("figures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIPTYCH_FIGURES", str(figures))
        return make_notebooks(figures), figures


@pytest.fixture(scope="module")
def site(root, made, tmp_path_factory):
    notebooks, figures = made
    study = read_study(root / "data" / "articles")
    out = tmp_path_factory.mktemp("site")
    return export_site(notebooks, study=study, figures=figures, root=root, out=out).parent


@pytest.fixture(scope="module")
def bundle(site):
    return bundle_report(site / "index.html")


def parse(path):
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def links(document):
    return [a.get("href") for a in document.iter("a", "link") if a.get("href")]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(site, page):
    document = parse(site / page)
    for href in links(document):
        file, _, part = href.partition("#")
        target = ((site / page).parent / unquote(file)).resolve() if file else site / page
        assert target.is_file(), href
        if part and target.suffix == ".html":
            assert parse(target).xpath("//*[@id=$id]", id=part), href


@pytest.mark.parametrize("page", PAGES)
def test_ids_are_unique_and_references_meet_them(site, page):
    document = parse(site / page)
    ids = Counter(document.xpath("//@id"))
    assert [id for id, count in ids.items() if count > 1] == []
    wanted = document.xpath("//@popovertarget | //@aria-labelledby | //@aria-describedby")
    assert [id for id in wanted if id not in ids] == []


@pytest.mark.parametrize("page", PAGES)
def test_page_has_language_title_policy_and_nothing_foreign(site, page):
    document = parse(site / page)
    assert document.get("lang") == "en"
    assert document.findtext("head/title").endswith("Diptych")
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy and "http" not in policy
    sources = document.xpath("//@src")
    assert [source for source in sources if re.match(r"(https?:)?//", source)] == []
    assert [script for script in document.iter("script") if not script.get("src")] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_in_a_page_can_act(site, page):
    document = parse(site / page)
    acting = [name for element in document.iter() for name in element.attrib if name.startswith("on")]
    assert acting == []
    main = document.find("body/main")
    assert [
        element.tag for element in main.iter("script", "iframe", "form", "object", "embed", "style")
    ] == []
    assert [href for href in links(document) if href.startswith("javascript")] == []


def test_attacks_are_shown_as_what_they_are(site):
    assert ATTACKS[0] in parse(site / "01_overview.html").find("body/main").text_content()
    assert ATTACKS[1] in parse(site / "07_claims.html").find("body/main").text_content()


def test_front_page_takes_its_words_from_outputs(site):
    document = parse(site / "index.html")
    (finding, *_) = document.xpath("//ol[@class='answer']/li")
    assert "3 of 20.5 sheep" in finding.text_content()
    assert finding.xpath(".//a[@class='figure-number']/@href")[0] == "01_overview.html#code-finding"
    assert document.xpath("//section[@class='finding']//img/@alt")[0] == "Two bars, of 207 sentences."
    assert [card.get("id") for card in document.xpath("//article[@class='card']")] == [
        "claim-first",
        "claim-second",
    ]


def test_claims_lead_to_their_cell_at_a_glance_and_on_their_card(site):
    document = parse(site / "index.html")
    glance = document.xpath("//ol[@class='glance']/li")
    assert [line.xpath("a/@href")[0] for line in glance] == ["#claim-first", "#claim-second"]
    card = document.get_element_by_id("claim-first")
    assert set(card.xpath(".//a[@class='figure-number']/@href")) == {"07_claims.html#code-claims"}
    names = [text.text for text in card.xpath(".//*[@class='name in-en']")]
    assert names == ["Articles", "Official"]
    labels = card.xpath(".//tbody/tr[1]/td/span[@class='label']")
    assert len(labels) == len(card.xpath(".//thead//th")) - 1  # on a phone each number says what it is


def test_functions_are_described_and_lead_to_their_source(site):
    document = parse(site / "api" / "index.html")
    listed = document.xpath("//section[@class='functions']//li/a/@href")
    assert "analysis.keyness.html#measure_keyness" in listed
    assert len(listed) == len(set(listed)) > 300
    page = parse(site / "api" / "analysis.keyness.html").get_element_by_id("measure_keyness")
    assert [heading.text for heading in page.iter("h3")][:2] == ["Parameters", "Returns"]


def test_numbers_of_the_page_are_in_the_sites_list(site):
    rows = json.loads((site / "numbers.json").read_text(encoding="utf-8"))
    assert ["01_overview", "**{n}** of {all} sheep. {attack}", "n", "3"] in rows


def test_export_repeats_to_the_byte(root, made, site, tmp_path):
    notebooks, figures = made
    export_site(notebooks, study=read_study(root / "data/articles"), figures=figures, root=root, out=tmp_path)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    first.pop(next((name for name in first if name.name == "diptych.html"), None), None)
    assert again == first


def test_export_replaces_what_an_earlier_one_left(root, made, tmp_path):
    notebooks, figures = made
    (tmp_path / "99_old.html").write_text("old", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    export_site(notebooks, study=read_study(root / "data/articles"), figures=figures, root=root, out=tmp_path)
    assert not (tmp_path / "99_old.html").exists()
    assert (tmp_path / "notes.txt").exists()


def test_missing_figure_is_named(root, made, tmp_path):
    with pytest.raises(NotebookError, match=r"showcase\.svg: no such figure; `make notebooks` draws it"):
        export_site(
            made[0], study=read_study(root / "data/articles"), figures=tmp_path / "x", root=root, out=tmp_path
        )


def test_bundle_stands_alone(bundle):
    document = parse(bundle)
    assert [href for href in links(document) if not href.startswith(("#", "data:", "https:"))] == []
    assert [source for source in document.xpath("//@src") if not source.startswith("data:")] == []
    ids = Counter(document.xpath("//@id"))
    assert [id for id, count in ids.items() if count > 1] == []
    assert [href for href in links(document) if href.startswith("#") and unquote(href[1:]) not in ids] == []
    assert [id for id in document.xpath("//@popovertarget") if id not in ids] == []
    assert len(document.findall("body/main")) == 1


def test_policy_of_the_bundle_names_its_scripts(bundle):
    text = bundle.read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 3
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in text
