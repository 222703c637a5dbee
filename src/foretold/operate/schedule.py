"""Nights on a schedule: a Prefect server on loopback unless there is one, and the nightly flow served on it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from foretold.errors import BusyError, InputError, SettingsError
from foretold.ledger.files import make_folder
from foretold.operate.priority import stand_back
from foretold.prefect_settings import prepare
from foretold.settings import house

STATE = "schedule.json"
"""File in the data folder that says which process serves the schedule."""

START_SECONDS = 120


def cron_of(at: str, timezone: str) -> str:
    """Return the cron expression for HH:MM every day. Raises InputError for a time or zone that does not exist."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", at.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise InputError(f"--at {at}", rule="it is a time of day, HH:MM", remedy="for instance --at 02:30")
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InputError(
            f"--timezone {timezone}", rule="it is a name such as Europe/Berlin", remedy="correct it"
        ) from error
    return f"{int(found[2])} {int(found[1])} * * *"


def schedule(data: Path, source: Path | None, *, at: str, timezone: str) -> None:
    """Serve the nightly flow every day at a time, until stopped. The schedule survives a restart of this command."""
    cron = cron_of(at, timezone)
    refuse_second(data)
    prepare(data)
    with _server(data) as address:
        os.environ["PREFECT_API_URL"] = address
        from prefect import Flow
        from prefect.schedules import Cron

        stand_back()  # after the server has been started: it answers people
        # Each night runs in a process of its own, which loads the flow from its file.
        loaded = Flow.from_source(source=str(house()), entrypoint="flows/nightly.py:nightly")
        nightly = cast("Flow[..., Any]", loaded)  # a coroutine only where a loop runs already
        (data / STATE).write_text(
            json.dumps({"process": os.getpid(), "at": at, "timezone": timezone, "server": address}), encoding="utf-8"
        )
        print(f"A night every day at {at} {timezone}, into {data}. Runs and artifacts: {address.removesuffix('/api')}")
        nightly.serve(
            name="nightly",
            schedule=Cron(cron, timezone=timezone),
            parameters={"data": str(data.resolve()), "source": source and str(source.resolve()), "quiet": True},
            pause_on_shutdown=False,  # a restart must not leave the schedule paused
            limit=1,
            print_starting_message=False,
        )


@contextlib.contextmanager
def _server(data: Path) -> Iterator[str]:
    """Give the address of the Prefect server in use: the operator's own, or one of ours for the block."""
    if os.environ.get("PREFECT_API_URL"):
        yield os.environ["PREFECT_API_URL"]
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    # The server of a schedule needs the services that a single run switches off.
    environment = {name: value for name, value in os.environ.items() if "SERVER_SERVICES" not in name}
    environment |= {"PREFECT_API_URL": address, "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs"}
    make_folder(data / "prefect")
    log = (data / "prefect" / "server.log").open("ab")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        print(f"Starting a Prefect server at {address.removesuffix('/api')} …", flush=True)
        _wait_for(address, server, data)
        yield address
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SettingsError(
        "the Prefect server did not start",
        rule="a schedule needs one",
        remedy=f"read {data / 'prefect' / 'server.log'}, or name a running server in PREFECT_API_URL",
    )


def scheduler_state(data: Path) -> tuple[bool, str] | None:
    """Return whether the schedule's process lives and what it is set to; None when none was ever started here."""
    file = data / STATE
    if not file.exists():
        return None
    state = json.loads(file.read_text(encoding="utf-8"))
    alive = _is_alive(int(state["process"]))
    at = f"every day at {state['at']} {state['timezone']}"
    return alive, f"{at}, process {state['process']}{'' if alive else ', which is gone'}"


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def refuse_second(data: Path) -> None:
    """Raise BusyError when a schedule for these data is being served already."""
    state = scheduler_state(data)
    if state is not None and state[0]:
        raise BusyError(
            f"a schedule for {data} is running ({state[1]})", rule="there is one", remedy="stop that process first"
        )
