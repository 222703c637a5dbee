"""Where the text speaks in somebody else's words: quotation marks of every style, and block quotes after a colon."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from foretold.extract.sentences import Paragraph

MAX_PARAGRAPH = 20_000
"""Quotation marks are paired within a paragraph's first so many characters; longer paragraphs are not prose."""

_MARK = re.compile(r"[“”„«»\"]|''|``|‘|’|'")
_LEAD_IN = re.compile(
    r"(?:\b(?:sa(?:id|ys)|wr(?:ote|ites)|continued|continues|add(?:ed|s)|tweet(?:ed|s)|post(?:ed|s)|stat(?:ed|es)|"
    r"repl(?:ied|ies)|explain(?:ed|s)|elaborated|remarked|warned|announced|predicted|went on|concluded|"
    r"t(?:old|ells)\s[^.]{2,60}|put it|concluded|concludes|argu(?:ed|es)|not(?:ed|es)|"
    r"statement|tweet|post|email|thread)[^.!?]{0,80}):\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of quoted words, marks excluded."""

    number: int
    start: int
    end: int
    paragraph: int
    goes_on: bool
    """It continues the quote of the paragraph before, which was left open."""
    is_block: bool = False
    label: str | None = None
    """Who speaks it, where a transcript names the speaker before the words."""


@dataclass(slots=True)
class QuoteMap:
    """All quotes of a document, found by position."""

    quotes: list[Quote]
    starts: list[int]
    blocks: frozenset[int] = frozenset()
    """Paragraphs that are block quotes."""

    def at(self, position: int) -> Quote | None:
        """Return the quote that covers a position: the outermost one that begins before it."""
        index = bisect_right(self.starts, position) - 1
        for quote in reversed(self.quotes[max(0, index - 3) : index + 1]):
            if quote.start <= position < quote.end:
                return quote
        return None

    def at_each(self, positions: list[int]) -> tuple[Quote | None, ...]:
        """Return the quote that covers each of some positions in rising order."""
        if not positions:
            return ()
        first, last = bisect_right(self.starts, positions[0]) - 4, bisect_right(self.starts, positions[-1])
        if all(quote.end <= positions[0] for quote in self.quotes[max(0, first) : last]):
            return (None,) * len(positions)
        return tuple(map(self.at, positions))


def find_quotes(raw: str, paragraphs: list[Paragraph]) -> QuoteMap:
    """Pair quotation marks paragraph by paragraph and add block quotes; linear in the length of the text."""
    found: list[Quote] = []
    was_open = False
    block_of: int | None = None
    introduced: str | None = None
    labels = _labels(raw, paragraphs)
    for paragraph in paragraphs:
        spoken = labels.get(paragraph.number, [])
        if spoken:
            for begin, end, name in spoken:
                found.append(Quote(len(found), begin, end, paragraph.number, False, False, name))
            continue
        if block_of is not None and paragraph.block == block_of:
            found.append(Quote(len(found), paragraph.start, paragraph.end, paragraph.number, False, True, introduced))
            continue
        block_of = introduced = None
        named = _INTRODUCED.match(raw, paragraph.start, min(paragraph.end, paragraph.start + 160))
        following = paragraph.number + 1
        if named is not None and following < len(paragraphs) and raw[paragraphs[following].line] == ">":
            block_of, introduced = paragraphs[following].block, named["name"]
            continue
        begins_open = raw[paragraph.start : paragraph.start + 1] in {"“", '"', "„", "«"}
        spans, now_open = _pair(raw, paragraph)
        for number, (start, end) in enumerate(spans):
            found.append(Quote(len(found), start, end, paragraph.number, was_open and begins_open and number == 0))
        was_open = now_open
        if not spans and _LEAD_IN.search(raw[max(paragraph.start, paragraph.end - 120) : paragraph.end]):
            following = paragraph.number + 1
            if following < len(paragraphs) and raw[paragraphs[following].start] not in "“\"'‘„«":
                block_of = paragraphs[following].block
    found.sort(key=lambda quote: (quote.start, -quote.end))
    found = [Quote(n, q.start, q.end, q.paragraph, q.goes_on, q.is_block, q.label) for n, q in enumerate(found)]
    return QuoteMap(found, [quote.start for quote in found], frozenset(q.paragraph for q in found if q.is_block))


_LABEL_WORD = r"[A-Z][A-Za-zÀ-ÿ.’'-]+"
_RETWEET = re.compile(r"(?:^|(?<=: ))(?P<name>RT @?(?P<who>\w+)): +(?:\.?@\w+ )*(?=\S)")
_LABEL = re.compile(rf"(?:^[\"“'‘]?|(?<=[.?!] ))(?P<name>{_LABEL_WORD}(?: (?:{_LABEL_WORD}|[A-Z]\.)){{0,3}}): +(?=\S)")


def _is_turn(name: str, seen: dict[str, int]) -> bool:
    """Say whether a label may name a speaker: a lone capitalised word before every line is a feed's name."""
    return name.isupper() or " " in name or len(seen) > 1


_INTRODUCED = re.compile(
    r"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3})(?:,? (?:at|of|from|for|with)\b|,)?[^.!?:\n]{0,90}:\s*$"
)
"""A line that names who is quoted below it: "Ana Ruiz at Weller Capital:", with the words behind ">"."""
_MOST_LABELS = 40
"""Full names looked for elsewhere, so that a text of nothing but labels costs linear time."""


def _labels(raw: str, paragraphs: list[Paragraph]) -> dict[int, list[tuple[int, int, str]]]:
    """Return the turns of a transcript by paragraph: "SMITH: …".

    A label speaks when it comes at least twice, or is one of several full names that the text names elsewhere too.
    """
    seen: dict[str, int] = {}
    places: list[tuple[Paragraph, list[tuple[int, int, str]]]] = []
    turns: dict[int, list[tuple[int, int, str]]] = {}
    for paragraph in paragraphs:
        words = raw[paragraph.start : min(paragraph.end, paragraph.start + MAX_PARAGRAPH)]
        if ": " not in words:
            continue
        retweet = _RETWEET.search(words[:120])
        if retweet is not None:
            turns[paragraph.number] = [(paragraph.start + retweet.end(), paragraph.end, retweet["who"])]
            continue
        rows = [(paragraph.start + m.start(), paragraph.start + m.end(), m["name"]) for m in _LABEL.finditer(words)]
        for _, _, name in rows:
            seen[name] = seen.get(name, 0) + 1
        places.append((paragraph, rows))
    full = [name for name in seen if " " in name][:_MOST_LABELS]
    named = {name for name in full if len(full) > 1 and raw.count(" " + name.rsplit(" ", 1)[1]) > seen[name] + 1}
    for paragraph, rows in places:
        known = (row for row in rows if seen[row[2]] > 1 or row[2] in named)
        kept = [row for row in known if row[2].split()[0].lower() not in _NO_SPEAKER and _is_turn(row[2], seen)]
        if kept and kept[0][0] == paragraph.start:
            ends = [row[0] for row in kept[1:]] + [paragraph.end]
            turns[paragraph.number] = [(begin, end, name) for (_, begin, name), end in zip(kept, ends, strict=True)]
    return turns


_NO_SPEAKER = frozenset(
    {
        "note",
        "update",
        "source",
        "photo",
        "image",
        "watch",
        "now",
        "correction",
        "q",
        "a",
        "by",
        "prediction",
        "forecast",
    }
)


def _pair(raw: str, paragraph: Paragraph) -> tuple[list[tuple[int, int]], bool]:
    """Return the quoted spans of a paragraph and whether the last was left open."""
    limit = min(paragraph.end, paragraph.start + MAX_PARAGRAPH)
    spans: list[tuple[int, int]] = []
    double: int | None = None
    single: int | None = None
    for match in _MARK.finditer(raw, paragraph.start, limit):
        mark, at, after = match.group(), match.start(), match.end()
        before_char = raw[at - 1] if at > paragraph.start else " "
        after_char = raw[after] if after < limit else " "
        if mark in "‘’'":
            single = _single(raw, mark, at, before_char, after_char, single, double, spans)
        elif _opens(mark, after_char, double is not None):
            if double is None:
                double, single = after, None
        elif double is not None:
            if at > double:
                spans.append((double, at))
            # A mark after a gap and before a word opens again: paragraphs that were run together.
            again = mark == '"' and before_char.isspace() and after_char.isalpha() and raw[at - 2 : at - 1] in ".!?"
            double = after if again else None
    if double is not None and double < limit:
        spans.append((double, limit))
    return spans, double is not None


def _opens(mark: str, after: str, is_open: bool) -> bool:
    if mark in "“„«``":
        return True
    if mark in "”»":
        return False
    return not is_open and not after.isspace()


def _single(
    raw: str,
    mark: str,
    at: int,
    before: str,
    after: str,
    single: int | None,
    double: int | None,
    spans: list[tuple[int, int]],
) -> int | None:
    """Follow single quotation marks, which are also apostrophes: a quote opens after a gap and closes before one."""
    if double is not None:
        return None
    can_open = not before.isalnum() and before not in ".,!?" and (after.isalpha() or after in '[“"') and mark != "’"
    can_close = mark != "‘" and not after.isalnum() and not before.isspace()
    if single is None:
        return at + 1 if can_open else None
    if can_close and (before in ".,!?…" or raw[at + 1 : at + 2] in {"", " ", ",", ".", ";", ":", ")", "\n", "—", "–"}):
        words = raw[single:at]
        if before in ".,!?…" or before != "s" or "‘" in raw[max(0, single - 1) : single]:
            if len(words) < 700:
                spans.append((single, at))
            return None
    return single
