"""JupyterLab for a test or a benchmark: a server of its own, and the notebook in a page."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = (
    "--no-browser",
    "--allow-root",
    "--IdentityProvider.token=",
    "--ServerApp.password=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
OWN, LAB = ("CONFIG", "DATA", "RUNTIME"), ("SETTINGS", "WORKSPACES")
CHOSEN = {  # by the server's administrator, so that no question stands before the notebook
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
PATIENCE = 60  # seconds


def find_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def run_lab(root: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of the notebook in `folder`, beside the checkout's data; yield the address.

    Configuration, settings and runtime files stay in `folder`: no user's JupyterLab is read or changed.
    """
    (folder / "notebooks").mkdir(parents=True)
    shutil.copy(root / "notebooks" / "explore.ipynb", folder / "notebooks")
    (folder / "data").symlink_to(root / "data", target_is_directory=True)
    port = find_port()
    own = {f"JUPYTER_{name}_DIR": str(folder / f"jupyter_{name.lower()}") for name in OWN}
    own |= {f"JUPYTERLAB_{name}_DIR": str(folder / f"lab_{name.lower()}") for name in LAB}
    _write_settings(folder / "lab_settings")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "DIPTYCH"))}
    with (folder / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyter",
                "lab",
                *SETTINGS,
                f"--port={port}",
                f"--ServerApp.root_dir={folder}",
            ],
            env={**kept, **own, "PYTHONPATH": str(root)},
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/api", server, folder / "lab.log")
            yield f"http://127.0.0.1:{port}/lab/tree/notebooks/explore.ipynb?reset"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def write_fonts(folder: Path) -> Path:
    """Write a fontconfig file that adds the CJK font of the environment, which a bare machine lacks."""
    from noto_cjk import otc_path

    path = folder / "fonts.conf"
    kept = "<include ignore_missing='yes'>/etc/fonts/fonts.conf</include>"
    path.write_text(
        f"<fontconfig>{kept}<dir>{Path(otc_path('sans')).parent}</dir></fontconfig>", encoding="utf-8"
    )
    return path


def _write_settings(folder: Path) -> None:
    for name, values in CHOSEN.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENCE * 4):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended: {log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"JupyterLab does not answer after {PATIENCE} s")


def run_notebook(page, address: str) -> None:
    """Open the notebook, run all its cells, and wait until the last panel is there."""
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=1000 * PATIENCE)
    idle = ".jp-StatusBar-TextItem:has-text('| Idle')"  # cells run before it ask for a kernel
    page.wait_for_selector(idle, timeout=1000 * PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = ".desk-codebook .desk-code"
    page.wait_for_selector(last, state="attached", timeout=1000 * PATIENCE)


WATCH = """
([selector, kinds]) => {
  const node = document.querySelector(selector), seen = { start: null, first: null, last: null };
  const note = event => { if (seen.start === null) seen.start = event.timeStamp; };
  for (const kind of kinds) document.addEventListener(kind, note, { capture: true });
  const observer = new MutationObserver(() => {
    if (seen.start === null) return;
    seen.last = performance.now();
    seen.first ??= seen.last;
  });
  observer.observe(node, { subtree: true, childList: true, characterData: true, attributes: true });
  seen.stop = () => {
    observer.disconnect();
    for (const kind of kinds) document.removeEventListener(kind, note, { capture: true });
  };
  window.deskSeen = seen;
}
"""
CHANGED = "() => window.deskSeen.first !== null"
QUIET = "ms => window.deskSeen.last !== null && performance.now() - window.deskSeen.last > ms"
READ = "() => { const s = window.deskSeen; s.stop(); return [s.first - s.start, s.last - s.start]; }"


@contextmanager
def watch(page, selector: str, *, kinds: tuple[str, ...] = ("change", "click", "keydown")) -> Iterator[dict]:
    """Measure, in the page, from the first event of the block to the changed DOM under `selector`.

    After the block, ``first`` and ``last`` are milliseconds to the first change and to the last one before
    a quarter of a second without any.
    """
    page.evaluate(WATCH, [selector, list(kinds)])
    times: dict[str, float] = {}
    yield times
    page.wait_for_function(CHANGED, timeout=1000 * PATIENCE)
    page.wait_for_function(QUIET, arg=250, timeout=1000 * PATIENCE)
    times["first"], times["last"] = page.evaluate(READ)


def choose(page, panel: str, label: str, value: str) -> None:
    """Choose a value in the drop-down with this label, of a panel or of a group in it."""
    box = page.locator(f"{panel} .widget-dropdown", has=page.locator(f"label:text-is('{label}')")).first
    box.locator("select").select_option(value=find_option(box, value))


def find_option(box, start: str) -> str:
    """Return the value of the first option whose text begins with `start`."""
    values = box.locator("option").evaluate_all("all => all.map(one => [one.textContent, one.value])")
    found = [value for text, value in values if text.replace("\xa0", " ").startswith(start)]
    if not found:
        raise LookupError(f"{start!r}: not among {[text for text, _ in values]}")
    return found[0]


def drag(page, handle, pixels: float, *, steps: int = 1) -> None:
    """Drag an element sideways."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=steps)
    page.mouse.up()
