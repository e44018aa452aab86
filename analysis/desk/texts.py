"""Texts: the articles themselves, where whoever sits at the desk has them."""

from __future__ import annotations

from analysis.opening import OpenStudy


def read_texts(study: OpenStudy) -> dict[str, str]:
    """Return article → its text as it is on disk, of those the tables were built from; empty without any.

    An article whose text has another hash than the tables say is left out: its spans would be wrong.
    """
    if study.study.texts is None:
        return {}
    from analysis.parts import plan_parts
    from analysis.reading.files import read_sources

    known = dict(zip(study.articles["article"], study.articles["sha256"], strict=True))
    plan = plan_parts(study.study.texts, study.study)
    return {
        source.article: source.text
        for parts in plan.parts
        for part in parts
        for source in read_sources(part, plan.folder, plan.manifest, study.study.declared)
        if known.get(source.article) == source.sha256
    }
