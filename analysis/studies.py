"""A study: two sides of one subject, declared in a folder's ``study.toml``."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
BEYOND_SIDES = ("BOTH", "OTHER", "NONE")
CHOICES = {  # what study.toml may choose, the default first
    "codes": ("machine", "gold"),
    "grain": ("paragraph", "document"),
    "repeated": ("refused", "first"),
    "similar": ("first", "all"),
}
FACTS = ("outlet", "outlet_side", "kind", "source")


class StudyError(ValueError):
    """A study folder that cannot be used, with the file, the value and what to do."""


@dataclass(frozen=True)
class Side:
    """One of the two sides: how it is called, coloured and marked everywhere.

    ``phrase`` is the name as it stands in a sentence (the United States), ``adjective`` what belongs to it.
    ``turn`` is a day before and since which its documents are compared; ``genre`` a pattern of the names of
    its documents of one kind.
    """

    id: str
    name: str
    name_zh: str
    adjective: str
    colour: str
    marker: str
    hatch: str
    phrase: str = ""
    adjective_zh: str = ""
    turn: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Declared:
    """What the study knows of all articles in some files; an article's own word goes before it.

    ``files`` is a pattern of paths below the folder of texts; ``facts`` are pairs of name and value.
    """

    files: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Study:
    """One study folder: its sides, where its tables and texts are, and whose codes it uses.

    ``codes`` says which coder the published numbers come from: ``gold`` (adjudicated
    double coding) or ``machine``. ``subject`` is a pattern that a sentence must match to be
    coded; empty means every sentence, else the others are read for their context and not kept.
    ``grain`` says of what terms are counted: each ``paragraph``, or each ``document`` as a whole;
    ``repeated`` whether a second text under a name is ``refused``, or the ``first`` counts; ``similar``
    whether of texts with nearly the same words the ``first`` counts, or ``all`` do. ``companion``
    is a second study on the same subject, dated and of many documents, that the notebooks set beside
    this one; ``claims`` the file of claims that were declared before their numbers. A study may have neither.
    ``key``: a folder with what the aligner is checked by; ``lists``: a pattern of the names of documents that
    repeat one running list; ``since``: the day from which the timeline draws events.
    """

    folder: Path
    id: str
    title: str
    title_zh: str
    question: str
    question_zh: str
    sides: tuple[Side, Side]
    codes: str
    subject: str
    texts: Path | None
    codebook: Path
    seed: int
    grain: str = "paragraph"
    repeated: str = "refused"
    similar: str = "first"
    declared: tuple[Declared, ...] = ()
    companion: Path | None = None
    claims: Path | None = None
    key: Path | None = None
    lists: str = ""
    since: str = ""

    @property
    def side_ids(self) -> tuple[str, str]:
        """The two ids, in the order in which the study compares them."""
        return self.sides[0].id, self.sides[1].id

    @property
    def about_values(self) -> tuple[str, ...]:
        """What *about* may say: the two sides, then BOTH, OTHER and NONE."""
        return (*self.side_ids, *BEYOND_SIDES)

    def place(self, side: str) -> str:
        """Return `side` where this study knows it, else OTHER: a codebook may know more sides."""
        return side if side in (*self.about_values, "") else "OTHER"

    def side(self, id: str) -> Side:
        """Return the side with this id."""
        for side in self.sides:
            if side.id == id:
                return side
        raise StudyError(f"study {self.id!r} has no side {id!r}; its sides are {', '.join(self.side_ids)}")


def read_study(folder: str | Path) -> Study:
    """Read ``study.toml`` in `folder`.

    The texts folder is the environment's ``DIPTYCH_ARTICLES`` where that is set, else the
    study's own ``texts`` entry where that exists, else None: then notebooks show spans, not quotes.

    Raises
    ------
    StudyError
        When the file is missing or a field is absent or of the wrong form; the message names it.

    Examples
    --------
    >>> study = read_study("data/articles")
    >>> study.side_ids
    ('US', 'CN')
    """
    folder = Path(folder)
    path = folder / "study.toml"
    if not path.is_file():
        raise StudyError(f"{path}: not found; `diptych new {folder}` writes one")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StudyError(f"{path}: {error}") from None
    sides = tuple(_read_side(path, side) for side in raw.get("sides", []))
    if len(sides) != 2 or sides[0].id == sides[1].id:
        raise StudyError(f"{path}: needs two [[sides]] with different ids, found {[s.id for s in sides]}")
    reserved = {side.id for side in sides} & set(BEYOND_SIDES)
    if reserved:
        raise StudyError(f"{path}: side id {reserved.pop()!r} is reserved; choose another")
    study = raw.get("study", {})
    chosen = {name: study.get(name, allowed[0]) for name, allowed in CHOICES.items()}
    for name, value in chosen.items():
        if value not in CHOICES[name]:
            raise StudyError(f"{path}: {name} = {value!r}; allowed: {', '.join(map(repr, CHOICES[name]))}")
    subject = study.get("subject", "")
    try:
        re.compile(subject)
    except re.error as error:
        raise StudyError(f"{path}: subject = {subject!r} is no regular expression ({error})") from None
    title = study.get("title", folder.resolve().name)
    question = study.get("question", title)
    return Study(
        folder=folder,
        id=study.get("id", folder.resolve().name),
        title=title,
        title_zh=study.get("title_zh", title),
        question=question,
        question_zh=study.get("question_zh", question),
        sides=sides,
        subject=subject,
        texts=_find_texts(folder, study.get("texts")),
        codebook=(folder / study.get("codebook", "../codebook")).resolve(),
        seed=int(study.get("seed", 20261122)),
        **chosen,
        declared=tuple(_read_declared(path, entry, sides) for entry in raw.get("sources", [])),
        companion=_find_beside(folder, study.get("companion")),
        key=_find_beside(folder, study.get("key")),
        lists=study.get("lists", ""),
        since=str(study.get("since", "")),
        claims=_find_beside(folder, study.get("claims")),
    )


def _read_side(path: Path, raw: dict) -> Side:
    missing = {"id", "name", "colour"} - raw.keys()
    if missing:
        raise StudyError(f"{path}: a [[sides]] entry lacks {', '.join(sorted(missing))}")
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,15}", raw["id"]):
        raise StudyError(f"{path}: side id {raw['id']!r}; use 1 to 16 capitals, digits or _")
    if not HEX_COLOUR.match(raw["colour"]):
        raise StudyError(f"{path}: colour {raw['colour']!r} of side {raw['id']}; use #rrggbb")
    return Side(
        id=raw["id"],
        name=raw["name"],
        name_zh=raw.get("name_zh", raw["name"]),
        adjective=raw.get("adjective", raw["name"]),
        colour=raw["colour"],
        marker=raw.get("marker", "o"),
        hatch=raw.get("hatch", ""),
        phrase=raw.get("phrase", raw["name"]),
        turn=str(raw.get("turn", "")),
        genre=raw.get("genre", ""),
        adjective_zh=raw.get("adjective_zh", raw.get("name_zh", raw.get("adjective", raw["name"]))),
    )


def _read_declared(path: Path, raw: dict, sides: tuple[Side, ...]) -> Declared:
    unknown = raw.keys() - {"files", *FACTS}
    if "files" not in raw or unknown:
        raise StudyError(
            f"{path}: a [[sources]] entry needs files and may have {', '.join(FACTS)}; "
            f"found {', '.join(sorted(raw))}"
        )
    side, known = raw.get("outlet_side", ""), [one.id for one in sides]
    if side not in ("", "OTHER", *known):
        raise StudyError(
            f"{path}: outlet_side {side!r} of {raw['files']!r}; allowed: {', '.join(known)}, OTHER"
        )
    return Declared(raw["files"], tuple((name, str(raw[name])) for name in FACTS if raw.get(name)))


def _find_beside(folder: Path, declared: str | None) -> Path | None:
    return (folder / declared).resolve() if declared else None


def _find_texts(folder: Path, declared: str | None) -> Path | None:
    given = os.environ.get("DIPTYCH_ARTICLES")
    if given:
        if not Path(given).is_dir():
            raise StudyError(
                f"DIPTYCH_ARTICLES={given}: no such folder; unset it or name the articles' folder"
            )
        return Path(given)
    if declared and (folder / declared).is_dir():
        return folder / declared
    return None
