"""Prefect as Foretold uses it: no server needed, nothing said to anybody, its state beside the data."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

from foretold.ledger.files import make_folder

QUIET = {
    # Neither the SDK nor the temporary server calls home.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # On the screen the command speaks for itself, and an error is told once; a server gets the whole log.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    # A run without a server needs none of the server's background services.
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "true",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
}


def prepare(data: Path) -> None:
    """Set Prefect's environment before its first import. What the operator has set stays."""
    os.environ.setdefault("PREFECT_HOME", str(data.resolve() / "prefect"))
    make_folder(Path(os.environ["PREFECT_HOME"]))  # Prefect makes only the last folder of the path itself
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


def load_flow(house: Path, name: str) -> ModuleType:
    """Import flows/NAME.py, which is no package: its folder belongs to the operator."""
    spec = importlib.util.spec_from_file_location(name, house / "flows" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"flows/{name}.py is missing from {house}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
