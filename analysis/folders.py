"""Folders: which study is meant where none is named, and where its texts and tables are.

The study is the one that a block of code chose (`use_study`), else the environment's ``DIPTYCH_STUDY``, else
the one whose folder the work goes on in, else the one that Diptych ships. So the same notebook reads another
study when it lies, or runs, in another place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from analysis.studies import Study, StudyError, read_study

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = "data/articles"
_chosen: ContextVar[Path | None] = ContextVar("study", default=None)


def shipped_study() -> Path:
    """Return the folder of the study that Diptych ships."""
    return ROOT / SHIPPED


def find_study() -> Path:
    """Return the folder of the study that is meant where none is named.

    Raises
    ------
    StudyError
        When DIPTYCH_STUDY names a folder without study.toml.
    """
    if (chosen := _chosen.get()) is not None:
        return chosen
    if given := os.environ.get("DIPTYCH_STUDY"):
        if not (Path(given) / "study.toml").is_file():
            raise StudyError(f"DIPTYCH_STUDY={given}: no study.toml there; unset it or name a study's folder")
        return Path(given)
    here = Path.cwd()
    around = (folder for folder in (here, *here.parents) if (folder / "study.toml").is_file())
    return next(around, shipped_study())


@contextmanager
def use_study(folder: Path) -> Iterator[None]:
    """Within the block, `find_study` returns `folder`."""
    token = _chosen.set(Path(folder).resolve())
    try:
        yield
    finally:
        _chosen.reset(token)


def locate_build(folder: Path, *, study: Path | None, out: Path | None) -> tuple[Study, Path, Path]:
    """Return the study, the texts and the folder for the tables that ``diptych build folder`` means.

    Where `folder` is a study's, its own texts are built, into it; else it holds the texts themselves.

    Raises
    ------
    StudyError
        When a study's texts are not there, or a folder of texts is named without a place for its tables.
    """
    if (folder / "study.toml").is_file() and study is None:
        found = read_study(folder)
        if found.texts is None:
            raise StudyError(
                f"{folder / 'study.toml'}: its texts are not there; make the folder that `texts` names "
                f"and put the articles into it"
            )
        return found, found.texts, out or folder
    if out is None:
        raise StudyError(
            f"{folder}: has no study.toml, so say with --out where the tables go, "
            f"or begin with `diptych new` and put the articles into its texts folder"
        )
    return read_study(study or shipped_study()), folder, out
