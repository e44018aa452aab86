"""Stances: who holds what on open and closed models, and what each side's models are said to be."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.codes import split_joined
from analysis.figures import INK, MUTED, NEUTRAL, new_axes
from analysis.forest import name_of
from analysis.studies import Study
from analysis.wording import current_language, word

ORDER = ("open", "both", "neutral", "closed")
NAMELESS = ":anon"  # how the id of a voice ends that speaks for somebody without giving its name


def measure_stances(sentences: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """One row per voice × side × stance, of sentences that are about open or closed models.

    Parameters
    ----------
    sentences
        The sentences table with one coder's codes.
    actors
        The codebook's actors; a voice that it does not list keeps its id as its name.

    Returns
    -------
    name, name_zh, voice, voice_side, stance, sentences, articles (in how many it is found), evidence
    (sentence ids joined by ``|``); voices that take a side first, by count, ties by name.
    """
    held = sentences[sentences["stance"] != ""]
    counts = held.groupby(["voice", "voice_side", "stance"], as_index=False).agg(
        sentences=("sentence", "size"), articles=("article", "nunique"), evidence=("sentence", "|".join)
    )
    names = actors.set_index("actor")
    for column in ("name", "name_zh"):
        known = counts["voice"].map(names[column])
        counts[column] = known.where(known.fillna("") != "", counts["voice"])
    key = counts["voice"] + counts["voice_side"]
    taking = counts["sentences"].where(counts["stance"] != "neutral", 0).groupby(key).transform("sum")
    counts = counts.assign(taking=taking, rank=counts["stance"].map(ORDER.index))
    counts = counts.sort_values(["taking", "name", "voice_side", "rank"], ascending=[False, True, True, True])
    keep = ["name", "name_zh", "voice", "voice_side", "stance", "sentences", "articles", "evidence"]
    return counts[keep].reset_index(drop=True)


def plot_stances(stances: pd.DataFrame, *, study: Study, ax: Axes | None = None) -> Axes:
    """Draw a board of voices by stance; a disc's area is its sentences. Takes `measure_stances`' frame."""
    voices = stances.drop_duplicates(["voice", "voice_side"])
    places = {key: -i for i, key in enumerate(zip(voices["voice"], voices["voice_side"], strict=True))}
    ax = ax or new_axes(height=1.1 + 0.36 * len(voices))
    for row in stances.to_dict("records"):
        side = next((side for side in study.sides if side.id == row["voice_side"]), None)
        x, y = ORDER.index(row["stance"]), places[row["voice"], row["voice_side"]]
        ax.scatter(x, y, s=130 + 34 * row["sentences"], color=side.colour if side else NEUTRAL, zorder=3)
        ax.text(x, y, str(row["sentences"]), ha="center", va="center", fontsize=8.5,
                color="white" if side else INK, zorder=4)  # fmt: skip
    for place in places.values():
        ax.axhline(place, color=NEUTRAL, linewidth=0.5, alpha=0.6, zorder=1)
    named = [_name(row) + _belong(str(row.voice_side), study) for row in voices.itertuples()]
    ax.set_yticks(list(places.values()), named)
    ax.set_xticks(range(len(ORDER)), [word(STANCE_NAMES[stance]) for stance in ORDER])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set_xlim(-0.5, len(ORDER) - 0.5)
    ax.set_ylim(min(places.values()) - 0.7, 0.7)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(word("sentences in which the voice holds the stance"), color=MUTED)
    return ax


def _name(row) -> str:
    if row.voice in UNLISTED:
        return word(UNLISTED[row.voice])
    if row.voice.endswith(NAMELESS):
        return word("a source without a name")
    return row.name_zh if current_language() == "zh" else row.name


def _belong(side: str, study: Study) -> str:
    return f"  ({name_of(study.sides, side)})" if side in study.side_ids else ""


UNLISTED = {"author": "the article's author", "unnamed": "unnamed source"}
STANCE_NAMES = {
    "open": "for open models",
    "both": "both have a place",
    "neutral": "takes no side",
    "closed": "for closed models",
}


def measure_practices(sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per side spoken of × practice × side of the voice: what models are stated to be, and by whom.

    Returns
    -------
    side, practice (open or closed), voice_side, sentences, articles, evidence.
    """
    stated = split_joined(sentences, "practice")
    stated = stated.assign(
        side=stated["practice"].str.split(":").str[0], practice=stated["practice"].str.split(":").str[1]
    )
    return (
        stated.groupby(["side", "practice", "voice_side"], as_index=False)
        .agg(sentences=("sentence", "size"), articles=("article", "nunique"), evidence=("sentence", "|".join))
        .sort_values(["side", "practice", "voice_side"], ignore_index=True)
    )


