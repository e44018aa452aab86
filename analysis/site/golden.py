"""The golden files: numbered notebooks executed in place, with the gallery and the README's findings.

``python -m analysis.site.golden notebooks/0*.ipynb`` is what `make notebooks` runs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path

from analysis.site.execute import KERNELS, NotebookError, execute_notebooks, read_notebook, save_notebook
from analysis.site.readme import write_findings
from analysis.site.report import OWN_STUDY, finish_figures


def main(arguments: Iterable[str] | None = None) -> None:
    """Execute the notebooks named on the command line in place."""
    parser = argparse.ArgumentParser(prog="python -m analysis.site.golden", description=__doc__)
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--kernels", type=int, default=KERNELS, help="how many side by side")
    options = parser.parse_args(None if arguments is None else list(arguments))
    start = time.perf_counter()
    try:
        executed = execute_notebooks(
            options.notebooks,
            kernels=options.kernels,
            on_done=lambda path, seconds: print(f"{path.name}  {seconds:.1f} s", flush=True),
        )
    except NotebookError as error:
        raise SystemExit(str(error)) from None
    moved = [path.name for path, notebook in executed.items() if save_notebook(notebook, path)]
    for folder in sorted({path.resolve().parent for path in executed}):
        _finish(folder)
    seconds = time.perf_counter() - start
    print(f"{len(executed)} notebooks in {seconds:.1f} s; changed: {', '.join(moved) or 'none'}")


def _finish(folder: Path) -> None:
    """Bring the gallery up to date with the notebooks of `folder`, where they are a project's."""
    if (folder.parent / OWN_STUDY / "study.toml").is_file():
        notebooks = {path.stem: read_notebook(path) for path in sorted(folder.glob("[0-9]*_*.ipynb"))}
        finish_figures(notebooks, folder=folder.parent / OWN_STUDY, figures=folder.parent / "figures")
        write_findings(folder.parent / "README.md", notebooks)


if __name__ == "__main__":
    main()
