"""Articles: the rows that a document has as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.rows.drafts import Draft

Row = tuple[Any, ...]


def list_article(draft: Draft) -> Row:
    """The row of `articles`: the file, and who published it when."""
    source, document = draft.source, draft.document
    script = next((version.script for version in document.versions if version.primary), "Latn")
    return (
        source.article, source.sha256, source.media, source.encoding, len(source.text), script,
        document.outlet, document.outlet_side, draft.outlet_how,
        document.published, draft.published_how, source.metadata.get("source", ""),
    )  # fmt: skip


def list_document(draft: Draft, tokens: int) -> Row:
    """The row of `documents`: its date and side, and how much of it there is."""
    document, sentences = draft.document, draft.document.sentences
    told = [one.kind != "boilerplate" for one in sentences]
    coded = sum(told[i] for i in draft.kept)
    kind, size = draft.source.metadata.get("kind", ""), len(draft.source.text)
    return document.article, document.published, document.outlet_side, kind, size, sum(told), coded, tokens


def list_texts(draft: Draft) -> Iterator[Row]:
    """The rows of `texts`: one for each version."""
    document = draft.document
    for version in document.versions:
        span = document.span(version.begin, version.stop)
        told = (version.role, version.language, version.script)
        yield (version.id, document.article, *told, *span, version.primary)


def list_alignments(draft: Draft) -> list[Row]:
    """The rows of `alignments`: none where there is one version only."""
    if len(draft.document.versions) < 2:
        return []
    from analysis.reading.alignment import align_versions  # SciPy and an encoder: few articles have versions

    return list(align_versions(draft.document).itertuples(index=False, name=None))


def list_cleaning(draft: Draft) -> Iterator[Row]:
    """The rows of `cleaning`: what became of how many characters, by which rule."""
    for key, characters in draft.document.audit.items():
        yield (draft.document.article, *key.partition(" ")[::2], characters)
