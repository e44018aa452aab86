"""How fast and in how much memory a corpus is built, beside bare segmentation and what one would do instead.

Each measurement is a process of its own; all of a round run one after the other, so that a busy machine
slows all of them alike. Ratios are of CPU seconds in the same round, and their median over the rounds is
told; only two workers are held against one by the clock. Run it from the checkout.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
CORPORA = {
    "zh-Hans": "cctv_all_zh_hans.jsonl.gz",
    "zh-Hant": "tw_laws_zh_hant.jsonl.gz",
    "en": "white_house_en.jsonl.gz",
}
BASE = "bare rjieba.cut, item by item"
VERSIONS = (
    "rjieba",
    "jieba",
    "scikit-learn",
    "pandas",
    "pyarrow",
    "numpy",
    "OpenCC",
    "ahocorasick_rs",
    "joblib",
)
SLOW = 2  # megabytes at the most for what is slow: jieba itself, and coding
RECORD, README = ROOT / "bench/records/scale.csv", ROOT / "bench/README.md"
MARKS = ("<!-- scale: written by bench_scale.py -->", "<!-- /scale -->")


class Run(NamedTuple):
    """One measured process: seconds by the clock, CPU seconds with children, the largest process in MB."""

    clock: float
    cpu: float
    peak: float


def cut(path: Path) -> None:
    """Segment every text, and keep nothing."""
    import rjieba

    for text in _read_texts(path):
        rjieba.cut(text)


def count_jieba(path: Path) -> None:
    """Count words as a notebook would: scikit-learn's CountVectorizer with jieba."""
    import jieba
    from sklearn.feature_extraction.text import CountVectorizer

    CountVectorizer(analyzer=jieba.lcut).fit_transform(_read_texts(path))


def count_rjieba(path: Path) -> None:
    """The same with rjieba."""
    import rjieba
    from sklearn.feature_extraction.text import CountVectorizer

    CountVectorizer(analyzer=rjieba.cut).fit_transform(_read_texts(path))


def count_words(path: Path) -> None:
    """The same by letters, as for English."""
    from sklearn.feature_extraction.text import CountVectorizer

    CountVectorizer().fit_transform(_read_texts(path))


def loop_pandas(path: Path) -> None:
    """A loop of a notebook: words into a column, exploded and counted by document."""
    import pandas as pd
    import rjieba

    frame = pd.read_json(path, lines=True)
    frame["word"] = [rjieba.cut(text) for text in frame["text"]]
    frame[["id", "word"]].explode("word").groupby(["id", "word"]).size().to_frame("count")


def build(path: Path, *, coding: bool = False, workers: int = 1) -> None:
    """Diptych's tables, in Parquet: read, dated, cleaned, split, matched, counted."""
    from analysis.build import build_study
    from analysis.studies import read_study

    with tempfile.TemporaryDirectory() as out:
        study = read_study(ROOT / "data/articles")
        build_study(path, out, study=study, form="parquet", coding=coding, workers=workers)


SUBJECTS: dict[str, Callable[[Path], None]] = {
    BASE: cut,
    "diptych build --no-coding": build,
    "diptych build": lambda path: build(path, coding=True),
    "diptych build --no-coding --workers 2": lambda path: build(path, workers=2),
    "CountVectorizer with jieba": count_jieba,
    "CountVectorizer with rjieba": count_rjieba,
    "CountVectorizer": count_words,
    "pandas: explode and group, rjieba": loop_pandas,
}
SMALL = ("diptych build", "CountVectorizer with jieba")


def main() -> None:
    """Measure all corpora, print the table, write the record and the section of the README."""
    options = _read_options()
    if options.subject:
        started = time.perf_counter()
        SUBJECTS[options.subject](options.file)
        print(time.perf_counter() - started)
        return
    chosen = options.corpora.split(",")
    rows = [row for row in _read_record() if row["corpus"] not in chosen]
    with tempfile.TemporaryDirectory() as folder:
        for corpus in chosen:
            rows += measure_corpus(corpus, options, Path(folder))
    rows.sort(key=lambda row: list(CORPORA).index(str(row["corpus"])))
    with RECORD.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    section = write_section(rows)
    print(section)
    begin, end = MARKS
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{begin}.*{end}", lambda _: section, text, flags=re.DOTALL), encoding="utf-8")


