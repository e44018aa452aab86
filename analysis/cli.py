"""The diptych command. Imports stand inside the commands, so that ``diptych --help`` starts at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="How two sides frame one subject, in Chinese and English texts.",
)
BAD_INPUT, DIFFERS, STOPPED, INTERRUPTED = 2, 1, 3, 130

StudyOption = Annotated[Path, typer.Option(help="Study folder, with study.toml.")]


@app.callback()
def main() -> None:
    """How two sides frame one subject, in Chinese and English texts."""


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="Folder of articles, or one file.")],
    out: Annotated[Path, typer.Option(help="Folder for the tables.")],
    study: StudyOption = Path("data/articles"),
    form: Annotated[str, typer.Option(help="csv, or parquet for many articles.")] = "csv",
    workers: Annotated[int, typer.Option(help="Processes that build at once.", min=1)] = 1,
    coding: Annotated[
        bool, typer.Option(help="Code the sentences; without, the tables are only counted.")
    ] = True,
) -> None:
    """Turn a folder of articles into tables.

    Reads text, Markdown and JSON Lines, in UTF-8, UTF-16, GB18030 or Big5. A file articles.csv in the
    folder may say what is known of each file: file, outlet, outlet_side, published, source. A build
    that was interrupted goes on when the same command is given again.

    Example: diptych build ../articles --study data/articles --out data/articles

    Example: diptych build corpus.jsonl.gz --out tables --form parquet --workers 2
    """
    with _explain_errors():
        from analysis.build import build_study
        from analysis.studies import read_study

        with _show_progress("Building") as report:
            rows = build_study(
                folder, out, study=read_study(study), form=form, workers=workers, coding=coding, report=report
            )
    for name, count in rows.items():
        typer.echo(f"{out / name}.{form}: {count} rows")


@app.command()
def check(
    study: StudyOption = Path("data/articles"),
    articles: Annotated[
        Path | None, typer.Option(help="Folder of the texts: the tables are then rebuilt and compared.")
    ] = None,
) -> None:
    """Check the tables of a study: each contract, and that they are what the texts say.

    Exits with 1 and names the rows where something is wrong.

    Example: diptych check --articles ../articles
    """
    with _explain_errors():
        from analysis.checks import check_contracts, check_rebuilt
        from analysis.studies import read_study

        found = read_study(study)
        texts = articles or found.texts
        faults = check_contracts(study)
        if not faults and texts:
            faults = check_rebuilt(found, texts)
    for fault in faults:
        typer.secho(fault, err=True, fg="red")
    if faults:
        raise typer.Exit(DIFFERS)
    rebuilt = f" and equal a rebuild from {texts}" if texts else "; name --articles to compare a rebuild"
    typer.echo(f"{study}: the tables keep their contracts{rebuilt}")


@app.command()
def code(
    file: Annotated[Path, typer.Argument(help="An article, or a folder of articles.")],
    study: StudyOption = Path("data/articles"),
    explain: Annotated[
        bool, typer.Option("--explain", help="Also the text, how sure each code is, and its cues.")
    ] = False,
) -> None:
    """Code the sentences of one file and show them, one a line.

    Example: diptych code --explain article.txt
    """
    with _explain_errors():
        from analysis.explaining import code_file, write_line
        from analysis.explaining import explain as write_paragraph
        from analysis.studies import read_study

        for id, text, found in code_file(file, read_study(study)):
            typer.echo(write_paragraph(id, text, found) if explain else write_line(id, found))


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="The sheet to fill in, a CSV that spreadsheets open.")],
    articles: Annotated[Path, typer.Option(help="Folder of the texts.")],
    study: StudyOption = Path("data/articles"),
    size: Annotated[int, typer.Option(help="Sentences to draw; with --by, of each kind.", min=1)] = 100,
    by: Annotated[str, typer.Option(help="Column of the sentences to draw evenly by, e.g. language.")] = "",
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = 1,
) -> None:
    """Draw a random sample of sentences for hand-coding. Give each coder a copy of the sheet.

    The machine's codes are left out, so that people code blind; data/codebook/MANUAL.md says how.

    Example: diptych sample --articles ../articles --size 100 --by language --out sheet.csv
    """
    with _explain_errors():
        from analysis.sampling import sample_study

        drawn = sample_study(study, articles, size=size, by=by, seed=seed)
        drawn.to_csv(out, index=False, lineterminator="\n", encoding="utf-8-sig")
    typer.echo(f"{out}: {len(drawn)} sentences")


@app.command()
def agree(
    first: Annotated[Path, typer.Argument(help="The first coder's filled sheet.")],
    second: Annotated[Path, typer.Argument(help="The second coder's.")],
    study: StudyOption = Path("data/articles"),
    resolved: Annotated[
        Path | None, typer.Option(help="The sheet of disputes, with the final codes filled in.")
    ] = None,
    disputes: Annotated[Path | None, typer.Option(help="Write what the coders dispute here.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the merged coding to this folder.")] = None,
) -> None:
    """Say how far two coders agree (Krippendorff's α, Cohen's κ), and merge their sheets after adjudication.

    Example: diptych agree a.csv b.csv --disputes disputes.csv

    Example: diptych agree a.csv b.csv --resolved disputes.csv --out study/codings
    """
    with _explain_errors():
        from analysis.sampling import SheetError, agree_sheets

        try:
            lines = agree_sheets(study, first, second, resolved=resolved, disputes=disputes, out=out)
        except SheetError as error:
            _stop(str(error), BAD_INPUT)
    for line in lines:
        typer.echo(line)


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
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Also one HTML file, for e-mail.")
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also PDF, in English and Chinese (needs Chromium).")
    ] = False,
) -> None:
    """Execute the notebooks, render the figures and export the HTML site.

    Example: diptych report --articles ../articles
    """
    from analysis.site.command import run_report

    run_report(study=folder or study, articles=articles, out=out, single_file=single_file, pdf=pdf)


@app.command()
def diff(
    old: Annotated[
        Path, typer.Argument(help="A site, a folder of executed notebooks, or a folder of tables.")
    ],
    new: Annotated[Path, typer.Argument(help="The same, later.")],
    limit: Annotated[int, typer.Option(help="How many values to list.")] = 40,
) -> None:
    """Say which published numbers and figures moved, and by how much; exit code 1 where any did.

    Example: diptych diff ../before/notebooks notebooks
    """
    from analysis.site.command import run_diff

    run_diff(old, new, limit=limit)


@contextmanager
def _explain_errors() -> Iterator[None]:
    """Say what is wrong with the input in one line, without a traceback, and exit with a code of its own."""
    from analysis.build import BuildError
    from analysis.codebook import CodebookError
    from analysis.reading.encodings import EncodingError
    from analysis.reading.sources import FileError
    from analysis.studies import StudyError
    from analysis.tables import TableError

    try:
        yield
    except (StudyError, FileError, EncodingError, CodebookError, TableError) as error:
        _stop(str(error), BAD_INPUT)
    except OSError as error:
        _stop(f"{error.filename or 'input or output'}: {error.strerror or error}", BAD_INPUT)
    except BuildError as error:
        _stop(str(error), STOPPED)
    except KeyboardInterrupt:
        _stop("interrupted; parts that were done are kept: give the same command again to go on", INTERRUPTED)


def _stop(message: str, code: int) -> None:
    typer.secho(f"diptych: {message}", err=True, fg="red")
    raise typer.Exit(code)


@contextmanager
def _show_progress(label: str) -> Iterator:
    """A bar on the terminal; nothing where there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(label),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("parts"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
