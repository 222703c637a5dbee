"""`foretold run` itself, with Prefect, killed: what it leaves, the next one finishes and clears away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workshop import Prepared, Undisturbed, Worker, check_clean, check_whole, published

from foretold.operate.orphans import _orphans

BIN = Path(sys.executable).parent


def run(one: Prepared) -> subprocess.Popen[bytes]:
    command = [BIN / "foretold", "run", "--quiet", "--data", one.data, "--source", one.source]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        command, cwd=one.data.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.soak
def test_a_real_run_killed_at_each_step(
    worker: Worker, prepared: Prepared, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    """As soon as the log, the batches, the edition beside or the edition show that a step has begun."""
    # It makes one batch where the other tests make four, and proposals go by what was found together.
    whole = prepared.copy(tmp_path / "undisturbed")
    assert worker.run("night", data=whole.data, source=whole.source) == 0, worker.said
    after = published(whole.settings.edition)
    signs = ("runs.jsonl", "extractions", "editions/.building-000002", "editions/000002")
    for number, sign in enumerate(signs):
        one = prepared.copy(tmp_path / str(number) / "data")
        before = _seen(one.data / sign)
        process = run(one)
        deadline = time.monotonic() + 120
        while _seen(one.data / sign) == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        assert process.poll() is None, f"it ended before {sign} changed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        check_whole(one, [undisturbed.before, after])
        assert run(one).wait(timeout=200) == 0
        check_whole(one, [after])
        check_clean(one)
        time.sleep(2)
        assert list(_orphans((one.data / "prefect").resolve())) == []


def _seen(path: Path) -> object:
    """Return something that changes when a file grows or a folder gets another entry."""
    if not path.exists():
        return None
    return path.stat().st_size if path.is_file() else sorted(entry.name for entry in path.iterdir())
