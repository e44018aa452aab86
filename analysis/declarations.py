"""Declarations: the claims as written down before their numbers, and which sentences each compares."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BY = ("about", "voice_side", "side", "period")
OF = ("frames", "stance", "practice", "tone")
SHORT = {"voice_side": "voice"}
PREFIX = {"stance": "stance ", "practice": "models ", "tone": "tone "}  # of a category in a label
OWN = "own:"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class DeclarationError(ValueError):
    """A claim that cannot be measured as declared, with the file, the claim, the value and what to do."""


@dataclass(frozen=True)
class Claim:
    """One claim: of two groups of sentences, which is said to carry a category more often.

    ``by`` says what makes the groups, ``of`` what is counted; see the head of ``claims.toml``. ``since`` and
    ``side`` belong to claims by period: the date that parts the documents, and whose they are.
    """

    id: str
    statement: str
    statement_zh: str
    by: str
    of: str
    category: str
    groups: tuple[str, str]
    direction: str
    studies: tuple[str, ...]
    since: str = ""
    side: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """The two groups, first the one that is said to have more."""
        first, second = self.groups
        return (first, second) if first == self.direction else (second, first)

    @property
    def label(self) -> str:
        """A few words for the row of a figure: an English key of ``wording.csv``."""
        more, less = self.order
        counted = PREFIX.get(self.of, "") + self.category.removeprefix(OWN)
        return f"{counted}: {more} > {less} ({SHORT.get(self.by, self.by)})"


def read_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read the claims of ``claims.toml``, in the order in which they are declared.

    Raises
    ------
    DeclarationError
        Naming the file, the claim, the value and what is allowed.

    Examples
    --------
    >>> claims = read_claims("data/codebook/claims.toml")
    >>> len(claims), claims[0].label
    (12, 'control: US > CN (about)')
    """
    path = Path(path)
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8")).get("claims", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeclarationError(f"{path}: {error}") from None
    claims = tuple(_read_claim(entry, path, number) for number, entry in enumerate(declared, start=1))
    ids = [claim.id for claim in claims]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice or not claims:
        said = f"claim {twice[0]!r} is declared twice" if twice else "declares no [[claims]]"
        raise DeclarationError(f"{path}: {said}")
    return claims


def _read_claim(entry: dict, path: Path, number: int) -> Claim:
    where = f"{path}: claim {entry.get('id', number)!r}"
    needed = [name for name in Claim.__dataclass_fields__ if name not in ("since", "side")]
    missing = [name for name in needed if not entry.get(name)]
    unknown = sorted(entry.keys() - Claim.__dataclass_fields__.keys())
    if missing or unknown:
        raise DeclarationError(f"{where}: lacks {missing or 'nothing'}; unknown: {unknown or 'nothing'}")
    claim = Claim(**{**entry, "groups": tuple(entry["groups"]), "studies": tuple(entry["studies"])})
    for name, value, allowed in (
        ("by", claim.by, BY),
        ("of", claim.of, OF),
        ("direction", claim.direction, claim.groups),
    ):
        if value not in allowed:
            raise DeclarationError(f"{where}: {name} = {value!r}; allowed: {', '.join(allowed)}")
    if len(set(claim.groups)) != 2:
        raise DeclarationError(f"{where}: groups = {claim.groups}; a comparison needs two different groups")
    if claim.by == "period" and (not DAY.fullmatch(claim.since) or set(claim.groups) != {"since", "before"}):
        raise DeclarationError(
            f"{where}: by period needs since = 'YYYY-MM-DD' and the groups 'since' and 'before'; "
            f"found since = {claim.since!r}, groups = {claim.groups}"
        )
    if claim.category.startswith(OWN) and claim.by == "period":
        raise DeclarationError(f"{where}: {claim.category!r} needs groups that are sides")
    return claim


def mark_groups(claim: Claim, sentences: pd.DataFrame, articles: pd.DataFrame) -> NDArray[np.object_]:
    """Return, per sentence, the claim's group that it belongs to; '' for neither.

    Parameters
    ----------
    sentences
        With one coder's codes.
    articles
        The articles table: whose channel, and when published. A date that leaves open on which side of the
        claim's day it lies belongs to neither.
    """
    known = articles.set_index("article")
    side = sentences["article"].map(known["outlet_side"]).to_numpy(object)
    if claim.by == "period":
        published = sentences["article"].map(known["published"]).to_numpy(object)
        values = np.array([_place(date, claim.since) for date in published], object)
        values = np.where(side == claim.side, values, "") if claim.side else values
    else:
        values = side if claim.by == "side" else sentences[claim.by].to_numpy(object)
    return np.where(np.isin(values.astype(str), claim.groups), values, "").astype(object)


def _place(date: str, since: str) -> str:
    open_date = len(date) < len(since) and since.startswith(date)  # a year or month that holds the day
    if open_date:
        return ""
    return "since" if date >= since else "before"


def mark_carried(claim: Claim, sentences: pd.DataFrame, groups: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Return, per sentence, whether it carries the claim's category.

    ``own:KIND`` stands for GROUP:KIND, of the group that the sentence belongs to.

    Examples
    --------
    >>> claim = Claim("c", "", "", "about", "practice", "own:open", ("X", "Y"), "X", ("s",))
    >>> toy = pd.DataFrame({"practice": ["X:open", "X:open|Y:open", "X:open", ""]})
    >>> mark_carried(claim, toy, np.array(["X", "Y", "Y", "X"], object)).tolist()
    [True, True, False, False]
    """
    codes = sentences[claim.of].to_numpy(object)
    kind = claim.category.removeprefix(OWN)
    if kind == claim.category:
        return np.array([kind in code.split("|") for code in codes], bool)
    return np.array(
        [f"{group}:{kind}" in code.split("|") for group, code in zip(groups, codes, strict=True)], bool
    )
