"""Validation: how far the machine's codes are those of people, on the sentences that people coded too."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.agreement import (
    AgreementError,
    Disagreement,
    Floats,
    masi_distance,
    nominal_distance,
    number_values,
    over_expected,
    tabulate_pairs,
    weigh_alpha,
    weigh_kappa,
)
from analysis.figures import INK, NEUTRAL, OTHER, new_axes
from analysis.forest import draw_estimates, name_of, name_rows, name_sides, style_of
from analysis.reliability import ENOUGH, join_coders
from analysis.resampling import draw_weights, measure_wilson
from analysis.studies import Side
from analysis.tables import VARIABLES
from analysis.wording import word

SETS = ("frames", "practice", "tone")
MEASURES = ("kappa", "alpha", "f1")
GLOSSES = 6  # concepts named for an example of an error
MARKERS = "o^DvPX"  # of groups that are no sides
GROUPS = {  # how readers know them
    "Latn": "English",
    "Hans": "Simplified Chinese",
    "Hant": "Traditional Chinese",
    "mixed": "mixed Chinese scripts",
}
SYMBOLS = {"kappa": "Cohen κ", "alpha": "Krippendorff α", "f1": "F1"}


def measure_validation(
    sentences: pd.DataFrame,
    *,
    rng: np.random.Generator,
    groups: tuple[str, ...] = (),
    variables: tuple[str, ...] = VARIABLES,
    document: str = "article",
    replicates: int = 1000,
) -> pd.DataFrame:
    """One row per group × variable: how well the machine does on the sentences that people coded.

    Parameters
    ----------
    sentences
        The sentences table, of which rows with a ``gold_kind`` count; of a random sample, of sentences that
        the machine's makers have not seen.
    groups
        Columns whose values are groups of their own, beside all: ``side``, ``language``, ``script`` …

    Returns
    -------
    ``variable`` (sets are followed by their members, as ``frames:race``, named or not), ``group`` (``all``,
    or ``column=value``), ``n`` (sentences), ``n_documents, people, machine`` (how often each names a value),
    and ``kappa, alpha, f1``, each with ``_low`` and ``_high`` (95 %, percentiles over documents drawn anew;
    where nobody differs the lower end is Wilson's, where F1 is 0 the upper end). F1 is the micro average
    over all values named; an empty field names none. κ is not given for whole sets; their α uses the MASI
    distance. NaN where undefined.

    Raises
    ------
    AgreementError
        When no sentence was coded by people.

    Examples
    --------
    >>> toy = pd.DataFrame({"sentence": range(4), "article": list("aabb"), "about": ["X", "Y", "X", ""],
    ...                     "gold_about": ["X", "Y", "Y", ""], "gold_kind": "body"})
    >>> rows = measure_validation(toy, variables=("about",), rng=np.random.default_rng(1))
    >>> rows[["variable", "group", "n", "f1"]].round(3).values.tolist()
    [['about', 'all', 4, 0.667]]
    """
    coded = sentences[sentences["gold_kind"] != ""].set_index("sentence").sort_index()
    if coded.empty:
        raise AgreementError(
            "no sentence was coded by people; validation needs gold_* columns that are filled"
        )
    pairs = _pair_codes(coded, variables)
    chosen = {"all": np.ones(len(coded), bool)}
    for column in groups:
        chosen |= {f"{column}={value}": coded[column] == value for value in sorted(coded[column].unique())}
    rows = []
    for group, held in chosen.items():
        held = np.asarray(held)
        place, documents = pd.factorize(coded.loc[held, document], sort=True)
        drawn = draw_weights(np.zeros(len(documents)), replicates=replicates, rng=rng)
        weights = np.vstack([np.ones(len(place)), drawn[:, place]])
        for variable in pairs.columns.get_level_values(0).unique():
            named = {"variable": variable, "group": group, "n": len(place), "n_documents": len(documents)}
            rows.append(named | _compare(pairs.loc[held, variable], variable, weights))
    return pd.DataFrame(rows)


def find_errors(
    sentences: pd.DataFrame, *, mentions: pd.DataFrame, concepts: pd.DataFrame, variables: tuple[str, ...]
) -> pd.DataFrame:
    """One row per kind of error: what people said, what the machine said, how often, and its surest example.

    Returns
    -------
    ``variable, people, machine`` (of a set: the member missed or invented), ``count, documents, where`` (the
    example's file and span), ``score`` (the machine's, where it gives one) and ``gloss``: the concepts
    in the example, in our own words. The most frequent first, ties by variable, people and machine.
    """
    coded = sentences[sentences["gold_kind"] != ""].set_index("sentence").sort_index()
    errors = pd.concat([_list_errors(coded, variable) for variable in variables])
    glosses = concepts.drop_duplicates("concept").set_index("concept")["gloss"]
    told = mentions[["sentence", "concept"]].drop_duplicates()
    told = told.assign(gloss=told["concept"].map(glosses)).sort_values(["sentence", "gloss"])
    named = told.groupby("sentence")["gloss"].agg(lambda held: ", ".join(held[:GLOSSES]))
    errors = errors.join(coded[["article", "start", "end"]], on="sentence")
    errors["where"] = errors["article"] + ": " + errors["start"].astype(str) + "–" + errors["end"].astype(str)
    errors["gloss"] = errors["sentence"].map(named).fillna("")
    kinds = ["variable", "people", "machine"]
    surest = errors.sort_values(["score", "sentence"], ascending=[False, True]).groupby(kinds).head(1)
    counts = errors.groupby(kinds).agg(count=("sentence", "size"), documents=("article", "nunique"))
    rows = surest.join(counts, on=kinds).sort_values(["count", *kinds], ascending=[False, True, True, True])
    return rows[[*kinds, "count", "documents", "where", "score", "gloss"]].reset_index(drop=True)


def plot_validation(
    validation: pd.DataFrame,
    *,
    measure: str = "f1",
    sides: tuple[Side, Side] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one measure with its interval per variable, each group in its own line and style.

    Takes `measure_validation`'s frame, or a choice of its rows. Groups named after a side have its style,
    others a marker each.
    """
    variables, groups = validation["variable"].unique(), validation["group"].unique()
    ax = ax or new_axes(height=1.5 + (0.2 + 0.15 * len(groups)) * len(variables))
    ax.axvline(ENOUGH, color=NEUTRAL, linewidth=1, linestyle="--")
    step = min(0.22, 0.8 / len(groups))
    for number, group in enumerate(groups):
        rows = validation[validation["group"] == group]
        place = pd.Index(variables).get_indexer(pd.Index(rows["variable"])) + step * (
            number - (len(groups) - 1) / 2
        )
        value = group.partition("=")[2]
        style = style_of(sides, value) if value else {"color": INK, "marker": "s"}
        if value and value not in [side.id for side in sides or ()]:
            style = {"color": OTHER, "marker": MARKERS[(number - 1) % len(MARKERS)]}
        counts = {"n": rows["n"].iloc[0], "documents": rows["n_documents"].iloc[0]}
        name = word(GROUPS[value]) if value in GROUPS else name_of(sides, value) if value else word("all")
        label = word("{side}: {n} sentences, {documents} documents", side=name, **counts)
        ends = (rows[f"{measure}_low"], rows[f"{measure}_high"])
        draw_estimates(ax, place, rows[measure], *ends, label=label, **style)
    name_rows(ax, [word(variable.partition(":")[2] or variable) for variable in variables], origin=None)
    ax.set_xlim(min(0.0, float(np.nanmin(validation[f"{measure}_low"]))) - 0.02, 1.02)
    ax.set_xlabel(word("{measure}, 95 % interval over documents; line: .8", measure=SYMBOLS[measure]))
    name_sides(ax)
    return ax


def _pair_codes(coded: pd.DataFrame, variables: tuple[str, ...]) -> pd.DataFrame:
    people, machine = (
        coded[[f"{prefix}{variable}" for variable in variables]]
        .set_axis(list(variables), axis=1)
        .rename_axis("unit")
        .reset_index()
        for prefix in ("gold_", "")
    )
    return join_coders(people, machine, sets=tuple(name for name in SETS if name in variables))


def _compare(pair: pd.DataFrame, variable: str, weights: Floats) -> dict[str, float]:
    codes, values = number_values(pair)
    is_set, member = variable in SETS, ":" in variable
    distance = masi_distance(values) if is_set else nominal_distance(values)
    found = {"alpha": weigh_alpha(codes, distance, weights=weights)}
    if not is_set:
        found["kappa"] = weigh_kappa(tabulate_pairs(codes, len(values), weights=weights))
    people, machine = (
        pair[coder].map(lambda value: {value} - {"", "no"} if not is_set else set(value.split("|")) - {""})
        for coder in ("a", "b")
    )
    both = np.array([len(one & two) for one, two in zip(people, machine, strict=True)], float)
    named = [np.array([len(held) for held in coder], float) for coder in (people, machine)]
    total = weights @ (named[0] + named[1])
    found["f1"] = (total - 2 * (weights @ both), total)
    row: dict[str, float] = {"people": int(named[0].sum()), "machine": int(named[1].sum())}
    if member and not row["people"]:
        found["f1"] = (np.full(len(weights), np.nan), np.zeros(len(weights)))
    for name in MEASURES:
        value, low, high = _place(found[name], len(pair)) if name in found else (np.nan,) * 3
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
    if row["f1"] == 0:
        row["f1_high"] = float(measure_wilson(0, row["people"])[1])
    return row


def _place(disagreement: Disagreement, n: int) -> tuple[float, float, float]:
    """Return the measure and its interval over resamples; Wilson's lower end where nobody differs."""
    value, drawn = np.split(over_expected(*disagreement), [1])
    known = drawn[~np.isnan(drawn)]
    if np.isnan(value[0]) or not len(known):
        return float(value[0]), np.nan, np.nan
    if disagreement[0][0] == 0:
        return 1.0, float(measure_wilson(n, n)[0]), 1.0
    low, high = np.quantile(known, [0.025, 0.975])
    return float(value[0]), float(low), float(high)


def _list_errors(coded: pd.DataFrame, variable: str) -> pd.DataFrame:
    """One row per sentence × difference in one variable; sets member by member."""
    score = coded[f"{variable}_score"] if f"{variable}_score" in coded else pd.Series(np.nan, coded.index)
    rows = []
    for sentence, people, machine in zip(
        coded.index, coded[f"gold_{variable}"], coded[variable], strict=True
    ):
        pairs = [(people, machine)] if people != machine else []
        if variable in SETS:
            one, two = ({member for member in value.split("|") if member} for value in (people, machine))
            pairs = [(member, "") for member in sorted(one - two)] + [
                ("", member) for member in sorted(two - one)
            ]
        rows += [(variable, *pair, sentence, score[sentence]) for pair in pairs]
    return pd.DataFrame(rows, columns=["variable", "people", "machine", "sentence", "score"])
