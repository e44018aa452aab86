"""Gallery: figures/README.md, every figure with its claim, its data and the line of code that drew it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from nbformat import NotebookNode

from analysis.site.method import ALT, NAME
from analysis.site.prose import plain_text, translate
from analysis.tables import replace_file

HEAD = """# Figures

Written by `make notebooks`; do not edit. Each figure stands here in English and in Chinese, as SVG and PNG,
with the claim it makes, the table it was drawn from and the code that drew it. The notebooks say what it does
not show.
"""


@dataclass(frozen=True)
class Entry:
    """One figure of a notebook."""

    name: str
    title: str
    title_zh: str
    alt: str
    source: str
    notebook: str
    code: str


def write_gallery(notebooks: Mapping[str, NotebookNode], *, figures: Path) -> Path:
    """Write the gallery of executed `notebooks` (by name) to ``README.md`` in `figures`; return its path."""
    path = figures / "README.md"
    with replace_file(path) as temporary:
        temporary.write_text(render_gallery(notebooks, figures=figures), encoding="utf-8", newline="\n")
    return path


def render_gallery(notebooks: Mapping[str, NotebookNode], *, figures: Path) -> str:
    """Return the gallery's Markdown; `figures` holds the figures and their data."""
    parts = [HEAD]
    if (figures / f"{NAME}.svg").is_file():
        alt = ALT.split(".")[0]
        parts.append(f"## The way of the data\n\n![{alt}.]({NAME}.svg)\n\n[中文]({NAME}.zh.svg)\n")
    parts += [_render_entry(entry, figures) for entry in find_figures(notebooks)]
    return "\n".join(parts)


def find_figures(notebooks: Mapping[str, NotebookNode]) -> Iterator[Entry]:
    """Yield the figures that executed `notebooks` show, in order."""
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                about = output.get("metadata", {}).get("diptych", {})
                if about.get("kind") == "figure":
                    yield _read_entry(about, name, cell.source)


def _read_entry(about: NotebookNode, notebook: str, code: str) -> Entry:
    values = dict(about["values"])
    worded = {field: translate(str(value)) or value for field, value in values.items()}
    return Entry(
        name=about["figure"],
        title=plain_text(about["title"], values),
        title_zh=plain_text(translate(about["title"]) or about["title"], worded),
        alt=plain_text(about["alt"], values),
        source=plain_text(about["source"], values),
        notebook=notebook,
        code=code,
    )


def _render_entry(entry: Entry, figures: Path) -> str:
    alt = " ".join(entry.alt.split()).replace("[", "(").replace("]", ")")
    return f"""## {entry.title}

![{alt}]({entry.name}.svg)

{entry.title_zh} · [中文]({entry.name}.zh.svg) · [PNG]({entry.name}.png) · {_data(entry.name, figures)}

{entry.source}

From [{entry.notebook}](../notebooks/{entry.notebook}.ipynb):

```python
{entry.code}
```
"""


def _data(name: str, figures: Path) -> str:
    path = figures / f"{name}.csv"
    if not path.is_file():
        return "no data file"
    rows = len(pd.read_csv(path, dtype=str, keep_default_na=False))
    return f"[data]({name}.csv) ({rows} rows)"
