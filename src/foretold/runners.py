"""Where chunks are worked on: in this process, in a pool of processes on this machine, or on a Dask cluster.

A runner takes a pure function and jobs for it, keeps every worker busy without asking for many jobs ahead, and yields
what comes back as it comes. A job whose worker was killed is given to another one.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from foretold.errors import RunnerError, SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Job = TypeVar("Job")
Result = TypeVar("Result")

ENGINES = ("inline", "process", "dask")

AHEAD = 2
"""Jobs that are handed out for each worker: one in work and one to go on with."""

SUSPECT = 2
"""Lost workers from which a job is worked on alone: a job that was only beside the guilty one must not be blamed."""


class Runner(Protocol):
    """Works off jobs."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield work(job) for every job, in the order in which they end. Raises RunnerError when workers are lost."""
        ...


def runner_of(engine: str, *, workers: int = 0, scheduler: str = "") -> Runner:
    """Return the runner of a name; `workers` 0 means one for each core, `scheduler` the address of a Dask cluster."""
    if engine not in ENGINES:
        raise SettingsError(f"engine = '{engine}'", rule=f"it is one of {', '.join(ENGINES)}", remedy="correct it")
    if scheduler and engine != "dask":
        raise SettingsError(
            f"a scheduler ({scheduler}) for the engine {engine}", rule="only dask has one", remedy="add --engine dask"
        )
    if engine == "dask":
        from foretold.runners_dask import Dask

        return Dask(scheduler, workers or n_cores())
    return Processes(workers or n_cores()) if engine == "process" else Inline()


def n_cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Inline:
    """One after another, here."""

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield work(job) for every job."""
        return map(work, jobs)


@dataclass(frozen=True, slots=True)
class Processes:
    """A pool of processes on this machine."""

    n_workers: int

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield work(job) for every job. When a worker is killed, the pool is made anew and goes on."""
        from concurrent.futures import FIRST_COMPLETED, wait
        from concurrent.futures.process import BrokenProcessPool

        todo = iter(jobs)
        again: deque[tuple[Job, int]] = deque()
        running: dict[Future[Result], tuple[Job, int]] = {}
        pool = self._pool()
        try:
            while True:
                while len(running) < AHEAD * self.n_workers and (given := _next(again, todo, running)) is not None:
                    try:
                        running[pool.submit(work, given[0])] = given
                    except BrokenProcessPool:
                        again.appendleft(given)
                        break
                if not running and not again:
                    return
                is_broken = not running
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    job, n_lost = running.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        is_broken = True
                        again.append((job, _counted(n_lost)))
                    else:
                        yield future.result()
                if is_broken:  # whatever else it was working on is lost with it, and none of these may be to blame
                    again.extend(running.values())
                    running.clear()
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = self._pool()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # A fork would carry over the locks of Prefect's threads.
        return ProcessPoolExecutor(self.n_workers, mp_context=get_context("spawn"), initializer=_begin_worker)


def _next(
    again: deque[tuple[Job, int]], todo: Iterator[Job], running: Mapping[Any, tuple[Job, int]]
) -> tuple[Job, int] | None:
    """Return a job to begin beside those that are running, with the number of workers that it has lost; else None."""
    if any(n_lost >= SUSPECT for _, n_lost in running.values()):
        return None
    if again:
        return None if running and again[0][1] >= SUSPECT else again.popleft()
    for job in todo:
        return job, 0
    return None


def _counted(n_lost: int) -> int:
    """Count a lost worker. Raises RunnerError when the job was alone with it."""
    if n_lost >= SUSPECT:
        raise RunnerError(
            f"{SUSPECT + 1} workers in a row were lost over the same texts",
            rule="a worker ends when it is told to; the system ends one that takes too much memory",
            remedy="run again with fewer --workers, or with smaller chunks; what was done is kept",
        )
    return n_lost + 1


def _begin_worker() -> None:
    """Make a process of the pool one that uses one core, leaves Ctrl-C to its parent, and ends when that was killed."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"
    parent: Any = multiprocessing.parent_process()

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
