"""Feeds, sitemaps and files of addresses, read into entries."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from foretold.corpus.problems import Refused

_ENOUGH_WORDS = 150
"""A feed's entry with so many words holds the article itself and no teaser of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed, a sitemap or a file names."""

    address: str
    stamp: str | None = None
    """When it was last changed, as the list says it."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """What the list says about it: title, author (a list of names), published."""
    content: str | None = None
    """Its text as HTML, when the list holds all of it."""


def clean(address: str, base: str = "") -> str | None:
    """Return an address without fragment and marks of where its reader came from; None when it is none of the web."""
    from courlan import normalize_url

    try:
        whole = urljoin(base, address.strip()).split("#", 1)[0] if address.strip() else ""
        if not re.match(r"https?://[^/?#\s]", whole, re.IGNORECASE):
            return None
        return str(normalize_url(whole))
    except ValueError:
        return None


def feed_entries(raw: bytes, media_type: str, url: str) -> list[Entry]:
    """Return the entries of an RSS or Atom feed, each address once, in the feed's order. Raise Refused if it is none.

    Times of publication are given as the day in UTC, since the day of capture is one of UTC as well.
    """
    import feedparser

    # A file object: given a string, the library might take it for an address to fetch or a file to open.
    found = feedparser.parse(
        io.BytesIO(raw), response_headers={"content-location": url, "content-type": media_type or "application/xml"}
    )
    if not found.get("version") and not found.entries:
        raise Refused(f"it is no feed but {_looks_like(raw)}", "the url of a feed gives RSS or Atom",
                      "look for the feed's address in the page's source, or use kind = \"page\"")  # fmt: skip
    entries: dict[str, Entry] = {}
    for row in found.entries:
        entry = _feed_entry(row, url)
        if entry is not None:
            entries.setdefault(entry.address, entry)
    if found.bozo and not entries and not isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        raise Refused(f"the feed is damaged ({_one_line(found.bozo_exception)})", "a feed is whole XML",
                      "tell the site; it is tried again in the next run")  # fmt: skip
    return list(entries.values())


def _feed_entry(row: Any, url: str) -> Entry | None:
    """Return one entry of a feed; None when it leads nowhere."""
    address = clean(row.get("link") or "", url) or clean(row.get("id") or "")
    if address is None:
        return None
    day = row.get("published_parsed") or row.get("updated_parsed")
    names = [name for author in row.get("authors", []) if (name := _name(author.get("name") or ""))]
    fields = {
        "title": _one_line(row.get("title")) or None,
        "author": names or None,
        "published": f"{day.tm_year:04}-{day.tm_mon:02}-{day.tm_mday:02}" if day else None,
    }
    contents = [part.value for part in row.get("content", []) if "html" in part.get("type", "") and part.value]
    content = max(contents, key=len, default=None)
    if content and len(re.sub(r"<[^>]*>", " ", content).split()) < _ENOUGH_WORDS:
        content = None
    return Entry(address, row.get("updated") or None, {k: v for k, v in fields.items() if v}, content)


def _name(words: str) -> str | None:
    """Return an author's name without a mail address."""
    if found := re.fullmatch(r"\s*\S+@\S+\s*\((.+)\)\s*", words):
        words = found[1]
    name = _one_line(re.sub(r"<[^>]*>|\S+@\S+", " ", words))
    return name or None


def _one_line(words: object) -> str:
    """Return words on one line."""
    return " ".join(str(words or "").split())[:500]


def _looks_like(raw: bytes) -> str:
    """Return what content looks like that is not what it should be."""
    head = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith((b"{", b"[")):
        return "JSON"
    if b"<html" in head or b"<!doctype html" in head:
        return "an HTML page"
    return "empty" if not head else "something else"


def sitemap_entries(raw: bytes, url: str, max_bytes: int) -> tuple[list[Entry], list[Entry]]:
    """Return the pages and the further sitemaps that a sitemap names, newest first. Raise Refused if it is none."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(_unpacked(raw, max_bytes), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"it is no sitemap but {_looks_like(raw)} ({_one_line(error)})",
                      "the url of a sitemap gives XML as of sitemaps.org",
                      "look for its address in the site's robots.txt") from None  # fmt: skip
    kind = etree.QName(root).localname
    if kind not in {"urlset", "sitemapindex"}:
        raise Refused(f"it is no sitemap but <{kind}>", "a sitemap is a <urlset> or a <sitemapindex>",
                      "look for its address in the site's robots.txt")  # fmt: skip
    found: dict[str, Entry] = {}
    for element in root.iter("{*}url", "{*}sitemap"):
        address = clean(element.findtext("{*}loc") or "", url)
        if address:
            found.setdefault(address, Entry(address, _one_line(element.findtext("{*}lastmod")) or None))
    entries = sorted(found.values(), key=lambda entry: _instant(entry.stamp), reverse=True)
    return (entries, []) if kind == "urlset" else ([], entries)


def _instant(stamp: str | None) -> datetime:
    """Return the time that a sitemap gives, in order to sort by it; what cannot be read counts as old."""
    try:
        moment = datetime.fromisoformat(stamp or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unpacked(raw: bytes, max_bytes: int) -> bytes:
    """Return a sitemap that may be packed as .gz. Raise Refused for what is damaged or too large."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(raw, max_bytes)
    except zlib.error as error:
        raise Refused(f"its gzip is damaged ({error})", "a packed sitemap is whole", "tell the site") from None
    if not unpacker.eof:
        raise Refused(f"it is cut off, or has more than {max_bytes / 1e6:g} MB when unpacked",
                      "a sitemap has at most 50 MB", "name the sitemaps that it is made of")  # fmt: skip
    return plain


def listed_urls(text: str) -> tuple[list[Entry], list[tuple[int, str]]]:
    """Return the addresses in a file, one a line, and the lines that are none; blank lines and # lines are passed."""
    entries: dict[str, Entry] = {}
    wrong = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        address = clean(words) if " " not in words else None
        if address is None:
            wrong.append((number, words))
        else:
            entries.setdefault(address, Entry(address))
    return list(entries.values()), wrong
