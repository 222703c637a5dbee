"""A worker process for the session, data after a first night, and what an undisturbed second night publishes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from workshop import Prepared, Undisturbed, Worker, published, rows_of, write_article

from foretold.ledger.journal import Decision, Journal


@pytest.fixture(scope="session")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    one = Worker(tmp_path_factory.mktemp("worker"))
    yield one
    assert one.process.stdin is not None
    one.process.stdin.close()
    one.process.wait(timeout=20)


@pytest.fixture(scope="session")
def prepared(worker: Worker, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Three articles published by a first night; outcomes in the journal and four more articles wait for the next."""
    root = tmp_path_factory.mktemp("prepared")
    one = Prepared(root / "data", root / "articles")
    for number in range(3):
        write_article(one.source, number)
    assert worker.run("night", **one.order) == 0, worker.said
    questions = [row[0] for row in rows_of(one.settings.edition, "select question_id from questions order by 1")]
    Journal(one.settings.journal).append(
        [
            Decision("outcome", question, "outcome", value, "Ines", "seen", details={"settled_on": "2025-01-02"})
            for question, value in zip(questions, ("yes", "no", "yes", "no"), strict=False)
        ]
    )
    for number in range(3, 7):
        write_article(one.source, number)
    return one


@pytest.fixture(scope="session")
def undisturbed(worker: Worker, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    one = prepared.copy(tmp_path_factory.mktemp("undisturbed") / "data")
    before = published(one.settings.edition)
    began = time.monotonic()
    assert worker.run("night", **one.order) == 0, worker.said
    seconds = time.monotonic() - began
    return Undisturbed(before, published(one.settings.edition), seconds)


def mounted(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own, of a size, at a folder; skips the test where none can be mounted."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 120 MB."""
    yield from mounted(tmp_path / "disk", "120m")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with more room than `foretold doctor` asks for, and little more."""
    yield from mounted(tmp_path / "disk", "1300m")
