"""The live server: the same pages, rendered from the edition that is current at each request, with search."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.errors import LedgerError
from foretold.ledger.runs import logged_runs
from foretold.search.index import NAME as SEARCH
from foretold.settings import Settings, house, load_settings
from foretold.site import contexts as c
from foretold.site import rows
from foretold.site.alarm import alarm_of
from foretold.site.build import download_list
from foretold.site.cookbook import cookbook
from foretold.site.data import EditionReader
from foretold.site.desk import Desk, KeptJournal
from foretold.site.desk_routes import DeskRoutes
from foretold.site.feed import atom
from foretold.site.figures import CARD, cell
from foretold.site.listing import Listing, Selection
from foretold.site.output import MEDIA, files_of
from foretold.site.pages import Pages
from foretold.site.publisher import Publisher
from foretold.site.render import Renderer

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.convertors import Convertor
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors {}"
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
LONGEST_VALUE = 200
"""Characters of a search value that are looked at."""
LAST_PAGE = 100_000
CSV_ROWS = 500
"""Forecasts that a CSV file is sent by at a time."""
TRIES = 5
WHOLE_UP_TO = 20_000
"""Forecasts up to which an edition is held in memory, a few kB each."""


@dataclass(frozen=True, slots=True)
class OnShelf:
    """An open edition: its tables, and the list that is searched."""

    reader: EditionReader
    listing: Listing


class Shelf:
    """Hands out the current edition. The link is resolved at every request, so a publish shows at once."""

    def __init__(self, link: Path) -> None:
        """Take the link that every publish swaps."""
        self._link = link
        self._lock = threading.Lock()
        self._open: dict[str, OnShelf] = {}

    def current(self) -> OnShelf:
        """Return the current edition; the one before stays open for requests that still use it.

        While one request opens a new edition, the others are answered from the one before.
        Raises LedgerError when nothing has been published.
        """
        before = list(self._open.values())[-1:]
        if not self._lock.acquire(blocking=not before):
            return before[0]
        try:
            for _ in range(TRIES):  # an edition can be dropped between reading the link and opening its files
                path = os.path.realpath(self._link)
                if path in self._open:
                    return self._open[path]
                if not Path(path).exists():
                    continue
                try:
                    opened = _open(Path(path))
                except LedgerError:
                    if Path(path).exists():
                        raise
                    continue
                self._open = {**dict(list(self._open.items())[-1:]), path: opened}
                return opened
        finally:
            self._lock.release()
        raise LedgerError(
            f"{self._link} leads to no edition",
            rule="the pages are made from one",
            remedy="publish one with `foretold run`",
        )


def _open(path: Path) -> OnShelf:
    """Open an edition: whole into memory while it is small, since that answers at once; else to be asked by piece."""
    listing = Listing(path.with_name(SEARCH))
    reader = EditionReader(path, whole=False)
    reader.is_whole = reader.edition.n_forecasts <= WHOLE_UP_TO
    return OnShelf(reader, listing)


def serve(data: Path, host: str = "127.0.0.1", port: int = 8000, by: str | None = None) -> None:
    """Serve the pages of the data folder's current edition until interrupted.

    The desk, which writes, is there only while the server is bound to this machine or a proxy is configured; `by` says
    who decides there, else the configured user. Raises LedgerError before anything is bound when nothing has been
    published.
    """
    import uvicorn

    settings = load_settings(data)
    settings = replace(settings, user=by or settings.user)
    desk = None
    if host in LOOPBACK or settings.proxy:
        publisher = Publisher(lambda: publish_journal(settings))
        journal = KeptJournal(settings.journal)
        desk = Desk(settings.user, journal, publisher, settings.search, settings.proxy, settings.hosts)
    app = make_app(settings.edition, house(), desk=desk, runs=settings.runs)
    app.state.warm()
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)


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
    from starlette.convertors import register_url_convertor
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    live = Live(Shelf(link), house, desk, runs)
    register_url_convertor("page", page_number())

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if desk is not None:
            await run_in_threadpool(desk.publisher.close)

    # A page of another site can make its own name lead here; a desk answers to this machine's names alone, and to those
    # by which a proxy's readers ask for it.
    names = [*LOOPBACK, *desk.hosts] if desk is not None else ["*"]
    app = Starlette(
        routes=[
            Route("/", live.answer(Pages.home)),
            *live.page("/index", Pages.home),
            *live.page("/forecasters/index", Pages.forecasters),
            *live.page("/forecasters/page-{number:page}", Pages.forecasters),
            *live.page("/forecasters/{forecaster_id}", Pages.forecaster),
            Route("/forecasts/selection.csv", live.selection_csv),
            *live.page("/forecasts/index", live.selected),
            *live.page("/forecasts/page-{number:page}", live.selected),
            *live.page("/forecasts/{forecast_id}", Pages.forecast),
            *live.page("/questions/{question_id}", Pages.question),
            *live.page("/calibration", Pages.calibration),
            *live.page("/due", Pages.due),
            *live.page("/method", Pages.method),
            *live.page("/nights", Pages.nights),
            *live.page("/data", live.data),
            Route("/data/{name}", live.download),
            Route("/feed.xml", live.feed),
            *(DeskRoutes(live, desk).routes() if desk is not None else ()),
            Mount("/static", StaticFiles(directory=house / "dashboards" / "static")),
        ],
        middleware=[Middleware(SecureHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=names)],
        lifespan=lifespan,
        exception_handlers={404: live.not_found, LedgerError: live.no_edition},
    )
    app.state.warm = live.warm
    return app


def page_number() -> Convertor[int]:
    """Return how an address names a page of a list: by a number of so few digits that it can be one."""
    from starlette.convertors import IntegerConvertor

    class PageNumber(IntegerConvertor):
        regex = "[0-9]{1,7}"

    return PageNumber()


class Live:
    """The requests that the server answers."""

    def __init__(self, shelf: Shelf, house: Path, desk: Desk | None, runs: Path | None) -> None:
        """Take where editions come from, the folder of templates, the desk, and the log of runs."""
        self.shelf = shelf
        self._house = house
        self._render = Renderer(house)
        self._has_desk = desk is not None
        self._runs = runs

    def warm(self) -> None:
        """Read the edition before anybody asks. Raises LedgerError when nothing has been published."""
        self._render.page(self.pages().home())

    def page(self, path: str, make: Callable[..., c.Page | None]) -> list[BaseRoute]:
        """Return the routes of a page and of what lies beside it. `make` takes the pages and what the path names."""
        from starlette.routing import Route

        beside = ("html", "json", "{name}.svg", "{name}.csv")
        return [Route(f"{path}.{ending}", self.answer(make)) for ending in beside]

    def answer(self, make: Callable[..., c.Page | None]) -> Callable[[Request], Response]:
        """Return the answer to a request for a page, or for one of the files beside it."""

        def answered(request: Request) -> Response:
            named = {name: value for name, value in request.path_params.items() if name != "name"}
            if make in (self.selected, self.data):
                named["request"] = request
            page = make(self.pages(), **named)
            if page is None:
                return self.not_found(request, None)
            path = request.url.path
            ending = path.rpartition(".")[2] if path.endswith(("json", "svg", "csv")) else "html"
            name = f".{request.path_params['name']}" if "name" in request.path_params else ""
            for file, body in files_of(page, self._render):
                if ending == "html" or file == f"{page.frame.path.removesuffix('.html')}{name}.{ending}":
                    return self.file(body(), ending, is_card=name == f".{CARD}")
            return self.not_found(request, None)

        return answered

    def selected(self, pages: Pages, request: Request, number: int | None = None) -> c.Page | None:
        """Return what a search finds; without one, the whole list. None for a page of the list that there is not."""
        asked = number or _number(request.query_params.get("page", ""))
        page = pages.selected(self.shelf.current().listing, _selection(request), asked)
        return None if number not in (None, 1) and not page.forecasts else page

    def data(self, pages: Pages, request: Request) -> c.Page:
        """Return downloads, cookbook and data dictionary."""
        reader = self.shelf.current().reader
        return pages.data([download for download, _ in download_list(reader.path)], cookbook(reader, self._house))

    def selection_csv(self, request: Request) -> Response:
        """Answer with the very selection as CSV, all of it, as it is read."""
        from starlette.responses import StreamingResponse

        return StreamingResponse(
            as_csv(self.shelf.current().listing.stream(_selection(request))),
            media_type="text/csv",
            headers={"content-disposition": 'attachment; filename="forecasts.csv"'},
        )

    def download(self, request: Request) -> Response:
        """Answer with one of the listed files, and with no other."""
        from starlette.responses import FileResponse

        for offered, file in download_list(self.shelf.current().reader.path):
            if offered.name == request.path_params["name"]:
                return FileResponse(file, filename=offered.name)
        return self.not_found(request, None)

    def feed(self, request: Request) -> Response:
        """Answer with the Atom feed."""
        from starlette.responses import Response

        reader = self.shelf.current().reader
        return Response(atom(reader.edition, reader.named(rows.News)), media_type="application/atom+xml")

    def not_found(self, request: Request, error: Exception | None) -> Response:
        """Say that there is no such page."""
        path = request.url.path.lstrip("/")
        page = c.ErrorPage(self.pages().frame("Not found", path, " "), wrong="There is no such page in this edition.")
        return self.show(page, 404)

    def no_edition(self, request: Request, error: Exception) -> Response:
        """Say that nothing has been published."""
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(f"{error}\n", status_code=503)

    def pages(self) -> Pages:
        """Return the pages of the current edition."""
        alarm = alarm_of(logged_runs(self._runs)) if self._runs is not None else None
        return Pages(self.shelf.current().reader, is_live=True, has_desk=self._has_desk, alarm=alarm)

    def show(self, page: c.Page, status: int = 200) -> Response:
        """Answer with a page's HTML."""
        return self.file(self._render.page(page).encode("utf-8", "replace"), "html", status=status)

    def file(self, body: bytes, ending: str, *, is_card: bool = False, status: int = 200) -> Response:
        """Answer with a file; a drawing may style itself and do nothing else, and only a card may be framed."""
        from starlette.responses import Response

        headers = {}
        if ending == "svg":
            framed = "*" if is_card else "'none'"
            headers["content-security-policy"] = DRAWING_POLICY.format(framed)
        return Response(body, status, headers, MEDIA[ending])


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


def as_csv(forecasts: Iterator[rows.Listed]) -> Iterator[str]:
    """Yield forecasts as CSV, CSV_ROWS at a time."""
    names = [field.name for field in fields(rows.Listed)]
    lines = [[*names, "status"]]
    while lines:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(lines)
        yield out.getvalue()
        taken = itertools.islice(forecasts, CSV_ROWS)
        lines = [[cell(value) for value in (*(getattr(f, name) for name in names), f.status)] for f in taken]


def _selection(request: Request) -> Selection:
    asked = {field.name: request.query_params.get(field.name, "") for field in fields(Selection)}
    return Selection(**{name: value[:LONGEST_VALUE].strip() for name, value in asked.items()})


def _number(text: str) -> int:
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1
