"""The live server: the same pages, rendered from the edition that is current at each request, with search."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, fields
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.errors import LedgerError
from foretold.ledger.journal import Journal
from foretold.ledger.runs import logged_runs
from foretold.settings import Settings, house, load_settings
from foretold.site import contexts as c
from foretold.site import rows
from foretold.site.build import download_list
from foretold.site.data import EditionReader, Selection
from foretold.site.desk import Desk, DeskRoutes, Publisher
from foretold.site.feed import atom
from foretold.site.pages import Pages
from foretold.site.render import Render, renderer

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
LONGEST_VALUE = 200
"""Characters of a search value that are looked at."""
LAST_PAGE = 100_000
CSV_ROWS = 100_000
"""Forecasts that one CSV file may hold; the data page has them all."""


WHOLE_UP_TO = 20_000
"""Forecasts up to which an edition is held in memory, a few kB each."""


class Shelf:
    """Hands out the current edition. The link is resolved at every request, so a publish shows at once."""

    def __init__(self, link: Path) -> None:
        """Take the link that every publish swaps."""
        self._link = link
        self._lock = threading.Lock()
        self._open: dict[str, EditionReader] = {}

    def reader(self) -> EditionReader:
        """Return the reader of the current edition; the one before stays open for requests that still use it.

        Raises LedgerError when nothing has been published.
        """
        with self._lock:
            for _ in range(3):  # an edition can be dropped between reading the link and opening its file
                path = os.path.realpath(self._link)
                if path in self._open:
                    return self._open[path]
                if not Path(path).exists():
                    continue
                self._open = {**dict(list(self._open.items())[-1:]), path: _open(Path(path))}
                return self._open[path]
        raise LedgerError(
            f"{self._link} leads to no edition",
            rule="the pages are made from one",
            remedy="publish one with `foretold run`",
        )


def _open(path: Path) -> EditionReader:
    """Open an edition: whole into memory while it is small, since that answers at once; else to be asked by piece."""
    reader = EditionReader(path, whole=False)
    if reader.edition.n_forecasts > WHOLE_UP_TO:
        return reader
    reader.close()
    return EditionReader(path, whole=True)


def serve(data: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the pages of the data folder's current edition until interrupted.

    The desk, which writes, is there only while the server is bound to this machine. Raises LedgerError before anything
    is bound when nothing has been published.
    """
    import uvicorn

    settings = load_settings(data)
    desk = None
    if host in LOOPBACK:
        desk = Desk(settings.user, Journal(settings.journal), Publisher(lambda: publish_journal(settings)))
    app = make_app(settings.edition, house(), desk=desk, runs=settings.runs)
    app.state.warm()
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def publish_journal(settings: Settings) -> None:
    """Take the journal to the next edition. Raises BusyError while another run writes."""
    from foretold.ledger.files import only_writer
    from foretold.night import Night, resolve

    night = Night(settings, kind="resolve")
    with only_writer(night.lock, wait_seconds=1):
        resolve(night)


