"""Reading: one source to one document; a pure function, so that documents can be read anywhere in any order."""

from __future__ import annotations

from analysis.reading.cleaning import clean_text
from analysis.reading.documents import Document, Sentence, Version
from analysis.reading.files import Source
from analysis.reading.scripts import detect_language, detect_script, fold_text
from analysis.reading.sentences import find_sentences
from analysis.reading.variants import Variants


def read_document(source: Source, variants: Variants) -> Document:
    """Return the article cleaned, folded, and split into versions and sentences."""
    cleaned = clean_text(source.text, begin=source.begin)
    clean = cleaned.text
    script, language = detect_script(clean), detect_language(clean)
    folded, mapped = variants.fold(fold_text(clean, script=script))
    versions = []
    if clean.strip():
        begin = len(clean) - len(clean.lstrip())
        versions.append(
            Version(f"{source.article}#1", "report", language, script, begin, len(clean.rstrip()), True)
        )
    sentences = []
    for version in versions:
        found = find_sentences(clean, version.begin, version.stop, language=version.language)
        for number, (paragraph, begin, stop, kind, spoken) in enumerate(found):
            id = f"{version.id}:{number:04d}"
            sentences.append(Sentence(id, version.id, paragraph, begin, stop, kind, spoken))
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
