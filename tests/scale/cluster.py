"""A Dask cluster of real processes, as an operator has one: a scheduler at an address, and workers that come and go."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Cluster:
    """A scheduler with workers on this machine."""

    def __init__(self, folder: Path, n_workers: int) -> None:
        self._folder, self._n_workers = folder, n_workers
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = str(free.getsockname()[1])
        self.address = f"tcp://127.0.0.1:{self._port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start all of it."""
        local = ["--host", "127.0.0.1"]
        self._start("distributed.cli.dask_scheduler", *local, "--port", self._port, "--no-dashboard")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(self._port)), 1):
                break
            time.sleep(0.1)
        for number in range(self._n_workers):
            place = self._folder / str(number)
            place.mkdir(exist_ok=True)
            self._start(
                "distributed.cli.dask_worker", self.address, *local, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                "--local-directory", str(place), "--death-timeout", "60",
            )  # fmt: skip

    def _start(self, module: str, *options: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(HERE)}
        command = [sys.executable, "-m", module, *options]
        self.processes.append(subprocess.Popen(command, env=environment, cwd=self._folder, **QUIET))  # type: ignore[call-overload]

    def kill_scheduler(self) -> None:
        """Kill -9 the scheduler; its workers follow it, and are ended here if they do not."""
        self.processes[0].send_signal(signal.SIGKILL)

    def stop(self) -> None:
        """End what is left."""
        for process in self.processes:
            process.kill()
            process.wait(timeout=30)
        self.processes.clear()


@contextlib.contextmanager
def cluster(folder: Path, n_workers: int = 2) -> Iterator[Cluster]:
    """A cluster for the block."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Cluster(folder, n_workers)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def workers_of(process: int) -> list[int]:
    """Return the workers below a process: those that multiprocessing has spawned."""
    found = [process]
    for parent in found:
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, file.read_text().split())
    return [process for process in found[1:] if b"spawn_main" in _command(process)]


def _command(process: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""
