"""One character for one character: a copy of the raw text that tools can read without moving any offset."""

from __future__ import annotations

import re

_ODD = {
    **dict.fromkeys(map(ord, "‘’‚‛ʼ´`"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»"), '"'),
    **dict.fromkeys(map(ord, "–—―‒−"), "-"),
    **dict.fromkeys(range(0x20), " "),
    **dict.fromkeys((0x7F, 0x85, 0xA0, 0x2028, 0x2029, 0x202F, 0x2009, 0xFEFF, 0x200B, 0x200E, 0x200F), " "),
    **dict.fromkeys(range(0x202A, 0x202F), " "),
    **dict.fromkeys(range(0x2066, 0x206A), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "?"),
}
_EMPHASIS = re.compile(r"\*+|(?<![A-Za-z0-9_/.])_+(?=\w)|(?<=\w)_+(?![A-Za-z0-9_])")
"""Marks of emphasis in light mark-up: "**80%**", "it _might_ rain"."""
_DASHED = re.compile(r"\b([Rr]e|[Cc]o|[Pp]re|[Dd]e|[Nn]on|[Uu]n)-(?=[a-z]{3})")


_LINK = re.compile(r"\]\([^()\s]{4,500}\)|\(?\bhttps?://[^\s<>\"]{1,500}|</?[a-zA-Z][^<>]{0,500}>")
"""Addresses and tags: no word inside them is said by anybody."""


def _blank(match: re.Match[str]) -> str:
    """Return spaces in the place of what was matched, a closing bracket kept."""
    found = match.group()
    return ("]" if found.startswith("]") else "") + " " * (len(found) - found.startswith("]"))


def words(listed: str) -> frozenset[str]:
    """Return a set of words written in one string."""
    return frozenset(listed.split())


def plain(text: str) -> str:
    """Return ``text`` with typographic quotes, dashes and control characters replaced, length unchanged.

    Marks of emphasis and line ends become spaces, lone surrogates become "?": what comes back can always be encoded
    and parsed.
    """
    if "://" in text or "<" in text:
        text = _LINK.sub(_blank, text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(_blank, text)
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_ODD)


def for_parser(plain_text: str) -> str:
    """Return the words as the parser reads them best, length unchanged: "re-enter" as one word, not three."""
    if "-" not in plain_text:
        return plain_text
    return _DASHED.sub(lambda match: match.group(1) + "a", plain_text)
