"""Reliability: do two coders who read the same sentences give them the same codes?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.agreement import (
    AgreementError,
    Disagreement,
    masi_distance,
    nominal_distance,
    number_values,
    over_expected,
    tabulate_pairs,
    weigh_ac1,
    weigh_alpha,
    weigh_kappa,
    weigh_raw,
)
from analysis.figures import NEUTRAL, new_axes
from analysis.forest import draw_estimates, name_rows
from analysis.resampling import draw_weights, measure_wilson
from analysis.wording import read_wording, word

SETS = ("frames", "practice")
ENOUGH, TENTATIVE = 0.8, 0.667  # Krippendorff 2004, Content Analysis, p. 241
COEFFICIENTS = ("alpha", "kappa", "ac1", "raw")


def measure_reliability(
    coder_a: pd.DataFrame,
    coder_b: pd.DataFrame,
    *,
    rng: np.random.Generator,
    groups: pd.DataFrame | None = None,
    sets: tuple[str, ...] = SETS,
    replicates: int = 1000,
) -> pd.DataFrame:
    """One row per variable × group: agreement of two coders with bootstrap intervals over units.

    Parameters
    ----------
    coder_a, coder_b
        One row per unit: ``unit`` and the variables, the same in both. An empty field is a value (none);
        NaN was not coded and is left out of that variable. Drop boilerplate first: it has no other code, so
        coders agree on it without reading.
    groups
        ``unit`` and one or more columns, e.g. ``language`` and ``script``: each value is a group of its own.
    sets
        Variables whose values are sets joined by ``|``. Their α uses the MASI distance, their agreement
        is that of the whole set; κ and AC1 are given for each member instead (``frames:race``: named
        or not), as chance agreement on whole sets means little.

    Returns
    -------
    ``variable, distance`` (nominal or MASI), ``group`` (``all``, or ``column=value``), ``n`` (units), and
    ``alpha, kappa, ac1, raw``, each with ``_low`` and ``_high`` (95 %, percentiles over units; where the
    coders never differ the lower end follows from Wilson's for their agreement). NaN where a coefficient
    is undefined, as α and κ are when both coders used one value throughout. In the order of the tables'
    columns; members after their set, by name; ``all`` before other groups.

    Raises
    ------
    AgreementError
        When a unit is given twice or by one coder only, or when the variables differ.

    Examples
    --------
    >>> a = pd.DataFrame({"unit": range(4), "about": ["X", "Y", "X", "Y"]})
    >>> b = pd.DataFrame({"unit": range(4), "about": ["X", "Y", "Y", "Y"]})
    >>> rows = measure_reliability(a, b, rng=np.random.default_rng(1))
    >>> rows[["variable", "n", "alpha", "raw"]].round(4).values.tolist()
    [['about', 4, 0.5333, 0.75]]
    """
    pairs = join_coders(coder_a, coder_b, sets=sets)
    members = {"all": pairs.index}
    groups = pd.DataFrame({"unit": pairs.index}) if groups is None else groups
    for column in groups.columns.drop("unit"):
        values = _place_groups(pairs, groups, column)
        members |= {f"{column}={value}": pairs.index[values == value] for value in sorted(values.unique())}
    rows = []
    for group, units in members.items():
        chosen = pairs.loc[units]
        for variable in chosen.columns.get_level_values(0).unique():
            kind = "MASI" if variable in sets else "nominal"
            rows.append(
                {"variable": variable, "distance": kind, "group": group}
                | _agree(chosen[variable], kind, replicates, rng)
            )
    return pd.DataFrame(rows)


def join_coders(
    coder_a: pd.DataFrame, coder_b: pd.DataFrame, *, sets: tuple[str, ...] = SETS
) -> pd.DataFrame:
    """One row per unit, columns (variable, coder): the codes of ``a`` and ``b``; each member of a set added.

    Members are named ``variable:member`` and are ``yes`` or ``no``.
    """
    frames: dict[str, pd.DataFrame] = {}
    for name, table in (("a", coder_a), ("b", coder_b)):
        twice = table["unit"].duplicated()
        if twice.any():
            raise AgreementError(f"coder {name}: unit {table.loc[twice, 'unit'].iloc[0]!r} is coded twice")
        frames[name] = table.set_index("unit")
    a, b = frames["a"], frames["b"]
    if set(a.columns) != set(b.columns):
        raise AgreementError(f"only one coder has {', '.join(sorted(set(a.columns) ^ set(b.columns)))}")
    alone = a.index.symmetric_difference(b.index)
    if len(alone):
        raise AgreementError(
            f"{len(alone)} units are coded by one coder only, the first {alone[0]!r}; drop them"
        )
    b = b.loc[a.index]
    joined: dict[tuple[str, str], pd.Series] = {}
    for variable in a.columns:
        both: dict[str, pd.Series] = {"a": a[variable], "b": b[variable]}
        if variable not in sets:
            joined |= {(variable, coder): codes for coder, codes in both.items()}
            continue
        joined |= {
            (variable, coder): codes.map(_order_set, na_action="ignore") for coder, codes in both.items()
        }
        for member in sorted(
            {m for codes in both.values() for value in codes.dropna() for m in value.split("|") if m}
        ):
            for coder, codes in both.items():
                joined[(f"{variable}:{member}", coder)] = codes.map(
                    lambda value, member=member: "yes" if member in value.split("|") else "no",
                    na_action="ignore",
                )
    return pd.DataFrame(joined).sort_index(kind="stable")


def find_disagreements(
    coder_a: pd.DataFrame, coder_b: pd.DataFrame, *, sets: tuple[str, ...] = SETS
) -> pd.DataFrame:
    """One row per unit × variable on which the coders differ: ``unit, variable, a, b``, by unit.

    The order of a set's members is no difference.

    Examples
    --------
    >>> a = pd.DataFrame({"unit": [1, 2], "frames": ["race|control", "race"], "about": ["X", "Y"]})
    >>> b = pd.DataFrame({"unit": [1, 2], "frames": ["control|race", ""], "about": ["X", "X"]})
    >>> find_disagreements(a, b).values.tolist()
    [[2, 'frames', 'race', ''], [2, 'about', 'Y', 'X']]
    """
    pairs = join_coders(coder_a, coder_b, sets=sets)
    variables = [variable for variable in coder_a.columns if variable != "unit"]
    found = []
    for order, variable in enumerate(variables):
        pair = pd.DataFrame(pairs[variable])
        differ = pair.loc[(pair["a"] != pair["b"]) & pair.notna().any(axis=1)]
        found.append(differ.rename_axis("unit").reset_index().assign(variable=variable, order=order))
    rows = pd.concat(found).sort_values(["unit", "order"], ignore_index=True)
    return rows[["unit", "variable", "a", "b"]]


def plot_reliability(
    reliability: pd.DataFrame, *, ax: Axes | None = None, coefficient: str = "alpha"
) -> Axes:
    """Draw a coefficient with its interval for each row, and the two customary bounds, .667 and .8.

    Parameters
    ----------
    reliability
        What `measure_reliability` returns, or a choice of its rows.
    """
    rows = reliability.reset_index(drop=True)
    ax = ax or new_axes(height=1.4 + 0.28 * len(rows))
    for bound, style in ((TENTATIVE, ":"), (ENOUGH, "--")):
        ax.axvline(bound, color=NEUTRAL, linewidth=1, linestyle=style)
    middle = rows[coefficient]
    draw_estimates(ax, rows.index, middle, rows[f"{coefficient}_low"], rows[f"{coefficient}_high"])
    several = len(rows["group"].unique()) > 1
    names = [
        _name(variable) + (f", {group.partition('=')[2] or word(group)}" if several else "") + f"  n = {n}"
        for variable, group, n in zip(rows["variable"], rows["group"], rows["n"], strict=True)
    ]
    name_rows(ax, names, origin=None)
    ax.set_xlim(min(0.0, float(np.nanmin(rows[f"{coefficient}_low"]))) - 0.02, 1.02)
    ax.set_xlabel(
        word("{coefficient}, 95 % interval over units; lines: .667 and .8", coefficient=_symbol(coefficient))
    )
    return ax


def _name(variable: str) -> str:
    """Return a variable's name in the figure's language; members that are no words of ours as they are."""
    return ": ".join(word(part) if part in read_wording() else part for part in variable.split(":"))


def _symbol(coefficient: str) -> str:
    return {"alpha": "Krippendorff α", "kappa": "Cohen κ", "ac1": "Gwet AC1", "raw": word("agreement")}[
        coefficient
    ]


def _order_set(value: str) -> str:
    return "|".join(sorted(member for member in value.split("|") if member))


def _place_groups(pairs: pd.DataFrame, groups: pd.DataFrame, column: str) -> pd.Series:
    placed = groups.set_index("unit")[column].reindex(pairs.index)
    if placed.isna().any():
        raise AgreementError(f"groups: no {column} for unit {placed.index[placed.isna()][0]!r}")
    return placed


def _agree(pair: pd.DataFrame, kind: str, replicates: int, rng: np.random.Generator) -> dict[str, float]:
    codes, values = number_values(pair)
    both = (codes >= 0).all(axis=1)
    codes = codes[both]
    if not len(codes):
        return {"n": 0} | {f"{c}{end}": np.nan for c in COEFFICIENTS for end in ("", "_low", "_high")}
    drawn = draw_weights(np.zeros(len(codes)), replicates=replicates, rng=rng)
    weights = np.vstack([np.ones(len(codes)), drawn])
    tables = tabulate_pairs(codes, len(values), weights=weights)
    distance = masi_distance(values) if kind == "MASI" else nominal_distance(values)
    measured = {"alpha": weigh_alpha(codes, distance, weights=weights), "raw": weigh_raw(tables)}
    if kind == "nominal":
        measured |= {"kappa": weigh_kappa(tables), "ac1": weigh_ac1(tables)}
    row: dict[str, float] = {"n": len(codes)}
    for name in COEFFICIENTS:
        value, low, high = _place(measured[name], len(codes)) if name in measured else (np.nan,) * 3
        row |= {name: value, f"{name}_low": low, f"{name}_high": high}
    return row


def _place(disagreement: Disagreement, n: int) -> tuple[float, float, float]:
    """Return a coefficient and its interval; without a disagreement, the lower end is Wilson's."""
    value, resampled = np.split(over_expected(*disagreement), [1])
    known = resampled[~np.isnan(resampled)]
    if np.isnan(value[0]) or not len(known):
        return float(value[0]), np.nan, np.nan
    observed, expected = (part[0] for part in disagreement)
    if observed == 0:
        return 1.0, max(-1.0, float(1 - (1 - measure_wilson(n, n)[0]) / expected)), 1.0
    low, high = np.quantile(known, [0.025, 0.975])
    return float(value[0]), float(low), float(high)
