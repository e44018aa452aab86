"""Series: each side's monthly frame shares as a table of their own, for those who take the data elsewhere.

``python -m analysis.series data/official`` (`make official`) writes it from the study's other tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from analysis.studies import read_study
from analysis.tables import FRAMES, read_table, write_table
from analysis.trends import date_sentences, measure_trends


def measure_series(
    sentences: pd.DataFrame, documents: pd.DataFrame, *, sides: tuple[str, str]
) -> pd.DataFrame:
    """One row per side × month × frame: the share of that month's sentences, with its interval.

    See `analysis.trends.measure_trends`; months are text here, and frames that never occur are there.
    """
    dated = date_sentences(sentences, documents, period="M")
    trends = measure_trends(dated, of="frames", sides=sides, categories=FRAMES)
    series = trends.rename(columns={"period": "month", "category": "frame"})
    return series.assign(month=series["month"].dt.strftime("%Y-%m"))


def write_series(folder: Path) -> Path:
    """Write ``series.parquet`` of the study in `folder`; return its path."""
    sentences, documents = read_table(folder, "sentences"), read_table(folder, "documents")
    series = measure_series(sentences, documents, sides=read_study(folder).side_ids)
    return write_table(series, folder, "series", form="parquet")


if __name__ == "__main__":
    print(write_series(Path(sys.argv[1])))
