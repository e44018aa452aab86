"""Changes: when a side's share of a frame shifted, and how sure that date is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import ruptures
from numpy.typing import NDArray
from ruptures.base import BaseCost
from scipy import special, stats

from analysis.resampling import SampleError, draw_weights
from analysis.tally import tally_codes

EDGE = 6  # periods on either side of a change, at least
Floats = NDArray[np.float64]


class BinomialCost(BaseCost):
    """What one share per segment leaves unsaid: −2 log-likelihood; a row is found and n of one period."""

    model = "binomial"
    min_size = EDGE

    def fit(self, signal: Floats) -> BinomialCost:
        """Keep the running sums of found and n."""
        self.signal = signal
        self.sums = np.vstack([np.zeros(2), np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        """Return the cost of the periods from `start` up to `end`."""
        return float(-2 * _log_likelihood(*(self.sums[end] - self.sums[start])))


def measure_changes(
    dated: pd.DataFrame,
    *,
    of: str,
    sides: tuple[str, str],
    categories: tuple[str, ...],
    rng: np.random.Generator,
    replicates: int = 499,
    level: float = 0.05,
) -> pd.DataFrame:
    """One row per side × category: the one date that best parts its series in two levels.

    Parameters
    ----------
    dated
        What `analysis.trends.date_sentences` returns.
    of, categories
        The code that is counted, and its values.

    Returns
    -------
    side, category, period (the first after the change), low, high (2.5 and 97.5 % quantile of that period
    when the documents of each period are drawn anew), before, after (shares of sentences), g2 (how much
    better two levels explain the series than one), p (share of random orders of the documents, as many a
    period as there were, with as large a g2), q (Benjamini–Hochberg over all rows), periods, n_documents,
    stands_out (q below `level`).

    Source: one break in a series of binomials by maximum likelihood (Hinkley & Hinkley 1970, Biometrika 57),
    searched by ruptures (Truong, Oudre & Vayatis 2020). One shift of level is assumed: a slow drift is dated,
    too, where it is steepest. The test says that order matters, not that the shift was sudden; the interval
    of the date supposes that there was one.

    Raises
    ------
    SampleError
        When a side has fewer than twice `EDGE` periods.
    """
    rows = []
    for side in sides:
        own = dated[dated["side"] == side]
        counts, sizes, starts, periods = _count_documents(own, of, categories)
        if len(periods) < 2 * EDGE:
            raise SampleError(f"side {side!r} has {len(periods)} periods; a change needs {2 * EDGE}")
        found, n = np.add.reduceat(counts, starts), np.add.reduceat(sizes, starts)
        weights = draw_weights(_own_periods(starts, len(sizes)), replicates=replicates, rng=rng)
        drawn = _measure_gains(weights[:, :, None] * counts, weights * sizes, starts)
        order = rng.permuted(np.tile(np.arange(len(sizes)), (replicates, 1)), axis=1)
        shuffled = _measure_gains(counts[order], sizes[order], starts).max(axis=1)
        gains = _measure_gains(counts[None], sizes[None], starts)[0]
        for k, category in enumerate(categories):
            place = find_break(found[:, k], n)
            low, high = np.quantile(drawn[:, :, k].argmax(axis=1) + EDGE, [0.025, 0.975], method="nearest")
            rows.append(
                {
                    "side": side,
                    "category": category,
                    "period": periods[place],
                    "low": periods[int(min(low, place))],
                    "high": periods[int(max(high, place))],
                    "before": found[:place, k].sum() / n[:place].sum(),
                    "after": found[place:, k].sum() / n[place:].sum(),
                    "g2": gains[:, k].max(),
                    "p": (1 + (shuffled[:, k] >= gains[:, k].max()).sum()) / (1 + replicates),
                    "periods": len(periods),
                    "n_documents": len(sizes),
                }
            )
    changes = pd.DataFrame(rows)
    q = stats.false_discovery_control(changes["p"])
    return changes.assign(q=q, stands_out=q < level)


def summarise_change(changes: pd.DataFrame, prefix: str, *, side: str, category: str) -> dict[str, object]:
    """Return one row's levels before and after, and its month with the interval, for a sentence."""
    row = changes[(changes["side"] == side) & (changes["category"] == category)].iloc[0]
    months = {"month": row["period"], "first": row["low"], "last": row["high"]}
    return {f"{prefix}{name}": row[name] for name in ("before", "after", "q")} | {
        f"{prefix}{name}": f"{month:%Y-%m}" for name, month in months.items()
    }


def summarise_changes(
    changes: pd.DataFrame, *, sides: tuple[str, str], level: float = 0.05
) -> dict[str, object]:
    """Return the first side's changes, the clearest of them (top_), and how many of the second's stand out.

    The clearest has the smallest q, among even ones the largest shift.
    """
    own = changes[changes["side"] == sides[0]]
    size = (own["after"] - own["before"]).abs()
    order = own.assign(size=-size).sort_values(["q", "size", "category"], kind="stable")["category"]
    told: dict[str, object] = {"top_category": order.iloc[0], "family": len(order)}
    told["moved"] = int(changes.loc[changes["side"] == sides[1], "stands_out"].sum())
    for category, name in [*((category, category) for category in order), (order.iloc[0], "top")]:
        told |= summarise_change(changes, f"{name}_", side=sides[0], category=category)
    return told


def find_break(found: Floats, n: Floats) -> int:
    """Return the first period after the one break that parts the shares found / n best.

    Examples
    --------
    >>> find_break(np.array([1.0] * 8 + [6.0] * 8), np.full(16, 10.0))
    8
    """
    search = ruptures.Dynp(custom_cost=BinomialCost(), min_size=EDGE, jump=1)
    return int(search.fit(np.column_stack([found, n])).predict(n_bkps=1)[0])


def _count_documents(own: pd.DataFrame, of: str, categories: tuple[str, ...]):
    """Return counts [document, category], sizes, where each period starts, and the periods.

    Documents are in the order of their dates.
    """
    tally = tally_codes(own.assign(all="all", paragraph=0), by="all", of=of, categories=categories)
    period = own.drop_duplicates("article").set_index("article")["period"].reindex(tally.documents).to_numpy()
    order = np.argsort(period, kind="stable")
    periods, starts = np.unique(period[order], return_index=True)
    return tally.found[0][order], tally.sizes[0][order], starts, [pd.Timestamp(p) for p in periods]


def _own_periods(starts: NDArray[np.int_], documents: int) -> NDArray[np.int_]:
    return np.repeat(np.arange(len(starts)), np.diff([*starts, documents]))


def _measure_gains(counts: Floats, sizes: Floats, starts: NDArray[np.int_]) -> NDArray:
    """Return replicates × places × categories: how much a break at each place explains.

    `counts` is replicates × documents × categories, `sizes` replicates × documents.
    """
    found = np.cumsum(np.add.reduceat(counts, starts, axis=1), axis=1)
    n = np.cumsum(np.add.reduceat(sizes, starts, axis=1), axis=1)[:, :, None]
    first, upto = found[:, EDGE - 1 : -EDGE], n[:, EDGE - 1 : -EDGE]
    whole, total = found[:, -1:], n[:, -1:]
    parts = _log_likelihood(first, upto) + _log_likelihood(whole - first, total - upto)
    return 2 * (parts - _log_likelihood(whole, total))


def _log_likelihood(found: NDArray, n: NDArray) -> NDArray:
    return special.xlogy(found, found) + special.xlogy(n - found, n - found) - special.xlogy(n, n)
