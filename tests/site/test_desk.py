"""The desk: decisions reach the journal and the next edition; nothing else can write, and nothing typed is lost."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from data_folder import make_data_folder
from starlette.testclient import TestClient

from foretold.errors import BusyError, LedgerError
from foretold.ledger.files import only_writer
from foretold.ledger.journal import Journal
from foretold.settings import Settings, house
from foretold.site.desk import LARGEST_BODY, Desk, Publisher
from foretold.site.serve import make_app, publish_journal

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_data_folder(tmp_path_factory.mktemp("night"))


@pytest.fixture
def settings(night: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(night.data, tmp_path / "data", symlinks=True)
    return replace(night, data=tmp_path / "data")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    desk = Desk(settings.user, Journal(settings.journal), Publisher(lambda: publish_journal(settings)))
    app = make_app(settings.edition, house(), desk=desk, runs=settings.runs)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def form(client: TestClient, **values: str) -> dict[str, str]:
    page = client.get("/desk.html").text
    token = re.search(r'name="token" value="([^"]+)"', page)
    forecast = re.search(r'name="forecast" value="([^"]+)"', page)
    assert token
    assert forecast
    filled = {
        "outcome": "yes",
        "settled_on": "2019-12-12",
        "because": "The bank raised it.",
        "evidence": "https://example.org/x",
    }
    return {"token": token[1], "forecast": forecast[1]} | filled | values


def lines(settings: Settings) -> list[tuple[str, str, str | None, str]]:
    decisions = [line.decision for line in Journal(settings.journal).lines()]
    return [(d.kind, d.field, d.value, d.by) for d in decisions]


def until(check: object, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not check():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def test_an_outcome_is_in_the_journal_at_once_and_on_the_page_soon(client: TestClient, settings: Settings) -> None:
    filled = form(client)
    before = client.get("/desk.html").text
    answer = client.post("/desk-outcome", data=filled, headers=OURS)
    assert answer.status_code == 200  # after the redirect, back at the desk
    assert lines(settings) == [("outcome", "outcome", "yes", "Tess Ter")]
    assert "Decided just now" in answer.text
    assert f'data-desk="{filled["forecast"]}"' in before
    assert f'data-desk="{filled["forecast"]}"' not in answer.text
    until(lambda: "✓</span> happened" in client.get(f"/forecasts/{filled['forecast']}.html").text)
    page = client.get(f"/forecasts/{filled['forecast']}.html").text
    assert "The bank raised it." in page
    assert "<bdi>Tess Ter</bdi>" in page
    assert 'href="https://example.org/x"' in page


def test_undo_is_one_more_line_and_the_forecast_waits_again(client: TestClient, settings: Settings) -> None:
    filled = form(client)
    client.post("/desk-outcome", data=filled, headers=OURS)
    until(lambda: "happened" in client.get(f"/forecasts/{filled['forecast']}.html").text)
    answer = client.post("/desk-undo", data={"token": filled["token"], "forecast": filled["forecast"]}, headers=OURS)
    assert "Decided just now" not in answer.text
    assert [value for _, _, value, _ in lines(settings)] == ["yes", "open"]
    until(lambda: f'data-desk="{filled["forecast"]}"' in client.get("/desk.html").text)


def test_a_rejected_extraction_leaves_the_pages(client: TestClient, settings: Settings) -> None:
    filled = form(client, because="He reports what others say.")
    client.post("/desk-reject", data=filled, headers=OURS)
    assert lines(settings) == [("forecast", "status", "rejected", "Tess Ter")]
    until(lambda: client.get(f"/forecasts/{filled['forecast']}.html").status_code == 404)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": ""}, "no outcome was chosen"),
        ({"outcome": "share", "share": "1.5"}, "a share from 0 to 1"),
        ({"settled_on": "soon"}, "dates are written YYYY-MM-DD"),
        ({"settled_on": "9998-01-01"}, "in the future"),
        ({"settled_on": "2018-01-01"}, "an outcome comes after its forecast"),
        ({"because": "  "}, "a decision without a reason"),
        ({"forecast": "f_nothing"}, "no such forecast"),
    ],
)
def test_a_mistake_is_explained_and_nothing_typed_is_lost(
    client: TestClient, settings: Settings, wrong: dict[str, str], said: str
) -> None:
    answer = client.post("/desk-outcome", data=form(client, **wrong), headers=OURS)
    assert answer.status_code == 422
    assert said in answer.text
    if "forecast" not in wrong:
        assert 'value="https://example.org/x"' in answer.text
    assert lines(settings) == []


def test_a_share_is_recorded_as_one(client: TestClient, settings: Settings) -> None:
    client.post("/desk-outcome", data=form(client, outcome="share", share="0.3"), headers=OURS)
    assert [value for _, _, value, _ in lines(settings)] == ["0.3"]


def test_other_sites_cannot_decide(client: TestClient, settings: Settings) -> None:
    filled = form(client)
    for headers, values in (
        ({"sec-fetch-site": "cross-site"}, filled),
        ({"sec-fetch-site": "same-site"}, filled),
        (OURS, filled | {"token": "guess"}),
        (OURS, {name: value for name, value in filled.items() if name != "token"}),
    ):
        assert client.post("/desk-outcome", data=values, headers=headers).status_code == 403
    assert client.get("/desk.html", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/desk-outcome").status_code == 405
    assert lines(settings) == []


def test_too_much_is_refused_before_it_is_read(client: TestClient, settings: Settings) -> None:
    long = client.post("/desk-outcome", data=form(client, because="x" * LARGEST_BODY), headers=OURS)
    assert long.status_code == 413
    chunked = client.post("/desk-outcome", content=iter([b"token=x"]), headers=OURS)
    assert chunked.status_code == 413
    assert lines(settings) == []


def test_without_a_desk_nothing_can_be_written(settings: Settings) -> None:
    client = TestClient(make_app(settings.edition, house()))
    assert client.get("/desk.html").status_code == 404
    assert client.post("/desk-outcome", data={"token": ""}).status_code == 404
    assert "desk.html" not in client.get("/").text


def test_while_another_run_writes_the_decision_waits_and_says_so(client: TestClient, settings: Settings) -> None:
    filled = form(client)
    with only_writer(settings.data / ".lock"):
        client.post("/desk-outcome", data=filled, headers=OURS)
        until(lambda: "Recorded, and not published yet" in client.get("/desk.html").text)
        assert len(lines(settings)) == 1
    until(lambda: "happened" in client.get(f"/forecasts/{filled['forecast']}.html").text)


def test_a_publisher_that_fails_says_why() -> None:
    failures: list[Exception] = [
        LedgerError("the ledger is damaged"),
        RuntimeError("boom"),
        BusyError("somebody writes"),
    ]
    for failure, said in zip(failures, ("the ledger is damaged", "boom", "somebody writes"), strict=True):

        def fail(error: Exception = failure) -> None:
            raise error

        publisher = Publisher(fail)
        publisher.wake()
        until(lambda publisher=publisher, said=said: said in publisher.state)
        publisher.close()


def test_a_closing_server_finishes_the_edition_that_it_writes() -> None:
    finished: list[str] = []
    begun = threading.Event()

    def publish() -> None:
        begun.set()
        time.sleep(0.5)
        finished.append("edition")

    publisher = Publisher(publish)
    publisher.wake()
    assert begun.wait(10)
    publisher.close()
    assert finished == ["edition"]


def test_a_failed_night_shows_in_the_live_footer_at_once(client: TestClient, settings: Settings) -> None:
    from foretold.night import Night, note_run

    assert "The last run failed" not in client.get("/").text
    note_run(Night(settings), "failed", "the disk is full")
    assert "The last run failed" in client.get("/method.html").text
