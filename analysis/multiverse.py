"""Multiverse: does a comparison hold whichever of the defensible choices one makes?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

from analysis.figures import BOTH, INK, PAPER, new_axes
from analysis.studies import Side
from analysis.wording import word


class MultiverseError(ValueError):
    """Specifications or estimates that cannot be compared, with the one at fault."""


def cross_axes(axes: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """One row per specification: every combination of the choices on all axes, the first of each first.

    The first row is the reference: what the study publishes.

    Examples
    --------
    >>> cross_axes({"variants": ["on", "off"], "left_out": ["none", "a"]}).values.tolist()
    [['on', 'none'], ['on', 'a'], ['off', 'none'], ['off', 'a']]
    """
    for axis, choices in axes.items():
        if not len(choices) or len(set(choices)) < len(choices):
            raise MultiverseError(f"axis {axis!r}: {list(choices)} must be different choices, at least one")
    return pd.DataFrame(list(product(*axes.values())), columns=list(axes), dtype=object)


def measure_multiverse(
    specifications: pd.DataFrame, estimate: Callable[..., Mapping[str, float] | pd.Series]
) -> pd.DataFrame:
    """One row per comparison × specification.

    Parameters
    ----------
    specifications
        One row per specification, one column per axis; the first row is the reference.
    estimate
        Called with a specification's choices by name; returns comparison → estimate, with 0 for no
        difference. NaN, or a comparison left out, is undefined under that specification.

    Returns
    -------
    ``comparison, specification`` (0 is the reference), the axes, ``estimate, reference, same_sign`` (False
    where undefined, or exactly 0 while the reference is not), in the order of the reference's comparisons.

    Raises
    ------
    MultiverseError
        When an estimate is infinite, specifications repeat, or the reference leaves a comparison undefined.

    Examples
    --------
    >>> def estimate(variants): return {"race": 0.2 if variants == "on" else -0.1}
    >>> runs = measure_multiverse(cross_axes({"variants": ["on", "off"]}), estimate)
    >>> runs[["comparison", "variants", "estimate", "same_sign"]].values.tolist()
    [['race', 'on', 0.2, True], ['race', 'off', -0.1, False]]
    """
    if specifications.duplicated().any() or not len(specifications):
        raise MultiverseError("specifications must be different from one another, and at least one")
    choices = [dict(zip(specifications.columns, row, strict=True)) for row in specifications.to_numpy()]
    drawn = [dict(estimate(**chosen)) for chosen in choices]
    comparisons = list(dict.fromkeys(name for values in drawn for name in values))
    rows = []
    for name in comparisons:
        reference = float(drawn[0].get(name, np.nan))
        if not np.isfinite(reference):
            raise MultiverseError(f"comparison {name!r} has no estimate under the first specification")
        for number, values in enumerate(drawn):
            value = float(values.get(name, np.nan))
            if np.isinf(value):
                raise MultiverseError(f"comparison {name!r} is infinite in specification {number}; smooth it")
            rows.append((name, number, value, reference, bool(np.sign(value) == np.sign(reference))))
    runs = pd.DataFrame(rows, columns=["comparison", "specification", "estimate", "reference", "same_sign"])
    axes = specifications.reset_index(drop=True).rename_axis("specification").reset_index()
    order = ["comparison", "specification", *specifications.columns, "estimate", "reference", "same_sign"]
    return runs.merge(axes, on="specification", how="left")[order]


def measure_stability(multiverse: pd.DataFrame) -> pd.DataFrame:
    """One row per comparison: how many specifications keep the sign of the reference.

    Returns
    -------
    ``comparison, reference, specifications, undefined, kept`` (share of all specifications, undefined ones
    not kept), ``least, median, most`` (of the defined estimates).

    Examples
    --------
    >>> runs = pd.DataFrame({"comparison": "race", "specification": [0, 1, 2], "estimate": [0.2, 0.1, -0.1],
    ...                      "reference": 0.2, "same_sign": [True, True, False]})
    >>> measure_stability(runs)[["comparison", "kept"]].round(3).values.tolist()
    [['race', 0.667]]
    """
    grouped = multiverse.groupby("comparison", sort=False)
    return grouped.agg(
        reference=("reference", "first"),
        specifications=("estimate", "size"),
        undefined=("estimate", lambda values: int(values.isna().sum())),
        kept=("same_sign", "mean"),
        least=("estimate", "min"),
        median=("estimate", "median"),
        most=("estimate", "max"),
    ).reset_index()


def measure_choices(multiverse: pd.DataFrame) -> pd.DataFrame:
    """One row per axis × choice: in which share of all comparisons that choice keeps the sign.

    Returns
    -------
    ``axis, choice, kept``, in the order of axes, then of choices; the choice that turns most is the lowest.

    Examples
    --------
    >>> def estimate(variants): return {"race": 0.2 if variants == "on" else -0.1}
    >>> runs = measure_multiverse(cross_axes({"variants": ["on", "off"]}), estimate)
    >>> measure_choices(runs).values.tolist()
    [['variants', 'on', 1.0], ['variants', 'off', 0.0]]
    """
    axes = multiverse.columns[2:-3]
    kept = [multiverse.groupby(axis, sort=False)["same_sign"].mean() for axis in axes]
    rows = [
        (axis, choice, share)
        for axis, of_axis in zip(axes, kept, strict=True)
        for choice, share in of_axis.items()
    ]
    return pd.DataFrame(rows, columns=["axis", "choice", "kept"])


def plot_multiverse(
    multiverse: pd.DataFrame,
    *,
    ax: Axes | None = None,
    sides: tuple[Side, Side] | None = None,
    measure: str = "difference of shares",
) -> Axes:
    """Draw a heat map: comparisons down, specifications across; dots mark a sign that flips, gaps none.

    Specifications are ordered by how many comparisons keep their sign, the reference first. All comparisons
    drawn together are of one measure: they share the scale.

    Parameters
    ----------
    multiverse
        What `measure_multiverse` returns.
    measure
        What is estimated, with its unit: the scale's label.
    """
    table = multiverse.set_index(["comparison", "specification"])["estimate"].unstack()  # noqa: PD010
    kept = multiverse.groupby("specification")["same_sign"].mean()
    order = [0, *kept.drop(0).sort_values(ascending=False, kind="stable").index]
    table = table.loc[multiverse["comparison"].unique(), order]
    values = table.to_numpy(float)
    flipped = (np.sign(values) != np.sign(values[:, :1])) & ~np.isnan(values)
    ax = ax or new_axes(height=1.6 + 0.32 * len(table))
    most = max(float(np.nanmax(np.abs(values))), 1e-12)
    image = ax.imshow(
        values, aspect="auto", interpolation="nearest", cmap=_shade(sides), norm=TwoSlopeNorm(0, -most, most)
    )
    y, x = np.nonzero(flipped)
    ax.scatter(x, y, s=10, color=INK, marker="o", linewidths=0)
    stable = measure_stability(multiverse).set_index("comparison")["kept"]
    ax.set_yticks(range(len(table)), [f"{word(str(name))}  {stable[name]:.0%}" for name in table.index])
    ax.tick_params(axis="both", length=0)
    ax.set_xticks([0], [word("published")])
    ax.set_xlabel(word("{n} specifications, steadiest first; dot: the sign flips", n=table.shape[1]))
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.8, pad=0.02, label=word(measure))
    bar.outline.set_visible(False)  # type: ignore[operator]
    return ax


def _shade(sides: tuple[Side, Side] | None) -> LinearSegmentedColormap:
    first, second = (side.colour for side in sides) if sides else (INK, BOTH)
    return LinearSegmentedColormap.from_list("sides", [second, PAPER, first])
