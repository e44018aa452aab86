"""Where the notebooks wait: `diptych report` beside the bare cost of its kernels and their imports.

``python bench/bench_report.py`` prints, round by round and interleaved, and writes bench/records/report.csv:

- *bare*: as many kernels, two side by side, each executing nothing but its notebook's imports;
- *report*: `diptych report`, which also computes, draws every figure four times and exports the site;
- *computing*: the CPU seconds that the notebooks take beyond those imports;
- *nbconvert*, where asked for: what one would do without Diptych, execute and convert one after the other.

The target is 3.5 s a notebook and half of the notebooks' own computing, as two cores share it. Other work on
the machine makes the report slower and the computing no less, so a busy machine errs against the target.
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import nbformat
import pandas as pd

from analysis.site.execute import execute_notebooks, read_notebook
from analysis.site.report import ROOT, find_notebooks

RECORD = ROOT / "bench" / "records" / "report.csv"
SECONDS_A_NOTEBOOK = 3.5
VERSIONS = ("ipykernel", "nbclient", "pandas", "matplotlib")


def keep_imports(source: str) -> str:
    """Return the import statements of a cell.

    Examples
    --------
    >>> keep_imports("import math\\nfrom analysis import shares\\nmath.pi")
    'import math\\nfrom analysis import shares'
    """
    kept = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in kept)


def strip_notebook(path: Path, folder: Path) -> Path:
    """Write the notebook's imports, in one cell, as a notebook of the same name; return its path."""
    sources = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
    cell = nbformat.v4.new_code_cell("\n".join(filter(None, map(keep_imports, sources))))
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / path.name)
    return folder / path.name


def time_kernels(paths: list[Path]) -> tuple[float, float]:
    """Return the seconds and the CPU seconds that executing `paths` takes, two side by side."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    execute_notebooks(paths)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def time_report(out: Path) -> tuple[float, int]:
    """Return the seconds of `diptych report` and the memory of its largest process in MB."""
    start = time.perf_counter()
    child = subprocess.Popen([Path(sys.executable).with_name("diptych"), "report", "--out", out])
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit("diptych report failed; its message stands above")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def time_nbconvert(paths: list[Path], out: Path) -> float:
    """Return the seconds of `jupyter nbconvert --execute` over `paths`, to one HTML file each."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--output-dir", str(out)]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
    return time.perf_counter() - start


def measure_round(notebooks: list[Path], folder: Path) -> dict[str, float]:
    """Return one row of the record."""
    bare, started = time_kernels([strip_notebook(path, folder) for path in notebooks])
    report, memory = time_report(folder / "site")
    executed, whole = time_kernels(notebooks)
    computing = whole - started
    return {
        "notebooks": len(notebooks),
        "bare": bare,
        "executed": executed,
        "report": report,
        "ratio": report / bare,
        "computing": computing,
        "a_notebook": (report - computing / 2) / len(notebooks),
        "target": SECONDS_A_NOTEBOOK,
        "memory_mb": memory,
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--nbconvert", action="store_true", help="also what one would do without Diptych")
    options = parser.parse_args()
    notebooks = find_notebooks(ROOT)
    rows = []
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            rows.append({"round": number + 1, **measure_round(notebooks, Path(folder))})
            if options.nbconvert:
                rows[-1]["nbconvert"] = time_nbconvert(notebooks, Path(folder) / "plain")
        print(pd.DataFrame(rows[-1:]).round(2).to_string(index=False), flush=True)
    frame = pd.DataFrame(rows).assign(**{name: version(name) for name in VERSIONS})
    RECORD.parent.mkdir(exist_ok=True)
    frame.round(2).to_csv(RECORD, index=False, lineterminator="\n")
    middle = frame.median(numeric_only=True)
    print(
        f"median of {len(frame)}: {middle['report']:.1f} s, {middle['ratio']:.2f} of the bare kernels; "
        f"{middle['a_notebook']:.2f} s a notebook beyond half its computing (target {SECONDS_A_NOTEBOOK})"
    )


if __name__ == "__main__":
    main()
