"""A real Chromium, the pages on disk, and the pages behind the live server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from needed import NODE, do_without

from foretold.ledger.journal import Journal
from foretold.ledger.publish import publish
from foretold.settings import Settings, house
from foretold.site.build import build_site
from foretold.site.desk import Desk, KeptJournal
from foretold.site.publisher import Publisher
from foretold.site.serve import make_app, publish_journal

sys.path[:0] = [str(Path(__file__).parents[1] / "site"), str(Path(__file__).parents[1] / "warehouse")]

from builder import make_ledger  # noqa: E402
from data_folder import make_data_folder  # noqa: E402
from editions import add, document, fill, write_search_file  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
AXE = Path(os.environ.get("AXE", NODE / "axe-core/axe.min.js"))
ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium from the distribution; where there is none, tests are skipped, or fail in CI."""
    if not Path(CHROMIUM).exists():
        do_without(f"no Chromium at {CHROMIUM}: install it, or name it in the variable CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[Any]]:
    """What axe-core finds on an open page against WCAG 2.2 AA: rule and element. `make test` fetches it where npm is."""
    if not AXE.is_file():
        do_without(f"no {AXE}: `make .venv/node/.made` with npm fetches it; or name it in the variable AXE")

    def found(page: Any) -> list[Any]:
        page.add_script_tag(path=str(AXE))
        violations = page.evaluate(f"axe.run({json.dumps(ASKED)})")["violations"]
        return [(rule["id"], rule["nodes"][0]["html"]) for rule in violations]

    return found


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with something of everything, published."""
    ledger = make_ledger()
    fill(ledger)
    folder = tmp_path_factory.mktemp("editions")
    database = publish(ledger.con, folder, house(), keep=3, build_pages=write_search_file).database
    ledger.con.close()
    return database


@pytest.fixture(scope="session")
def on_disk(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the static pages, opened from disk."""
    out = tmp_path_factory.mktemp("site") / "site"
    build_site(edition, out, house=house())
    return out.as_uri()


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Run an application on a free port of this machine, and yield its address."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app.state.warm()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def live(edition: Path) -> Iterator[str]:
    """The address of the live server."""
    with serving(make_app(edition.parents[1] / "current.duckdb", house())) as address:
        yield address


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder as a night leaves it, made once."""
    return make_data_folder(tmp_path_factory.mktemp("night"))


@pytest.fixture
def desk(night: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a desk whose decisions reach a journal of the test's own, and no edition."""
    journal = KeptJournal(tmp_path / "journal")
    desk = Desk(night.user, journal, Publisher(lambda: None), night.search)
    with serving(make_app(night.edition, house(), desk=desk)) as address:
        yield address


@pytest.fixture(scope="module")
def shared_desk(night: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk behind a proxy on this machine, over a data folder of its own, which it publishes."""
    settings = replace(night, data=tmp_path_factory.mktemp("shared") / "data")
    shutil.copytree(night.data, settings.data, symlinks=True)
    publisher = Publisher(lambda: publish_journal(settings))
    desk = Desk("", KeptJournal(settings.journal), publisher, settings.search, proxy="127.0.0.1")
    with serving(make_app(settings.edition, house(), desk=desk)) as address:
        yield address


@pytest.fixture(scope="module")
def long_queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Journal]]:
    """The address and the journal of a desk where twenty forecasts and some more wait for their outcomes."""
    ledger = make_ledger()
    document(ledger, "doc_1", "The year ahead", "https://example.org/the-year-ahead")
    for number in range(24):
        due = date(2020, 6, 1 + number)
        add(ledger, "Ada Brandt", f"q_{number}", "likely", due_latest_on=due, forecast_id=f"f_{number:02}")
    folder = tmp_path_factory.mktemp("queue")
    database = publish(ledger.con, folder / "editions", house(), keep=3, build_pages=write_search_file).database
    ledger.con.close()
    journal = KeptJournal(folder / "journal")
    with serving(make_app(database, house(), desk=Desk("Tess Ter", journal, Publisher(lambda: None)))) as address:
        yield address, journal


@pytest.fixture(params=["on disk", "live"])
def site(request: pytest.FixtureRequest, on_disk: str, live: str) -> str:
    """Both ways to read the pages."""
    return on_disk if request.param == "on disk" else live
