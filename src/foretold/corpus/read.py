"""Read: a capture's text becomes documents, each a span with its title, authors, date and furniture.

Pure: the same capture gives the same documents, on every machine and on every day.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foretold.corpus import dates
from foretold.corpus.articles import article_spans
from foretold.corpus.blocks import (
    MOST_HEADLINE_CHARACTERS,
    MOST_HEADLINE_WORDS,
    Block,
    MetaLine,
    blocks,
    is_headline,
    is_sentence,
    meta_line,
)
from foretold.corpus.dates import Dating
from foretold.corpus.dating import inferred
from foretold.corpus.front_matter import FrontMatter, front_matter
from foretold.corpus.furniture import furniture, rule_of
from foretold.records import Capture, DateBasis, Document, stable_id

if TYPE_CHECKING:
    from foretold.corpus.sources import Source

READER_VERSION = "2"
"""Changes whenever `read` may give another answer for the same capture."""

_HEAD, _FOOT = 6, 3
"""Blocks at the beginning and at the end of an article among which a byline or a date is looked for."""
_TITLE_WITHIN = 4
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,30}(?:,\s+[A-Z][\w. ]{1,20})?,\s+"
    r"(?P<date>[A-Z][a-z]{2,8}\.?\s+\d{1,2},\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4})\s*(?:\([^)]{1,20}\)\s*)?[—–-]"
)


def read(capture: Capture, source: Source) -> list[Document]:
    """Return the documents that a capture holds, in the order of its text: usually one, several for an archive page.

    Each has the capture's whole text, and its own span of it, which begins after the front matter or with the
    article's headline. A title, authors and a date that front matter gives are taken; else they are read from the
    lines around the text, the date also from the file's name and the address. A date that is stated nowhere is inferred
    as an interval if the text gives it away, and is otherwise unknown; `published_reason` says which, and why. A date
    that was stated and cannot be meant is not replaced by an inferred one.
    """
    matter = front_matter(capture.text)
    start, end = matter.body_start, len(capture.text)
    whole = blocks(capture.text, start, end)
    if not whole:
        return []
    spans = [] if matter.words("title") else article_spans(whole, end)
    if not spans:
        return [_document(capture, source, matter, whole, (start, end), is_alone=True)]
    return [
        _document(
            capture, source, FrontMatter(), [b for b in whole if span[0] <= b.start < span[1]], span, is_alone=False
        )
        for span in spans
    ]


def _document(
    capture: Capture, source: Source, matter: FrontMatter, held: list[Block], span: tuple[int, int], *, is_alone: bool
) -> Document:
    """Return the document in a span of a capture, whose blocks are `held`."""
    meta = [line for block in held[:_HEAD] + held[_HEAD:][-_FOOT:] if (line := meta_line(block))]
    url = matter.words("url") or (capture.address if _is_url(capture.address) else None)
    dating = _dating(capture, matter, held, meta, span, url if is_alone else None, is_alone)
    return Document(
        document_id=stable_id("d", capture.capture_id, *span),
        capture_id=capture.capture_id,
        source_id=source.id,
        name=name_of(capture.address),
        text=capture.text,
        start=span[0],
        end=span[1],
        title=matter.words("title") or title_of(held),
        authors=matter.names("author", "authors") or tuple(dict.fromkeys(name for line in meta for name in line.names)),
        url=url,
        published_earliest=dating.earliest,
        published_latest=dating.latest,
        published_basis=dating.basis,
        published_reason=dating.reason,
        furniture=tuple((block.start, block.end) for block, _rule in furniture(held)),
    )


def title_of(held: list[Block]) -> str | None:
    """Return the title that stands above a text: its first line, if that is short and more text follows.

    Newspapers end some titles with a full stop, so the first line may look like a sentence; one that is worded as the
    first sentence of a text is none, and then the text has no title. A later line has the form of a headline.
    """
    content = [block for block in held[:_TITLE_WITHIN] if rule_of(block) in {None, "question heading"}]
    if len(held) < 2 or not content:
        return None
    first = content[0]
    is_short = first.n_words <= MOST_HEADLINE_WORDS and len(first.text) <= MOST_HEADLINE_CHARACTERS
    if is_short and is_sentence(first):
        return None
    for block in [first] if is_short else [b for b in content if is_headline(b)][:1]:
        return block.heading.strip("*_;, ") or None
    return None


def name_of(address: str) -> str:
    """Return the name of a document: the file's name without its ending, or the last part of the address of a page."""
    if _is_url(address):
        parts = urlsplit(address)
        return PurePosixPath(parts.path).stem or parts.netloc
    return PurePosixPath(address).stem


def date_refused(text: str, captured_on: date) -> str | None:
    """Return what is wrong with the date that a text's front matter states, None when nothing is."""
    words = front_matter(text).words("published", "date")
    return dates.stated(words, "front matter, published", captured_on).refused if words else None


def _is_url(address: str) -> bool:
    """Return whether an address is one of the web."""
    return address.startswith(("http://", "https://"))


def _dating(
    capture: Capture,
    matter: FrontMatter,
    held: list[Block],
    meta: list[MetaLine],
    span: tuple[int, int],
    url: str | None,
    is_alone: bool,
) -> Dating:
    """Return when an article was published: as stated, in the order of trust, else as inferred from its text."""
    captured_on = capture.captured_at.date()
    if matter.error:
        return Dating(reason=f"the front matter is not YAML: {matter.error}")
    if words := matter.words("published", "date"):
        return dates.stated(words, "front matter, published", captured_on)
    if words := next((line.date for line in meta if line.date and not line.is_update), None):
        return dates.stated(words, "a line of the text", captured_on)
    for block in held[:_TITLE_WITHIN]:
        if found := _DATELINE.match(block.text):
            dated = dates.stated(found["date"], "the dateline", captured_on)
            if dated.basis is DateBasis.STATED:
                return dated
    if is_alone and (named := dates.in_name(capture.address, captured_on) or dates.in_name(url or "", captured_on)):
        return named
    return inferred(capture.text[span[0] : span[1]], captured_on)
