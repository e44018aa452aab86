"""Layers: a codebook folder that adds its own rows to another codebook, without copying it.

``codebook.toml`` in the folder says which codebook it extends; every table is then read as the folder's own
rows followed by those of the other, and an own row takes the place of a row with the same key. A study's
codebook needs only what is its own: the actors of its sides, the concepts of its subject.
"""

from __future__ import annotations

import io
import tomllib
from functools import lru_cache
from pathlib import Path

import pandas as pd

FILE = "codebook.toml"
DEFAULT = "default"
PACKAGE = Path(__file__).resolve().parent
KEYS = {
    "concepts": ["language", "pattern"],
    "actors": ["actor"],
    "stance": ["cue", "pattern"],
    "variants": ["variant"],
    "glosses": ["term"],
    "stopwords": ["term", "language"],
    "places": ["place"],
    "settings": ["form"],
    "roles": ["language", "form"],
    "reporting": ["language", "form"],
    "events": ["language", "act"],
}


class LayerError(ValueError):
    """A codebook.toml that cannot be followed, with the file, the value and what to do."""


def default_codebook() -> Path:
    """Return the codebook that Diptych ships: beside the checkout's package, else inside the package."""
    places = (PACKAGE.parent / "data" / "codebook", PACKAGE / "data" / "codebook")
    return next((place for place in places if place.is_dir()), places[0])


@lru_cache(maxsize=16)
def list_layers(folder: Path) -> tuple[Path, ...]:
    """Return `folder` and what it extends, nearest first.

    Raises
    ------
    LayerError
        When codebook.toml is malformed, names a folder that is not there, or comes back to itself.
    """
    layers, here = [], Path(folder).resolve()
    while here not in layers:
        layers.append(here)
        base = _read_declaration(here).get("extends", "")
        if not base:
            return tuple(layers)
        here = default_codebook() if base == DEFAULT else (here / base).resolve()
        if not here.is_dir():
            raise LayerError(f"{layers[-1] / FILE}: extends = {base!r}: no folder {here}")
    raise LayerError(f"{layers[-1] / FILE}: extends {here}, which extends this one")


def find_file(folder: Path, name: str) -> Path:
    """Return the file `name` of the nearest layer that has it; of `folder` where none has."""
    found = (layer / name for layer in list_layers(folder))
    return next((path for path in found if path.is_file()), Path(folder) / name)


def read_layer(path: Path) -> pd.DataFrame:
    """Return one layer's table as text; lines above the header that begin with # are comments.

    The index counts on from the comments, so that index + 2 is the line of the file.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    comments = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    frame = pd.read_csv(io.StringIO("".join(lines[comments:])), dtype=str, keep_default_na=False)
    return frame.set_axis(frame.index + comments, axis="index")


def read_rows(folder: Path, name: str) -> pd.DataFrame:
    """Return the table `name` of a codebook: own rows, then those of its base that none replaces.

    A table that no layer holds is an empty frame. Actors that codebook.toml gives to a side have that side.

    Examples
    --------
    >>> list(read_rows(default_codebook(), "places").columns)
    ['place', 'side']
    """
    files = [layer / f"{name}.csv" for layer in list_layers(folder)]
    return join_layers(folder, name, [read_layer(path) for path in files if path.is_file()])


def join_layers(folder: Path, name: str, layers: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of a table's layers as one frame, the nearest layer's first."""
    if not layers:
        return pd.DataFrame()
    rows = layers[0]
    for further in layers[1:]:
        known = set(_keys(rows, name))
        kept = further[[key not in known for key in _keys(further, name)]]
        rows = pd.concat([rows, kept], ignore_index=True)
    sides = read_sides(folder) if name in ("actors", "settings") else {}
    return _give_sides(rows, sides, list_owners(folder)) if sides else rows


def _keys(rows: pd.DataFrame, name: str) -> list[tuple[str, ...]]:
    return list(zip(*(rows[column] for column in KEYS[name]), strict=True))


def read_sides(folder: Path) -> dict[str, str]:
    """Return actor → side, as the codebook.toml of the nearest layer that names sides gives them."""
    named = (_read_declaration(layer).get("sides") for layer in list_layers(folder))
    declared: dict[str, list[str]] = next(filter(None, named), {})
    return {actor: side for side, actors in declared.items() for actor in actors}


def list_owners(folder: Path) -> dict[str, str]:
    """Return actor → the organisation that it belongs to, '' for none."""
    tables = [layer / "actors.csv" for layer in list_layers(folder)]
    rows = pd.concat([read_layer(path) for path in reversed(tables) if path.is_file()])
    return dict(zip(rows["actor"], rows["organisation"], strict=True))


def _give_sides(rows: pd.DataFrame, sides: dict[str, str], owners: dict[str, str]) -> pd.DataFrame:
    given = [_find_side(actor, sides, owners) for actor in rows["actor"]]
    return rows.assign(side=[new or old for new, old in zip(given, rows["side"], strict=True)])


def _find_side(actor: str, sides: dict[str, str], owners: dict[str, str]) -> str:
    """The side given to an actor, or to the nearest of those that it belongs to."""
    seen: set[str] = set()
    while actor and actor not in seen:
        seen.add(actor)
        if actor in sides:
            return sides[actor]
        actor = owners.get(actor, "") or actor.rpartition(":")[0]
    return ""


def _read_declaration(folder: Path) -> dict:
    path = folder / FILE
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayerError(f"{path}: {error}") from None
