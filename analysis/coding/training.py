"""Training: from the examples to the models' numbers, in one command, the same numbers every time.

``python -m analysis.coding.training`` reads the examples, fits the models of ``data/codebook/models`` on all
of them, and once more without each source that is judged, whose codes it writes to ``left_out.csv``.
"""

from __future__ import annotations

from pathlib import Path

from threadpoolctl import threadpool_limits

from analysis.codebook import read_codebook
from analysis.coding.about_training import fit_abouts
from analysis.coding.abouts import FILE as ABOUTS
from analysis.coding.abouts import write_abouts
from analysis.coding.event_training import train_events
from analysis.coding.examples import Eyes, read_examples
from analysis.coding.hints import read_hints
from analysis.coding.left_out import FOLDER, code_left_out
from analysis.coding.models import write_model
from analysis.coding.sentence_training import fit_model
from analysis.studies import read_study
from analysis.tables import write_table

DATA = Path(__file__).resolve().parents[2] / "data"
MODEL = "models/sentences.npz"


def train(data: Path = DATA) -> None:
    """Read the examples below `data` and beside the checkout; write the models and the codes left out.

    Everything runs in one thread: sums then come out the same, and small ones faster.
    """
    codebook, study = read_codebook(data / "codebook"), read_study(data / "articles")
    with threadpool_limits(limits=1):
        examples = list(read_examples(data, data.parent.parent / "shared", Eyes(codebook, study.side_ids)))
        words, hints = read_hints(codebook)
        (codebook.folder / MODEL).parent.mkdir(exist_ok=True)
        write_model(fit_model(examples, words, hints), codebook.folder / MODEL)
        write_abouts(fit_abouts(examples, study.side_ids), codebook.folder / ABOUTS)
        train_events(codebook.folder, study.side_ids)
        left_out = code_left_out(examples, words, hints, study=study)
        write_table(left_out, codebook.folder / FOLDER, "left_out")


if __name__ == "__main__":
    train()
