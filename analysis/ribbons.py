"""Ribbons: versions of one article side by side, each sentence a bar, what they share a ribbon."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from analysis.figures import INK, MUTED, new_axes
from analysis.translation import Pair, group_beads
from analysis.wording import current_language, word

ROLE_NAMES = {
    "original": "The original",
    "report": "The article",
    "translation": "The translation",
    "rewrite": "The rewrite",
    "summary": "The summary",
}
ROLE_ORDER = tuple(ROLE_NAMES)
COUNTED = {"en": "in English, {n} sentences", "zh": "in Chinese, {n} sentences"}
BAR, GAP = "#dfe3e8", "white"
RIBBON, ACCENT = "#c9d3de", "#8e3b6f"
WIDTH = 0.11  # of a column's bars; columns stand one apart
LINE = 0.052  # of the height, from one label to the next


def measure_ribbons(
    alignments: pd.DataFrame, sentences: pd.DataFrame, texts: pd.DataFrame, lost: pd.DataFrame
) -> pd.DataFrame:
    """One row per sentence (a bar) and per pair of sentences in one bead (a ribbon).

    Parameters
    ----------
    alignments
        The beads of one article's versions. Columns stand in the order original, translation, summary, and
        only neighbours are joined.
    sentences, texts
        The tables of the study, `sentences` with one coder's codes; boilerplate is left out, and so is what
        stands in no bead, as a summary's headings.
    lost
        `analysis.shifts.find_lost_names`' frame: its beads are marked.

    Returns
    -------
    part: bar or ribbon; column (from 0), role, language, sentence; start, stop (characters from the top of
    the version); scale (characters in the longest version of that language: the full height); alone (a bar
    without a partner in the next column, or for the last in the one before). For ribbons, which share the
    bars of their bead by length, also other, other_start, other_stop, other_scale (the right end); names,
    names_zh, loss (unnamed or author): who is named on the left and not on the right, else empty.
    """
    grouped = group_beads(alignments)
    used = {id for pair in grouped for id in (pair.source, pair.target)}
    chosen = texts[texts["text"].isin(used)]
    chosen = chosen.assign(rank=chosen["role"].map(ROLE_ORDER.index)).sort_values(["rank", "start"])
    order = list(chosen["text"])
    aligned = {id for beads in grouped.values() for bead in beads for ids in bead for id in ids}
    bars = _measure_bars(sentences[sentences["sentence"].isin(aligned)], chosen)
    places = bars.set_index("sentence").to_dict("index")
    marks = {(row["target"], row["target_sentences"]): row for row in lost.to_dict("records")}
    rows: list[dict] = []
    alone: set[str] = set()
    for source, target in pairwise(order):
        for bead in grouped.get(Pair(chosen["article"].iloc[0], source, target), []):
            sources, targets = ([id for id in ids if id in places] for ids in bead)
            if sources and targets:
                rows += _draw_ribbons(
                    places, sources, targets, marks.get((target, "|".join(bead.targets)), {})
                )
            elif sources or target == order[-1]:
                alone |= {*sources, *targets}
    bars = bars.assign(part="bar", alone=bars["sentence"].isin(alone)).drop(columns="text")
    frame = pd.concat([bars, pd.DataFrame(rows)], ignore_index=True)
    words = ["other", "names", "names_zh", "loss"]
    frame[words] = frame[words].fillna("")
    return frame.sort_values(["part", "column", "start", "other_start"], ignore_index=True)


def _measure_bars(sentences: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    kept = sentences[sentences["text"].isin(chosen["text"]) & (sentences["kind"] != "boilerplate")]
    kept = kept.sort_values(["article", "start"])
    lengths = kept["end"] - kept["start"]
    stops = lengths.groupby(kept["text"]).cumsum()
    kept = kept.assign(start=stops - lengths, stop=stops)
    columns = chosen[["text", "role"]].assign(column=range(len(chosen)))
    columns["language"] = chosen["language"]
    bars = kept[["text", "sentence", "start", "stop"]].merge(columns, on="text", validate="m:1")
    scale = bars.groupby("language")["stop"].max()
    names = ["text", "column", "role", "language", "sentence", "start", "stop"]
    return bars[names].assign(scale=bars["language"].map(scale))


def _draw_ribbons(places: dict, sources: list[str], targets: list[str], mark: dict) -> Iterator[dict]:
    """Yield a ribbon for each pair; those of one bar part it between them, so that none covers another."""
    for one in sources:
        for two in targets:
            left, right = places[one], places[two]
            start, stop = _share(left, [places[id] for id in targets], targets.index(two))
            other_start, other_stop = _share(right, [places[id] for id in sources], sources.index(one))
            yield {
                "part": "ribbon",
                **{name: left[name] for name in ("column", "role", "language", "scale")},
                "sentence": one,
                "start": start,
                "stop": stop,
                "alone": False,
                "other": two,
                "other_start": other_start,
                "other_stop": other_stop,
                "other_scale": right["scale"],
                "names": mark.get("names", ""),
                "names_zh": mark.get("names_zh", ""),
                "loss": mark.get("target_value", ""),
            }


def _share(bar: dict, partners: list[dict], number: int) -> tuple[float, float]:
    lengths = [partner["stop"] - partner["start"] for partner in partners]
    unit = (bar["stop"] - bar["start"]) / sum(lengths)
    start = bar["start"] + unit * sum(lengths[:number])
    return start, start + unit * lengths[number]


def plot_ribbons(ribbons: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw each version as a column of sentences and join what says the same; takes `measure_ribbons`' frame.

    A hatched bar has no partner in the next column (in the last: in the one before). Marked ribbons lead from
    a named source to none, with a label at their end.
    """
    ax = ax or new_axes(height=7.8)
    bars, bands = (ribbons[ribbons["part"] == part] for part in ("bar", "ribbon"))
    for band in sorted(bands.to_dict("records"), key=lambda band: band["loss"] != ""):
        _plot_band(ax, band)
    for bar in bars.to_dict("records"):
        top, height = bar["start"] / bar["scale"], (bar["stop"] - bar["start"]) / bar["scale"]
        ax.add_patch(
            Rectangle(
                (bar["column"] - WIDTH / 2, top), WIDTH, height, linewidth=0.6, edgecolor=MUTED,
                facecolor=GAP if bar["alone"] else BAR, hatch="/////" if bar["alone"] else "",
            )
        )  # fmt: skip
    last = int(bars["column"].max())
    _label_columns(ax, bars, last)
    _label_losses(ax, bands)
    ax.set_xlim(-0.44, last + 0.86)
    ax.set_ylim(1.01, -0.125)
    ax.axis("off")
    return ax


