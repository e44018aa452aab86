"""What ``diptych report`` does at the terminal: progress while it works, then where the site is."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.figures import FigureError
from analysis.moves import measure_moves, summarise_moves
from analysis.published import PublishedError, read_published
from analysis.site.bundle import NAME as BUNDLE
from analysis.site.execute import NotebookError
from analysis.site.printing import PrintError, find_browser
from analysis.site.report import ROOT, bundle_report, find_notebooks, make_report, print_report
from analysis.studies import StudyError


def run_report(
    *, study: Path | None, articles: Path | None, out: Path, single_file: bool = False, pdf: bool = False
) -> None:
    """Make the report, show progress, print where it is; a failure is one message and exit code 1."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    try:
        if pdf:
            find_browser()  # before minutes of work
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("notebooks", total=len(find_notebooks(ROOT)))
            front = make_report(
                study=study,
                articles=articles,
                out=out,
                on_done=lambda path, seconds: progress.advance(task),
            )
        made = [front]
        if pdf:
            made += [front.with_name(BUNDLE), *print_report(front)]
        elif single_file:
            made.append(bundle_report(front))
    except (NotebookError, StudyError, FigureError, PrintError, OSError) as error:
        console.print(f"[red]The report was not made.[/red] {type(error).__name__}:")
        console.print(str(error), markup=False, highlight=False)
        raise typer.Exit(1) from None
    for path in made:
        typer.echo(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


def run_diff(old: Path, new: Path, *, limit: int) -> None:
    """Print which published values moved between two versions; exit code 1 where any did."""
    console = Console(soft_wrap=True)
    try:
        moves = measure_moves(read_published(old), read_published(new))
    except (PublishedError, OSError) as error:
        Console(stderr=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(2) from None
    if moves.empty:
        console.print("Nothing moved.")
        return
    for row in summarise_moves(moves).itertuples():
        console.print(f"{row.place}: {row.values} values {row.how}, in {row.items} items", highlight=False)
    for row in moves.head(limit).itertuples():
        by = "" if row.difference != row.difference else f" ({row.difference:+.4g})"
        item = " ".join(str(row.item).split())
        text = f"{row.place} | {item[:90]} | {row.field}: {row.old or '–'} → {row.new or '–'}{by}"
        console.print(text, markup=False, highlight=False)
    if len(moves) > limit:
        console.print(f"… and {len(moves) - limit} more (--limit)")
    raise typer.Exit(1)
