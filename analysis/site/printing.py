"""Printing: the one-file report as PDF, a page as a picture, through a Chromium that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SECONDS = 180
SHADES = 96  # colours of a picture: enough for a page, and a small file


class PrintError(RuntimeError):
    """Nothing could be printed, with the reason and what to do."""


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
    options = ["--no-pdf-header-footer", f"--print-to-pdf={out.resolve()}"]
    return _run(page, f"lang={language}&theme=light", options, out)


def write_picture(page: Path, *, out: Path, width: int = 1160, height: int = 1500) -> Path:
    """Save the upper part of the HTML file `page`, as a screen of this size shows it, as a small PNG.

    Raises
    ------
    PrintError
        When no Chromium is installed, or it fails.
    """
    options = ["--hide-scrollbars", f"--window-size={width},{height}", f"--screenshot={out.resolve()}"]
    _run(page, "lang=en&theme=light", options, out)
    with Image.open(out) as picture:
        small = picture.convert("RGB").quantize(SHADES, dither=Image.Dither.NONE)
    small.save(out, optimize=True)
    return out


def _run(page: Path, query: str, options: list[str], out: Path) -> Path:
    browser = find_browser()
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=20000",
            *options,
            f"{page.resolve().as_uri()}?{query}",
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


if __name__ == "__main__":
    write_picture(Path(sys.argv[1]), out=Path(sys.argv[2]))
