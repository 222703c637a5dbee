"""Documents read from a text, and a text that says nothing of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from foretold.corpus.read import read
from foretold.corpus.sources import Source
from foretold.records import Capture, Document

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)
SOURCE = Source(id="paper", name="The Paper", kind="folder", path=Path("papers"))
SHARED = Path(__file__).parents[2] / "../shared"


def documents(text: str, address: str = "a.txt") -> list[Document]:
    return read(Capture("c_1", "paper", address, "text/plain", NOW, text), SOURCE)


def document(text: str, address: str = "a.txt") -> Document:
    (found,) = documents(text, address)
    return found


def marked(found: Document) -> list[str]:
    return [found.text[start:end] for start, end in found.furniture]


BODY = """The bank left its rate where it was on Thursday, and few were surprised by that.

Growth has slowed for three quarters, and the governor said that she would rather wait than regret.

Markets now expect two cuts before the summer, which is one more than they did a month ago.
"""
