"""Settings: who speaks in a document when nobody is named, and to which side that voice belongs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.coding.marks import STATE, Actor, Mark, Place, Vocabulary, find_nation
from analysis.layers import read_rows
from analysis.reading.documents import Document
from analysis.reading.scripts import fold_text

Key = tuple[str, str, str]  # actor, side, genre
AUTHOR = "author"
ISSUERS = ("government", "agency", "legislature", "court", "firm")  # whose documents speak for them
FEW = 2  # words in which regions differ that tell one
MOST = 3  # a form counts at most so often
ENOUGH = 4.0  # the weight from which forms decide against the script of the text
HEAD = 700  # characters at the beginning in which outlets and places tell where a text was written
WIRE = re.compile(
    r"^(?:[A-Z][A-Z .,'-]{2,40}(?:, [A-Z][a-z]+\.? \d|\s*\(|\s+[-–—])"  # LONDON, June 18 / BEIJING (AP)
    r"|.{0,20}(?:\d+日)?(?:电|讯|报导|报道)(?:[（(：:　 ]|$))"
)


OWN = 5.0  # what an outlet or an issuer in the first lines weighs, and a place that it is named after
NAMED = 2.0  # what an outlet in other furniture weighs, and the place of a dateline
FIRST = 6  # sentences, furniture and title included, in which a page names itself
LATIN = re.compile(r"[A-Za-z0-9]")
SHORT = 40  # characters of a line that may be furniture
OPENERS = " \n\t|｜/／·•—–(（《【「"
NAMESAKE = re.compile(  # what follows a place that begins a name; not 倫敦報道, London, 4 May
    r"(?!\s?(?:綜合|综合)?(?:報道|报道|報導|报导|記者|记者|專電|专电|電|电|訊|讯|時間|时间|\d))"
    r"[\u4e00-\u9fff]{2,9}(?![\u4e00-\u9fff])"
    r"| (?:[A-Z&][\w'’&]* ?){1,4}(?:\W|$)"
)


class Setting(NamedTuple):
    """The voice of what nobody else is made to say.

    ``actor`` is ``author`` or whoever issues the document; ``home`` is the country that 'we' and an
    unnamed ministry belong to; ``genre`` is press, official or briefing; ``cue`` says what decided.
    """

    actor: str
    side: str
    genre: str
    home: str
    score: float
    cue: str


class Settings:
    """The forms that tell in which setting a document was written, ready to be weighed.

    Forms are folded; one that folding changes (人工智慧, 軟體) is meant as it is written, since
    words that fold to one tell where a text in Traditional characters comes from.
    """

    def __init__(self, forms: Iterable[Mapping[Hashable, str]], canonical: Iterable[str] = ()) -> None:
        common = sorted(set(canonical))
        self._common = AhoCorasick(common, matchkind=MatchKind.LeftmostLongest) if common else None
        self._settings: dict[str, list[tuple[Key, float]]] = {}
        for form in forms:
            kind = form["actor"], form["side"], form["genre"]
            self._settings.setdefault(form["form"], []).append((kind, float(form["weight"])))
        texts = sorted(self._settings)
        self._folded = [text for text in texts if fold_text(text) == text]
        self._written = [text for text in texts if fold_text(text) != text]
        self._automata = [
            AhoCorasick(some, matchkind=MatchKind.LeftmostLongest) if some else None
            for some in (self._folded, self._written)
        ]

    def weigh(self, folded: str, written: str = "") -> tuple[dict[Key, float], dict[Key, list[str]]]:
        """Return the weight of each setting in a text, folded and as written, and the forms that gave it."""
        weights: dict[Key, float] = {}
        cues: dict[Key, list[str]] = {}
        for automaton, texts, text in zip(
            self._automata, (self._folded, self._written), (folded, written), strict=True
        ):
            found = automaton.find_matches_as_indexes(text) if automaton and text else ()
            whole = (index for index, begin, stop in found if _is_whole(text, begin, stop))
            for index, count in sorted(Counter(whole).items()):
                for kind, weight in self._settings[texts[index]]:
                    weights[kind] = weights.get(kind, 0.0) + weight * min(count, MOST)
                    cues.setdefault(kind, []).append(texts[index])
        return weights, cues

    def name_words(self, document: Document) -> str:
        """Return whose words a text uses where regions differ: ``words:regional``, ``words:common`` or ''."""
        if self._common is None:
            return ""
        regional = len(document.variants)
        found = self._common.find_matches_as_indexes(document.folded)
        common = sum(1 for _ in found) - regional
        if max(regional, common) < FEW or regional == common:
            return ""
        return "words:regional" if regional > common else "words:common"


def _is_whole(text: str, begin: int, stop: int) -> bool:
    """Whether a form is no part of a longer Latin word (npr in unprecedented); a plural's s may follow.

    Examples
    --------
    >>> [_is_whole(text, 2, 7) for text in ("a labor law", "collaboration", "a labors", "说：labor")]
    [True, False, True, True]
    """
    if text[begin].isascii() and text[begin].isalnum() and LATIN.match(text[max(0, begin - 1) : begin]):
        return False
    after = text[stop : stop + 2].removeprefix("s")[:1]
    return not (text[stop - 1].isascii() and text[stop - 1].isalnum() and LATIN.match(after))


@lru_cache(maxsize=4)
def read_settings(folder: Path) -> Settings:
    """Return the settings of a codebook folder."""
    variants = read_rows(folder, "variants")
    common = variants.loc[variants["class"] == "regional", "canonical"] if len(variants) else ()
    return Settings(read_rows(folder, "settings").to_dict("records"), common)


def find_setting(
    document: Document, marks: list[list[Mark]], vocabulary: Vocabulary, settings: Settings
) -> Setting:
    """Return the setting of `document`: from its metadata, forms, outlet, dateline or script."""
    weights, cues = settings.weigh(document.folded, document.clean)
    for side, cue, weight in _find_origins(document, marks):
        kind = _choose_kind(side, cue, weights)
        weights[kind] = weights.get(kind, 0.0) + weight
        cues.setdefault(kind, []).append(cue)
    for written, weight in settings.weigh(_name_writing(document, settings))[0].items():
        weights[written] = weights.get(written, 0.0) + weight
    outlet, place = _find_outlet(document, vocabulary)
    side = document.outlet_side or (outlet.side if outlet else place)
    if side:
        weights = {setting: weight for setting, weight in weights.items() if setting[1] == side}
    if outlet and outlet.kind in ISSUERS:
        home = find_nation(outlet, vocabulary.actors) or find_home(side, marks, vocabulary)
        return Setting(outlet.id, side, "official", home, 0.95, f"outlet={outlet.id}")
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    actor, found, genre = ranked[0][0] if ranked else (AUTHOR, side or "NONE", "press")
    weight = ranked[0][1] if ranked else 0.0
    if actor != AUTHOR and weight < ENOUGH:
        actor, genre = AUTHOR, "press"
    rest = sum(weight for (_, other, _), weight in ranked if other != found)
    score = 0.95 if side else (weight + 0.5) / (weight + rest + 1.5)
    cue = "|".join(cues.get((actor, found, genre), [])[:3])
    return Setting(actor, side or found, genre, find_home(side or found, marks, vocabulary), score, cue)


def _choose_kind(side: str, cue: str, weights: Mapping[Key, float]) -> Key:
    """Which setting of `side` an origin speaks for: an issuer for the official one, else the press."""
    official = [kind for kind, weight in weights.items() if kind[1:] == (side, "official") and weight >= 1]
    if cue.startswith("issuer=") and official:
        return max(official, key=lambda kind: (weights[kind], kind))
    return AUTHOR, side, "press"


def find_home(side: str, marks: list[list[Mark]], vocabulary: Vocabulary) -> str:
    """Return the country of `side`; where several belong to it, the one that is marked most often.

    A country's offices count more than its name: its own press names them without it.
    """
    countries = {
        actor.id for actor in vocabulary.actors.values()
        if actor.side == side and actor.kind == "country" and not actor.organisation
    }  # fmt: skip
    if len(countries) < 2:
        return next(iter(countries), "")
    counts: Counter[str] = Counter()
    for found in marks:
        for mark in found:
            if isinstance(mark.sign, Actor) and mark.sign.side == side:
                nation = find_nation(mark.sign, vocabulary.actors)
                counts[nation] += (2 if mark.sign.kind in STATE else 1) if nation in countries else 0
    return min(counts, key=lambda id: (-counts[id], id)) if counts else ""


def _find_origins(document: Document, marks: list[list[Mark]]) -> list[tuple[str, str, float]]:
    """The outlets of head and boilerplate, and the places of a masthead or dateline, with their sides."""
    origins = []
    for place, (sentence, found) in enumerate(zip(document.sentences, marks, strict=True)):
        chrome = sentence.kind == "boilerplate"
        if not found or not (chrome or sentence.begin < HEAD):
            continue
        line = document.clean[sentence.begin : sentence.begin + 80]
        wired = WIRE.match(line) is not None
        short = sentence.kind != "body" and sentence.stop - sentence.begin <= SHORT
        for mark in found:
            sign = mark.sign
            if not isinstance(sign, (Actor, Place)) or sign.side in ("", "NONE"):
                continue
            named = document.clean[mark.begin : mark.stop]
            opens = mark.begin == sentence.begin or document.clean[mark.begin - 1] in OPENERS
            early = mark.begin - sentence.begin < 25
            if isinstance(sign, Actor) and sign.kind == "outlet":
                own = (short and opens and place < FIRST) or (wired and mark.begin == sentence.begin)
                if chrome or own:
                    origins.append((sign.side, f"outlet={sign.id}", OWN if own else NAMED))
            elif isinstance(sign, Actor) and sign.kind in ISSUERS[:4]:
                if chrome and opens and short and place < FIRST:
                    origins.append((sign.side, f"issuer={sign.id}", OWN))
            elif not isinstance(sign, Place) and (sign.kind != "country" or sign.id == "world"):
                continue
            elif wired and early:
                origins.append((sign.side, f"dateline={named}", NAMED))
            elif chrome and place < FIRST and _is_namesake(document.clean, mark, opens):
                origins.append((sign.side, f"named after {named}", OWN))
    return origins


def _is_namesake(clean: str, mark: Mark, opens: bool) -> bool:
    """Whether a place is in an outlet's name (Taipei Policy Journal, 倫敦華商報) or behind it in brackets."""
    bracketed = clean[mark.begin - 1 : mark.begin] in "(（" and clean[mark.stop : mark.stop + 1] in ")）"
    behind = bracketed and clean[max(0, mark.begin - 2) : mark.begin - 1].strip() != ""
    return behind or (opens and NAMESAKE.match(clean, mark.stop) is not None)


def _name_writing(document: Document, settings: Settings) -> str:
    version = next((version for version in document.versions if version.primary), None)
    if version is None:
        return ""
    words = settings.name_words(document) if version.script == "Hant" else ""
    return f"language:{version.language} script:{version.script} {words}".lower()


def _find_outlet(document: Document, vocabulary: Vocabulary) -> tuple[Actor | None, str]:
    """The actor whose name the outlet's name holds, and the side of the first place in it."""
    marks = vocabulary.find_in(document.outlet) if document.outlet else []
    actor = next((mark.sign for mark in marks if isinstance(mark.sign, Actor)), None)
    place = next((mark.sign.side for mark in marks if isinstance(mark.sign, Place)), "")
    return actor, place
