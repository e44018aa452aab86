"""The docs: every command in them runs, every path they name exists, and the site shows them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from analysis.site.docs import find_page, read_docs

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(path for path in (ROOT / "docs").glob("*.md"))
FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
TALKS = (
    "Brussels adopted a rule on artificial intelligence on 12 March 2025. The Commission said that providers "
    "must test their models before release. Ministers want cooperation with other regions.",
    "布鲁塞尔官员表示，欧盟将加强对人工智能的监管。委员会认为安全必须放在首位。",
    "中国外交部发言人表示，中方愿同各国加强人工智能合作，反对技术封锁。",
    "中國企業在上海發布開源模型。專家指出，開放有助於全球發展。",
    "Chinese firms released open models in Shanghai. An analyst said the models are cheap and widely used.",
    "The European Parliament debated export controls on chips. Some members warned of a race with China.",
    "國務院發布行動計劃，提出人工智能賦能製造業，並加強數據安全治理。",
    "European start-ups asked for more computing power. They argue that rules slow their growth.",
    "中国与欧盟在日内瓦就人工智能治理举行对话。双方同意继续交流。",
    "According to officials in Beijing, global governance of AI must respect sovereignty. Talks go on.",
)


def read_commands(path: Path) -> list[str]:
    return FENCE.findall(path.read_text(encoding="utf-8"))


@pytest.fixture
def home(tmp_path) -> Path:
    """A user's home: ten articles, written for this test, and what make needs of a checkout."""
    for name in (".venv", "Makefile", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "articles").mkdir()
    names = ["one", *(f"article-{number}" for number in range(2, len(TALKS) + 1))]
    for name, text in zip(names, TALKS, strict=True):
        (tmp_path / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    return tmp_path


def run(script: str, *, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a block as a reader would, in a checkout whose make only tells what it would do."""
    bin = ROOT / ".venv" / "bin"
    environment = {**os.environ, "HOME": str(home), "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}
    environment |= {"PYTHONPATH": str(ROOT), "MAKEFLAGS": "n"}
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(
        command, cwd=home, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".venv/bin/activate").is_file(), reason="needs the environment of `make`")
@pytest.mark.parametrize(
    "path",
    [*(path for path in DOCS if path.stem != "scale"), ROOT / "README.md"],  # scale: test_docs_scale
    ids=lambda path: path.stem,
)
def test_commands_run_as_written(path, home):
    for block in read_commands(path):
        done = run(block, home=home)
        assert done.returncode == 0, f"{block}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"


def test_a_block_that_fails_is_noticed(home):
    assert run("diptych no-such-command", home=home).returncode != 0
    assert run("false | true", home=home).returncode != 0


def test_tutorial_goes_all_the_way():
    commands = "\n".join(read_commands(ROOT / "docs" / "tutorial.md"))
    steps = ["diptych new my-topic", "diptych build my-topic", "diptych report my-topic"]
    assert [commands.index(step) for step in steps] == sorted(commands.index(step) for step in steps)


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_links_lead_to_files(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_docs_become_pages_in_the_order_a_newcomer_needs(tmp_path):
    (tmp_path / "docs" / "decisions").mkdir(parents=True)
    (tmp_path / "docs" / "method.md").write_text("# Method\n\n## Limits\n\nSee [A](decisions/1-a.md).\n")
    (tmp_path / "docs" / "tutorial.md").write_text(
        "# Tutorial\n\n[code](../analysis/x.py) <b>x</b>\n\n    a\n"
    )
    (tmp_path / "docs" / "decisions" / "1-a.md").write_text("# A\n\n[back](../method.md#limits)\n")
    tutorial, method, decision = read_docs(tmp_path)
    assert [doc.file for doc in (tutorial, decision)] == ["docs/tutorial.html", "docs/decisions/1-a.html"]
    assert decision.is_decision and not method.is_decision
    assert '<a href="decisions/1-a.html">A</a>' in method.html and '<h2 id="limits">' in method.html
    assert '<a href="../method.html#limits">back</a>' in decision.html
    assert "<span>code</span> &lt;b&gt;" in tutorial.html and '<pre tabindex="0">' in tutorial.html


@pytest.mark.parametrize(
    ("href", "page"), [("https://a.example", "https://a.example"), ("#x", "#x"), ("../LICENSE", None)]
)
def test_links_to_elsewhere_stay_or_go(href, page):
    assert find_page(href, folder="docs", pages={}) == page
