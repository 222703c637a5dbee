"""The ledger made anew from what cannot be computed: captures, extractions, journal and the log of runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from foretold.errors import SettingsError
from foretold.ledger import load
from foretold.ledger.files import no_room_explained
from foretold.ledger.publish import Edition
from foretold.ledger.runs import Run, logged_runs
from foretold.night import Night, audit, audit_batches, link, resolve


def rebuild_ledger(night: Night) -> Edition:
    """Make the ledger anew from captures, extractions and journal, and publish it.

    The old ledger is set aside until the new one is published. Raises SettingsError for a DuckLake: others load it too.
    """
    from foretold.score.fill import fill_scores

    if night.settings.lake_catalog:
        raise SettingsError(
            "the ledger is in a DuckLake",
            rule="it holds what several data folders have loaded, and none of them can make it anew alone",
            remedy="name a new catalog and folder in foretold.toml: every run loads into it what it lacks",
        )
    with no_room_explained(night.settings.data):
        old = night.settings.ledger.with_suffix(".before-rebuild")
        if night.settings.ledger.exists():
            # Its log goes first: left behind alone, it would be played into the new ledger.
            night.settings.ledger.with_suffix(".duckdb.wal").unlink(missing_ok=True)
            night.settings.ledger.replace(old)
        with night.ledger() as con:
            load.load_sources(con, load.known_sources(night.settings.captures))
            load.load_captures(con, night.store)
        runs = logged_runs(night.settings.runs)
        for run, batches in _batches_of(runs):
            audit_batches(night, batches, run.run_id, run.started_at)
        audit(night)
        link(night)
        with night.ledger() as con:
            for moment in _scored_moments(runs):  # so that the intervals of every edition can be replayed too
                fill_scores(con, night.settings, moment)
        edition = resolve(night)
        old.unlink(missing_ok=True)
        return edition


def _batches_of(runs: Sequence[Run]) -> list[tuple[Run, list[str]]]:
    """Return the runs that loaded batches, each with its own. Of two that name one, the first was cut short."""
    loader = {batch: run.run_id for run in runs for batch in run.batches}
    pairs = [(run, [batch for batch in run.batches if loader[batch] == run.run_id]) for run in runs]
    return [(run, batches) for run, batches in pairs if batches]


def _scored_moments(runs: Sequence[Run]) -> list[datetime]:
    """Return the moments as of which scores were ever reckoned; older logs tell only when a run had ended."""
    ended = {run.finished_at for run in runs if run.state == "completed" and run.scored_at is None}
    return sorted(moment for moment in {run.scored_at for run in runs} | ended if moment is not None)
