"""The site, exported once a session, and Debian's Chromium to look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from showcase import make_notebooks

from analysis.site.execute import read_notebook
from analysis.site.export import export_site
from analysis.studies import read_study

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium; without one, tests skip, or fail where DIPTYCH_REQUIRE_BROWSER is set."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "no Chromium on this machine (Debian: apt-get install chromium)"
        if os.environ.get("DIPTYCH_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the committed notebooks with their committed outputs."""
    paths = sorted((root / "notebooks").glob("[0-9]*_*.ipynb"))
    notebooks = {path.stem: read_notebook(path) for path in paths}
    out = tmp_path_factory.mktemp("site")
    study = read_study(root / "data" / "articles")
    return export_site(notebooks, study=study, figures=root / "figures", root=root, out=out).parent


@pytest.fixture(scope="session")
def showcase(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of invented content, with attacks in every text."""
    figures = tmp_path_factory.mktemp("figures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIPTYCH_FIGURES", str(figures))
        notebooks = make_notebooks(figures)
    out = tmp_path_factory.mktemp("showcase")
    study = read_study(root / "data" / "articles")
    return export_site(notebooks, study=study, figures=figures, root=root, out=out).parent


@pytest.fixture
def page(chromium) -> Iterator:
    """A fresh page, 1280 pixels wide; `page.complaints` and `page.asked` keep what it says and requests."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    fresh = context.new_page()
    fresh.complaints, fresh.asked = [], []
    fresh.on("console", lambda m: fresh.complaints.append(m.text) if m.type in ("error", "warning") else None)
    fresh.on("pageerror", lambda error: fresh.complaints.append(str(error)))
    fresh.on("request", lambda request: fresh.asked.append(request.url))
    yield fresh
    context.close()
