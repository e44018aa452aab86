"""The diptych command. Imports stand inside the commands, so that ``diptych --help`` starts at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="How two sides frame one subject, in Chinese and English texts.",
)


@app.callback()
def main() -> None:
    """How two sides frame one subject, in Chinese and English texts."""


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Folder of articles, or one file.")],
    out: Annotated[Path, typer.Option(help="Where the tables go.")],
    study: Annotated[Path, typer.Option(help="Study folder, with study.toml.")] = Path("data/articles"),
    form: Annotated[str, typer.Option(help="csv or parquet.")] = "csv",
) -> None:
    """Turn a folder of articles into tables."""
    from analysis.build import build_study
    from analysis.studies import read_study

    rows = build_study(folder, out, study=read_study(study), form=form)
    for name, count in rows.items():
        typer.echo(f"{out / name}.{form}: {count} rows")


@app.command()
def report(
    folder: Annotated[
        Path | None, typer.Argument(metavar="STUDY", help="A study folder of one's own.", show_default=False)
    ] = None,
    study: Annotated[Path | None, typer.Option(help="The same, by name.", show_default=False)] = None,
    articles: Annotated[
        Path | None, typer.Option(help="Folder of the texts: the report then quotes.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the site goes.")] = Path("reports"),
) -> None:
    """Execute the notebooks, render the figures and export the HTML site.

    Example: diptych report --articles ../articles
    """
    from analysis.site.command import run_report

    run_report(study=folder or study, articles=articles, out=out)
