"""A night that fails tells somebody, through a block of Prefect's own, to a real server on this machine."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from foretold.operate import notify
from foretold.quality.audit import AuditReport, AuditStopped, RuleResult
from foretold.report import failure_as_markdown
from foretold.tally import Tally

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
    with sqlite3.connect(tmp_path / "data" / "prefect" / "prefect.db") as prefect:
        summary = json.loads(prefect.execute("select data from artifact where key = 'night'").fetchall()[0][0])
    assert "The night failed" in summary
    assert "journal line 1 cannot be read" in summary
    assert "| files seen | 3 |" in summary


def test_a_rule_that_stops_a_night_is_in_its_summary_with_its_rows_and_what_to_do() -> None:
    found = [
        RuleResult("readings", "document-has-an-id", "It cannot be traced.", "stop", 40, 3),
        RuleResult("readings", "document-has-words", "It says nothing.", "row", 40, 7),
    ]
    said = failure_as_markdown(Tally(n_seen=41), AuditStopped(AuditReport("r_1", tuple(found), ())))
    assert "| document-has-an-id | 3 of 40 staged readings | It cannot be traced. |" in said
    assert "document-has-words" not in said
    assert "**What to do:** nothing was published; mend the step that staged them and run again" in said
    assert "| files seen | 41 |" in said


def test_a_night_without_some_sources_tells_which_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(notify, "send", lambda *message: sent.append(message))
    night = Tally(problems=["bee: no answer (3 tries)", "a.pdf: it is empty"], unread=["The Bee"])
    assert not notify.tell_unread(tmp_path / "data", night)  # nothing is named
    (tmp_path / "foretold.toml").write_text('notify = "custom-webhook/operators"\n')
    assert notify.tell_unread(tmp_path / "data", night)
    ((block, subject, body),) = sent
    assert (block, subject) == ("custom-webhook/operators", "Foretold: 1 source could not be read")
    assert body.startswith("The Bee\n\n- bee: no answer (3 tries)\n")


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
