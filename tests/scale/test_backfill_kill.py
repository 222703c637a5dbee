"""Kill -9 of a worker, of the client, of the scheduler, ten times each: nothing is done twice, nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from cluster import cluster, workers_of
from workshop import differences, published, write_article

from foretold.errors import RunnerError
from foretold.ledger.batches import batch_names
from foretold.settings import Settings

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

TIMES = int(os.environ.get("KILLS", "10"))
N_TEXTS = 24
SEED = 20261129


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "columns"
    for number in range(N_TEXTS):
        write_article(folder, number)
    return folder


@pytest.fixture(scope="module")
def undisturbed(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    data = tmp_path_factory.mktemp("undisturbed")
    client = begin(data, texts, "inline")
    assert client.wait(timeout=300) == 0
    return published(Settings(data=data).edition)


def begin(data: Path, texts: Path, engine: str, scheduler: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, Path(__file__).with_name("client.py"), data, texts, engine, scheduler, "1"]
    environment = os.environ | {"FORETOLD_USER": "tester"}
    return subprocess.Popen(list(map(str, command)), env=environment, stderr=subprocess.PIPE, text=True)


def wait_for_batches(data: Path, n: int, client: subprocess.Popen[str]) -> None:
    """Wait until so many chunks are on disk, or the client has ended."""
    deadline = time.monotonic() + 120
    while len(batch_names(data / "extractions")) < n and client.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def check(data: Path, undisturbed: dict[str, list[Any]], kept: set[str]) -> None:
    """Every text was gone through once, what was on disk stayed, and the tables are those of an undisturbed run."""
    folder = data / "extractions"
    names = batch_names(folder)
    gone_through = pl.concat([pl.read_parquet(folder / name / "captures.parquet") for name in names])
    assert gone_through["capture_id"].n_unique() == gone_through.height == N_TEXTS
    assert kept <= set(names)
    tables = published(Settings(data=data).edition)
    assert tables == undisturbed, differences(tables, undisturbed)


def attempts(tmp_path: Path) -> Iterator[Path]:
    """Yield data folders, more than there are kills to be made: one that came too late does not count."""
    yield from (tmp_path / str(number) for number in range(3 * TIMES))


def is_at_work(data: Path, client: subprocess.Popen[str]) -> bool:
    """Tell whether some chunks are done and others are not."""
    return client.poll() is None and 0 < len(batch_names(data / "extractions")) < N_TEXTS


@pytest.mark.parametrize("engine", ["process", "dask"])
def test_workers_are_killed(texts: Path, tmp_path: Path, undisturbed: dict[str, list[Any]], engine: str) -> None:
    """The run goes on by itself."""
    chance, n_killed = random.Random(SEED), 0
    for data in attempts(tmp_path):
        client = begin(data, texts, engine)
        wait_for_batches(data, chance.randint(1, N_TEXTS - 8), client)
        workers = workers_of(client.pid)
        with contextlib.suppress(ProcessLookupError, IndexError):
            os.kill(chance.choice(workers), signal.SIGKILL)
            n_killed += is_at_work(data, client)
        said = client.communicate(timeout=300)[1]
        assert client.returncode == 0, said
        check(data, undisturbed, set())
        if n_killed == TIMES:
            break
    assert n_killed == TIMES


@pytest.mark.parametrize("engine", ["process", "dask"])
def test_the_client_is_killed(texts: Path, tmp_path: Path, undisturbed: dict[str, list[Any]], engine: str) -> None:
    """The same command goes on with what is not on disk; the workers of the killed one are gone."""
    chance, n_killed = random.Random(SEED), 0
    for data in attempts(tmp_path):
        client = begin(data, texts, engine)
        wait_for_batches(data, chance.randint(1, N_TEXTS - 4), client)
        workers, was_at_work = workers_of(client.pid), is_at_work(data, client)
        client.kill()
        client.communicate(timeout=60)
        n_killed += was_at_work and client.returncode == -signal.SIGKILL
        kept = set(batch_names(data / "extractions"))
        again = begin(data, texts, engine)
        said = again.communicate(timeout=300)[1]
        assert again.returncode == 0, said
        check(data, undisturbed, kept)
        deadline = time.monotonic() + 60
        while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
        if n_killed == TIMES:
            break
    assert n_killed == TIMES


def test_the_scheduler_is_killed(texts: Path, tmp_path: Path, undisturbed: dict[str, list[Any]]) -> None:
    """The client says so and ends; once the cluster is there again, the same command goes on."""
    chance, n_killed = random.Random(SEED), 0
    for data in attempts(tmp_path):
        with cluster(tmp_path / f"cluster-{data.name}") as existing:
            client = begin(data, texts, "dask", existing.address)
            wait_for_batches(data, chance.randint(1, N_TEXTS - 8), client)
            existing.kill_scheduler()
            said = client.communicate(timeout=300)[1]
            assert client.returncode in (0, RunnerError.exit_code), said
            n_killed += client.returncode == RunnerError.exit_code
            kept = set(batch_names(data / "extractions"))
            existing.stop()
            existing.start()
            again = begin(data, texts, "dask", existing.address)
            said = again.communicate(timeout=300)[1]
            assert again.returncode == 0, said
        check(data, undisturbed, kept)
        if n_killed == TIMES:
            break
    assert n_killed == TIMES
