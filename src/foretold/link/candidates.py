"""Which pairs of claims are worth comparing: what shares a name or number and one thing more, for one year.

Comparing every pair grows with the square of the claims; this grows with the claims. A claim meets at most LIMIT
others, those first that share what few share, and only such as were known before it, so that a claim that comes later
changes nothing about those that came earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from foretold.link.claims import NARROW_DAYS, Claim
from foretold.link.compare import Match, compare
from foretold.link.lexicon import lexicon

LIMIT = 200
"""Earlier claims that one claim is compared with at most."""
_WORDS = 6
"""Words of a claim without name or number of which the pairs are looked up."""
_UNDATED = 0
_WITHIN = -1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims that may speak of one event, the later known one first."""

    later: Claim
    earlier: Claim
    match: Match


class Index:
    """Claims by what they share."""

    def __init__(self) -> None:
        """Begin empty."""
        self._claims: list[Claim] = []
        self._places: dict[int, list[int]] = {}

    def add(self, claim: Claim, filed: Iterable[int]) -> None:
        """Take in a claim, to be found by later ones under these hashes of its keys."""
        number = len(self._claims)
        self._claims.append(claim)
        for place in filed:
            self._places.setdefault(place, []).append(number)

    def near(self, filed: Iterable[int]) -> list[Claim]:
        """Return at most LIMIT claims that share one of these: those under the rarest first, of those the latest."""
        found: dict[int, None] = {}
        lists = [self._places[place] for place in filed if place in self._places]
        for numbers in sorted(lists, key=len):
            for number in reversed(numbers):
                found.setdefault(number)
                if len(found) >= LIMIT:
                    return [self._claims[number] for number in found]
        return [self._claims[number] for number in found]


def keys(claim: Claim) -> list[tuple[int, str, str]]:
    """Return what a claim is looked up by: year, name or number, and a further one or a word; or its document."""
    reading = claim.reading
    numbers = {f"{quantity.value:g}{quantity.unit}" for quantity in reading.quantities}
    strong = sorted(reading.names | numbers)
    rest = sorted(reading.words - reading.names)
    pairs = list(combinations(strong, 2)) + [(one, word) for one in strong for word in rest]
    if not strong:
        pairs = list(combinations(rest[:_WORDS], 2))
    found = [(year, one, other) for year in _years(claim) for one, other in pairs]
    if claim.document_id is not None:
        # Within one document a single thing shared is enough: the rest may be pronouns.
        found += [(_WITHIN, claim.document_id, token) for token in [*strong, *rest] if token not in lexicon().thin]
    return found


def _years(claim: Claim) -> Iterable[int]:
    """Return the years under which a claim is filed: of its deadline; without one, of its making and the next."""
    if claim.due_latest is not None:
        # "By the new year" and "before the end of January" meet.
        return sorted({claim.due_latest.year, _later(claim.due_latest.year, claim)})
    if claim.made_on is not None:
        return (claim.made_on.year, claim.made_on.year + 1)
    return (_UNDATED,)


def _later(year: int, claim: Claim) -> int:
    if claim.due_latest is None or claim.due_latest.year >= 9999:
        return year
    return (claim.due_latest + timedelta(days=NARROW_DAYS)).year


def link(claims: Sequence[Claim], is_new: Set[str]) -> Iterator[Pair]:
    """Yield the pairs that may speak of one event, of which at least the later is in `is_new`, a set of keys.

    `claims` are given in the order in which they became known. Claims that are states of one forecast are no pair.
    """
    index = Index()
    for claim in claims:
        filed = [hash(key) for key in keys(claim)]
        if claim.key in is_new:
            for other in index.near(filed):
                if other.forecast_id != claim.forecast_id:
                    match = compare(claim, other)
                    if match is not None:
                        yield Pair(claim, other, match)
        index.add(claim, filed)
