"""The analyst's desk in JupyterLab: how long each interaction takes, from the event to the changed page.

``python bench/bench_explore.py`` starts JupyterLab and Chromium, opens notebooks/explore.ipynb on the
official study, repeats every interaction, and writes bench/records/explore.csv. Both times are taken in the
page: the event's own time stamp, and that of the mutation. ``--screenshots FOLDER`` keeps a picture of each.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from lab import choose, run_lab, run_notebook, watch, write_fonts  # noqa: E402

RECORD = Path(__file__).with_name("records") / "explore.csv"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PANELS = ("comparison", "concordance", "framing", "timeline", "codebook")
LANGUAGES = {"A": "en", "B": "en"}
Act = Callable[[], None]


def list_choices(page: Page) -> Iterator[tuple[str, str, list[Act]]]:
    """Yield panel, interaction, and what to do: one act a repetition."""
    for panel, label, values in (
        ("comparison", "order by", ["Log Ratio", "z", "count", "G²"]),
        ("comparison", "show", ["all words", "content words"]),
        ("concordance", "concept", ["AI safety", "national security", "cooperation", "governments"]),
        ("concordance", "sort by", ["left", "right", "date"]),
        ("concordance", "language", ["en", "zh", "any"]),
        ("framing", "compare by", ["about", "voice", "channel"]),
        ("framing", "frame", ["safety", "economy", "race", "any"]),
        ("framing", "language", ["en", "zh", "any"]),
        ("timeline", "frame", ["safety", "economy", "race"]),
        ("codebook", "concept", ["leadership", "national security", "cooperation"]),
    ):
        name = f".desk-{panel}"
        yield panel, label, [lambda v=v, n=name, w=label: choose(page, n, w, v) for v in values * 4]
    group = ".desk-group-B"
    values = ["China", "United States", "OTHER", "any"] * 3
    yield "comparison", "group: about", [lambda v=v: choose(page, group, "about", v) for v in values]


def press(page: Page, selector: str, keys: list[str]) -> list[Act]:
    """Return acts that press a key each, on a slider's handle."""

    def act(key: str) -> None:
        page.locator(selector).first.press(key)

    return [lambda key=key: act(key) for key in keys]


def measure(
    page: Page, panel: str, interaction: str, acts: list[Act], **options: object
) -> dict[str, object]:
    """Return one row: the median and the longest time of the acts; the first act only warms up."""
    times = []
    for act in acts:
        with watch(page, f".desk-{panel} .desk-shown", **options) as seen:
            act()
        times.append(seen["first"])
    return summarise(panel, interaction, times[1:])


def summarise(panel: str, interaction: str, times: list[float]) -> dict[str, object]:
    row = {
        "panel": panel,
        "interaction": interaction,
        "n": len(times),
        "median_ms": round(statistics.median(times)),
        "max_ms": round(max(times)),
    }
    print(*row.values(), sep="\t", flush=True)
    return row


def measure_brush(page: Page, moves: int = 18) -> dict[str, object]:
    """Drag the brush in small steps, each waited for."""
    handle = page.locator(".desk-timeline .desk-brush .noUi-handle-lower")
    handle.hover()  # brings it into view and waits until it stays where it is
    box = handle.bounding_box()
    assert box is not None
    x, y, times = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, []
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, moves + 1):
        with watch(page, ".desk-timeline .desk-shown", kinds=("pointermove",)) as seen:
            page.mouse.move(x + 30 * step, y)
        times.append(seen["first"])
    page.mouse.up()
    return summarise("timeline", "drag the brush", times[1:])


def measure_edits(page: Page, repetitions: int = 6) -> Iterator[dict[str, object]]:
    """Remove a pattern and undo it: counts first, then the verdicts."""
    choose(page, ".desk-codebook", "concept", "leadership")
    page.wait_for_timeout(500)
    counts, verdicts, undone = [], [], []
    for _ in range(repetitions + 1):
        page.locator(".desk-codebook .desk-patterns select").select_option(index=0)
        page.evaluate(VERDICTS)
        with watch(page, ".desk-codebook .desk-shown", kinds=("click",)) as seen:
            page.locator(".desk-codebook .desk-remove").click()
        counts.append(seen["first"])
        page.wait_for_function("() => window.deskJudged !== undefined")
        verdicts.append(page.evaluate("() => window.deskJudged"))
        with watch(page, ".desk-codebook .desk-shown", kinds=("click",)) as seen:
            page.locator(".desk-codebook .desk-undo").click()
        undone.append(seen["first"])
    yield summarise("codebook", "remove a pattern: counts and effects", counts[1:])
    yield summarise("codebook", "remove a pattern: verdicts", verdicts[1:])
    yield summarise("codebook", "undo", undone[1:])


