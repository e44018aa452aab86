"""Gists: the type of an event, and what it is in words of the codebook, never in those of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from analysis.codebook import read_codebook
from analysis.coding.acts import Acts
from analysis.reading.mentions import Finder, Mention, Pattern

MOST_WORDS = 12
MOST_CONCEPTS = 2
JOINED = " and "
LONGEST = 6  # words of an agent's name
REACH = 80  # characters after an act in which other acts say what kind it is
# What an act turns out to be when one of these follows it, the first that is there.
SHADES: dict[str, tuple[str, ...]] = {
    "announce": ("control", "deal", "issue_policy", "release", "talks"),
    "sign": ("control", "deal", "talks", "issue_policy"),
    "release": ("control", "issue_policy", "talks"),
    "issue_policy": ("control",),
    "hold": ("talks",),
    "begin": ("deal",),
}


@lru_cache(maxsize=4)
def read_concepts(folder: Path) -> tuple[Finder, dict[str, str]]:
    """Return the finder of a codebook folder's concepts, and the gloss of each that has a frame.

    The others are general words and guards, which say nothing of an event.
    """
    table = read_codebook(folder).concepts
    patterns = table[["concept", "pattern", "language"]].itertuples(index=False, name=None)
    telling = table[table["frame"] != ""]
    glosses = dict(zip(telling["concept"], telling["gloss"], strict=True))
    return Finder(Pattern(*row) for row in patterns), glosses


@lru_cache(maxsize=4)
def read_names(folder: Path) -> dict[str, str]:
    """Return the name of each actor of a codebook folder, by its id."""
    table = read_codebook(folder).actors
    return dict(zip(table["actor"], table["name"], strict=True))


def find_type(act: Mention | None, acts: Sequence[Mention], vocabulary: Acts) -> str:
    """Return the type of the event that `act` makes: its own, or that of an act which it announces.

    `acts` are all acts of the sentence.
    """
    if act is None:
        return "other"
    following = {other.concept for other in acts if act.stop <= other.begin <= act.stop + REACH}
    shade = next((name for name in SHADES.get(act.concept, ()) if name in following), act.concept)
    return vocabulary.types.get(shade, "other")


def write_gist(
    agent: str,
    act: Mention | None,
    concepts: Sequence[Mention],
    *,
    vocabulary: Acts,
    glosses: Mapping[str, str],
) -> str:
    """Return who does what about what, in at most twelve words.

    The concepts are those named nearest to the act, each by its gloss.

    Examples
    --------
    >>> vocabulary = Acts(Finder(()), {}, {"release": "releases"})
    >>> act = Mention("release", "released", 7, 15, False)
    >>> concepts, glosses = [Mention("llm", "llm", 18, 21, False)], {"llm": "language model"}
    >>> write_gist("OpenAI", act, concepts, vocabulary=vocabulary, glosses=glosses)
    'OpenAI releases: language model'
    """
    place = act.begin if act is not None else 0
    nearest = sorted(concepts, key=lambda mention: (abs(mention.begin - place), mention.begin))
    names = list(dict.fromkeys(glosses[mention.concept] for mention in nearest if mention.concept in glosses))
    verb = vocabulary.glosses.get(act.concept, "acts") if act is not None else "acts"
    subject = " ".join(agent.split()[:LONGEST])
    if JOINED in subject:  # they release, it releases
        first, _, rest = verb.partition(" ")
        verb = f"{first.removesuffix('s')} {rest}".strip()
    head = f"{subject} {verb}".strip()
    room = MOST_WORDS - len(head.split())
    chosen: list[str] = []
    for name in names[:MOST_CONCEPTS]:
        words = len(name.split())
        if words <= room:
            chosen.append(name)
            room -= words
    return f"{head}: {', '.join(sorted(chosen))}" if chosen else head
