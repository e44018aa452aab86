"""The whole site as one file and as PDF."""

from __future__ import annotations

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from analysis.site.printing import write_pdf, write_picture
from analysis.site.report import bundle_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bundle(showcase):
    return bundle_report(showcase / "index.html")


@pytest.mark.parametrize("width", [1280, 390])
def test_one_file_works_alone(page, bundle, tmp_path, width):
    alone = tmp_path / "mail.html"
    alone.write_bytes(bundle.read_bytes())
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(alone.as_uri())
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith("data:")] == [alone.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.images].filter(i => i.offsetParent).every(i => i.naturalWidth > 0)")
    box = page.locator("[id='01_overview--cell-table']")
    box.get_by_role("searchbox").fill("词7")
    expect(box.locator("tbody td")).to_have_text(["词7", "12"])
    page.get_by_role("button", name="中文").click()
    expect(page.locator("[id='01_overview--limits']")).to_have_text("局限", use_inner_text=True)
    page.locator("[id='01_overview'] .gloss").first.click()
    assert page.locator("[id^='01_overview--gloss-']:popover-open").count() == 1


def test_one_file_meets_wcag_aa(page, bundle):
    page.goto(bundle.as_uri())
    page.wait_for_load_state("networkidle")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": rules})
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found.response["violations"]] == []


@pytest.mark.parametrize(("language", "said"), [("en", "Limits"), ("zh", "局限")])
def test_pdf_holds_every_page_and_its_figures(chromium, bundle, tmp_path, language, said):
    pdf = pypdf.PdfReader(write_pdf(bundle, language=language, out=tmp_path / "report.pdf"))
    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert said in text
    assert "def measure_" not in text  # the code stays in the HTML
    assert 4 <= len(pdf.pages) <= 20


def test_picture_of_the_front_page_is_small_and_not_empty(chromium, showcase, tmp_path):
    path = write_picture(showcase / "index.html", out=tmp_path / "front.png", width=1160, height=900)
    assert path.stat().st_size < 300_000
    with Image.open(path) as picture:
        assert picture.size == (1160, 900)
        assert len(picture.getcolors(256)) > 20
