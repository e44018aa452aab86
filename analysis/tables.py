"""The contracts of the derived tables, and reading and writing them.

Every table is validated once, where it enters or leaves the library; inside, frames are trusted.
Spans (``start``, ``end``) are Unicode code points in the file as it is on disk, end exclusive.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from analysis.spreadsheets import free_formulas, guard_formulas

KINDS = ("body", "heading", "boilerplate")
FRAMES = (
    "race", "security", "control", "alliance", "cooperation", "sovereignty",
    "openness", "development", "economy", "values", "capability", "safety",
)  # fmt: skip
STANCES = ("open", "closed", "both", "neutral", "")
ROLES = ("original", "translation", "summary", "rewrite", "report")
LANGUAGES = ("en", "zh")
SCRIPTS = ("Latn", "Hans", "Hant", "mixed")
PRECISIONS = ("day", "month", "quarter", "year")
EVENT_TYPES = ("policy", "control", "diplomacy", "release", "deal", "statement", "other")
REASONS = (  # why a file or an article in it is left out
    "", "format", "name", "empty", "no text", "no articles", "encoding", "encrypted", "damaged", "too large",
    "same name", "same text", "same words", "nearly the same",
)  # fmt: skip
NUMBERS = ("int64", "float64", "bool")
VARIABLES = ("kind", "about", "voice", "voice_side", "frames", "stance", "practice", "tone")


class TableError(ValueError):
    """A table that breaks its contract, with the file, the column and the values at fault."""


def _text(*, empty: bool = True, allowed: tuple[str, ...] | None = None, unique: bool = False) -> pa.Column:
    checks = [] if empty else [pa.Check.str_length(min_value=1)]
    if allowed is not None:
        checks.append(pa.Check.isin(allowed))
    return pa.Column(str, checks, unique=unique)


def _joined(allowed: tuple[str, ...]) -> pa.Column:
    def known(values: pd.Series) -> pd.Series:
        return values.map(lambda value: not value or set(value.split("|")) <= set(allowed))

    return pa.Column(str, pa.Check(known, error=f"values joined by | from {allowed}"))


def _integer(minimum: int = 0) -> pa.Column:
    return pa.Column("int64", pa.Check.ge(minimum))


_share = pa.Column(float, pa.Check.in_range(0, 1), nullable=True)
_span = {"start": _integer(), "end": _integer()}
_not_empty_span = pa.Check(lambda frame: frame["end"] > frame["start"], error="end must be after start")

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "articles": pa.DataFrameSchema(
        {
            "article": _text(empty=False, unique=True),
            "sha256": pa.Column(str, pa.Check.str_matches(r"^[0-9a-f]{64}$")),
            "media": _text(empty=False),
            "encoding": _text(empty=False),
            "characters": _integer(),
            "script": _text(allowed=SCRIPTS),
            "outlet": _text(),
            "outlet_side": _text(),
            "outlet_how": _text(),
            "published": pa.Column(str, pa.Check.str_matches(r"^(\d{4}(-\d\d(-\d\d)?)?)?$")),
            "published_how": _text(),
            "source": _text(),
        },
        strict=True,
        ordered=True,
    ),
    "texts": pa.DataFrameSchema(
        {
            "text": _text(empty=False, unique=True),
            "article": _text(empty=False),
            "role": _text(allowed=ROLES),
            "language": _text(allowed=LANGUAGES),
            "script": _text(allowed=SCRIPTS),
            **_span,
            "primary": pa.Column(bool),
        },
        checks=_not_empty_span,
        strict=True,
        ordered=True,
    ),
    "documents": pa.DataFrameSchema(
        {
            "document": _text(empty=False, unique=True),
            "date": pa.Column(str, pa.Check.str_matches(r"^(\d{4}(-\d\d(-\d\d)?)?)?$")),
            "side": _text(),
            "kind": _text(),
            **{name: _integer() for name in ("characters", "sentences", "coded", "tokens")},
        },
        strict=True,
        ordered=True,
    ),
    "sentences": pa.DataFrameSchema(
        {
            "article": _text(empty=False),
            "text": _text(empty=False),
            "sentence": _text(empty=False, unique=True),
            "paragraph": _integer(),
            **_span,
            "language": _text(allowed=LANGUAGES),
            # the machine's codes
            "kind": _text(allowed=KINDS),
            "about": _text(),
            "voice": _text(),
            "voice_side": _text(),
            "frames": _joined(FRAMES),
            "stance": _text(allowed=STANCES),
            "practice": _text(),
            "tone": _text(),
            # how sure it is (0 to 1), and the cues that decided
            "about_score": _share,
            "voice_score": _share,
            "frames_score": _share,
            "stance_score": _share,
            "cues": _text(),
            # the adjudicated codes of human coding, where there is one
            "units": _text(),
            "gold_kind": _text(allowed=(*KINDS, "")),
            "gold_about": _text(),
            "gold_voice": _text(),
            "gold_voice_side": _text(),
            "gold_frames": _joined(FRAMES),
            "gold_stance": _text(allowed=STANCES),
            "gold_practice": _text(),
            "gold_tone": _text(),
        },
        checks=_not_empty_span,
        strict=True,
        ordered=True,
    ),
    "terms": pa.DataFrameSchema(
        {
            "text": _text(empty=False),
            "paragraph": _integer(),
            "about": _text(),
            "voice_side": _text(),
            "language": _text(allowed=LANGUAGES),
            "term": _text(empty=False),
            "count": _integer(1),
        },
        unique=["text", "paragraph", "about", "voice_side", "term"],
        strict=True,
        ordered=True,
    ),
    "mentions": pa.DataFrameSchema(
        {
            "article": _text(empty=False),
            "text": _text(empty=False),
            "sentence": _text(empty=False),
            "concept": _text(empty=False),
            **_span,
            "pattern": _text(empty=False),
            "variant": pa.Column(bool),
            "negated": pa.Column(bool),
        },
        checks=_not_empty_span,
        strict=True,
        ordered=True,
    ),
    "events": pa.DataFrameSchema(
        {
            "event": _text(empty=False, unique=True),
            "coder": _text(allowed=("gold", "machine")),
            "date": pa.Column(str, pa.Check.str_matches(r"^\d{4}(-\d\d(-\d\d)?|-Q[1-4])?$")),
            "precision": _text(allowed=PRECISIONS),
            "side": _text(empty=False),
            "type": _text(allowed=EVENT_TYPES),
            "gist": _text(empty=False),
            "sentences": _text(empty=False),
            "articles": _text(empty=False),
            "score": _share,
        },
        strict=True,
        ordered=True,
    ),
    "left_out": pa.DataFrameSchema(
        {
            "source": _text(empty=False),
            "article": _text(empty=False),
            "sentence": _text(empty=False, unique=True),
            "language": _text(allowed=LANGUAGES),
            "script": _text(allowed=SCRIPTS),
            "gold_kind": _text(allowed=KINDS),
            **{
                column: _text()
                for variable in ("about", "voice_side", "frames", "stance")
                for column in (f"gold_{variable}", variable)
            },
        },
        strict=True,
        ordered=True,
    ),
    "cleaning": pa.DataFrameSchema(
        {
            "article": _text(empty=False),
            "status": _text(allowed=("kept", "mapped", "removed")),
            "rule": _text(),
            "characters": _integer(),
        },
        unique=["article", "status", "rule"],
        strict=True,
        ordered=True,
    ),
    "reading": pa.DataFrameSchema(
        {
            "file": _text(empty=False),
            "article": _text(),
            "status": _text(allowed=("taken", "dropped")),
            "reason": _text(allowed=REASONS),
            "of": _text(),
            "similarity": pa.Column(float, pa.Check.in_range(0, 1), nullable=True),
            **{name: _text() for name in ("note", "media", "encoding", "encoding_how")},
            **{name: _integer() for name in ("characters", "texts")},
            **{name: _text() for name in ("outlet", "outlet_how", "published", "published_how")},
        },
        strict=True,
        ordered=True,
    ),
    "series": pa.DataFrameSchema(
        {
            "side": _text(empty=False),
            "month": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d\d$")),
            "frame": _text(allowed=FRAMES),
            "count": _integer(),
            "n": _integer(1),
            "n_documents": _integer(1),
            **{name: _share for name in ("share", "low", "high")},
        },
        unique=["side", "month", "frame"],
        strict=True,
        ordered=True,
    ),
    "milestones": pa.DataFrameSchema(
        {
            "date": pa.Column(str, pa.Check.str_matches(r"^\d{4}-\d\d-\d\d$")),
            **{name: _text(empty=False) for name in ("side", "label", "label_zh", "document")},
        },
        unique=["date", "side"],
        strict=True,
        ordered=True,
    ),
    "alignments": pa.DataFrameSchema(
        {
            "article": _text(empty=False),
            "source": _text(empty=False),
            "target": _text(empty=False),
            "bead": _integer(),
            "method": _text(allowed=("path", "links")),
            "source_sentences": _text(),
            "target_sentences": _text(),
            "similarity": pa.Column(float, pa.Check.in_range(-1, 1), nullable=True),
        },
        unique=["source", "target", "bead"],
        strict=True,
        ordered=True,
    ),
    "alignment_check": pa.DataFrameSchema(
        {
            "pair": _text(empty=False),
            "level": _text(allowed=("sentence", "article", "link")),
            "method": _text(empty=False),
            "markers": _text(allowed=("kept", "removed", "")),
            **{name: _integer() for name in ("groups", "expected", "found", "correct")},
            **{name: _share for name in ("precision", "recall", "f1", "low", "high")},
        },
        unique=["pair", "level", "method", "markers"],
        strict=True,
        ordered=True,
    ),
}


def check_table(frame: pd.DataFrame, name: str, *, source: str = "") -> pd.DataFrame:
    """Return `frame` with the column types of table `name`, or say what breaks its contract.

    Raises
    ------
    TableError
        Naming `source`, the column, the rule and up to five failing values.
    """
    schema = SCHEMAS[name]
    where = source or name
    missing = [column for column in schema.columns if column not in frame.columns]
    extra = [column for column in frame.columns if column not in schema.columns]
    if missing or extra:
        raise TableError(
            f"{where}: columns missing: {missing or 'none'}; not in the contract: {extra or 'none'}"
        )
    try:
        typed = frame.astype({name: column.dtype.type for name, column in schema.columns.items()})
        return schema.validate(typed, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.head(5)
        rows = "; ".join(
            f"{c.column or 'row'} {c.index}: {c.failure_case!r} breaks {c.check}" for c in cases.itertuples()
        )
        raise TableError(
            f"{where}: {len(error.failure_cases)} values break the contract of {name!r}: {rows}"
        ) from None
    except (ValueError, TypeError) as error:
        raise TableError(f"{where}: {error}") from None


def read_table(folder: str | Path, name: str) -> pd.DataFrame:
    """Read table `name` from `folder` (CSV, or Parquet: a file or a folder of parts) and check it."""
    folder = Path(folder)
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.exists():
        return check_table(pd.read_parquet(parquet), name, source=str(parquet))
    if not csv.is_file():
        raise TableError(f"{folder}: has neither {name}.csv nor {name}.parquet; `diptych build` writes them")
    columns = SCHEMAS[name].columns
    other = {column: [""] for column, spec in columns.items() if str(spec.dtype) in NUMBERS}
    text = [column for column in columns if column not in other]
    frame = pd.read_csv(csv, dtype=dict.fromkeys(text, str), keep_default_na=False, na_values=other)
    return check_table(free_formulas(frame), name, source=str(csv))


def write_table(frame: pd.DataFrame, folder: str | Path, name: str, *, form: str = "csv") -> Path:
    """Check `frame` and write it to `folder` whole or not at all; return the path.

    The file is written beside its final name and moved there, so a reader never meets half a table.
    """
    frame = check_table(frame, name)
    path = Path(folder) / f"{name}.{form}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with replace_file(path) as temporary:
        if form == "parquet":
            frame.to_parquet(temporary, index=False)
        else:
            guard_formulas(frame).to_csv(temporary, index=False, lineterminator="\n")
    return path


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; move it there when the block ends well, else delete it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
