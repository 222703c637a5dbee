"""Deployments: prefect.yaml is what Prefect takes and leads to the flow; what `foretold schedule` serves is kept."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import load_flow_from_entrypoint

from foretold.settings import house


@pytest.fixture(scope="module")
def deployment() -> dict[str, Any]:
    (one,) = yaml.safe_load((house() / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert isinstance(one, dict)
    return one


def test_the_entrypoint_is_the_flow_and_takes_the_parameters(
    deployment: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house())
    flow: Flow[..., Any] = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == "nightly"
    assert deployment["parameters"].items() <= flow.validate_parameters(deployment["parameters"]).items()
    with pytest.raises(TypeError):
        flow.validate_parameters({"date": "data"})


def test_schedule_and_limit_are_what_prefect_takes(deployment: dict[str, Any]) -> None:
    (schedule,) = deployment["schedules"]
    assert DeploymentScheduleCreate(schedule=CronSchedule(**schedule)).active
    limit = ConcurrencyLimitConfig(**deployment["concurrency_limit"])
    assert (limit.limit, limit.collision_strategy) == (1, ConcurrencyLimitStrategy.CANCEL_NEW)


def test_a_schedule_is_kept_when_its_process_is_ended(tmp_path: Path) -> None:
    """Prefect pauses what it serves when it is told to end, unless it is told not to: nights would stop unnoticed."""
    data, database = tmp_path / "data", tmp_path / "data" / "prefect" / "prefect.db"
    command = [Path(sys.executable).parent / "foretold", "schedule", "--at", "02:30", "--data", data]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path, env=environment)
        try:
            deadline = time.monotonic() + 200
            while not schedules(database):
                assert served.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.5)
            time.sleep(3)  # it notes the schedule first, and then begins to listen for its end
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(timeout=60)
    ((cron, is_active, is_paused),) = schedules(database)
    assert "30 2 * * *" in cron
    assert (is_active, is_paused) == (1, 0)


def schedules(database: Path) -> list[tuple[str, int, int]]:
    """Return what Prefect's database holds of schedules: each with whether it is active, and its deployment paused."""
    if not database.exists():
        return []
    query = "select schedule, active, paused from deployment_schedule s join deployment d on s.deployment_id = d.id"
    with contextlib.closing(sqlite3.connect(database)) as prefect:
        try:
            return prefect.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []  # its tables are being made
