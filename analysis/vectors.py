"""Vectors: matplotlib's SVG without what no reader sees, for pages that must be light."""

from __future__ import annotations

import re

DECIMAL = re.compile(r"-?\d+\.\d{3,}(?![\w.])")
GLYPH = re.compile(r'(id="|href="#)[A-Za-z]+-[A-Za-z]+-([0-9a-f]+)"')
UNSEEN = re.compile(r"<metadata>.*?</metadata>|<!DOCTYPE[^>]*>|<!--.*?-->", re.DOTALL)
BETWEEN = re.compile(r">\s+<")
COMMAND = re.compile(r'(?<= d=")[^"]+')


def shrink_svg(svg: str) -> str:
    """Return `svg` with hundredths of a point, short glyph names, and no metadata, comments or indents.

    Examples
    --------
    >>> shrink_svg('<svg>\\n <!-- x --> <path d="M 1.23456 2 \\nL 0.015625 3 \\nz\\n"/></svg>')
    '<svg><path d="M1.23 2L0.015625 3z"/></svg>'
    """
    svg = BETWEEN.sub("><", UNSEEN.sub("", svg))
    svg = GLYPH.sub(r'\1g\2"', svg)
    svg = DECIMAL.sub(_round, svg)
    return COMMAND.sub(lambda path: re.sub(r"\s*([A-Za-z])\s*", r"\1", path[0]).strip(), svg)


def _round(number: re.Match[str]) -> str:
    value = float(number[0])
    text = f"{value:.2f}" if abs(value) >= 1 else f"{value:.5g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
