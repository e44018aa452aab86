"""The codebook of a study: concepts, actors, stance cues, variants and stopwords, read from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.tables import FRAMES, LANGUAGES

NEGATIONS = ("keep", "drop", "flip")
VARIANT_CLASSES = ("regional", "converter", "rewrite", "transliteration", "keep")
ACTOR_KINDS = (
    "government", "agency", "legislature", "court", "firm", "person", "outlet", "institute", "body", "country",
)  # fmt: skip
HAN = r"[\u3400-\u9fff]"


class CodebookError(ValueError):
    """A codebook that cannot be used, with the file, the line, the value and what to do."""


def _text(allowed: tuple[str, ...] | None = None, *, pattern: str = "") -> pa.Column:
    checks = [pa.Check.isin(allowed)] if allowed else []
    return pa.Column(str, [*checks, *([pa.Check.str_matches(pattern)] if pattern else [])])


_some = r"\S"
_id = r"^[a-z][a-z0-9_]*$"
_folded = r"^[^A-Z\s]([^A-Z]*[^A-Z\s])?$"

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "concepts": pa.DataFrameSchema(
        {
            "concept": _text(pattern=_id),
            "frame": _text((*FRAMES, "")),
            "gloss": _text(pattern=_some),
            "gloss_zh": _text(pattern=_some),
            "pattern": _text(pattern=_folded),
            "language": _text(LANGUAGES),
            "negation": _text(NEGATIONS),
            "note": _text(),
            "source": _text(pattern=_some),
        },
        unique=["concept", "language", "pattern"],
        strict=True,
        ordered=True,
    ),
    "actors": pa.DataFrameSchema(
        {
            "actor": pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z0-9_]*(:[a-z0-9_]+)?$"), unique=True),
            "side": _text(pattern=r"^[A-Z][A-Z0-9_]*$"),
            "kind": _text(ACTOR_KINDS),
            "organisation": _text(),
            "name": _text(pattern=_some),
            "name_zh": _text(),
            "aliases": _text(),
            "titles": _text(),
            "note": _text(),
        },
        strict=True,
        ordered=True,
    ),
    "stance": pa.DataFrameSchema({"pattern": _text(pattern=_some), "language": _text(LANGUAGES)}),
    "variants": pa.DataFrameSchema(
        {
            "variant": pa.Column(str, pa.Check.str_matches(_folded), unique=True),
            "canonical": _text(pattern=_folded),
            "class": _text(VARIANT_CLASSES),
            "length_differs": _text(("yes", "no")),
            "note": _text(),
        },
        strict=True,
        ordered=True,
    ),
    "stopwords": pa.DataFrameSchema(
        {"term": _text(pattern=_folded), "language": _text(LANGUAGES), "source": _text(pattern=_some)},
        unique=["term", "language"],
        strict=True,
        ordered=True,
    ),
}


@dataclass(frozen=True)
class Codebook:
    """The validated frames of one codebook folder; a table that the folder lacks is an empty frame.

    Attributes
    ----------
    concepts
        One row per concept, language and pattern.
    actors
        One row per actor.
    stance
        One row per cue of the stance on open and closed models.
    variants
        One row per written variant and its canonical form, both in Simplified characters.
    stopwords
        One row per term and language.
    """

    folder: Path
    concepts: pd.DataFrame
    actors: pd.DataFrame
    stance: pd.DataFrame
    variants: pd.DataFrame
    stopwords: pd.DataFrame


def read_codebook(folder: str | Path) -> Codebook:
    """Read and check the tables of a codebook folder; only ``concepts.csv`` must be there.

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
    if not (folder / "concepts.csv").is_file():
        raise CodebookError(f"{folder}: has no concepts.csv; `diptych new` writes a codebook to start from")
    return Codebook(
        folder, **{name: _read_table(folder / f"{name}.csv", schema) for name, schema in SCHEMAS.items()}
    )


def _read_table(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    if not path.is_file():
        return pd.DataFrame(columns=list(schema.columns), dtype=str)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["column", "index"]).head(5)
        rows = "; ".join(_say(case) for case in cases.itertuples())
        raise CodebookError(
            f"{path}: {len(error.failure_cases)} values break the codebook's rules: {rows}"
        ) from None
    except (ValueError, OSError) as error:  # malformed CSV, a wrong encoding, an empty file
        raise CodebookError(f"{path}: {error}") from None


def _say(case) -> str:
    if pd.isna(case.index):
        return f"{case.failure_case!r} breaks {case.check}"
    return f"line {int(case.index) + 2}, {case.column}: {case.failure_case!r} breaks {case.check}"


def list_words(codebook: Codebook) -> list[str]:
    """Return the Chinese words of the codebook, for a segmenter's user dictionary, sorted.

    They are the concept patterns and actor names that consist of two or more Han characters.

    Examples
    --------
    >>> "开源" in list_words(read_codebook("data/codebook"))
    True
    """
    names = codebook.actors["aliases"].str.split("|").explode()
    words = pd.concat([codebook.concepts["pattern"], codebook.actors["name_zh"], names]).dropna()
    return sorted(set(words[words.str.fullmatch(HAN + "{2,}")]))
