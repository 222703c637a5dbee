"""Writing so that a crash leaves the old file or the new one, and locking so that there is one writer."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from foretold.errors import BusyError, SettingsError


def fsync(path: Path) -> None:
    """Force a file's or folder's content to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that must be writable. Raises SettingsError that names it when it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(folder, PermissionError(f"no permission to write in {folder}"))


def _unwritable(folder: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"the folder {folder} cannot be written ({error.strerror or error})",
        rule="Foretold keeps its data there",
        remedy="make it writable, or name another with --data",
    )


@contextlib.contextmanager
def only_writer(lock: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold `lock` for the block, so that no other process writes meanwhile.

    Waits up to `wait_seconds`, then raises BusyError that names the process which holds it. The lock is the
    kernel's: it goes with the process, so a crash leaves none behind.
    """
    make_folder(lock.parent)
    try:
        handle = lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise _unwritable(lock.parent, error) from error
    with handle:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    handle.seek(0)
                    raise BusyError(
                        f"another process is writing to {lock.parent} ({handle.read().strip() or 'unknown process'})",
                        rule="the data have one writer at a time",
                        remedy="wait until it has finished, or use another --data folder",
                    ) from None
                time.sleep(0.05)
        handle.seek(0)
        handle.truncate()
        handle.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        handle.flush()
        yield
