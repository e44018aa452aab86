"""Drafts: one document read, dated, coded and held against the coded units, before it is written as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.reading.documents import Document
from analysis.reading.outlets import find_outlet
from analysis.reading.provenance import find_published
from analysis.reading.reader import read_document
from analysis.reading.sources import Source
from analysis.reading.units import Unit, find_units, merge_codes
from analysis.rows.desk import Desk
from analysis.studies import Study

if TYPE_CHECKING:
    from analysis.coding.coder import Code
    from analysis.coding.events import Event

Found = list[tuple[Unit, int]]  # units that overlap a sentence, and by how much


@dataclass(frozen=True)
class Draft:
    """One document with all that its rows say.

    ``kept`` are the places of the sentences that name the study's subject: only they have rows of their own.
    The other lists have one value for each sentence of the document, or are empty where nobody coded it.
    """

    source: Source
    document: Document
    published_how: str
    outlet_how: str
    kept: Sequence[int]
    codes: list[Code]
    events: list[Event]
    units: list[Found]
    gold: list[dict[str, str]]

    def publish(self, study: Study) -> list[tuple[str, str, str]]:
        """Kind, about and voice side of each sentence, by the coder whose word the study publishes.

        A sentence that is not kept has its kind only.
        """
        published = [(one.kind, one.about, one.voice_side) for one in self.codes]
        if not published:
            published = [(sentence.kind, "", "") for sentence in self.document.sentences]
        for i, gold in enumerate(self.gold if study.codes == "gold" else ()):
            if gold:
                published[i] = (gold["kind"], gold["about"], gold["voice_side"])
        if len(self.kept) == len(published):
            return published
        kept = set(self.kept)
        return [codes if i in kept else (codes[0], "", "") for i, codes in enumerate(published)]


def write_draft(source: Source, desk: Desk, *, names: Sequence[str] = ()) -> Draft:
    """Read and code one document; `names` are its others, under which people may have coded it, too."""
    document, published_how, outlet_how = _read_provenance(source, desk)
    kept = find_kept(document, desk)
    codes, events = _code(document, desk, kept) if desk.coding and kept else ([], [])
    units = [unit for name in (document.article, *names) for unit in desk.gold.units.get(name, [])]
    units.sort(key=lambda unit: (unit.start, unit.end))
    found = [
        find_units(units, *document.span(one.begin, one.stop))
        for one in (document.sentences if units else ())
    ]
    gold = [merge_codes(pairs, desk.study.side_ids) for pairs in found]
    chosen = {document.sentences[i].id for i in kept} if events else set()
    events = [event for event in events if event.sentence in chosen]
    return Draft(source, document, published_how, outlet_how, kept, codes, events, found, gold)


def _code(document: Document, desk: Desk, kept: Sequence[int]) -> tuple[list[Code], list[Event]]:
    from analysis.coding.coder import code_document  # models and names: large, and not needed to count

    coding = code_document(document, desk.codebook, desk.study, wanted=kept)
    return coding.codes, coding.events


def find_kept(document: Document, desk: Desk) -> Sequence[int]:
    """Return the places of the sentences that name the study's subject; all where it declares none."""
    if desk.subject is None:
        return range(len(document.sentences))
    search, clean = desk.subject.search, document.clean
    return [i for i, one in enumerate(document.sentences) if search(clean, one.begin, one.stop)]


def _read_provenance(source: Source, desk: Desk) -> tuple[Document, str, str]:
    """Return the read document with its date and outlet, and how each is known: metadata, or the text."""
    document = read_document(source, desk.lexicon.variants)
    how = source.metadata.get
    published_how = how("published_how", "metadata") if document.published else ""
    outlet_how = how("outlet_how", "metadata") if document.outlet else ""
    published, outlet, side = document.published, document.outlet, document.outlet_side
    if not published:
        published, published_how = find_published(
            document.clean,
            links=source.text,
            name=source.article,
            folded=None if document.variants else document.folded,
        )
    if not outlet:
        outlet, found, outlet_how = find_outlet(document.clean, desk.outlets, links=source.text)
        side = side or desk.study.place(found)
    document = replace(document, published=published, outlet=outlet, outlet_side=side)
    return document, published_how, outlet_how
