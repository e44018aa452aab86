"""The command: quick help, tables on disk, and errors of one line that say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.studies import Study

RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path, study: Study, texts: Path) -> Path:
    return tmp_path


def run_build(folder: Path, *options: str, texts: str = "texts", out: str = "out"):
    paths = [str(folder / texts), "--out", str(folder / out), "--study", str(folder / "study"), "--no-coding"]
    return RUNNER.invoke(app, ["build", *paths, *options])


def test_help_starts_fast_and_shows_examples() -> None:
    slow = {"pandas", "rjieba", "pyarrow", "matplotlib", "joblib"}
    imported = f"import sys, analysis.cli; print(sorted({slow} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", imported], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
    for command in ("build", "check"):
        shown = RUNNER.invoke(app, [command, "--help"])
        assert shown.exit_code == 0 and "Example: diptych" in shown.output


def test_build_and_check(folder: Path) -> None:
    built = run_build(folder)
    assert built.exit_code == 0, built.output
    assert "sentences.csv" in built.output and (folder / "out" / "sentences.csv").is_file()
    assert not (folder / "out" / ".diptych").exists()


def test_check_passes_on_a_study_and_fails_when_a_table_was_changed(folder: Path) -> None:
    assert run_build(folder, out="study").exit_code == 0
    command = ["check", "--study", str(folder / "study")]
    assert RUNNER.invoke(app, command).exit_code == 0
    path = folder / "study" / "cleaning.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("kept,,", "kept,,1", 1))
    changed = RUNNER.invoke(app, command)
    assert changed.exit_code == 1 and "accounts for" in changed.output


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda folder: (folder / "study" / "study.toml").unlink(), ["study.toml", "not found"]),
        (lambda folder: (folder / "texts" / "articles.csv").write_text("file\nx.txt\n"), ["line 2", "x.txt"]),
        (
            lambda folder: (folder / "study" / "codebook" / "concepts.csv").write_text("concept\n"),
            ["concepts.csv"],
        ),
        (lambda folder: [path.unlink() for path in (folder / "texts").iterdir()], ["texts", "no article"]),
        (lambda folder: (folder / "out").write_text("a file"), ["out"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(folder: Path, break_it, words: list[str]) -> None:
    break_it(folder)
    result = run_build(folder)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output and len(result.output.strip().splitlines()) == 1
    assert all(word in result.output for word in words)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(folder: Path) -> None:
    (folder / "out").mkdir(mode=0o500)
    result = run_build(folder)
    assert result.exit_code == 2 and "out" in result.output


def test_a_good_table_stays_when_a_later_build_fails(folder: Path) -> None:
    run_build(folder)
    before = (folder / "out" / "sentences.csv").read_bytes()
    (folder / "texts" / "z.jsonl").write_text('{"id": "z"}\n')
    failed = run_build(folder)
    assert failed.exit_code == 2 and "z.jsonl, line 1" in failed.output
    assert (folder / "out" / "sentences.csv").read_bytes() == before


def test_a_killed_worker_costs_its_part_and_a_rerun_goes_on(folder: Path) -> None:
    """Kill one of two worker processes in mid-build, then give the same command again."""
    declared = folder / "study" / "study.toml"  # all the texts are nearly the same
    declared.write_text(declared.read_text(encoding="utf-8").replace("[study]", '[study]\nsimilar = "all"'))
    for i in range(60):
        text = f"第{i}篇。" + "北方主张自由贸易，南方要收通行费，船长们不知道该怎么办。" * 3000
        (folder / "texts" / f"long{i:02d}.txt").write_text(text, encoding="utf-8")
    code = (
        "import sys; from analysis.cli import app; import analysis.build, analysis.parts;"
        "analysis.build.plan_parts = lambda *a, **k: analysis.parts.plan_parts(*a, **{**k, 'size': 1}); app()"
    )
    arguments = [
        "build",
        str(folder / "texts"),
        "--out",
        str(folder / "out"),
        "--study",
        str(folder / "study"),
    ]
    command = [sys.executable, "-c", code, *arguments, "--no-coding", "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    kept = folder / "out" / ".diptych"
    while process.poll() is None and len(list(kept.glob("*/part-*"))) < 3:
        time.sleep(0.05)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.is_file():
        process.kill()
        pytest.skip("needs /proc to find the workers")
    for child in children.read_text(encoding="utf-8").split():
        if "popen_loky" in Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8"):
            os.kill(int(child), 9)
            break
    _, error = process.communicate(timeout=120)
    assert process.returncode == 3, error
    assert "worker was killed" in error and "Traceback" not in error
    done = len(list(kept.glob("*/part-*")))
    assert done >= 3 and not list((folder / "out").glob("*.csv"))
    again = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert again.returncode == 0, again.stderr
    assert (folder / "out" / "sentences.csv").is_file()
