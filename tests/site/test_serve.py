"""The live server: the same pages, the current edition at each request, search, and headers that keep strangers out."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from urllib.parse import quote

import pytest
from builder import Ledger
from editions import HOSTILE, add, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from foretold.search.index import NAME
from foretold.settings import house
from foretold.site.build import build_site
from foretold.site.data import EditionReader
from foretold.site.listing import Listing, Selection
from foretold.site.pages import Pages
from foretold.site.rows import Forecast, Listed
from foretold.site.serve import as_csv, make_app

Publish = Callable[..., Path]


@pytest.fixture(scope="module")
def client(edition: Path) -> TestClient:
    link = edition.parents[1] / "current.duckdb"
    return TestClient(make_app(link, house()))


def test_every_static_page_is_served_too(client: TestClient, site: Path) -> None:
    for file in site.rglob("*.html"):
        path = file.relative_to(site).as_posix()
        assert client.get(f"/{path}").status_code == 200, path


def test_a_permalink_is_the_same_live_and_static(client: TestClient, site: Path) -> None:
    for path in ("index.html", "forecasts/f1.html", "forecasters/ada.html", "questions/q_0.html", "method.html"):
        live, static = client.get(f"/{path}").text, (site / path).read_text(encoding="utf-8")
        told_later = re.compile(
            r'<script src="[./]*alarm\.js" defer></script>\n'
        )  # a server tells it in the page itself
        assert told_later.search(static)
        assert live.partition("<footer>")[0] == told_later.sub("", static).partition("<footer>")[0]


def test_answers_carry_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/forecasts/f1.html", "/static/foretold.css", "/feed.xml", "/nothing", "/data/foretold.duckdb"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'; ")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_search_finds_words_in_any_order_and_case(client: TestClient) -> None:
    page = client.get("/forecasts/index.html", params={"q": "COME q_0 think", "forecaster": "ada"}).text
    assert "1 forecast found" in page
    assert "I think that q_0 will come about." in page
    assert "q_1 comes about" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "open"}, 2),
        ({"status": "void"}, 3),
        ({"status": "resolved"}, 19),
        ({"band": "scheduled"}, 1),
        ({"topic": "economy"}, 24),
        ({"topic": "none"}, 0),
        ({"q": "strike"}, 0),
        ({"q": "<script>"}, 1),
        ({"q": "100%' or 1=1 --"}, 0),
        ({"q": "%"}, 0),
        ({"q": "thi"}, 23),
        ({"word": "likely"}, 5),
        ({"source": "sample"}, 24),
        ({"since": "2020-01-02"}, 0),
        ({"until": "2020-01-01", "forecaster": "ada"}, 8),
        ({"low": "0.9", "high": "1"}, 10),
    ],
)
def test_filters_select(client: TestClient, asked: dict[str, str], found: int) -> None:
    text = client.get("/forecasts/index.html", params=asked).text
    assert f"{found} forecast" in text
    assert ("Nothing matches" in text) == (found == 0)


def test_what_was_asked_is_shown_escaped(client: TestClient) -> None:
    page = client.get("/forecasts/index.html", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&gt;&lt;script&gt;" in page


def test_the_selection_downloads_as_csv_without_formulas(publish_edition: Publish, tmp_path: Path) -> None:
    def formula(ledger: Ledger) -> None:
        add(ledger, "Ada Brandt", "q_1", "likely", claim="=1+1")

    edition = publish_edition(formula, tmp_path)
    answer = TestClient(make_app(edition.parents[1] / "current.duckdb", house())).get("/forecasts/selection.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["claim"] for row in rows] == ["'=1+1"]
    assert answer.headers["content-type"].startswith("text/csv")


def test_pages_and_files_that_are_not_there_are_404(client: TestClient) -> None:
    for path in (
        "/nothing.html", "/forecasts/nothing.html", "/forecasters/..%2f..%2fetc%2fpasswd.html", "/questions/'.html",
        "/forecasts/page-99999999999999999999.html", f"/forecasts/page-{'7' * 5000}.json", "/forecasts/page-4000.html",
        f"/forecasters/page-{'7' * 5000}.html", "/forecasters/page-9999999.html", "/data/..%2fforetold.duckdb", "/data/fingerprint", "/static/../pages/home.html", "/data/parquet",
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "root:" not in answer.text


def test_a_new_edition_shows_at_once_and_the_old_one_stays_readable(publish_edition: Publish, tmp_path: Path) -> None:
    def one(ledger: Ledger) -> None:
        add(ledger, "Ada Brandt", "q_1", "likely")

    first = publish_edition(one, tmp_path)
    client = TestClient(make_app(tmp_path / "current.duckdb", house()))
    assert "<dd>1</dd>" in client.get("/").text
    second = publish_edition(fill, tmp_path)
    assert first != second
    assert "<dd>24</dd>" in client.get("/").text


def test_without_an_edition_the_server_says_so(tmp_path: Path) -> None:
    answer = TestClient(make_app(tmp_path / "current.duckdb", house())).get("/")
    assert answer.status_code == 503
    assert "publish one with `foretold run`" in answer.text


def test_the_server_and_the_static_build_select_alike(edition: Path) -> None:
    whole, live = EditionReader(edition, whole=True), EditionReader(edition, whole=False)
    for column, value in (("forecast_id", "f1"), ("forecaster_id", "ada"), ("question_id", "q_0")):
        assert whole.where(Forecast, column, value) == live.where(Forecast, column, value) != ()
    found = Listing(edition.with_name(NAME)).select(Selection(), start=0, limit=50).forecasts
    listed = next(iter(Pages(whole).forecasts())).forecasts
    names = [field.name for field in fields(Listed)]
    assert [[getattr(f, n) for n in names] for f in found] == [[getattr(f, n) for n in names] for f in listed]
    whole.close()
    live.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "q",
                "forecaster",
                "source",
                "topic",
                "band",
                "word",
                "status",
                "since",
                "low",
                "high",
                "sort",
                "page",
                "other",
            ]
        ),
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
            st.sampled_from(["0", "-1", "9" * 30, "\x00", HOSTILE, "%", "'"]),
        ),
        max_size=4,
    )
)
def test_no_query_breaks_the_list(client: TestClient, asked: dict[str, str]) -> None:
    for path in ("/forecasts/index.html", "/forecasts/index.json", "/forecasts/selection.csv"):
        assert client.get(path, params=asked).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["forecasts/page-", "forecasters/page-", "forecasts/", "forecasters/", "questions/", "data/"]),
    st.one_of(
        st.integers(0, 10**30).map(str),
        st.integers(0, 6000).map("9".__mul__),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=50),
    ),
    st.sampled_from(["html", "json", "csv", "card.svg"]),
)
def test_no_address_breaks_the_server(client: TestClient, place: str, name: str, ending: str) -> None:
    assert client.get(f"/{place}{quote(name, safe='')}.{ending}").status_code in (200, 404)


def test_the_csv_holds_the_whole_selection_and_is_sent_in_pieces(
    edition: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foretold.site.serve.CSV_ROWS", 5)
    listing = Listing(edition.with_name(NAME))
    n = listing.select(Selection(), start=0, limit=1).n
    pieces = list(as_csv(listing.stream(Selection())))
    listing.close()
    assert len(pieces) == 1 + -(-n // 5)
    assert len(list(csv.DictReader(io.StringIO("".join(pieces))))) == n > 5


@pytest.mark.parametrize(
    ("sort", "column"),
    [("brier", "brier"), ("-brier", "brier"), ("probability", "probability"), ("due", "due_latest_on")],
)
def test_the_list_is_sorted_and_the_csv_is_in_the_same_order(client: TestClient, sort: str, column: str) -> None:
    listed = client.get("/forecasts/index.json", params={"sort": sort}).json()["forecasts"]
    values = [one[column] for one in listed if one[column] is not None]
    assert values == sorted(values, reverse=sort in ("-brier", "probability"))
    found = list(csv.DictReader(io.StringIO(client.get("/forecasts/selection.csv", params={"sort": sort}).text)))
    assert [row["forecast_id"] for row in found] == [one["forecast_id"] for one in listed]


def test_what_lies_beside_a_page_is_served_and_only_the_card_may_be_framed(client: TestClient, site: Path) -> None:
    for file in [*site.rglob("*.svg"), *site.rglob("*.csv"), *site.rglob("*.json")]:
        path = file.relative_to(site).as_posix()
        if file.name == "page-keys.json" or path.startswith("static"):
            continue
        answer = client.get(f"/{path}")
        assert answer.status_code == 200, path
        if file.suffix == ".svg":
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors ")
            assert policy.endswith("*") == file.name.endswith(".card.svg")
            assert answer.content == file.read_bytes()
    assert client.get("/forecasters/ada.nothing.svg").status_code == 404


def test_no_request_fails_while_editions_are_swapped(publish_edition: Publish, tmp_path: Path) -> None:
    publish_edition(fill, tmp_path)
    client = TestClient(make_app(tmp_path / "current.duckdb", house()))
    answers: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            answers.append(client.get("/forecasts/index.html", params={"q": "think"}).status_code)

    def until(n: int) -> None:
        deadline = time.monotonic() + 30
        while len(answers) < n:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 12):  # benchmarks/search.py makes fifty, with a million forecasts
        before, after = tmp_path / f"{number - 1:06d}", tmp_path / f"{number:06d}"
        shutil.copytree(before, after, copy_function=os.link)
        (tmp_path / "beside").symlink_to(after.name)
        (tmp_path / "beside").replace(tmp_path / "current")
        if number > 2:
            shutil.rmtree(tmp_path / f"{number - 2:06d}")
        until(len(answers) + 1)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(answers) >= 10
    assert set(answers) == {200}


def test_the_list_pages_through_everything(publish_edition: Publish, tmp_path: Path) -> None:
    def many(ledger: Ledger) -> None:
        for number in range(120):
            add(ledger, "Ada Brandt", f"q_{number}", "likely")

    edition = publish_edition(many, tmp_path)
    build_site(edition, tmp_path / "site", house=house())
    client = TestClient(make_app(tmp_path / "current.duckdb", house()))
    static = [
        (tmp_path / "site" / "forecasts" / name).read_text("utf-8")
        for name in ("index.html", "page-2.html", "page-3.html")
    ]
    live = [client.get("/forecasts/index.html", params={"page": page}).text for page in (1, 2, 3)]
    for pages in (static, live):
        seen = [part.split('"')[0] for page in pages for part in page.split('class="claim" href="../forecasts/')[1:]]
        assert len(seen) == len(set(seen)) == 120
