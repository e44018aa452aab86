"""Opening a study: its tables as a notebook needs them, with what is counted already chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, read_codebook
from analysis.codes import choose_codes
from analysis.codings import mark_held_out
from analysis.elements import merge_elements, read_listed
from analysis.folders import find_study
from analysis.studies import Side, Study, StudyError, read_study
from analysis.tables import read_table
from analysis.trends import date_sentences


@dataclass(frozen=True)
class OpenStudy:
    """A study and its tables, each read and checked when first asked for.

    What is counted is chosen here, once: primary texts only, so that no text counts twice; no
    boilerplate; the codes of the coder whose word the study publishes.
    """

    study: Study

    @property
    def sides(self) -> tuple[Side, Side]:
        """The two sides, in the order in which they are compared."""
        return self.study.sides

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of the two sides."""
        return self.study.side_ids

    @cached_property
    def companion(self) -> OpenStudy:
        """The second study that stands beside this one.

        Raises
        ------
        StudyError
            When study.toml declares none.
        """
        if self.study.companion is None:
            raise StudyError(f"{self.study.folder / 'study.toml'}: declares no companion")
        return open_study(self.study.companion)

    @property
    def rng(self) -> np.random.Generator:
        """A new generator from the study's seed: each measure draws alike, whatever ran before."""
        return np.random.default_rng(self.study.seed)

    @cached_property
    def codebook(self) -> Codebook:
        """The study's codebook."""
        return read_codebook(self.study.codebook)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row per file."""
        return read_table(self.study.folder, "articles")

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document: side, date, and how much of it is coded."""
        return read_table(self.study.folder, "documents")

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """One row per dated act that the timeline names, with the document that reports it."""
        return read_table(self.study.folder, "milestones")

    @cached_property
    def speech(self) -> pd.DataFrame:
        """One row per sentence with the machine's codes, gold, and its document's side, date and month.

        ``held_out`` says that people coded it and that the machine has not learnt from their codes.
        """
        dated = date_sentences(self.coded_sentences, self.documents, period="M")
        return mark_held_out(dated, self.study.folder / "codings")

    @cached_property
    def elements(self) -> pd.DataFrame:
        """One row per element that the coded sample could draw, with the machine's codes, gold and its side.

        Counted sentences, those of one element merged (`analysis.elements`); ``held_out`` as in `speech`.
        """
        codings = self.study.folder / "codings"
        counted = self.coded_sentences[self.coded_sentences["sentence"].isin(self.sentences["sentence"])]
        side = counted["article"].map(self.articles.set_index("article")["outlet_side"])
        marked = mark_held_out(counted.assign(side=side), codings).reset_index(drop=True)
        return merge_elements(marked, read_listed(codings))

    @cached_property
    def texts(self) -> pd.DataFrame:
        """One row per version inside a file."""
        return read_table(self.study.folder, "texts")

    @cached_property
    def all_sentences(self) -> pd.DataFrame:
        """One row per sentence of every version, boilerplate too, with the published codes."""
        return choose_codes(self.coded_sentences, coder=self.study.codes)

    @cached_property
    def coded_sentences(self) -> pd.DataFrame:
        """One row per sentence, with the machine's codes and gold beside them, as it stands on disk."""
        return read_table(self.study.folder, "sentences")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """One row per counted sentence: of a primary text, body or heading."""
        sentences = self.all_sentences
        counted = sentences["text"].isin(self._primary) & (sentences["kind"] != "boilerplate")
        return sentences[counted].reset_index(drop=True)

    @cached_property
    def terms(self) -> pd.DataFrame:
        """One row per text × paragraph × about × voice_side × term, of primary texts."""
        terms = read_table(self.study.folder, "terms")
        return terms[terms["text"].isin(self._primary)].reset_index(drop=True)

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row per concept hit in a counted sentence."""
        mentions = self.all_mentions
        return mentions[mentions["sentence"].isin(self.sentences["sentence"])].reset_index(drop=True)

    @cached_property
    def all_mentions(self) -> pd.DataFrame:
        """One row per concept hit in a sentence of any version."""
        return read_table(self.study.folder, "mentions")

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row per event, of each coder."""
        return read_table(self.study.folder, "events")

    @cached_property
    def cleaning(self) -> pd.DataFrame:
        """One row per article and cleaning rule: how many characters it kept, mapped or removed."""
        return read_table(self.study.folder, "cleaning")

    @property
    def _primary(self) -> pd.Series:
        return self.texts.loc[self.texts["primary"], "text"]


