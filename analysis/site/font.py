"""Font: a subset of the figures' CJK font with the characters of the site, for machines that have none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from noto_cjk import otc_path

from analysis.figures import FAMILY

# what `unicode-range` says in site.css
COVERED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff—‘’“”…]")


def find_characters(pages: Iterable[Path]) -> str:
    """Return the characters of `pages` that the font stands for, sorted."""
    return "".join(sorted({c for page in pages for c in COVERED.findall(page.read_text(encoding="utf-8"))}))


def write_font(characters: str, path: Path) -> Path:
    """Write a WOFF font with `characters` to `path`; its bytes depend on the characters only.

    A font that already has exactly these stays as it is.
    """
    if path.is_file() and set(TTFont(path).getBestCmap()) == set(map(ord, characters)):
        return path
    options = Options(
        flavor="woff",
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        drop_tables=["vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "DSIG"],
    )
    with TTCollection(str(otc_path("sans")), lazy=True) as collection:
        font = next(font for font in collection.fonts if font["name"].getDebugName(1) == FAMILY)
        subsetter = Subsetter(options)
        subsetter.populate(text=characters or " ")
        subsetter.subset(font)
        font.flavor, font.recalcTimestamp = "woff", False
        font.save(path)
    return path
