"""The README's findings: the sentences of the executed notebooks, so that nothing there is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

BLOCK = re.compile(r"(?<=<!-- findings: made by `make notebooks` -->\n).*?(?=<!-- end -->)", re.S)


def write_findings(readme: Path, notebooks: Mapping[str, NotebookNode]) -> bool:
    """Put each notebook's finding into the README's block; say whether the file changed.

    Raises
    ------
    ValueError
        When the README has no block between its two marks.
    """
    text = readme.read_text(encoding="utf-8")
    if not BLOCK.search(text):
        raise ValueError(f"{readme}: has no block '<!-- findings … -->' to '<!-- end -->'; put it back")
    new = BLOCK.sub(lambda _: list_findings(notebooks), text)
    if new != text:
        readme.write_text(new, encoding="utf-8", newline="\n")
    return new != text


def list_findings(notebooks: Mapping[str, NotebookNode]) -> str:
    """Return a Markdown list with the finding of each notebook that has one."""
    lines = []
    for name, notebook in notebooks.items():
        if found := _find(notebook):
            lines.append(f"- {found} ([{name}](notebooks/{name}.ipynb))\n")
    return "".join(lines)


def _find(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.get("metadata", {}).get("diptych", {}).get("kind") == "finding":
                return " ".join(output["data"]["text/markdown"].split())
    return ""