def _read_record() -> list[dict[str, object]]:
    """What was recorded before: a corpus that is not measured anew keeps its rows."""
    if not RECORD.is_file():
        return []
    with RECORD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure_corpus(corpus: str, options: argparse.Namespace, folder: Path) -> list[dict[str, object]]:
    """One row per subject: its median ratio to the bare segmentation of the same text in the same round."""
    source = options.folder / CORPORA[corpus]
    whole = thin(source, folder / f"{corpus}.jsonl", options.megabytes)
    small = thin(source, folder / f"{corpus}-small.jsonl", min(SLOW, options.megabytes))
    eighth = thin(source, folder / f"{corpus}-eighth.jsonl", _weigh(whole) / 8)
    chinese = ("CountVectorizer with jieba", "CountVectorizer with rjieba")
    subjects = [
        name
        for name in SUBJECTS
        if (name not in chinese) == (corpus == "en") or name not in (*chinese, "CountVectorizer")
    ]
    runs: dict[tuple[str, Path], list[Run]] = {}
    for _ in range(options.rounds):
        for name in subjects:
            path = small if name in SMALL else whole
            runs.setdefault((name, path), []).append(measure(name, path))
        runs.setdefault((BASE, small), []).append(measure(BASE, small))
        runs.setdefault(("diptych build --no-coding", eighth), []).append(
            measure("diptych build --no-coding", eighth)
        )
    rows = [
        _tell(corpus, name, runs, path)
        for name, path in runs
        if path != eighth and (name, path) != (BASE, small)
    ]
    one, two = (
        runs[name, whole] for name in ("diptych build --no-coding", "diptych build --no-coding --workers 2")
    )
    faster = [a.clock / b.clock for a, b in zip(one, two, strict=True)]
    grown = [a.cpu / b.cpu for a, b in zip(one, runs["diptych build --no-coding", eighth], strict=True)]
    rows.append(_row(corpus, "times as fast with two workers, by the clock", whole, faster, two))
    rows.append(_row(corpus, "times the CPU seconds of an eighth of the texts", whole, grown, one))
    return rows


def measure(subject: str, path: Path) -> Run:
    """Run one subject in a process of its own, and watch its memory and that of its children."""
    command = [sys.executable, str(HERE), "--subject", subject, "--file", str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    before, peak = os.times(), 0.0
    process = psutil.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    while process.poll() is None:
        peak = max(peak, *_list_sizes(process), 0.0)
        time.sleep(0.05)
    if process.returncode:
        raise SystemExit(f"{subject}: failed on {path.name}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(float(process.stdout.read()), spent, peak)


def _list_sizes(process: psutil.Process) -> list[float]:
    sizes = [0.0]
    try:
        for one in (process, *process.children(recursive=True)):
            sizes.append(one.memory_info().rss / 1e6)
    except psutil.Error:  # one has just ended
        pass
    return sizes


def thin(source: Path, target: Path, megabytes: float) -> Path:
    """Write every so manieth line of `source` to `target`, about as many megabytes as are asked for."""
    with gzip.open(source, "rb") as file:
        lines = file.readlines()
    step = max(1, round(sum(map(len, lines)) / 1e6 / megabytes))
    target.write_bytes(b"".join(lines[::step]))
    return target


def _read_texts(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)["text"]


def _weigh(path: Path) -> float:
    return path.stat().st_size / 1e6


def _tell(corpus: str, name: str, runs: dict[tuple[str, Path], list[Run]], path: Path) -> dict[str, object]:
    ratios = [b.cpu / a.cpu for a, b in zip(runs[name, path], runs[BASE, path], strict=True)]
    return _row(corpus, name, path, ratios, runs[name, path])


def _row(corpus: str, what: str, path: Path, ratios: list[float], runs: list[Run]) -> dict[str, object]:
    return {
        "corpus": corpus,
        "what": what,
        "megabytes": round(_weigh(path), 1),
        "rounds": len(runs),
        "ratio": round(statistics.median(ratios), 3),
        "lowest": round(min(ratios), 3),
        "highest": round(max(ratios), 3),
        "cpu_seconds": round(statistics.median(run.cpu for run in runs), 2),
        "peak_mb": round(max(run.peak for run in runs)),
    }


def write_section(rows: list[dict[str, object]]) -> str:
    """Return the section of the README: one table, and the versions."""
    head = "| corpus | what | MB | rounds | ratio (lowest–highest) | CPU seconds | largest process, MB |\n"
    head += "|---|---|---|---|---|---|---|\n"
    lines = [
        f"| {r['corpus']} | {r['what']} | {r['megabytes']} | {r['rounds']} "
        f"| {r['ratio']} ({r['lowest']}–{r['highest']}) | {r['cpu_seconds']} | {r['peak_mb']} |\n"
        for r in rows
    ]
    versions = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    told = (
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores. Medians of "
        f"interleaved rounds; the ratio is the speed as a share of {BASE}, in CPU seconds of the "
        "whole process with its start, but for the lines that say what else.\n"
    )
    return f"{MARKS[0]}\n{told}\n{head}{''.join(lines)}{MARKS[1]}"


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--folder", type=Path, default=ROOT.parent / "shared/corpora/scale", help="the three files"
    )
    parser.add_argument("--corpora", default=",".join(CORPORA), help="which of them")
    parser.add_argument("--megabytes", type=float, default=33.0, help="of each, at the most")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--subject", choices=SUBJECTS, help="measure this alone, as the others do it")
    parser.add_argument("--file", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
