"""The requests that decide something, and who may send them.

A write needs somebody who decides, the token of a page that this server made, and must come from that page
(`Sec-Fetch-Site`), so that no other site can decide anything. Behind a proxy the proxy says who decides, in
USER_HEADER; it is believed from the proxy's own address alone.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlencode

from foretold.errors import InputError
from foretold.site.desk import Desk, Form

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from foretold.site.data import EditionReader
    from foretold.site.serve import Live

USER_HEADER = "x-forwarded-user"
LARGEST_BODY = 64_000
"""Bytes of a form that are read."""
FIELDS = 20

Decide = Callable[["EditionReader", str, Form], None]


class DeskRoutes:
    """The requests that decide something."""

    def __init__(self, live: Live, desk: Desk) -> None:
        """Take the pages and the desk."""
        self._live, self._desk = live, desk

    def routes(self) -> list[BaseRoute]:
        """Return what the server answers for the desk."""
        from starlette.routing import Route

        desk = self._desk
        writes: dict[str, Decide] = {
            "/desk-outcome": desk.record,
            "/desk-reject": desk.reject,
            "/desk-correct": desk.correct,
            "/desk-link": desk.link,
            "/desk-undo": lambda _, user, form: desk.undo(user, form),
        }
        return [
            Route("/desk.html", self.show),
            Route("/desk-merges.html", self.show_merges),
            *(Route(path, self._writing(decide), methods=["POST"]) for path, decide in writes.items()),
        ]

    def show(self, request: Request) -> Response:
        """Show the desk."""
        return self._show(request, dict(request.query_params))

    def show_merges(self, request: Request) -> Response:
        """Show two forecasts that may speak of one event."""
        return self._show(request, dict(request.query_params) | {"proposal": request.query_params.get("proposal", "")})

    def _show(self, request: Request, asked: Form, wrong: str | None = None, status: int = 200) -> Response:
        reader = self._live.shelf.current().reader
        pages, user = self._live.pages(), user_of(self._desk, request)
        if "proposal" in asked:
            frame = pages.frame("One event or two?", "desk-merges.html", "desk.html")
            return self._live.show(self._desk.merges(frame, reader, user, asked, wrong), status)
        return self._live.show(self._desk.page(pages.frame("Desk", "desk.html"), reader, user, asked, wrong), status)

    def _writing(self, decide: Decide) -> Callable[[Request], Awaitable[Response]]:
        """Return the answer to a write: done and back to the desk, or the form again with what was wrong."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse, RedirectResponse

        async def answer(request: Request) -> Response:
            body = await body_of(request)
            if body is None:
                return PlainTextResponse(f"A form has at most {LARGEST_BODY} bytes.\n", status_code=413)
            form: Form = {}
            try:
                form = form_of(body)
                if not is_from_our_page(self._desk, request.headers.get("sec-fetch-site"), form.get("token", "")):
                    return PlainTextResponse(
                        "Decisions are taken on the desk's own page; open it anew.\n", status_code=403
                    )
                user = user_of(self._desk, request)
                if not user:
                    return PlainTextResponse(f"{NOBODY}\n", status_code=403)
                await run_in_threadpool(lambda: decide(self._live.shelf.current().reader, user, form))
            except InputError as error:
                return await run_in_threadpool(self._show, request, form, str(error), 400)
            return RedirectResponse(_next_page(form), status_code=303)

        return answer


NOBODY = "Nobody who may decide is configured: set `user` in foretold.toml or FORETOLD_USER, or start with --by NAME."


def user_of(desk: Desk, request: Request) -> str:
    """Return who sends a request; empty when nobody may decide with it.

    With a proxy it is whom the proxy names, in a request that comes from its address; else the operator.
    """
    if not desk.proxy:
        return desk.user
    is_proxy = request.client is not None and request.client.host == desk.proxy
    return request.headers.get(USER_HEADER, "").strip()[:100] if is_proxy else ""


def is_from_our_page(desk: Desk, site: str | None, token: str) -> bool:
    """Tell whether a write comes from a page that this server made: its token, and no other site behind it."""
    is_ours = site in (None, "same-origin")
    return is_ours and hmac.compare_digest(token.encode(), desk.token.encode())


async def body_of(request: Request) -> bytes | None:
    """Return what was sent; None for more than LARGEST_BODY, of which no more than a piece beyond that is read.

    What arrives is counted, whatever length was announced: none is, in a request that comes in chunks.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def form_of(body: bytes) -> Form:
    """Return the fields of a form. Raises InputError for what is no form in UTF-8, or has too many fields."""
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError as error:
        raise InputError("the form cannot be read", rule="it is sent by the desk's own page") from error
    return {name: values[-1] for name, values in fields.items()}


def _next_page(form: Form) -> str:
    """Return where to go after a decision: on to what waits next; after an undoing, back to where it was undone."""
    if "proposal" in form:
        return f"desk-merges.html?after={quote(form['proposal'])}"
    asked = {"after": form.get("forecast", "")} | ({"blind": "1"} if form.get("blind") else {})
    return f"desk.html?{urlencode(asked)}"