def _plot_band(ax: Axes, band: dict) -> None:
    left, right = band["column"] + WIDTH / 2, band["column"] + 1 - WIDTH / 2
    middle = (left + right) / 2
    a, b = band["start"] / band["scale"], band["stop"] / band["scale"]
    c, d = band["other_start"] / band["other_scale"], band["other_stop"] / band["other_scale"]
    points = [
        *[(left, a), (middle, a), (middle, c), (right, c)],
        *[(right, d), (middle, d), (middle, b), (left, b), (left, a)],
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    marked = band["loss"] != ""
    ax.add_patch(
        PathPatch(
            Path(points, codes), facecolor=ACCENT if marked else RIBBON, alpha=0.55 if marked else 0.7,
            edgecolor="white", linewidth=0.5, zorder=0.9 if marked else 0.8,
        )
    )  # fmt: skip


def _label_columns(ax: Axes, bars: pd.DataFrame, last: int) -> None:
    for column in range(last + 1):
        group = bars[bars["column"] == column]
        first, alone = group.iloc[0], int(group["alone"].sum())
        ax.text(column, -0.095, word(ROLE_NAMES[first["role"]]), ha="center", fontsize=11, color=INK)
        counted = word(COUNTED[first["language"]], n=len(group))
        ax.text(column, -0.06, counted, ha="center", fontsize=8.5, color=MUTED)
        text = "{n} added (hatched)" if column == last else "{n} left out of the next (hatched)"
        text = text if alone else "nothing added" if column == last else "all told in the next"
        ax.text(column, -0.025, word(text, n=alone), ha="center", fontsize=8.5, color=INK)


def _label_losses(ax: Axes, bands: pd.DataFrame) -> None:
    names = "names_zh" if current_language() == "zh" else "names"
    marked = bands[bands["loss"] != ""]
    for column in sorted(set(marked["column"])):
        group = marked[marked["column"] == column]
        ends = group.groupby("other").agg(
            low=("other_start", "min"), high=("other_stop", "max"), scale=("other_scale", "first"),
            names=(names, "first"), loss=("loss", "first"),
        ).sort_values("low")  # fmt: skip
        floor = -1.0
        for end in ends.to_dict("records"):
            place = (end["low"] + end["high"]) / 2 / end["scale"]
            floor = max(place, floor + LINE)  # below the label before
            x = column + 1 + WIDTH / 2
            ax.plot([x, x + 0.05, x + 0.07], [place, floor, floor], color=ACCENT, linewidth=0.7)
            text = word(LOSS_NAMES[end["loss"]], names=end["names"])
            ax.text(x + 0.09, floor, text, va="center", fontsize=8.5, color=ACCENT, linespacing=1.25)


LOSS_NAMES = {"unnamed": "{names}\n→ a source without a name", "author": "{names}\n→ the author's own voice"}
