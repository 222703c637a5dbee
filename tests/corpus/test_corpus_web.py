"""Sources on the network: against a real server that misbehaves, each thing that can go wrong is one clear line."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import web_server as web
from web_server import WebServer, feed, page, prose

from foretold.corpus.collect import Collected, collect
from foretold.corpus.fetch import Limits
from foretold.corpus.front_matter import front_matter
from foretold.corpus.guard import is_public
from foretold.corpus.sources import Source
from foretold.corpus.store import CaptureStore

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
LIMITS = Limits(
    connect=1.0, silence=0.4, whole=1.2, tries=3, backoff=0.02, longest_wait=1.5, delay=0.0, max_bytes=1_000_000
)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path / "captures")


def source(kind: str, where: str | Path, source_id: str = "paper", **more: Any) -> Source:
    place = {"path": where} if isinstance(where, Path) else {"url": where}
    return Source(id=source_id, name="The Paper", kind=kind, **place, **{"allow_private": True, **more})  # type: ignore[arg-type]


def visit(store: CaptureStore, *sources: Source, days: float = 0, limits: Limits = LIMITS, **options: Any) -> Collected:
    return collect(sources, store, now=NOW + timedelta(days=days), limits=limits, **options)


def only_problem(found: Collected) -> str:
    (problem,) = found.problems
    assert problem.wrong
    assert problem.rule
    assert problem.remedy
    line = str(problem)
    assert "\n" not in line
    assert "not foreseen" not in line
    return line


# Pages, and what servers do to them


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


# Feeds


def test_a_feed_gives_its_articles_once(server: WebServer, store: CaptureStore) -> None:
    links = [server.serve(f"/{n}", page(n)) for n in range(3)]
    marked = [f"{links[0]}?utm_source=rss#top", *links[1:], links[1]]
    server.serve("/0?utm_source=rss", page(0))
    url = server.serve("/feed", feed(marked).replace("&", "&amp;"), "application/rss+xml")
    found = visit(store, source("feed", url))
    assert [capture.address for capture in found.captures] == links
    assert (found.n_seen, found.problems) == (3, [])
    assert front_matter(found.captures[0].text).words("published") == "2026-03-03"
    server.serve("/9", page(9))
    server.serve("/feed", feed([server.url("/9"), *links]), "application/rss+xml")
    n_asked = len(server.asked)
    again = visit(store, source("feed", url), days=1)
    assert [capture.address for capture in again.captures] == [server.url("/9")]
    assert (again.n_seen, again.n_unchanged) == (4, 3)
    assert server.asked[n_asked:] == ["/robots.txt", "/feed", "/9"]


def test_a_feed_is_left_alone_until_it_is_due(server: WebServer, store: CaptureStore) -> None:
    url = server.serve("/feed", feed([server.serve("/1", page(1))]), "application/rss+xml")
    often = source("feed", url, every="6h")
    visit(store, often)
    n_asked = len(server.asked)
    for hours, is_due in ((1, False), (5, False), (5.9, True)):
        found = visit(store, often, days=hours / 24)
        assert found.by_source["paper"].is_due == is_due
        assert (len(server.asked) > n_asked) == is_due
        assert found.problems == []
    n_asked = len(server.asked)
    visit(store, often, days=0.25, reread=True)
    assert len(server.asked) > n_asked


def test_a_feed_that_failed_is_due_at_once(server: WebServer, store: CaptureStore) -> None:
    url = server.route("/feed", lambda h: h.send(500))
    found = visit(store, source("feed", url))
    assert "answers 500" in only_problem(found)
    assert found.by_source["paper"].failed
    server.serve("/feed", feed([server.serve("/1", page(1))]), "application/rss+xml")
    assert len(visit(store, source("feed", url)).captures) == 1


def test_an_unchanged_feed_hides_no_page_that_failed(server: WebServer, store: CaptureStore) -> None:
    links = [server.serve("/1", page(1)), server.route("/2", lambda h: h.send(500))]
    url = server.route("/feed", web.with_etag(feed(links)))
    found = visit(store, source("feed", url))
    assert len(found.captures) == 1
    assert "/2: the server answers 500" in only_problem(found)
    server.serve("/2", page(2))
    assert [c.address for c in visit(store, source("feed", url), days=1).captures] == [links[1]]
    n_asked = len(server.asked)
    assert visit(store, source("feed", url), days=2).n_seen == 0
    assert server.asked[n_asked:] == ["/robots.txt", "/feed"]


def test_a_page_that_is_refused_again_and_again_is_given_up(server: WebServer, store: CaptureStore) -> None:
    url = server.serve("/feed", feed([server.url("/gone"), server.serve("/1", page(1))]), "application/rss+xml")
    problems = [len(visit(store, source("feed", url), days=day).problems) for day in range(5)]
    assert problems == [1, 1, 1, 0, 0]
    assert server.n_asked("/gone") == 3
    assert "not asked for any more" in visit(store, source("feed", url), days=6).notes[0]


def test_an_entry_that_was_changed_is_asked_for_again_and_is_the_same_article(
    server: WebServer, store: CaptureStore
) -> None:
    link = server.serve("/1", page(1, body=prose(1, 300)))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:1</id><title>One</title>'
        f'<link href="{link}"/><updated>2026-03-0{{}}T10:00:00Z</updated><author><name>Jane Doe</name></author></entry></feed>'
    )
    url = server.serve("/feed", atom.format(1), "application/atom+xml")
    (first,) = visit(store, source("feed", url)).captures
    assert front_matter(first.text).names("author") == ("Jane Doe",)
    server.serve("/feed", atom.format(2), "application/atom+xml")
    server.serve("/1", page(1, body=prose(1, 300) + " Corrected on Monday."))
    (second,) = visit(store, source("feed", url), days=1).captures
    assert store.duplicates() == {second.capture_id: first.capture_id}


def test_a_feed_that_holds_whole_articles_is_not_asked_for_their_pages(server: WebServer, store: CaptureStore) -> None:
    body = prose(1, 220)
    whole = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item><title>One</title>'
        f"<link>{server.url('/1')}</link><dc:creator>Jane Doe</dc:creator>"
        f"<content:encoded><![CDATA[<p>{body}</p>]]></content:encoded></item></channel></rss>"
    )
    url = server.serve("/feed", whole, "text/xml")
    (capture,) = visit(store, source("feed", url)).captures
    matter = front_matter(capture.text)
    assert body in capture.text
    assert (matter.words("title"), matter.names("author"), matter.words("url")) == (
        "One",
        ("Jane Doe",),
        server.url("/1"),
    )
    assert server.n_asked("/1") == 0


@pytest.mark.parametrize(
    ("body", "media_type", "said"),
    [
        ("<html><body>Log in</body></html>", "text/html", "it is no feed but an HTML page"),
        ('{"items": []}', "text/html", "it is no feed but JSON"),
        ("", "application/rss+xml", "it is no feed but empty"),
        ("<rss version='2.0'><channel><item><title>x", "application/rss+xml", "the feed is damaged"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel>&a;</channel></rss>", "text/xml", None),
        ("\x00\x01\x02" * 50, "application/rss+xml", "it is no feed"),
        ("PNG", "image/png", "it is image/png"),
    ],
)
def test_what_is_no_feed_is_said(
    server: WebServer, store: CaptureStore, body: str, media_type: str, said: str | None
) -> None:
    found = visit(store, source("feed", server.serve("/feed", body, media_type)))
    assert found.captures == []
    if said:
        assert said in only_problem(found)


def test_the_limit_of_a_visit_is_kept_and_the_rest_follows(server: WebServer, store: CaptureStore) -> None:
    links = [server.serve(f"/{n}", page(n)) for n in range(5)]
    url = server.route("/feed", web.with_etag(feed(links)))
    slowly = source("feed", url, limit=2)
    found = visit(store, slowly)
    assert (len(found.captures), found.problems) == (2, [])
    assert "3 more pages follow" in found.notes[0]
    assert [len(visit(store, slowly, days=day).captures) for day in (1, 2, 3)] == [2, 1, 0]


def test_a_source_whose_pages_all_fail_is_not_asked_for_ever(server: WebServer, store: CaptureStore) -> None:
    links = [server.route(f"/{n}", lambda h: h.send(500)) for n in range(30)]
    url = server.serve("/feed", feed(links), "application/rss+xml")
    found = visit(store, source("feed", url))
    assert "3 pages in a row did not come" in str(found.problems[-1])
    assert len(server.asked) == 2 + 3 * LIMITS.tries


def test_a_host_that_asks_for_a_long_pause_gets_it(server: WebServer, store: CaptureStore) -> None:
    links = [server.route(f"/{n}", web.busy("600")) for n in range(9)]
    url = server.serve("/feed", feed(links), "application/rss+xml")
    assert "asks to wait 600 s" in only_problem(visit(store, source("feed", url)))
    assert len(server.asked) == 3


# Sitemaps and lists


def sitemap(entries: dict[str, str | None], kind: str = "urlset", item: str = "url") -> str:
    rows = "".join(
        f"<{item}><loc>{url}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{item}>"
        for url, changed in entries.items()
    )
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{kind}>'


def test_a_sitemap_is_read_newest_first_and_again_only_where_it_changed(server: WebServer, store: CaptureStore) -> None:
    old, new, undated = (server.serve(f"/{name}", page(name)) for name in ("old", "new", "undated"))
    inner = server.serve("/inner.xml.gz", gzip.compress(sitemap({old: "2025-01-01"}).encode()), "application/gzip")
    pages = server.serve("/pages.xml", sitemap({undated: None, new: "2026-03-01T10:00:00+01:00"}), "text/xml")
    index = sitemap({inner: "2025-01-01", pages: "2026-03-01"}, "sitemapindex", "sitemap")
    url = server.serve("/sitemap.xml", index, "text/xml")
    found = visit(store, source("sitemap", url))
    assert [capture.address for capture in found.captures] == [new, undated, old]
    server.serve("/pages.xml", sitemap({undated: None, new: "2026-03-05"}), "text/xml")
    server.serve("/sitemap.xml", index.replace("2026-03-01", "2026-03-05"), "text/xml")
    n_asked = len(server.asked)
    visit(store, source("sitemap", url), days=2)
    assert server.asked[n_asked:] == ["/robots.txt", "/sitemap.xml", "/pages.xml", "/new"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<html><body>x</body></html>", "it is no sitemap but <html>"),
        ("{}", "it is no sitemap but JSON"),
        ("<urlset><url>", "it is no sitemap"),
        (gzip.compress(b" " * 60_000_000), "more than 50 MB when unpacked"),
        (b"\x1f\x8bbroken", "its gzip is damaged"),
        (sitemap({"javascript:alert(1)": None}), None),
    ],
)
def test_what_is_no_sitemap_is_said(
    server: WebServer, store: CaptureStore, body: str | bytes, said: str | None
) -> None:
    found = visit(store, source("sitemap", server.serve("/s", body, "text/xml")))
    if said:
        assert said in only_problem(found)
    else:
        assert found.problems == []


def test_an_entity_in_a_sitemap_reads_no_file(server: WebServer, store: CaptureStore, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(server.url("/secret"))
    body = sitemap({"&a;": None}).replace(
        '<?xml version="1.0"?>', f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    )
    visit(store, source("sitemap", server.serve("/s", body, "text/xml")))
    assert server.asked == ["/robots.txt", "/s"]


def test_a_list_of_addresses_is_taken_once(server: WebServer, store: CaptureStore, tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(f"# ours\n{server.serve('/1', page(1))}\n\nnot an address\n{server.url('/gone')}\n")
    found = visit(store, source("urls", path))
    assert [capture.address for capture in found.captures] == [server.url("/1")]
    assert [problem.address for problem in found.problems] == ["line 4", server.url("/gone")]
    path.write_text(f"{server.url('/1')}\n{server.serve('/2', page(2))}\n")
    assert [c.address for c in visit(store, source("urls", path), days=1).captures] == [server.url("/2")]
    assert server.n_asked("/1") == 1
    path.unlink()
    assert "cannot be read" in only_problem(visit(store, source("urls", path), days=2))


def test_plain_text_over_the_network_is_kept_below_its_address(server: WebServer, store: CaptureStore) -> None:
    url = server.serve("/a.txt", "Rates will fall in June – so they say.\n", "text/plain; charset=utf-8")
    (capture,) = visit(store, source("page", url)).captures
    assert front_matter(capture.text).words("url") == url
    assert "Rates will fall in June – so they say." in capture.text


# Politeness


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


class Resolver:
    """Answers for made-up names, with the next of several answers each time; other names go to the system."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> None:
        self.asked: list[str] = []
        self._names, self._system = names, socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self)

    def __call__(self, host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host not in self._names:
            return self._system(host, port, *rest, **more)
        self.asked.append(host)
        answers = self._names[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


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
