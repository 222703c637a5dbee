"""A night that fails tells somebody, through a block of Prefect's own, to a real server on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

BIN = Path(sys.executable).parent

MAKE_BLOCK = """
import sys
from prefect.blocks.notifications import CustomWebhookNotificationBlock
CustomWebhookNotificationBlock(
    name="operators", url=sys.argv[1], json_data={"title": "{{subject}}", "text": "{{body}}"}
).save("operators", overwrite=True)
"""


@pytest.fixture
def inbox() -> Iterator[tuple[str, list[Any]]]:
    """A server that takes messages: its address, and what has arrived."""
    arrived: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", arrived
    server.shutdown()


class Operator:
    """An operator's folder with a journal that was edited by hand, and a block in the Prefect that its nights use."""

    def __init__(self, folder: Path, articles: Path, address: str) -> None:
        self.folder, self.articles, self.data = folder, articles, folder / "data"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
            "PREFECT_HOME": str(self.data / "prefect"),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        }
        (self.data / "prefect").mkdir(parents=True)
        (self.data / "journal").mkdir()
        (self.data / "journal" / "journal.jsonl").write_text('{"n": 1, "edited": "by hand"}\n')
        made = self._run(sys.executable, "-c", MAKE_BLOCK, address)
        assert made.returncode == 0, made.stderr

    def night(self, block: str) -> subprocess.CompletedProcess[str]:
        """Run a night whose failure a block is told."""
        (self.folder / "foretold.toml").write_text(f'notify = "{block}"\n')
        return self._run(BIN / "foretold", "run", "--data", self.data, "--source", self.articles)

    def _run(self, *command: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            list(map(str, command)),
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )


def test_a_failing_night_tells_the_block_that_is_named(
    inbox: tuple[str, list[Any]], articles: Path, tmp_path: Path
) -> None:
    address, arrived = inbox
    night = Operator(tmp_path, articles, address).night("custom-webhook/operators")
    assert night.returncode == 4, night.stderr
    assert len(arrived) == 1, night.stderr
    assert arrived[0]["title"] == "Foretold: the night failed"
    assert "journal line 1 cannot be read" in arrived[0]["text"]
    assert "foretold doctor" in arrived[0]["text"]


@pytest.mark.soak
@pytest.mark.parametrize("block", ["custom-webhook/nobody", "nonsense"])
def test_a_block_that_cannot_be_told_is_named_and_changes_nothing_else(
    inbox: tuple[str, list[Any]], articles: Path, tmp_path: Path, block: str
) -> None:
    address, arrived = inbox
    night = Operator(tmp_path, articles, address).night(block)
    assert night.returncode == 4
    assert "nobody was told" in night.stderr
    assert "journal line 1 cannot be read" in night.stderr
    assert arrived == []
