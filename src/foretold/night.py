"""The steps of a night, as plain functions: collect, read, extract, audit, link, score, publish.

Flows and commands call these; none of them knows Prefect. Each opens the ledger for itself and closes it again,
because the audit looks at it through a connection of its own.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foretold.chunks import Chunk, chunk_of, extract_chunk, versions
from foretold.corpus.store import CaptureStore
from foretold.errors import ForetoldError
from foretold.ledger import load, publish
from foretold.ledger.batches import next_moment, sweep, write_batch
from foretold.ledger.connect import apply_views, statement
from foretold.ledger.files import check_room, make_folder, no_room_explained, only_writer
from foretold.ledger.imports import load_imports
from foretold.ledger.journal import Journal
from foretold.ledger.link import link as link_histories
from foretold.ledger.link import load_parameters, load_scales
from foretold.ledger.runs import CUT_SHORT, Run, last_run, load_runs, log_run, logged_runs, named_batches
from foretold.ledger.warehouse import check_sound, warehouse_of
from foretold.progress import Progress
from foretold.runners import Inline, Runner, runner_of
from foretold.scope import where_and_what
from foretold.settings import Settings, house
from foretold.tally import Tally

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.corpus.sources import Source
    from foretold.ledger.publish import Edition

CHUNK = 200
"""Captures that are read, searched and written as one batch: what a crash can cost."""

AUDITED_TOGETHER = 50
"""Batches whose rows and texts are held at once while the rules look at them."""

ROOM = 32_000_000
"""Bytes that a run needs beside a copy of the edition and its Parquet: logs, Prefect's database, what is new."""

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Scores are reckoned from all that is known, though the clock was set back since it became known."""


class Night:
    """One run over one data folder: its settings, what it works on and what it has done so far."""

    def __init__(
        self,
        settings: Settings,
        sources: Sequence[Source] = (),
        *,
        kind: str = "nightly",
        progress: Progress | None = None,
    ) -> None:
        """Begin a run. Nothing is read or written yet."""
        self.settings = settings
        self.sources = list(sources)
        self.kind = kind
        self.progress = progress or Progress(quiet=True)
        self.house = house()
        self.store = CaptureStore(settings.captures)
        self.journal = Journal(settings.journal)
        self.warehouse = warehouse_of(settings)
        self.started_at = datetime.now(UTC)
        self.run_id = f"r_{self.started_at:%Y%m%dT%H%M%S}_{secrets.token_hex(3)}"
        self.tally = Tally()
        self.scored_at: datetime | None = None
        self.mark = ""
        """Fingerprint of the inputs that `link` last saw."""
        self.is_computed = False
        """Whether the ledger's histories and scores are those of these inputs already."""

    @property
    def lock(self) -> Path:
        """The file that the one writer of these data holds."""
        return self.settings.data / ".lock"

    def ledger(self) -> contextlib.AbstractContextManager[DuckDBPyConnection]:
        """Open the ledger, made and migrated as needed, for the block."""
        return self.warehouse.open()


@contextlib.contextmanager
def night_over(
    data: Path | None, source: Path | None = None, *, kind: str = "nightly", quiet: bool = True
) -> Iterator[Night]:
    """Hold a data folder as its only writer for one night over what is at a path, or over what sources.toml names.

    A night that fails is in the log of runs with the reason.
    """
    settings, sources = where_and_what(data, source)
    with Progress(quiet=quiet) as progress:
        night = Night(settings, sources, kind=kind, progress=progress)
        with only_writer(night.lock), no_room_explained(settings.data):
            begin(night)
            try:
                with no_room_explained(settings.data):
                    check_space(settings)
                    yield night
            except Exception as error:
                said = str(error) if isinstance(error, ForetoldError) else f"{type(error).__name__}: {error}"
                with contextlib.suppress(OSError):  # where not even this finds room, the log says "cut short"
                    note_run(night, "failed", " ".join(said.split()))
                raise


def begin(night: Night) -> None:
    """Note that a run goes on, and clear away what one that was cut short left half-written."""
    settings = night.settings
    last = last_run(settings.runs)
    if last is not None and last.state in ("running", "failed"):
        sweep(settings.extractions)
        publish.sweep(settings.editions)
        for leftover in settings.captures.glob("??/.writing-*"):
            leftover.unlink()
        if last.state == "running" or CUT_SHORT in last.problems:
            night.tally.notes.append(f"the run of {last.started_at:%Y-%m-%d %H:%M} UTC was cut short; this one went on")
    if last is not None and last.started_at > night.started_at:
        night.tally.notes.append(f"the clock was set back: the run before is of {last.started_at:%Y-%m-%d %H:%M} UTC")
    note_run(night, "running")


def check_ready(settings: Settings) -> None:
    """Raise what would stop a run at once, before anything is waited for: a lock, a folder, a full disk, a ledger."""
    night = Night(settings)
    with only_writer(night.lock), no_room_explained(settings.data):
        check_space(settings)
        with night.ledger():
            pass


