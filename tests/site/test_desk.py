"""The desk: decisions reach the journal and the next edition; nothing else can write, and nothing typed is lost."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from data_folder import make_data_folder
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from foretold.errors import BusyError, LedgerError, SettingsError
from foretold.ledger.files import only_writer
from foretold.ledger.journal import Journal
from foretold.settings import Settings, house, load_settings
from foretold.site.desk import Desk, KeptJournal
from foretold.site.desk_routes import LARGEST_BODY, body_of
from foretold.site.publisher import Publisher
from foretold.site.serve import make_app, publish_journal, serve

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_data_folder(tmp_path_factory.mktemp("night"))


@pytest.fixture
def settings(night: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(night.data, tmp_path / "data", symlinks=True)
    return replace(night, data=tmp_path / "data")


@contextmanager
def served(settings: Settings, proxy: str = "", hosts: tuple[str, ...] = ()) -> Iterator[tuple[TestClient, Desk]]:
    publisher = Publisher(lambda: publish_journal(settings))
    desk = Desk(settings.user, KeptJournal(settings.journal), publisher, settings.search, proxy, hosts)
    app = make_app(settings.edition, house(), desk=desk, runs=settings.runs)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client, desk


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with served(settings) as (client, _):
        yield client


@pytest.fixture(scope="module")
def asked_client(night: Settings) -> Iterator[TestClient]:
    """A client of a desk that nothing is written at."""
    with served(night) as (client, _):
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


def until(check: object, *, seconds: float = 90) -> None:
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
    answer = client.post("/desk-undo", data={"token": filled["token"], "line": "1"}, headers=OURS)
    assert "Decided just now" not in answer.text
    assert [value for _, _, value, _ in lines(settings)] == ["yes", "open"]
    until(lambda: f'data-desk="{filled["forecast"]}"' in client.get("/desk.html").text)


def test_the_desk_is_valid_html(client: TestClient, tmp_path: Path, invalid: Callable[..., list[str]]) -> None:
    decided = client.post("/desk-outcome", data=form(client), headers=OURS).text
    wrong = client.post("/desk-correct", data=form(client, claim="x", because=""), headers=OURS).text
    merges, blind = (client.get(f"/{path}").text for path in ("desk-merges.html", "desk.html?blind=1"))
    (tmp_path / "desk").mkdir()
    for number, page in enumerate((decided, wrong, merges, blind)):
        (tmp_path / "desk" / f"{number}.html").write_text(page, encoding="utf-8")
    assert invalid(tmp_path / "desk") == []


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
        ({"forecast": "f_nothing"}, "no forecast"),
    ],
)
def test_a_mistake_is_explained_and_nothing_typed_is_lost(
    client: TestClient, settings: Settings, wrong: dict[str, str], said: str
) -> None:
    answer = client.post("/desk-outcome", data=form(client, **wrong), headers=OURS)
    assert answer.status_code == 400
    assert said in answer.text
    if "forecast" not in wrong:
        assert 'value="https://example.org/x"' in answer.text
    assert lines(settings) == []


def test_a_share_is_recorded_as_one(client: TestClient, settings: Settings) -> None:
    client.post("/desk-outcome", data=form(client, outcome="share", share="0.3"), headers=OURS)
    assert [value for _, _, value, _ in lines(settings)] == ["0.3"]


def test_a_reading_is_corrected_and_the_pages_keep_what_was_read(client: TestClient, settings: Settings) -> None:
    filled = form(client, claim="The bank raises its rate in 2019", deadline="2019-11", because="He means November.")
    client.post("/desk-correct", data=filled, headers=OURS)
    assert [(field, value) for _, field, value, _ in lines(settings)] == [
        ("claim", "The bank raises its rate in 2019"),
        ("deadline", "2019-11-01/2019-11-30"),
    ]
    until(lambda: "The bank raises its rate in 2019" in client.get(f"/forecasts/{filled['forecast']}.html").text)
    assert "Claim, before:" in client.get(f"/forecasts/{filled['forecast']}.html").text
    client.post("/desk-undo", data={"token": filled["token"], "line": "1"}, headers=OURS)
    assert len(lines(settings)) == 4


def test_two_people_who_judge_blind_and_agree_decide(settings: Settings) -> None:
    with served(settings, proxy="testclient") as (client, _):
        for user, n_lines in (("Ines", 1), ("Tomasz", 2)):
            headers = OURS | {"x-forwarded-user": user}
            page = client.get("/desk.html?blind=1", headers=headers).text
            assert f"You decide as <strong>{user}</strong>" in page
            assert "Ines</bdi>" not in page
            filled = form(client, blind="1")
            answer = client.post("/desk-outcome", data=filled, headers=headers)
            assert len(lines(settings)) == n_lines
            assert f'data-desk="{filled["forecast"]}"' not in answer.text
            until(lambda headers=headers: "Publishing" not in client.get("/desk.html", headers=headers).text)
        until(lambda: "happened" in client.get(f"/forecasts/{filled['forecast']}.html").text)


def test_what_later_documents_say_stands_beside_the_claim(client: TestClient) -> None:
    listed = client.get("/forecasts/index.json", params={"q": "raise rate"}).json()["forecasts"]
    page = client.get("/desk.html", params={"forecast": listed[0]["forecast_id"]}).text
    assert "The central bank raised its rate at the end of its meeting." in page


def test_a_proposed_pair_is_confirmed_refused_and_undone(client: TestClient, settings: Settings) -> None:
    page = client.get("/desk-merges.html").text
    assert page.count("Norvia will leave the customs union") >= 2
    found = re.search(r'name="proposal" value="([^"]+)"', page)
    assert found
    filled = form(client) | {"proposal": found[1], "decision": "confirm", "because": "Both mean the treaty."}
    assert "a decision without a reason" in client.post("/desk-link", data=filled | {"because": ""}, headers=OURS).text
    for unmeant, said in (("", "no decision was chosen"), ("maybe", "no decision &#39;maybe&#39;")):
        refused = client.post("/desk-link", data=filled | {"decision": unmeant, "side": "opposite"}, headers=OURS)
        assert refused.status_code == 400
        assert said in refused.text
        assert "Both mean the treaty.</textarea>" in refused.text
        assert '<option value="opposite" selected>' in refused.text
    assert lines(settings) == []
    answer = client.post("/desk-link", data=filled, headers=OURS)
    assert [(kind, field) for kind, field, _, _ in lines(settings)] == [("forecast", "question")]
    assert "No pair waits." in answer.text
    client.post("/desk-undo", data={"token": filled["token"], "line": "1"}, headers=OURS)
    assert len(lines(settings)) == 2
    until(lambda: "Publishing" not in client.get("/desk.html").text)
    client.post("/desk-link", data=filled | {"decision": "refuse"}, headers=OURS)
    assert len(lines(settings)) == 3


def test_only_the_proxy_says_who_decides_and_nobody_decides_nothing(settings: Settings) -> None:
    named = OURS | {"x-forwarded-user": "Mallory"}
    for proxy, user in (("192.0.2.7", "Tess Ter"), ("", "")):
        with served(replace(settings, user=user), proxy=proxy) as (client, _):
            assert "Nobody who may decide is known" in client.get("/desk.html", headers=named).text
            assert client.post("/desk-outcome", data=form(client), headers=named).status_code == 403
    with served(settings) as (client, _):
        client.post("/desk-outcome", data=form(client), headers=named)
    assert [by for _, _, _, by in lines(settings)] == ["Tess Ter"]


@pytest.mark.parametrize(("by", "environment"), [(None, {}), ("Ines", {}), (None, {"FORETOLD_USER": "Ines"})])
def test_the_login_is_nobody_until_somebody_is_configured(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str | None, environment: dict[str, str]
) -> None:
    apps: list[Starlette] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORETOLD_USER", raising=False)
    for name, value in ({"LOGNAME": "mallory"} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("uvicorn.run", lambda app, **_: apps.append(app))
    serve(settings.data, by=by)
    with TestClient(apps[0], base_url="http://127.0.0.1") as client:
        answer = client.post("/desk-outcome", data=form(client), headers=OURS)
        is_known = bool(by or environment)
        assert ("start <code>foretold serve --by NAME</code>" in client.get("/desk.html").text) is not is_known
        assert answer.status_code == (200 if is_known else 403)
        assert is_known or "--by NAME" in answer.text
    assert [who for _, _, _, who in lines(settings)] == (["Ines"] if is_known else [])
    assert load_settings(settings.data).decider == environment.get("FORETOLD_USER", "mallory")


def test_behind_a_proxy_only_its_hosts_are_answered(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "foretold.toml"
    file.write_text('proxy = "testclient"\nhosts = ["desk.example.org"]\n')
    chosen = load_settings(settings.data, config=file)
    with served(settings, proxy=chosen.proxy, hosts=chosen.hosts) as (client, _):
        for host, status in (("desk.example.org", 200), ("127.0.0.1:8000", 200), ("evil.example", 400)):
            headers = OURS | {"x-forwarded-user": "Ines", "host": host}
            assert client.get("/desk.html", headers=headers).status_code == status
            assert client.post("/desk-outcome", data=form(client), headers=headers).status_code == status
    file.write_text('hosts = ["*"]\n')
    with pytest.raises(SettingsError, match="a list of names without"):
        load_settings(config=file)


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
    pieces = iter([b"x" * 20_000] * 5000)
    chunked = client.post("/desk-outcome", content=pieces, headers=OURS)
    assert chunked.status_code == 413
    assert lines(settings) == []


def test_what_is_sent_in_chunks_is_counted_while_it_comes() -> None:
    n_read = 0

    async def receive() -> Message:
        nonlocal n_read
        n_read += 10_000
        return {"type": "http.request", "body": b"x" * 10_000, "more_body": n_read < 100_000_000}

    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"7")]}
    with start_blocking_portal() as portal:  # a loop of its own: a browser test may have left one running here
        assert portal.call(body_of, Request(scope, receive)) is None
    assert n_read <= LARGEST_BODY + 10_000


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["desk.html", "desk-merges.html"]),
    st.dictionaries(
        st.sampled_from(["forecast", "after", "blind", "proposal", "outcome", "settled_on", "claim", "share", "other"]),
        st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.sampled_from(["\x00", "f_", "%"])),
        max_size=4,
    ),
)
def test_no_query_breaks_the_desk(asked_client: TestClient, path: str, asked: dict[str, str]) -> None:
    answer = asked_client.get(f"/{path}", params=asked)
    assert answer.status_code == 200
    assert "<script>" not in answer.text


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
