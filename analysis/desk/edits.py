"""Edits: patterns of the codebook removed, moved or added, and what would be found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.codebook import FOLDED, CodebookError
from analysis.opening import OpenStudy, edit_study

ACTIONS = ("remove", "move", "add")
HAN = re.compile(r"[\u3400-\u9fff]")


class Edit(NamedTuple):
    """One change of a concept's pattern; ``to`` names the concept that it moves to."""

    action: str
    concept: str
    pattern: str
    to: str = ""

    @property
    def language(self) -> str:
        """The language of the pattern: zh where it has a Han character."""
        return "zh" if HAN.search(self.pattern) else "en"


def edit_concepts(concepts: pd.DataFrame, edits: Sequence[Edit]) -> pd.DataFrame:
    """Return the concepts table after the edits, in their order.

    Raises
    ------
    CodebookError
        On an unknown action, concept or pattern; a pattern that another concept has; one that is not folded.
    """
    for edit in edits:
        known, own = _find(concepts, edit), concepts["concept"] == (edit.to or edit.concept)
        if edit.action not in ACTIONS or not own.any():
            raise CodebookError(
                f"{edit}: allowed are {', '.join(ACTIONS)}, of a concept that the codebook has"
            )
        if edit.action == "add":
            concepts = pd.concat([concepts, _make_row(concepts, edit)], ignore_index=True)
        elif not known.any():
            raise CodebookError(f"{edit.concept} has no pattern {edit.pattern!r}")
        elif edit.action == "remove":
            concepts = concepts[~known].reset_index(drop=True)
        else:
            named = concepts.loc[own, ["concept", "frame", "gloss", "gloss_zh"]].iloc[0]
            concepts = concepts.assign(
                **{str(name): concepts[name].where(~known, value) for name, value in named.items()}
            )
    return concepts


def _find(concepts: pd.DataFrame, edit: Edit) -> pd.Series:
    return (concepts["concept"] == edit.concept) & (concepts["pattern"] == edit.pattern)


def _make_row(concepts: pd.DataFrame, edit: Edit) -> pd.DataFrame:
    if not re.match(FOLDED, edit.pattern):
        raise CodebookError(f"{edit.pattern!r}: write patterns in lower case, without spaces around them")
    taken = concepts.loc[concepts["pattern"] == edit.pattern, "concept"]
    if len(taken):
        raise CodebookError(f"{edit.pattern!r} is a pattern of {taken.iloc[0]!r}: remove or move it there")
    row = concepts[concepts["concept"] == edit.concept].head(1)
    made = {"pattern": edit.pattern, "language": edit.language, "note": "", "source": "explored"}
    return row.assign(**made)


def recount_study(
    study: OpenStudy, edits: Sequence[Edit], *, folded: Mapping[str, str] | None = None
) -> OpenStudy:
    """Return the study as its codebook's edits would make it: its concepts, and the mentions of them.

    Parameters
    ----------
    folded
        What `analysis.desk.matching.fold_sentences` returns: sentences that an edit can touch are matched
        anew, so that a shorter pattern is found where a longer one went. Without it, mentions of a removed
        pattern go, those of a moved one change their concept, and an added one finds nothing.
    """
    concepts = edit_concepts(study.codebook.concepts, edits)
    mentions = study.all_mentions
    if not folded:
        return edit_study(study, concepts=concepts, mentions=_recount(mentions, edits))
    from analysis.desk.matching import match_sentences

    patterns = {edit.pattern for edit in edits}
    touched = set(mentions.loc[mentions["pattern"].isin(patterns), "sentence"]) & folded.keys()
    touched |= {sentence for sentence, text in folded.items() if any(one in text for one in patterns)}
    found = match_sentences(folded, concepts, touched)
    places = study.sentences[["sentence", "article", "text", "start", "end"]]
    # spans of mentions are those of their sentence: counts and claims do not hang on them
    matched = found.merge(places, on="sentence").assign(variant=False)[mentions.columns]
    rest = mentions[~mentions["sentence"].isin(touched)]
    return edit_study(study, concepts=concepts, mentions=pd.concat([rest, matched], ignore_index=True))


def _recount(mentions: pd.DataFrame, edits: Sequence[Edit]) -> pd.DataFrame:
    for edit in edits:
        own = (mentions["concept"] == edit.concept) & (mentions["pattern"] == edit.pattern)
        if edit.action == "remove":
            mentions = mentions[~own]
        elif edit.action == "move":
            mentions = mentions.assign(concept=mentions["concept"].where(~own, edit.to))
    return mentions


def count_term(study: OpenStudy, pattern: str) -> dict[str, int]:
    """Return how often a pattern that is one counted word occurs, and in how many documents; 0 for phrases.

    All words of the documents are counted, also those of sentences that are not coded.
    """
    rows = study.terms[study.terms["term"] == pattern]
    return {"count": int(rows["count"].sum()), "documents": int(rows["text"].nunique())}
