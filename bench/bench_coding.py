"""Coding at 1, 2, 4 and 8 times the length: seconds of CPU, and how they grow.

``python bench/bench_coding.py`` takes about two minutes and writes bench/records/coding.csv. A ratio of 2
from one row to the next is linear; fixed costs make it smaller. *one sentence* is a sentence that never
ends; *never closed* opens a quotation in each clause.
"""

from __future__ import annotations

import argparse
import gc
import time
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, read_codebook
from analysis.coding.coder import code_document
from analysis.coding.training import DATA
from analysis.reading.lexicon import compile_lexicon
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.variants import Variants
from analysis.studies import Study, read_study

RECORD = Path(__file__).with_name("records") / "coding.csv"
LENGTH = 12_000  # characters of a text at its single length
TIMES = (1, 2, 4, 8)
TEXTS = {
    "English": (
        "The Commerce Department said on Tuesday that it would tighten controls on chips. “We will not "
        "wait,” an official told reporters. Alibaba released the weights of its model in March.\n\n"
    ),
    "Simplified": (
        "美国商务部周二表示，将收紧芯片出口管制。“我们不会等待。”一名官员对媒体说。阿里巴巴3月公开了模型权重，开发者可以免费使用。\n\n"
    ),
    "Traditional": (
        "美國商務部週二表示，將收緊晶片出口管制。「我們不會等待。」一名官員對媒體說。阿里巴巴3月公開了模型權重，開發者可以免費使用。\n\n"
    ),
    "one sentence": "OpenAI said that chips and models, which Beijing said were open, are safe, ",
    "never closed": "“OpenAI表示,「模型是『安全的,",
    "no punctuation": "美国商务部表示将收紧芯片出口管制中国外交部表示反对",
}


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=LENGTH)
    length = parser.parse_args().length
    codebook, study = read_codebook(DATA / "codebook"), read_study(DATA / "articles")
    variants = compile_lexicon(codebook).variants
    rows = [
        row
        for name, text in TEXTS.items()
        for row in measure_text(name, text, length, codebook, study, variants)
    ]
    table = pd.DataFrame(rows, columns=["text", "times", "characters", "sentences", "seconds", "ratio"])
    print(table.to_string(index=False))
    RECORD.parent.mkdir(exist_ok=True)
    table.to_csv(RECORD, index=False, lineterminator="\n")


def measure_text(
    name: str, text: str, length: int, codebook: Codebook, study: Study, variants: Variants
) -> list[tuple[str, int, int, int, float, float]]:
    """One row per length: characters, sentences, the best of two runs in seconds of CPU, and its growth."""
    rows: list[tuple[str, int, int, int, float, float]] = []
    for times in TIMES:
        whole = (text * (length // len(text) + 1))[:length] * times
        metadata = {"published": "2025-06-18"}
        document = read_document(Source("a", whole, "", "text/plain", "utf-8", metadata=metadata), variants)
        code_document(document, codebook, study)
        seconds = min(
            _time(lambda document=document: code_document(document, codebook, study)) for _ in range(3)
        )
        ratio = seconds / rows[-1][4] if rows else float("nan")
        rows.append((name, times, len(whole), len(document.sentences), round(seconds, 3), round(ratio, 2)))
    return rows


def _time(run) -> float:
    gc.collect()
    begin = time.process_time()
    run()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
