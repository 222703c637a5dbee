"""What a page is written as: HTML, and beside it the same as JSON and each of its charts as SVG and CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from foretold.site import contexts as c
from foretold.site.figures import figures_of, path_of
from foretold.site.render import Renderer

MEDIA = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
}
"""Media types by the ending of a file."""

Make = Callable[[], bytes]


def files_of(page: c.Page, render: Renderer) -> Iterator[tuple[str, Make]]:
    """Yield the path and the maker of every file of a page, the HTML first."""
    path = page.frame.path
    yield path, lambda: _bytes(render.page(page))
    yield path_of(path, "", "json"), lambda: _bytes(as_json(page))
    for figure in figures_of(page):
        yield path_of(path, figure.name, "svg"), partial(lambda f: _bytes(render.figure(f)), figure)
        yield path_of(path, figure.name, "csv"), partial(lambda f: _bytes(f.as_csv), figure)


def as_json(page: c.Page) -> str:
    """Return what a page says as JSON: its fields by name, with its title and the edition that it was made from."""
    edition = page.frame.edition
    head = {
        "title": page.frame.title,
        "page": page.frame.path,
        "edition": edition.edition_number,
        "published_at": edition.published_at,
        "is_sample": edition.is_sample,
    }
    body = {field.name: getattr(page, field.name) for field in fields(page) if field.name != "frame"}
    return json.dumps(head | body, default=_plain, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
