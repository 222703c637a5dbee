"""Ending the temporary Prefect servers of runs that were killed: nobody else does, and each holds some 200 MB."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")
MARK = b"PREFECT__SERVER_EPHEMERAL=1"
"""What Prefect puts into the environment of a temporary server, and of no other."""


def end_orphans(prefect_home: Path) -> list[int]:
    """End the temporary servers over a Prefect folder whose run is gone, and return their process ids.

    Only on Linux, where processes can be looked at; elsewhere none are found.
    """
    ended = []
    for process in _orphans(prefect_home.resolve()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
            ended.append(process)
    return ended


def _orphans(prefect_home: Path) -> Iterator[int]:
    """Yield the temporary servers of this folder that the first process has taken over from a dead parent."""
    home = b"PREFECT_HOME=" + os.fsencode(prefect_home)
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):  # of somebody else, or gone meanwhile
            continue
        if home in environment and MARK in environment and parent == 1 and os.getpid() != 1:
            yield int(folder.name)
