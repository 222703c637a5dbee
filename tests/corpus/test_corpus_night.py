"""A whole night, as the operator starts it, over twelve sources of which three fail, one each way."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from web_server import WebServer, feed, page, prose

from foretold.ledger.runs import last_run

FAILING = ("The Broken", "The Inside", "The Silent")


def write_sources(folder: Path, server: WebServer) -> None:
    """Write twelve sources into sources.toml: nine that bring a text each, and three that cannot be read."""
    entries = [
        ("feed", "url", server.serve("/f1", feed([server.serve("/p1", page("f"))]), "text/xml"), "The Feed"),
        ("urls", "path", "urls.txt", "The List"),
        ("page", "url", server.serve("/p3", page("p")), "The Page"),
        ("page", "url", server.route("/p4", lambda handler: handler.send(500)), "The Silent"),
        ("feed", "url", server.serve("/f2", "<rss><channel><item></rss", "text/xml"), "The Broken"),
        ("page", "url", server.serve("/p5", page("private")), "The Inside"),
    ]
    (folder / "urls.txt").write_text(server.serve("/p2", page("listed")))
    for number in range(6):
        texts = folder / f"texts-{number}"
        texts.mkdir()
        (texts / "a.txt").write_text(f"{prose(number)}\n\nThe strike in ward {number} will probably end by May 2026.\n")
        entries.append(("folder", "path", str(texts), f"The Folder {number}"))
    (folder / "sources.toml").write_text(
        "".join(
            f'[[source]]\nid = "s{number:02}"\nname = "{name}"\nkind = "{kind}"\n{place} = "{where}"\n'
            f"allow_private = {'false' if name == 'The Inside' else 'true'}\n\n"
            for number, (kind, place, where, name) in enumerate(entries)
        )
    )


def test_the_others_are_published_and_each_place_tells_which_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "foretold.toml").write_text('sources = "sources.toml"\nnotify = "custom-webhook/operators"\n')
    with WebServer() as server:
        write_sources(tmp_path, server)
        done = subprocess.run(
            [Path(sys.executable).parent / "foretold", "run", "--data", "data"],
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert done.returncode == 2, done.stderr
    run = last_run(tmp_path / "data" / "runs.jsonl")
    assert run is not None
    assert (run.state, run.n_documents_new, sorted(run.unread)) == ("completed", 9, sorted(FAILING))
    assert len(run.problems) == 3
    with sqlite3.connect(tmp_path / "data" / "prefect" / "prefect.db") as prefect:
        summary = json.loads(prefect.execute("select data from artifact where key = 'night'").fetchall()[0][0])
    site = tmp_path / "data" / "editions" / "current" / "site"
    footer = (site / "index.html").read_text(encoding="utf-8").rpartition("<footer>")[2]
    for place in (summary, footer, (site / "alarm.js").read_text(), done.stdout):
        assert all(name in place for name in FAILING), place
        assert "The Folder" not in place
    assert "3 sources could not be read" in footer
    # There is no such block in this Prefect: that it was asked for is what shows that somebody was to be told.
    assert "nobody was told, custom-webhook/operators failed" in done.stderr