def plot_practices(practices: pd.DataFrame, *, study: Study, ax: Axes | None = None) -> Axes:
    """Draw, per side spoken of, statements that its models are open (right) or closed (left)."""
    sides = [side for side in practices["side"].unique() if side in study.side_ids]
    ax = ax or new_axes(height=1.2 + 0.8 * len(sides))
    voices = [*study.side_ids, "OTHER", "NONE"]
    for place, about in enumerate(reversed(sides)):
        for practice, sign in (("open", 1), ("closed", -1)):
            start = 0
            rows = practices[(practices["side"] == about) & (practices["practice"] == practice)]
            for voice in voices:
                n = int(rows.loc[rows["voice_side"] == voice, "sentences"].sum())
                if not n:
                    continue
                side = next((side for side in study.sides if side.id == voice), None)
                ax.barh(place, sign * n, left=sign * start, height=0.5, edgecolor="white",
                        color=side.colour if side else NEUTRAL, hatch=side.hatch if side else "")  # fmt: skip
                label = word("{n} by {side}", n=n, side=name_of(study.sides, voice)) if n >= 4 else f"{n}"
                ax.text(sign * (start + n / 2), place, label, ha="center", va="center", fontsize=8.5,
                        color="white" if side else INK,
                        bbox={"facecolor": side.colour, "pad": 1, "lw": 0} if side else None)  # fmt: skip
                start += n
    ax.axvline(0, color=INK, linewidth=0.8)
    names = [word("{side} models are …", side=word(study.side(side).adjective)) for side in reversed(sides)]
    ax.set_yticks(range(len(sides)), names)
    limit = max(abs(value) for value in ax.get_xlim())
    ax.set_xlim(-limit, limit)
    ax.xaxis.set_major_formatter(lambda x, _: f"{abs(x):.0f}")
    ax.set_xlabel(word("← closed      sentences that state it as fact      open →"))
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def summarise_stances(
    sentences: pd.DataFrame, stances: pd.DataFrame, practices: pd.DataFrame
) -> dict[str, object]:
    """Return n sentences, how many hold or take a stance, each stance's count, and the chief advocate."""
    count = stances.groupby("stance")["sentences"].sum().reindex(ORDER, fill_value=0)
    advocates = stances[stances["stance"] == "open"].sort_values(
        ["sentences", "name"], ascending=[False, True], ignore_index=True
    )
    return {
        "n": len(sentences),
        "held": int(count.sum()),
        "taking": int(count.drop("neutral").sum()),
        **{stance: int(count[stance]) for stance in ORDER},
        "stated": int(practices["sentences"].sum()),
        "advocate": advocates["name"].iloc[0] if len(advocates) else "–",
        "advocate_sentences": int(advocates["sentences"].iloc[0]) if len(advocates) else 0,
    }


def summarise_practices(practices: pd.DataFrame, *, side: str, other: str) -> dict[str, int]:
    """Return how many sentences call `side`'s and `other`'s models open and closed."""
    count = practices.groupby(["side", "practice"])["sentences"].sum()
    return {
        f"{name}_{practice}": int(count.get((which, practice), 0))
        for name, which in (("first", side), ("second", other))
        for practice in ("open", "closed")
    }
