"""A claim's words made a sentence: joints, turns of speech, marks and spaces put right."""

from __future__ import annotations

import re

_FRAME = re.compile(
    r"^(?:On the (?:other|one|upside|downside)(?: hand)?|In fact|Of course|That said|Then again|After all|In short|"
    r"Meanwhile|Moreover|Instead|Rather|Looking ahead|For example|For instance|In other words|Indeed|However), "
    r"(?=\w+ \w)",
    re.IGNORECASE,
)
"""Turns of speech that open a sentence and are no part of what is claimed."""
_LEAD_OUT = re.compile(r"^(?:(?:and|but|so|or|yet|because)\b,? |(?:no|yes|well|never), )(?=\w+ \w)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"(?:,? \b(?:and|or|but|at (?:perhaps|about|around|roughly))|, however)+$")
"""What stands before words that were cut."""
_BLANKS = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,.;:!?%)])")
_BRACKETS = re.compile(r"^\W*\[|\](?=\W*$)")
_TWO_MARKS = re.compile(r"[,;](?=[,;.])")
_WILL_COMMA = re.compile(r"\b(will(?: not)?), ")
_LONE_COMMA = re.compile(r"(?:^|(?<= ))[,;] ")
_OBJECTS = {"us": "we", "them": "they", "him": "he", "me": "I"}


def polished(claim: str) -> str:
    """Return a claim's words as a sentence: spaces, commas, leading and trailing joints tidied."""
    words = _BLANKS.sub(" ", claim).strip()
    words = _BEFORE_MARK.sub(r"\1", words)
    words = _FRAME.sub("", _BRACKETS.sub("", words))
    words = _TWO_MARKS.sub("", words)
    words = _WILL_COMMA.sub(r"\1 ", words)
    words = _LONE_COMMA.sub("", words).strip(" ,.;:-–—\"'“”‘’")
    words = _LEAD_OUT.sub("", words)
    words = _LEFT_OVER.sub("", words).strip(" ,;:-–—")
    first, _, rest = words.partition(" ")
    words = f"{_OBJECTS.get(first.lower(), first)} {rest}".strip()
    return words[:1].upper() + words[1:]
