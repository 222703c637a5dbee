"""Chunks on a Dask cluster: one of our own on this machine, or one that exists already, by its scheduler's address.

distributed is used as it is: as tasks of Prefect (prefect-dask) the same chunks cost 250 ms each beside their work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foretold.errors import RunnerError, SettingsError
from foretold.runners import AHEAD, Job, Result

PATIENCE_SECONDS = 60
"""How long a cluster may take to answer, and to have a first worker."""


@dataclass(frozen=True, slots=True)
class Dask:
    """A cluster: that of the scheduler at an address, or, without one, so many workers here for as long as it takes."""

    scheduler: str
    n_workers: int

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield work(job) for every job. Dask itself gives the jobs of a lost worker to another one."""
        distributed = _distributed()
        todo = iter(jobs)
        with self._client(distributed) as client, _losses_explained(self.scheduler, distributed):
            running = distributed.as_completed(with_results=True)
            n_running, is_over = 0, False
            while True:
                while not is_over and n_running < AHEAD * max(1, sum(client.nthreads().values())):
                    job = next(todo, None)
                    if job is None:
                        is_over = True
                        break
                    running.add(client.submit(work, job, pure=False))
                    n_running += 1
                if not n_running:
                    return
                _, result = next(running)
                n_running -= 1
                if isinstance(result, BaseException):  # Dask raises an error of the work, and hands over a lost job's
                    raise result
                yield result

    @contextlib.contextmanager
    def _client(self, distributed: Any) -> Iterator[Any]:
        """Open a client of the cluster, whose workers are there."""
        with contextlib.ExitStack() as open_ones:
            if self.scheduler:
                address = self.scheduler
            else:
                local = distributed.LocalCluster(
                    n_workers=self.n_workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
                )
                address = open_ones.enter_context(local).scheduler_address
            try:
                client = open_ones.enter_context(distributed.Client(address, timeout=PATIENCE_SECONDS))
                client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
            except (OSError, TimeoutError, ValueError) as error:
                raise RunnerError(
                    f"no Dask cluster with workers at {address} ({str(error).splitlines()[0]})",
                    rule="the scheduler runs and has at least one worker",
                    remedy="start them (dask scheduler, dask worker ADDRESS --nthreads 1), or correct --scheduler",
                ) from error
            yield client


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise SettingsError(
            "engine = 'dask', and Dask is not installed", rule="it is an extra", remedy="pip install 'foretold[dask]'"
        ) from error
    return distributed


@contextlib.contextmanager
def _losses_explained(scheduler: str, distributed: Any) -> Iterator[None]:
    """Turn what Dask says of a scheduler or of workers that are gone into one RunnerError that says what to do."""
    from concurrent.futures import CancelledError

    lost = (distributed.CancelledError, CancelledError, distributed.client.FutureCancelledError, OSError, TimeoutError)
    try:
        yield
    except distributed.scheduler.KilledWorker as error:
        raise RunnerError(
            "several workers of the Dask cluster were lost over the same texts",
            rule="a worker ends when it is told to; the system ends one that takes too much memory",
            remedy="give the workers more memory, or run again with smaller chunks; what was done is kept",
        ) from error
    except lost as error:
        raise RunnerError(
            f"the Dask scheduler{f' at {scheduler}' if scheduler else ''} is gone ({type(error).__name__})",
            rule="it runs until the work is done",
            remedy="start it and its workers, and run the same command: it goes on with what is not done",
        ) from error
