"""Trees: small steps on parsed HTML that lxml leaves to us."""

from __future__ import annotations

from collections.abc import Callable, Collection

from lxml import html
from markupsafe import Markup, escape

Change = Callable[[str, str], Markup | None]  # (text, language) -> what takes its place, or None


def parse_fragment(source: str) -> html.HtmlElement:
    """Return `source` as the content of one ``div``."""
    element = html.fragment_fromstring(str(source), create_parent="div")
    if element.text is None and source[:1].isspace():
        element.text = source[
            : len(source) - len(source.lstrip())
        ]  # lxml drops white space that stands alone
    return element


def write_fragment(element: html.HtmlElement) -> Markup:
    """Return the content of `element` as HTML."""
    inner = "".join(html.tostring(child, encoding="unicode") for child in element)
    return escape(element.text or "") + Markup(inner)


def put_content(element: html.HtmlElement, content: Markup) -> None:
    """Make `content` the whole content of `element`, in place."""
    for child in list(element):
        element.remove(child)
    _insert(element, 0, content)


def change_texts(element: html.HtmlElement, change: Change, *, skipped: Collection[str]) -> None:
    """Replace, in place, each text for which `change` returns HTML; what stands in `skipped` tags is left."""
    for node, language in list(_open_nodes(element, skipped, "en")):
        children = list(node)
        for child in reversed(children):
            if child.tail and (new := change(child.tail, language)) is not None:
                child.tail = None
                _insert(node, node.index(child) + 1, new)
        if node.text and (new := change(node.text, language)) is not None:
            _insert(node, 0, new)


def _open_nodes(node, skipped, language):  # type: ignore[no-untyped-def]
    if not isinstance(node.tag, str) or node.tag in skipped:
        return
    language = node.get("lang") or language
    yield node, language
    for child in list(node):
        yield from _open_nodes(child, skipped, language)


def _insert(parent: html.HtmlElement, position: int, content: Markup) -> None:
    piece = parse_fragment(content)
    if position == 0:
        parent.text = piece.text
    else:
        parent[position - 1].tail = piece.text
    for offset, child in enumerate(list(piece)):
        parent.insert(position + offset, child)
