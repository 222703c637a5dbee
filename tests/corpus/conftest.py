"""A web server on this machine that misbehaves as asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from web_server import WebServer


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running
