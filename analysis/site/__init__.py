"""The site: notebooks executed, figures and pages exported, the report in one call."""

import sys

# jsonschema, which nbformat imports, tries this package for the formats of addresses, and takes its absence
# well; importing it builds a grammar for 1.8 s a process, and notebooks hold no such format
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
