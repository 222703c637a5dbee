"""Feeds, sitemaps and lists of addresses: what they bring once, and what they bring again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import web_server as web
from visits import LIMITS, only_problem, sitemap, source, visit
from web_server import WebServer, feed, page, prose

from foretold.corpus.front_matter import front_matter
from foretold.corpus.store import CaptureStore


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
