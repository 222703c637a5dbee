"""Titles before names: when they fall away, and when they are part of the name.

One rule for the extractor and for the ledger: `warehouse/macros/name_id.sql` holds the same two patterns, and a test
compares what both make of a table of names.
"""

from __future__ import annotations

import re
from functools import lru_cache

OFFICES = (
    "mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|dame|lord|lady|rev|reverend|hon|father|sister|rabbi|imam|mufti|"
    "sheikh|ayatollah|pope|archbishop|bishop|cardinal|king|queen|prince|princess|"
    "president|premier|minister|chancellor|secretary|senator|sen|representative|rep|congressman|congresswoman|"
    "governor|gov|mayor|speaker|ambassador|commissioner|councillor|judge|justice|attorney general|leader|"
    "general|gen|colonel|col|captain|capt|lieutenant|lt|sergeant|sgt|major|maj|admiral|adm|"
    "chairman|chairwoman|chair|chief|executive|director|officer|manager|coach|editor|analyst|economist|"
    "spokesman|spokeswoman|spokesperson|democrat|republican"
)
"""Words that stand before a name and say what its bearer is, in lower case."""
KINDS = (
    "former|vice|deputy|acting|prime|first|foreign|defence|defense|finance|interior|home|treasury|state|attorney|party|"
    "army|navy|air|force|democratic"
)
"""Words that go before an office: "Foreign Secretary", "Vice President"; alone they are no title ("Air France")."""
TITLES = rf"^((({KINDS}) )*({OFFICES})\.? )+"
"""The titles that a name begins with."""
WHOLE = (
    r"^(of|for|and|to|at|in|&|\+) |[&+]|(’s|'s) |^[^ ]+ [ivx]+$|"
    r"\b(league|hotels?|motors|electric|foods|stores|services|union|"
    r"bank|fund|office|council|committee|commission|court|college|university|hospital|school|society|party|club|"
    r"association|institute|foundation|department|agency|airlines|capital|partners|island|group|holdings|"
    r"co|company|corp|corporation|inc|ltd|limited|plc|llc)\b"
)
"""After a title, what makes it part of the name: "& Taylor", "of France", "League Baseball", "John XXIII"."""

_COURTESY = re.compile(r"(?:(?:mr|mrs|ms|miss|mx|dr|sir)\.? )+(?=[^ ]+$)", re.IGNORECASE)
_TITLES = re.compile(TITLES, re.IGNORECASE)
_WHOLE = re.compile(WHOLE, re.IGNORECASE)
_OFFICE = re.compile(rf"({OFFICES})\.?", re.IGNORECASE)
_TITLE = re.compile(rf"({KINDS}|{OFFICES})\.?", re.IGNORECASE)


def untitled(name: str) -> str:
    """Return a name without its titles where a full name of a person follows them; else the whole name.

    "Governor Ann Brown" is Ann Brown; "Governor Brown", "General Motors" and "Lord & Taylor" stay as they are.
    """
    words, rest = " ".join(name.split()), bare(name)
    return rest if " " in rest and not is_whole(rest) else words


def bare(name: str) -> str:
    """Return what is left of a name without any title, to look for the same person named otherwise."""
    return _TITLES.sub("", " ".join(name.split()))


def is_whole(rest: str) -> bool:
    """Say whether what follows a title shows that the title is part of the name: "Motors", "& Taylor", "John XXIII"."""
    return _WHOLE.search(rest) is not None


def is_courtesy(name: str) -> bool:
    """Say whether a surname follows a title that tells nothing of its bearer's office: "Mr Brown"."""
    return _COURTESY.match(name) is not None


@lru_cache(maxsize=20_000)
def is_office(word: str) -> bool:
    """Say whether a word is a title by itself: "President", "Sen."."""
    return word[:1].isupper() and _OFFICE.fullmatch(word) is not None


@lru_cache(maxsize=20_000)
def is_title(word: str) -> bool:
    """Say whether a word is a title or goes before one: "President", "Sen.", "Foreign"."""
    return word[:1].isupper() and _TITLE.fullmatch(word) is not None
