"""The codebook of a study: concepts, actors, stance cues, variants and stopwords, read from its folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis.layers import LayerError, join_layers, list_layers, read_layer
from analysis.tables import FRAMES, LANGUAGES

NEGATIONS = ("keep", "drop", "flip")
VARIANT_CLASSES = ("regional", "converter", "transliteration", "rewrite", "keep")
STANCE_CUES = ("open", "closed", "model", "other", "restrict", "urge", "oppose", "good", "bad", "contrast")
ACTOR_KINDS = (
    "government",
    "agency",
    "legislature",
    "court",
    "firm",
    "person",
    "outlet",
    "institute",
    "body",
)
HAN = r"[\u3400-\u9fff]"
IDENTIFIER = r"^[a-z][a-z0-9_]*$"
ACTOR = r"^[a-z0-9_]+(:[a-z0-9_]+)?$"
FOLDED = r"^[^A-Z\s]([^A-Z\n]*[^A-Z\s])?$"  # as matching sees a text: no capitals, no outer spaces


class CodebookError(ValueError):
    """A codebook that cannot be used, with the file, the line, the value and what to do."""


def _text(pattern: str = "", *, allowed: tuple[str, ...] = (), unique: bool = False) -> pa.Column:
    checks = [pa.Check.str_matches(pattern)] if pattern else []
    checks += [pa.Check.isin(allowed)] if allowed else []
    return pa.Column(str, checks, unique=unique)


def _schema(columns: dict[str, pa.Column], *, unique: list[str] | None = None) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, unique=unique, strict=True, ordered=True)


SCHEMAS = {
    "concepts": _schema(
        {
            "concept": _text(IDENTIFIER),
            "frame": _text(allowed=(*FRAMES, "")),
            "gloss": _text(r"\S"),
            "gloss_zh": _text(r"\S"),
            "pattern": _text(FOLDED),
            "language": _text(allowed=LANGUAGES),
            "negation": _text(allowed=NEGATIONS),
            "note": _text(),
            "source": _text(r"\S"),
        },
        unique=["concept", "language", "pattern"],
    ),
    "actors": _schema(
        {
            "actor": _text(ACTOR, unique=True),
            "side": _text(r"^[A-Z][A-Z0-9_]*$"),
            "kind": _text(allowed=(*ACTOR_KINDS, "country")),
            "organisation": _text(),
            "name": _text(r"\S"),
            "name_zh": _text(),
            "aliases": _text(),
            "titles": _text(),
            "note": _text(),
        }
    ),
    "stance": _schema(
        {"cue": _text(allowed=STANCE_CUES), "pattern": _text(FOLDED), "language": _text(allowed=LANGUAGES)},
        unique=["cue", "pattern"],
    ),
    "variants": _schema(
        {
            "variant": _text(FOLDED, unique=True),
            "canonical": _text(FOLDED),
            "class": _text(allowed=VARIANT_CLASSES),
            "length_differs": _text(allowed=("yes", "no")),
            "note": _text(),
        }
    ),
    "glosses": _schema({"term": _text(FOLDED, unique=True), "gloss": _text(r"\S")}),
    "stopwords": _schema(
        {"term": _text(FOLDED), "language": _text(allowed=LANGUAGES), "source": _text(r"\S")},
        unique=["term", "language"],
    ),
}


@dataclass(frozen=True)
class Codebook:
    """The checked tables of one codebook folder; a table that the folder lacks is an empty frame.

    Attributes
    ----------
    concepts
        One row per concept, language and pattern.
    actors
        One row per actor.
    stance
        One row per cue of the stance on open and closed models.
    variants
        One row per written variant with its canonical form, as in folded text.
    stopwords
        One row per term and language.
    glosses
        One row per Chinese word that figures and tables show, with an English gloss of our own.
    """

    folder: Path
    concepts: pd.DataFrame
    actors: pd.DataFrame
    stance: pd.DataFrame
    variants: pd.DataFrame
    stopwords: pd.DataFrame
    glosses: pd.DataFrame


def read_codebook(folder: str | Path) -> Codebook:
    """Read and check the tables of a codebook folder; only ``concepts.csv`` must be there.

    A folder may add to another codebook (see `analysis.layers`); each layer is checked by itself.

    Raises
    ------
    CodebookError
        Naming the file, the line, the value and the rule that it breaks.

    Examples
    --------
    >>> book = read_codebook("data/codebook")
    >>> book.concepts.loc[book.concepts["pattern"] == "export controls", ["concept", "frame"]].values.tolist()
    [['export_control', 'control']]
    """
    folder = Path(folder)
    try:
        layers = list_layers(folder)
    except LayerError as error:
        raise CodebookError(str(error)) from None
    if not any((layer / "concepts.csv").is_file() for layer in layers):
        raise CodebookError(f"{folder}: has no concepts.csv; `diptych new` writes a codebook to start from")
    tables = {name: _read_table(folder, name) for name in SCHEMAS}
    _check_concepts(tables["concepts"], folder / "concepts.csv")
    return Codebook(folder, **tables)


def list_words(codebook: Codebook) -> list[str]:
    """Return the Chinese words of the codebook, for a segmenter's user dictionary, sorted.

    They are the actors' names, and those concept patterns that jieba's dictionary and the shorter
    patterns before them would part into single characters none of which is a stopword: 大模型 is such
    a word, 出口管制 (two words) and 不开源 (a phrase) are not.

    Examples
    --------
    >>> words = list_words(read_codebook("data/codebook"))
    >>> [word in words for word in ("大模型", "出口管制", "不开源")]
    [True, False, False]
    """
    import rjieba  # here, for it takes longer to import than all else that the reports need

    jieba = rjieba.Jieba()
    actors = codebook.actors
    names = pd.concat([actors["name_zh"], actors["aliases"].str.split("|").explode()]).dropna()
    words = set(names[names.str.fullmatch(HAN + "{2,}")])
    function_words = set(codebook.stopwords["term"])
    patterns = codebook.concepts["pattern"]
    short = set(patterns[patterns.str.fullmatch(HAN + "{2,4}")])
    for pattern in sorted(short, key=lambda word: (len(word), word)):
        pieces = jieba.cut(pattern)
        if len(pieces) > 1 and min(map(len, pieces)) == 1 and not function_words & set(pieces):
            jieba.add_word(pattern, None, None)
            words.add(pattern)
    return sorted(words)


def gloss_words(codebook: Codebook) -> dict[str, str]:
    """Return Chinese word → English gloss: of the codebook's glosses, else of its concepts' patterns.

    Examples
    --------
    >>> gloss_words(read_codebook("data/codebook"))["开源"]
    'open source'
    """
    concepts = codebook.concepts[codebook.concepts["language"] == "zh"]
    patterns = dict(zip(concepts["pattern"], concepts["gloss"], strict=True))
    return patterns | dict(zip(codebook.glosses["term"], codebook.glosses["gloss"], strict=True))


def list_names(codebook: Codebook) -> pd.DataFrame:
    """One row per word of a person's name, as English terms are counted: for leaving names out of a figure.

    Examples
    --------
    >>> names = set(list_names(read_codebook("data/codebook"))["term"])
    >>> {"musk", "musk's"} <= names, "security" in names
    (True, False)
    """
    people = codebook.actors[codebook.actors["kind"] == "person"]
    spelled = " ".join([*people["name"], *people["aliases"]]).lower()
    words = sorted(set(re.findall(r"[a-z]+", spelled)))
    return pd.DataFrame({"term": words + [f"{word}'s" for word in words]})


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    paths = [layer / f"{name}.csv" for layer in list_layers(folder)]
    layers = [_check_table(path, SCHEMAS[name]) for path in paths if path.is_file()]
    columns = list(SCHEMAS[name].columns)
    return join_layers(folder, name, layers) if layers else pd.DataFrame(columns=columns, dtype=str)


def _check_table(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    try:
        return schema.validate(read_layer(path), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["column", "index"]).head(5)
        rows = "; ".join(_describe(case) for case in cases.itertuples())
        count = len(error.failure_cases)
        raise CodebookError(f"{path}: {count} values break the codebook's rules: {rows}") from None
    except (ValueError, OSError) as error:  # malformed CSV, a wrong encoding, an empty file
        raise CodebookError(f"{path}: {error}") from None


def _describe(case: Any) -> str:
    where = "" if pd.isna(case.index) else f"line {int(case.index) + 2}, "
    return f"{where}{case.column}: {case.failure_case!r} breaks {case.check}"


def _check_concepts(concepts: pd.DataFrame, path: Path) -> None:
    """Every row of a concept must say the same of it, and no pattern may stand under two concepts."""
    for column in ("frame", "gloss", "gloss_zh", "negation"):
        values = concepts.groupby("concept")[column].unique()
        for concept, several in values[values.map(len) > 1].items():
            raise CodebookError(
                f"{path}: concept {concept!r} has {column} {[*several]}; give one to all its rows"
            )
    twice = concepts[concepts.duplicated(["language", "pattern"]) & ~concepts["note"].str.contains("shared")]
    if len(twice):
        line, pattern = twice.index[0] + 2, twice["pattern"].iloc[0]
        raise CodebookError(f"{path}, line {line}: {pattern!r} is a pattern of two concepts; keep one row")
