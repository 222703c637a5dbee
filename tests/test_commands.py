"""The commands as people type them: the real program, the real flow on Prefect, the sample and broken input."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from foretold.ledger.files import only_writer

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BIN = Path(sys.executable).parent


def foretold(
    *arguments: object, cwd: Path, expect: int | None = 0, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder and return what it said; fail unless it exits with `expect`."""
    done = subprocess.run(
        [BIN / "foretold", *map(str, arguments)],
        check=False,
        cwd=cwd,
        env=os.environ | {"FORETOLD_USER": "tester"} | environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert expect is None or done.returncode == expect, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which the sample was run once, with the flow on a real temporary Prefect server."""
    folder = tmp_path_factory.mktemp("home")
    done = foretold("run", cwd=folder)
    (folder / "first-run.txt").write_text(done.stdout + done.stderr)
    return folder


def with_prefect(home: Path, data: str) -> str:
    """Give a new data folder the Prefect of the first run: its migrations take as long as a night, once each."""
    shutil.copytree(home / "data/sample/prefect", home / data / "prefect")
    return data


def rows(home: Path, query: str) -> list[dict[str, object]]:
    done = foretold("sql", "--format", "jsonl", query, cwd=home)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_sample_is_scored_and_ranked(home: Path) -> None:
    board = rows(home, "select * from leaderboard")
    ranked = [row for row in board if row["rank"] is not None]
    unranked_with_questions = [row for row in board if row["rank"] is None and int(str(row["n_questions"])) > 0]
    assert len(ranked) >= 4
    assert all(int(str(row["n_questions"])) >= 10 for row in ranked)
    assert len(unranked_with_questions) >= 2
    assert rows(home, "select count(*) as n from scores where scale = 'survey-2026'")[0]["n"] >= 60  # type: ignore[operator]
    assert rows(home, "select is_sample from editions") == [{"is_sample": True}]


def test_the_summary_tells_what_was_done(home: Path) -> None:
    said = (home / "first-run.txt").read_text()
    for word in (
        "files seen",
        "forecasts found",
        "rows quarantined",
        "forecasts scored",
        "data/sample/editions/000001",
    ):
        assert word in said
    assert "quarantined │ 0" in said


def test_a_second_run_says_that_nothing_changed_and_changes_nothing(home: Path) -> None:
    before = rows(home, "select * from forecasts order by forecast_id")
    done = foretold("run", cwd=home)
    assert "unchanged      │ 16" in done.stdout
    assert "(unchanged)" in done.stdout
    assert rows(home, "select * from forecasts order by forecast_id") == before
    assert rows(home, "select edition_number from editions") == [{"edition_number": 1}]


def test_every_quote_of_the_sample_stands_in_its_file(home: Path) -> None:
    places = rows(home, "select quote, start_offset, end_offset, address from forecasts "
                        "join documents using (document_id) join captures using (capture_id)")  # fmt: skip
    for place in places:
        text = (ROOT / "corpus" / "commentary" / str(place["address"])).read_bytes().decode("utf-8")
        assert text[int(str(place["start_offset"])) : int(str(place["end_offset"]))] == place["quote"]
    assert len(places) > 100


def test_recording_an_outcome_changes_the_score_and_the_page(home: Path) -> None:
    one = rows(home, "select forecast_id from forecasts where probability is not null and question_id not in "
                     "(select question_id from outcomes) order by forecast_id limit 1")[0]["forecast_id"]  # fmt: skip
    done = foretold("record", one, "yes", "--settled", "2025-12-01", "--because", "seen in a test", cwd=home)
    assert "Recorded yes" in done.stdout
    assert len(rows(home, f"select * from scores where forecast_id = '{one}' and scale = 'survey-2026'")) == 1
    page = home / "data/sample/editions/current/site/forecasts" / f"{one}.html"
    assert "seen in a test" in page.read_text(encoding="utf-8")
    assert ": 1 lines" not in foretold("journal", "check", cwd=home).stdout


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_real_corpus_gives_named_experts_with_scores(home: Path) -> None:
    foretold("run", "--source", SHARED / "corpus", "--data", with_prefect(home, "real"), cwd=home)
    done = foretold(
        "record", "--from", SHARED / "corpus" / "outcomes.csv", "--partial", "--data", "real", cwd=home, expect=None
    )
    assert done.returncode in (0, 2)
    names = foretold("sql", "--data", "real", "--format", "csv",
                     "select distinct name from scores join forecasters using (forecaster_id)", cwd=home).stdout  # fmt: skip
    experts = [name for name in ("Lister", "Zilberman", "Galeotti", "Pollak") if name in names]
    assert len(experts) >= 3, names
    dated = foretold(
        "sql",
        "--data",
        "real",
        "--format",
        "csv",
        "select count(*) from forecasts where made_on > current_date",
        cwd=home,
    )
    assert dated.stdout.split() == ["count_star()", "0"]


BROKEN = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 40,
    "latin.txt": "The café will close in May. Le café fermera.\n".encode("latin-1"),
    "yaml.md": b"---\ntitle: [unclosed\n---\nThe dam will break in May.\n",
    "future.md": b"---\npublished: 2999-01-01\n---\nThe dam will break before May.\n",
    "far.md": b"---\npublished: 20205-01-01\n---\nThe bridge will fall before May.\n",
    "large.txt": b"The wall will fall in June. " * 1_900_000,
}


def test_broken_files_are_named_and_the_others_go_through(home: Path) -> None:
    folder = home / "broken"
    folder.mkdir()
    for name, content in BROKEN.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text("The bridge will open in June.\n")
    done = foretold("run", "--source", folder, "--data", with_prefect(home, "broken-data"), cwd=home, expect=2)
    for name in BROKEN:
        assert len([line for line in done.stdout.splitlines() if "not read:" in line and name in line]) == 1, name
    found = foretold("sql", "--data", "broken-data", "--format", "csv",
                     "select name, published_on, published_reason from forecasts join documents using (document_id)", cwd=home)  # fmt: skip
    assert "good," in found.stdout
    assert "2999" not in found.stdout.split("future")[0]
    assert not re.search(r"^\w+,2999", found.stdout, re.MULTILINE)


def test_mistakes_get_one_line_and_an_exit_code(home: Path, tmp_path: Path) -> None:
    for expected, arguments in {
        ("2", "nowhere"): ("run", "--source", "nowhere"),
        ("2", "no forecast 'f_none'"): ("record", "f_none", "yes", "--settled", "2025-01-01", "--because", "x"),
        ("2", "YYYY-MM-DD"): ("record", "f_", "yes", "--settled", "1 May", "--because", "x"),
        ("2", "does not exist"): ("sql", "select * from nothing_of_the_kind"),
        ("2", "--within"): ("due", "--within", "soon"),
        ("2", "no edition"): ("sql", "--data", tmp_path / "empty", "select 1"),
    }.items():
        done = foretold(*arguments, cwd=home, expect=int(expected[0]))
        assert expected[1] in done.stderr, done.stderr


def test_a_second_run_while_one_runs_is_refused(home: Path) -> None:
    with only_writer(home / "data/sample/.lock"):
        done = foretold("run", cwd=home, expect=3)
    assert "another process" in done.stderr


def test_a_data_folder_that_cannot_be_one_is_named(home: Path) -> None:
    (home / "file").write_text("no folder")
    done = foretold("run", "--data", home / "file" / "data", cwd=home, expect=2)
    assert "cannot be written" in done.stderr


def test_a_ledger_of_a_newer_version_is_refused(home: Path) -> None:
    shutil.copytree(home / "data/sample", home / "newer", symlinks=True)
    with duckdb.connect(str(home / "newer/ledger.duckdb")) as con:
        con.execute("insert into migrations values ('999_newer.sql', 'x', now())")
    done = foretold("run", "--data", home / "newer", cwd=home, expect=4)
    assert "999_newer.sql" in done.stderr


def test_the_pages_are_served(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([BIN / "foretold", "serve", "--port", str(port)], cwd=home, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    page = answer.read().decode()
                    policy = answer.headers["Content-Security-Policy"]
                break
            except OSError:
                time.sleep(0.1)
        assert "Who forecasts well?" in page
        assert "default-src 'self'" in policy
    finally:
        server.terminate()
        server.wait(timeout=20)


def _commands() -> Iterator[str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL):
        yield from block.strip().splitlines()


README = list(_commands())


def test_the_readme_has_its_commands() -> None:
    assert README[:2] == ["make run", "make test"]


@pytest.mark.parametrize("command", [line for line in README if line.startswith("foretold ")])
def test_every_command_of_the_readme_runs(home: Path, articles: Path, command: str) -> None:
    shutil.copytree(articles, home / "articles", dirs_exist_ok=True)
    if not (home / "outcomes.csv").exists():
        (home / "outcomes.csv").write_text(
            "document,quote,outcome,resolved_on,note\nports,The strike will end before Easter,yes,2024-03-28,It ended\n"
        )
    if "serve" in command:
        command = command.replace("serve", "serve --help")  # it runs in a test of its own above
    if "FORECAST" in command:
        one = rows(home, "select forecast_id from forecasts where quote ilike '%strike will end%'")[0]["forecast_id"]
        command = command.replace("FORECAST", str(one))
    done = subprocess.run(
        command,
        shell=True,
        check=False,
        cwd=home,
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "FORETOLD_USER": "tester"},
        capture_output=True,
        text=True,
        timeout=280,
    )
    # The suite also runs on a DuckDB newer than the lock's, which the doctor then names.
    is_named = command == "foretold doctor" and f"FAULT duckdb: {duckdb.__version__}" in done.stdout
    assert done.returncode == (1 if is_named else 0), done.stdout + done.stderr


def test_make_run_works_in_the_checkout() -> None:
    """What the first command of the README does, for real; the second is running now."""
    done = subprocess.run(["make", "-n", "run"], check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "foretold run" in done.stdout


def test_help_is_there_at_once() -> None:
    """Start-up imports none of the heavy libraries."""
    code = "import sys, foretold.cli; print([m for m in ('prefect', 'great_expectations', 'spacy', 'duckdb') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_archive_is_taken_by_processes_and_again_for_nothing(articles: Path, tmp_path: Path) -> None:
    archive = ("backfill", articles, "--data", tmp_path / "data", "--chunk", "1")
    first = foretold(*archive, "--workers", "2", cwd=tmp_path)
    assert "5 forecasts in 3 documents" in first.stderr
    assert len(list((tmp_path / "data" / "extractions").iterdir())) == 3
    assert (tmp_path / "data" / "editions" / "000001").exists()
    again = foretold(*archive, "--engine", "inline", "--load-only", cwd=tmp_path)
    assert "0 forecasts in 0 documents" in again.stderr
    assert len(list((tmp_path / "data" / "extractions").iterdir())) == 3
