"""Clauses: the parts of a sentence, and whom each has as its subject, as far as word order tells."""

from __future__ import annotations

import re
from typing import NamedTuple

BREAK = re.compile(
    r"[，,；;：:。！？!?“”「」—()（）]|\s-\s|\s(?=(?:while|whereas|but|and that|because|although|though)\s)"
)
SUBORDINATE_EN = re.compile(
    r"\s*(?:when|while|as|although|though|since|if|after|before|because|with|by|to|in|at|under|despite|unlike|compared|given|"
    r"for|on|from|following|without|once|until|even|during|whether|through|over|beyond|among|of|that|which|who|including|such)\b"
)
SUBORDINATE_ZH = re.compile(
    r"\s*(?:而|但)?(?:当|尽管|虽然?|随着|由于|因为|如果|倘若|若|一旦|为了?|与|和|除|通过|作为|面对|针对|根据|按照|对于|关于|自从?|在|从|就|即使|即便|只管)"
)
SUBORDINATE_END_ZH = re.compile(
    r"(?:时|后|下|中|之后|之前|以来|以前|背景下|情况下|相比|而言|来说|的话|方面|之际|期间|上|看来)\Z"
)
REACH = {"en": 42, "zh": 13}  # characters from a clause's beginning within which its subject begins


class Clause(NamedTuple):
    """One clause: where it stands, whether it leans on another one."""

    begin: int
    stop: int
    leans: bool


def split_clauses(folded: str, begin: int, stop: int, *, language: str) -> list[Clause]:
    """Return the clauses of a sentence of folded text, at least one.

    Examples
    --------
    >>> text = "尽管面临限制，中国企业仍在增长"
    >>> [(text[c.begin : c.stop], c.leans) for c in split_clauses(text, 0, len(text), language="zh")]
    [('尽管面临限制', True), ('中国企业仍在增长', False)]
    """
    clauses = []
    start = begin
    for match in BREAK.finditer(folded, begin, stop):
        if match.start() > start:
            clauses.append(_make_clause(folded, start, match.start(), language))
        start = match.end()
    if start < stop or not clauses:
        clauses.append(_make_clause(folded, start, max(stop, start), language))
    return clauses


def _make_clause(folded: str, begin: int, stop: int, language: str) -> Clause:
    if language == "en":
        return Clause(begin, stop, SUBORDINATE_EN.match(folded, begin, stop) is not None)
    leans = SUBORDINATE_ZH.match(folded, begin, stop) or SUBORDINATE_END_ZH.search(
        folded, max(begin, stop - 4), stop
    )
    return Clause(begin, stop, leans is not None)
