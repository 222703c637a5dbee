"""The desk: what waits for a person, and the decisions that are taken about it. Every one is a line in the journal.

Decisions are checked against the edition that the page shows, by the same functions as at the command line, so that
nobody waits for a ledger in which a night is working; the publisher takes them to the next edition.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.errors import InputError
from foretold.ledger import decide, decide_questions
from foretold.ledger.decide import Why
from foretold.ledger.journal import Decision, Journal, Line
from foretold.ledger.record import settled_day
from foretold.link import decide as decide_links
from foretold.search.passages import Passage, passages_for
from foretold.site import contexts as c
from foretold.site import parts, rows
from foretold.site.data import EditionReader
from foretold.site.publisher import Publisher
from foretold.site.told import passage

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

SHOWN = 10
"""Decisions of this session that the desk offers to undo."""
SUGGESTED = 3
"""Passages of later documents that are put before whoever decides."""
UNDONE = "undone at the desk"
DECISIONS = ("confirm", "refuse")
"""What a proposed pair can be: one event, or two."""
CORRECTED = ("claim", "speaker", "deadline", "probability")
"""What of a reading can be corrected."""
TYPED = ("outcome", "share", "settled_on", "because", "evidence", *CORRECTED)
"""What a form holds that must not be lost when something in it is wrong."""

Form = dict[str, str]


class KeptJournal(Journal):
    """A journal that remembers which lines it wrote last, so that the desk can offer to undo them."""

    last: tuple[Line, ...] = ()

    def append(self, decisions: Sequence[Decision], *, now: datetime | None = None) -> list[Line]:
        """Write decisions, as a journal does."""
        lines = super().append(decisions, now=now)
        self.last = tuple(lines)
        return lines


@dataclass(frozen=True, slots=True)
class Taken:
    """One decision of this session."""

    by: str
    what: str
    """outcome, judgement, rejected, corrected, confirmed or refused."""
    question_id: str
    done: parts.Done


@dataclass(slots=True)
class Desk:
    """Where decisions go, what is looked through for suggestions, and what was decided since the server began."""

    user: str
    """Who decides; empty: nobody may, or (with `proxy`) whom the proxy names."""
    journal: KeptJournal
    publisher: Publisher
    index: Path | None = None
    """The desk's search index over everything captured; None: no passages are suggested."""
    proxy: str = ""
    """Address of the proxy that says who decides; empty: there is none."""
    hosts: tuple[str, ...] = ()
    """Names by which the proxy's readers ask for the server, beside this machine's own."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    taken: list[Taken] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, reader: EditionReader, user: str, form: Form) -> None:
        """Take the outcome of a forecast's claim, or one person's blind judgement of it.

        Raises InputError for what cannot be meant.
        """
        outcome = form.get("outcome", "")
        if not outcome:
            raise InputError("no outcome was chosen", remedy="choose one: yes, no, a share, void or unresolvable")
        outcome = form.get("share", "") if outcome == "share" else outcome
        day = settled_day(form.get("settled_on", ""))
        take = decide_questions.judge if form.get("blind") else decide_questions.record_outcome
        with self._deciding(reader) as con:
            subject = decide_questions.find_subject(con, form.get("forecast", ""), None)
            take(con, self.journal, subject, outcome, day, _why(user, form))
            if subject.forecast is not None:
                self._keep(user, "judgement" if form.get("blind") else "outcome", subject.forecast, outcome)

    def reject(self, reader: EditionReader, user: str, form: Form) -> None:
        """Say that these words are no forecast."""
        with self._deciding(reader) as con:
            held = decide.reject(con, self.journal, form.get("forecast", ""), _why(user, form))
            self._keep(user, "rejected", held, "rejected")

    def correct(self, reader: EditionReader, user: str, form: Form) -> None:
        """Set the claim, holder, deadline or probability of a forecast to what was typed."""
        values = {name: form[name] for name in CORRECTED if form.get(name, "").strip()}
        with self._deciding(reader) as con:
            held = decide.find_forecast(con, form.get("forecast", ""))
            lines = decide.correct(con, self.journal, held.forecast_id, values, _why(user, form))
            self._keep(user, "corrected", held, ", ".join(f"{x.decision.field}: {x.decision.value}" for x in lines))

    def link(self, reader: EditionReader, user: str, form: Form) -> None:
        """Put the two forecasts of a proposal to one question, or keep them apart.

        Raises InputError for what is neither.
        """
        decision = form.get("decision", "")
        if decision not in DECISIONS:
            raise InputError(
                f"no decision '{decision}'" if decision else "no decision was chosen",
                rule=f"a pair is decided by {' or '.join(DECISIONS)}",
                remedy="choose one event or two",
            )
        is_same = decision == "confirm"
        with self._deciding(reader) as con:
            words, why = form.get("proposal", ""), _why(user, form)
            if is_same:
                side = form.get("side") or None
                found = decide_links.confirm(con, self.journal, words, why, side=side)
            else:
                found = decide_links.refuse(con, self.journal, words, why)
            held = decide.find_forecast(con, found.forecast_id)
            self._keep(user, "confirmed" if is_same else "refused", held, "one event" if is_same else "apart", words)

    def undo(self, user: str, form: Form) -> None:
        """Take back a decision of this session, by more lines. Raises InputError when there is none such."""
        number = form.get("line", "")
        with self._lock:
            found = [one for one in self.taken if one.by == user and str(one.done.lines[0]) == number]
            if not found:
                raise InputError("there is no such decision to undo", remedy="look at the list again")
            for line in reversed(found[-1].done.lines):
                decide.undo(self.journal, line, Why(user, UNDONE))
            self.taken.remove(found[-1])
        self.publisher.wake()

    def page(self, frame: c.Frame, reader: EditionReader, user: str, asked: Form, wrong: str | None) -> c.DeskPage:
        """Return the desk with the forecast that is asked for, or the first that waits, and what was typed."""
        is_blind = bool(asked.get("blind"))
        queue = self._queue(reader, user, is_blind=is_blind)
        forecast_id = asked.get("forecast") or _following(queue, asked.get("after", ""))
        found = reader.where(rows.Forecast, "forecast_id", forecast_id) if forecast_id else ()
        shown = found[0] if found else None
        said = reader.where(rows.Judgement, "question_id", shown.question_id) if shown else ()
        return c.DeskPage(
            frame=frame,
            user=user,
            token=self.token,
            is_blind=is_blind,
            forecast=shown,
            n_waiting=len(queue),
            n_proposals=len(self._proposals(reader)),
            typed=parts.Typed(**{name: asked.get(name, "") for name in TYPED}),
            passage=passage(shown) if shown else None,
            suggested=self._suggested(reader, shown) if shown else (),
            judged=() if is_blind else said,
            wrong=wrong,
            done=self._done(user),
            publishing=self.publisher.state,
        )

    def merges(self, frame: c.Frame, reader: EditionReader, user: str, asked: Form, wrong: str | None) -> c.MergesPage:
        """Return two forecasts that may speak of one event, the likeliest pair first."""
        waiting = self._proposals(reader)
        by_id = {one.proposal_id: one for one in waiting}
        wanted = asked.get("proposal") or _following(list(by_id), asked.get("after", ""))
        shown = by_id.get(wanted or "")
        pair = (
            reader.where_in(rows.Forecast, "forecast_id", [shown.other_forecast_id, shown.forecast_id]) if shown else ()
        )
        return c.MergesPage(
            frame=frame,
            user=user,
            token=self.token,
            n_waiting=len(waiting),
            proposal=shown,
            pair=tuple((one, passage(one)) for one in pair),
            decision=asked.get("decision", ""),
            side=asked.get("side") or (shown.side if shown else ""),
            because=asked.get("because", ""),
            wrong=wrong,
            done=self._done(user),
            publishing=self.publisher.state,
        )

    def _queue(self, reader: EditionReader, user: str, *, is_blind: bool) -> list[str]:
        """Return the forecasts that wait, one for each question, without what was decided since the edition.

        Who judges blind is not asked twice about one question.
        """
        with self._lock:
            mine = [one for one in self.taken if one.what != "judgement" or one.by == user]
        gone = {one.question_id for one in mine if one.what in ("outcome", "judgement")}
        rejected = {one.done.target for one in mine if one.what == "rejected"}
        if is_blind:
            gone |= {one.question_id for one in reader.all(rows.Judgement) if one.judge == user}
        waiting: dict[str, str] = {}
        for due in reader.all(rows.Due):
            if due.question_id not in gone and due.forecast_id not in rejected:
                waiting.setdefault(due.question_id, due.forecast_id)
        return list(waiting.values())

    def _proposals(self, reader: EditionReader) -> list[rows.Proposal]:
        with self._lock:
            gone = {one.done.target for one in self.taken if one.what in ("confirmed", "refused")}
        return [one for one in reader.all(rows.Proposal) if one.proposal_id not in gone]

    def _suggested(self, reader: EditionReader, forecast: rows.Forecast) -> tuple[Passage, ...]:
        """Return what later documents say that may settle it; nothing while no index is there."""
        if self.index is None or not self.index.exists():
            return ()
        with reader.connection() as con:
            return tuple(passages_for(con, self.index, forecast.question_id, limit=SUGGESTED))

    def _done(self, user: str) -> tuple[parts.Done, ...]:
        with self._lock:
            return tuple(one.done for one in self.taken if one.by == user)[-SHOWN:][::-1]

    @contextmanager
    def _deciding(self, reader: EditionReader) -> Iterator[DuckDBPyConnection]:
        """Let one decision at a time read the edition as the deciding functions read the ledger."""
        with self._lock, reader.connection() as con:
            # The desk decides about texts; imported series lie in the ledger alone.
            con.execute("create temp table imported_forecasts (forecast_id varchar, question_id varchar)")
            yield con

    def _keep(self, user: str, what: str, held: decide.Held, value: str, proposal: str = "") -> None:
        act = self.journal.last[0].decision.details.get("act")  # lines of one act are undone together, by any of them
        lines = tuple(line.number for line in self.journal.last[: 1 if act else None])
        target = proposal or held.forecast_id
        said = f"{value} (blind)" if what == "judgement" else value
        self.taken.append(
            Taken(user, what, held.question_id, parts.Done(held.forecast_id, held.claim, said, lines, target))
        )
        self.publisher.wake()


def _why(user: str, form: Form) -> Why:
    return Why(user, form.get("because", "").strip(), form.get("evidence", "").strip() or None)


def _following(ids: list[str], after: str) -> str | None:
    """Return the id after another one, the first when there is none such or it is the last."""
    if not ids:
        return None
    return ids[(ids.index(after) + 1) % len(ids)] if after in ids else ids[0]
