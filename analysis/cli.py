"""The diptych command. Imports stand inside the commands, so that ``diptych --help`` starts at once."""

from __future__ import annotations

import errno
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

StudyOption = Annotated[
    Path | None,
    typer.Option(help="Study folder, with study.toml.", show_default="the study around, or the shipped one"),
]
SidesOption = Annotated[
    tuple[str, str] | None,
    typer.Option(
        metavar="ONE OTHER",
        help="The two sides, as the codebook calls them (eu cn, Taiwan Japan), or any other names.",
        show_default="those of the shipped study",
    ),
]


@app.callback()
def main() -> None:
    """How two sides frame one subject, in Chinese and English texts."""


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to write; it must not hold anything yet.")],
    sides: SidesOption = None,
) -> None:
    """Begin a study of your own: a commented folder to put articles into.

    Then put the articles into its folder texts, and give the two commands that this one ends with.

    Example: diptych new my-topic --sides eu cn
    """
    with _explain_errors():
        from analysis.folders import shipped_study
        from analysis.skeletons import write_study
        from analysis.studies import read_study

        known = read_study(shipped_study()).sides
        for path in write_study(folder, sides=sides or (known[0].name, known[1].name)):
            typer.echo(path)
    typer.echo(f"Put the articles into {folder / 'texts'}, then: diptych build {folder}")
    typer.echo(f"and: diptych report {folder}")


@app.command()
def build(
    folder: Annotated[Path, typer.Argument(help="A study's folder; or a folder of articles, or one file.")],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the tables.", show_default="the study's folder")
    ] = None,
    study: StudyOption = None,
    form: Annotated[str, typer.Option(help="csv, or parquet for many articles.")] = "csv",
    workers: Annotated[int, typer.Option(help="Processes that build at once.", min=1)] = 1,
    scheduler: Annotated[
        str, typer.Option(help="Address of a Dask scheduler, whose workers build then.", metavar="tcp://…")
    ] = "",
    coding: Annotated[
        bool, typer.Option(help="Code the sentences; without, the tables are only counted.")
    ] = True,
) -> None:
    """Turn a study's articles into its tables.

    FOLDER is a study's, made by `diptych new`; or any folder of articles, which is then built as the study
    that --study names, into --out.

    Reads text, Markdown, HTML, PDF, Word (.docx), JSON Lines, CSV and Parquet, in whatever encoding. A file
    articles.csv in the folder may say what is known of each file: file, outlet, outlet_side, published,
    source. The table reading says what was taken from each file, and why the rest was not; a text that comes
    again, nearly or to the letter, counts once. A build that was interrupted goes on when the same command is
    given again.

    Example: diptych build my-topic

    Example: diptych build ../articles --study data/articles --out data/articles

    Example: diptych build corpus.jsonl.gz --out tables --form parquet --workers 2

    Example: diptych build corpus --out tables --form parquet --scheduler tcp://10.0.0.5:8786
    """
    with _explain_errors():
        from analysis.build import build_study
        from analysis.folders import locate_build
        from analysis.intake import tell_intake
        from analysis.tables import read_table

        found, texts, out = locate_build(folder, study=study, out=out)
        with _show_progress("Building") as report:
            rows = build_study(
                texts,
                out,
                study=found,
                form=form,
                workers=workers,
                scheduler=scheduler,
                coding=coding,
                report=report,
            )
        told = tell_intake(read_table(out, "reading"))
    for name, count in rows.items():
        typer.echo(f"{out / name}.{form}: {count} rows")
    for line in told:
        typer.echo(line, err=True)


@app.command()
def check(
    study: StudyOption = None,
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
        from analysis.folders import find_study
        from analysis.studies import read_study

        study = study or find_study()
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
    study: StudyOption = None,
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
        from analysis.folders import find_study
        from analysis.studies import read_study

        for id, text, found in code_file(file, read_study(study or find_study())):
            typer.echo(write_paragraph(id, text, found) if explain else write_line(id, found))


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="The sheet to fill in, a CSV that spreadsheets open.")],
    articles: Annotated[Path, typer.Option(help="Folder of the texts.")],
    study: StudyOption = None,
    size: Annotated[int, typer.Option(help="Sentences to draw; with --by, of each kind.", min=1)] = 100,
    by: Annotated[str, typer.Option(help="Column of the sentences to draw evenly by, e.g. language.")] = "",
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = 1,
) -> None:
    """Draw a random sample of sentences for hand-coding. Give each coder a copy of the sheet.

    The machine's codes are left out, so that people code blind; data/codebook/MANUAL.md says how.

    Example: diptych sample --articles ../articles --size 100 --by language --out sheet.csv
    """
    with _explain_errors():
        from analysis.folders import find_study
        from analysis.sampling import sample_study, write_sheet

        drawn = sample_study(study or find_study(), articles, size=size, by=by, seed=seed)
        write_sheet(drawn, out)
    typer.echo(f"{out}: {len(drawn)} sentences")


@app.command()
def agree(
    first: Annotated[Path, typer.Argument(help="The first coder's filled sheet.")],
    second: Annotated[Path, typer.Argument(help="The second coder's.")],
    study: StudyOption = None,
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
        from analysis.folders import find_study
        from analysis.sampling import SheetError, agree_sheets

        try:
            lines = agree_sheets(
                study or find_study(), first, second, resolved=resolved, disputes=disputes, out=out
            )
        except SheetError as error:
            _stop(str(error), BAD_INPUT)
    for line in lines:
        typer.echo(line)


@app.command()
def report(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="STUDY", help="A study's folder.", show_default="the study around, or the shipped one"
        ),
    ] = None,
    study: Annotated[Path | None, typer.Option(help="The same, by name.", show_default=False)] = None,
    articles: Annotated[
        Path | None, typer.Option(help="Folder of the texts: the report then quotes.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Where the site goes.", show_default="report in the study's folder; reports"),
    ] = None,
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Also one HTML file, for e-mail.")
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also PDF, in English and Chinese (needs Chromium).")
    ] = False,
) -> None:
    """Execute the notebooks on a study, render the figures and export the HTML site.

    Example: diptych report my-topic

    Example: diptych report --articles ../articles
    """
    from analysis.site.command import run_report

    with _explain_errors():
        from analysis.folders import find_study, shipped_study

        chosen = folder or study or find_study()
        own = chosen.resolve() != shipped_study().resolve()
    run_report(
        study=chosen if own else None,
        articles=articles,
        out=out or (chosen / "report" if own else Path("reports")),
        single_file=single_file,
        pdf=pdf,
    )


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
    except MemoryError:
        _stop(
            "out of memory; parts that were done are kept: give the same command again, fewer workers",
            STOPPED,
        )
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _stop("the disk is full; free some space and give the same command again to go on", STOPPED)
        _stop(f"{error.filename or 'input or output'}: {error.strerror or error}", BAD_INPUT)
    except BuildError as error:
        _stop(str(error), STOPPED)
    except KeyboardInterrupt:
        _stop("interrupted; parts that were done are kept: give the same command again to go on", INTERRUPTED)


def _stop(message: str, code: int) -> None:
    from analysis.invisible import mark_invisible

    typer.secho(f"diptych: {mark_invisible(message)}", err=True, fg="red")
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
