"""Properties on many simulated corpora: what the verification notebook shows from few.

``python bench/bench_properties.py`` takes about ten minutes and writes bench/records/properties.csv.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.coverage import measure_coverage
from analysis.properties import measure_null, measure_planting, measure_swapping

RECORD = Path(__file__).with_name("records") / "properties.csv"


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=1000)
    corpora = parser.parse_args().corpora
    streams = np.random.default_rng(20261122).spawn(7)
    rows = [
        measure_swapping(streams[0], corpora=max(corpora // 50, 2)),
        measure_null(streams[1], corpora=corpora),
        measure_planting(streams[2], corpora=max(corpora // 20, 2)),
        *(
            measure_coverage(stream, corpora=corpora, documents=documents)
            for stream, documents in zip(streams[3:], (20, 5, 10, 40), strict=True)
        ),
    ]
    record = pd.concat(rows, ignore_index=True).drop_duplicates(["property", "condition", "documents"])
    RECORD.parent.mkdir(exist_ok=True)
    record.to_csv(RECORD, index=False, float_format="%.6g", lineterminator="\n")
    print(record.drop(columns="property").to_string())


if __name__ == "__main__":
    main()
