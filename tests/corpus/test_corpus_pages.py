"""Pages on the network: against a real server that misbehaves, each thing that can go wrong is one clear line."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from pathlib import Path

import pytest
import web_server as web
from visits import Resolver, only_problem, source, visit
from web_server import WebServer, page, prose

from foretold.corpus.front_matter import front_matter
from foretold.corpus.store import CaptureStore


def test_a_page_is_stored_with_what_it_says_of_itself(server: WebServer, store: CaptureStore) -> None:
    head = (
        '<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2026-02-01T10:00:00Z">'
        '<link rel="canonical" href="https://example.org/canonical">'
    )
    url = server.serve("/a", page(1, title="Rates to fall", head=head))
    (capture,) = visit(store, source("page", url)).captures
    matter = front_matter(capture.text)
    assert capture.address == url
    assert (matter.words("title"), matter.names("author")) == ("Rates to fall", ("Jane Doe",))
    assert (matter.words("published"), matter.words("url")) == ("2026-02-01", "https://example.org/canonical")
    assert prose(1) in capture.text
    assert "Home" not in capture.text
    assert b"<nav>" in store.raw(capture.capture_id)
    assert server.headers[-1]["User-Agent"].startswith("foretold/")


def test_an_unchanged_page_is_asked_for_by_its_etag_and_costs_nothing(server: WebServer, store: CaptureStore) -> None:
    url = server.route("/a", web.with_etag(page(1)))
    visit(store, source("page", url))
    log = store.log.read_bytes()
    again = visit(store, source("page", url), days=1)
    assert server.headers[-1]["If-None-Match"] == '"v1"'
    assert (again.captures, again.n_seen, again.n_unchanged, again.problems) == ([], 1, 1, [])
    assert store.log.read_bytes() == log


def test_last_modified_is_sent_back_and_reread_asks_for_all(server: WebServer, store: CaptureStore) -> None:
    url = server.serve("/a", page(1), Last_Modified="Tue, 03 Mar 2026 10:00:00 GMT")
    visit(store, source("page", url))
    visit(store, source("page", url), days=1)
    assert server.headers[-1]["If-Modified-Since"] == "Tue, 03 Mar 2026 10:00:00 GMT"
    visit(store, source("page", url), days=1, reread=True)
    assert "If-Modified-Since" not in server.headers[-1]


def test_a_page_whose_frame_changes_is_unchanged_and_one_whose_text_changes_is_new(
    server: WebServer, store: CaptureStore
) -> None:
    url = server.serve("/a", page(1))
    visit(store, source("page", url))
    server.serve("/a", page(1, head="<script>var token = 17;</script>"))
    assert visit(store, source("page", url), days=1).n_unchanged == 1
    assert len(list(store.root.rglob("*.raw.gz"))) == 1
    server.serve("/a", page(1, body=prose(1) + "\n\n" + prose("one more", 12)))
    (newer,) = visit(store, source("page", url), days=2).captures
    assert store.duplicates() == {}
    assert list(store.superseded().values()) == [newer.capture_id]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (web.slow(2.0), "too slow"),
        (web.dripping, "it took more than 1.2 s"),
        (web.truncated_gzip, "the gzip ends in the middle (3 tries)"),
        (web.bomb, "more than 1 MB"),
        (web.cut_short, "broke off"),
        (web.two_gigabytes, "it has 2,000 MB"),
        (web.endless, "more than 1 MB"),
        (web.reset, "3 tries"),
        (web.to("/a"), "redirects more than 5 times"),
        (web.to("ftp://example.org/a"), "no address of the web"),
        (web.to("http://[::bad/a"), "no address"),
        (web.busy("3600"), "answers 429: it asks to wait 3600 s"),
        (web.busy(web.date_in(39_000)), "it asks to wait 3"),  # from when this list was made, so some less
        (web.busy("", n=9), "the server answers 429 (3 tries)"),
        (web.busy("", n=9, status=503), "the server answers 503 (3 tries)"),
        (lambda h: h.send(404), "answers 404; the page is there"),
        (lambda h: h.send(403), "answers 403; the site lets programs read it"),
        (lambda h: h.send(200, b"{}", "application/json"), "it is application/json"),
        (lambda h: h.send(200, b"\x89PNG", "image/png"), "it is image/png"),
        (lambda h: h.send(200, b'{"html": "<p>x</p>"}', "text/html"), "it says that it is HTML and is JSON"),
        (lambda h: h.send(200, b"", "text/html"), "it is empty"),
        (lambda h: h.send(200, b"<html><body></body></html>", "text/html"), "no main text"),
        (lambda h: h.send(200, page("\xdc").encode("latin-1"), "text/html; charset=utf-8"), "is not UTF-8"),
        (lambda h: h.send(200, page("\xdc").encode("latin-1"), "text/html; charset=utf-9"), "is not UTF-8"),
        (lambda h: h.send(200, b"x", "text/html", Content_Encoding="br"), "packed as br"),
        (lambda h: h.send(200, b"no gzip", "text/html", Content_Encoding="gzip"), "it is no gzip"),
        (lambda h: h.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n"), "does not speak HTTP"),
        (lambda h: h.send(200, b"%PDF-1.7 no", "application/pdf"), "no PDF that can be read"),
    ],
)  # fmt: skip
@pytest.mark.timeout(120)  # it holds nobody up
def test_a_server_that_misbehaves_is_one_clear_line(
    server: WebServer, store: CaptureStore, how: web.Route, said: str
) -> None:
    url = server.route("/a", how)
    found = visit(store, source("page", url))
    line = only_problem(found)
    assert said in line
    assert line.startswith(f"paper: {url}: ")
    assert found.captures == []
    # It is tried again in the next run, whatever the reason was.
    server.serve("/a", page(1))
    assert len(visit(store, source("page", url), days=1).captures) == 1


def test_two_announced_gigabytes_are_never_read(server: WebServer, store: CaptureStore) -> None:
    url = server.route("/a", web.two_gigabytes)
    tracemalloc.start()
    visit(store, source("page", url))
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert server.n_asked("/a") == 1


@pytest.mark.parametrize(
    ("how", "n_asked"),
    [
        (web.busy("1", page(1)), 2),
        (web.busy(web.date_in(1), page(1)), 2),
        (web.busy("", page(1), status=500), 2),
        (web.busy("", page(1), n=2, status=502), 3),
    ],
)
def test_a_server_that_recovers_is_waited_for(
    server: WebServer, store: CaptureStore, how: web.Route, n_asked: int
) -> None:
    url = server.route("/a", how)
    found = visit(store, source("page", url))
    assert (len(found.captures), found.problems) == (1, [])
    assert server.n_asked("/a") == n_asked


def test_retry_after_is_kept_to(server: WebServer, store: CaptureStore) -> None:
    url = server.route("/a", web.busy("1", page(1)))
    started = time.perf_counter()
    visit(store, source("page", url))
    assert time.perf_counter() - started >= 1.0


def test_redirects_are_followed_and_the_page_keeps_the_address_asked_for(
    server: WebServer, store: CaptureStore
) -> None:
    server.serve("/c", page(1))
    server.route("/b", web.to("c", 308))
    url = server.route("/a", web.to(server.url("/b"), 301))
    (capture,) = visit(store, source("page", url)).captures
    assert capture.address == url
    assert front_matter(capture.text).words("url") == server.url("/c")


@pytest.mark.parametrize(
    ("header", "declared", "encoding"),
    [
        ("text/html; charset=iso-8859-1", "utf-8", "utf-8"),  # the header is wrong
        ("text/html; charset=utf-8", "windows-1252", "cp1252"),  # the header is wrong, the page right
        ("text/html; charset=windows-1252", "utf-8", "cp1252"),  # the page is wrong, the header right
        ("text/html", "iso-8859-1", "cp1252"),
        ("", "utf-8", "utf-16"),
    ],
)
def test_a_wrong_charset_is_seen_through(
    server: WebServer, store: CaptureStore, header: str, declared: str, encoding: str
) -> None:
    body = "“Über Öl”, she said – " + prose(1)
    url = server.serve("/a", page(1, body=body, charset=declared).encode(encoding), header)
    (capture,) = visit(store, source("page", url)).captures
    assert body in capture.text


def test_a_packed_page_is_unpacked_and_cookies_are_left_alone(server: WebServer, store: CaptureStore) -> None:
    server.serve("/b", gzip.compress(page(1).encode()), Content_Encoding="gzip")
    url = server.route("/a", lambda h: h.send(302, Location="/b", Set_Cookie="id=17; Path=/"))
    (capture,) = visit(store, source("page", url)).captures
    assert prose(1) in capture.text
    assert "Cookie" not in server.headers[-1]


@pytest.mark.parametrize(("host", "trusts", "said"), [
    ("paper.example", True, None),
    ("paper.example", False, "CERTIFICATE_VERIFY_FAILED"),
    ("other.example", True, "CERTIFICATE_VERIFY_FAILED"),
])  # fmt: skip
def test_the_certificate_of_the_host_is_checked_although_its_address_is_connected_to(
    server: WebServer,
    store: CaptureStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    trusts: bool,
    said: str | None,
) -> None:
    certificate = server.with_tls(tmp_path, "paper.example")
    if trusts:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    Resolver(monkeypatch, {host: [["127.0.0.1"]]})
    server.serve("/a", page(1))
    found = visit(store, source("page", f"https://{host}:{server.port}/a"))
    if said:
        assert said in only_problem(found)
        assert server.asked == []
    else:
        assert len(found.captures) == 1
