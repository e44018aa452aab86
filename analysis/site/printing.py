"""Printing: the one-file report as PDF, through a Chromium that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SECONDS = 180


class PrintError(RuntimeError):
    """No PDF could be made, with the reason and what to do."""


def find_browser() -> str:
    """Return the path of a Chromium.

    Raises
    ------
    PrintError
        When none is installed; it says how to get one and what works without.
    """
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    found += [place for place in PLACES if Path(place).is_file()]
    if not found:
        raise PrintError(
            "--pdf needs Chromium or Chrome, and none is installed (Debian: apt-get install chromium). "
            "Without it: --single-file, and print that file from any browser"
        )
    return found[0]


def write_pdf(page: Path, *, language: str, out: Path) -> Path:
    """Print the HTML file `page` in one language to `out`; return `out`.

    Raises
    ------
    PrintError
        When no Chromium is installed, or it fails.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={profile}",
            "--no-pdf-header-footer",
            "--virtual-time-budget=20000",
            f"--print-to-pdf={out.resolve()}",
            f"{page.resolve().as_uri()}?lang={language}&theme=light",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise PrintError(f"{browser} took more than {SECONDS} s to print {page.name}") from None
    if done.returncode or not out.is_file():
        raise PrintError(f"{browser} could not print {page.name}: {done.stderr.strip()[-400:]}")
    return out
