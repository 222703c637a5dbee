"""Visits to sources of a test's own server, with limits that a test can wait for."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from foretold.corpus.collect import Collected, collect
from foretold.corpus.fetch import Limits
from foretold.corpus.sources import Source
from foretold.corpus.store import CaptureStore

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
LIMITS = Limits(
    connect=1.0, silence=0.4, whole=1.2, tries=3, backoff=0.02, longest_wait=1.5, delay=0.0, max_bytes=1_000_000
)


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


def sitemap(entries: dict[str, str | None], kind: str = "urlset", item: str = "url") -> str:
    rows = "".join(
        f"<{item}><loc>{url}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</{item}>"
        for url, changed in entries.items()
    )
    return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{kind}>'


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