def make_app(link: Path, house: Path, *, desk: Desk | None = None, runs: Path | None = None) -> Starlette:
    """Return the application that serves the edition behind `link` with the templates of `house`/dashboards.

    With a `desk` it takes decisions; with the log of `runs` a failed run shows in every footer at once.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    live = Live(Shelf(link), renderer(house), desk, runs)
    simple: dict[str, Callable[[Pages], c.Page]] = {
        "/": Pages.home,
        "/index.html": Pages.home,
        "/forecasters/index.html": Pages.forecasters,
        "/calibration.html": Pages.calibration,
        "/due.html": Pages.due,
        "/method.html": Pages.method,
        "/nights.html": Pages.nights,
    }

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if desk is not None:
            await run_in_threadpool(desk.publisher.close)

    # A page of another site can make its own name lead here; a desk answers to this machine's names alone.
    trusted = [Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK))] if desk is not None else []
    app = Starlette(
        routes=[
            *(Route(path, live.simple(make)) for path, make in simple.items()),
            Route("/forecasts/index.html", live.forecasts),
            Route("/forecasts/page-{number:int}.html", live.forecasts),
            Route("/forecasts/selection.csv", live.selection_csv),
            Route("/forecasters/{id}.html", live.one(Pages.forecaster)),
            Route("/forecasts/{id}.html", live.one(Pages.forecast)),
            Route("/questions/{id}.html", live.one(Pages.question)),
            Route("/data.html", live.data),
            Route("/data/{name}", live.download),
            Route("/feed.xml", live.feed),
            *(DeskRoutes(live, desk).routes() if desk is not None else ()),
            Mount("/static", StaticFiles(directory=house / "dashboards" / "static")),
        ],
        middleware=[Middleware(SecureHeaders), *trusted],
        lifespan=lifespan,
        exception_handlers={404: live.not_found, LedgerError: live.no_edition},
    )
    app.state.warm = live.warm
    return app


class Live:
    """The requests that the server answers."""

    def __init__(self, shelf: Shelf, render: Render, desk: Desk | None, runs: Path | None) -> None:
        """Take where editions come from, what turns a page into HTML, the desk, and the log of runs."""
        self.shelf = shelf
        self._render = render
        self._has_desk = desk is not None
        self._runs = runs

    def warm(self) -> None:
        """Read the edition before anybody asks. Raises LedgerError when nothing has been published."""
        pages = self.pages()
        self._render(pages.home())
        pages.selected(Selection(q="warm"), 1)  # loads what searching needs

    def simple(self, make: Callable[[Pages], c.Page]) -> Callable[[Request], Response]:
        """Return the answer to a request for a page that there is one of."""
        return lambda request: self.page(make(self.pages()))

    def one(self, make: Callable[[Pages, str], c.Page | None]) -> Callable[[Request], Response]:
        """Return the answer to a request for one of many pages, by id."""

        def answer(request: Request) -> Response:
            page = make(self.pages(), request.path_params["id"])
            return self.not_found(request, None) if page is None else self.page(page)

        return answer

    def forecasts(self, request: Request) -> Response:
        """Answer with what a search finds; without one, with the whole list."""
        number = request.path_params.get("number") or _number(request.query_params.get("page", ""))
        return self.page(self.pages().selected(_selection(request), number))

    def selection_csv(self, request: Request) -> Response:
        """Answer with the very selection as CSV."""
        from starlette.responses import Response

        _, found = self.shelf.reader().select(_selection(request), start=0, limit=CSV_ROWS)
        return Response(
            as_csv(found),
            media_type="text/csv",
            headers={"content-disposition": 'attachment; filename="forecasts.csv"'},
        )

    def data(self, request: Request) -> Response:
        """Answer with downloads and data dictionary."""
        return self.page(self.pages().data([download for download, _ in download_list(self.shelf.reader().path)]))

    def download(self, request: Request) -> Response:
        """Answer with one of the listed files, and with no other."""
        from starlette.responses import FileResponse

        for offered, file in download_list(self.shelf.reader().path):
            if offered.name == request.path_params["name"]:
                return FileResponse(file, filename=offered.name)
        return self.not_found(request, None)

    def feed(self, request: Request) -> Response:
        """Answer with the Atom feed."""
        from starlette.responses import Response

        reader = self.shelf.reader()
        return Response(atom(reader.edition, reader.all(rows.Forecast)), media_type="application/atom+xml")

    def not_found(self, request: Request, error: Exception | None) -> Response:
        """Say that there is no such page."""
        from starlette.responses import HTMLResponse

        path = request.url.path.lstrip("/")
        page = c.ErrorPage(self.pages().frame("Not found", path, " "), wrong="There is no such page in this edition.")
        return HTMLResponse(self._render(page), status_code=404)

    def no_edition(self, request: Request, error: Exception) -> Response:
        """Say that nothing has been published."""
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(f"{error}\n", status_code=503)

    def pages(self) -> Pages:
        """Return the pages of the current edition."""
        latest = _latest_run(self._runs) if self._runs is not None else None
        return Pages(self.shelf.reader(), is_live=True, has_desk=self._has_desk, latest=latest)

    def page(self, page: c.Page, status: int = 200) -> Response:
        """Answer with a page."""
        from starlette.responses import HTMLResponse

        return HTMLResponse(self._render(page).encode("utf-8", "replace"), status_code=status)


class SecureHeaders:
    """Puts the headers on every answer that keep pages from loading or running anything that is not theirs."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application inside."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, with_headers)


def as_csv(forecasts: tuple[rows.Forecast, ...]) -> str:
    """Return forecasts as CSV. A value that a spreadsheet would take for a formula is made plain with an apostrophe."""
    names = [field.name for field in fields(rows.Forecast)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, "status"])
    for forecast in forecasts:
        writer.writerow([_cell(value) for value in (*asdict(forecast).values(), forecast.status)])
    return out.getvalue()


def _cell(value: Any) -> Any:
    text = "; ".join(value) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.lstrip().startswith(("=", "+", "-", "@")) else text


def _latest_run(log: Path) -> rows.Run | None:
    """Return the latest run in the log, which may be later than the edition: a failed run publishes none."""
    logged = logged_runs(log)
    if not logged:
        return None
    run = logged[-1]
    return rows.Run(
        run.run_id,
        run.kind,
        run.started_at.astimezone(UTC).replace(tzinfo=None),
        run.finished_at and run.finished_at.astimezone(UTC).replace(tzinfo=None),
        run.state,
        run.n_documents_read,
        run.n_documents_new,
        run.n_forecasts_found,
        run.n_quarantined,
        tuple(run.problems),
    )


def _selection(request: Request) -> Selection:
    asked = {field.name: request.query_params.get(field.name, "") for field in fields(Selection)}
    return Selection(**{name: value[:LONGEST_VALUE].strip() for name, value in asked.items()})


def _number(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1
