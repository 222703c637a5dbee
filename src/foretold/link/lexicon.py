"""The linker's words, read once from lexicon.toml beside this file."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_IRREGULAR = {
    "won": "win", "lost": "lose", "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "bought": "buy",
    "sold": "sell", "left": "leave", "kept": "keep", "held": "hold", "stayed": "stay", "cut": "cut", "begun": "begin",
    "began": "begin", "broke": "break", "broken": "break", "beaten": "beat", "overcame": "overcome", "shrank": "shrink",
    "shrunk": "shrink", "grew": "grow", "grown": "grow", "overthrown": "overthrow", "overthrew": "overthrow",
    "withdrew": "withdraw", "withdrawn": "withdraw", "retook": "retake", "retaken": "retake", "clung": "cling",
    "died": "die", "dying": "die", "led": "lead", "paid": "pay", "struck": "strike", "built": "build",
    "sent": "send", "spent": "spend", "gave": "give", "given": "give", "became": "become", "wives": "wife",
    "cities": "city", "losses": "loss", "elections": "election", "men": "man", "women": "woman",
    "children": "child", "election": "election", "ceo's": "ceo", "voted": "vote", "voting": "vote", "votes": "vote",
}  # fmt: skip

_WHOLE = frozenset({"election", "mission", "nation", "union", "million", "during", "spring"})
"""Words that only look like forms of others."""

_SUFFIXES = (
    ("ization", "ize"), ("isation", "ize"), ("ising", "ize"), ("ised", "ize"), ("ise", "ize"), ("ations", "ate"),
    ("ation", "ate"), ("ingly", ""), ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""),
    ("ions", ""), ("ion", ""), ("ments", ""), ("ment", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


@lru_cache(maxsize=1 << 16)  # words come again and again: half of the time of linking an archive
def fold(text: str) -> str:
    """Return text in lower case without accents, its apostrophes and dashes in their plain form."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ı", "i"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[‐‑–—]", "-", plain).lower()


@cache
def stem(word: str) -> str:
    """Return the beginning that the forms of an English word share: "raises", "raised" and "raising" give "rais"."""
    word = word.removesuffix("'s").removesuffix("'")
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha() or word in _WHOLE:
        return word
    for suffix, instead in _SUFFIXES:
        kept = len(word) - len(suffix)
        if word.endswith(suffix) and kept >= 3 and not (suffix in ("s", "es") and word.endswith(("ss", "us", "is"))):
            word = word[:kept] + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase of the lexicon means to the linker."""

    kind: str
    """name, word, axis, negation, high, low, time or empty."""
    token: str
    sign: int = 1
    """For an axis: whether it says the event or its negation."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, longest first, and the words that stand for contrary events."""

    names: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    """By the folded words: a name has no other forms."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]
    """By the stems of the words."""
    common: frozenset[str]
    """Stems of words that open a claim with a capital and are no names."""
    thin: frozenset[str]
    """Tokens that may be missing on one side without making it another event."""
    contraries: dict[str, tuple[str, int]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon. Where two rows share a phrase, the kind that stands first below has it."""
    data = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], Meaning] = {}

    def add(phrase: str, meaning: Meaning) -> None:
        found.setdefault(tuple(stem(word) for word in fold(phrase).split()), meaning)

    for axis, sides in data["complements"].items():
        for sign, phrases in zip((1, -1), sides, strict=True):
            for phrase in phrases:
                add(phrase, Meaning("axis", axis, sign))
    for phrase in data["negations"]["words"]:
        add(phrase, Meaning("negation", "not"))
    _add_words(data, found, add)
    for kind in ("high", "low"):
        for phrase in data["bounds"][kind]:
            add(phrase, Meaning(kind, stem(fold(phrase))))
    for kind in ("time", "empty"):
        for phrase in data[kind]["words"]:
            add(phrase, Meaning(kind, fold(phrase)))
    contraries = {
        (found[(stem(word),)].token if (stem(word),) in found else stem(word)): (axis, sign)
        for axis, sides in data["contraries"].items()
        for sign, words in zip((1, -1), sides, strict=True)
        for word in words
    }
    names = {
        tuple(fold(phrase).removesuffix("'s").split()): Meaning("name", name)
        for name, phrases in data["names"].items()
        for phrase in phrases
    }
    thin = frozenset(
        found[key].token if (key := tuple(stem(part) for part in word.split())) in found else stem(word)
        for word in data["thin"]["words"]
    )
    common = frozenset(stem(word) for word in data["common"]["words"])
    return Lexicon(_by_first_word(names), _by_first_word(found), common, thin, contraries)


def _add_words(data: dict[str, Any], found: dict[tuple[str, ...], Meaning], add: Any) -> None:
    bounds = {tuple(stem(word) for word in fold(phrase).split()) for kind in data["bounds"].values() for phrase in kind}
    for token, phrases in data["words"].items():
        whole = found.get((stem(token),), Meaning("word", token))
        for phrase in phrases:
            # A bound ("pass", "above") is one only before a number; the reader falls back on its word.
            if tuple(stem(word) for word in fold(phrase).split()) not in bounds:
                add(phrase, whole if whole.kind in ("axis", "word") else Meaning("word", token))


def _by_first_word(
    found: dict[tuple[str, ...], Meaning],
) -> dict[str, tuple[tuple[tuple[str, ...], Meaning], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
    for phrase, meaning in found.items():
        by_first.setdefault(phrase[0], []).append((phrase, meaning))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()}
