"""What ``diptych report`` does at the terminal: progress while it works, then where the site is."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

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

ITEM = 90  # letters of an item's name that a line shows


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
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None
    typer.echo(f"The report: {front.resolve()}")
    for path in made[1:]:
        typer.echo(f"{path.resolve()}  {path.stat().st_size / 1e6:.1f} MB")


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
    for place, how, values, items in summarise_moves(moves).to_numpy().tolist():
        console.print(f"{place}: {values} values {how}, in {items} items", highlight=False)
    for move in moves.head(limit).to_dict(orient="records"):
        console.print(_say_move(move), markup=False, highlight=False)
    if len(moves) > limit:
        console.print(f"… and {len(moves) - limit} more (--limit)")
    raise typer.Exit(1)


def _say_move(move: Mapping[Hashable, Any]) -> str:
    item = " ".join(move["item"].split())[:ITEM]
    by = f" ({move['difference']:+.4g})" if math.isfinite(move["difference"]) else ""
    return f"{move['place']} | {item} | {move['field']}: {move['old'] or '–'} → {move['new'] or '–'}{by}"
