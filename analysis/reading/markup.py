"""Markup: what is left in a text of the page that it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from analysis.reading.edits import Edit

NAMES = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|"
    "div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|"
    "label|legend|li|link|main|mark|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|rp|rt|ruby|s|section|"
    "select|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|"
    "time|title|tr|track|u|ul|video|wbr"
)
BLOCKS = re.compile(
    r"</?(?:article|blockquote|br|dd|div|dt|figcaption|h[1-6]|hr|li|ol|p|section|table|td|th|tr|ul)\b", re.I
)
TAG = re.compile(
    rf"<!--(?:(?!<!--|-->).){{0,20000}}-->|<!doctype[^<>]{{0,400}}>"
    rf"|<(script|style)\b[^<>]{{0,4000}}>(?:(?!</?\1\b).){{0,100000}}</\1\s*>"
    rf"|</?(?:{NAMES})(?:\s[^<>]{{0,4000}})?/?>",
    re.I | re.S,
)
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
LINK = re.compile(r"\[([^\[\]]{0,1000})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,2000}(?:\s+\"[^\"]{0,300}\")?\)")
EMPHASIS = re.compile(r"([*_])(\1{0,2})(?=\S)([^*_\n]{1,2000})(?<=\S)\1\2(?!\w)")
MARK = re.compile(
    r"\\(?=[\\`*_{}\[\]()#+.!|<>~-])|##{0,5}(?=\s)|>(?=\s)"
    r"|----*[ \t]*$|\*\*\*\**[ \t]*$|____*[ \t]*$|====*[ \t]*$|~~~~*[ \t]*$",
    re.MULTILINE,
)


def clean_tags(text: str) -> Iterator[Edit]:
    """Remove HTML tags of known names, comments, scripts and styles; a block's tag leaves a line end."""
    for match in TAG.finditer(text):
        block = BLOCKS.match(match[0]) or match[1]
        yield *match.span(), "\n" if block else ""


def clean_entities(text: str) -> Iterator[Edit]:
    """Write HTML entities as the character that they stand for."""
    for match in ENTITY.finditer(text):
        character = unescape(match[0])
        if character != match[0] and len(character) == 1 and (character.isprintable() or character.isspace()):
            yield *match.span(), " " if character.isspace() else character


def clean_links(text: str) -> Iterator[Edit]:
    """Of Markdown links and images keep the words."""
    if "](" not in text:
        return
    for match in LINK.finditer(text):
        start = match.start()
        yield start - (text[start - 1 : start] == "!"), match.start(1), ""
        yield match.end(1), match.end(), ""


def clean_marks(text: str) -> Iterator[Edit]:
    """Remove Markdown's heading, quotation and rule marks and its backslashes."""
    for match in MARK.finditer(text):
        start, stop = match.span()
        if text[start] == "\\" or not text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield start, stop, ""


def clean_emphasis(text: str) -> Iterator[Edit]:
    """Remove the asterisks and underscores of Markdown's emphasis."""
    for match in EMPHASIS.finditer(text):
        start, stop = match.span()
        if match[1] == "*" or not text[start - 1 : start].isalnum():
            yield start, match.end(2), ""
            yield match.end(3), stop, ""
