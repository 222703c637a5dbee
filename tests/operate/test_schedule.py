"""A schedule on a real Prefect server: it fires, one night at a time, and its artifacts can be read there."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from foretold.operate.priority import NICE
from foretold.operate.schedule import STATE
from foretold.settings import house

BIN = Path(sys.executable).parent
SHOWN = {"night", "new-forecasts", "pages"}
FINAL = {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"}


def read(api: httpx.Client, what: str) -> list[dict[str, Any]]:
    answer = api.post(f"/{what}/filter", json={})
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()
    return found


def ask_for_run(api: httpx.Client, at: datetime, parameters: dict[str, Any]) -> None:
    """Ask Prefect for one more run of the deployment at a time."""
    deployment = api.get("/deployments/name/nightly/nightly").raise_for_status().json()["id"]
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
    asked = {"state": state, "parameters": parameters}
    api.post(f"/deployments/{deployment}/create_flow_run", json=asked).raise_for_status()


def runs_due(api: httpx.Client, at: datetime, n: int, seconds: float) -> list[dict[str, Any]]:
    """Wait until the `n` runs that were due at a time have ended; return them by start."""
    deadline = time.monotonic() + seconds
    while True:
        due = [run for run in read(api, "flow_runs") if datetime.fromisoformat(run["expected_start_time"]) <= at]
        if len(due) == n and all(run["state_type"] in FINAL for run in due):
            return sorted(due, key=lambda run: str(run["start_time"]))
        assert time.monotonic() < deadline, [(run["name"], run["state_name"]) for run in due]
        time.sleep(2)


@contextmanager
def served(folder: Path, at: datetime, source: Path) -> Iterator[httpx.Client]:
    """Serve a schedule until the block ends; give its server once the deployment is known there."""
    data = folder / "data"
    command = [BIN / "foretold", "schedule", "--at", f"{at:%H:%M}", "--source", source, "--data", data]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        deadline = time.monotonic() + 90

        def still_starts() -> None:
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.5)

        try:
            while not (data / STATE).exists():
                still_starts()
            with httpx.Client(base_url=json.loads((data / STATE).read_text())["server"], timeout=20) as api:
                while api.get("/deployments/name/nightly/nightly").status_code != 200:
                    still_starts()
                yield api
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def seen(artifact: str, api: httpx.Client) -> str:
    """Return what Prefect's own pages show of an artifact; keep the picture where FORETOLD_PICTURE says."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 1280, "height": 760})
        tab.goto(f"{str(api.base_url).removesuffix('/api/')}/artifacts/artifact/{artifact}")
        tab.get_by_text("The strike will end", exact=False).first.wait_for(timeout=30_000)
        if os.environ.get("FORETOLD_PICTURE"):
            tab.screenshot(path=os.environ["FORETOLD_PICTURE"])
        text = tab.inner_text("body")
        browser.close()
        return text


@pytest.mark.timeout(500)  # most of it is waiting, for the minute and for Prefect to look again
def test_a_schedule_really_fires_one_night_at_a_time(articles: Path, tmp_path: Path) -> None:
    """Two nights due at the same minute: the first publishes, the other waits for it and finds nothing new."""
    at = (datetime.now(UTC) + timedelta(seconds=100)).replace(second=0, microsecond=0)
    data = tmp_path / "data"
    with served(tmp_path, at, articles) as api:
        ask_for_run(api, at, {"data": str(data), "source": str(articles), "quiet": True})
        runs = runs_due(api, at, 2, 400)
        said = (tmp_path / "log").read_text() + (data / "prefect" / "server.log").read_text()[-3000:]
        assert [run["state_type"] for run in runs] == ["COMPLETED"] * 2, said
        assert [run["auto_scheduled"] for run in runs].count(True) == 1
        assert runs[0]["end_time"] <= runs[1]["start_time"]
        artifacts = [one for one in read(api, "artifacts") if one["flow_run_id"] == runs[0]["id"]]
        shown = {one["key"]: one["data"] for one in artifacts}
        assert set(shown) == SHOWN
        assert re.search(r"forecasts found \| \d+", shown["night"])
        forecasts = {row["forecast"].rstrip(".") for row in json.loads(shown["new-forecasts"])}
        assert "The strike will end before Easter" in forecasts
        assert (data / "editions" / "current" / "site" / "index.html").resolve().as_uri() in shown["pages"]
        if Path("/usr/bin/chromium").exists():
            found = next(one["id"] for one in artifacts if one["key"] == "new-forecasts")
            with ThreadPoolExecutor(1) as apart:  # Playwright will not share a thread with another test's browser
                assert "The strike will end" in apart.submit(seen, found, api).result()


@pytest.mark.soak
def test_prefect_yaml_on_a_server_runs_one_night_at_a_time(articles: Path, tmp_path: Path) -> None:
    """The three commands on top of prefect.yaml, as printed there; of two nights at once the second is cancelled."""
    with served(tmp_path, datetime.now(UTC) + timedelta(hours=6), articles) as api:
        environment = os.environ | {"PREFECT_API_URL": str(api.base_url).rstrip("/"), "FORETOLD_USER": "tester"}

        def prefect(*words: str) -> None:
            done = subprocess.run(
                [BIN / "prefect", "--no-prompt", *words],
                cwd=house(),
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=240,
            )
            assert done.returncode == 0, done.stdout + done.stderr

        printed = re.findall(r"^#   prefect (.*)$", (house() / "prefect.yaml").read_text(), re.MULTILINE)
        create, deploy, work = (line.split() for line in printed)
        prefect(*create)
        prefect(*deploy)
        deployment = api.get("/deployments/name/nightly/nightly").raise_for_status().json()
        assert deployment["work_pool_name"] == "foretold"
        assert deployment["schedules"][0]["schedule"]["cron"] == "30 2 * * *"
        now = datetime.now(UTC)
        for _ in range(2):
            ask_for_run(api, now, {"data": str(tmp_path / "pool"), "source": str(articles), "quiet": True})
        prefect(*work, "--run-once")
        runs = runs_due(api, now, 2, 120)
        assert sorted(run["state_type"] for run in runs) == ["CANCELLED", "COMPLETED"]
        assert (tmp_path / "pool" / "editions" / "current.duckdb").exists()


def test_a_scheduled_night_stands_back_for_readers() -> None:
    code = "import os; from foretold.operate.priority import stand_back as f; f(); f(); print(os.nice(0))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(said.stdout) == max(NICE, os.nice(0))
