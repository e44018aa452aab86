"""The workflow on the forge does what the project's own commands do."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"


def read_commands() -> str:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    return "\n".join(step["run"] for job in jobs.values() for step in job["steps"] if "run" in step)


def test_clean_machine_lints_tests_and_reports():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    called = re.findall(r"^\s*make (\w+)", commands, re.MULTILINE)
    assert called == ["lint", "test", "report", "moved"]
    assert set(called) <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert "make" not in re.findall(r"\w+", read_commands())  # nothing is made twice


def test_workflow_runs_the_same_as_a_clean_machine():
    commands = read_commands()
    assert ".ci/run" in commands and (ROOT / ".ci" / "run").is_file()
    assert "--require-hashes -r requirements.lock" in commands
    assert "diptych diff" in commands


def test_workflow_names_no_host():
    assert re.findall(r"https?://", WORKFLOW.read_text(encoding="utf-8")) == []
