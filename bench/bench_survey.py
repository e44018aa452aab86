"""The survey of a folder of many files: listing them, reading each once, and finding what repeats.

``python bench/bench_survey.py`` writes files of random words to a temporary folder, one in ten a near copy of
an earlier one, takes about two minutes for 50,000, and writes bench/records/survey.csv.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.reading.files import list_files
from analysis.studies import read_study
from analysis.survey import survey_folder

RECORD = Path(__file__).with_name("records") / "survey.csv"
STUDY = Path(__file__).parents[1] / "data" / "articles"
HAN = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 3000)])
COPIES = 10  # one file in so many is a near copy


def write_files(folder: Path, number: int, rng: np.random.Generator) -> None:
    """Write `number` short files in a hundred folders: 600 Chinese characters, or 250 English words."""
    words = np.array(["".join(rng.choice(list("abcdefghijklmnoprstuvwy"), 6)) for _ in range(5000)])
    texts: list[str] = []
    for i in range(number):
        if i % COPIES == COPIES - 1:
            text = texts[int(rng.integers(len(texts)))] + f"\nNumber {i}."
        elif i % 2:
            text = "，".join("".join(rng.choice(HAN, 20)) for _ in range(30)) + "。"
        else:
            text = " ".join(rng.choice(words, 250)) + "."
        texts = [*texts[-200:], text]
        path = folder / f"{i % 100:02d}" / f"{i:06d}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=[5_000, 50_000])
    rows = []
    for number in parser.parse_args().files:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_files(folder, number, np.random.default_rng(20261122))
            started = time.process_time()
            size = sum(path.stat().st_size for path in list_files(folder))
            listed = time.process_time()
            survey = survey_folder(folder, read_study(STUDY))
            surveyed = time.process_time()
        rows.append(
            {
                "files": number,
                "megabytes": size / 1e6,
                "listing_seconds": listed - started,
                "survey_seconds": surveyed - listed,
                "repeated": sum(one.reason == "nearly the same" for one in survey.found),
                "memory_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
            }
        )
    record = pd.DataFrame(rows)
    RECORD.parent.mkdir(exist_ok=True)
    record.to_csv(RECORD, index=False, float_format="%.4g", lineterminator="\n")
    print(record.to_string(index=False))


if __name__ == "__main__":
    main()
