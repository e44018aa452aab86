"""Survey: what is in a folder, before anything is counted: each article once, and why the others are not.

Each file is read by itself, so it does not matter which process does it; what repeats what is then told in
the order of the files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from joblib import Parallel, delayed

from analysis.reading.duplicates import Shelf
from analysis.reading.files import Manifest, list_files, name_article, read_manifest, read_sources
from analysis.reading.limits import count_lines
from analysis.reading.records import hash_text
from analysis.reading.scripts import detect_language, fold_text
from analysis.reading.sketches import Sketch, find_letters, sketch_letters
from analysis.reading.slices import Slice
from analysis.reading.sources import DroppedError, FileError, Source
from analysis.studies import Study

TOGETHER = 64  # files that one task surveys
LONG = 1_000_000  # bytes of a file of many articles, from which on it is surveyed in slices
LINES, SLICES = 1000, 64  # lines of a slice at least, and slices at most
SHOWN = 3  # files named where none can be used


class Found(NamedTuple):
    """One article of a file, the `number`-th in it; or a file without any, whose number is -1.

    ``reason`` says why it is left out, ``of`` which article it repeats, ``note`` what to do or to know.
    ``whole`` and ``words`` are hashes of the text, and of its letters folded.
    """

    path: Path
    number: int = -1
    article: str = ""
    reason: str = ""
    of: str = ""
    similarity: float = float("nan")
    note: str = ""
    media: str = ""
    encoding: str = ""
    encoding_how: str = ""
    characters: int = 0
    weight: int = 0
    language: str = ""
    whole: str = ""
    words: str = ""
    sketch: Sketch | None = None


@dataclass(frozen=True)
class Survey:
    """All that was found in `folder`, in the order of its files, and what the manifests say of it."""

    folder: Path
    manifest: Manifest
    found: tuple[Found, ...]

    @property
    def taken(self) -> Iterator[Found]:
        """The articles that count, each text once."""
        return (one for one in self.found if not one.reason)


def survey_folder(folder: Path, study: Study) -> Survey:
    """Read every file of `folder` once, and tell which articles count.

    What is known of the files is listed in ``articles.csv`` beside them, or in the study's ``manifest.csv``.
    An article whose text comes again is left out, so that no text counts twice; so is one with nearly the
    same words, unless the study says ``similar = "all"``, and one whose name comes again, where the study
    says ``repeated = "first"``. A file that cannot be read is left out, too, and the survey says why.

    Raises
    ------
    FileError
        When no file can be used; when a record in a file of many articles is damaged; when two articles with
        different texts have one name, and the study does not say which counts.
    """
    manifest = read_manifest(study.folder / "manifest.csv", folder)
    manifest |= read_manifest(folder / "articles.csv", folder)
    tasks = (delayed(_survey_slices)(some, folder, study, manifest) for some in _portion_files(folder))
    surveyed = chain.from_iterable(Parallel(batch_size=1)(tasks))
    found = tuple(_mark_again(list(_drop_files(surveyed)), study))
    if all(one.reason for one in found):
        told = "; ".join(dict.fromkeys(one.note for one in found[:SHOWN]))
        raise FileError(
            told if len(found) == 1 else f"{folder}: no article found in {len(found)} files; {told}"
        )
    return Survey(folder, manifest, found)


def _portion_files(folder: Path) -> Iterator[list[Slice]]:
    """Yield what one task surveys: some files, or so many lines of a file of many articles."""
    some: list[Slice] = []
    for path in list_files(folder):
        if path.name.lower().endswith((".jsonl", ".jsonl.gz")) and path.stat().st_size > LONG:
            if some:
                yield some
                some = []
            total = count_lines(path)
            lines = max(LINES, -(-total // SLICES))
            for first in range(0, total, lines):
                yield [Slice(path, first, first + lines)]
        else:
            some.append(Slice(path))
            if len(some) == TOGETHER:
                yield some
                some = []
    if some:
        yield some


def _survey_slices(slices: Sequence[Slice], folder: Path, study: Study, manifest: Manifest) -> list[Found]:
    return [one for part in slices for one in _survey_slice(part, folder, study, manifest)]


def _survey_slice(part: Slice, folder: Path, study: Study, manifest: Manifest) -> list[Found]:
    path, found, name = part.path, [], name_article(part.path, folder)
    try:
        for number, source in enumerate(read_sources(part, folder, manifest, study.declared), part.first):
            found.append(_describe(path, number, source))
    except DroppedError as error:
        return [Found(path, reason=error.reason, note=str(error).replace(str(path), name))]
    return found or [Found(path, reason="empty", note=f"{name}: holds no article")]


def _drop_files(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found, and of a file that cannot be read to its end only that."""
    for _, group in groupby(found, key=lambda one: one.path):
        ones = list(group)
        whole = [one for one in ones if one.number < 0]
        told = [one for one in whole if one.reason != "empty"] or (whole if len(whole) == len(ones) else [])
        yield from told[:1] or [one for one in ones if one.number >= 0]


def _describe(path: Path, number: int, source: Source) -> Found:
    folded = fold_text(source.text[source.begin :])
    letters, language = find_letters(folded), detect_language(folded)
    return Found(
        path,
        number,
        source.article,
        reason="" if len(letters) else "empty",
        note="; ".join(source.remarks) if len(letters) else f"{source.article}: holds no words",
        media=source.media,
        encoding=source.encoding,
        encoding_how=source.encoding_how,
        characters=len(source.text),
        weight=len(source.text.encode("utf-8", "replace")),
        language=language,
        whole=hash_text(source.text),
        words=hashlib.sha256(letters.tobytes()).hexdigest(),
        sketch=sketch_letters(letters, language=language),
    )


def _mark_again(found: Sequence[Found], study: Study) -> Iterator[Found]:
    """Yield what was found, with what each article repeats; sketches are no longer needed."""
    shelf, names = Shelf([one.sketch for one in found]), dict[str, str]()
    for number, one in enumerate(one._replace(sketch=None) for one in found):
        if one.number < 0 or one.reason:
            yield one
        elif one.article in names:
            if names[one.article] != one.whole and study.repeated != "first":
                raise FileError(
                    f"{one.path}: two articles are named {one.article!r}; give each an id of its own, "
                    'or say repeated = "first" in study.toml'
                )
            yield one._replace(reason="same name", of=one.article)
        else:
            names[one.article] = one.whole
            again = shelf.find(number, one.article, text=one.whole, words=one.words)
            counted = again is None or (study.similar == "all" and again.reason != "same text")
            if again is None:
                yield one
            elif counted:
                told = f'{again.reason} as {again.of}, and counted: similar = "all"'
                yield one._replace(of=again.of, similarity=again.similarity, note=_join(one.note, told))
            else:
                yield one._replace(**again._asdict())


def _join(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
