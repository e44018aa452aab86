"""Report: from data/ to a site, in one call: execute the notebooks, render the figures, export the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from nbformat import NotebookNode

from analysis.folders import ROOT, SHIPPED, use_study
from analysis.needs import find_lacking
from analysis.opening import open_study
from analysis.site.bundle import write_bundle
from analysis.site.execute import NotebookError, execute_notebooks
from analysis.site.export import export_site
from analysis.site.gallery import write_gallery
from analysis.site.method import draw_method
from analysis.site.printing import write_pdf
from analysis.studies import read_study

OWN_STUDY = SHIPPED
LANGUAGES_SUFFIX = {"en": "", "zh": ".zh"}


def find_notebooks(root: Path) -> list[Path]:
    """Return the numbered notebooks of the project, in order."""
    found = sorted((root / "notebooks").glob("[0-9]*_*.ipynb"))
    if not found:
        raise NotebookError(f"{root / 'notebooks'}: no numbered notebook; run from a checkout of Diptych")
    return found


def make_report(
    *,
    study: Path | None = None,
    articles: Path | None = None,
    out: Path,
    root: Path = ROOT,
    on_done: Callable[[Path, float], None] = lambda path, seconds: None,
) -> Path:
    """Execute copies of the notebooks, render figures, export the site to `out`; return its front page.

    Parameters
    ----------
    study
        A study folder of one's own; its figures go to ``out``, never to the project's figures/.
    articles
        The folder of the texts; with it the notebooks also quote.

    Raises
    ------
    StudyError, TableError
        When the study's folder or a table that the report needs is not there.
    """
    environment: dict[str, str] = {}
    figures, folder = root / "figures", root / OWN_STUDY
    if study is not None and study.resolve() != folder.resolve():
        folder, figures = study.resolve(), out.resolve() / "drawn"
        environment |= {"DIPTYCH_STUDY": str(folder), "DIPTYCH_FIGURES": str(figures)}
    if articles is not None:
        environment["DIPTYCH_ARTICLES"] = str(articles.resolve())
    lacking = find_lacking(open_study(folder)) if environment.get("DIPTYCH_STUDY") else None
    executed = execute_notebooks(
        find_notebooks(root), environment=environment, lacking=lacking, on_done=on_done
    )
    notebooks = {path.stem: notebook for path, notebook in executed.items()}
    with use_study(folder):
        finish_figures(notebooks, folder=folder, figures=figures)
        return export_site(notebooks, study=read_study(folder), figures=figures, root=root, out=out)


def finish_figures(notebooks: Mapping[str, NotebookNode], *, folder: Path, figures: Path) -> None:
    """Draw the figure of the method and write the gallery, beside the figures that `notebooks` drew."""
    figures.mkdir(parents=True, exist_ok=True)
    draw_method(read_study(folder), figures)
    write_gallery(notebooks, figures=figures)


def bundle_report(front: Path) -> Path:
    """Write the exported site around `front` as one file beside it; return its path."""
    site = front.parent
    notebooks, sources, docs = (
        sorted(path.relative_to(site).as_posix() for path in site.glob(pattern))
        for pattern in ("[0-9]*_*.html", "source/*.html", "docs/**/*.html")
    )
    pages = ["index.html", *notebooks, "docs.html", *docs, "glossary.html", *sources]
    return write_bundle(site, pages, out=site)


def print_report(front: Path) -> list[Path]:
    """Print the exported site around `front` in both languages; return the paths of the PDF files.

    Raises
    ------
    PrintError
        When no Chromium is installed, or it fails.
    """
    whole = bundle_report(front)
    return [
        write_pdf(whole, language=language, out=whole.with_suffix(f"{suffix}.pdf"))
        for language, suffix in LANGUAGES_SUFFIX.items()
    ]
