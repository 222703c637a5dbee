"""Files that a crash or a hand has damaged: what a night mends by itself, and what it names and leaves to people."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Prepared, Undisturbed, Worker, check_whole, published

from foretold.ledger.batches import batch_names
from foretold.ledger.journal import Decision, Journal
from foretold.ledger.runs import logged_runs

DAY = 86_400


@pytest.fixture
def one(prepared: Prepared, tmp_path: Path) -> Prepared:
    """Data of its own, for the second night."""
    return prepared.copy(tmp_path / "data")


def test_a_journal_line_that_was_edited_is_named_and_nothing_is_published(
    worker: Worker, one: Prepared, undisturbed: Undisturbed
) -> None:
    journal = one.settings.journal
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text(lines[0] + lines[1].replace('"no"', '"yes"') + "".join(lines[2:]), encoding="utf-8")
    assert worker.run("night", **one.order) == 4
    assert worker.said.count("\n") == 1, worker.said
    assert "line 2" in worker.said
    check_edition_is_old(one)
    check_whole(one, [undisturbed.before])


def check_edition_is_old(one: Prepared) -> None:
    assert one.settings.edition.resolve().parent.name == "000001"
    assert logged_runs(one.settings.runs)[-1].state == "failed"


def _without(file: str) -> Callable[[Path], None]:
    return lambda batch: (batch / file).unlink()


def _cut(file: str) -> Callable[[Path], None]:
    return lambda batch: (batch / file).write_bytes((batch / file).read_bytes()[:-40])


@pytest.mark.soak
@pytest.mark.parametrize("damage", [_without("forecasts.parquet"), _cut("captures.parquet")])
def test_a_batch_that_is_not_whole_is_named(
    worker: Worker, one: Prepared, undisturbed: Undisturbed, damage: Callable[[Path], None]
) -> None:
    """Not what a crash leaves, which never has the name of a batch, but what a disk or a hand can do."""
    ledger = one.settings.ledger.read_bytes()
    assert worker.run("night", **one.order) == 0, worker.said
    (one.settings.editions / "current").unlink()
    (one.settings.editions / "current").symlink_to("000001")
    one.settings.ledger.write_bytes(ledger)  # so that the batches of the second night wait to be loaded
    batch = one.settings.extractions / batch_names(one.settings.extractions)[-1]
    damage(batch)
    assert worker.run("night", **one.order) == 4
    assert batch.name in worker.said
    check_edition_is_old(one)
    shutil.rmtree(batch)
    assert worker.run("night", **one.order) == 0, worker.said
    check_whole(one, [undisturbed.tables])


def test_a_damaged_line_within_the_log_of_captures_is_named(worker: Worker, one: Prepared) -> None:
    log = one.data / "captures" / "sightings.jsonl"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text(lines[0] + "{damaged\n" + "".join(lines[1:]))
    assert worker.run("night", **one.order) == 2
    assert "line 2" in worker.said
    check_edition_is_old(one)


@pytest.mark.soak
@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_is_wrong_for_a_night(worker: Worker, one: Prepared, undisturbed: Undisturbed, days: int) -> None:
    """What is known, in which order, and what it scores, does not hang on the clock."""
    if not worker.has_clock:
        pytest.skip("no C compiler, so no clock to set")
    assert worker.run("night", **one.order, seconds_ahead=days * DAY) == 0, worker.said
    check_whole(one, [undisturbed.tables])
    Journal(one.settings.journal).append([Decision("reply", "f_none", "reply", "no", "Ines", "asked")])
    assert worker.run("night", **one.order) == 0, worker.said
    runs = logged_runs(one.settings.runs)
    assert [run.state for run in runs] == ["completed"] * 3
    first, second, third = (run.started_at for run in runs)
    assert second < first < third if days < 0 else first < third < second
    assert any("clock was set back" in note for run in runs[1:] for note in run.notes)
    moments = [line.at for line in Journal(one.settings.journal).lines()]
    assert moments == sorted(moments)
    assert worker.run("rebuild", data=one.data) == 0, worker.said
    rebuilt = published(one.settings.edition)
    told = ("decisions", "orphaned_decisions", "quality_results")  # these know the line that was added
    assert {name: rows for name, rows in rebuilt.items() if name not in told} == {
        name: rows for name, rows in undisturbed.tables.items() if name not in told
    }
