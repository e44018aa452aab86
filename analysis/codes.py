"""Codes: what coders said of each sentence, by the coder whose word a study publishes."""

from __future__ import annotations

import pandas as pd

from analysis.tables import VARIABLES


def choose_codes(sentences: pd.DataFrame, *, coder: str) -> pd.DataFrame:
    """One row per sentence, with one coder's codes in the plain columns.

    Parameters
    ----------
    sentences
        The sentences table, with the machine's codes in ``kind … tone`` and gold in ``gold_*``.
    coder
        ``machine`` or ``gold``.

    Returns
    -------
    The same rows without ``gold_*`` columns; ``kind, about, voice, voice_side, frames, stance,
    practice, tone`` are `coder`'s, and ``coder`` says whose.

    Raises
    ------
    ValueError
        When gold is asked for and some sentence has none.
    """
    if coder not in ("gold", "machine"):
        raise ValueError(f"coder={coder!r}; allowed: 'gold', 'machine'")
    gold = [f"gold_{variable}" for variable in VARIABLES]
    chosen = sentences.drop(columns=gold)
    if coder == "gold":
        bare = sentences.loc[sentences["gold_kind"] == "", "sentence"]
        if len(bare):
            raise ValueError(
                f"{len(bare)} sentences have no gold codes, the first {bare.iloc[0]!r}; use coder='machine'"
            )
        chosen[list(VARIABLES)] = sentences[gold].to_numpy()
    return chosen.assign(coder=coder)


def split_joined(sentences: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per sentence × value of a joined column (``frames``, ``practice``, ``tone``); empty ones go.

    Examples
    --------
    >>> toy = pd.DataFrame({"sentence": ["s1", "s2"], "frames": ["race|control", ""]})
    >>> split_joined(toy, "frames")["frames"].tolist()
    ['race', 'control']
    """
    parts = sentences.assign(**{column: sentences[column].str.split("|")}).explode(column, ignore_index=True)
    return parts[parts[column].fillna("") != ""].reset_index(drop=True)


def merge_stances(stances: set[str]) -> str:
    """Return the stance of a stretch whose parts have these: both where open and closed meet.

    Examples
    --------
    >>> merge_stances({"open", "closed", ""}), merge_stances({"neutral", ""}), merge_stances({""})
    ('both', 'neutral', '')
    """
    if {"open", "closed"} <= stances:
        return "both"
    return next((stance for stance in ("both", "open", "closed", "neutral") if stance in stances), "")
