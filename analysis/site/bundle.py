"""Bundle: the whole site as one HTML file, for e-mail; nothing beside it is needed."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from lxml import html

NAME = "diptych.html"
SLOT = "script-{}"
PRINTED = ("docs/method.html",)  # of the pages in folders: sources and the other docs are for the screen
REFERENCES = ("id", "for", "headers", "popovertarget", "aria-labelledby", "aria-describedby")
ADDRESS = re.compile(r"^(?P<page>[\w./-]+\.html)?(?:#(?P<id>.*))?$")


def write_bundle(site: Path, pages: Sequence[str], *, out: Path) -> Path:
    """Write pages of an exported `site` (file names, the front page first) as one file; return its path."""
    known = frozenset(pages)
    parts = [_read_page(site, page, known) for page in pages]
    document = html.document_fromstring((site / pages[0]).read_text(encoding="utf-8"))
    body = document.find("body")
    front = body.find("main")
    whole = html.Element("main", {"id": "main", "tabindex": "-1", "class": "bundle"})
    body.replace(front, whole)
    for old in body.findall("div[@popover]"):
        body.remove(old)
    for part in parts:
        whole.append(part)
    for link in [*body.find("header").iter("a"), *body.find("footer").iter("a")]:
        _turn(link, pages[0], known)
    for link in document.xpath("//a[@class='skip']"):
        link.set("href", "#main")
    scripts = _inline_assets(document, site)
    text = html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
    for number, script in enumerate(scripts):
        text = text.replace(f'<script id="{SLOT.format(number)}">', f"<script>{script}", 1)
    path = out / NAME
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def name_section(page: str) -> str:
    """Return the id of a page's section: ``source/analysis.shares.html`` is ``source-analysis.shares``."""
    return page.removesuffix(".html").replace("/", "-")


def _read_page(site: Path, page: str, known: frozenset[str]) -> html.HtmlElement:
    """One page's main part as a section whose ids are its own, its pictures inside."""
    document = html.document_fromstring((site / page).read_text(encoding="utf-8"))
    section = document.find("body/main")
    section.tag = "section"
    kind = "" if page in PRINTED or ("/" not in page and page != "docs.html") else "unprinted"
    for box in document.findall("body/div[@popover]"):
        section.append(box)
    for element in section.iter():
        if isinstance(element.tag, str):
            _rewrite(element, page, site, known)
    for link in section.xpath(".//a[@download]"):
        link.drop_tree()
    for link in section.xpath(".//a[starts-with(@href, 'figures/')]"):
        link.tag = "span"  # the picture is here; there is no file beside this one
        link.attrib.pop("href")
        link.getparent().set("tabindex", "0")
    section.set("id", name_section(page))
    section.set("class", f"{section.get('class', '')} part {kind}".strip())
    section.attrib.pop("tabindex", None)
    section.set("aria-label", name_section(page))
    return section


def _rewrite(element: html.HtmlElement, page: str, site: Path, known: frozenset[str]) -> None:
    own = name_section(page)
    for name in REFERENCES:
        if element.get(name):
            element.set(name, " ".join(f"{own}--{value}" for value in element.get(name).split()))
    if element.tag == "a" and element.get("href") and not element.get("download"):
        _turn(element, page, known)
    if element.tag == "img" and not element.get("src", "").startswith("data:"):
        element.attrib.pop("loading", None)
        element.set("src", _data_address((site / page).parent / element.get("src")))


def _turn(link: html.HtmlElement, page: str, known: frozenset[str]) -> None:
    """Turn a link of `page` to where its target stands in the one file; what is not there is no link."""
    match = ADDRESS.match(link.get("href", ""))
    if match is None:
        return
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), match["page"])) if match["page"] else page
    )
    if target in known:
        section = name_section(target)
        link.set("href", f"#{section}--{match['id']}" if match["id"] else f"#{section}")
    else:
        link.tag = "span"
        link.attrib.pop("href")


def _data_address(path: Path) -> str:
    if path.suffix == ".svg":
        return "data:image/svg+xml," + quote(path.read_text(encoding="utf-8"), safe=" :/=;,-.()'!*@&$+?[]~_")
    return f"data:image/{path.suffix[1:]};base64," + base64.b64encode(path.read_bytes()).decode()


def _inline_assets(document: html.HtmlElement, site: Path) -> list[str]:
    """Put styles, font and icon into the page, and places for its scripts; return the scripts."""
    head = document.find("head")
    scripts = []
    for script in list(head.iter("script")):
        script.drop_tree()
    for name in ("boot.js", "tables.js", "site.js"):
        text = (site / "assets" / name).read_text(encoding="utf-8")
        scripts.append(text.replace("</script", "<\\/script"))
    for link in list(head.iter("link")):
        if link.get("rel") == "stylesheet":
            style = html.Element("style")
            style.text = _with_font((site / link.get("href")).read_text(encoding="utf-8"), site / "assets")
            link.addprevious(style)
            link.drop_tree()
        else:
            link.set("href", _data_address(site / link.get("href")))
    body = document.find("body")
    for number, parent in enumerate((head, body, body)):
        parent.append(html.Element("script", {"id": SLOT.format(number)}))  # filled once all is text
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts)
    for meta in head.xpath("meta[@http-equiv='Content-Security-Policy']"):
        meta.set(
            "content",
            f"default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
            f"script-src {hashes}; base-uri 'none'; form-action 'none'",
        )
    return scripts


def _with_font(style: str, assets: Path) -> str:
    font = base64.b64encode((assets / "cjk.woff").read_bytes()).decode()
    return style.replace('url("cjk.woff")', f'url("data:font/woff;base64,{font}")')


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
