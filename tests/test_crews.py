"""Crews: a Dask cluster builds the same bytes as one process, and what is wrong with it is said."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis import crews
from analysis.build import BuildError, build_study
from analysis.cli import app
from analysis.crews import find_missing
from analysis.studies import Study

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def start(*arguments: str) -> Iterator[subprocess.Popen]:
    """A Dask process, ended with the block."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler on a free port, with two worker processes."""
    told = tmp_path_factory.mktemp("dask") / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as stack:
        stack.enter_context(
            start("scheduler", *local, "--port", "0", "--no-jupyter", "--scheduler-file", str(told))
        )
        deadline = time.monotonic() + 60
        while not told.is_file() or not told.read_text():
            assert time.monotonic() < deadline, "no scheduler within a minute"
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        for _ in range(2):
            stack.enter_context(start("worker", address, *local, "--nthreads", "1", "--no-nanny"))
        yield address


def read_tables(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_cluster_builds_the_same_bytes(study: Study, texts: Path, tmp_path: Path, scheduler: str) -> None:
    lines = [
        json.dumps({"id": f"n{i}", "text": f"第{i}号文件谈自由贸易和通行费{i * i}元。"}) for i in range(40)
    ]
    (texts / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    arguments = [str(texts), "--study", str(study.folder), "--form", "parquet", "--no-coding"]
    for out, crew in (("alone", []), ("pair", ["--workers", "2"]), ("cluster", ["--scheduler", scheduler])):
        built = CliRunner().invoke(app, ["build", *arguments, "--out", str(tmp_path / out), *crew])
        assert built.exit_code == 0, built.output
    alone = read_tables(tmp_path / "alone")
    assert "terms.parquet" in alone
    assert alone == read_tables(tmp_path / "pair") == read_tables(tmp_path / "cluster")


def test_a_cluster_may_take_parts_of_any_size(
    study: Study, texts: Path, tmp_path: Path, scheduler: str
) -> None:
    build_study(texts, tmp_path / "alone", study=study, coding=False)
    build_study(texts, tmp_path / "cluster", study=study, coding=False, size=1, scheduler=scheduler)
    assert read_tables(tmp_path / "alone") == read_tables(tmp_path / "cluster")


def test_workers_find_relative_paths(
    study: Study, texts: Path, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    near = replace(study, folder=Path("study"))
    build_study("texts", "cluster", study=near, coding=False, scheduler=scheduler)
    build_study("texts", "pair", study=near, coding=False, size=1, workers=2)
    assert read_tables(tmp_path / "cluster") == read_tables(tmp_path / "pair")


@pytest.mark.parametrize("fault", ["does not see lost", "does not know this Diptych"])
def test_what_workers_lack_is_named(
    study: Study, texts: Path, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    told = (lambda names: ["lost"]) if "lost" in fault else say_lost  # no worker has this module of tests
    monkeypatch.setattr(crews, "find_missing", told)
    with pytest.raises(BuildError, match=fault):
        build_study(texts, tmp_path / "out", study=study, coding=False, scheduler=scheduler)


def say_lost(names: list[str]) -> list[str]:
    """What `find_missing` says on a machine that has none of the folders."""
    return ["lost"]


def test_find_missing(tmp_path: Path) -> None:
    assert find_missing([str(tmp_path), str(tmp_path / "gone")]) == [str(tmp_path / "gone")]


def test_a_scheduler_that_does_not_answer_is_an_error(
    study: Study, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crews, "PATIENCE", 1)
    with socket.socket() as taken:  # bound and never listening: a port that refuses
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        arguments = [str(texts), "--study", str(study.folder), "--out", str(tmp_path / "out")]
        failed = CliRunner().invoke(app, ["build", *arguments, "--scheduler", address])
    assert failed.exit_code == 3
    assert "no Dask scheduler answers" in failed.output and "dask scheduler" in failed.output
    assert "Traceback" not in failed.output


def test_an_address_that_is_none_is_an_error(study: Study, texts: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no Dask scheduler answers"):
        build_study(texts, tmp_path / "out", study=study, coding=False, scheduler="carrier-pigeon://nest")
