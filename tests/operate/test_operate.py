"""An operator can lose everything else and come back from a backup, and is told each fault by name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from foretold.errors import BusyError, InputError
from foretold.ledger.connect import connect
from foretold.ledger.files import only_writer
from foretold.ledger.journal import Decision
from foretold.ledger.runs import Run, log_run
from foretold.night import Night, resolve
from foretold.operate import doctor
from foretold.operate.backup import backup, restore
from foretold.operate.schedule import STATE, cron_of, refuse_second
from foretold.rebuild import rebuild_ledger
from foretold.settings import Settings


def published(night: Night, name: str) -> list[Any]:
    con = connect(night.settings.edition.resolve(), read_only=True)
    try:
        return con.execute(f"from {name} order by all").fetchall()
    finally:
        con.close()


def test_everything_comes_back_from_a_backup(
    run_night: Callable[[Path], Night], articles: Path, tmp_path: Path
) -> None:
    night = run_night(articles)
    question = published(night, "questions")[0][0]
    night.journal.append(
        [Decision("outcome", question, "outcome", "yes", "Ines", "it was seen", details={"settled_on": "2024-05-01"})]
    )
    resolve(night)
    tables = ("documents", "forecasts", "outcomes", "scores", "leaderboard", "quality_results")
    before = {name: published(night, name) for name in tables}
    assert backup(night.settings.data, tmp_path / "safe") > 5
    shutil.rmtree(night.settings.data)
    shutil.rmtree(articles)
    restore(tmp_path / "safe", night.settings.data)
    rebuild_ledger(Night(night.settings, kind="rebuild"))
    assert {name: published(night, name) for name in tables} == before


def test_a_restore_overwrites_nothing_and_takes_no_damaged_backup(
    run_night: Callable[[Path], Night], articles: Path, tmp_path: Path
) -> None:
    night = run_night(articles)
    backup(night.settings.data, tmp_path / "safe")
    with pytest.raises(InputError, match="overwrites nothing"):
        restore(tmp_path / "safe", night.settings.data)
    saved = next((tmp_path / "safe").glob("foretold-*"))
    (saved / "runs.jsonl").write_text("edited")
    with pytest.raises(InputError, match=r"runs\.jsonl is not as it was saved"):
        restore(tmp_path / "safe", tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(InputError, match="nothing to save"):
        backup(tmp_path / "new", tmp_path / "safe")


@pytest.mark.parametrize(
    ("at", "timezone"), [("25:00", "UTC"), ("2", "UTC"), ("02:30", "Mars/Olympus"), ("02:61", "UTC")]
)
def test_times_that_do_not_exist_are_refused(at: str, timezone: str) -> None:
    with pytest.raises(InputError):
        cron_of(at, timezone)


def test_a_time_becomes_a_cron_line() -> None:
    assert cron_of("02:30", "Europe/Berlin") == "30 2 * * *"


def test_a_second_schedule_is_refused(tmp_path: Path) -> None:
    state = {"process": os.getpid(), "at": "02:30", "timezone": "UTC", "server": "x"}
    (tmp_path / STATE).write_text(json.dumps(state))
    with pytest.raises(BusyError, match="is running"):
        refuse_second(tmp_path)


def faults(settings: Settings) -> dict[str, str]:
    return {finding.what: finding.says for finding in doctor.examine(settings) if not finding.is_well}


def test_a_sound_set_up_has_no_faults(run_night: Callable[[Path], Night], articles: Path) -> None:
    night = run_night(articles)
    found = faults(night.settings)
    found.pop("duckdb", None)  # the suite also runs on a DuckDB newer than the lock's
    assert found == {}


def test_planted_faults_are_each_named(
    run_night: Callable[[Path], Night], articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = run_night(articles)
    data = night.settings.data
    night.journal.append(
        [Decision("outcome", "q_x", "outcome", "yes", "Ines", "x")], now=datetime.now(UTC) + timedelta(days=2)
    )
    with night.journal.path.open("ab") as file:
        file.write(b'{"torn')
    old = datetime.now(UTC) - timedelta(days=3)
    shutil.rmtree(night.settings.site)
    night.settings.runs.unlink()
    log_run(night.settings.runs, Run("r_1", "nightly", old, old, "completed", 0, 0, 0, 0, ["a.txt: it is empty"], []))
    (data / STATE).write_text(json.dumps({"process": 2**22 - 1, "at": "02:30", "timezone": "UTC", "server": "x"}))
    sources = tmp_path / "sources.toml"
    sources.write_text('[[source]]\nid = "gone"\nname = "Gone"\nkind = "folder"\npath = "not/there"\n')
    monkeypatch.setattr(doctor, "FREE_BYTES", 10**18)
    monkeypatch.setattr(doctor, "CEILINGS", {"fastapi": (0, 1)})
    settings = Settings(data=data, sources=sources)
    with only_writer(data / ".lock"):
        found = faults(settings)
    assert {
        "fastapi",
        "disk",
        "lock",
        "source gone",
        "journal's end",
        "clock",
        "pages",
        "last night",
        "last night's files",
        "schedule",
    } <= set(found)


def test_damage_to_one_thing_hides_no_other(run_night: Callable[[Path], Night], articles: Path) -> None:
    night = run_night(articles)
    night.journal.append([Decision("outcome", "q_x", "outcome", "yes", "Ines", "x")])
    night.journal.path.write_text(night.journal.path.read_text().replace("Ines", "Someone"))
    night.settings.ledger.write_bytes(b"no database" * 1000)
    (night.settings.editions / "current").unlink()
    assert {"journal", "ledger", "edition"} <= set(faults(night.settings))
