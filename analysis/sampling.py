"""Sampling: a random sample of sentences for hand-coding, and two coders' sheets back into one coding.

A sheet is a CSV that a spreadsheet opens: one row per sentence, its text, and empty columns for codes.
The machine's codes are left out, so that people code blind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.parts import plan_parts
from analysis.reading.files import read_sources
from analysis.reliability import measure_reliability
from analysis.spreadsheets import free_formulas, guard_formulas
from analysis.studies import read_study
from analysis.tables import FRAMES, KINDS, STANCES, read_table

KEYS = ("unit", "article", "start", "end")
CODED = ("kind", "about", "voice", "voice_side", "frames", "stance", "practice", "tone")
SHEET = (*KEYS, "before", "text", *CODED, "note")
CONTEXT = 160  # characters shown before each sentence


class SheetError(ValueError):
    """A sheet that cannot be used, with the file, the line, the value and what is allowed."""


def sample_study(folder: Path, articles: Path, *, size: int, by: str = "", seed: int = 1) -> pd.DataFrame:
    """Draw a sheet from the tables of the study in `folder`; `articles` holds its texts."""
    study = read_study(folder)
    sentences = read_table(folder, "sentences")
    if by and by not in sentences.columns:
        raise SheetError(f"--by {by!r}: not a column of the sentences; try language, kind or voice_side")
    plan = plan_parts(articles, study)
    texts = {
        source.article: source.text
        for part in (one for parts in plan.parts for one in parts)
        for source in read_sources(part, plan.folder, plan.manifest, study.declared)
    }
    return draw_sample(sentences, texts, size=size, rng=np.random.default_rng(seed), by=by)


def agree_sheets(
    folder: Path,
    first: Path,
    second: Path,
    *,
    resolved: Path | None = None,
    disputes: Path | None = None,
    out: Path | None = None,
) -> list[str]:
    """Return what to tell of two coders' sheets, and write disputes and the merged coding where asked."""
    study = read_study(folder)
    one, two = (read_sheet(path, sides=study.side_ids) for path in (first, second))
    final = None if resolved is None else read_sheet(resolved, sides=study.side_ids)
    agreed, disputed = merge_sheets(one, two, final)
    lines = [f"{len(agreed) + len(disputed)} sentences coded by both, {len(disputed)} in dispute"]
    lines += _tell_reliability(one, two, study.seed)
    if disputes is not None:
        write_sheet(disputed, disputes)
        lines.append(f"{disputes}: fill in the last {len(CODED)} columns, then give it as --resolved")
    if out is not None:
        if len(disputed):
            raise SheetError(
                f"{len(disputed)} sentences are in dispute; adjudicate them (--disputes, --resolved)"
            )
        write_codings(agreed, out, sides=study.side_ids)
        lines.append(f"{out}: units.csv and gold.csv, {len(agreed)} sentences")
    return lines


def _tell_reliability(one: pd.DataFrame, two: pd.DataFrame, seed: int) -> list[str]:
    columns = ["unit", *(name for name in CODED if name != "kind")]
    coded = [sheet.loc[sheet["kind"] != "boilerplate", columns] for sheet in (one, two)]
    rng = np.random.default_rng(seed)
    found = measure_reliability(*coded, rng=rng, sets=("frames", "practice", "tone"))
    lines = []
    for row in found.to_dict("records"):
        values = [
            f"α {row['alpha']:.2f} [{row['alpha_low']:.2f}, {row['alpha_high']:.2f}]",
            f"κ {row['kappa']:.2f}",
        ]
        known = [
            text for text, name in zip(values, ("alpha", "kappa"), strict=True) if row[name] == row[name]
        ]
        if known:
            lines.append(f"{row['variable']}: {', '.join(known)}, n {row['n']}")
    return lines


def draw_sample(
    sentences: pd.DataFrame, texts: Mapping[str, str], *, size: int, rng: np.random.Generator, by: str = ""
) -> pd.DataFrame:
    """One row per sampled sentence, in order of the articles: a sheet to be filled in.

    Parameters
    ----------
    sentences
        The sentences table; boilerplate is left out.
    texts
        The articles as they are on disk, by name; sentences of others cannot be drawn.
    size
        How many sentences, or all where there are fewer; with `by`, how many of each of its values.
    by
        A column of `sentences` to stratify by, e.g. ``language``.

    Returns
    -------
    The columns of `SHEET`: ids and file spans, the text and what stands before it, and empty codes.
    """
    pool = sentences[(sentences["kind"] != "boilerplate") & sentences["article"].isin(list(texts))]
    strata = [group for _, group in pool.groupby(by, sort=True)] if by else [pool]
    drawn = [stratum.iloc[rng.permutation(len(stratum))[:size]] for stratum in strata]
    sample = pd.concat(drawn).sort_values(["article", "start", "end"])
    rows = []
    for row in sample.to_dict("records"):
        text, start, end = texts[row["article"]], int(row["start"]), int(row["end"])
        rows.append(
            {
                "unit": row["sentence"],
                "article": row["article"],
                "start": start,
                "end": end,
                "before": " ".join(text[max(0, start - CONTEXT) : start].split()),
                "text": " ".join(text[start:end].split()),
                **dict.fromkeys((*CODED, "note"), ""),
            }
        )
    return pd.DataFrame(rows, columns=list(SHEET))


