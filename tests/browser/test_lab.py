"""The analyst's desk in JupyterLab: runs all, drags the brush, edits the codebook, exports."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from lab import choose, drag, run_lab, run_notebook, watch
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PANELS = ("comparison", "concordance", "framing", "timeline", "codebook")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lab") / "served"


@pytest.fixture(scope="module")
def desk(chromium, root, folder):
    """The notebook, run; `complaints` and `asked` keep what the page says and requests."""
    with run_lab(root, folder) as address:
        page = chromium.new_context(viewport={"width": 1400, "height": 1500}).new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        run_notebook(page, address)
        yield page
        page.context.close()


def shown(panel: str) -> str:
    return f".desk-{panel} .desk-shown"


def test_all_cells_run_without_an_error(desk):
    assert desk.locator(".jp-OutputArea-output[data-mime-type*=stderr]").count() == 0
    assert desk.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    for panel in PANELS:
        expect(desk.locator(f"{shown(panel)} .desk-code")).to_have_count(1)
        expect(desk.locator(f"{shown(panel)} .desk-refused")).to_have_count(0)


def test_other_groups_show_another_comparison(desk):
    before = desk.locator(f"{shown('comparison')} svg").inner_html()
    with watch(desk, shown("comparison")) as times:
        choose(desk, ".desk-group-B", "about", "China")
    after = desk.locator(f"{shown('comparison')} svg").inner_html()
    assert after != before and times["first"] > 0
    expect(desk.locator(f"{shown('comparison')} .desk-code")).to_contain_text("'about': 'CN'")
    with watch(desk, shown("comparison")):
        desk.locator(".desk-comparison .desk-test").click()
    q = desk.locator(f"{shown('comparison')} tbody tr").first.locator("td").nth(18)
    expect(q).to_have_text(re.compile(r"[01]\.\d{3}"))


def test_a_line_of_the_concordance_opens_its_paragraph(desk):
    with watch(desk, shown("concordance")):
        choose(desk, ".desk-concordance", "sort by", "right")
    line = desk.locator(f"{shown('concordance')} .desk-line").first
    expect(line.locator(".paragraph")).to_be_hidden()
    line.locator("summary").click()
    expect(line.locator(".paragraph")).to_be_visible()
    expect(line.locator(".paragraph small").nth(1)).to_have_text(re.compile(r"\d+–\d+"))


def test_a_filter_moves_figure_and_tables_together(desk):
    panel = desk.locator(shown("framing"))
    before = panel.locator("svg").inner_html(), panel.locator("table").nth(1).inner_text()
    with watch(desk, shown("framing")):
        choose(desk, ".desk-framing", "frame", "safety")
    assert panel.locator("svg").inner_html() != before[0]
    frames = panel.locator("table").nth(1).locator("tbody td:nth-child(5)").all_inner_texts()
    assert frames and all("safety" in row for row in frames)


def test_the_brush_is_dragged_on_the_chart(desk):
    handle = desk.locator(".desk-timeline .desk-brush .noUi-handle-lower")
    note = desk.locator(f"{shown('timeline')} .desk-note").first
    first = note.inner_text()
    with watch(desk, shown("timeline"), kinds=("pointermove",)):
        drag(desk, handle, 240, steps=6)
    narrowed = note.inner_text()
    assert narrowed != first
    band = desk.locator(".desk-timeline .desk-brush .noUi-connect")
    with watch(desk, shown("timeline"), kinds=("pointermove",)):
        drag(desk, band, -90, steps=4)
    moved = note.inner_text()
    months = [re.findall(r"\d{4}-\d\d", said)[:2] for said in (first, narrowed, moved)]
    assert months[1][0] > months[0][0] and months[1][1] == months[0][1]  # an end was dragged
    assert months[2][0] < months[1][0] and months[2][1] < months[1][1]  # the band was dragged


def test_the_brush_lies_on_its_chart(desk):
    """The slider's two ends are the chart's first and last month, to three pixels."""
    band = desk.locator(".desk-timeline .desk-brush .noUi-base").bounding_box()
    bars = desk.locator(".desk-timeline .desk-volume rect")
    first, last = bars.first.bounding_box(), bars.last.bounding_box()
    assert abs(band["x"] - first["x"]) <= 3
    assert abs(band["x"] + band["width"] - last["x"] - last["width"]) <= 3


def test_an_edit_of_the_codebook_moves_counts_and_claims(desk):
    panel = ".desk-codebook"
    choose(desk, panel, "concept", "leadership")
    pattern = desk.locator(f"{panel} .desk-patterns select")
    expect(pattern.locator("option").first).to_contain_text("leadership")
    pattern.select_option(index=0)
    with watch(desk, shown("codebook")):
        desk.locator(f"{panel} .desk-remove").click()
    tables = desk.locator(f"{shown('codebook')} table")
    expect(tables).to_have_count(2)
    before, after = (int(tables.first.locator("tbody td").nth(n).inner_text()) for n in (2, 3))
    assert after < before
    expect(tables.last.locator("tbody td").last).to_have_text(
        re.compile("supported|not supported|fragile|descriptive")
    )
    desk.locator(f"{panel} .desk-undo").click()
    expect(tables).to_have_count(1)


@pytest.mark.parametrize(
    ("panel", "form"),
    [("comparison", form) for form in ("csv", "svg", "png", "py")]
    + [("codebook", "csv"), ("timeline", "png")],
)
def test_what_is_shown_is_exported(desk, folder, panel, form):
    desk.locator(f".desk-{panel} .desk-bar .desk-{form}").click()
    link = desk.locator(f".desk-{panel} .desk-exported a[download='{panel}.{form}']")
    expect(link).to_be_visible(timeout=30_000)
    written = folder / "notebooks" / "exports" / f"{panel}.{form}"
    assert written.stat().st_size > 0
    with desk.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == written.read_bytes()


def test_nothing_complained_and_nothing_left_the_machine(desk):
    assert desk.complaints == []
    hosts = {urlsplit(address).hostname for address in desk.asked if address.startswith(("http", "ws"))}
    assert hosts == {"127.0.0.1"}
