"""Every page of the site in Chromium: nothing broken, nothing fetched, nothing cut off, no boxes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    "index",
    *sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*_*.ipynb")),
    "glossary",
    "docs",
    "docs/tutorial",
    "docs/method",
    "docs/decisions/0020-intervals",
    "api/index",
    "api/analysis.keyness",
    "source/analysis.shares",
]
CJK = re.compile(r"[\u3400-\u9fff]")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST_PAGE = 1_500_000  # bytes

pytestmark = pytest.mark.browser


def open_page(page, site: Path, name: str, query: str = "") -> None:
    page.goto(f"{(site / name).as_uri()}.html{query}")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")


def scroll_through(page) -> None:
    """Scroll to the end, so that pictures that wait for their turn are loaded."""
    page.evaluate(
        """async () => {
          for (const image of document.images) {
            image.scrollIntoView();
            if (image.offsetParent) await image.decode();
          }
        }"""
    )


@pytest.mark.parametrize("width", [1280, 820, 390])
@pytest.mark.parametrize("name", NAMES)
def test_page_is_whole(page, site, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, site, name)
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scroll_through(page)
    images = page.evaluate("[...document.images].map(i => [i.src, i.alt, i.complete && i.naturalWidth > 0])")
    shown = page.evaluate("[...document.images].filter(i => i.offsetParent).map(i => i.naturalWidth > 0)")
    assert all(shown)
    assert [src for src, alt, _ in images if len(alt) < 20 or alt.lower() in ("image", "figure", "png")] == []


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("zh", "dark")])
@pytest.mark.parametrize("name", NAMES)
def test_page_meets_wcag_aa(page, site, name, language, scheme):
    page.emulate_media(color_scheme=scheme)
    open_page(page, site, name, f"?lang={language}")
    found = Axe().run(page, options={"runOnly": RULES})
    said = [(v["id"], v["help"], v["nodes"][0]["html"][:160]) for v in found.response["violations"]]
    assert said == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NAMES)
def test_page_shows_no_boxes(page, site, name, language):
    open_page(page, site, name, f"?lang={language}")
    assert find_boxed_words(page) == []
    assert page.evaluate(BOXED_CHARACTERS) == []


def test_first_page_is_light(page, site):
    open_page(page, site, "index")
    scroll_through(page)
    files = {Path(url.removeprefix("file://").split("?")[0]) for url in page.asked if url.startswith("file:")}
    assert sum(path.stat().st_size for path in files) < FIRST_PAGE


def find_boxed_words(page) -> list[str]:
    """Return Chinese texts that Chromium set in a font without Chinese."""
    able = set()
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=True
        )
        able = {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    nodes = session.send("DOM.getFlattenedDocument", {"depth": -1})["nodes"]
    boxed = []
    for node in nodes:
        text = node.get("nodeValue", "")
        if node["nodeType"] == 3 and CJK.search(text):
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
            set_right = sum(f["glyphCount"] for f in fonts if f["isCustomFont"] or f["familyName"] in able)
            if fonts and set_right < len(CJK.findall(text)):
                boxed.append(text.strip()[:40])
    return boxed


BOXED_CHARACTERS = """() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = "32px " + getComputedStyle(document.body).fontFamily;
  const draw = (text) => {
    pen.clearRect(0, 0, 48, 48);
    pen.fillText(text, 4, 36);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const missing = new Set(["\\u0378", "\\u{1FFFE}", "\\uFFFF"].map(draw));
  const used = new Set([...document.body.innerText].filter((c) => c > "\\u007f" && c.trim()));
  return [...used].filter((c) => missing.has(draw(c)));
}"""
