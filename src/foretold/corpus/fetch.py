"""Pages over the network: patient with servers that stumble, polite to hosts, and firm about size, kind and way."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version

import httpcore
import httpx

from foretold.corpus import robots
from foretold.corpus.answers import (
    MEANING,
    WAIT,
    Answer,
    HostLeftAlone,
    Stopped,
    TryAgain,
    Unreachable,
    body,
    content_type,
    in_words,
    seconds_of,
    sniffed,
)
from foretold.corpus.files import MAX_BYTES
from foretold.corpus.guard import Deadline, ForbiddenAddress, GuardedTransport
from foretold.corpus.problems import Refused
from foretold.corpus.robots import Robots

AGENT = "foretold"
"""The name by which robots.txt may speak to this program."""

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")
LISTS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
         "text/html", "text/plain", "application/xhtml+xml", "application/gzip", "application/x-gzip",
         "application/octet-stream")  # fmt: skip
"""Media types under which servers send feeds and sitemaps, the true ones and the usual mistakes."""

_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
ANYTHING: tuple[str, ...] = ()
"""Whatever its media type."""

_REDIRECT = (
    "a page is reached in a few steps, each to an address",
    "open it in a browser and give the address where it ends up",
)
_NETWORK = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often; times in seconds."""

    connect: float = 10.0
    silence: float = 20.0
    """How long a server may say nothing."""
    whole: float = 120.0
    """How long one request may take from its beginning to its last byte."""
    tries: int = 3
    backoff: float = 2.0
    """The second try comes after half of this to all of it, the third after twice as long."""
    longest_wait: float = 60.0
    """A server that asks for a longer pause is left alone until the next run."""
    redirects: int = 5
    delay: float = 1.0
    """Between two requests to a host; robots.txt may ask for more."""
    max_bytes: int = MAX_BYTES
    failures: int = 3
    """Pages of a source that fail one after another before it is left alone until the next run."""
    workers: int = 8
    """Hosts that are visited at the same time."""


