"""Figures on a page: the tracked files, with a second set of colours inside for dark pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.figures import BOTH, KEPT
from analysis.site.colours import darken_page, lighten
from analysis.studies import Study
from analysis.wording import LANGUAGES

USED = re.compile(r"(fill|stroke): ?(#[0-9a-fA-F]{6})")
PLAIN = re.compile(r' fill="(#[0-9a-fA-F]{6})"')
HEAD = re.compile(r"<svg\b[^>]*>")


def write_figures(names: Sequence[str], *, source: Path, out: Path, study: Study) -> None:
    """Copy the figures `names` to `out`: both languages, SVG with dark colours, PNG, and their data."""
    out.mkdir(parents=True, exist_ok=True)
    kept = {side.colour.lower() for side in study.sides} | {BOTH}
    for name in names:
        for language in LANGUAGES:
            stem = name if language == LANGUAGES[0] else f"{name}.{language}"
            svg = (source / f"{stem}.svg").read_text(encoding="utf-8")
            (out / f"{stem}.svg").write_text(add_dark_colours(svg, kept=kept), encoding="utf-8", newline="\n")
            shutil.copyfile(source / f"{stem}.png", out / f"{stem}.png")
        if (source / f"{name}.csv").is_file():
            shutil.copyfile(source / f"{name}.csv", out / f"{name}.csv")


def add_dark_colours(svg: str, *, kept: set[str]) -> str:
    """Return `svg` with a style that turns its colours over where the page that shows it is dark.

    Colours in `kept` (the sides') keep their hue and get lighter; all others have their lightness turned
    over, so that a scale of shades keeps its order. Texts in a picture, which stays as it is, stay too.
    """
    rules = []
    for name, colour in sorted(set(USED.findall(svg))):
        dark = lighten(colour) if colour.lower() in kept else darken_page(colour)
        rules.append(f'[style*="{name}: {colour}"]:not([id^="{KEPT}"] *){{{name}:{dark}!important}}')
    for colour in sorted(set(PLAIN.findall(svg))):  # hatches name their ground as an attribute
        rules.append(f'[fill="{colour}"]{{fill:{darken_page(colour)}!important}}')
    style = f"<style>@media (prefers-color-scheme: dark){{{''.join(rules)}}}</style>"
    return HEAD.sub(lambda head: head[0] + style, svg, count=1)
