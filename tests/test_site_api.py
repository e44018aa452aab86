"""Functions as pages: read from the sources, without importing them."""

from __future__ import annotations

import pytest

from analysis.site.api import read_modules, render_docstring, summarise

SOURCE = '''"""Sheep: how many there are.

More of it.
"""
raise RuntimeError("read, never imported")


class Flock:
    """Many sheep."""

    size: int

    @property
    def even(self) -> bool:
        """Whether they are in pairs."""


def count_sheep(flock: Flock, *, twice: bool = False) -> int:
    """Return how many `Flock` holds.

    Parameters
    ----------
    twice
        Count each
        two times.

    Examples
    --------
    >>> count_sheep(Flock(3))
    3
    """


def _hidden():
    """Not for others."""
'''


@pytest.fixture
def modules(tmp_path):
    package = tmp_path / "farm"
    package.mkdir()
    (package / "__init__.py").write_text('"""The farm."""\n', encoding="utf-8")
    (package / "sheep.py").write_text(SOURCE, encoding="utf-8")
    (package / "empty.py").write_text("x = 1\n", encoding="utf-8")
    return read_modules(package)


def test_modules_that_say_what_they_are_are_read(modules):
    assert [(m.name, m.summary, m.file) for m in modules] == [
        ("farm", "The farm.", "api/farm.html"),
        ("farm.sheep", "Sheep: how many there are.", "api/farm.sheep.html"),
    ]


def test_public_names_have_signature_line_and_members(modules):
    flock, count = modules[1].described
    assert (flock.signature, flock.line) == ("class Flock(size: int)", 8)
    assert [(m.name, m.signature) for m in flock.members] == [("even", "even → bool")]
    assert count.signature == "count_sheep(flock: Flock, *, twice: bool=False) → int"
    assert count.summary == "Return how many Flock holds."
    assert "<li><strong>twice</strong>: Count each\ntwo times.</li>" in count.html
    assert '<pre tabindex="0"><code class="language-python">&gt;&gt;&gt; count_sheep(Flock(3))' in count.html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("A.\n\nReturns\n-------\na, b: `c`", "<p>A.</p>\n<h3>Returns</h3>\n<p>a, b: <code>c</code></p>\n"),
    ],
)
def test_docstrings_become_html_that_cannot_act(text, html):
    assert render_docstring(text) == html


def test_summary_is_the_first_paragraph():
    assert summarise("One `a`\nline.\n\nMore.") == "One a line."