@dataclass(slots=True)
class _Host:
    """A host: one request at a time, and the time from which the next one may begin."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    ready_at: float = 0.0
    delay: float = 0.0
    left_alone: str = ""
    robots_lock: threading.Lock = field(default_factory=threading.Lock)
    robots: dict[str, Robots] = field(default_factory=dict)


class Hosts:
    """All hosts of a run, shared by its fetchers."""

    def __init__(self) -> None:
        """Begin with none."""
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def host(self, url: httpx.URL) -> _Host:
        """Return the host (and port) of an address."""
        with self._lock:
            return self._hosts.setdefault(f"{url.host.lower().rstrip('.')}:{url.port or ''}", _Host())


class Fetcher:
    """Gets pages; may be used by several threads at a time."""

    def __init__(
        self,
        limits: Limits,
        hosts: Hosts,
        stopped: threading.Event,
        *,
        allow_private: bool = False,
        obey_robots: bool = True,
    ) -> None:
        """Take what holds for all its requests; `stopped` ends the waiting between them."""
        self.limits, self._hosts, self._stopped, self._obeys = limits, hosts, stopped, obey_robots
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(allow_private=allow_private, deadline=self._deadline),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={"User-Agent": f"{AGENT}/{version('foretold')}", "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(limits.silence, connect=limits.connect),
            trust_env=False,
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        accept: tuple[str, ...] = PAGES,
        validators: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Answer:
        """Return what is at an address, whatever number of redirects and tries that takes within the limits.

        Raise Unreachable when it did not come and may another time, ForbiddenAddress when it, or a redirect on the
        way to it, leads into a private network, Refused when what came cannot be taken.
        """
        return self._get(url, accept, validators or {}, max_bytes or self.limits.max_bytes, asks_robots=self._obeys)

    def _get(
        self, url: str, accept: tuple[str, ...], validators: Mapping[str, str], max_bytes: int, *, asks_robots: bool
    ) -> Answer:
        """Follow redirects, checking each hop as if it were the first."""
        at = url
        for _ in range(self.limits.redirects + 1):
            address = _checked(at)
            if asks_robots:
                self._ask_robots(address)
            found = self._patiently(address, accept, validators, max_bytes)
            if isinstance(found, Answer):
                return found
            at = found
        raise Refused(
            f"it redirects more than {self.limits.redirects} times, the last time to {at}",
            *_REDIRECT,
        )

    def _patiently(
        self, url: httpx.URL, accept: tuple[str, ...], validators: Mapping[str, str], size: int
    ) -> Answer | str:
        """Ask for a page until it comes or the tries are used up."""
        host = self._hosts.host(url)
        for attempt in range(1, self.limits.tries + 1):
            try:
                return self._once(host, url, accept, validators, size)
            except TryAgain as error:
                pause = self.limits.backoff * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)
                failure = error
                if error.after is not None and error.after > self.limits.longest_wait:
                    host.left_alone = f"{error}: it asks to wait {error.after:.0f} s"
                    raise HostLeftAlone(host.left_alone, *WAIT) from None
                pause = max(pause, error.after or 0.0)
            if attempt < self.limits.tries:
                self._wait(pause)
        tries = f" ({self.limits.tries} tries)" if self.limits.tries > 1 else ""
        raise Unreachable(f"{failure}{tries}", *WAIT)

    def _once(
        self, host: _Host, url: httpx.URL, accept: tuple[str, ...], validators: Mapping[str, str], max_bytes: int
    ) -> Answer | str:
        """Ask for a page once, when its host's turn has come; return its content, or where it has moved to."""
        with host.lock:
            if host.left_alone:
                raise HostLeftAlone(host.left_alone, *WAIT)
            self._wait(host.ready_at - time.monotonic())
            self._deadline.at = time.monotonic() + self.limits.whole
            try:
                with self._client.stream("GET", url, headers=dict(validators) | {"Accept": _accept(accept)}) as answer:
                    return self._taken(answer, url, accept, bool(validators), max_bytes)
            except (httpx.TransportError, httpx.InvalidURL) as error:  # all that httpx itself looks at is a redirect
                raise Refused(f"it redirects to what is no address ({error})", *_REDIRECT) from None
            except _NETWORK as error:
                is_over = time.monotonic() >= self._deadline.at
                raise TryAgain(f"it took more than {self.limits.whole:g} s" if is_over else in_words(error)) from None
            finally:
                host.ready_at = time.monotonic() + max(self.limits.delay, host.delay)

    def _taken(
        self, answer: httpx.Response, url: httpx.URL, accept: tuple[str, ...], is_conditional: bool, max_bytes: int
    ) -> Answer | str:
        """Return what an answer says, whose body is still to be read."""
        status, headers = answer.status_code, answer.headers
        etag, last_modified = headers.get("etag"), headers.get("last-modified")
        if status == 304 and is_conditional:
            return Answer(str(url), etag=etag, last_modified=last_modified, is_unchanged=True)
        if status in {301, 302, 303, 307, 308} and "location" in headers:
            return _joined(url, headers["location"])
        if status in _TRY_AGAIN:
            raise TryAgain(f"the server answers {status}", seconds_of(headers.get("retry-after")))
        if status != 200:
            raise Refused(f"the server answers {status}", *MEANING.get(status, MEANING[0]))
        media_type, charset = content_type(headers.get("content-type", ""))
        if media_type and accept != ANYTHING and media_type not in accept:
            raise Refused(f"it is {media_type}", f"it is one of {', '.join(accept[:3])} …", "leave it out")
        raw = body(answer, max_bytes)
        return Answer(str(url), media_type or sniffed(raw), charset, raw, etag, last_modified)

    def _ask_robots(self, url: httpx.URL) -> None:
        """Raise Refused when the site asks programs not to fetch a page."""
        host, origin = self._hosts.host(url), f"{url.scheme}://{url.netloc.decode('ascii')}"
        with host.robots_lock:
            if origin not in host.robots:
                host.robots[origin] = self._robots(host, origin)
                host.delay = max(host.delay, host.robots[origin].delay)
        if not host.robots[origin].allows(url.raw_path.decode("ascii")):
            raise Refused(
                f"{origin}/robots.txt asks programs to leave it alone",
                "what a site asks for is heeded",
                "leave it out, or write obey_robots = false if the site has agreed",
            )

    def _robots(self, host: _Host, origin: str) -> Robots:
        """Return a site's robots.txt.

        A site that has none allows everything, one whose server fails allows nothing (RFC 9309 section 2.3.1).
        """
        if host.left_alone:
            raise HostLeftAlone(host.left_alone, *WAIT)
        try:
            answer = self._get(f"{origin}/robots.txt", ANYTHING, {}, robots.MAX_BYTES, asks_robots=False)
        except ForbiddenAddress:
            raise
        except Unreachable as error:
            host.left_alone = f"its robots.txt did not come: {error}"
            raise HostLeftAlone(host.left_alone, *WAIT) from None
        except Refused:
            return Robots()
        return robots.parse(answer.raw.decode("utf-8", "replace"), AGENT)

    def _wait(self, seconds: float) -> None:
        """Wait, unless the run is stopped."""
        if self._stopped.wait(max(0.0, seconds)):
            raise Stopped


@contextmanager
def fetchers(limits: Limits, stopped: threading.Event) -> Iterator[FetcherFor]:
    """Open what fetches for the sources of one run, and close it again."""
    held = FetcherFor(limits, stopped)
    try:
        yield held
    finally:
        held.close()


class FetcherFor:
    """A fetcher for each set of permissions: connections that one may use are not lent to another."""

    def __init__(self, limits: Limits, stopped: threading.Event) -> None:
        """Take what holds for all of them."""
        self._limits, self._stopped, self._hosts = limits, stopped, Hosts()
        self._held: dict[tuple[bool, bool], Fetcher] = {}
        self._lock = threading.Lock()

    def __call__(self, *, allow_private: bool, obey_robots: bool) -> Fetcher:
        """Return the fetcher with these permissions."""
        with self._lock:
            key = allow_private, obey_robots
            if key not in self._held:
                self._held[key] = Fetcher(
                    self._limits, self._hosts, self._stopped, allow_private=allow_private, obey_robots=obey_robots
                )
            return self._held[key]

    def close(self) -> None:
        """Close all connections."""
        for fetcher in self._held.values():
            fetcher.close()


def _accept(types: tuple[str, ...]) -> str:
    """Return the header that says what is wanted."""
    return ", ".join([*types, "*/*;q=0.1"])


def _checked(url: str) -> httpx.URL:
    """Return an address in parts. Raise Refused for what is none of the web."""
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(f"{url[:200]!r} is no address ({error})", "addresses begin with http:// or https://",
                      "correct or remove it") from None  # fmt: skip
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise Refused(f"{url[:200]!r} is no address of the web", "addresses begin with http:// or https://",
                      "correct or remove it")  # fmt: skip
    return parts


def _joined(url: httpx.URL, location: str) -> str:
    """Return the address that a redirect leads to."""
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError):
        raise Refused(f"it redirects to {location[:200]!r}", *_REDIRECT) from None
