"""The corpus: which texts there are, what they are made of, and how well they were read."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.figures import INK, MUTED, NEUTRAL, new_axes
from analysis.resampling import measure_wilson
from analysis.studies import Study
from analysis.wording import BEYOND_NAMES, word

BEYOND = {"BOTH": "#6b5b95", "OTHER": "#8d9299", "NONE": "#d5d9de"}


def measure_corpus(articles: pd.DataFrame, texts: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per text (a version inside an article), in order of article and position.

    Parameters
    ----------
    articles, texts, sentences
        The tables of a study; `sentences` with one coder's codes (see `analysis.codes`).

    Returns
    -------
    article, outlet_side, published, role, script, primary; characters in the file's span;
    paragraphs; sentences (body and headings); boilerplate (sentences set aside); voices (distinct
    sources other than the author).
    """
    rows = texts.merge(articles[["article", "outlet_side", "published"]], on="article", validate="m:1")
    kept = sentences[sentences["kind"] != "boilerplate"]
    sources = kept[~kept["voice"].isin(["author", "", "unnamed"])]
    counts = pd.DataFrame(
        {
            "paragraphs": kept.groupby("text")["paragraph"].nunique(),
            "sentences": kept.groupby("text").size(),
            "boilerplate": sentences[sentences["kind"] == "boilerplate"].groupby("text").size(),
            "voices": sources.groupby("text")["voice"].nunique(),
        }
    )
    rows = rows.assign(characters=rows["end"] - rows["start"]).merge(
        counts, left_on="text", right_index=True, how="left"
    )
    whole = ["paragraphs", "sentences", "boilerplate", "voices"]
    rows[whole] = rows[whole].fillna(0).astype(int)
    keep = ["article", "outlet_side", "published", "role", "script", "primary", "characters", *whole]
    return rows.sort_values(["article", "start"])[keep].reset_index(drop=True)