def open_study(folder: str | Path | None = None) -> OpenStudy:
    """Open the study in `folder`, or the one that is meant here; its tables are read when first asked for.

    Without `folder`, see `analysis.folders`: DIPTYCH_STUDY, else the study around the working folder, else
    the one that Diptych ships.

    Examples
    --------
    >>> open_study("data/articles").ids
    ('US', 'CN')
    """
    return OpenStudy(read_study(find_study() if folder is None else folder))


def edit_study(study: OpenStudy, *, concepts: pd.DataFrame, mentions: pd.DataFrame) -> OpenStudy:
    """Return the study with other concepts in its codebook and other mentions, in memory only."""
    edited = OpenStudy(study.study)
    kept = {name: table for name, table in vars(study).items() if name != "mentions"}
    vars(edited).update(kept, codebook=replace(study.codebook, concepts=concepts), all_mentions=mentions)
    if len(study.mentions) == len(study.all_mentions):  # all in counted sentences: so are the edited ones
        vars(edited)["mentions"] = mentions.reset_index(drop=True)
    return edited


def open_both(study: OpenStudy) -> list[OpenStudy]:
    """Return the study, and its companion where it has one."""
    return [study, study.companion] if study.study.companion else [study]


def spread(frame: pd.DataFrame, column: str) -> dict[str, object]:
    """Return every value of `frame`, named by its row's value of `column` and its own column.

    Examples
    --------
    >>> spread(pd.DataFrame({"side": ["x", "y"], "n": [1, 2]}), "side")
    {'x_side': 'x', 'x_n': 1, 'y_side': 'y', 'y_n': 2}
    """
    rows = frame.drop_duplicates(column).to_dict("records")
    return {f"{row[column]}_{name}": value for row in rows for name, value in row.items()}


def top(frame: pd.DataFrame, column: str, prefix: str = "top_", *, place: int = 0) -> dict[str, object]:
    """Return the row of `frame` with the largest `column`, in either direction, as a dict.

    `place` 1 is the one after it, and so on. Where rows are even, the first in order goes before.

    Raises
    ------
    LookupError
        When `frame` has no such row.

    Examples
    --------
    >>> top(pd.DataFrame({"side": ["x", "y"], "gap": [1, -2]}), "gap")
    {'top_side': 'y', 'top_gap': -2}
    """
    order = frame[column].abs().sort_values(ascending=False, kind="stable").index
    if place >= len(order):
        raise LookupError(f"{len(order)} rows of {column}; needed {place + 1}")
    return {f"{prefix}{name}": value for name, value in frame.loc[order[place]].to_dict().items()}


def pick(frame: pd.DataFrame, prefix: str = "", **where: object) -> dict[str, object]:
    """Return the one row of `frame` in which every column named in `where` has its value, as a dict.

    Raises
    ------
    LookupError
        When no row or more than one row fits; the message says how many, and of what.

    Examples
    --------
    >>> pick(pd.DataFrame({"side": ["X", "Y"], "n": [1, 2]}).astype(object), "y_", side="Y")
    {'y_side': 'Y', 'y_n': 2}
    """
    rows = frame
    for column, value in where.items():
        rows = rows[rows[column] == value]
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} rows have {where}; needed one")
    return {f"{prefix}{column}": value for column, value in rows.iloc[0].items()}
