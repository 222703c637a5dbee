"""robots.txt: what a site asks programs to leave alone (RFC 9309).

The standard library's reader takes the first rule that fits and knows no wildcards; RFC 9309 takes the longest, and
knows `*` and `$`, which most sites use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

MAX_BYTES = 512_000
"""RFC 9309 section 2.5: at least 500 KiB are read."""

_LONGEST_DELAY = 30.0
"""Seconds. A site that asks for more between two requests gets this much."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one program."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Pattern of a path, and whether it may be fetched."""
    delay: float = 0.0
    """Seconds between two requests that the site asks for."""

    def allows(self, path: str) -> bool:
        """Return whether a path (with its query) may be fetched: the longest rule that fits decides, a tie allows."""
        target = _plain(path or "/")
        fitting = [(len(pattern), is_allowed) for pattern, is_allowed in self.rules if _fits(pattern, target)]
        return max(fitting)[1] if fitting else True


def parse(text: str, agent: str) -> Robots:
    """Return the rules in a robots.txt for an agent (a lower-case product name), or those for everybody."""
    groups: list[tuple[set[str], list[tuple[str, bool]], list[float]]] = []
    in_names = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not in_names:
                groups.append((set(), [], []))
            named = re.match(r"[a-z_-]+|\*", value.lower())
            groups[-1][0].add(named[0] if named else "")
            in_names = True
        elif key in {"allow", "disallow", "crawl-delay"} and groups:
            in_names = False
            if key == "crawl-delay":
                groups[-1][2].extend([float(value)] if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value) else [])
            elif value:
                groups[-1][1].append((_plain(value), key == "allow"))
    mine = [group for group in groups if agent in group[0]] or [group for group in groups if "*" in group[0]]
    delays = [delay for _, _, found in mine for delay in found]
    rules = tuple(rule for _, found, _ in mine for rule in found)
    return Robots(rules, min(max(delays, default=0.0), _LONGEST_DELAY))


def _plain(path: str) -> str:
    """Return a path with the same characters percent-encoded, whoever wrote it."""
    return quote(unquote_to_bytes(path), safe="/*$?=&;:@!+,~'()[]")


def _fits(pattern: str, path: str) -> bool:
    """Return whether a path begins as a pattern says; linear in both, whatever the pattern."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not is_whole or at == len(path)
    for part in others[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    last = others[-1]
    return path.endswith(last) and len(path) - len(last) >= at if is_whole else path.find(last, at) >= 0
