"""Export: executed notebooks as a linked site of plain files that needs no network and no server."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode

from analysis.published import SITE_FILE, find_published
from analysis.site.api import read_modules
from analysis.site.assets import write_assets
from analysis.site.cards import show_number, show_q, show_share
from analysis.site.docs import Doc, read_docs
from analysis.site.figures import write_figures
from analysis.site.findings import read_findings
from analysis.site.font import find_characters, write_font
from analysis.site.glossary import read_glossary
from analysis.site.method import ALT, measure_method
from analysis.site.method import NAME as METHOD
from analysis.site.outputs import FigureShown, read_figure
from analysis.site.pages import Cell, Page, neighbours, read_page
from analysis.site.prose import in_both, say, translate
from analysis.site.provenance import Function
from analysis.site.sources import highlight_module
from analysis.site.versions import read_citation, read_version
from analysis.studies import Study

# nothing may be asked of another host, and no script may run but the site's own files;
# `file:` says for a page opened from disk what 'self' says for one that is served
POLICY = (
    "default-src 'none'; img-src 'self' file: data:; font-src 'self' file: data:; "
    "style-src 'self' file: 'unsafe-inline'; script-src 'self' file:; base-uri 'none'; form-action 'none'"
)
KINDS = {"statistic": "Statistics", "concept": "Concepts of this study", "chinese": "Chinese terms"}
PICTURE = re.compile(r'<img[^>]*? src="([^":/]+)"')  # one that lies beside its doc


@dataclass(frozen=True)
class Link:
    """One entry of the site's menu."""

    file: str
    label: Markup
    title: Markup | None = None


PARTS = ("source", "docs", "api")
DOCS = Link("docs.html", in_both("Docs", translate("Docs")))


def export_site(
    notebooks: Mapping[str, NotebookNode], *, study: Study, figures: Path, root: Path, out: Path
) -> Path:
    """Write the site of executed `notebooks` (by name, in order) to `out`; return its front page.

    Parameters
    ----------
    study
        Whose question, sides and colours the site shows.
    figures
        The folder of rendered figures.
    root
        The project's folder, for citation, data version and commit.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in [*out.glob("*.html"), *(old for part in PARTS for old in (out / part).rglob("*.html"))]:
        old.unlink()
    pages = {name: read_page(notebook, name=name, figures=figures) for name, notebook in notebooks.items()}
    ordered = list(pages.values())
    docs = read_docs(root, notebooks=tuple(pages))
    write = partial(_write, _environment(study, root, [*map(_link, ordered), DOCS]), out)
    _write_notebooks(write, ordered)
    write(
        "index.html.j2",
        "index.html",
        title=f"{study.title} · Diptych",
        question=in_both(study.question, study.question_zh),
        findings=read_findings(notebooks, pages),
        cards=[(page, card) for page in ordered for card in page.cards],
        citation=read_citation(root),
        method=_method(study, figures),
        docs=docs,
    )
    _write_docs(write, docs)
    _copy_pictures(docs, root, out)
    _write_api(write, _functions(ordered))
    rows = sorted(find_published(notebooks, figures=figures))
    told = json.dumps(rows, ensure_ascii=False, indent=0) + "\n"
    (out / SITE_FILE).write_text(told, encoding="utf-8", newline="\n")
    shown = {shown.name for page in ordered for shown in page.figures}
    names = sorted(shown | ({METHOD} if has_method(figures) else set()))
    write_figures(names, source=figures, out=out / "figures", study=study)
    write_assets(out, study=study)
    texts = [*out.rglob("*.html"), *out.rglob("*.js")]
    write_font(find_characters(texts), out / "assets" / "cjk.woff")
    return out / "index.html"


def _link(page: Page) -> Link:
    return Link(page.file, label_page(page.name), page.title)


def _write_notebooks(write: Callable[..., None], pages: Sequence[Page]) -> None:
    for page in pages:
        before, after = neighbours(pages, page)
        title = f"{page.plain_title} · Diptych"
        write("page.html.j2", page.file, title=title, page=page, before=before, after=after)


def _write_docs(write: Callable[..., None], docs: Sequence[Doc]) -> None:
    """The list of documentation, its pages, and the glossary."""
    write("docs.html.j2", DOCS.file, title="Documentation · Diptych", docs=docs)
    for doc in docs:
        up = "../" * doc.file.count("/")
        write("doc.html.j2", doc.file, title=f"{doc.title} · Diptych", up=up, doc=doc)
    entries = read_glossary().values()
    grouped = [(label, [entry for entry in entries if entry.kind == kind]) for kind, label in KINDS.items()]
    write("glossary.html.j2", "glossary.html", title="Glossary · Diptych", glossary=grouped)


def _copy_pictures(docs: Sequence[Doc], root: Path, out: Path) -> None:
    """The pictures that the docs show, beside their pages."""
    for doc in docs:
        for name in sorted(set(PICTURE.findall(doc.html))):
            shutil.copyfile((root / doc.path).parent / name, (out / doc.file).parent / name)


def _write_api(write: Callable[..., None], used: set[Function]) -> None:
    """What every module offers, and the source of those that the notebooks use."""
    modules, sourced = read_modules(), sorted({function.module for function in used})
    write("functions.html.j2", "api/index.html", title="Functions · Diptych", up="../", modules=modules)
    for module in modules:
        title = f"{module.name} · Diptych"
        write("api.html.j2", module.file, title=title, up="../", module=module, sourced=sourced)
    for name in sourced:
        code = highlight_module(name)
        write(
            "source.html.j2",
            f"source/{name}.html",
            title=f"{name} · Diptych",
            up="../",
            module=name,
            code=code,
        )


def _method(study: Study, figures: Path) -> FigureShown | None:
    if not has_method(figures):
        return None
    about = {
        "figure": METHOD,
        "title": "Method in one figure",
        "alt": ALT,
        "values": measure_method(study.folder),
    }
    return read_figure(about, figures)


def has_method(figures: Path) -> bool:
    """Say whether the figure of the method has been drawn."""
    return (figures / f"{METHOD}.svg").is_file()


def label_page(name: str) -> Markup:
    """Return a notebook's short name for the menu, in both languages: 01_corpus is Corpus."""
    label = name.split("_", 1)[-1].replace("_", " ").capitalize()
    return in_both(label, translate(label))


def _functions(pages: Sequence[Page]) -> set[Function]:
    cells = [block for page in pages for block in page.blocks if isinstance(block, Cell)]
    own = {function for cell in cells for function in cell.functions}
    return own | {function for cell in cells for step in cell.steps for function in step.functions}


def _environment(study: Study, root: Path, menu: Sequence[Link]) -> Environment:
    environment = Environment(
        loader=PackageLoader("analysis.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "say": say,
        "tell": lambda text: in_both(text, translate(text)),
        "pair": lambda text: (("en", text), ("zh", translate(text) or text)),
        "number": show_number,
        "q": show_q,
        "share": show_share,
        "pages": menu,
        "policy": Markup(POLICY),
        "version": read_version(root),
        "study_title": in_both(study.title, study.title_zh),
        "description": study.question,
        "up": "",
    }
    return environment


def _write(environment: Environment, out: Path, template: str, file: str, **values: object) -> None:
    path = out / file
    path.parent.mkdir(parents=True, exist_ok=True)
    html = environment.get_template(template).render(current=file, **values)
    path.write_text(html.strip() + "\n", encoding="utf-8", newline="\n")
