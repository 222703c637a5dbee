"""Politeness to hosts, the operator's own network, and whole nights over a network that fails."""

from __future__ import annotations

import json
import socket
import threading
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import web_server as web
from visits import Resolver, only_problem, sitemap, source, visit
from web_server import WebServer, feed, page, prose

from foretold.corpus.fetch import Limits
from foretold.corpus.guard import is_public
from foretold.corpus.store import CaptureStore


def test_robots_txt_is_heeded(server: WebServer, store: CaptureStore) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /private/\nDisallow: /*?print=\n", "text/plain")
    links = [server.serve(path, page(path)) for path in ("/private/1", "/open", "/open2?print=1")]
    url = server.serve("/feed", feed(links), "application/rss+xml")
    found = visit(store, source("feed", url))
    assert [capture.address for capture in found.captures] == [server.url("/open")]
    assert len(found.problems) == 2
    assert "robots.txt asks programs to leave it alone" in found.problems[0].wrong
    assert "/private/1" not in server.asked
    ours = source("feed", url, "ours", obey_robots=False)
    assert len(visit(store, ours).captures) == 2


@pytest.mark.parametrize(
    ("agent_lines", "is_allowed"),
    [
        ("User-agent: foretold\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Foretold/1.0\nAllow: /", True),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("User-agent: *\nDisallow:", True),
        ("Disallow: /", True),
        ("<html>not found</html>", True),
        ("User-agent: *\nDisallow: /%61$", False),
    ],
)
def test_what_robots_txt_can_say(server: WebServer, store: CaptureStore, agent_lines: str, is_allowed: bool) -> None:
    server.serve("/robots.txt", agent_lines, "text/plain")
    found = visit(store, source("page", server.serve("/a", page(1))))
    assert bool(found.captures) == is_allowed


def test_a_robots_txt_that_does_not_come_forbids_everything(server: WebServer, store: CaptureStore) -> None:
    server.route("/robots.txt", lambda h: h.send(500))
    assert "its robots.txt did not come" in only_problem(visit(store, source("page", server.serve("/a", page(1)))))
    assert server.n_asked("/a") == 0


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(
    server: WebServer, store: CaptureStore, tmp_path: Path
) -> None:
    server.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.15", "text/plain")
    sources = []
    for name in ("a", "b", "c"):  # lists are visited side by side, since their hosts are not known beforehand
        links = [server.serve(f"/{name}{n}", page(name + str(n))) for n in range(2)]
        (tmp_path / name).write_text("\n".join(links))
        sources.append(source("urls", tmp_path / name, name))
    found = visit(store, *sources)
    assert (len(found.captures), found.problems) == (6, [])
    assert server.most_at_once == 1
    assert min(later - earlier for earlier, later in pairwise(server.times[1:])) >= 0.14
    assert server.n_asked("/robots.txt") == 1


def test_slow_hosts_are_waited_for_side_by_side(store: CaptureStore) -> None:
    servers = [WebServer().__enter__() for _ in range(4)]
    all_asked = threading.Barrier(4)

    def once_all_are_asked(handler: web.Handler) -> None:
        all_asked.wait(30)
        handler.send(200, page(1).encode(), "text/html")

    try:
        sources = [
            source("page", one.route("/a", once_all_are_asked), f"s{n}", obey_robots=False)
            for n, one in enumerate(servers)
        ]
        assert visit(store, *sources).problems == []
    finally:
        for one in servers:
            one.__exit__()


# The operator's own network


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:{}", "localhost:{}", "[::1]:{}", "127.1:{}", "2130706433:{}", "0x7f.1:{}", "0.0.0.0:{}",
     "[::ffff:127.0.0.1]:{}", "169.254.169.254", "10.0.0.1", "[fe80::1]", "[fd00::1]", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_refused_however_they_are_written(
    server: WebServer, store: CaptureStore, host: str
) -> None:
    server.serve("/a", page(1))
    found = visit(store, source("page", f"http://{host.format(server.port)}/a", allow_private=False))
    assert "not into the operator's network" in only_problem(found)
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("::", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("192.168.0.1", False),
        ("172.16.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("192.0.2.1", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["93.184.216.34", "10.1.2.3"], ["127.0.0.1", "93.184.216.34"]])
def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(
    store: CaptureStore, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    Resolver(monkeypatch, {"paper.example": [addresses]})
    line = only_problem(visit(store, source("feed", "http://paper.example/feed", allow_private=False)))
    assert "paper.example is 1" in line
    assert "allow_private" in line


def test_a_name_that_changes_its_mind_is_looked_up_once(
    server: WebServer, store: CaptureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the check sees a public address, and the connection must not go to what comes after it."""
    server.serve("/a", page(1))
    resolver = Resolver(monkeypatch, {"paper.example": [["192.88.98.1"], ["127.0.0.1"]]})
    connected: list[Any] = []

    def connect(address: Any, *_: Any, **__: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "create_connection", connect)
    once = Limits(tries=1, delay=0)
    visit(store, source("page", f"http://paper.example:{server.port}/a", allow_private=False), limits=once)
    assert resolver.asked == ["paper.example"]
    assert connected == ["192.88.98.1"]


def test_a_redirect_or_an_entry_that_leads_inside_is_refused(
    server: WebServer, store: CaptureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public paper, played by the server here, points into the operator's network: nothing there is asked."""
    Resolver(monkeypatch, {"paper.example": [["93.184.216.34"]], "inside.example": [["10.0.0.7"]]})
    connect = socket.create_connection

    def play_public(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        return connect(("127.0.0.1", address[1]) if address[0] == "93.184.216.34" else address, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", play_public)
    with WebServer() as inside:
        secret = inside.serve("/secret", page("secret"))
        public = f"http://paper.example:{server.port}"
        for path in ("/1", "/2", "/4"):
            server.serve(path, page(path))
        server.route("/1", web.to(secret))
        server.route("/2", web.to("http://inside.example/admin"))
        server.serve("/feed", feed([f"{public}/1", f"{public}/2", secret, f"{public}/4"]), "text/xml")
        found = visit(store, source("feed", f"{public}/feed", allow_private=False))
        assert [capture.address for capture in found.captures] == [f"{public}/4"]
        assert inside.asked == []
        assert [problem.wrong for problem in found.problems] == [
            "127.0.0.1 is asked for",
            "inside.example is 10.0.0.7",
            "127.0.0.1 is asked for",
        ]


def test_private_addresses_are_reached_when_the_source_says_so_and_only_by_it(
    server: WebServer, store: CaptureStore
) -> None:
    url = server.serve("/a", page(1))
    found = visit(store, source("page", url, "mine"), source("page", url, "other", allow_private=False))
    assert [capture.source_id for capture in found.captures] == ["mine"]
    assert [problem.source_id for problem in found.problems] == ["other"]


# A whole night


def test_a_night_over_twelve_sources_of_which_three_fail(
    server: WebServer, store: CaptureStore, tmp_path: Path
) -> None:
    folder, mails = tmp_path / "texts", tmp_path / "mails"
    for place in (folder, mails):
        place.mkdir()
    (folder / "a.txt").write_text(prose("folder"))
    (mails / "a.eml").write_text(f"From: Jane Doe <j@example.org>\nSubject: Rates\n\n{prose('mail')}")
    (tmp_path / "urls.txt").write_text(server.serve("/listed", page("listed")))
    (tmp_path / "rows.jsonl").write_text(json.dumps({"body": prose("dump")}))
    url = server.serve
    sources = [
        source("folder", folder, "s01"),
        source("feed", url("/f2", feed([url("/p2", page("p2"))]), "text/xml"), "s02"),
        source("feed", server.route("/f3", web.reset), "s03"),
        source("sitemap", url("/s4", sitemap({url("/p4", page("p4")): None}), "text/xml"), "s04"),
        source("page", url("/p5", page("p5")), "s05"),
        source("page", server.route("/p6", lambda h: h.send(200, b"{}", "text/html")), "s06"),
        source("urls", tmp_path / "urls.txt", "s07"),
        source("mailbox", mails, "s08"),
        source("dump", tmp_path / "rows.jsonl", "s09", columns={"text": "body"}),
        source("folder", tmp_path / "nowhere", "s10"),
        source("feed", url("/f11", feed([url("/p11", page("p11"))]), "text/xml"), "s11"),
        source("page", url("/p12", page("p12")), "s12"),
    ]
    told: list[str] = []
    found = visit(store, *sources, progress=told.append)
    failing = ["s03", "s06", "s10"]
    assert [problem.source_id for problem in found.problems] == failing
    assert [capture.source_id for capture in found.captures] == [s.id for s in sources if s.id not in failing]
    assert [s for s, tally in found.by_source.items() if tally.n_new != 1] == failing
    assert [s for s, tally in found.by_source.items() if tally.failed] == ["s03", "s10"]
    lines = [str(problem) for problem in found.problems]
    assert "(3 tries)" in lines[0]
    assert "is JSON" in lines[1]
    assert "not there" in lines[2]
    again = visit(CaptureStore(store.root), *sources, days=1)
    assert again.captures == []
    assert [problem.source_id for problem in again.problems] == failing


def test_a_crash_in_the_middle_loses_nothing_but_requests(
    server: WebServer, store: CaptureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [server.serve(f"/{n}", page(n)) for n in range(4)]
    url = server.route("/feed", web.with_etag(feed(links)))
    kept, n = store.keep_text, [0]

    def crash(text: str) -> str:
        n[0] += 1
        if n[0] == 3:
            raise KeyboardInterrupt
        return kept(text)

    monkeypatch.setattr(store, "keep_text", crash)
    with pytest.raises(KeyboardInterrupt):
        visit(store, source("feed", url))
    fresh = CaptureStore(store.root)
    assert len(visit(fresh, source("feed", url)).captures) == 4
    assert threading.active_count() < 20


def test_a_record_of_visits_that_is_damaged_costs_requests_only(server: WebServer, store: CaptureStore) -> None:
    url = server.serve("/feed", feed([server.serve("/1", page(1))]), "text/xml")
    visit(store, source("feed", url))
    (store.root / "visits" / "paper.json").write_text("{")
    found = visit(CaptureStore(store.root), source("feed", url), days=1)
    assert (found.n_unchanged, found.captures, found.problems) == (1, [], [])
    assert server.n_asked("/1") == 1


def test_a_name_server_that_is_silent_holds_nobody_up(store: CaptureStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own look-up has no limit of time: a source whose name is never answered is one clear line."""
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(30) and [])
    found = visit(store, source("page", "http://silent.example/a"), limits=Limits(connect=0.2, tries=2, backoff=0.01))
    assert "no name server says where silent.example is" in only_problem(found)
    released.set()
