"""Seven nights in a row: a crash in the third, a full disk in the fifth, a source that goes silent in the sixth.

What the operator sees each morning: exit code, message, `foretold doctor`, the runs, the notes, the pages.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from workshop import Prepared, Worker, check_clean, rows_of, write_article

from foretold.ledger.runs import Run, last_run
from foretold.settings import Settings, house
from foretold.site.serve import make_app

BIN = Path(sys.executable).parent
DAY, MORNING = 86_400, 5 * 3600

SOURCES = """
[[source]]
id = "alpha"
name = "The Alpha"
kind = "folder"
path = "alpha"

[[source]]
id = "beta"
name = "The Beta"
kind = "folder"
path = "beta"
"""


@dataclass
class House:
    """An operator's folder, the nights in it and the mornings after them."""

    worker: Worker
    root: Path
    n: int = 0

    @property
    def settings(self) -> Settings:
        return Settings(data=self.root / "data")

    def publishers(self, *sources: str) -> None:
        """Let sources bring out their next column, on the day of the night to come."""
        self.n += 1
        for source in sources:
            number = 2 * self.n + (source == "beta")
            write_article(self.root / source, number, author=f"Columnist of {source}", day="2026-01-05")

    def night(self, **order: object) -> int:
        """Run the night and return its exit code."""
        return self.worker.run("night", **self.order(**order))

    def order(self, **more: object) -> dict[str, object]:
        return {"data": self.settings.data, "cwd": self.root, "seconds_ahead": self.n * DAY, **more}

    def doctor(self) -> tuple[int, str]:
        """Ask the doctor on the morning after, by the clock of that morning."""
        clock = {"SECONDS_AHEAD": str(self.n * DAY + MORNING)}
        done = subprocess.run(
            [BIN / "foretold", "doctor", "--data", self.settings.data],
            cwd=self.root,
            env=self.worker.environment | clock,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def faults(self) -> dict[str, str]:
        """Return the faults that the doctor finds on the morning after, by name."""
        code, said = self.doctor()
        found = dict(line[6:].split(": ", 1) for line in said.splitlines() if line.startswith("FAULT"))
        found.pop("duckdb", None)  # the suite also runs on a DuckDB newer than the lock's
        assert code == (1 if "FAULT" in said else 0)
        return found

    @property
    def last(self) -> Run:
        run = last_run(self.settings.runs)
        assert run is not None
        return run

    def columns(self) -> int:
        """Return how many columns are published."""
        return int(rows_of(self.settings.edition, "select count(*) from documents")[0][0])

    def page(self, path: str = "/") -> str:
        with TestClient(make_app(self.settings.edition, house(), runs=self.settings.runs)) as client:
            return client.get(path, headers={"host": "localhost"}).text


@pytest.mark.soak
def test_seven_nights(worker: Worker, disk: Path) -> None:
    if not worker.has_clock:
        pytest.skip("no C compiler, so no clock to set")
    (disk / "foretold.toml").write_text('sources = "sources.toml"\n')
    (disk / "sources.toml").write_text(SOURCES)
    home = House(worker, disk)

    for n_columns in (2, 4):  # the first and the second night
        home.publishers("alpha", "beta")
        began = time.monotonic()
        assert home.night() == 0, worker.said
        seconds = time.monotonic() - began
        assert home.faults() == {}
        assert (home.columns(), home.last.state, home.last.notes) == (n_columns, "completed", [])

    home.publishers("alpha", "beta")  # the third: a crash
    assert worker.kill_after(seconds / 2, "night", **home.order()) == -signal.SIGKILL
    assert list(home.faults()) == ["last night"]
    assert "it was cut short" in home.faults()["last night"]
    assert "The last run failed" in home.page()
    assert home.columns() == 4

    home.publishers("alpha", "beta")  # the fourth makes up for it
    assert home.night() == 0, worker.said
    assert home.faults() == {}
    assert "was cut short; this one went on" in home.doctor()[1]
    assert "The last run failed" not in home.page()
    assert home.columns() == 8

    home.publishers("alpha", "beta")  # the fifth: a full disk
    assert home.night(fill_to=600_000) == 2
    assert worker.said.count("\n") == 1
    assert "there is no room left" in worker.said
    assert set(home.faults()) == {"disk", "last night"}
    assert "there is no room left" in home.faults()["last night"]
    assert "The last run failed" in home.page()
    assert home.columns() == 8

    (disk / "data" / "ballast").unlink()
    home.publishers("alpha")  # the sixth: beta is silent, which may be chance
    assert home.night() == 0, worker.said
    assert home.faults() == {}
    assert home.last.notes == []
    assert home.columns() == 11
    tonight = rows_of(home.settings.edition, "select source_id, n_captures from nightly_quality order by night_on desc")
    assert tonight[0] == ("alpha", 1)

    home.publishers("alpha")  # the seventh: it is not
    assert home.night() == 0, worker.said
    assert home.faults() == {}
    assert len(home.last.notes) == 1
    assert home.last.notes[0].startswith("The Beta is silent: nothing new for 2 nights")
    assert "The Beta is silent" in home.doctor()[1]
    assert home.columns() == 12

    states = [row[0] for row in rows_of(home.settings.edition, "select state from runs order by started_at")]
    assert states == ["completed", "completed", "failed", "completed", "failed", "completed", "completed"]
    nights = home.page("/nights.html")
    assert "it was cut short" in nights
    assert "there is no room left" in nights
    check_clean(Prepared(home.settings.data, disk))
