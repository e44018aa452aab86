"""Keyness at scale: 1,000 permutations × 1,000 documents × 20,000 terms, beside a loop over SciPy's test.

``python bench/bench_keyness.py`` prints the table and writes bench/records/keyness.csv. Seconds are of CPU,
for other work may share the machine. The loop is timed on a sample of terms and scaled up; ours whole.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

from analysis.counts import Counts, count_terms
from analysis.keyness import measure_keyness
from analysis.permutation import measure_p

RECORD = Path(__file__).with_name("records") / "keyness.csv"


def draw_large(rng: np.random.Generator, documents: int, vocabulary: int) -> pd.DataFrame:
    """Return a terms table of bursty words by Zipf's law, 400 to 3,000 words a document."""
    rates = 1 / np.arange(1, vocabulary + 1)
    rates /= rates.sum()
    parts = []
    for number in range(documents):
        own = rng.gamma(2000 * rates) + 1e-300
        found = rng.multinomial(rng.integers(400, 3000), own / own.sum())
        term = np.flatnonzero(found)
        side = "X" if number % 2 else "Y"
        row = {"text": f"d{number:05}", "about": side, "term": term, "count": found[term]}
        parts.append(pd.DataFrame(row))
    terms = pd.concat(parts, ignore_index=True).assign(language="en")
    return terms.assign(term="w" + terms["term"].astype(str).str.zfill(5))


def time_loop(counts: Counts, permutations: int, sample: int, rng: np.random.Generator) -> float:
    """Return CPU seconds a term of ``scipy.stats.permutation_test`` on rates per document."""
    side = counts.sizes[0] > 0
    rates = ((counts.matrices[0] + counts.matrices[1]).tocsc() / counts.sizes.sum(axis=0)[:, None]).tocsc()
    chosen = rng.choice(rates.shape[1], sample, replace=False)

    def differ(one: np.ndarray, two: np.ndarray, axis: int) -> np.ndarray:
        return one.mean(axis=axis) - two.mean(axis=axis)

    started = time.process_time()
    for term in chosen:
        rate = rates[:, [term]].toarray()[:, 0]
        stats.permutation_test(
            (rate[side], rate[~side]), differ, vectorized=True, n_resamples=permutations, rng=rng
        )
    return (time.process_time() - started) / sample


def peak() -> float:
    """Return the process's peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run, print and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--terms", type=int, default=20_000)
    parser.add_argument("--permutations", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=40, help="terms that the loop is timed on")
    asked = parser.parse_args()
    rng = np.random.default_rng(20261122)
    terms = draw_large(rng, asked.documents, asked.terms)
    counts = count_terms(terms, by="about", sides=("X", "Y"))
    before = peak()
    started = time.process_time()
    measure_p(counts, permutations=asked.permutations, rng=rng)
    tested = time.process_time() - started
    memory = peak() - before
    started = time.process_time()
    measure_keyness(terms, by="about", sides=("X", "Y"), rng=rng, permutations=asked.permutations)
    whole, whole_memory = time.process_time() - started, peak() - before
    loop = time_loop(counts, asked.permutations, asked.sample, rng) * len(counts.terms)
    row = {
        "documents": asked.documents,
        "terms": len(counts.terms),
        "rows": len(terms),
        "permutations": asked.permutations,
        "p_cpu_seconds": round(tested, 1),
        "p_memory_mb": round(memory),
        "row_cpu_seconds": round(whole, 1),
        "row_memory_mb": round(whole_memory),
        "loop_cpu_seconds": round(loop),
        "loop_terms_timed": asked.sample,
        "ratio": round(loop / tested, 1),
        "scipy": scipy.__version__,
        "numpy": np.__version__,
    }
    RECORD.parent.mkdir(exist_ok=True)
    pd.DataFrame([row]).to_csv(RECORD, index=False, lineterminator="\n")
    print("\n".join(f"{name:18}{value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
