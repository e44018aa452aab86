"""Stopping: a read-only folder, a full disk, Ctrl-C and kill -9 leave good tables as they were."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy import ARTICLES, CONCEPTS, STUDY
from typer.testing import CliRunner

from analysis import build as building
from analysis import parts
from analysis.cli import app
from analysis.rows import TABLES

TABLE_NAMES = sorted(f"{name}.csv" for name in (*TABLES, "reading"))
START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"  # jobs ignore it
    "from analysis.cli import app; import analysis.build, analysis.parts;"
    "plan = analysis.parts.plan_parts;"
    "analysis.build.plan_parts = lambda *a, **k: plan(*a, **{**k, 'size': 1}); app()"
)  # each article is a part


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study, its articles, and good tables of them in ``out``."""
    (tmp_path / "study" / "codebook").mkdir(parents=True)
    declared = STUDY.replace("[study]", '[study]\nsimilar = "all"')
    (tmp_path / "study" / "study.toml").write_text(declared, encoding="utf-8")
    (tmp_path / "study" / "codebook" / "concepts.csv").write_text(CONCEPTS, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "texts" / name).write_text(text, encoding="utf-8")
    assert CliRunner().invoke(app, arguments(tmp_path)).exit_code == 0
    return tmp_path


def arguments(folder: Path) -> list[str]:
    where = [str(folder / "texts"), "--out", str(folder / "out"), "--study", str(folder / "study")]
    return ["build", *where, "--no-coding"]


def read_out(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir() if path.is_file()}


def add_long(folder: Path, number: int = 30) -> None:
    for i in range(number):
        text = f"第{i}篇。" + "北方主张自由贸易，南方要收通行费，船长们不知道该怎么办。" * 600
        (folder / "texts" / f"long{i:02d}.txt").write_text(text, encoding="utf-8")


def test_a_read_only_folder_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root may write anywhere, the refusal is made where the system would make it."""
    before = read_out(folder)
    (folder / "texts" / "e.txt").write_text("The toll is new.")
    mkdir = Path.mkdir

    def refuse(self: Path, *args: object, **options: object) -> None:
        if (folder / "out") in (self, *self.parents):
            raise OSError(errno.EROFS, "Read-only file system", str(self))
        mkdir(self, *args, **options)

    monkeypatch.setattr(Path, "mkdir", refuse)
    result = CliRunner().invoke(app, arguments(folder))
    assert result.exit_code == 2 and "Read-only file system" in result.output and "out" in result.output
    assert len(result.output.strip().splitlines()) == 1 and read_out(folder) == before


@pytest.mark.parametrize("where", ["part", "table", "reading"])
def test_a_full_disk_leaves_the_good_tables(
    folder: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = read_out(folder)
    (folder / "texts" / "e.txt").write_text("The toll is new.")

    def fill(*args: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    module, name = {
        "part": (parts.pa.ipc, "new_stream"),
        "table": (building, "_join_parts"),
        "reading": (building, "write_table"),
    }[where]
    monkeypatch.setattr(module, name, fill)
    result = CliRunner().invoke(app, arguments(folder))
    assert result.exit_code == 3 and "the disk is full" in result.output
    assert len(result.output.strip().splitlines()) == 1 and read_out(folder) == before
    monkeypatch.undo()
    assert CliRunner().invoke(app, arguments(folder)).exit_code == 0
    assert b"e.txt" in read_out(folder)["articles.csv"] and not (folder / "out" / ".diptych").exists()


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="needs to mount a small disk")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_disk_that_is_really_full(folder: Path, workers: str) -> None:
    small = folder / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", small], check=False).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        add_long(folder, 30)
        command = [sys.executable, "-c", START, *arguments(folder), "--workers", workers]
        command[command.index(str(folder / "out"))] = str(small / "out")
        found = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert found.returncode == 3, found.stderr
        assert "the disk is full" in found.stderr and "Traceback" not in found.stderr
        assert not list((small / "out").glob("*.csv"))
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.parametrize(
    ("sign", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_a_build_that_is_stopped_leaves_good_tables_and_goes_on(folder: Path, sign: int, code: int) -> None:
    before = read_out(folder)
    add_long(folder)
    command = [sys.executable, "-c", START, *arguments(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    kept = folder / "out" / ".diptych"
    deadline = time.monotonic() + 120
    while process.poll() is None and len(list(kept.glob("*/part-*"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(sign)
    _, error = process.communicate(timeout=120)
    assert process.returncode == code, error
    assert "Traceback" not in error and read_out(folder) == before
    if sign == signal.SIGINT:
        assert "give the same command again to go on" in error
    done = {path.name: path.stat().st_mtime_ns for path in kept.glob("*/part-*")}
    assert len(done) >= 3
    again = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert again.returncode == 0, again.stderr
    assert sorted(read_out(folder)) == TABLE_NAMES and not kept.exists()
    assert b"long29.txt" in read_out(folder)["articles.csv"]


def test_tables_are_replaced_together_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that dies while it joins its last table has replaced none."""
    before = read_out(folder)
    (folder / "texts" / "e.txt").write_text("The toll is new.")
    join = building._join_parts

    def stop(kept: Path, number: int, name: str, *rest: object) -> int:
        if name == TABLES[-1]:
            raise KeyboardInterrupt
        return join(kept, number, name, *rest)

    monkeypatch.setattr(building, "_join_parts", stop)
    assert CliRunner().invoke(app, arguments(folder)).exit_code == 130
    assert read_out(folder) == before


def test_no_table_of_the_other_form_stays_beside_a_new_one(folder: Path) -> None:
    assert CliRunner().invoke(app, [*arguments(folder), "--form", "parquet"]).exit_code == 0
    assert not list((folder / "out").glob("*.csv"))
    assert CliRunner().invoke(app, arguments(folder)).exit_code == 0
    assert sorted(read_out(folder)) == TABLE_NAMES
