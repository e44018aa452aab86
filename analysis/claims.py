"""Claims: what was claimed before the numbers, set against them study by study (decisions 0051 and 0070)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
import pandas as pd
from scipy import stats

from analysis.cards import CLAIM_COLUMNS, EVIDENCE_COLUMNS
from analysis.codes import choose_codes
from analysis.comparisons import has_tables, measure_comparisons
from analysis.declarations import OWN, Claim, mark_carried, mark_groups
from analysis.multiverse import measure_stability
from analysis.opening import OpenStudy, spread, top
from analysis.quotes import MissingError, find_quotes
from analysis.verdicts import NO_TABLES, Verdict, decide_verdict
from analysis.wording import LANGUAGES, use_language, word

NULL = 0.0
UNIT = "percentage points"
MOST = 4  # spans on either side of a card, of one study
COMPARISONS = {
    "about": "{first} v {second}, by whom sentences are about",
    "voice_side": "{first} v {second}, by who speaks",
    "side": "{first} v {second}, by channel",
    "period": "{side}, since {since} v before",
}
MEASURES = {
    ("frames", "gold"): "difference of shares of sentences, frame: {category}",
    ("frames", "machine"): "difference of corrected shares of sentences, frame: {category}",
    ("stance", "gold"): "difference of shares of sentences, stance: {category}",
    ("stance", "machine"): "difference of corrected shares of sentences, stance: {category}",
    ("practice", "gold"): "difference of shares of sentences that say so of models: {category}",
    ("practice", "machine"): "difference of corrected shares of sentences that say so of models: {category}",
    ("tone", "gold"): "difference of shares of sentences, tone: {category}",
    ("tone", "machine"): "difference of corrected shares of sentences, tone: {category}",
}


def measure_claims(
    claims: Sequence[Claim],
    studies: Sequence[OpenStudy],
    *,
    multiverses: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """One row per claim and study, claims as declared, the study that a claim is about first.

    A claim that fails keeps its row, and one that a study cannot measure (no tables, a group without
    sentences) has a row of empty numbers. Effects are positive where the direction is as claimed.

    Parameters
    ----------
    claims
        What `analysis.declarations.read_claims` returns.
    studies
        At least one of the studies that the claims name; in the others they are not measured.
    multiverses
        Study id → what `analysis.specifications.measure_specifications` returns.

    Returns
    -------
    The columns of docs/decisions/0051. ``q``: Benjamini–Hochberg over all claims and studies whose design
    carries a p. ``verdict, reason``: by `analysis.verdicts.decide_verdict`, and nothing else.
    """
    opened = {study.study.id: study for study in studies if has_tables(study)}
    measured = {
        id: measure_comparisons([claim for claim in claims if id in claim.studies], study).set_index("claim")
        for id, study in opened.items()
    }
    kept = {id: measure_stability(runs).set_index("comparison") for id, runs in (multiverses or {}).items()}
    named = {study.study.id: study for study in studies}
    rows = []
    for claim in claims:
        for id in claim.studies:
            numbers = measured.get(id, pd.DataFrame())
            row = numbers.loc[claim.id].to_dict() if claim.id in numbers.index else {}
            stable = kept.get(id, pd.DataFrame())
            if row and claim.label in stable.index:
                row |= {"multiverse": stable.loc[claim.label, "kept"]}
                row |= {"multiverse_runs": stable.loc[claim.label, "specifications"]}
            told = _word_claim(claim, named.get(id, studies[0]))
            rows.append(_EMPTY | told | row | {"claim": claim.id, "study": id, "tables": id in opened})
    frame = pd.DataFrame(rows)
    frame["q"] = _adjust(frame["p"])
    verdicts = [_judge(row) for row in frame.to_dict(orient="records")]
    frame["verdict"], frame["reason"] = zip(*verdicts, strict=True)
    counts = ["n_sentences", "n_documents", "leave_one_out_runs", "multiverse_runs"]
    return frame.astype(dict.fromkeys(counts, "int64"))[list(CLAIM_COLUMNS)]


_EMPTY = {
    **dict.fromkeys(("effect", "low", "high", "p", "leave_one_out", "multiverse"), np.nan),
    **dict.fromkeys(("n_sentences", "n_documents", "leave_one_out_runs", "multiverse_runs"), 0),
    **dict.fromkeys(
        ("statement", "statement_zh", "comparison", "comparison_zh", "measure", "measure_zh"), ""
    ),
    "direction": "",
    "design": "inferential",
    "null": NULL,
    "unit": UNIT,
}


def _judge(row: Mapping) -> Verdict:
    if not row["tables"]:
        return Verdict("not measured", NO_TABLES)
    names = ("effect", "low", "high", "null", "q", "leave_one_out", "multiverse", "design")
    return decide_verdict(**{name: row[name] for name in names})


def _adjust(p: pd.Series) -> pd.Series:
    q = pd.Series(np.nan, index=p.index)
    tested = p.notna()
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested].to_numpy(float))
    return q


def _word_claim(claim: Claim, study: OpenStudy) -> dict[str, str]:
    told = {"statement": claim.statement, "statement_zh": claim.statement_zh}
    told["direction"] = claim.direction if claim.direction in study.ids else ""
    coder = study.study.codes
    for language in LANGUAGES:
        names = {side.id: side.name_zh if language == "zh" else side.name for side in study.sides}
        first, second = (names.get(group, group) for group in claim.order)
        suffix = "" if language == LANGUAGES[0] else f"_{language}"
        with use_language(language):
            fields = {
                "first": first,
                "second": second,
                "since": claim.since,
                "side": names.get(claim.side, ""),
            }
            told[f"comparison{suffix}"] = word(COMPARISONS[claim.by], **fields)
            category = word(claim.category.removeprefix(OWN))
            told[f"measure{suffix}"] = word(MEASURES[claim.of, coder], category=category)
    return told


def find_claim_evidence(
    claims: Sequence[Claim], studies: Sequence[OpenStudy], *, most: int = MOST
) -> pd.DataFrame:
    """One row per claim and span: sentences that carry the category, of either group.

    Those of the group that is said to have more support the claim; those of the other group speak against it.
    People's codes go before a machine's. First come sentences coded by people, then those that carry
    least beside the category, one of each article before a second of any; at most `most` on either side.

    Returns
    -------
    ``claim, study, supports, article, sentence, start, end, quote``; ``quote`` is empty where the
    article's file is not in the study's folder of texts.
    """
    rows = [
        _find_spans(claim, study, most)
        for claim in claims
        for id in claim.studies
        for study in studies
        if study.study.id == id and has_tables(study)
    ]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(EVIDENCE_COLUMNS))


def _find_spans(claim: Claim, study: OpenStudy, most: int) -> pd.DataFrame:
    sentences = _choose_best(study)
    groups = mark_groups(claim, sentences, study.articles)
    hits = sentences.assign(group=groups)[mark_carried(claim, sentences, groups) & (groups != "")]
    hits = hits.assign(supports=hits["group"] == claim.order[0], load=hits[claim.of].str.count(r"\|"))
    hits = hits.sort_values(["coded", "load", "sentence"], ascending=[False, True, True])
    hits["turn"] = hits.groupby(["supports", "coded", "load", "article"]).cumcount()
    hits = hits.sort_values(
        ["supports", "coded", "load", "turn", "sentence"], ascending=[False, False, True, True, True]
    )
    chosen = hits.groupby("supports", sort=False).head(most)
    quoted = chosen.assign(claim=claim.id, study=study.study.id, quote=_quote(chosen, study))
    return quoted[list(EVIDENCE_COLUMNS)]


def _choose_best(study: OpenStudy) -> pd.DataFrame:
    """Return the counted sentences with people's codes where there are any, ``coded`` says where."""
    counted = study.coded_sentences[study.coded_sentences["sentence"].isin(study.sentences["sentence"])]
    coded = counted["gold_kind"] != ""
    parts = [
        choose_codes(counted[coded], coder="gold").assign(coded=True),
        choose_codes(counted[~coded], coder="machine").assign(coded=False),
    ]
    return pd.concat([part for part in parts if len(part)]).loc[counted.index]


