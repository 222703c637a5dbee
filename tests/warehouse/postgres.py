"""A real PostgreSQL server in a temporary folder, for the tests that need one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
MUST_RUN = bool(os.environ.get("FORETOLD_MUST_RUN"))
"""Set by CI: what is missing there fails the tests that need it, and skips none."""
MISSING = not (SERVERS or shutil.which("initdb")) and not MUST_RUN
USER = "postgres"


def run(program: str, *arguments: str) -> None:
    """Run one of the server's programs, as a user that is not root: the server insists on it."""
    folder = SERVERS[-1].parent if SERVERS else Path(shutil.which("initdb") or "").parent
    command = [str(folder / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd="/")


@pytest.fixture(scope="module", name="server")
def postgres_server() -> Iterator[psycopg.Connection[Any]]:
    """A real server in a temporary folder, reached through a socket there and by nothing else."""
    folder = Path(tempfile.mkdtemp(prefix="foretold-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        data = str(folder / "data")
        run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c timezone=UTC"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            with psycopg.connect(host=str(folder), user=USER, dbname="postgres", autocommit=True) as con:
                yield con
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
