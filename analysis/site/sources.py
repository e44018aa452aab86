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

# a name, or a module and a name, as pygments writes them
PART = r'<span class="n\w?">(\w+)</span>'
NAME = re.compile(rf'(?:{PART}<span class="o">\.</span>)?{PART}')


def highlight(source: str, *, functions: Mapping[str, Function], up: str = "") -> Markup:
    """Return Python `source` as coloured HTML, the names in `functions` linked; `up` leads to the site."""

    def link(match: re.Match[str]) -> str:
        name = f"{match[1]}.{match[2]}" if match[1] else match[2]
        function = functions.get(name)
        return f'<a class="nf" href="{up}{function.href}">{name}</a>' if function else match[0]

    coloured = colour(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return Markup(NAME.sub(link, coloured))


def highlight_module(module: str) -> Markup:
    """Return a module as coloured HTML, each line in a ``span`` with the id ``line-<number>``."""
    path = source_path(module)
    if path is None:
        raise ModuleNotFoundError(f"{module}: no such module")
    text = Path(path).read_text(encoding="utf-8")
    return Markup(colour(text, PythonLexer(), HtmlFormatter(cssclass="lines", linespans="line")))