def _quote(sentences: pd.DataFrame, study: OpenStudy) -> list[str]:
    folder = study.study.texts
    if folder is not None:
        with suppress(MissingError):  # the folder may hold the texts of another study only
            return find_quotes(sentences, articles=study.articles, folder=folder)["quote"].tolist()
    return [""] * len(sentences)


def compare_studies(claims: pd.DataFrame) -> pd.DataFrame:
    """One row per claim: its effect, interval and verdict in each study, side by side.

    Returns
    -------
    ``claim``, per study ``effect_, low_, high_, verdict_`` with its id; ``agree``: ``yes`` where all effects
    have the same sign, ``no`` where not, '' where fewer than two studies measured it.
    """
    wide = claims[["claim"]].drop_duplicates(ignore_index=True)
    for study, rows in claims.groupby("study"):
        columns = {name: f"{name}_{study}" for name in ("effect", "low", "high", "verdict")}
        wide = wide.merge(rows[["claim", *columns]].rename(columns=columns), on="claim", how="left")
    signs = np.sign(claims["effect"]).groupby(claims["claim"]).agg(["count", "nunique"]).loc[wide["claim"]]
    agree = np.select([signs["count"] < 2, signs["nunique"] == 1], ["", "yes"], "no")
    verdicts = wide.columns[wide.columns.str.startswith("verdict_")]
    return wide.fillna(dict.fromkeys(verdicts, "")).assign(agree=agree)


def summarise_claims(claims: pd.DataFrame) -> dict[str, int]:
    """Return how many claims there are and, by the study that each is about, how many have each verdict."""
    first = claims.drop_duplicates("claim")["verdict"]
    count = {name: int((first == name).sum()) for name in ("supported", "fragile", "descriptive")}
    failed, missing = int((first == "not supported").sum()), int((first == "not measured").sum())
    return {"claims": len(first), **count, "not_supported": failed, "not_measured": missing}


def spread_claims(claims: pd.DataFrame) -> dict[str, object]:
    """Return every claim's numbers, named by claim and study, and those with the largest and smallest effect.

    Takes `measure_claims`' frame. ``top_`` and ``last_`` are of the study that each claim is about.
    """
    named = claims.assign(name=claims["claim"].str.replace("-", "_") + "_" + claims["study"])
    first = claims.drop_duplicates("claim").dropna(subset="effect").reset_index(drop=True)
    return spread(named, "name") | top(first, "effect") | top(first, "effect", "last_", place=len(first) - 1)


def summarise_agreement(compared: pd.DataFrame) -> dict[str, int]:
    """Return of how many claims two studies can be compared, and in how many they agree in direction.

    Takes `compare_studies`' frame.
    """
    count = compared["agree"].value_counts()
    agreeing = int(count.get("yes", 0))
    return {"compared": agreeing + int(count.get("no", 0)), "agreeing": agreeing}
