"""A real HTTP server on 127.0.0.1 whose every path can be given a way to misbehave."""

from __future__ import annotations

import contextlib
import gzip
import random
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WORDS = (
    "rates growth bank markets oil prices voters ballots talks ceasefire harvest budget treasury senate inflation "
    "factories exports harbour railway electricity winter summer ministers unions wages pensions housing lenders "
    "insurers shipping tariffs steel copper wheat drought floods schools hospitals courts judges bonds currency"
).split()


def prose(seed: object, n: int = 160) -> str:
    """Return made-up sentences, the same for the same seed and others for another."""
    chance = random.Random(str(seed))
    sentences = []
    while n > 0:
        length = chance.randint(9, 16)
        sentences.append(" ".join(chance.choice(WORDS) for _ in range(length)).capitalize() + ".")
        n -= length
    return " ".join(sentences)


def page(seed: object, *, title: str = "", body: str = "", charset: str = "utf-8", head: str = "") -> str:
    """Return an article as a page."""
    paragraphs = "".join(f"<p>{part}</p>" for part in (body or prose(seed)).split("\n\n"))
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title or f"Story {seed}"}</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title or f'Story {seed}'}</h1>{paragraphs}</article></body></html>"
    )


def feed(links: list[str], **fields: str) -> str:
    """Return an RSS feed of these links."""
    more = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
    items = "".join(
        f"<item><title>Item {n}</title><link>{link}</link><pubDate>Tue, 03 Mar 2026 10:00:00 GMT</pubDate>{more}</item>"
        for n, link in enumerate(links)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title>{items}</channel></rss>'


DAY = timedelta(days=1)


class Handler(BaseHTTPRequestHandler):
    """One request; what a route does is given this."""

    server: Any
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        owner: WebServer = self.server.owner
        with owner.lock:
            owner.asked.append(self.path)
            owner.times.append(time.monotonic())
            owner.headers.append(dict(self.headers))
            owner.at_once += 1
            owner.most_at_once = max(owner.most_at_once, owner.at_once)
        try:
            route = owner.routes.get(self.path)
            if route is None:
                self.send(404, b"nothing here")
            else:
                route(self)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with owner.lock:
                owner.at_once -= 1

    def send(self, status: int, body: bytes = b"", media_type: str = "text/plain", **headers: str) -> None:
        """Answer as a server should."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def head(self, status: int, **headers: str) -> None:
        """Send the head of an answer only."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


Route = Callable[[Handler], None]


class _Threads(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what some of the tests are about."""


class WebServer:
    """The server: routes by path, and what was asked for."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.lock = threading.Lock()
        self.at_once = self.most_at_once = 0
        self._http = _Threads(("127.0.0.1", 0), Handler)
        self._http.owner = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def with_tls(self, folder: Path, name: str) -> Path:
        """Speak TLS from now on, as a host of this name; return the certificate that a client has to trust."""
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(
                subject, subject, key.public_key(), x509.random_serial_number(), now - DAY, now + DAY
            )
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        )
        certificate, secret = folder / "cert.pem", folder / "key.pem"
        certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        plain = serialization.NoEncryption()
        secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, secret)
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        return certificate

    def __enter__(self) -> WebServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def n_asked(self, path: str) -> int:
        return self.asked.count(path)

    def serve(self, path: str, body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str) -> str:
        """Serve something as it should be, and return its address."""
        raw = body.encode() if isinstance(body, str) else body
        self.routes[path] = lambda handler: handler.send(200, raw, media_type, **headers)
        return self.url(path)

    def route(self, path: str, how: Route) -> str:
        self.routes[path] = how
        return self.url(path)


def slow(seconds: float) -> Route:
    """A server that takes its time before it says anything."""

    def how(handler: Handler) -> None:
        time.sleep(seconds)
        handler.send(200, page("slow").encode(), "text/html")

    return how


def dripping(handler: Handler) -> None:
    """A server that sends a byte now and then, for ever."""
    handler.head(200, Content_Type="text/html")
    with contextlib.suppress(OSError):
        for _ in range(400):
            handler.wfile.write(b" ")
            time.sleep(0.05)


def busy(retry_after: str, then: str | None = None, n: int = 1, status: int = 429) -> Route:
    """A server that asks to be asked later, `n` times."""
    left = [n]

    def how(handler: Handler) -> None:
        left[0] -= 1
        if left[0] >= 0 or then is None:
            handler.send(status, b"later", **({"Retry_After": retry_after} if retry_after else {}))
        else:
            handler.send(200, then.encode(), "text/html; charset=utf-8")

    return how


def date_in(seconds: float) -> str:
    return formatdate(time.time() + seconds, usegmt=True)


def truncated_gzip(handler: Handler) -> None:
    """A packed page that ends in the middle, although its length is as announced."""
    whole = gzip.compress(page("cut", body=prose("cut", 900)).encode())
    handler.send(200, whole[: len(whole) // 2], "text/html", Content_Encoding="gzip")


_BOMB = gzip.compress(b" " * 20_000_000, 1)


def bomb(handler: Handler) -> None:
    """A small packed body that unpacks to twenty megabytes."""
    handler.send(200, _BOMB, "text/html", Content_Encoding="gzip")


def cut_short(handler: Handler) -> None:
    """A body that is shorter than announced."""
    handler.head(200, Content_Type="text/html", Content_Length="5000")
    handler.wfile.write(b"<html><body><p>Rates")


def two_gigabytes(handler: Handler) -> None:
    """A body announced as 2 GB, of which nothing is ever sent."""
    handler.head(200, Content_Type="text/html", Content_Length="2000000000")
    time.sleep(0.3)


def endless(handler: Handler) -> None:
    """A body of unknown length without an end."""
    handler.head(200, Content_Type="text/html")
    with contextlib.suppress(OSError):
        while True:
            handler.wfile.write(b"<p>more</p>" * 10_000)


def reset(handler: Handler) -> None:
    """A connection that is torn down."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def to(location: str, status: int = 302) -> Route:
    """A redirect."""
    return lambda handler: handler.send(status, b"", Location=location)


def with_etag(body: str, etag: str = '"v1"', headers: Mapping[str, str] | None = None) -> Route:
    """A page that answers 304 to who has it already."""

    def how(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send(304, ETag=etag)
        else:
            handler.send(200, body.encode(), "text/html; charset=utf-8", ETag=etag, **(headers or {}))

    return how
