"""Read: a capture's text becomes documents, each a span with its title, authors, date and furniture.

Pure: the same capture gives the same documents, on every machine and on every day.
"""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foretold.corpus import dates
from foretold.corpus.dates import Dating
from foretold.corpus.front_matter import FrontMatter, front_matter
from foretold.records import Capture, Document, stable_id

if TYPE_CHECKING:
    from foretold.corpus.sources import Source

READER_VERSION = "1"
"""Changes whenever `read` may give another answer for the same capture."""


def read(capture: Capture, source: Source) -> list[Document]:
    """Return the documents that a capture holds, in the order of its text: usually one, several for an archive page.

    Each has the capture's whole text and its own span of it; the span begins after the front matter. A date is the
    one stated (front matter, date line, file name), else unknown, with the reason.
    """
    matter = front_matter(capture.text)
    start, end = matter.body_start, len(capture.text)
    if not capture.text[start:].strip():
        return []
    dating = _stated(matter, capture)
    return [
        Document(
            document_id=stable_id("d", capture.capture_id, start, end),
            capture_id=capture.capture_id,
            source_id=source.id,
            name=name_of(capture.address),
            text=capture.text,
            start=start,
            end=end,
            title=matter.words("title"),
            authors=matter.names("author", "authors"),
            url=matter.words("url"),
            published_earliest=dating.earliest,
            published_latest=dating.latest,
            published_basis=dating.basis,
            published_reason=dating.reason,
        )
    ]


def name_of(address: str) -> str:
    """Return the name of a document: the file's name without its ending, or the last part of the address of a page."""
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"}:
        return PurePosixPath(parts.path).stem or parts.netloc
    return PurePosixPath(address).stem


def date_refused(text: str, captured_on: date) -> str | None:
    """Return what is wrong with the date that a text's front matter states, None when nothing is."""
    words = front_matter(text).words("published", "date")
    return dates.stated(words, "front matter, published", captured_on).refused if words else None


def _stated(matter: FrontMatter, capture: Capture) -> Dating:
    """Return the dating that front matter or the file's name states."""
    captured_on = capture.captured_at.date()
    if words := matter.words("published", "date"):
        return dates.stated(words, "front matter, published", captured_on)
    return dates.in_name(capture.address, captured_on) or Dating()
