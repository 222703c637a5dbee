"""What footers warn of, from the log of runs, and how pages that no server stands behind come to know of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from foretold.ledger.runs import Run
from foretold.night import Night, note_run
from foretold.site.alarm import FILE, alarm_of


def run(day: int, state: str = "completed", *unread: str, kind: str = "nightly") -> Run:
    at = datetime(2026, 11, day, 2, 30, tzinfo=UTC)
    return Run(f"r_{day}", kind, at, at, state, 0, 0, 0, 0, [], [], unread=unread)


def said(*runs: Run) -> str:
    alarm = alarm_of(runs)
    return "" if alarm is None else f"{alarm.what} {alarm.more}"


def test_a_source_is_unread_since_the_first_night_on_end_that_could_not_read_it() -> None:
    nights = [run(1, "completed", "Bee"), run(2), run(3, "completed", "Bee"), run(4, "failed")]
    assert said(*nights, run(5, "unchanged", "Ant", "Bee"), run(5, kind="resolve")) == (
        "2 sources could not be read: Ant, since 5 Nov 2026; Bee, since 3 Nov 2026."
    )
    assert said(*nights, run(5)) == ""
    assert said() == ""


def test_a_failed_run_goes_before_sources_and_stands_while_the_next_one_runs() -> None:
    assert said(run(1, "completed", "Bee"), run(2, "failed"), run(3, "running")) == (
        "The last run failed (nightly, 2 Nov 2026, 02:30 UTC). These pages show the edition before it."
    )


def test_a_site_of_files_learns_of_a_failed_run_and_of_its_end(
    run_night: Callable[[Path], Night], articles: Path
) -> None:
    night = run_night(articles)
    alarm, pages = night.settings.site / FILE, sorted(night.settings.site.rglob("*.html"))
    before = [page.read_bytes() for page in pages]
    assert alarm.read_text() == "foretoldAlarm(null)\n"
    note_run(night, "failed", "the disk is full")
    assert '"The last run failed"' in alarm.read_text()
    assert [page.read_bytes() for page in pages] == before
    run_night(articles)
    assert alarm.read_text() == "foretoldAlarm(null)\n"
