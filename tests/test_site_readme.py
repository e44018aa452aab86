"""The README's findings are the notebooks', as they were last executed."""

from pathlib import Path

import nbformat
import pytest

from analysis.site.readme import list_findings, write_findings

ROOT = Path(__file__).parents[1]
BARE = "# A\n\n<!-- findings: made by `make notebooks` -->\nold\n<!-- end -->\nafter\n"


def notebook_saying(text: str) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output(
        "display_data", data={"text/markdown": text}, metadata={"diptych": {"kind": "finding"}}
    )
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])


def test_readme_holds_what_the_notebooks_found():
    notebooks = {
        path.stem: nbformat.read(path, as_version=4)
        for path in sorted((ROOT / "notebooks").glob("[0-9]*_*.ipynb"))
    }
    findings = list_findings(notebooks)
    assert findings.count("\n") >= 5
    assert findings in (ROOT / "README.md").read_text(encoding="utf-8"), "run `make notebooks`"


def test_block_is_replaced_and_the_rest_kept(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(BARE, encoding="utf-8")
    notebooks = {"01_x": notebook_saying("Of 9 sentences\n3 race.")}
    assert write_findings(readme, notebooks)
    text = readme.read_text(encoding="utf-8")
    assert "- Of 9 sentences 3 race. ([01_x](notebooks/01_x.ipynb))\n<!-- end -->\nafter\n" in text
    assert not write_findings(readme, notebooks)


def test_missing_block_is_named(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("# A\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no block"):
        write_findings(readme, {})
