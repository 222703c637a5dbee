"""Connections to where a source may lead: a feed must not be able to read the operator's own network.

A host's name is looked up once, every address that it has is checked, and the connection goes to an address that was
checked. A name that answers differently the next time (DNS rebinding) gains nothing, and a redirect is a new request
that is checked like the first. The same place bounds how long a request may take from its first byte to its last.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from foretold.corpus.problems import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: IPv6 addresses that lead to the IPv4 address in their last four bytes."""


class ForbiddenAddress(Refused):
    """A host that leads to a private, local or reserved address."""


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, whichever way it is written.

    Neither private (RFC 1918, 4193), loopback, link-local, carrier-grade NAT, multicast nor reserved; an IPv4 address
    inside an IPv6 address (mapped, 6to4, Teredo, NAT64) counts as itself.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(found is not None and not is_public(found) for found in inner):
            return False
        if address.ipv4_mapped is not None or address in _NAT64:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolved(host: str, port: int, timeout: float | None) -> list[str]:
    """Return the addresses of a host, in the system's order.

    Raise httpcore.ConnectError when it has none, ConnectTimeout when no answer comes in `timeout` seconds: the system
    itself waits for a silent name server as long as it likes, so it is asked on a thread that may be left behind.
    """
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        found = answer.result(timeout)
    except FutureTimeout:
        raise httpcore.ConnectTimeout(f"no name server says where {host} is") from None
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the host {host} is not known ({error})") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline(threading.local):
    """Until when the request that this thread makes has to be over, in seconds of time.monotonic."""

    at: float = math.inf

    def left(self, timeout: float | None) -> float | None:
        """Return how long the next step may take. Raise httpcore.ReadTimeout when the time is up."""
        remaining = self.at - time.monotonic()
        if remaining <= 0:
            raise httpcore.ReadTimeout("it took too long as a whole")
        return timeout if remaining == math.inf else min(remaining, math.inf if timeout is None else timeout)


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to the deadline: a server that sends a byte now and then holds nobody up."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """The network, as far as a source may reach into it."""

    def __init__(self, *, allow_private: bool, deadline: Deadline) -> None:
        """Take whether private addresses are allowed, and the deadline that all connections keep to."""
        self._allow_private, self._deadline = allow_private, deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host by one of its addresses. Raise ForbiddenAddress when any of them is not public."""
        addresses = resolved(host, port, self._deadline.left(timeout))
        if not self._allow_private:
            for address in addresses:
                if not is_public(ipaddress.ip_address(address)):
                    raise ForbiddenAddress(
                        f"{host} is {address}" if host != address else f"{host} is asked for",
                        "a source leads to public addresses, not into the operator's network",
                        "leave it out, or write allow_private = true in sources.toml if that network is meant",
                    )
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):  # the next address is tried
                return self._connected(address, port, timeout, local_address, socket_options)
        return self._connected(addresses[-1], port, timeout, local_address, socket_options)

    def _connected(
        self, address: str, port: int, timeout: float | None, local: str | None, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        """Connect to an address that was checked."""
        stream = self._inner.connect_tcp(address, port, self._deadline.left(timeout), local, options)
        return _Stream(stream, self._deadline)


class GuardedTransport(httpx.BaseTransport):
    """What httpx sends requests through. Errors of the network are httpcore's own.

    It is no httpx.HTTPTransport with another backend put into it: if a later httpx kept that elsewhere, every address
    would silently be allowed.
    """

    def __init__(self, *, allow_private: bool, deadline: Deadline, connections: int = 20) -> None:
        """Take what GuardedBackend takes, and how many connections are held at most."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=connections,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(allow_private=allow_private, deadline=deadline),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; its answer's body is still to be read."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, as it comes in."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
