"""What ``diptych report`` does at the terminal: progress while it works, then where the site is."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.figures import FigureError
from analysis.site.execute import NotebookError
from analysis.site.report import ROOT, find_notebooks, make_report
from analysis.studies import StudyError


def run_report(*, study: Path | None, articles: Path | None, out: Path) -> None:
    """Make the report, show progress, print where it is; a failure is one message and exit code 1."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    try:
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("notebooks", total=len(find_notebooks(ROOT)))
            front = make_report(
                study=study,
                articles=articles,
                out=out,
                on_done=lambda path, seconds: progress.advance(task),
            )
    except (NotebookError, StudyError, FigureError, OSError) as error:
        console.print(f"[red]The report was not made.[/red] {type(error).__name__}:")
        console.print(str(error), markup=False, highlight=False)
        raise typer.Exit(1) from None
    typer.echo(f"The report is at {front}")
