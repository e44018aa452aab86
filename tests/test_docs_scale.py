"""The commands of docs/scale.md, as they stand there."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis.cli import app


@pytest.fixture(scope="module")
def commands(root: Path) -> list[list[str]]:
    """The lines of the page's shell blocks."""
    text = (root / "docs" / "scale.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Path:
    """A folder like the page's: my-study, and a corpus of records as the page shows one."""
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(app, ["new", "my-study", "--sides", "NORTH", "SOUTH"])
    assert made.exit_code == 0, made.output
    record = re.search(r"```jsonl\n(.*?)```", (root / "docs/scale.md").read_text("utf-8"), re.DOTALL)
    assert record is not None
    shown = json.loads(record[1]) | {"side": "NORTH"}
    rows = [shown | {"id": f"n{i}", "text": f"第{i}号文件谈自由贸易，通行费是{i * i}元。"} for i in range(30)]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def test_the_local_command(corpus: Path, commands: list[list[str]]) -> None:
    program, *arguments = next(command for command in commands if "--workers" in command)
    assert program == "diptych"
    built = CliRunner().invoke(app, arguments)
    assert built.exit_code == 0, built.output
    documents = pd.read_parquet(corpus / "tables" / "documents.parquet")
    assert len(documents) == 30 and set(documents["date"]) == {"2024-05-01"}


def test_the_cluster_commands(corpus: Path, commands: list[list[str]], root: Path) -> None:
    """The three lines in order, with a free port and without dashboards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    scheduler, worker, build = ([part.replace("8786", port) for part in command] for command in commands[-3:])
    environment = os.environ | {"PYTHONPATH": str(root)}
    started = []
    try:
        for command in (scheduler, worker):
            assert command[0] == "dask"
            line = [sys.executable, "-m", *command, "--host", "127.0.0.1", "--no-dashboard"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(subprocess.Popen(line, env=environment, **quiet))
            _wait_for(port)
        built = CliRunner().invoke(app, build[1:])
        assert built.exit_code == 0, built.output
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=30)
    assert len(pd.read_parquet(corpus / "tables" / "documents.parquet")) == 30


def _wait_for(port: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        assert time.monotonic() < deadline, "no scheduler within a minute"
        time.sleep(0.1)
