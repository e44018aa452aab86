"""Reader: one source to one document, a pure function, so that files can be read anywhere in any order."""

from __future__ import annotations

from analysis.reading.cleaning import clean_text
from analysis.reading.documents import Document, Sentence, Version
from analysis.reading.files import Source
from analysis.reading.scripts import fold_text
from analysis.reading.sentences import find_sentences
from analysis.reading.texts import Stretch, find_stretches
from analysis.reading.variants import Variants


def read_document(source: Source, variants: Variants) -> Document:
    """Return the article cleaned, folded, and split into versions and sentences."""
    cleaned = clean_text(source.text, begin=source.begin)
    clean = cleaned.text
    folded, mapped = variants.fold(fold_text(clean))
    versions, sentences = [], []
    for number, stretch in enumerate(find_stretches(clean, folded), start=1):
        version = _make_version(f"{source.article}#{number}", clean, stretch)
        versions.append(version)
        found = find_sentences(clean, folded, stretch.pieces, language=stretch.language)
        for place, (paragraph, begin, stop, kind, language) in enumerate(found):
            id = f"{version.id}:{place:04d}"
            sentences.append(Sentence(id, version.id, paragraph, begin, stop, kind, language))
    metadata = source.metadata
    return Document(
        article=source.article,
        clean=clean,
        folded=folded,
        edits=cleaned.edits,
        versions=tuple(versions),
        sentences=tuple(sentences),
        title=metadata.get("title", ""),
        outlet=metadata.get("outlet", ""),
        outlet_side=metadata.get("outlet_side", ""),
        published=metadata.get("published", ""),
        variants=mapped,
        audit=cleaned.audit,
    )


def _make_version(id: str, clean: str, stretch: Stretch) -> Version:
    begin, stop = stretch.pieces[0][0], stretch.pieces[-1][1]
    body = clean[begin:stop]
    begin += len(body) - len(body.lstrip())
    stop = begin + len(body.strip())
    return Version(id, stretch.role, stretch.language, stretch.script, begin, stop, stretch.primary)
