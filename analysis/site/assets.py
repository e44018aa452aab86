"""Assets: the site's styles, scripts and font, each one file that all pages share."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path

from analysis.site.colours import lighten
from analysis.studies import Study

OWN = Path(__file__).with_name("assets")
EXPORTS = re.compile(r"export\{([^}]*)\};?")


def write_assets(out: Path, *, study: Study) -> None:
    """Write the assets of a site into ``out/assets``."""
    folder = out / "assets"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(OWN.iterdir()):
        shutil.copyfile(path, folder / path.name)
    (folder / "study.css").write_text(study_style(study), encoding="utf-8", newline="\n")
    (folder / "tables.js").write_text(classic_script(_bundle("dt_bundle.js")), encoding="utf-8", newline="\n")


def _bundle(name: str) -> str:
    spec = importlib.util.find_spec("itables")
    assert spec is not None and spec.origin is not None  # itables is locked
    return (Path(spec.origin).parent / "html" / name).read_text(encoding="utf-8")


def classic_script(module: str) -> str:
    """Return an ES module as a script for pages opened from disk, where browsers load no modules.

    What the module exports under the name ``default`` becomes ``window.DiptychTables``.

    Examples
    --------
    >>> classic_script("var a=1,b=2;export{a as x,b as default};")
    '(()=>{var a=1,b=2;window.DiptychTables=b;})();\\n'
    """
    found = EXPORTS.search(module)
    if found is None:
        raise ValueError("the tables' bundle exports nothing; itables has changed its form")
    names = dict(reversed(pair.split(" as ")) for pair in found[1].split(","))  # type: ignore[misc]
    code, notices = module[: found.start()], module[found.end() :]
    return f"(()=>{{{code}window.DiptychTables={names['default'].strip()};}})();{notices.rstrip()}\n"


def study_style(study: Study) -> str:
    """Return the style sheet of the sides' colours, light and dark, as ``--side-<id>``."""
    colours = [
        f"--side-{side.id}: light-dark({side.colour}, {lighten(side.colour)});" for side in study.sides
    ]
    order = [f"--side-{place}: var(--side-{side.id});" for place, side in enumerate(study.sides, start=1)]
    return ":root {\n  " + "\n  ".join([*colours, *order]) + "\n}\n"
