"""Sources: code in colour, with the library's functions linked to where they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup
from pygments import highlight as colour
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from analysis.site.provenance import Function, source_path

NAME = re.compile(r'<span class="(nb?|nf|nc)">(\w+)</span>')


def highlight(source: str, *, functions: Mapping[str, Function], up: str = "") -> Markup:
    """Return Python `source` as coloured HTML, the names in `functions` linked; `up` leads to the site."""

    def link(match: re.Match[str]) -> str:
        function = functions.get(match[2])
        return f'<a class="nf" href="{up}{function.href}">{match[2]}</a>' if function else match[0]

    coloured = colour(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return Markup(NAME.sub(link, coloured))


def highlight_module(module: str) -> list[Markup]:
    """Return the lines of a module as coloured HTML."""
    path = source_path(module)
    if path is None:
        raise ModuleNotFoundError(f"{module}: no such module")
    text = Path(path).read_text(encoding="utf-8")
    return [Markup(line) for line in colour(text, PythonLexer(), HtmlFormatter(nowrap=True)).splitlines()]
