"""Crews: the processes that do the work: some on this machine, or those of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joblib import parallel_config
from joblib.externals.loky.process_executor import TerminatedWorkerError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 15  # seconds in which a scheduler answers, and a first worker is there


class CrewError(RuntimeError):
    """A crew that cannot work, or no longer can, with what to do."""


@contextmanager
def hire_crew(*, workers: int = 1, scheduler: str = "", paths: tuple[Path, ...] = ()) -> Iterator[None]:
    """Have every `joblib.Parallel` of the block done by `workers` processes, or by a cluster.

    Parameters
    ----------
    workers
        Processes on this machine.
    scheduler
        Address of a Dask scheduler, as ``tcp://host:8786``; its workers do the tasks then, however many.
    paths
        Folders and files that the tasks name: a cluster's workers must see them under the same names.

    Raises
    ------
    CrewError
        When the scheduler does not answer or has no workers; when one of them lacks Diptych or a path, or is
        killed.
    """
    try:
        if not scheduler:
            with parallel_config(n_jobs=workers):
                yield
            return
        with _call_scheduler(scheduler) as client:
            _check_workers(client, scheduler, paths)
            with parallel_config("dask", client=client, n_jobs=-1):
                yield
    except TerminatedWorkerError:
        raise CrewError("a worker was killed (out of memory?)") from None
    except Exception as error:
        if (
            type(error).__name__ == "KilledWorker"
        ):  # of distributed, which is not imported without a scheduler
            raise CrewError(
                f"{scheduler}: its workers were killed again and again (out of memory?)"
            ) from None
        raise


@contextmanager
def _call_scheduler(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        told = str(error).partition("\n")[0]
        raise CrewError(
            f"{scheduler}: no Dask scheduler answers ({told}); start one with `dask scheduler` and name the "
            "address that it prints, or build on this machine with --workers"
        ) from None
    with client:
        yield client


def _check_workers(client: Client, scheduler: str, paths: tuple[Path, ...]) -> None:
    """See to it that there are workers, and that each has Diptych and the files."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise CrewError(f"{scheduler}: has no workers; start some with `dask worker {scheduler}`") from None
    names = [str(path.absolute()) for path in paths]
    try:
        missing: dict[str, Any] = client.run(find_missing, names, on_error="return")
    except Exception as error:  # whatever a worker's own Python says when it cannot read the question
        raise CrewError(
            f"{scheduler}: its workers do not know this Diptych ({error}); install it there"
        ) from None
    for worker, found in sorted(missing.items()):
        if isinstance(found, Exception):
            raise CrewError(f"{scheduler}: {worker} does not know this Diptych ({found}); install it there")
        if found:
            raise CrewError(
                f"{scheduler}: {worker} does not see {found[0]}; put it where all see it under one name"
            )


def find_missing(names: list[str]) -> list[str]:
    """Return those of the paths that are not there, as this process sees them."""
    return [name for name in names if not Path(name).exists()]
