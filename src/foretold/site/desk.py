"""The desk: where due forecasts are decided in the browser. Every decision is a line in the journal; pages follow.

The desk exists on the live server alone, and only while that is bound to this machine. A write needs the token of a
page that this server made, and must come from that page (`Sec-Fetch-Site`), so that no other site can decide anything.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote

from foretold.errors import BusyError, ForetoldError, InputError
from foretold.ledger.journal import Decision, Journal
from foretold.ledger.record import Target, check_settled, outcome_decision, outcome_of, settled_day
from foretold.site import contexts as c
from foretold.site import parts, rows
from foretold.site.data import EditionReader
from foretold.site.told import passage

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from foretold.site.serve import Live

LARGEST_BODY = 64_000
"""Bytes of a form that are read."""
FIELDS = 20
QUIET_SECONDS = 0.3
"""How long the publisher waits for a further decision before it begins."""
RETRY_SECONDS = 5.0
SHOWN = 10
"""Decisions of this session that the desk offers to undo."""


@dataclass(slots=True)
class Desk:
    """Who decides here, where decisions go, and what was decided since the server began."""

    user: str
    journal: Journal
    publisher: Publisher
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    done: list[tuple[parts.Done, Decision]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def decide(self, forecast: rows.Forecast, form: dict[str, str]) -> None:
        """Write the outcome of a forecast's claim to the journal. Raises InputError for what cannot be meant."""
        outcome = form.get("outcome", "")
        if not outcome:
            raise InputError("no outcome was chosen", remedy="choose one: yes, no, a share, void or unresolvable")
        outcome = outcome_of(form.get("share", "") if outcome == "share" else outcome)
        evidence = form.get("evidence", "").strip() or None
        settled_on = settled_day(form.get("settled_on", ""))
        because = form.get("because", "").strip()
        aim = target(forecast)
        check_settled(aim, settled_on)
        decision = outcome_decision(aim, outcome, settled_on, because, self.user, evidence)
        self._write(decision, parts.Done(forecast.forecast_id, forecast.question_id, forecast.claim, outcome))

    def reject(self, forecast: rows.Forecast, form: dict[str, str]) -> None:
        """Say in the journal that these words are no forecast."""
        aim = target(forecast)
        details: dict[str, Any] = {"forecast_id": aim.forecast_id, "capture_id": aim.capture_id, "quote": aim.quote}
        details |= {"start": aim.start, "end": aim.end}
        because = form.get("because", "").strip()
        decision = Decision("forecast", aim.forecast_id, "status", "rejected", self.user, because, details=details)
        self._write(decision, parts.Done(forecast.forecast_id, forecast.question_id, forecast.claim, "rejected"))

    def undo(self, forecast_id: str) -> None:
        """Take back a decision of this session, by one more line. Raises InputError when there is none such."""
        with self._lock:
            found = [entry for entry in self.done if entry[0].forecast_id == forecast_id]
        if not found:
            raise InputError("there is no such decision to undo", remedy="look at the list again")
        _, decision = found[-1]
        back = "open" if decision.kind == "outcome" else None
        self.journal.append([replace(decision, value=back, because="undone at the desk", evidence=None)])
        with self._lock:
            self.done.remove(found[-1])
        self.publisher.wake()

    def page(
        self, frame: c.Frame, reader: EditionReader, asked: dict[str, str], wrong: str | None = None
    ) -> c.DeskPage:
        """Return the desk with the forecast that is asked for, or the first that waits, and what was typed."""
        queue = self._queue(reader)
        ids = [forecast_id for forecast_id, _ in queue]
        forecast_id = asked.get("forecast") or _following(ids, asked.get("after", ""))
        found = reader.where(rows.Forecast, "forecast_id", forecast_id) if forecast_id else ()
        with self._lock:
            done = tuple(entry for entry, _ in self.done[-SHOWN:])
        return c.DeskPage(
            frame=frame,
            user=self.user,
            token=self.token,
            forecast=found[0] if found else None,
            n_waiting=len(ids),
            typed=parts.Typed(**{name: asked.get(name, "") for name in TYPED}),
            passage=passage(found[0]) if found else None,
            wrong=wrong,
            done=done[::-1],
            publishing=self.publisher.state,
        )

    def _queue(self, reader: EditionReader) -> list[tuple[str, str]]:
        """Return forecast and question of what waits: each question once, without what was decided since."""
        with self._lock:
            questions = {done.question_id for done, decision in self.done if decision.kind == "outcome"}
            forecasts = {done.forecast_id for done, _ in self.done}
        waiting: dict[str, str] = {}
        for due in reader.all(rows.Due):
            if due.question_id not in questions and due.forecast_id not in forecasts:
                waiting.setdefault(due.question_id, due.forecast_id)
        return [(forecast_id, question_id) for question_id, forecast_id in waiting.items()]

    def _write(self, decision: Decision, done: parts.Done) -> None:
        self.journal.append([decision])
        with self._lock:
            self.done.append((done, decision))
        self.publisher.wake()


TYPED = ("outcome", "share", "settled_on", "because", "evidence")
"""What a form holds that must not be lost when something in it is wrong."""


