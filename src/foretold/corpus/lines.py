"""Lines and blocks of a text as spans, so that nothing has to be cut out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]+")
WRAPPED_AT_MOST = 120
"""Columns. A block whose longest line is longer was not wrapped by hand or by an editor."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its span without surrounding white space, and what parts it from the line before."""

    start: int
    end: int
    text: str
    n_breaks: int
    """Line ends between it and the line before that is not blank; 2 or more means that a blank line lies between."""


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Line]:
    """Yield the lines of a span of a text that are not blank. Only line feeds and carriage returns end a line."""
    previous_end = start
    for found in _LINE.finditer(text, start, len(text) if end is None else end):
        whole = found[0]
        stripped = whole.strip()
        if not stripped:
            continue
        first = found.start() + len(whole) - len(whole.lstrip())
        gap = text[previous_end:first]
        n_breaks = gap.count("\n") or gap.count("\r")
        yield Line(first, first + len(stripped), stripped, n_breaks)
        previous_end = first + len(stripped)


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs of a text: blank lines part them, and so do single line ends.

    A line end is no paragraph's end where the block is wrapped by hand (the next line's first word would not have
    fitted on this line any more), nor in the middle of a sentence.
    """
    found: list[tuple[int, int]] = []
    block: list[Line] = []
    for line in lines(text, start, end):
        if block and line.n_breaks != 1:
            found.extend(_unwrapped(block))
            block = []
        block.append(line)
    if block:
        found.extend(_unwrapped(block))
    return found


def _unwrapped(block: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a block of lines without a blank line between them."""
    width = max(line.end - line.start for line in block)
    start, before = block[0].start, block[0]
    for line in block[1:]:
        first_word = line.text.split(None, 1)[0]
        fitted = before.end - before.start + 1 + len(first_word) <= width
        is_parted = width > WRAPPED_AT_MOST or fitted
        if _is_item(line.text) or (is_parted and not _goes_on(before.text, line.text)):
            yield start, before.end
            start = line.start
        before = line
    yield start, before.end


def _goes_on(text: str, following: str) -> bool:
    """Return whether a sentence runs over a line end: after a comma, or into a lower-case word after no stop."""
    return text.endswith(",") or (following[0].islower() and text[-1].isalnum())


def _is_item(text: str) -> bool:
    """Return whether a line begins an item of a list, a heading or a quotation in Markdown."""
    return re.match(r"(?:[-*+•]|\d{1,3}[.)]|#{1,6}|>)\s", text) is not None


def paragraph_at(text: str, start: int, end: int, *, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """Return the span of the paragraph around a span of a text, or of all the paragraphs that the span touches.

    `within` bounds it to a document's span. Offsets are code points. Raise ValueError for a span outside of its bounds.
    """
    low, high = within or (0, len(text))
    if not 0 <= low <= start <= end <= high <= len(text):
        raise ValueError(f"span {start}..{end} lies outside of {low}..{high} in a text of {len(text)}")
    block_start, block_end = _block_around(text, start, end, low, high)
    touched = [
        span for span in paragraphs(text, block_start, block_end) if span[0] < max(end, start + 1) and span[1] > start
    ]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


_BLANK = re.compile(r"(?>\r\n|\n|\r)[ \t\u00a0]*(?>\r\n|\n|\r)")


def _block_around(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return the stretch between the blank lines before and after a span; looks no further than it must."""
    reach = 4096
    while True:
        floor = max(low, start - reach)
        before = list(_BLANK.finditer(text, floor, start))
        if before or floor == low:
            break
        reach *= 4
    following = _BLANK.search(text, end, high)
    return (before[-1].end() if before else low), (following.start() if following else high)