def write_sheet(sheet: pd.DataFrame, path: Path) -> None:
    """Write a sheet as a CSV that spreadsheets open as UTF-8 text, and run nothing of."""
    guard_formulas(sheet).to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig")


def read_sheet(path: Path, *, sides: Sequence[str]) -> pd.DataFrame:
    """Read a filled sheet and check every code; one row per sentence.

    Raises
    ------
    SheetError
        Naming up to five lines whose codes are not allowed, with the allowed values.
    """
    try:
        sheet = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise SheetError(f"{path}: {error}") from None
    sheet = free_formulas(sheet)
    missing = [column for column in ("unit", *CODED) if column not in sheet.columns]
    if missing:
        raise SheetError(f"{path}: lacks the columns {', '.join(missing)}; `diptych sample` writes them")
    sheet[list(CODED)] = sheet[list(CODED)].apply(lambda column: column.str.strip())
    faults = list(_find_faults(sheet, tuple(sides)))
    if faults:
        raise SheetError(f"{path}: {len(faults)} codes are not allowed: " + "; ".join(faults[:5]))
    return sheet.sort_values("unit", ignore_index=True)


def _find_faults(sheet: pd.DataFrame, sides: tuple[str, ...]):
    anyone = (*sides, "OTHER")
    allowed = {
        "kind": KINDS,
        "about": (*anyone, "BOTH", "NONE", ""),
        "voice_side": (*anyone, "NONE", ""),
        "frames": ("", *FRAMES),
        "stance": STANCES,
        "practice": ("", *(f"{side}:{kind}" for side in anyone for kind in ("open", "closed"))),
        "tone": ("", *(f"{side}:{sign}1" for side in sides for sign in "+-")),
    }
    duplicated = sheet["unit"].duplicated()
    for place, row in enumerate(sheet.to_dict("records")):
        if duplicated.iloc[place]:
            yield f"line {place + 2}: unit {row['unit']!r} is there twice"
        for column, values in allowed.items():
            wrong = set(row[column].split("|")) - set(values)
            if wrong:
                expected = ", ".join(filter(None, values))
                yield f"line {place + 2}, {column}: {min(wrong)!r}; allowed: {expected}"


def merge_sheets(
    first: pd.DataFrame, second: pd.DataFrame, resolved: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the agreed coding and what is still in dispute.

    Sets (frames, practice, tone) agree whatever their order.

    Parameters
    ----------
    first, second
        The two coders' sheets; units that only one of them coded are left out.
    resolved
        A sheet with the final codes of disputed units: it decides where the coders differ.

    Returns
    -------
    agreed
        One row per unit that both coded the same or that `resolved` decides, with the columns of `first`.
    disputed
        One row per unit in dispute: its key, text and both coders' codes (``…_first``, ``…_second``),
        and empty columns for the final ones.
    """
    one, two = (sheet.set_index("unit") for sheet in (first, second))
    both = sorted(set(one.index) & set(two.index))
    final = {} if resolved is None else resolved.set_index("unit").to_dict("index")
    agreed, disputed = [], []
    for unit in both:
        row, other = one.loc[unit], two.loc[unit]
        if unit in final:
            agreed.append({"unit": unit, **row, **{name: final[unit][name] for name in CODED}})
        elif all(_order(row[name]) == _order(other[name]) for name in CODED):
            agreed.append({"unit": unit, **row})
        else:
            sheets = {
                f"{name}_{who}": sheet[name]
                for name in CODED
                for who, sheet in (("first", row), ("second", other))
            }
            shown = {name: row.get(name, "") for name in SHEET if name not in ("unit", *CODED)}
            disputed.append({"unit": unit, **shown, **sheets, **dict.fromkeys(CODED, "")})
    return pd.DataFrame(agreed, columns=list(first.columns)), pd.DataFrame(disputed)


def write_codings(agreed: pd.DataFrame, folder: Path, *, sides: Sequence[str]) -> None:
    """Write an agreed coding as ``units.csv`` and ``gold.csv``, as a study's folder ``codings`` has them."""
    folder.mkdir(parents=True, exist_ok=True)
    agreed[list(KEYS)].to_csv(folder / "units.csv", index=False, lineterminator="\n")
    gold = agreed[["unit", *CODED[:-1]]].copy()
    for side in sides:
        plus, minus = (agreed["tone"].str.contains(f"{side}:{sign}1", regex=False) for sign in "+-")
        gold[f"tone_{side.lower()}"] = plus.astype(int) - minus.astype(int)
    gold.to_csv(folder / "gold.csv", index=False, lineterminator="\n")


def _order(value: str) -> str:
    return "|".join(sorted(value.split("|")))
