"""Outlets: who published a text, as its own furniture says, and the side of that outlet where it is known."""

from __future__ import annotations

import re

import pandas as pd

from analysis.reading.mastheads import Outlets, find_furniture, find_known, find_labels, find_names
from analysis.reading.scripts import fold_text

LONGEST = 40  # characters of a name
PUBLISHERS = ("outlet", "government", "agency", "legislature", "institute", "body", "firm")


def list_outlets(actors: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the folded names of all actors that publish, each with the actor's name and side.

    Examples
    --------
    >>> row = {"kind": "outlet", "name": "Huxiu", "name_zh": "虎嗅", "aliases": "虎嗅网", "side": "CN"}
    >>> list_outlets(pd.DataFrame([row]))["虎嗅网"]
    ('Huxiu', 'CN')
    """
    names: dict[str, tuple[str, str]] = {}
    for row in actors[actors["kind"].isin(PUBLISHERS)].to_dict("records"):
        for alias in (row["name"], row["name_zh"], *row["aliases"].split("|")):
            if len(alias) > 1:
                bare = fold_text(alias).strip("《》").removeprefix("the ")
                names.setdefault(bare, (row["name"], row["side"]))
    return names


def find_outlet(text: str, outlets: Outlets, *, links: str = "") -> tuple[str, str, str]:
    """Return the outlet that `text` names as its own, its side ('' where unknown), and by which rule.

    Parameters
    ----------
    text
        The article, cleaned.
    outlets
        Known publishers, from `list_outlets`.
    links
        The article as it is on disk, where links still stand.

    Returns
    -------
    Outlet as written, side, and rule: label, source link, wire, byline, date line, name line, rights;
    all empty where nothing names it.

    Examples
    --------
    >>> find_outlet("How rules travel\\nBy A. Writer, Example Wire\\nText.", {})
    ('Example Wire', '', 'byline')
    >>> find_outlet("文章来源：虎嗅APP\\n正文。", {"虎嗅": ("Huxiu", "CN")})
    ('虎嗅APP', 'CN', 'label')
    """
    lines = find_furniture(text)
    sources = find_labels(links or text)
    for rule, name in find_names(lines, sources, outlets):
        name = name.strip(" \t:：|｜《》【】[]()（）,，.。")
        if 1 < len(name) <= LONGEST:
            return name, _find_side(fold_text(name), outlets), rule
    return "", "", ""


def _find_side(name: str, outlets: Outlets) -> str:
    """Return the side of the longest known publisher whose name the name holds, or ''."""
    known = find_known(name, outlets)
    if known:
        return known[1]
    held = [alias for alias in outlets if _holds(name, alias)]
    return outlets[max(held, key=lambda alias: (len(alias), alias))][1] if held else ""


def _holds(name: str, alias: str) -> bool:
    """Whether the name holds the alias whole; two characters of Chinese must begin it."""
    if alias.isascii():
        return len(alias) > 3 and alias in name and re.search(rf"\b{re.escape(alias)}\b", name) is not None
    return alias in name if len(alias) > 2 else name.startswith(alias)
