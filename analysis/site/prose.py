"""Prose: Markdown to HTML that can do no harm, in English and, where it is translated, in Chinese."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from functools import cache

import mistune
from markupsafe import Markup, escape

from analysis.wording import read_wording

NUMBER = re.compile("\ue000(\\d+)\ue001")  # private-use marks around a number's place, while Markdown is read
NOT_FINITE = ("nan", "inf", "-inf")  # floats that JSON cannot hold, as `show_` writes them
Link = Callable[[str, str], str]  # (field of a template, the number as shown) -> HTML


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["table", "strikethrough", "footnotes"])


def render_markdown(source: str) -> Markup:
    """Return `source` as HTML; HTML inside it is shown as text, never obeyed.

    Examples
    --------
    >>> render_markdown("*a* <b>b</b>")
    Markup('<p><em>a</em> &lt;b&gt;b&lt;/b&gt;</p>\\n')
    """
    return Markup(_markdown()(source))


def translate(text: str) -> str | None:
    """Return the Chinese of `text`, or None where ``wording.csv`` has none; line breaks count as spaces."""
    return read_wording().get(text) or read_wording().get(" ".join(text.split()))


def translate_value(text: str) -> str:
    """Return the Chinese of a value in a sentence, a list in it word by word; what has none stays.

    Examples
    --------
    >>> translate_value("race, security"), translate_value("race, Ana")
    ('竞赛、国家安全', 'race, Ana')
    """
    words = [translate(word) for word in text.split(", ")]
    return translate(text) or ("、".join(filter(None, words)) if all(words) else text)


def in_both(english: str, chinese: str | None, *, tag: str = "span") -> Markup:
    """Return HTML with both languages, of which the page shows the reader's, or with English alone.

    Both arguments are HTML or are escaped.

    Examples
    --------
    >>> in_both("Limits", "局限")
    Markup('<span class="in-en" lang="en">Limits</span><span class="in-zh" lang="zh-Hans">局限</span>')
    >>> in_both("Limits", None)
    Markup('<span lang="en">Limits</span>')
    """
    element = Markup('<{tag}{kind} lang="{lang}">{text}</{tag}>')
    if chinese is None:
        return element.format(tag=tag, kind="", lang="en", text=escape(english))
    return Markup().join(
        [
            element.format(tag=tag, kind=Markup(' class="in-en"'), lang="en", text=escape(english)),
            element.format(tag=tag, kind=Markup(' class="in-zh"'), lang="zh-Hans", text=escape(chinese)),
        ]
    )


def say(text: str, **values: object) -> Markup:
    """Return an interface string in both languages; `text` must be a key of ``wording.csv``."""
    chinese = read_wording()[text]
    return in_both(text.format(**values), chinese.format(**values))


class _Marker(string.Formatter):
    """Fills a template as `str.format` does, with a mark where a number stood."""

    def __init__(self, chosen: Callable[[str], str]) -> None:
        self.chosen = chosen
        self.numbers: list[tuple[str, str]] = []
        self._field = ""

    def get_field(self, field_name, args, kwargs):  # type: ignore[no-untyped-def]
        self._field = re.split(r"[.\[]", field_name)[0]
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value, format_spec):  # type: ignore[no-untyped-def]
        if value in NOT_FINITE:
            value = float(value)
        if isinstance(value, str):
            return format(self.chosen(value), format_spec)
        self.numbers.append((self._field, format(value, format_spec)))
        return f"\ue000{len(self.numbers) - 1}\ue001"


def fill(
    template: str,
    values: Mapping[str, object],
    *,
    link: Link,
    chosen: Callable[[str], str] = str,
    render: Callable[[str], str] = render_markdown,
) -> Markup:
    """Return `template` filled and rendered, each number in it passed through `link`.

    `chosen` says how a value that is a string is worded (in Chinese, its translation).
    """
    if not values:
        return Markup(render(template))
    marker = _Marker(chosen)
    filled = marker.vformat(template, (), dict(values))
    return Markup(NUMBER.sub(lambda mark: link(*marker.numbers[int(mark[1])]), render(filled)))


def fill_both(
    template: str,
    values: Mapping[str, object],
    *,
    link: Link,
    tag: str = "div",
    render: Callable[[str], str] = render_markdown,
) -> Markup:
    """Return `template` and its translation, filled, as HTML in both languages."""
    english = fill(template, values, link=link, render=render)
    chinese = translate(template)
    if chinese is None:
        return in_both(english, None, tag=tag)
    worded = fill(chinese, values, link=link, render=render, chosen=translate_value)
    return in_both(english, worded, tag=tag)


def plain_text(template: str, values: Mapping[str, object]) -> str:
    """Return `template` filled, without Markdown's marks."""
    text = template.format(**values) if values else template
    return re.sub(r"[*_`]+|\[([^\]]*)\]\([^)]*\)", r"\1", text)


def first_sentences(text: str, *, count: int = 1) -> str:
    """Return the first sentences of a template, in either language; a decimal point ends none.

    Examples
    --------
    >>> first_sentences("A rose by 1.5 points. B fell.")
    'A rose by 1.5 points.'
    >>> first_sentences("甲升。乙降。", count=1)
    '甲升。'
    """
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s|$)|[。！？]", text)]
    return text[: ends[min(count, len(ends)) - 1]] if ends else text
