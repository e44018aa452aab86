"""Clicking through: language, colours, code, terms, tables, claims, print, and attacks that stay text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect
from showcase import ATTACKS

import analysis

pytestmark = pytest.mark.browser


@pytest.fixture
def overview(page, showcase):
    page.goto((showcase / "01_overview.html").as_uri())
    return page


def test_language_switch_changes_words_figures_and_the_documents_language(overview):
    assert overview.locator("h2#limits").inner_text() == "Limits"
    overview.get_by_role("button", name="中文").click()
    assert overview.locator("html").get_attribute("lang") == "zh-Hans"
    assert overview.locator("h2#limits").inner_text() == "局限"
    assert overview.locator("img:visible").evaluate_all("list => list.map(i => i.src.split('/').pop())") == [
        "showcase.zh.svg"
    ]
    overview.reload()
    assert overview.locator("h2#limits").inner_text() == "局限"
    overview.get_by_role("button", name="English").click()
    assert overview.locator("html").get_attribute("lang") == "en"


def test_code_is_folded_until_asked_for(overview):
    code = overview.locator("#code-figure")
    assert not code.is_visible()
    overview.get_by_role("button", name="Show all code").click()
    assert code.is_visible()
    assert overview.locator("#code-read").is_visible()
    overview.get_by_role("button", name="Show all code").click()
    assert not code.is_visible()


def test_number_leads_to_the_cell_that_computed_it(overview):
    overview.locator(".finding .figure-number:visible").first.click()
    assert overview.locator("#code-read").is_visible()
    assert "shares = SHARES" in overview.locator("#code-read").inner_text()


def test_table_sorts_and_searches(overview):
    box = overview.locator("#cell-table")
    rows, first = box.locator("tbody tr"), box.locator("tbody tr").first.locator("td").nth(1)
    box.get_by_role("searchbox").fill("词1")
    expect(rows).to_have_count(10)  # of 词1 and 词10 to 词19, ten on a page
    box.get_by_role("searchbox").fill("词7")
    expect(box.locator("tbody td")).to_have_text(["词7", "12"])
    box.get_by_role("searchbox").fill("")
    head = box.locator("thead th").nth(1)
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(first).to_have_text("24")


def test_table_sorts_by_keyboard(overview):
    head = overview.locator("#cell-table thead th").nth(1)
    head.get_by_role("button").focus()
    overview.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    overview.keyboard.press("Enter")
    expect(overview.locator("#cell-table tbody tr").first.locator("td").nth(1)).to_have_text("24")


def test_data_of_a_figure_is_one_click_away(overview):
    data = overview.locator(".figure-data")
    assert not data.locator("table").is_visible()
    data.locator("summary").click()
    assert data.locator("tbody tr").count() == 2


def test_term_is_explained_by_mouse_and_by_key(overview):
    term, box = (
        overview.locator(".gloss[popovertarget=gloss-governance]"),
        overview.locator("#gloss-governance"),
    )
    term.hover()
    assert box.is_visible()
    at, word = box.bounding_box(), term.bounding_box()
    assert abs(at["x"] - word["x"]) < 2 and 0 < at["y"] - word["y"] < 2 * word["height"]
    overview.mouse.move(0, 0)
    box.wait_for(state="hidden")
    term.click()
    overview.mouse.move(0, 0)
    overview.wait_for_timeout(400)
    assert box.is_visible()  # what was clicked stays, what was pointed at goes
    overview.keyboard.press("Escape")
    term.focus()
    overview.keyboard.press("Enter")
    assert box.is_visible()
    overview.keyboard.press("Escape")
    assert not box.is_visible()


def test_dark_page_has_dark_figures_and_is_remembered(overview):
    def paper() -> str:
        return overview.evaluate("getComputedStyle(document.body).backgroundColor")

    def figure() -> list[int]:
        shot = overview.locator(".figure img:visible").first.screenshot()
        return overview.evaluate(PIXEL, list(shot))

    assert paper() == "rgb(255, 255, 255)"
    assert figure() == [255, 255, 255]
    overview.get_by_role("button", name="Dark page").click()
    assert paper() == "rgb(20, 23, 28)"
    assert figure() == [20, 23, 28]
    overview.reload()
    assert paper() == "rgb(20, 23, 28)"
    overview.emulate_media(media="print")
    assert paper() == "rgb(255, 255, 255)"
    assert figure() == [255, 255, 255]


PIXEL = """async (png) => {
  const image = await createImageBitmap(new Blob([new Uint8Array(png)], { type: "image/png" }));
  const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  return [...pen.getImageData(image.width - 3, 3, 1, 1).data].slice(0, 3);
}"""


def test_print_leaves_out_what_paper_cannot_do(overview):
    overview.emulate_media(media="print")
    for part in ("header.site nav", ".switches", ".codes", ".how", ".dt-search"):
        assert overview.locator(f"{part}:visible").count() == 0, part
    assert overview.locator(".figure img:visible").count() == 1
    assert overview.locator("h1").is_visible()


def test_skip_link_comes_first(overview):
    overview.keyboard.press("Tab")
    assert overview.evaluate("document.activeElement.className") == "skip"
    overview.keyboard.press("Enter")
    assert overview.evaluate("document.activeElement.id") == "main"


def test_claim_card_opens_its_evidence_for_and_against(page, showcase):
    page.goto((showcase / "index.html").as_uri())
    card = page.locator("#claim-first")
    assert "Sheep are counted more often than goats" in card.inner_text()
    assert "supported" in card.locator(".verdict").inner_text()
    assert not card.locator(".spans").first.is_visible()
    card.locator(".evidence summary").click()
    assert card.locator(".spans li:visible").count() == 2
    assert ATTACKS[0] in card.inner_text()
    failed = page.locator("#claim-second")
    assert "not supported" in failed.locator(".verdict").inner_text()
    page.get_by_role("button", name="中文").click()
    assert "绵羊比山羊更常被计数" in card.inner_text()


@pytest.mark.parametrize("name", ["index", "01_overview", "07_claims"])
def test_attacks_stay_text(page, showcase, name):
    page.goto((showcase / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    for fold in page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    assert "attacked" not in page.title()
    assert page.locator("main :is(script, iframe, form, [onerror], [onload])").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    assert page.locator(f"text={ATTACKS[0]}").count() > 0
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []


def test_policy_stops_what_would_get_through(page, showcase):
    page.goto((showcase / "index.html").as_uri())
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "document.title = 'attacked'";
          document.body.append(script);
          const image = document.createElement("img");
          image.src = "https://attack.example/pixel.png";
          document.body.append(image);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.title() != "attacked"
    assert len(page.complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in page.complaints)


def test_page_reads_without_script(chromium, showcase):
    context = chromium.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto((showcase / "01_overview.html").as_uri())
    assert bare.locator("h1").is_visible()
    assert bare.locator("#cell-table tbody tr").count() == 25
    assert not bare.locator(".switches").is_visible()
    bare.locator("#cell-figure .how summary").click()
    assert bare.locator("#code-figure").is_visible()
    context.close()


def test_source_page_shows_every_line_and_marks_the_one_asked_for(page, site):
    source = site / "source" / "analysis.shares.html"
    page.goto(f"{source.as_uri()}#line-20")
    lines = page.locator(".lines span[id]")
    module = (Path(analysis.__file__).parent / "shares.py").read_text(encoding="utf-8")
    assert lines.count() == len(module.splitlines())
    tops = lines.evaluate_all("list => list.map(line => line.offsetTop)")
    assert all(above < below for above, below in pairwise(tops))
    marked = [lines.nth(n).evaluate("e => getComputedStyle(e).backgroundColor") for n in (18, 19)]
    assert marked[0] != marked[1]


def test_functions_are_found_as_one_types(page, showcase):
    page.goto((showcase / "api" / "index.html").as_uri())
    rows = page.locator(".functions li")
    whole = rows.count()
    page.get_by_role("searchbox").fill("permut measure_p")
    found = page.locator(".functions li:visible")
    expect(found.first).to_contain_text("measure_p")
    assert 0 < found.count() < whole / 10
    expect(page.locator("output")).to_have_text(f"{found.count()} / {whole}")
    page.get_by_role("searchbox").fill("")
    expect(found).to_have_count(whole)
    page.locator(".functions li a").first.click()
    assert "/api/analysis." in page.url
