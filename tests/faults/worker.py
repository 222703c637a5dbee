"""A process that keeps the libraries loaded and forks a child for every order, so that real kills cost little time.

Orders are JSON lines on standard input: what to do, and how. Answers: `begun PID`, then `ended STATUS`, where STATUS is
the exit code, or minus the signal that ended the child. What the child says goes to the file `log` of the order.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.truncate", "os.link")


def night(data: str, source: str | None = None, chunk: int = 200, fill_to: int = 0, cwd: str = ".") -> None:
    """Take the steps of flows/nightly.py, without Prefect, a batch for every `chunk` captures.

    Without `source` it reads what foretold.toml in the folder `cwd` names. With `fill_to` somebody else fills the disk just before the publish, but for so many bytes.
    """
    from foretold import night as steps
    from foretold.runners import Inline

    steps.check_space = lambda _settings: None  # a disk can fill up after it was looked at
    os.chdir(cwd)
    with steps.night_over(Path(data), source and Path(source)) as night:
        steps.collect(night)
        steps.extract(night, steps.pending(night), Inline(), chunk=chunk)
        steps.audit(night)
        steps.link(night)
        steps.score(night)
        steps.watch(night)
        if fill_to:
            fill(Path(data), fill_to)
        steps.publish_edition(night)


def fill(folder: Path, left: int) -> None:
    """Write a file that leaves only so many bytes on the disk of a folder."""
    with (folder / "ballast").open("wb", buffering=0) as file:
        while (free := os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize) > left:
            file.write(bytes(min(free - left, 1 << 20)))


def scribe(data: str, who: str) -> None:
    """Write decisions without end, and acknowledge each on standard output once it is said to be on disk."""
    from foretold.ledger.journal import Decision, Journal
    from foretold.settings import load_settings

    journal = Journal(load_settings(Path(data)).journal)
    for number in range(100_000):
        journal.append([Decision("outcome", f"q_{who}_{number}", "outcome", "yes", who, "x" * (number % 5000 + 1))])
        os.write(1, f"{number}\n".encode())


def rebuild(data: str) -> None:
    """Make the ledger anew."""
    from foretold import night as steps
    from foretold.ledger.files import only_writer
    from foretold.rebuild import rebuild_ledger
    from foretold.settings import load_settings

    night = steps.Night(load_settings(Path(data)), kind="rebuild")
    with only_writer(night.lock):
        rebuild_ledger(night)


def kill_at_change(number: int, folder: str) -> None:
    """Kill this process just before its n-th change of a name or opening of a file for writing below a folder."""
    count = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        is_open = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
        if (is_open or event in CHANGES) and str(arguments[0]).startswith(folder):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def obey(order: dict[str, Any]) -> int:
    """Carry out an order in this process and return the exit code that the command would have."""
    from foretold.errors import ForetoldError

    os.environ["SECONDS_AHEAD"] = str(order.get("seconds_ahead", 0))  # read by clock.c
    if order.get("largest_file"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest_file"], order["largest_file"]))
    if order.get("kill_at_change"):
        kill_at_change(order["kill_at_change"], order["arguments"]["data"])
    try:
        {"night": night, "scribe": scribe, "rebuild": rebuild}[order["do"]](**order["arguments"])
    except ForetoldError as error:
        print(f"foretold: {error}", file=sys.stderr, flush=True)
        return error.exit_code
    return 0


def child(order: dict[str, Any]) -> None:
    """Carry out an order and end, without what the parent would do at its end."""
    import traceback

    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    status = 70
    try:
        status = obey(order)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Load what a night needs, then fork for every order."""
    import great_expectations  # noqa: F401
    import polars  # noqa: F401
    import sklearn.isotonic  # noqa: F401
    import starlette.applications  # noqa: F401

    import foretold.extract.parser
    import foretold.quality.staged
    import foretold.site.build
    from foretold import night  # noqa: F401

    foretold.extract.parser._parser()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(order)
        print(f"begun {pid}", flush=True)
        _, status = os.waitpid(pid, 0)
        print(f"ended {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    main()
