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


def test_a_failing_night_tells_the_block_that_is_named(
    inbox: tuple[str, list[Any]], articles: Path, tmp_path: Path
) -> None:
    address, arrived = inbox
    data = tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(data / "prefect"), "DO_NOT_TRACK": "1", "FORETOLD_USER": "tester"}
    environment |= {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    }
    (data / "prefect").mkdir(parents=True)
    run = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True, "timeout": 200}
    made = subprocess.run([sys.executable, "-c", MAKE_BLOCK, address], check=False, **run)
    assert made.returncode == 0, made.stderr
    (tmp_path / "foretold.toml").write_text('notify = "custom-webhook/operators"\n')
    (data / "journal").mkdir()
    (data / "journal" / "journal.jsonl").write_text('{"n": 1, "edited": "by hand"}\n')
    night = subprocess.run([BIN / "foretold", "run", "--data", data, "--source", articles], check=False, **run)
    assert night.returncode == 4, night.stderr
    assert len(arrived) == 1, night.stderr
    assert arrived[0]["title"] == "Foretold: the night failed"
    assert "journal line 1 cannot be read" in arrived[0]["text"]
    assert "foretold doctor" in arrived[0]["text"]

    (tmp_path / "foretold.toml").write_text('notify = "custom-webhook/nobody"\n')
    night = subprocess.run([BIN / "foretold", "run", "--data", data, "--source", articles], check=False, **run)
    assert night.returncode == 4
    assert "nobody was told" in night.stderr
    assert len(arrived) == 1
