"""Versions: which data and which code a site was made from, and how to cite it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

SHOWN = 12  # digits of a hash


@dataclass(frozen=True)
class Version:
    """The data's hash and the code's commit, each empty where unknown."""

    data: str
    commit: str


@dataclass(frozen=True)
class Citation:
    """How to cite: one line, and BibTeX."""

    text: str
    bibtex: str


def read_version(root: Path) -> Version:
    """Return the version of the project in `root`: its ``datapackage.json``'s hash and git's commit."""
    return Version(data=_hash_data(root), commit=_read_commit(root))


def _hash_data(root: Path) -> str:
    for path in (root / "data" / "datapackage.json", root / "datapackage.json"):
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()[:SHOWN]
    return ""


def _read_commit(root: Path) -> str:
    if not (root / ".git").exists() or shutil.which("git") is None:
        return ""
    command = ["git", "-C", str(root), "rev-parse", f"--short={SHOWN}", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def read_citation(root: Path) -> Citation | None:
    """Return how to cite the project, from ``CITATION.cff``; None where there is none."""
    path = root / "CITATION.cff"
    if not path.is_file():
        return None
    cff = yaml.safe_load(path.read_text(encoding="utf-8"))
    authors = [
        author.get("name") or f"{author['family-names']}, {author['given-names']}"
        for author in cff["authors"]
    ]
    year = str(cff.get("date-released", ""))[:4]
    named = f"{', '.join(authors)} ({year})" if year else ", ".join(authors)
    version = f" (version {cff['version']})" if "version" in cff else ""
    address = f". {cff['repository-code']}" if "repository-code" in cff else ""
    fields = {
        "author": " and ".join(f"{{{author}}}" for author in authors),
        "title": f"{{{cff['title']}}}",
        "version": cff.get("version"),
        "year": year or None,
        "url": cff.get("repository-code"),
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    bibtex = "\n".join(["@software{diptych,", *lines, "}"])
    return Citation(f"{named}. {cff['title']}{version} [Computer software]{address}.", bibtex)
