"""Rows: read and coded documents as rows of every table, a volume of documents at a time."""

TABLES = (
    "articles", "documents", "texts", "sentences", "terms", "mentions", "events", "alignments", "cleaning",
)  # fmt: skip
