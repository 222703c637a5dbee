"""Every job comes back once, whoever was killed over it; one that kills whoever takes it is named."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest
from cluster import cluster

from foretold.errors import RunnerError, SettingsError
from foretold.runners import Inline, Processes, Runner, runner_of
from foretold.runners_dask import Dask

Job = tuple[int, str]


def square(job: Job) -> int:
    """Kill this process at every seventh job, but only the first time that it is met (its marker is not there yet)."""
    number, folder = job
    marker = Path(folder) / str(number)
    if number % 7 == 0 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def deadly(job: Job) -> int:
    """Kill whoever takes job 3."""
    if job[0] == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return job[0]


def test_one_after_another() -> None:
    assert list(Inline().run(lambda job: job + 1, range(3))) == [1, 2, 3]


def runners(n: int) -> list[Any]:
    """Return the runners whose workers can be killed; of Dask's, each is started anew for seconds."""
    return [pytest.param(Processes(n), id="process"), pytest.param(Dask("", n), id="dask", marks=pytest.mark.soak)]


@pytest.mark.parametrize("runner", runners(2))
def test_jobs_of_killed_workers_come_back_once(runner: Runner, tmp_path: Path) -> None:
    jobs = [(number, str(tmp_path)) for number in range(16)]
    assert Counter(runner.run(square, jobs)) == Counter(number * number for number in range(16))
    assert sorted(marker.name for marker in tmp_path.iterdir()) == ["0", "14", "7"]


@pytest.mark.parametrize("runner", runners(1))
def test_a_job_that_kills_every_worker_is_told(runner: Runner, tmp_path: Path) -> None:
    with pytest.raises(RunnerError, match="over the same texts"):
        list(runner.run(deadly, [(number, "") for number in range(5)]))


def test_jobs_are_asked_for_as_they_are_needed() -> None:
    """An archive does not fit into memory: no more chunks are made than the workers can begin soon."""
    asked: list[int] = []

    def jobs() -> object:
        for number in range(100):
            asked.append(number)
            yield number

    results = Processes(2).run(abs, jobs())  # type: ignore[arg-type]
    next(results)
    assert len(asked) <= 6


def test_a_cluster_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foretold.runners_dask.PATIENCE_SECONDS", 1)
    with pytest.raises(RunnerError, match=r"no Dask cluster with workers at tcp://127\.0\.0\.1:9"):
        list(Dask("tcp://127.0.0.1:9", 1).run(abs, [1]))


@pytest.mark.parametrize(("engine", "scheduler"), [("ray", ""), ("process", "tcp://x:1")])
def test_engines_that_do_not_exist_or_have_no_scheduler(engine: str, scheduler: str) -> None:
    with pytest.raises(SettingsError):
        runner_of(engine, scheduler=scheduler)


def slow(job: int) -> int:
    """Take a moment."""
    time.sleep(0.3)
    return job


def test_a_lost_job_is_no_result() -> None:
    """What a client that has lost its scheduler finds in the place of results."""

    def jobs() -> Iterator[int]:
        yield from range(2)
        ours = distributed.default_client()
        ours.cancel([distributed.Future(key) for key in ours.futures], force=True)
        yield 2

    local = distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None)
    with local, pytest.raises(RunnerError, match="is gone"):
        list(Dask(local.scheduler_address, 0).run(slow, jobs()))


@pytest.mark.soak
def test_a_cluster_that_exists_is_used_and_its_loss_is_told(tmp_path: Path) -> None:
    with cluster(tmp_path / "cluster", n_workers=1) as existing:
        runner = Dask(existing.address, 0)
        assert sorted(runner.run(abs, range(-3, 0))) == [1, 2, 3]
        results = runner.run(slow, range(100))
        next(results)
        existing.kill_scheduler()
        with pytest.raises(RunnerError, match=f"the Dask scheduler at {existing.address} is gone"):
            list(results)