def check_space(settings: Settings) -> None:
    """Raise SettingsError when the disk has too little room for the next edition beside the present one."""
    edition = settings.edition.stat().st_size if settings.edition.exists() else 0
    check_room(settings.data, ROOM + 2 * edition)


def collect(night: Night) -> None:
    """Store what is new in the sources, and note sources and captures in the ledger."""
    from foretold.corpus.collect import collect as collect_sources

    make_folder(night.settings.data)
    found = collect_sources(night.sources, night.store, now=night.started_at, progress=night.progress.note)
    load.keep_sources(night.settings.captures, night.sources)
    with night.ledger() as con:
        load.load_sources(con, night.sources)
        load.load_captures(con, night.store)
    tally = night.tally
    tally.n_seen, tally.n_unchanged, tally.n_new = found.n_seen, found.n_unchanged, len(found.capture_ids)
    tally.problems += [str(problem) for problem in found.problems]
    tally.unread += [source.name for source in night.sources if found.by_source[source.id].is_unread]
    tally.notes += found.notes


def pending(night: Night) -> list[str]:
    """Return the captures that the present reader and extractor have not been through, oldest first."""
    now, folder = versions(), night.settings.extractions
    with night.ledger() as con:
        on_disk = load.unloaded_captures(folder, load.unloaded(con, folder), now)
        rows = con.execute(statement("pending"), [now.reader, now.extractor]).fetchall()
    # What another paper printed too is read once, where it was first seen; a shared warehouse knows others' captures.
    done = on_disk | night.store.duplicates().keys()
    return [row[0] for row in rows if row[0] not in done and row[0] in night.store]


def extract(night: Night, capture_ids: Sequence[str], runner: Runner | None = None, *, chunk: int = CHUNK) -> None:
    """Read captures and find the forecasts in them, and keep what was found as a batch on disk for each chunk.

    `runner` says where the chunks are worked on; without one, that is the engine of the settings.
    """
    import polars as pl

    if not capture_ids:
        return
    if runner is None:
        runner = runner_of(night.settings.engine, workers=night.settings.workers, scheduler=night.settings.scheduler)
    if len(capture_ids) <= chunk:
        runner = Inline()  # one chunk is done before other processes have loaded the model
    folder, tally, n_done = night.settings.extractions, night.tally, 0
    for found in runner.run(extract_chunk, _chunks(night, capture_ids, chunk)):
        tables = {name: pl.DataFrame(table) for name, table in found.tables.items()}
        write_batch(folder, found.capture_ids, tables, found.versions, at=found.at)
        n_done += len(found.capture_ids)
        tally.n_read += found.n_documents
        tally.n_found += found.n_forecasts
        night.progress.advance(n_done, len(capture_ids), "documents")


def _chunks(night: Night, capture_ids: Sequence[str], size: int) -> Iterator[Chunk]:
    """Yield captures in chunks, as they are asked for."""
    now, folder = versions(), night.settings.extractions
    with night.ledger() as con:
        earlier = load.earlier_forecasts(con, capture_ids)
        at = next_moment(folder, set(load.unloaded(con, folder)) - named_batches(night.settings.runs))
    for low in range(0, len(capture_ids), size):
        captures = [night.store.capture(one) for one in capture_ids[low : low + size]]
        yield chunk_of(captures, now, at=at, earlier=earlier)


def audit(night: Night) -> None:
    """Check the batches that the ledger lacks against every rule; move on what passes, quarantine the rest."""
    with night.ledger() as con:
        batches = load.unloaded(con, night.settings.extractions)
    audit_batches(night, batches, night.run_id, night.started_at)


def audit_batches(night: Night, batches: Sequence[str], run_id: str, at: datetime) -> None:
    """Audit and load batches, so many at a time that their texts fit into memory however many there are."""
    for low in range(0, len(batches), AUDITED_TOGETHER):
        _audit_together(night, batches[low : low + AUDITED_TOGETHER], run_id, at)
        night.progress.advance(min(low + AUDITED_TOGETHER, len(batches)), len(batches), "batches")


def _audit_together(night: Night, batches: Sequence[str], run_id: str, at: datetime) -> None:
    from foretold.quality.audit import audit as run_rules

    with night.ledger() as con:
        load_scales(con, night.house / "warehouse" / "scales")
        load_parameters(con, night.settings)
        load.stage(con, night.settings.extractions, batches, night.store)
        night.warehouse.before_audit(con)
    report = run_rules(night.warehouse.audited, run_id, house=night.house)
    if run_id == night.run_id:
        night.tally.batches += batches
        note_run(night, "running")  # before they are in, so that a rebuild knows whose batches they are
    with night.ledger() as con:
        loaded = load.admit(con, batches, report, run_id, at)
    tally = night.tally
    tally.n_documents += loaded.n_documents
    tally.n_forecasts += loaded.n_forecasts
    tally.n_quarantined += loaded.n_quarantined
    for rule, n in loaded.by_rule.items():
        tally.quarantined_by_rule[rule] = tally.quarantined_by_rule.get(rule, 0) + n


