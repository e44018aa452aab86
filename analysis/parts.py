"""Parts: the articles of a study in portions that fit in memory, each built by itself and kept on disk.

A part's rows depend on its articles alone, so it does not matter which process builds it, nor when:
a build that was interrupted goes on with the parts that are missing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from analysis.reading.files import Manifest, read_sources
from analysis.reading.slices import Slice
from analysis.rows.binding import bind_all
from analysis.rows.desk import Desk
from analysis.rows.drafts import write_draft
from analysis.studies import Study
from analysis.survey import Survey, survey_folder

PART = 2_000_000  # bytes of input in one part: what one worker holds at a time
EXACT = ("same name", "same text")  # what repeats an article to the letter, so that its spans are the same


@dataclass(frozen=True)
class Plan:
    """The parts of one build, the folder and manifest that they are read with, and what is left out."""

    folder: Path
    manifest: Manifest
    parts: tuple[tuple[Slice, ...], ...]
    repeated: tuple[tuple[str, str], ...] = ()  # what is left out, and the article that it repeats

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The other names of articles that came under several."""
        names: dict[str, list[str]] = {}
        for name, kept in self.repeated:
            if name != kept:
                names.setdefault(kept, []).append(name)
        return names

    def cut(self, number: int) -> Plan:
        """Return the plan with the articles of one part only, which is all that a worker is told."""
        return replace(self, parts=tuple(part if i == number else () for i, part in enumerate(self.parts)))

    @property
    def key(self) -> str:
        """A name for these inputs in this order and these portions."""
        files = [
            [str(s.path), s.first, s.stop, s.path.stat().st_mtime_ns] for part in self.parts for s in part
        ]
        return hashlib.sha256(json.dumps([files, self.manifest], sort_keys=True).encode()).hexdigest()[:16]


def plan_parts(folder: Path, study: Study, *, size: int = PART, survey: Survey | None = None) -> Plan:
    """Portion the articles of `folder` that count into parts of about `size` bytes, in order of their paths.

    Parameters
    ----------
    survey
        What is in the folder, where that is known already.

    Raises
    ------
    FileError
        As `survey_folder` does.
    """
    survey = survey or survey_folder(folder, study)
    parts: list[list[Slice]] = [[]]
    filled = 0
    last = None
    for one in survey.taken:
        full = filled and filled + one.weight > size
        if full:
            parts.append([])
            filled = 0
        if last is not None and not full and (last.path, last.number + 1) == (one.path, one.number):
            parts[-1][-1] = parts[-1][-1]._replace(stop=one.number + 1)
        else:
            parts[-1].append(Slice(one.path, one.number, one.number + 1))
        last = one
        filled += one.weight
    repeated = tuple((one.article, one.of) for one in survey.found if one.reason in EXACT)
    return Plan(folder, survey.manifest, tuple(tuple(part) for part in parts), repeated)


def build_part(plan: Plan, number: int, desk: Desk) -> dict[str, pa.Table]:
    """Return the tables of one part's articles, rows in their order."""
    drafts = (
        write_draft(source, desk, names=plan.names.get(source.article, ()))
        for part in plan.parts[number]
        for source in read_sources(part, plan.folder, plan.manifest, desk.study.declared)
    )
    return bind_all(drafts, desk)


def keep_part(tables: dict[str, pa.Table], folder: Path, number: int) -> None:
    """Keep the tables of a part in `folder`, all of them or none."""
    path = find_part(folder, number)
    temporary = Path(tempfile.mkdtemp(dir=folder, prefix=".part-"))
    try:
        for name, table in tables.items():
            named = str(temporary / f"{name}.arrow")
            with pa.OSFile(named, "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
                writer.write_table(table)
        temporary.replace(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def find_part(folder: Path, number: int) -> Path:
    """Where part `number` is kept."""
    return folder / f"part-{number:06d}"


def read_part(folder: Path, number: int, name: str) -> pa.Table:
    """Read table `name` of one part that was kept."""
    with pa.memory_map(str(find_part(folder, number) / f"{name}.arrow")) as file:
        return pa.ipc.open_stream(file).read_all()
