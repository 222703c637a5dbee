"""A disk that is full: the old edition stays and is served, one line says so, and the next night makes up for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from workshop import Prepared, Undisturbed, Worker, check_clean, check_whole, published

from foretold.errors import SettingsError
from foretold.ledger.journal import Decision, Journal
from foretold.ledger.runs import logged_runs
from foretold.settings import house
from foretold.site.serve import make_app

BIN = Path(sys.executable).parent


def home_page(one: Prepared) -> str:
    with TestClient(make_app(one.settings.edition, house(), runs=one.settings.runs)) as client:
        answer = client.get("/", headers={"host": "localhost"})
        assert answer.status_code == 200
        return answer.text


def test_a_disk_that_fills_up_during_publish(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, small_disk: Path
) -> None:
    one = prepared.copy(small_disk / "data")
    assert worker.run("night", **one.order, fill_to=600_000) == 2
    assert worker.said.count("\n") == 1, worker.said
    assert "there is no room left" in worker.said
    assert "run again" in worker.said
    check_whole(one, [undisturbed.before])
    last = logged_runs(one.settings.runs)[-1]
    assert last.state == "failed"
    assert last.problems[-1] in worker.said
    assert last.scored_at is not None  # it got as far as the publish
    assert "The last run failed" in home_page(one)

    said = subprocess.run(
        [BIN / "foretold", "run", "--data", one.data, "--source", one.source],
        capture_output=True,
        text=True,
        check=False,
        cwd=small_disk,
    )
    assert said.returncode == 2, said.stderr
    assert "too little room" in said.stderr

    (one.data / "ballast").unlink()
    assert worker.run("night", **one.order) == 0, worker.said
    check_whole(one, [undisturbed.tables])
    check_clean(one)
    assert "The last run failed" not in home_page(one)


@pytest.mark.soak
@pytest.mark.parametrize("kilobytes", [0, 50, 300, 1000, 2000, 4000, 8000, 12000])
def test_a_disk_that_is_full_from_the_start(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, small_disk: Path, kilobytes: int
) -> None:
    """Whatever step it stops, down to the lock file and the log."""
    one = prepared.copy(small_disk / "data")
    with (one.data / "ballast").open("wb", buffering=0) as file:
        while (free := os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize) > kilobytes * 1000:
            file.write(bytes(min(free - kilobytes * 1000, 1 << 20)))
    status = worker.run("night", **one.order)
    assert status in (0, 2), worker.said
    if status:
        assert worker.said.count("\n") == 1, worker.said
        assert "room" in worker.said or "No space left" in worker.said
        check_whole_without_writing(one, undisturbed)
    (one.data / "ballast").unlink()
    assert worker.run("night", **one.order) == 0, worker.said
    check_whole(one, [undisturbed.tables])
    check_clean(one)


def check_whole_without_writing(one: Prepared, undisturbed: Undisturbed) -> None:
    assert published(one.settings.edition) == undisturbed.before
    assert home_page(one)


@pytest.mark.soak
def test_a_largest_file_size_is_told_like_a_full_disk(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """A quota for single files stops the ledger, which is the largest one."""
    one = prepared.copy(tmp_path / "data")
    assert worker.run("night", **one.order, largest_file=200_000) == 2
    assert worker.said.count("\n") == 1, worker.said
    assert "no room" in worker.said
    check_whole(one, [undisturbed.before])


def test_a_decision_that_finds_no_room_leaves_the_journal_as_it_was(small_disk: Path) -> None:
    journal = Journal(small_disk / "journal" / "journal.jsonl")
    journal.append([Decision("outcome", "q_1", "outcome", "yes", "Ines", "seen")])
    before = journal.path.read_bytes()
    with (small_disk / "ballast").open("wb", buffering=0) as file:
        while (free := os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize) > 8192:
            file.write(bytes(min(free - 8192, 1 << 20)))
    with pytest.raises(SettingsError, match="no room"):
        journal.append([Decision("outcome", "q_2", "outcome", "yes", "Ines", "x" * 100_000)])
    assert journal.path.read_bytes() == before
    (small_disk / "ballast").unlink()
    journal.append([Decision("outcome", "q_2", "outcome", "yes", "Ines", "seen too")])
    assert [line.decision.target for line in journal.lines()] == ["q_1", "q_2"]
