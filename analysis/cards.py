"""Cards: claims with their evidence, as a notebook shows them and the site draws them (decision 0051)."""

from __future__ import annotations

import html

import pandas as pd
from IPython.display import HTML, display

from analysis.showing import plain_value
from analysis.wording import word

VERDICTS = {
    "supported": "●",
    "fragile": "◐",
    "descriptive": "○",
    "not supported": "✕",
    "not measured": "–",
}
CLAIM_COLUMNS = (
    "claim", "study", "statement", "statement_zh", "comparison", "comparison_zh", "measure", "measure_zh",
    "direction", "effect", "low", "high", "null", "unit", "n_sentences", "n_documents", "q", "leave_one_out",
    "leave_one_out_runs", "multiverse", "multiverse_runs", "verdict", "reason",
)  # fmt: skip
EVIDENCE_COLUMNS = ("claim", "study", "supports", "article", "sentence", "start", "end", "quote")
SHOWN = [
    "study", "effect", "low", "high", "unit", "n_sentences", "n_documents", "q", "leave_one_out",
    "multiverse",
]  # fmt: skip


class ClaimError(ValueError):
    """Claims that break the contract of docs/decisions/0051, with the column or the value at fault."""


def check_claims(claims: pd.DataFrame, evidence: pd.DataFrame) -> None:
    """Refuse frames that break the contract.

    Raises
    ------
    ClaimError
        Naming missing columns, unknown verdicts, or evidence for a claim that is not there.
    """
    for frame, columns, name in ((claims, CLAIM_COLUMNS, "claims"), (evidence, EVIDENCE_COLUMNS, "evidence")):
        missing = [column for column in columns if column not in frame.columns]
        if missing:
            raise ClaimError(f"{name}: columns missing: {', '.join(missing)}")
    unknown = sorted(set(claims["verdict"]) - set(VERDICTS))
    if unknown:
        raise ClaimError(f"claims: verdict {unknown[0]!r}; allowed: {', '.join(VERDICTS)}")
    stray = sorted(set(evidence["claim"]) - set(claims["claim"]))
    if stray:
        raise ClaimError(f"evidence: claim {stray[0]!r} is not among the claims")


def show_claims(claims: pd.DataFrame, evidence: pd.DataFrame) -> None:
    """Show every claim: statement, verdict, one row of numbers per study, its spans in a fold.

    Parameters
    ----------
    claims
        One row per claim and study, as `analysis.claims.measure_claims` gives them.
    evidence
        One row per claim and span, as `analysis.claims.find_claim_evidence` gives them.

    Raises
    ------
    ClaimError
        When a frame breaks the contract.
    """
    check_claims(claims, evidence)
    claimed = claims.groupby("claim", sort=False)
    cards = [_card(rows, evidence[evidence["claim"] == claim]) for claim, rows in claimed]
    records = {
        "claims": _records(claims[list(CLAIM_COLUMNS)]),
        "evidence": _records(evidence[list(EVIDENCE_COLUMNS)]),
    }
    display(HTML("\n".join(cards)), metadata={"diptych": {"kind": "claims", **records}})


def _card(rows: pd.DataFrame, evidence: pd.DataFrame) -> str:
    first = rows.iloc[0]
    numbers = rows[[*SHOWN, "verdict"]].to_html(
        index=False, border=0, na_rep="–", classes="diptych", float_format=lambda x: f"{x:.3f}"
    )
    spans = evidence[[c for c in EVIDENCE_COLUMNS if c not in ("claim", "quote") or evidence[c].any()]]
    return (
        f"<section><h3>{html.escape(first['statement'])}</h3>"
        f"<p>{VERDICTS[first['verdict']]} <strong>{first['verdict']}</strong>: "
        f"{html.escape(word(first['reason']))}</p>{numbers}"
        f"<details><summary>Evidence</summary>"
        f"{spans.drop(columns='claim').to_html(index=False, border=0, classes='diptych')}</details></section>"
    )


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    rows = frame.to_dict(orient="records")
    return [{str(name): plain_value(value) for name, value in row.items()} for row in rows]
