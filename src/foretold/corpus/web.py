"""Sources on the network, visited: feeds, sitemaps, lists of addresses and single pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foretold.corpus.answers import HostLeftAlone, Unreachable
from foretold.corpus.fetch import LISTS, PAGES, Fetcher
from foretold.corpus.lists import Entry, feed_entries, listed_urls, sitemap_entries
from foretold.corpus.problems import Problem, Refused, SourceError
from foretold.corpus.visits import TRIES, Visits

if TYPE_CHECKING:
    from foretold.corpus.sources import Source

_MOST_SITEMAPS = 50
_SITEMAP_BYTES = 50_000_000
"""The most that sitemaps.org allows."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came."""

    address: str
    media_type: str
    raw: bytes = field(repr=False)
    charset: str | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    """What a feed says about it."""
    url: str | None = None
    """Where it was found in the end."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A page that is as it was, or was not asked for because it is known."""

    address: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the operator may want to know and need not mend."""

    words: str


Arrival = Fetched | Unchanged | Note | Problem


class Visit:
    """One visit to one source."""

    def __init__(self, source: Source, fetcher: Fetcher, visits: Visits, is_known: Callable[[str], bool]) -> None:
        """Take the source, what fetches for it, what is remembered of it, and whether an address was ever captured."""
        self._source, self._fetcher, self._visits, self._is_known = source, fetcher, visits, is_known
        self._was_complete, visits.is_complete = visits.is_complete, True
        self._n_fetched = self._n_left = self._n_given_up = self._n_failed = 0

    def arrivals(self) -> Iterator[Arrival]:
        """Yield what the source holds. Raise SourceError when it cannot be visited, or not to the end."""
        try:
            if self._source.kind == "page":
                yield from self._page(Entry(self._source.url or ""))
                return
            yield from self._entries()
        except Refused as refusal:
            self._visits.is_complete = False
            wrong, rule, remedy = refusal.clauses
            raise SourceError(wrong, rule=rule, remedy=remedy) from refusal
        if self._n_left:
            self._visits.is_complete = False
            yield Note(f"{self._source.name}: {self._n_left} more pages follow in later runs "
                       f"(limit = {self._source.limit} for each visit)")  # fmt: skip
        if self._n_given_up:
            yield Note(f"{self._source.name}: {self._n_given_up} pages are not asked for any more, "
                       f"having been refused {TRIES} times")  # fmt: skip

    def _entries(self) -> Iterator[Arrival]:
        """Yield the pages that a feed, a sitemap or a file names."""
        if self._source.kind == "feed":
            yield from self._feed()
        elif self._source.kind == "sitemap":
            yield from self._sitemap(Entry(self._source.url or ""), is_top=True)
        else:
            yield from self._file()

    def _feed(self) -> Iterator[Arrival]:
        """Yield the pages of a feed."""
        url = self._source.url or ""
        answer = self._fetcher.get(url, accept=LISTS, validators=self._list_validators(url))
        if answer.is_unchanged:
            return
        entries = feed_entries(answer.raw, answer.media_type, answer.url)
        yield from self._all(entries)
        self._visits.note(url, answer.etag, answer.last_modified)

    def _sitemap(self, entry: Entry, *, is_top: bool) -> Iterator[Arrival]:
        """Yield the pages of a sitemap and, when it lists sitemaps, of the newest of those."""
        page = self._visits.pages.get(entry.address, {})
        if not is_top and self._was_complete and entry.stamp and page.get("stamp") == entry.stamp:
            return
        size = max(_SITEMAP_BYTES, self._fetcher.limits.max_bytes)
        answer = self._fetcher.get(
            entry.address, accept=LISTS, validators=self._list_validators(entry.address), max_bytes=size
        )
        if answer.is_unchanged:
            return
        pages, sitemaps = sitemap_entries(answer.raw, answer.url, size)
        yield from self._all(pages)
        if sitemaps and not is_top:
            raise Refused(f"{entry.address} lists sitemaps again", "a list of sitemaps lists sitemaps of pages",
                          "name one of those")  # fmt: skip
        if len(sitemaps) > _MOST_SITEMAPS:
            yield Note(f"{self._source.name}: the newest {_MOST_SITEMAPS} of {len(sitemaps)} sitemaps are looked at")
        for other in sitemaps[:_MOST_SITEMAPS]:
            try:
                yield from self._sitemap(other, is_top=False)
            except HostLeftAlone:
                raise
            except Refused as refusal:
                self._visits.is_complete = False
                yield Problem(other.address, *refusal.clauses, self._source.id)
        self._visits.note(entry.address, answer.etag, answer.last_modified, entry.stamp)

    def _file(self) -> Iterator[Arrival]:
        """Yield the pages whose addresses stand in a file."""
        path = self._source.path or Path()
        rule = "the path of a list is a text file with one address a line"
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise Refused(f"{path} cannot be read ({error.strerror})", rule, "correct the path") from None
        except UnicodeDecodeError:
            raise Refused(f"{path} is not UTF-8", rule, "convert it with iconv") from None
        entries, wrong = listed_urls(text)
        for number, line in wrong:
            yield Problem(f"line {number}", f"{line[:200]!r} is no address", "a line is one address of the web",
                          "correct or remove it", self._source.id)  # fmt: skip
        if not entries:
            raise Refused("it names no address", "a list has one address a line", "add some")
        yield from self._all(entries)

    def _all(self, entries: list[Entry]) -> Iterator[Arrival]:
        """Yield the pages that are new or were changed, as far as the limit goes."""
        for entry in entries:
            page = self._visits.pages.get(entry.address, {})
            is_same = entry.stamp is None or page.get("stamp") in {None, entry.stamp}
            is_given_up = page.get("n_refused", 0) >= TRIES and self._source.kind != "urls"
            if is_same and (is_given_up or self._is_known(entry.address)):
                if entry.stamp:
                    self._visits.page(entry.address)["stamp"] = entry.stamp
                self._n_given_up += is_given_up
                yield Unchanged(entry.address)
            elif self._n_fetched >= self._source.limit:
                self._n_left += 1
            else:
                self._n_fetched += 1
                yield from self._page(entry)

    def _page(self, entry: Entry) -> Iterator[Arrival]:
        """Yield one page, or what stood in its way."""
        if entry.content:
            self._visits.note(entry.address, None, None, entry.stamp)
            yield _from_feed(entry)
            return
        try:
            validators = self._visits.validators(entry.address) if self._is_known(entry.address) else {}
            answer = self._fetcher.get(entry.address, accept=PAGES, validators=validators)
        except Refused as refusal:
            yield from self._failed(entry, refusal)
            return
        self._n_failed = 0
        if answer.is_unchanged:
            self._visits.page(entry.address).update({"stamp": entry.stamp} if entry.stamp else {})
            yield Unchanged(entry.address)
            return
        self._visits.note(entry.address, answer.etag, answer.last_modified, entry.stamp)
        yield Fetched(entry.address, answer.media_type, answer.raw, answer.charset, entry.fields, answer.url)

    def _failed(self, entry: Entry, refusal: Refused) -> Iterator[Arrival]:
        """Yield the problem of a page; raise it when it is that of the whole source."""
        is_its_host = urlsplit(entry.address).netloc == urlsplit(self._source.url or "").netloc
        if self._source.kind == "page" or (is_its_host and isinstance(refusal, HostLeftAlone)):
            raise refusal
        self._visits.is_complete = False
        if not isinstance(refusal, Unreachable):
            self._n_failed = 0
            self._visits.refused(entry.address)
            yield Problem(entry.address, *refusal.clauses, self._source.id)
            return
        self._n_failed += 1
        if self._n_failed >= self._fetcher.limits.failures:
            wrong, rule, remedy = refusal.clauses
            raise Refused(f"{self._n_failed} pages in a row did not come, the last: {wrong}", rule, remedy)
        yield Problem(entry.address, *refusal.clauses, self._source.id)

    def _list_validators(self, address: str) -> Mapping[str, str]:
        """Return the headers that ask for a list only if it has changed, unless something was left over last time."""
        return self._visits.validators(address) if self._was_complete else {}


def _from_feed(entry: Entry) -> Fetched:
    """Return the article that a feed holds whole, as a page."""
    page = f'<html><head><meta charset="utf-8"></head><body><article>{entry.content}</article></body></html>'
    return Fetched(entry.address, "text/html", page.encode("utf-8", "replace"), "utf-8", entry.fields, entry.address)