def measure_subjects(sentences: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One row per primary text × *about*: how many of its sentences are about whom.

    Returns
    -------
    article, about, sentences, share (of the text's sentences that are not boilerplate).
    """
    primary = texts.loc[texts["primary"], "text"]
    kept = sentences[sentences["text"].isin(primary) & (sentences["kind"] != "boilerplate")]
    counts = kept.groupby(["article", "about"]).size().rename("sentences").reset_index()
    total = counts.groupby("article")["sentences"].transform("sum")
    return counts.assign(share=counts["sentences"] / total).sort_values(
        ["article", "about"], ignore_index=True
    )


def choose_longest(subjects: pd.DataFrame, *, most: int = 30) -> pd.DataFrame:
    """Return the rows of the `most` articles with most sentences: as many as a figure can show."""
    sizes = subjects.groupby("article")["sentences"].sum().sort_values(ascending=False, kind="stable")
    return subjects[subjects["article"].isin(sizes.index[:most])].reset_index(drop=True)


def shorten_names(articles: pd.Series) -> dict[str, str]:
    """Return article → the shortest beginning, of three letters or more, that tells it from the others.

    Examples
    --------
    >>> shorten_names(pd.Series(["001_a.txt", "002_b.txt"]))
    {'001_a.txt': '001', '002_b.txt': '002'}
    >>> shorten_names(pd.Series(["eu-01.md", "eu-02.md", "cn.md"]))
    {'cn.md': 'cn.md', 'eu-01.md': 'eu-01', 'eu-02.md': 'eu-02'}
    """
    names = sorted(articles.unique())
    length = next((n for n in range(3, 40) if len({name[:n] for name in names}) == len(names)), 40)
    return {name: name[:length].rstrip("-_. ") for name in names}


def plot_subjects(subjects: pd.DataFrame, *, study: Study, ax: Axes | None = None) -> Axes:
    """Draw one bar per article, parted by whom its sentences are about; takes `measure_subjects`' frame."""
    names = sorted(subjects["article"].unique(), reverse=True)
    ax = ax or new_axes(height=0.9 + 0.55 * len(names))
    left = pd.Series(0.0, index=names)
    total = subjects.groupby("article")["sentences"].sum()
    for about in study.about_values:
        part = subjects[subjects["about"] == about].set_index("article")[["share", "sentences"]]
        part = part.reindex(names, fill_value=0)
        side = next((side for side in study.sides if side.id == about), None)
        colour = side.colour if side else BEYOND[about]
        bars = ax.barh(
            names, part["share"], left=left, color=colour, edgecolor="white",
            hatch=side.hatch if side else "", height=0.62, label=about,
        )  # fmt: skip
        ink = INK if about == "NONE" else "white"
        for bar, share, n in zip(bars, part["share"], part["sentences"], strict=True):
            if share >= 0.06:
                ax.text(
                    bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2,
                    f"{int(n)}", ha="center", va="center", color=ink, fontsize=9,
                    bbox={"facecolor": colour, "pad": 1.2, "linewidth": 0},
                )  # fmt: skip
        left = left + part["share"]
    for name in names:
        ax.text(1.012, name, word("n = {n}", n=int(total[name])), va="center", fontsize=8.5, color=MUTED)
    labels = [study.side(about) for about in study.side_ids]
    handles = ax.get_legend_handles_labels()[0]
    ax.legend(
        handles,
        [*(word(side.name) for side in labels), *(word(BEYOND_NAMES[about]) for about in BEYOND)],
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=5, fontsize=8.5, columnspacing=1.2, handlelength=1.3,
    )  # fmt: skip
    short = shorten_names(subjects["article"])
    ax.set_yticks(range(len(names)), [short[name] for name in names])
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
    ax.set_xlabel(
        word("share of the article's sentences, by whose policy, conduct or industry they are about")
    )
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.spines["bottom"].set_color(NEUTRAL)
    return ax


def measure_cleaning(cleaning: pd.DataFrame) -> pd.DataFrame:
    """One row per rule and status: how many characters of each article it kept, mapped or removed.

    The columns of one article add up to the characters of its file.
    """
    short = shorten_names(cleaning["article"])
    wide = cleaning.assign(article=cleaning["article"].map(short)).pivot_table(
        index=["status", "rule"], columns="article", values="characters", aggfunc="sum", fill_value=0
    )
    wide["all"] = wide.sum(axis=1)
    return wide.reset_index().rename_axis(columns=None).sort_values(["status", "rule"], ignore_index=True)


def summarise_corpus(corpus: pd.DataFrame, subjects: pd.DataFrame, *, side: str) -> dict[str, float]:
    """Return how many texts, sentences and voices there are, and how much of them is about `side`."""
    counted = max(subjects["sentences"].sum(), 1)
    own = subjects[subjects["about"] == side]
    primary = corpus[corpus["primary"]]
    return {
        "articles": corpus["article"].nunique(),
        "texts": len(corpus),
        "primary": len(primary),
        "leaning": _count_leaning(subjects, side),
        "sentences": int(subjects["sentences"].sum()),
        "share": float(own["sentences"].sum() / counted),
        "top": float(own["share"].max()) if len(own) else 0.0,
        "voices": int(primary["voices"].sum()),
    }


def _count_leaning(subjects: pd.DataFrame, side: str) -> int:
    """In how many articles more sentences are about `side` than about the other one."""
    shares = subjects[~subjects["about"].isin(list(BEYOND))]
    own = shares["share"].where(shares["about"] == side, -shares["share"])
    return int((own.groupby(shares["article"]).sum() > 0).sum())


def measure_rewriting(mentions: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """One row per article: how many concept hits stand there in a variant form, not in the usual one.

    Returns
    -------
    article, hits (concept hits in counted sentences), variants (those found through the variants table),
    share, low, high (Wilson, 95 %), per_sentence.
    """
    rows = mentions.groupby("article", as_index=False).agg(
        hits=("variant", "size"), variants=("variant", "sum")
    )
    low, high = measure_wilson(rows["variants"], rows["hits"])
    size = rows["article"].map(sentences.groupby("article").size())
    return rows.assign(
        share=rows["variants"] / rows["hits"], low=low, high=high, per_sentence=rows["variants"] / size
    ).sort_values("article", ignore_index=True)


def summarise_rewriting(rewriting: pd.DataFrame) -> dict[str, object]:
    """Return the article with the largest share of variants, that share, and the largest of the others."""
    ordered = rewriting.sort_values("share", ascending=False, ignore_index=True)
    return {
        "article": shorten_names(rewriting["article"])[ordered["article"][0]],
        "file": ordered["article"][0],
        "share": ordered["share"][0],
        "other": ordered["share"][1:].max(),
    }
