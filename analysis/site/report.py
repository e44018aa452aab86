"""Report: from data/ to a site, in one call: execute the notebooks, render the figures, export the pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analysis.site.execute import NotebookError, execute_notebooks
from analysis.site.export import export_site
from analysis.studies import read_study

ROOT = Path(__file__).resolve().parents[2]
OWN_STUDY = "data/articles"


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
    """
    environment: dict[str, str] = {}
    figures = root / "figures"
    folder = root / OWN_STUDY
    if study is not None and study.resolve() != folder.resolve():
        folder, figures = study.resolve(), out.resolve() / "drawn"
        environment |= {"DIPTYCH_STUDY": str(folder), "DIPTYCH_FIGURES": str(figures)}
    if articles is not None:
        environment["DIPTYCH_ARTICLES"] = str(articles.resolve())
    executed = execute_notebooks(find_notebooks(root), environment=environment, on_done=on_done)
    return export_site(
        {path.stem: notebook for path, notebook in executed.items()},
        study=read_study(folder),
        figures=figures,
        root=root,
        out=out,
    )