class Publisher:
    """Publishes what the journal says, in a thread of its own, so that nobody at the desk waits for it."""

    def __init__(self, publish: Callable[[], object]) -> None:
        """Take the function that takes the journal to the next edition."""
        self._publish = publish
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self.state = ""
        """What to tell people: that it works, or why it cannot; empty when all is published."""

    def wake(self) -> None:
        """Ask for an edition with the newest decisions."""
        self.state = "Publishing the newest decisions."
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="publisher", daemon=True)
                self._thread.start()
        self._wanted.set()

    def close(self) -> None:
        """Let an edition that is being written be finished, and begin no other: the next run publishes what is left."""
        self._closing.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            if self._closing.wait(QUIET_SECONDS):
                return
            self._wanted.clear()
            try:
                self._publish()
            except BusyError as error:
                self.state = f"Recorded, and not published yet: {error.wrong}. It is tried again."
                self._closing.wait(RETRY_SECONDS)
                self._wanted.set()
            except ForetoldError as error:
                self.state = f"Recorded, and not published: {error}."
            except Exception as error:
                logging.getLogger(__name__).exception("publishing failed")
                self.state = f"Recorded, and not published: {error!r}. The server's log says more."
            else:
                if not self._wanted.is_set():
                    self.state = ""


class DeskRoutes:
    """The requests that decide something."""

    def __init__(self, live: Live, desk: Desk) -> None:
        """Take the pages and the desk."""
        self._live, self._desk = live, desk

    def routes(self) -> list[BaseRoute]:
        """Return what the server answers for the desk."""
        from starlette.routing import Route

        return [
            Route("/desk.html", self.show),
            Route("/desk-outcome", self._writing(self._outcome), methods=["POST"]),
            Route("/desk-reject", self._writing(self._reject), methods=["POST"]),
            Route(
                "/desk-undo", self._writing(lambda form: self._desk.undo(form.get("forecast", ""))), methods=["POST"]
            ),
        ]

    def show(self, request: Request) -> Response:
        """Show the desk."""
        return self._show(dict(request.query_params))

    def _show(self, asked: dict[str, str], wrong: str | None = None, status: int = 200) -> Response:
        reader = self._live.shelf.current().reader
        frame = self._live.pages().frame("Desk", "desk.html")
        return self._live.show(self._desk.page(frame, reader, asked, wrong), status)

    def _outcome(self, form: dict[str, str]) -> None:
        self._desk.decide(self._forecast(form), form)

    def _reject(self, form: dict[str, str]) -> None:
        self._desk.reject(self._forecast(form), form)

    def _forecast(self, form: dict[str, str]) -> rows.Forecast:
        found = self._live.shelf.current().reader.where(rows.Forecast, "forecast_id", form.get("forecast", ""))
        if not found:
            raise InputError("no such forecast stands in this edition", remedy="go back to the desk")
        return found[0]

    def _writing(self, decide: Callable[[dict[str, str]], None]) -> Callable[[Request], Awaitable[Response]]:
        """Return the answer to a write: done and back to the desk, or the form again with what was wrong."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse, RedirectResponse

        async def answer(request: Request) -> Response:
            length = request.headers.get("content-length", "")
            if not length.isdigit() or int(length) > LARGEST_BODY:
                return PlainTextResponse(
                    f"A form has at most {LARGEST_BODY} bytes, and says how many.\n", status_code=413
                )
            try:
                form = form_of(await request.body())
                if not is_from_our_page(self._desk, request.headers.get("sec-fetch-site"), form.get("token", "")):
                    return PlainTextResponse(
                        "Decisions are taken on the desk's own page; open it anew.\n", status_code=403
                    )
                await run_in_threadpool(decide, form)
            except InputError as error:
                return await run_in_threadpool(self._show, form, str(error), 422)
            return RedirectResponse(f"desk.html?after={quote(form.get('forecast', ''))}", status_code=303)

        return answer


def target(forecast: rows.Forecast) -> Target:
    """Return what the journal needs to know of a forecast. Raises InputError for one that was imported as a number."""
    if forecast.quote is None or forecast.start_offset is None or forecast.end_offset is None:
        raise InputError(
            f"{forecast.forecast_id} has no words",
            rule="the desk decides quoted forecasts",
            remedy="use `foretold record`",
        )
    return Target(
        forecast_id=forecast.forecast_id,
        question_id=forecast.question_id,
        side=forecast.side,
        quote=forecast.quote,
        claim=forecast.claim,
        start=forecast.start_offset,
        end=forecast.end_offset,
        made_on=forecast.made_on,
        document=forecast.document_name or "",
        capture_id=forecast.capture_id or "",
        outcome=forecast.event_outcome,
        share=forecast.event_share,
    )


def is_from_our_page(desk: Desk, site: str | None, token: str) -> bool:
    """Tell whether a write comes from a page that this server made: its token, and no other site behind it."""
    is_ours = site in (None, "same-origin")
    return is_ours and hmac.compare_digest(token.encode(), desk.token.encode())


def form_of(body: bytes) -> dict[str, str]:
    """Return the fields of a form. Raises InputError for too much, or what is no form in UTF-8."""
    if len(body) > LARGEST_BODY:
        raise InputError("the form is too large", rule=f"at most {LARGEST_BODY} bytes are read", remedy="shorten it")
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError as error:
        raise InputError("the form cannot be read", rule="it is sent by the desk's own page") from error
    return {name: values[-1] for name, values in fields.items()}


def _following(ids: list[str], after: str) -> str | None:
    """Return the id after another one, the first when there is none such or it is the last."""
    if not ids:
        return None
    return ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