def link(night: Night) -> None:
    """Load the journal's new lines and compute every history anew, unless nothing has changed since the last time."""
    with night.ledger() as con:
        load.load_journal(con, night.journal.lines())
        load_scales(con, night.house / "warehouse" / "scales")
        load_parameters(con, night.settings)
        night.mark = publish.fingerprint(con, night.house)
        night.is_computed = con.execute(statement("computed")).fetchall() == [(night.mark,)]
        if night.is_computed:
            return
        con.execute("delete from computed")
        apply_views(con, night.house / "warehouse")
        load_imports(con, night.settings.imports)
        link_histories(con, night.house / "warehouse", night.settings)


def record_shipped_outcomes(night: Night) -> int:
    """Record the outcomes that come with a source, once each, and return how many were new."""
    from foretold.ledger.record import record_file

    n = 0
    for source in night.sources:
        if source.outcomes is not None:
            with night.ledger() as con:
                report = record_file(
                    con, night.journal, source.outcomes, night.store.text, by=f"outcomes of {source.name}", partial=True
                )
            n += report.n_recorded
            if report.problems:
                night.tally.notes.append(f"{len(report.problems)} rows of {source.outcomes.name} found no forecast")
    return n


def score(night: Night) -> None:
    """Compute what SQL cannot say, and write it beside what it is about."""
    from foretold.score.agreement import fill_agreement
    from foretold.score.fill import fill_scores

    tally = night.tally
    with night.ledger() as con:
        if not night.is_computed:
            night.scored_at = fill_scores(con, night.settings, FOREVER)
            fill_agreement(con)
            note_run(night, "running")
            con.execute(statement("note_computed"), [night.mark])
        tally.n_scored, tally.n_forecasters = con.execute(statement("counts")).fetchall()[0]


def watch(night: Night) -> None:
    """Note what is unusual about this night beside those before it."""
    from foretold.operate.watch import watch as look_back

    with night.ledger() as con:
        load_runs(con, night.settings.runs)
        names = {source.id: source.name for source in night.sources}
        night.tally.notes += look_back(con, night.started_at.date(), names)


def publish_edition(night: Night) -> Edition:
    """Publish the next edition, unless the current one was computed from the very same inputs."""
    from foretold.search.index import NAME as SEARCH
    from foretold.search.index import update_desk, write_edition_index
    from foretold.site.alarm import alarm_of
    from foretold.site.build import build_site

    with night.ledger() as con:
        old = publish.current(night.settings.editions)
        if old is not None and publish.published_fingerprint(old) == publish.fingerprint(con, night.house):
            night.tally.edition = old
            note_run(night, "unchanged")
            return old
        check_sound(night.warehouse, con)
        done = _run(night, "completed")
        load_runs(con, night.settings.runs, done)

        def pages(database: Path, folder: Path, previous: Path | None) -> object:
            update_desk(con, night.settings.search, night.store.text)
            write_edition_index(database, night.settings.search, database.with_name(SEARCH))
            alarm = alarm_of([*logged_runs(night.settings.runs), done])
            return build_site(database, folder, house=night.house, previous=previous, alarm=alarm)

        edition = publish.publish(
            con, night.settings.editions, night.house, keep=night.settings.keep_editions, build_pages=pages
        )
    log_run(night.settings.runs, done)  # only now is it true
    night.tally.edition, night.tally.is_new_edition = edition, True
    return edition


def note_run(night: Night, state: str, problem: str = "") -> None:
    """Put the run into the log of runs: running, completed, unchanged or failed. The pages tell how it ended."""
    from foretold.site.alarm import alarm_of, write_alarm

    log_run(night.settings.runs, _run(night, state, problem))
    if state != "running":
        write_alarm(night.settings.site, alarm_of(logged_runs(night.settings.runs)))


def _run(night: Night, state: str, problem: str = "") -> Run:
    tally = night.tally
    return Run(
        night.run_id,
        night.kind,
        night.started_at,
        None if state == "running" else datetime.now(UTC),
        state,
        tally.n_seen,
        tally.n_documents,
        tally.n_forecasts,
        tally.n_quarantined,
        [*tally.problems, problem] if problem else tally.problems,
        tally.batches,
        night.scored_at,
        tally.notes,
        tally.unread,
    )


def resolve(night: Night) -> Edition:
    """Take the journal to an edition: link, score, publish. What `record` and flows/resolve.py do."""
    with no_room_explained(night.settings.data):
        link(night)
        score(night)
        return publish_edition(night)
