"""kill -9, whenever: the next night finishes the work, and nobody can tell that there was one."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from workshop import Prepared, Undisturbed, Worker, check_clean, check_whole, tear

from foretold.ledger.journal import Journal
from foretold.ledger.runs import CUT_SHORT, logged_runs

SEED = 20261122


def kill_and_finish(worker: Worker, one: Prepared, undisturbed: Undisturbed, status: int) -> None:
    """Look at the data after a kill, run the next night, and look again."""
    check_whole(one, [undisturbed.before, undisturbed.tables])
    if status == -signal.SIGKILL:
        last = logged_runs(one.settings.runs)[-1]
        assert last.state in ("failed", "completed", "unchanged")
        assert last.state != "failed" or CUT_SHORT in last.problems
    assert worker.run("night", **one.order) == 0, worker.said
    check_whole(one, [undisturbed.tables])
    check_clean(one)


def at_random_moments(worker: Worker, prepared: Prepared, undisturbed: Undisturbed, folder: Path, times: int) -> None:
    moments = random.Random(SEED)
    n_killed = 0
    for number in range(times):
        one = prepared.copy(folder / str(number))
        seconds = undisturbed.seconds * (number + moments.random()) / times  # spread over the whole night
        status = worker.kill_after(seconds, "night", **one.order)
        n_killed += status == -signal.SIGKILL
        kill_and_finish(worker, one, undisturbed, status)
    assert n_killed >= times * 2 // 3


def test_a_night_killed_three_times(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """Each begins where the one before was killed; the last one finds, besides, all that a crash can leave behind.

    Counted in changes on disk, not in seconds: a machine that is faster than it was a moment ago kills at the same place.
    """
    one = prepared.copy(tmp_path / "data")
    for change in (8, 16, 24):
        assert worker.run("night", kill_at_change=change, **one.order) == -signal.SIGKILL, worker.said
        check_whole(one, [undisturbed.before, undisturbed.tables])
        assert CUT_SHORT in logged_runs(one.settings.runs)[-1].problems
    tear(one.data)
    assert worker.run("night", **one.order) == 0, worker.said
    check_whole(one, [undisturbed.tables])
    check_clean(one)
    runs = logged_runs(one.settings.runs)
    assert [run.state for run in runs] == ["completed", "failed", "failed", "failed", "completed"]
    assert "was cut short" in runs[-1].notes[0]


@pytest.mark.soak
def test_a_night_killed_at_random_moments_twenty_times(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    at_random_moments(worker, prepared, undisturbed, tmp_path, 20)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_night_killed_before_any_change_of_a_file(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """Between two changes on disk: where a rename, a link or a removal has been done and the next has not."""
    n_killed, number, step = 0, 1, 3
    while True:
        one = prepared.copy(tmp_path / str(number))
        status = worker.run("night", kill_at_change=number, **one.order)
        if status == 0:
            break
        assert status == -signal.SIGKILL, worker.said
        n_killed += 1
        kill_and_finish(worker, one, undisturbed, status)
        number += step
    assert n_killed >= 20


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_no_acknowledged_decision_is_lost(worker: Worker, tmp_path: Path, times: int) -> None:
    """A process that appends to the journal is killed again and again; what it was told is on disk, is."""
    moments = random.Random(SEED)
    acknowledged: list[tuple[str, int]] = []
    for number in range(times):
        worker.kill_after(0.15 + moments.random() / 4, "scribe", data=tmp_path, who=f"w{number}")
        acknowledged += [(f"w{number}", int(line)) for line in worker.said.splitlines()]
    journal = Journal(tmp_path / "journal" / "journal.jsonl")
    kept = [line.decision.target for line in journal.lines()]
    assert len(acknowledged) > 10 * times
    assert {f"q_{who}_{n}" for who, n in acknowledged} <= set(kept)
    assert len(kept) == len(set(kept)) <= len(acknowledged) + times


@pytest.mark.soak
def test_a_rebuild_killed_at_random_moments(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """The night after it finishes what the rebuild had begun."""
    moments = random.Random(SEED)
    for number in range(8):
        one = prepared.copy(tmp_path / str(number))
        assert worker.run("night", **one.order) == 0, worker.said
        worker.kill_after(undisturbed.seconds * moments.random(), "rebuild", data=one.data)
        kill_and_finish(worker, one, undisturbed, 0)


@pytest.mark.soak
def test_a_night_that_is_stopped_by_hand_holds_no_lock(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    one = prepared.copy(tmp_path / "data")
    pid = worker.begin("night", **one.order)
    time.sleep(undisturbed.seconds / 3)
    os.kill(pid, signal.SIGTERM)
    assert worker.end() == -signal.SIGTERM
    kill_and_finish(worker, one, undisturbed, 0)
