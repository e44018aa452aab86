"""Left out: codes by models that have seen nothing of the source of what they code.

A source is left out whole, so that its sentences are as new to the models as a reader's texts.
Rules are not trained: ``voice_side`` stands as the shipped rules find it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.coding.about_training import fit_abouts
from analysis.coding.abouts import CLASSES, AboutModel, hear_neighbours
from analysis.coding.examples import Example
from analysis.coding.frames import code_frames
from analysis.coding.models import Model
from analysis.coding.sentence_training import SOURCES, fit_model
from analysis.coding.stances import code_stances
from analysis.studies import Study
from analysis.tables import SCHEMAS

FOLDER = "training"
SETS = {  # whole texts that people coded, and how the table calls them
    "gold-articles": "five articles",
    "gold-official": "official sample",
    "articles": "written articles",
    "documents": "written documents",
    "press-en": "written press, English",
    "press-hans": "written press, Simplified",
    "press-hant": "written press, Traditional",
    "papers": "written papers",
}
VARIABLES = ("about", "voice_side", "frames", "stance")
Row = dict[str, str]


def code_left_out(
    examples: Sequence[Example], words: dict[str, int], hints: np.ndarray, *, study: Study
) -> pd.DataFrame:
    """One row per sentence that people coded, of each of `SETS`: their codes and the machine's.

    Whatever is of the same source as a set is left out with it (`SOURCES`). `words` and `hints` come from the
    codebook alone (`analysis.coding.hints`).

    Returns
    -------
    ``source`` (as `SETS` calls it), ``article, sentence, language, script``, then ``gold_kind`` and for each
    of `VARIABLES` people's code (``gold_about``) and the machine's (``about``). In the order of `SETS`, of
    articles and of their sentences.
    """
    rows: list[Row] = []
    for set_ in SETS:
        seen = [example for example in examples if SOURCES.get(example.set) != SOURCES[set_]]
        unseen = sorted((one for one in examples if one.set == set_), key=lambda one: one.document)
        if not unseen:
            continue
        model, abouts = fit_model(seen, words, hints), fit_abouts(seen, study.side_ids)
        for example in unseen:
            rows += _code(example, model, abouts, study)
    return pd.DataFrame(rows, columns=list(SCHEMAS["left_out"].columns))


def _code(example: Example, model: Model, abouts: AboutModel, study: Study) -> Iterator[Row]:
    """Yield a row for each sentence of `example` that is coded and no boilerplate."""
    names = (*study.side_ids, *CLASSES[2:])
    chances = hear_neighbours(abouts.score(example.features, example.meanings), example.sentences)
    subjects = [names[place] for place in chances.argmax(axis=1)]
    scores = model.score(example.clues, example.meanings)
    frames = code_frames(scores, example.clues)
    unmarked = [()] * len(subjects)  # marks decide whose practice it is, which is not told here
    stances = code_stances(scores, unmarked, subjects, sides=study.side_ids)
    for place, (sentence, target) in enumerate(zip(example.sentences, example.targets, strict=True)):
        if target and target["kind"] != "boilerplate":
            machine = {
                "about": subjects[place],
                "voice_side": study.place(example.voice_sides[place]),
                "frames": "|".join(frames[place].frames),
                "stance": stances[place].stance,
            }
            yield {
                "source": SETS[example.set],
                "article": example.document,
                "sentence": sentence.id,
                "language": sentence.language,
                "script": example.scripts[place],
                **{f"gold_{name}": target[name] for name in ("kind", *VARIABLES)},
                **machine,
            }
