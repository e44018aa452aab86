"""Tables on a page: cleaned of all that could act, headed in both languages, ready to sort and search."""

from __future__ import annotations

import re

from lxml import html
from lxml_html_clean import Cleaner
from markupsafe import Markup

from analysis.site.prose import in_both, translate
from analysis.site.trees import parse_fragment, put_content, write_fragment

NUMERIC = re.compile(r"[-+−]?[\d,]*\.?\d+(e[-+]?\d+)?\s?%?|[–-]|")
JOINED = re.compile(r"\w[|:][\w+-]")
SEARCHED = 12  # rows from which a table gets a search box and pages
TAGS = [
    "a", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "h3", "h4", "hr", "i", "ins", "li", "mark", "ol", "p", "pre", "q", "s", "section", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
]  # fmt: skip
ATTRIBUTES = ["class", "colspan", "dir", "headers", "lang", "open", "rowspan", "scope", "title"]
CLEANER = Cleaner(
    page_structure=False,
    style=True,
    remove_unknown_tags=False,
    allow_tags=TAGS,
    safe_attrs_only=True,
    safe_attrs=frozenset(ATTRIBUTES),
)


def clean_html(source: str) -> html.HtmlElement:
    """Return `source` as an element ``div`` without script, style, form, frame, image or address."""
    element = parse_fragment(source)
    CLEANER(element)
    return element


def render_html(source: str, *, id: str, caption: Markup | None) -> Markup:
    """Return an output's HTML cleaned, its tables in both languages and each in a region that scrolls alone.

    Parameters
    ----------
    id
        Unique on the page; the tables' captions get it, numbered.
    caption
        Takes the place of the first table's caption; later ones keep theirs.
    """
    element = clean_html(source)
    for number, table in enumerate(element.iter("table")):
        _render_table(table, caption=caption if number == 0 else None)
    for number, table in enumerate(list(element.iter("table"))):
        wrap_table(table, id=f"{id}-{number}")
    return write_fragment(element)


def translate_cell(text: str) -> str | None:
    """Return the Chinese of a cell: of the whole, or of each code where several are joined.

    Examples
    --------
    >>> translate_cell("alliance|values"), translate_cell("tone:+1"), translate_cell("a|values")
    ('结盟、价值观', '评价：+1', None)
    """
    if (whole := translate(text)) is not None or not JOINED.search(text):
        return whole
    parts = [
        [translate(code) or (code if NUMERIC.fullmatch(code) else "") for code in part.split(":")]
        for part in text.split("|")
    ]
    if not all(code for part in parts for code in part):
        return None
    return "、".join("：".join(part) for part in parts)


def _render_table(table: html.HtmlElement, *, caption: Markup | None) -> None:
    old = table.find("caption")
    if caption is not None:
        if old is None:
            old = html.Element("caption")
            table.insert(0, old)
        put_content(old, caption)
    rows = table.findall(".//tbody/tr")
    heads = table.findall(".//thead/tr")
    table.set("class", "data" + (" searched" if len(rows) >= SEARCHED else ""))
    for cell in table.iter("th", "td"):
        text = (cell.text or "").strip() if len(cell) == 0 else ""
        english = text.replace("_", " ") if cell.tag == "th" else text
        chinese = translate_cell(text)
        if (chinese or english) != text or english != text:
            put_content(cell, in_both(english, chinese))
    if not heads:
        return
    for head in heads[-1]:
        head.set("scope", "col")
    for column, head in enumerate(heads[-1]):
        cells = [row[column] for row in rows if column < len(row)]
        if cells and all(NUMERIC.fullmatch((cell.text_content() or "").strip()) for cell in cells):
            for cell in (head, *cells):
                cell.set("class", "number")


def wrap_table(table: html.HtmlElement, *, id: str) -> None:
    """Put `table` in a box that scrolls sideways by itself and that the keyboard reaches."""
    box = html.Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    caption = table.find("caption")
    if caption is None:
        box.set("aria-label", "Table")
    else:
        caption.set("id", id)
        box.set("aria-labelledby", id)
    parent = table.getparent()
    assert parent is not None  # every table stands in clean_html's div
    box.tail, table.tail = table.tail, None
    parent.replace(table, box)
    box.append(table)
