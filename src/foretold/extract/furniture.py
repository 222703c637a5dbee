"""Lines that are not prose: headlines, captions, menus, comment rules, signatures."""

from __future__ import annotations

import re
from bisect import bisect_right

from foretold.extract.sentences import Paragraph
from foretold.extract.text import words

_BOILERPLATE = re.compile(
    r"(?i)^\W*(?:now watch|watch( now)?:|read (?:more|next|also)|see also|"
    r"related(?: articles?| stories| links)?(?::|$)|related story|more from|advertisement|sponsored|sign up|subscribe|"
    r"share this|follow us|click here|photo(?:graph)?(?: by|:| credit)|image:|credit:|copyright|©|"
    r"all rights reserved|edit content|"
    r"tag archive|posted in|filed under|leave a (?:reply|comment)|comments? (?:\(|are|closed|policy)|"
    r"our comment\w* (?:rules|policy)|"
    r"support .{0,60}(?:ad-?free|donat)|this (?:article|story|post|column) (?:was|first|originally)|"
    r"the views expressed|editor[’']s note|"
    r"by clicking|we use cookies|cookie|privacy policy|terms of|skip to|table of contents|home ?[>|/]|"
    r"print this|email this|download)"
)
_RULES = re.compile(
    r"(?i)\b(?:we (?:will|may|reserve the right to) (?:ban you|delete|moderate|remove (?:your|any|comments?|posts?))|"
    r"(?:comments?|posts?) (?:will|may) be (?:removed|deleted|moderated|reviewed|approved)|email address will not be|"
    r"your (?:email|comment|subscription|privacy|inbox|account|payment|card)\b|unsubscribe|"
    r"(?:our|free|daily|weekly) newsletter|this site uses|all comments (?:are|will|must)|abusive(?:,| or| comments)|"
    r"in your inbox|log ?in to|free trial|your browser|you will (?:receive|be (?:charged|redirected|asked))|"
    r"forward-looking statements|listen-only|on our website|opportunity to ask questions|may not sum|"
    r"past performance|go down as well as up|not constitute|libell?ous)\b"
)
_LONGEST_NOTICE = 300
"""Characters: what is longer is prose, whatever words stand in it."""
_SMALL = words(
    """a an the and or but of to in on at for by with from as is are be it its vs into over after if that
    than will"""
)


class Furniture:
    """Spans that no forecast may be read from: those of the reader, and lines that give themselves away."""

    def __init__(self, raw: str, paragraphs: list[Paragraph], given: tuple[tuple[int, int], ...]) -> None:
        """Take the text, its paragraphs and the spans that the reader has already marked."""
        self._given = sorted(given)
        self._starts = [start for start, _ in self._given]
        self._marked = {p.number for n, p in enumerate(paragraphs) if _is_boilerplate(raw, p)}
        self._headlines = {p.number for n, p in enumerate(paragraphs) if _is_headline(raw, paragraphs, n)}

    def covers(self, start: int, end: int, paragraph: int) -> bool:
        """Say whether a stretch is furniture."""
        if paragraph in self._marked:
            return True
        index = bisect_right(self._starts, start) - 1
        return any(
            a < end and start < b and min(b, end) - max(a, start) > (end - start) / 2
            for a, b in self._given[max(0, index) : index + 2]
        )

    def is_headline(self, paragraph: int) -> bool:
        """Say whether a paragraph is a headline, caption or heading."""
        return paragraph in self._headlines


def _is_boilerplate(raw: str, paragraph: Paragraph) -> bool:
    if paragraph.end - paragraph.start > _LONGEST_NOTICE:
        return False
    line = raw[paragraph.start : paragraph.end]
    return _BOILERPLATE.match(line) is not None or _RULES.search(line) is not None


def _is_headline(raw: str, paragraphs: list[Paragraph], number: int) -> bool:
    paragraph = paragraphs[number]
    line = raw[paragraph.start : min(paragraph.end, paragraph.start + 250)]
    words = re.findall(r"[\w’'-]+", line)
    if not words or len(words) > 24 or paragraph.is_item:
        return False
    longer = [w for w in words[1:] if w.lower() not in _SMALL and not w[0].isdigit()]
    title_case = len(longer) >= 2 and sum(w[0].isupper() for w in longer) >= 0.75 * len(longer)
    if title_case and (not paragraph.is_complete or number == 0) and len(words) >= 3:
        return line[:1] not in "“\"'‘@"
    if paragraph.is_complete:
        return False
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    alone = following is None or following.block != paragraph.block
    body = following is not None and following.end - following.start > 1.5 * len(line) and following.is_complete
    return alone and body and line[:1] not in "“\"'‘@-" and line.rstrip()[-1:] not in ',;”"'
