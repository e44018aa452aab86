"""Build: a folder of articles to the tables of a study.

Every document is read, coded and counted by itself, so any number of them can be built anywhere in
any order; parts that are done are kept until all are, and then joined in the order of the articles.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from joblib import Parallel, delayed
from threadpoolctl import ThreadpoolController

import analysis
from analysis.coding.chronicles import merge_events
from analysis.counterparts import mark_counterparts
from analysis.crews import CrewError, hire_crew
from analysis.intake import list_intake
from analysis.layers import list_layers
from analysis.parts import PART, Plan, build_part, find_part, keep_part, plan_parts, read_part
from analysis.rows import TABLES
from analysis.rows.desk import Desk, open_desk
from analysis.rows.schemas import read_schema
from analysis.studies import Study
from analysis.survey import survey_folder
from analysis.tables import read_table, replace_file, write_table

FORMS = ("csv", "parquet")
GROUP = 131_072  # rows in one row group of Parquet, whatever the parts
KEPT = ".diptych"


class BuildError(RuntimeError):
    """A build that stopped before its end, with what is kept and what to do."""


def build_study(
    source: str | Path,
    out: str | Path,
    *,
    study: Study,
    form: str = "csv",
    coding: bool = True,
    workers: int = 1,
    scheduler: str = "",
    size: int = PART,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """Write the tables of all articles in `source` to `out`, and return the number of rows of each.

    Every file is read once before anything is counted, so that no text counts twice; the table ``reading``
    says what was taken from each file, and why the rest was not.

    The result is the same to the byte for any number of workers and any size of the parts. A build
    that was interrupted goes on where it stopped; a table is replaced whole or not at all.

    Parameters
    ----------
    form
        ``csv`` or ``parquet``.
    coding
        Whether sentences are coded; without, the codes are empty and building is faster.
    workers
        Processes on this machine.
    scheduler
        Address of a Dask scheduler, as ``tcp://host:8786``: its workers build then, who see all folders under
        the same names.
    size
        Bytes of input that one worker holds at a time.
    report
        Called with the number of parts done and of all parts.

    Raises
    ------
    FileError, EncodingError, CodebookError, StudyError
        When an input, the codebook or the coded units cannot be used.
    BuildError
        When the scheduler does not answer or a worker was killed; what was done is kept.
    """
    if form not in FORMS:
        raise ValueError(f"form={form!r}; allowed: {', '.join(FORMS)}")
    _share_memory()
    source, out = Path(source).absolute(), Path(out).absolute()  # workers stand in folders of their own
    study = replace(study, folder=study.folder.absolute())
    out.mkdir(parents=True, exist_ok=True)
    try:
        with hire_crew(workers=workers, scheduler=scheduler, paths=(source, out, study.folder)):
            survey = mark_counterparts(survey_folder(source, study), study)
            plan = plan_parts(survey.folder, study, size=size, survey=survey)
            kept = out / KEPT / _name_build(plan, study, coding)
            kept.mkdir(parents=True, exist_ok=True)
            _build_missing(plan, study, coding, kept, report)
            _open_desk.cache_clear()  # joining needs none of it
    except CrewError as error:
        done = len(list(out.glob(f"{KEPT}/*/part-*")))
        told = f"; {done} parts are kept: give the same command again to go on" if done else ""
        raise BuildError(f"{error}{told}") from None
    whole = kept / "tables"
    whole.mkdir(exist_ok=True)
    rows = {name: _join_parts(kept, len(plan.parts), name, whole, form) for name in TABLES}
    reading = list_intake(survey, read_table(whole, "articles"), read_table(whole, "texts"))
    write_table(reading, whole, "reading", form=form)
    _publish_tables(whole, out)
    shutil.rmtree(out / KEPT)
    return rows | {"reading": len(reading)}


def build_tables(source: str | Path, *, study: Study, coding: bool = True) -> dict[str, pd.DataFrame]:
    """Return the tables of all articles in `source`, in memory: for a study that fits there."""
    plan, desk = plan_parts(Path(source), study), open_desk(study, coding=coding)
    parts = [build_part(plan, number, desk) for number in range(len(plan.parts))]
    return {name: _join_frames(name, (part[name] for part in parts)) for name in TABLES}


def _build_missing(
    plan: Plan, study: Study, coding: bool, kept: Path, report: Callable[[int, int], None]
) -> None:
    """Have the crew build the parts that are not kept yet."""
    total = len(plan.parts)
    missing = [number for number in range(total) if not find_part(kept, number).is_dir()]
    report(total - len(missing), total)
    tasks = (delayed(_build_part)(plan.cut(number), number, study, coding, kept) for number in missing)
    finished = Parallel(return_as="generator_unordered", batch_size=1)(tasks)
    for done, _ in enumerate(finished, total - len(missing) + 1):
        report(done, total)


def _build_part(plan: Plan, number: int, study: Study, coding: bool, kept: Path) -> None:
    _share_memory()
    desk = _open_desk(study, coding, kept.name)
    with _find_pools().limit(
        limits=1
    ):  # products of small matrices: a second thread waits, and burns as much
        keep_part(build_part(plan, number, desk), kept, number)


def _share_memory() -> None:
    """Have Arrow take memory where Python does: its own allocator keeps what is freed, 80 MB of it."""
    pa.set_memory_pool(pa.system_memory_pool())


@lru_cache(maxsize=1)
def _open_desk(study: Study, coding: bool, key: str) -> Desk:
    """The desk of one process, for all its parts; `key` changes with what the desk is made of."""
    return open_desk(study, coding=coding)


@lru_cache(maxsize=1)
def _find_pools() -> ThreadpoolController:
    """The pools of threads of one process; an interrupt is lost while they are sought: once is enough."""
    return ThreadpoolController()


def _name_build(plan: Plan, study: Study, coding: bool) -> str:
    """A name that changes with the inputs, the study, its codebook and the program."""
    name = hashlib.sha256(f"{analysis.__version__} {plan.key} {study} {coding}".encode())
    for folder in (*list_layers(study.codebook), study.folder / "codings", Path(analysis.__file__).parent):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".csv", ".npz", ".py", ".toml"):
                name.update(path.read_bytes())
    return name.hexdigest()[:16]


def _publish_tables(whole: Path, out: Path) -> None:
    """Put finished tables in the place of older ones, in either form, once all of them are there."""
    for path in sorted(whole.iterdir()):
        path.replace(out / path.name)
        for form in FORMS:
            if path.suffix != f".{form}":
                (out / f"{path.stem}.{form}").unlink(missing_ok=True)


def _join_parts(kept: Path, parts: int, name: str, out: Path, form: str) -> int:
    tables = (read_part(kept, number, name) for number in range(parts))
    if form == "csv" or name == "events":
        frame = _join_frames(name, tables)
        write_table(frame, out, name, form=form)
        return len(frame)
    rows, schema = 0, read_schema(name, text=pa.string())
    with replace_file(out / f"{name}.parquet") as path, pq.ParquetWriter(path, schema) as writer:
        for some in _regroup(tables):
            rows += sum(map(len, some))
            writer.write_table(_write_out(pa.concat_tables(some), schema), row_group_size=GROUP)
    return rows


def _write_out(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return `table` by `schema`, in one piece, a column after the other so that no two copies are held."""
    columns = (table[field.name].cast(field.type).combine_chunks() for field in schema)
    return pa.Table.from_arrays(list(columns), schema=schema)


def _regroup(tables: Iterable[pa.Table]) -> Iterator[list[pa.Table]]:
    """Yield the pieces of one row group after the other, whatever parts they come from."""
    some: list[pa.Table] = []
    room = GROUP
    for table in tables:
        while len(table) >= room:
            yield [*some, table.slice(0, room)]
            some, table, room = [], table.slice(room), GROUP
        some.append(table)
        room -= len(table)
    yield some


def _join_frames(name: str, tables: Iterable[pa.Table]) -> pd.DataFrame:
    """One frame of all parts; what several sentences, versions or articles report is one event."""
    frame = _to_frame(pa.concat_tables(tables).cast(read_schema(name, text=pa.string())))
    return merge_events(frame) if name == "events" else frame


def _to_frame(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(types_mapper={pa.string(): pd.StringDtype("pyarrow", na_value=float("nan"))}.get)
