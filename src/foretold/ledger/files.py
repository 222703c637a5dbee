"""Writing so that a crash leaves the old file or the new one, and locking so that there is one writer."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
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


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM_WORDS = ("No space left", "disk is full", "File too large", "Disk quota exceeded")
"""What the system says when nothing more can be written: the disk, the quota or the process's limit is used up."""


@contextlib.contextmanager
def no_room_explained(folder: Path) -> Iterator[None]:
    """Turn the errors of a disk that is full, whoever raised them, into one SettingsError that says what to do."""
    try:
        yield
    except SettingsError:
        raise
    except Exception as error:
        said = _no_room(error)
        if said is None:
            raise
        raise SettingsError(
            f"there is no room left in {folder} ({said})",
            rule="what was published before stays as it was",
            remedy="make room and run again: the next run goes on from here",
        ) from error


def _no_room(error: BaseException | None) -> str | None:
    """Return what an error, or one that it came from or stands in front of, says of a full disk; None if nothing."""
    while error is not None:
        said = str(error).splitlines()[0] if str(error) else ""
        # DuckDB, Polars and SQLite carry the system's words and not its number.
        if (isinstance(error, OSError) and error.errno in NO_ROOM) or any(
            words in str(error) for words in NO_ROOM_WORDS
        ):
            return said
        error = error.__cause__ or error.__context__
    return None


def check_room(folder: Path, needed: int) -> None:
    """Raise SettingsError when the disk of a folder has less than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SettingsError(
            f"there is too little room in {folder} ({free / 1e6:.0f} MB are free)",
            rule=f"a run needs about {needed / 1e6:.0f} MB to build the next edition beside the present one",
            remedy="make room and run again; what was published stays as it was",
        )


def is_held(lock: Path) -> bool:
    """Tell whether a process, this one included, holds a lock of `only_writer`."""
    if not lock.exists():
        return False
    with lock.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


GLANCE_SECONDS = 0.2
"""How long a lock may be held by somebody who only looks whether it is free."""


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
        deadline = time.monotonic() + max(wait_seconds, GLANCE_SECONDS)
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
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same, only without a name
            os.ftruncate(handle.fileno(), 0)
            note = f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n"
            os.pwrite(handle.fileno(), note.encode(), 0)
        yield