VERDICTS = """
() => {
  const node = document.querySelector(".desk-codebook .desk-shown");
  let start = null;
  delete window.deskJudged;
  document.addEventListener("click", event => { start ??= event.timeStamp; }, { capture: true, once: true });
  const observer = new MutationObserver(() => {
    const text = node.textContent;
    if (start === null || !text.includes("verdict") || text.includes("computing")) return;
    observer.disconnect();
    window.deskJudged = performance.now() - start;
  });
  observer.observe(node, { subtree: true, childList: true });
}
"""


def measure_exports(page: Page, repetitions: int = 4) -> Iterator[dict[str, object]]:
    """Export every form: the first change says that it is written, the last one links the file."""
    for form in ("csv", "svg", "png", "py"):
        first, last = [], []
        for _ in range(repetitions + 1):
            with watch(page, ".desk-comparison .desk-exported", kinds=("click",)) as seen:
                page.locator(f".desk-comparison .desk-{form}").click()
                page.wait_for_function(LINKED)
            first.append(seen["first"])
            last.append(seen["last"])
        yield summarise("comparison", f"export {form}: said", first[1:])
        yield summarise("comparison", f"export {form}: written", last[1:])


LINKED = "() => document.querySelector('.desk-comparison .desk-exported a') !== null"


def measure_words(page: Page) -> Iterator[dict[str, object]]:
    """Compare words of one language: the vocabulary is a hundred times that of concepts."""
    for group in ("A", "B"):
        choose(page, f".desk-group-{group}", "language", LANGUAGES[group])
        choose(page, f".desk-group-{group}", "channel", "any")
        choose(page, f".desk-group-{group}", "about", "United States" if group == "A" else "China")
    choose(page, ".desk-comparison", "count", "words")
    page.wait_for_timeout(2000)
    acts = [
        lambda v=v: choose(page, ".desk-comparison", "order by", v)
        for v in ["z", "count", "Log Ratio", "G²"] * 4
    ]
    yield measure(page, "comparison", "words: order by", acts)
    handle = ".desk-group-A .desk-period .noUi-handle-upper"
    keys = press(page, handle, ["ArrowLeft"] * 12)
    yield measure(page, "comparison", "words: period of a group", keys, kinds=("keydown",))
    tested = [lambda: page.locator(".desk-comparison .desk-test").click()] * 4
    yield measure(page, "comparison", "words: compute p and q: said", tested, kinds=("click",))


def measure_all(page: Page) -> Iterator[dict[str, object]]:
    """Yield a row per interaction."""
    page.wait_for_timeout(1000)  # the panels above settle, and with them the place of the brush
    yield measure_brush(page)
    for panel, interaction, acts in list_choices(page):
        yield measure(page, panel, interaction, acts)
    choose(page, ".desk-group-B", "about", "any")
    yield from measure_edits(page)
    yield from measure_exports(page)
    yield from measure_words(page)


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screenshots", type=Path, help="folder for a picture of each panel")
    asked = parser.parse_args()
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        sys.exit("no Chromium on this machine (Debian: apt-get install chromium)")
    with (
        tempfile.TemporaryDirectory() as scratch,
        sync_playwright() as playwright,
        run_lab(ROOT, Path(scratch) / "lab") as address,
    ):
        fonts = {"FONTCONFIG_FILE": str(write_fonts(Path(scratch)))}
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, **fonts})
        page = browser.new_page(viewport={"width": 1400, "height": 1500})
        run_notebook(page, address)
        if asked.screenshots:
            take_screenshots(page, asked.screenshots)
        rows = pd.DataFrame(measure_all(page))
        browser.close()
    load = round(os.getloadavg()[1], 1)
    RECORD.parent.mkdir(exist_ok=True)
    rows.assign(cores=os.cpu_count(), load_5_minutes=load).to_csv(RECORD, index=False, lineterminator="\n")


def take_screenshots(page: Page, folder: Path) -> None:
    """Keep a picture of each panel as it first shows."""
    folder.mkdir(parents=True, exist_ok=True)
    for panel in PANELS:
        box = page.locator(f".jp-OutputArea-output .desk-{panel}").first
        box.scroll_into_view_if_needed()
        page.wait_for_timeout(400)
        box.screenshot(path=folder / f"{panel}.png")


if __name__ == "__main__":
    main()
