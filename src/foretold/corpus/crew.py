"""Visits to many hosts at the same time, one thread for each host, so that a slow one keeps nobody waiting."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foretold.corpus.answers import Stopped
from foretold.corpus.fetch import FetcherFor, Limits, fetchers
from foretold.corpus.problems import SourceError
from foretold.corpus.web import Arrival, Visit

if TYPE_CHECKING:
    from foretold.corpus.sources import Source
    from foretold.corpus.store import CaptureStore
    from foretold.corpus.visits import Visits

_WAITING_AT_MOST = 50
"""Pages that are held in memory until they are stored."""


@dataclass(frozen=True, slots=True)
class Over:
    """The end of a visit, and what ended it before its time."""

    error: SourceError | None = None


def visited(
    sources: Mapping[str, Source], visits: Mapping[str, Visits], store: CaptureStore, limits: Limits
) -> Generator[tuple[str, Arrival | Over], None, None]:
    """Visit sources (by id); yield what arrives, each with its source's id, and Over once for each source.

    Sources of one host are visited one after another. What goes wrong in one visit ends that visit only. When the
    caller stops listening, the visits stop as well.
    """
    store.capture_ids()  # the log is read now, since the threads only look things up in it
    by_host: dict[str, list[Source]] = {}
    for source in sources.values():
        by_host.setdefault(urlsplit(source.url or f"//{source.id}").netloc, []).append(source)
    crew = _Crew(visits, store)
    with fetchers(limits, crew.stopped) as fetcher_for, ThreadPoolExecutor(limits.workers) as pool:
        jobs = [pool.submit(crew.work, group, fetcher_for) for group in by_host.values()]
        try:
            n_over = 0
            while n_over < len(sources):
                source_id, what = crew.arrivals.get()
                yield source_id, what
                n_over += isinstance(what, Over)
        finally:
            crew.stopped.set()
            for job in jobs:
                job.cancel()


class _Crew:
    """What the threads of a run share."""

    def __init__(self, visits: Mapping[str, Visits], store: CaptureStore) -> None:
        self._visits, self._store = visits, store
        self.arrivals: queue.Queue[tuple[str, Arrival | Over]] = queue.Queue(_WAITING_AT_MOST)
        self.stopped = threading.Event()

    def work(self, group: list[Source], fetcher_for: FetcherFor) -> None:
        """Visit the sources of one host."""
        for source in group:
            error: SourceError | None = None
            try:
                self._visit(source, fetcher_for)
            except Stopped:
                return
            except SourceError as failure:
                error = failure
            except Exception as failure:  # a fault in a library, met on one site, costs that site and is reported
                logging.getLogger(__name__).exception("visiting %s", source.id)
                error = _unexpected(failure)
            self._tell(source.id, Over(error))

    def _visit(self, source: Source, fetcher_for: FetcherFor) -> None:
        """Visit one source, and pass on what arrives."""
        fetcher = fetcher_for(allow_private=source.allow_private, obey_robots=source.obey_robots)

        def is_known(address: str) -> bool:
            return self._store.latest(source.id, address) is not None

        for arrival in Visit(source, fetcher, self._visits[source.id], is_known).arrivals():
            self._tell(source.id, arrival)

    def _tell(self, source_id: str, what: Arrival | Over) -> None:
        """Pass on what arrived, when there is room for it. Raise Stopped when nobody listens any more."""
        while not self.stopped.is_set():
            try:
                self.arrivals.put((source_id, what), timeout=0.2)
                return
            except queue.Full:
                continue
        raise Stopped


def _unexpected(failure: Exception) -> SourceError:
    """Return the problem that a fault of the program is to one source."""
    return SourceError(
        f"visiting it failed in a way that was not foreseen ({type(failure).__name__}: {failure})",
        rule="a visit ends with pages or with a reason",
        remedy="report it, with the traceback in the log of the run",
    )
