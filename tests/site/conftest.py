"""Editions to make pages from: real ones, published by the real publisher from a few invented rows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from needed import NODE, do_without

from foretold.ledger.publish import publish
from foretold.settings import house
from foretold.site.build import build_site

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "warehouse")]

from builder import Ledger, make_ledger  # noqa: E402
from editions import fill, write_search_file  # noqa: E402

Publish = Callable[[Callable[[Ledger], None]], Path]


@pytest.fixture(scope="session")
def publish_edition(tmp_path_factory: pytest.TempPathFactory) -> Publish:
    """Return a function that publishes an edition of the rows that another puts into the ledger."""

    def made(rows: Callable[[Ledger], None], folder: Path | None = None) -> Path:
        ledger = make_ledger()
        try:
            rows(ledger)
            folder = folder or tmp_path_factory.mktemp("editions")
            return publish(ledger.con, folder, house(), keep=3, build_pages=write_search_file).database
        finally:
            ledger.con.close()

    return made


@pytest.fixture(scope="session")
def edition(publish_edition: Publish) -> Path:
    """An edition with something of everything."""
    return publish_edition(fill)


@pytest.fixture(scope="session")
def site(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of `edition`."""
    out = tmp_path_factory.mktemp("site") / "site"
    build_site(edition, out, house=house())
    return out


@pytest.fixture(scope="session")
def invalid() -> Callable[..., list[str]]:
    """Return a function that tells what is no valid HTML in the pages of folders: page, line, rule and why."""
    node = shutil.which("node")
    if node is None or not (NODE / "html-validate").is_dir():
        do_without(f"no node, or no {NODE}/html-validate: `make .venv/node/.made` with npm fetches it")

    def found(*folders: Path) -> list[str]:
        script = Path(__file__).with_name("validate.cjs")
        done = subprocess.run([node, script, NODE, *folders], capture_output=True, text=True, check=True, timeout=120)
        return done.stdout.splitlines()

    return found
