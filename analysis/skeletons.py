"""Skeletons: the folder that a study of one's own begins with, commented, and ready to be built."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from analysis.codebook import read_codebook
from analysis.folders import shipped_study
from analysis.layers import default_codebook
from analysis.studies import BEYOND_SIDES, StudyError, read_study

COLOURS = ("#7B3294", "#1B7837")  # purple and green of ColorBrewer's PRGn: safe for colour-blind readers
NAME = re.compile(r"[\w.-]+")


def write_study(folder: Path, *, sides: tuple[str, str]) -> list[Path]:
    """Write a commented study to `folder` and return its files; the folder of texts is made, and empty.

    Parameters
    ----------
    sides
        The two sides: an actor's id, name or alias in the shipped codebook (eu, "European Union", 欧盟), with
        all that belongs to it; or any other name, which then stands for nobody but itself.

    Raises
    ------
    StudyError
        When the folder holds something, its name is none, or the sides are one.
    """
    if not NAME.fullmatch(folder.resolve().name):
        raise StudyError(f"{folder}: name the folder in letters, digits, - and _")
    if folder.exists() and any(folder.iterdir()):
        raise StudyError(f"{folder}: is not empty; name a new folder")
    first, second = (_find_actor(side) for side in sides)
    if first["id"] == second["id"]:
        raise StudyError(f"sides {sides[0]!r} and {sides[1]!r} are one ({first['id']}); name two")
    fields = {
        "title": folder.resolve().name.replace("-", " ").replace("_", " "),
        "folder": folder.as_posix(),
        "first": _write_side(first),
        "second": _write_side(second),
        "first_id": first["id"],
        "second_id": second["id"],
        "first_colour": COLOURS[0],
        "second_colour": COLOURS[1],
        "given": "\n".join(f'{side["id"]} = ["{side["actor"]}"]' for side in (first, second)),
    }
    written = list(_fill(files("analysis").joinpath("skeleton"), folder, fields))
    with (folder / "codebook" / "actors.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(
            f"{s['actor']},{s['id']},country,,{s['name']},,,,\n" for s in (first, second) if s["new"]
        )
    (folder / "texts").mkdir()
    read_codebook(read_study(folder).codebook)
    return written


def _fill(source: Traversable, target: Path, fields: dict[str, str]) -> list[Path]:
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for entry in sorted(source.iterdir(), key=lambda entry: entry.name):
        path = target / entry.name
        if entry.is_dir():
            written += _fill(entry, path, fields)
        else:
            text = Template(entry.read_text(encoding="utf-8")).safe_substitute(fields)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    return written


def _find_actor(named: str) -> dict[str, str]:
    """What the shipped codebook says of a side: countries first, then anybody else that is called so."""
    if not named.strip():
        raise StudyError("a side has no name; name it")
    actors = read_codebook(default_codebook()).actors
    aliases = actors["aliases"].str.split("|")
    called = [
        named.casefold() in {str(one).casefold() for one in (row.actor, row.name_en, row.name_zh, *also)}
        for row, also in zip(actors.rename(columns={"name": "name_en"}).itertuples(), aliases, strict=True)
    ]
    found = actors[called].sort_values("kind", key=lambda kind: kind != "country", kind="stable")
    if len(found):
        row = found.iloc[0]
        return {
            "id": _make_id(row["actor"]),
            "actor": row["actor"],
            "name": row["name"],
            "name_zh": row["name_zh"],
            "new": "",
        }
    slug = re.sub(r"[^a-z0-9]+", "_", named.casefold()).strip("_")
    if not slug:
        raise StudyError(f"side {named!r}: name it in Latin letters, or by a name that the codebook knows")
    return {"id": _make_id(slug), "actor": slug, "name": named, "name_zh": "", "new": "new"}


def _make_id(actor: str) -> str:
    made = re.sub(r"[^A-Z0-9]+", "_", actor.upper())[:16].strip("_")
    return f"{made[:14]}_1" if made in BEYOND_SIDES or not made[:1].isalpha() else made


def _write_side(side: dict[str, str]) -> str:
    """The fields of a side; those that nobody knows are left as comments."""
    known = next((one for one in read_study(shipped_study()).sides if one.name == side["name"]), None)
    phrase = f'phrase = "{known.phrase if known else "the " + side["name"]}"'
    adjective = f'adjective = "{known.adjective if known else side["name"]}"'
    name_zh = f'name_zh = "{side["name_zh"] or "…"}"'
    return "\n".join(
        [
            f'id = "{side["id"]}"',
            f'name = "{side["name"]}"',
            f"{'' if known else '# '}{phrase}   # the name as it stands in a sentence",
            f"{'' if side['name_zh'] else '# '}{name_zh}",
            f"{'' if known else '# '}{adjective}   # as in: … firms, … voices",
        ]
    )
