"""The time words that belong to a claim, and the interval they mean: the horizon grammar, asked in the right place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from foretold.extract.tree import Tree

if TYPE_CHECKING:
    from foretold.extract.horizon import Horizon


_LIKENED = re.compile(r"(?:As|Like|Unlike)\b[^,.;]{2,60}, ")
"""Comparisons that open a claim: "As in January, the board expects …"."""
_ADDRESS = re.compile(r"https?://\S+|\]\([^)\s]*\)")
_SET_IN_NUMBERS = re.compile(r"[\d-]-$")
_DAY_OF = re.compile(r"(?:(?:in|at|on) )?(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day['’]s) ", re.IGNORECASE)
_AT_WHICH = re.compile(r",? at (?:which|that) (?:time|point|stage)$", re.IGNORECASE)
_PAST = re.compile(r"(?:last|yesterday|ago)\b", re.IGNORECASE)


def deadline(
    raw: str,
    span: tuple[int, int],
    holes: list[tuple[int, int]],
    event: int,
    earliest: date | None,
    latest: date | None,
    beyond: list[tuple[int, int]] | None = None,
) -> Horizon | None:
    """Return the horizon of a claim, looked for where its event stands first, and never in ``holes``.

    The holes are its condition and the relative clauses of its subject; ``event`` is the offset of its predicate;
    ``beyond`` are stretches of the sentence outside the claim, looked at last.
    """
    from foretold.extract.horizon import find_horizon

    likened = _LIKENED.match(raw, span[0], span[1])
    if likened is not None:
        span = (likened.end(), span[1])
    addresses = [(span[0] + m.start(), span[0] + m.end()) for m in _ADDRESS.finditer(raw[span[0] : span[1]])]
    vague: Horizon | None = None
    for start, end in [*_outside(span, holes + addresses, event), *(beyond or [])]:
        found = find_horizon(raw, start, end, earliest, latest)
        if found is not None and _SET_IN_NUMBERS.search(raw[max(0, found.start - 3) : found.start]):
            found = find_horizon(raw, found.end, end, earliest, latest)  # "a 1-in-100 year flood"
        if found is not None and _looks_back(found, earliest):
            found = find_horizon(raw, found.end, end, earliest, latest)
        if found is not None and not _looks_back(found, earliest):
            if (start, end) in (beyond or []) and _VAGUE.match(found.words):
                continue
            if found.words == "imminent" and raw[found.end : found.end + 2].strip().isalpha():
                continue  # "its imminent operation"
            if found.granularity != "indefinite":
                return _trimmed(found)
            vague = vague or _trimmed(found)  # "sooner than many think, probably in May": the date says more
    return vague


_VAGUE = re.compile(r"for (?!the |another )|(?:now|still|again|always|often)\b", re.IGNORECASE)


def _looks_back(found: Horizon, made: date | None) -> bool:
    """Say whether time words mean days before the text was written."""
    over = made is not None and found.due_latest is not None and found.due_latest < made
    return over or _PAST.match(found.words) is not None


def _trimmed(found: Horizon) -> Horizon:
    """Return the horizon without a comma at the end of its words."""
    words = _AT_WHICH.sub("", found.words).rstrip(" ,;:")
    day = _DAY_OF.match(words)
    if day is not None:  # "in Saturday's cup match": the day, not the match
        return replace(found, words=day["day"], start=found.start + day.start("day"), end=found.start + day.end("day"))
    return replace(found, words=words, end=found.start + len(words))


def frames(tree: Tree, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of a sentence beside a claim that may hold its time words.

    A phrase without a verb that opens the sentence ("Over the long term, …"), and one that follows the claim after a
    comma or in brackets ("…, probably in the second half of 2027"), up to the next clause.
    """
    found: list[tuple[int, int]] = []
    before = [n for n in range(len(tree)) if tree.ends[n] <= start]
    comma = next((n for n in before if tree.low[n] == ","), None)
    told = (
        any(tree.tags[n] == "VBD" for n in before)
        or bool({";", ":"} & {tree.low[n] for n in before})
        or tree.low[0] in {"as", "unlike", "like", "since", "despite", "given"}
    )
    if comma and not told and comma < 12 and not any(tree.is_finite(n) for n in range(comma)):
        found.append((tree.starts[0], tree.ends[comma - 1]))
    elif before and not comma and not told and tree.deps[0] == "prep":  # "By 2028 I think there is …"
        found.append((tree.starts[0], min(start, tree.ends[tree.subtree(0)[-1]])))
    after = [n for n in range(len(tree)) if tree.starts[n] >= end]
    stop = next((n for n in after if tree.low[n] in {";", ":"} or _is_clause(tree, n)), len(tree))
    rest = [n for n in after if n < stop]
    joined = any(tree.low[n] in {"and", "but", "or", "according"} for n in rest)
    if len(rest) > 1 and tree.low[rest[0]] in {",", "-", "--", "("} and not joined:
        found.append((tree.starts[rest[0]], tree.ends[rest[-1]]))
    return found


def _is_clause(tree: Tree, word: int) -> bool:
    """Say whether a word begins to tell something else: a verb with tense, or the subject of one."""
    head = tree.heads[word]
    tensed = tree.tags[word] in {"VBZ", "VBP", "VBD", "MD"}
    return tensed or (tree.deps[word] in {"nsubj", "nsubjpass", "expl"} and tree.is_finite(head))


def _outside(span: tuple[int, int], holes: list[tuple[int, int]], event: int) -> list[tuple[int, int]]:
    """Return the stretches between the holes, that of the event first."""
    parts, start = [], span[0]
    for first, last in sorted(holes):
        if last <= start or first >= span[1]:
            continue
        parts.append((start, first))
        start = max(start, last)
    parts.append((start, span[1]))
    kept = [part for part in parts if part[1] - part[0] > 3]
    return sorted(kept, key=lambda part: not part[0] <= event < part[1])
