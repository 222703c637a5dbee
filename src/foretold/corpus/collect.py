"""Collect: walk the sources, keep what is new, say what could not be taken and why."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.corpus.dump import dump_identity, dump_rows
from foretold.corpus.duplicates import Duplicates
from foretold.corpus.files import MAILS, MAX_BYTES, MEDIA_TYPES, FoundFile, folder_files, read_bytes, text_of
from foretold.corpus.problems import Problem, Refused, SourceError
from foretold.corpus.read import date_refused
from foretold.corpus.store import CaptureStore, Sighting, capture_id_of
from foretold.corpus.visits import Visits
from foretold.errors import SettingsError
from foretold.records import Capture

if TYPE_CHECKING:
    from foretold.corpus.fetch import Limits
    from foretold.corpus.sources import Source
    from foretold.corpus.web import Arrival, Fetched

_BATCH = 500
_MOST_PROBLEMS = 20
"""Problems of one dump that are told one by one."""
_ARTICLES = frozenset({"feed", "sitemap", "urls"})
"""Kinds whose pages are articles: a later version that differs in some words is the same article."""


@dataclass(slots=True)
class SourceTally:
    """What one walk found in one source."""

    n_seen: int = 0
    n_new: int = 0
    n_unchanged: int = 0
    n_duplicates: int = 0
    """Of the new ones: those that are near-duplicates of what was captured before."""
    n_problems: int = 0
    is_due: bool = True
    """False when it was left for a later run, since it was visited less than `every` ago."""
    failed: str | None = None
    """Why it could not be walked, or not to the end; None when it could."""

    @property
    def is_unread(self) -> bool:
        """Whether it could not be read: its walk failed, or it had problems and nothing that could be taken."""
        return self.failed is not None or (self.n_problems > 0 and self.n_new + self.n_unchanged == 0)


@dataclass(frozen=True, slots=True)
class Collected:
    """What one walk over the sources found.

    `capture_ids` name the texts that no source had before, near-duplicates among them (`CaptureStore.duplicates` tells
    which). Of the `n_seen` files and pages, `n_unchanged` hold a text that was known; the others are in `capture_ids`
    or have a problem. A problem of a whole source has the source's folder or url as its address. `notes` need no
    mending.
    """

    store: CaptureStore
    capture_ids: list[str] = field(default_factory=list)
    n_seen: int = 0
    n_unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    by_source: Mapping[str, SourceTally] = field(default_factory=dict)

    @property
    def captures(self) -> list[Capture]:
        """The new texts, read from the store: those of an archive do not fit into memory together."""
        return [self.store.capture(one) for one in self.capture_ids]


def collect(
    sources: Sequence[Source],
    store: CaptureStore,
    *,
    now: datetime,
    progress: Callable[[str], None] | None = None,
    reread: bool = False,
    max_bytes: int = MAX_BYTES,
    limits: Limits | None = None,
) -> Collected:
    """Store what is new in the sources, and return it.

    A file whose size and time of change are those of its last sighting is not opened, so that a known archive costs
    its listing; a file that was changed without a change of either is seen with `reread` only. Sources are visited when
    `every` has gone by (with `reread` always), those on the network side by side and within `limits`. A file or page
    that cannot be taken is a problem, stops no other, and is met again in the next run; a source that cannot be walked
    stops no other source. Raise SettingsError when no source can be walked and the network is not to blame, or when the
    store cannot be written. `now` has a time zone, and is the time of every new capture.
    """
    from foretold.corpus.sources import NETWORK

    if now.tzinfo is None:
        raise SettingsError("the time of capture has no zone", rule="times are instants", remedy="pass now in UTC")
    walk = _Walk(sources, store, now, reread, max_bytes, progress or (lambda _line: None))
    for source in sources:
        if source.kind not in NETWORK:
            walk.local(source)
    walk.network([source for source in sources if source.kind in NETWORK], limits)
    if walk.failures and len(walk.failures) == len(sources) and not any(s.kind in NETWORK for s in sources):
        raise walk.failures[sources[0].id]
    return walk.collected()


class _Walk:
    """One walk over the sources: counts, and sightings that are not in the log yet."""

    def __init__(
        self,
        sources: Sequence[Source],
        store: CaptureStore,
        now: datetime,
        reread: bool,
        max_bytes: int,
        progress: Callable[[str], None],
    ) -> None:
        self.store, self.now, self.reread, self.max_bytes, self.progress = store, now, reread, max_bytes, progress
        self.new: dict[str, list[str]] = {source.id: [] for source in sources}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.tallies = {source.id: SourceTally() for source in sources}
        self.failures: dict[str, SourceError] = {}
        self._pending: list[Sighting] = []
        self._pending_ids: set[str] = set()
        self._duplicates = Duplicates(store)
        self._began = time.monotonic()

    def collected(self) -> Collected:
        """Return what was found, in the order of the sources."""
        order = {source_id: place for place, source_id in enumerate(self.tallies)}
        self.problems.sort(key=lambda problem: order[problem.source_id])
        for problem in self.problems:
            self.tallies[problem.source_id].n_problems += 1
        return Collected(
            self.store,
            [one for found in self.new.values() for one in found],
            sum(tally.n_seen for tally in self.tallies.values()),
            sum(tally.n_unchanged for tally in self.tallies.values()),
            self.problems,
            self.notes,
            self.tallies,
        )

    def local(self, source: Source) -> None:
        """Walk one source that is a folder or a file, when it is due."""
        visits = Visits(self.store.root, source.id)
        if not self._is_due(source, visits):
            return
        try:
            if source.kind == "dump":
                self._dump(source, visits)
            else:
                self._folder(source, MAILS if source.kind == "mailbox" else MEDIA_TYPES)
        except SourceError as error:
            self._failed(source, error)
        self.flush()
        if source.wait and source.id not in self.failures:
            visits.visited_at = self.now
            visits.save()

    def _is_due(self, source: Source, visits: Visits) -> bool:
        """Return whether a source is to be visited now, and note it when not."""
        if self.reread or visits.is_due(source.wait, self.now):
            return True
        self.tallies[source.id].is_due = False
        self.progress(f"{source.name}: visited less than {source.wait} ago")
        return False

    def network(self, sources: list[Source], limits: Limits | None) -> None:
        """Visit the sources on the network that are due."""
        visits = {source.id: Visits(self.store.root, source.id) for source in sources}
        due = {}
        for source in sources:
            if self.reread:
                visits[source.id].pages.clear()
            if self._is_due(source, visits[source.id]):
                due[source.id] = source
        if not due:
            return
        from foretold.corpus.crew import Over, visited
        from foretold.corpus.fetch import Limits

        with closing(visited(due, visits, self.store, limits or Limits(max_bytes=self.max_bytes))) as arrivals:
            for source_id, what in arrivals:
                if isinstance(what, Over):
                    self._over(due[source_id], what.error, visits[source_id])
                else:
                    self._arrival(due[source_id], what, visits[source_id])

    def _over(self, source: Source, error: SourceError | None, visits: Visits) -> None:
        """Note the end of a visit."""
        self.flush()  # before the visit is remembered: what it says is known has to be in the log
        if error is None:
            visits.visited_at = self.now
            tally = self.tallies[source.id]
            self.progress(f"{source.name}: {tally.n_seen} pages, {tally.n_new} new")
        else:
            self._failed(source, error)
        visits.save()

    def _pace(self, tally: SourceTally) -> str:
        """Return how many documents a second are looked at. How many are to come, no listing tells beforehand."""
        return f"{tally.n_seen / (time.monotonic() - self._began):,.0f} documents a second"

    def flush(self) -> None:
        """Write the sightings that are not in the log yet."""
        self.store.append(self._pending)
        self._duplicates.save()
        self._pending, self._pending_ids = [], set()

    def _failed(self, source: Source, error: SourceError) -> None:
        """Note a source that could not be walked."""
        self.failures[source.id] = error
        self.tallies[source.id].failed = error.wrong
        self.problems.append(Problem(str(source.path or source.url), error.wrong, error.rule, error.remedy, source.id))

    def _folder(self, source: Source, types: Mapping[str, str]) -> None:
        """Walk a folder of texts or mails."""
        tally = self.tallies[source.id]
        for found in folder_files(source.path or Path(), source.id, types):
            if isinstance(found, Problem):
                self.problems.append(found)
                continue
            tally.n_seen += 1
            self._file(source, found)
            if tally.n_seen % 1000 == 0:
                self.progress(f"{source.name}: {tally.n_seen:,} files looked at, {self._pace(tally)}")
        if tally.n_seen == 0:
            self.problems.append(
                Problem(str(source.path), f"it holds no {', '.join(types)} file", "a source has documents",
                        "put some there, or leave the source out", source.id)
            )  # fmt: skip
        self.progress(f"{source.name}: {tally.n_seen} files, {tally.n_new} new")

    def _file(self, source: Source, file: FoundFile) -> None:
        """Look at one file, and take it when it is new."""
        known = self.store.latest(source.id, file.address)
        if known is not None and not self.reread and known["size"] == file.size and known["mtime_ns"] == file.mtime_ns:
            self.tallies[source.id].n_unchanged += 1
            return
        try:
            raw, status = read_bytes(file.path, self.max_bytes)
            place = {"media_type": file.media_type, "size": status.st_size, "mtime_ns": status.st_mtime_ns}
            self._take(source, file.address, raw, place)
        except Refused as refusal:
            self.problems.append(Problem(file.address, *refusal.clauses, source.id))

    def _dump(self, source: Source, visits: Visits) -> None:
        """Walk the rows of a dump, unless it is the file that it was and had no flaw."""
        path, tally, n_problems = source.path or Path(), self.tallies[source.id], 0
        columns = {str(key): name for key, name in (source.columns or {}).items()}
        identity = dump_identity(path, columns)
        if not self.reread and identity == visits.page("dump").get("identity"):
            tally.n_seen = tally.n_unchanged = visits.page("dump")["n_rows"]
            return
        for found in dump_rows(path, columns, source.id):
            tally.n_seen += 1
            if isinstance(found, Problem):
                n_problems += 1
                self.problems += [found] if n_problems <= _MOST_PROBLEMS else []
                continue
            address, text = found
            raw = text.encode("utf-8")
            self._take(source, address, raw, {"media_type": "text/plain", "size": len(raw), "mtime_ns": 0}, text=text)
            if tally.n_seen % 10_000 == 0:
                self.progress(f"{source.name}: {tally.n_seen:,} rows looked at, {self._pace(tally)}")
        if n_problems > _MOST_PROBLEMS:
            self.problems.append(
                Problem(str(path), f"{n_problems - _MOST_PROBLEMS} more rows cannot be taken",
                        "a row is a document", "look at those that are told", source.id)
            )  # fmt: skip
        self.flush()
        if not n_problems:
            visits.page("dump").update({"identity": identity, "n_rows": tally.n_seen})
            visits.save()
        self.progress(f"{source.name}: {tally.n_seen} rows, {tally.n_new} new")

    def _arrival(self, source: Source, what: Arrival, visits: Visits) -> None:
        """Take what arrived over the network."""
        from foretold.corpus.web import Note, Unchanged

        tally = self.tallies[source.id]
        if isinstance(what, Note):
            self.notes.append(what.words)
        elif isinstance(what, Problem):
            tally.n_seen += 1
            self.problems.append(what)
        elif isinstance(what, Unchanged):
            tally.n_seen += 1
            tally.n_unchanged += 1
        else:
            tally.n_seen += 1
            self._page(source, what, visits)

    def _page(self, source: Source, page: Fetched, visits: Visits) -> None:
        """Take a page that was fetched."""
        place = {"media_type": page.media_type, "size": len(page.raw), "mtime_ns": 0}
        try:
            self._take(source, page.address, page.raw, place, page=page)
        except Refused as refusal:
            visits.refused(page.address)
            visits.is_complete = False
            self.problems.append(Problem(page.address, *refusal.clauses, source.id))
        else:
            visits.page(page.address).pop("n_refused", None)

    def _take(
        self,
        source: Source,
        address: str,
        raw: bytes,
        place: Mapping[str, Any],
        *,
        text: str | None = None,
        page: Fetched | None = None,
    ) -> None:
        """Store what an address holds when it is new. Raise Refused when it holds no text."""
        known = self.store.latest(source.id, address)
        sha256 = hashlib.sha256(raw).hexdigest()
        if known is not None and known["sha256"] == sha256:
            # The same bytes: a page is not read again by another version of its reader.
            self._see(source, known | {"size": place["size"], "mtime_ns": place["mtime_ns"]}, known)
            return
        if page is not None:
            text = text_of(raw, page.media_type, charset=page.charset, known=page.known, url=page.url)
        elif text is None:
            text = text_of(raw, place["media_type"])
        text_sha256 = self.store.keep_text(text)
        if known is not None and known["text_sha256"] == text_sha256 and not place["mtime_ns"]:
            self.tallies[source.id].n_unchanged += 1  # another page around the same text
            return
        if sha256 != text_sha256:
            self.store.keep_raw(raw)
        sighting = {
            "capture_id": capture_id_of(text_sha256),
            "source_id": source.id,
            "address": address,
            "media_type": place["media_type"],
            "captured_at": self.now.isoformat(),
            "sha256": sha256,
            "text_sha256": text_sha256,
            "size": place["size"],
            "mtime_ns": place["mtime_ns"],
        }
        self._see(source, sighting, known, text)

    def _see(self, source: Source, sighting: Sighting, known: Sighting | None, text: str = "") -> None:
        """Note what was seen at an address, and whether it is new or a near-duplicate."""
        capture_id, tally = sighting["capture_id"], self.tallies[source.id]
        if capture_id in self.store or capture_id in self._pending_ids:
            tally.n_unchanged += 1
        else:
            kept = self._duplicates.kept_for(capture_id, text, self.progress)
            if kept is not None and (source.kind in _ARTICLES or not self._is_earlier_version(kept, known)):
                sighting["duplicate_of"] = kept
                tally.n_duplicates += 1
            tally.n_new += 1
            self.new[source.id].append(capture_id)
            self._report_date(source, sighting["address"], text)
        if sighting != known:
            self._pending.append(sighting)
            self._pending_ids.add(capture_id)
        if len(self._pending) >= _BATCH:
            self.flush()

    def _is_earlier_version(self, kept: str, known: Sighting | None) -> bool:
        """Return whether a capture is what this very file or page held before: then it was edited, not reprinted."""
        if known is None:
            return False
        place = known["source_id"], known["address"]
        return any(s["capture_id"] == kept and (s["source_id"], s["address"]) == place for s in self.store.sightings())

    def _report_date(self, source: Source, address: str, text: str) -> None:
        """Report a stated date that cannot be meant; the document is read without it."""
        refused = date_refused(text, self.now.date())
        if refused:
            self.problems.append(
                Problem(address, refused, "a text is published on a day of the calendar, not after its capture",
                        "correct the date; until then the document has none", source.id)
            )  # fmt: skip
