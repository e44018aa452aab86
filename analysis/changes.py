"""Changes: when a side's share of a frame shifted, and how sure that date is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import ruptures
from scipy import stats

from analysis.resampling import smooth_logit

EDGE = 6  # periods on either side of a change, at least


def measure_changes(
    dated: pd.DataFrame,
    *,
    of: str,
    sides: tuple[str, str],
    categories: tuple[str, ...],
    rng: np.random.Generator,
    replicates: int = 200,
    level: float = 0.05,
) -> pd.DataFrame:
    """One row per side × category: the one date that best parts its monthly series in two levels.

    Parameters
    ----------
    dated
        What `analysis.trends.date_sentences` returns.
    of, categories
        The code that is counted, and its values.

    Returns
    -------
    side, category, period (the first after the change), low, high (2.5 and 97.5 % quantile of that
    period when the documents of each period are drawn anew), before, after (shares of sentences), p (share of
    shuffled orders of the periods with as large a gain), q (Benjamini–Hochberg over all rows),
    periods, stands_out (q below `level`).

    Source: least-squares segmentation of the logit of the share, exact for one break (Bai 1997), computed
    by ruptures (Truong, Oudre & Vayatis 2020). One level shift is assumed: a slow drift is dated, too, at
    its steepest; the p-value says that order matters, not that the shift was sudden.
    """
    rows = []
    for side in sides:
        counts, sizes, owner, periods = _count_documents(dated[dated["side"] == side], of, categories)
        if len(periods) < 2 * EDGE:
            raise ValueError(f"side {side!r} has {len(periods)} periods; a change needs {2 * EDGE}")
        found, n = _sum_periods(counts, sizes, owner, len(periods))
        drawn = [_draw(counts, sizes, owner, len(periods), rng) for _ in range(replicates)]
        for k, category in enumerate(categories):
            series = smooth_logit(found[:, k], n)
            place, gain = _find_break(series)
            again = [_find_break(smooth_logit(f[:, k], m))[0] for f, m in drawn]
            shuffled = [_find_break(rng.permutation(series))[1] for _ in range(replicates)]
            low, high = np.quantile(again, [0.025, 0.975], method="nearest")
            rows.append(
                {
                    "side": side,
                    "category": category,
                    "period": periods[place],
                    "low": periods[int(low)],
                    "high": periods[int(high)],
                    "before": found[:place, k].sum() / n[:place].sum(),
                    "after": found[place:, k].sum() / n[place:].sum(),
                    "p": (1 + sum(value >= gain for value in shuffled)) / (1 + replicates),
                    "periods": len(periods),
                }
            )
    changes = pd.DataFrame(rows)
    q = stats.false_discovery_control(changes["p"])
    return changes.assign(q=q, stands_out=q < level)


def _count_documents(dated: pd.DataFrame, of: str, categories: tuple[str, ...]):
    values = dated[of].str.split("|")
    flags = np.array([[category in held for category in categories] for held in values], float)
    flags = flags.reshape(len(dated), len(categories))
    documents, row = np.unique(dated["article"], return_inverse=True)
    counts, sizes = np.zeros((len(documents), len(categories))), np.bincount(row).astype(float)
    np.add.at(counts, row, flags)
    first = dated.drop_duplicates("article").set_index("article").loc[documents, "period"]
    periods, owner = np.unique(first.to_numpy(), return_inverse=True)
    return counts, sizes, owner, [pd.Timestamp(period) for period in periods]


def _sum_periods(counts: np.ndarray, sizes: np.ndarray, owner: np.ndarray, periods: int):
    found = np.zeros((periods, counts.shape[1]))
    np.add.at(found, owner, counts)
    return found, np.bincount(owner, weights=sizes, minlength=periods)


def _draw(counts: np.ndarray, sizes: np.ndarray, owner: np.ndarray, periods: int, rng: np.random.Generator):
    order = np.argsort(owner, kind="stable")
    ends = np.cumsum(np.bincount(owner, minlength=periods))
    parts = np.split(order, ends[:-1])
    chosen = np.concatenate([rng.choice(part, len(part)) for part in parts])
    return _sum_periods(counts[chosen], sizes[chosen], owner[chosen], periods)


def _find_break(series: np.ndarray) -> tuple[int, float]:
    """Return the first place after the best break, and by how much it lowers the squared error."""
    model = ruptures.Dynp(model="l2", min_size=EDGE, jump=1).fit(series)
    place = model.predict(n_bkps=1)[0]
    cost = ruptures.costs.CostL2().fit(series)
    return place, cost.error(0, len(series)) - cost.error(0, place) - cost.error(place, len(series))
