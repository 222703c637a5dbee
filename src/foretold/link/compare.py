"""Whether two claims speak of one event: what speaks for it, what leaves it in doubt, what rules it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foretold.link.claims import RULED_OUT, Agreement, Claim, conditions, deadlines
from foretold.link.lexicon import lexicon
from foretold.link.numbers import Quantity
from foretold.link.reading import Reading, shown

NAME_WEIGHT = 2.0
"""A name says twice as much about an event as a word,"""
THIN_WEIGHT = 0.3
"""and a word that goes without saying hardly anything."""
DOUBT_FACTOR = 0.9
"""What a doubt leaves of the score."""
PROPOSE_FROM = 0.4
"""Score from which a pair is proposed,"""
PROPOSE_WITHIN = 0.25
"""within one document already, where a claim often says "it" or "the company" for what was named before;"""
SURE_FROM = 0.55
"""and from which it is sure when nothing is in doubt. Chosen on corpus/gold/pairs/train.jsonl."""

_OFFICES = frozenset({"president", "prime_minister", "chancellor"})
_QUALIFIERS = frozenset({"without", "unles", "alon", "both", "each", "every"})


@dataclass(frozen=True, slots=True)
class Match:
    """Two claims that may speak of one event."""

    score: float
    """Share of the weighed names and words that both have, less what the doubts cost; 0 to 1."""
    is_opposite: bool
    is_sure: bool
    reason: str


def compare(one: Claim, other: Claim, *, enough: float | None = None) -> Match | None:
    """Return how far two claims speak of one event; None when something rules it out or too little speaks for it.

    A number, name, deadline or condition that differs rules it out, whatever else they share: a wrong merge is worse
    than a missed one. The order of the two does not matter. `enough` is the score from which a pair is returned, by
    default the one from which it is proposed.
    """
    a, b = one.reading, other.reading
    shared = a.tokens & b.tokens
    met = float(len(_met(a, b)))
    likeness = (_weight(shared, a, b) + met) / max(_weight(a.tokens | b.tokens, a, b) + met, 1.0)
    if enough is None:
        enough = PROPOSE_WITHIN if _is_one_document(one, other) else PROPOSE_FROM
    if likeness < enough or _is_ruled_out(a, b):
        return None
    traits = [_numbers(a, b), deadlines(one, other), conditions(one, other), _whom(one, other)]
    if any(trait.is_ruled_out for trait in traits):
        return None
    doubts = [trait.doubt for trait in traits if trait.doubt] + list(_doubts(one, other))
    score = round(likeness * DOUBT_FACTOR ** len(doubts), 3)
    if score < enough:
        return None
    opposite = a.sign * b.sign * _turn(a, b) < 0
    reason = [f"both speak of {', '.join(shown(shared, one.words, other.words))}"] if shared else []
    reason += [*(trait.words for trait in traits if trait.words)]
    if opposite:
        reason.append(f"one denies what the other asserts ({', '.join(sorted(a.signs ^ b.signs)) or 'by its bound'})")
    if doubts:
        reason.append("in doubt: " + ", ".join(doubts))
    return Match(score, opposite, not doubts and score >= SURE_FROM, "; ".join(reason))


def _weight(tokens: frozenset[str], a: Reading, b: Reading) -> float:
    names, thin = a.names | b.names, lexicon().thin
    return sum(NAME_WEIGHT if token in names else THIN_WEIGHT if token in thin else 1.0 for token in tokens)


def _is_ruled_out(a: Reading, b: Reading) -> bool:
    """Tell whether names, or words for contrary events, rule out that two claims speak of one."""
    known_a, known_b = a.tokens | a.given_names, b.tokens | b.given_names
    if a.names - known_b and b.names - known_a:
        return True
    is_named_alike = known_a & b.given_names or known_b & a.given_names
    if a.given_names and b.given_names and a.names & b.names and not is_named_alike:
        return True
    contraries = lexicon().contraries
    sides_a = {contraries[word] for word in a.words if word in contraries}
    sides_b = {contraries[word] for word in b.words if word in contraries}
    return any((axis, -sign) in sides_b and (axis, sign) not in sides_b for axis, sign in sides_a)


def _met(a: Reading, b: Reading) -> list[tuple[Quantity, Quantity]]:
    """Return the numbers that both claims give."""
    others = {(quantity.value, quantity.unit): quantity for quantity in b.quantities}
    return [
        (quantity, others[quantity.value, quantity.unit])
        for quantity in a.quantities
        if (quantity.value, quantity.unit) in others
    ]


def _numbers(a: Reading, b: Reading) -> Agreement:
    """Return how the numbers agree."""
    if not a.quantities and not b.quantities:
        return Agreement()
    if not a.quantities or not b.quantities:
        return Agreement(doubt="only one gives a number")
    met = _met(a, b)
    if not met or (len(met) < len(a.quantities) and len(met) < len(b.quantities)):
        return RULED_OUT
    words = "same number: " + ", ".join(sorted(str(mine) for mine, _ in met))
    is_more = len(met) < max(len(a.quantities), len(b.quantities))
    return Agreement(words, "one gives more numbers" if is_more else "")


def _turn(a: Reading, b: Reading) -> int:
    """Return -1 when the bounds of the numbers make one claim the denial of the other: at least 150, fewer than 150."""
    turn = 1
    for mine, theirs in _met(a, b):
        if mine.bound * theirs.bound < 0:
            turn = -turn
    return turn


def _is_one_document(one: Claim, other: Claim) -> bool:
    return one.document_id is not None and one.document_id == other.document_id


def _whom(one: Claim, other: Claim) -> Agreement:
    """Return whether it is clear that both speak of the same somebody."""
    a, b = one.reading, other.reading
    is_pronoun = a.has_pronoun or b.has_pronoun
    if _is_one_document(one, other):
        return Agreement(doubt="a pronoun stands for something" if is_pronoun else "")
    year = _year(one)
    if a.tokens & b.tokens & (a.names | b.names) or (year is not None and year == _year(other)):
        return Agreement()
    return RULED_OUT if is_pronoun else Agreement(doubt="no name says whom it is about")


def _is_elsewhere(a: Reading, b: Reading) -> bool:
    """Tell whether a name that only one claim has may make it another event: "win" and "win in Florida".

    It does not where it only says who does what is done ("OpenAI will release GPT-5", "GPT-5 will come out"), nor
    where it says the country of an office that both speak of ("president of Kenya", "president").
    """
    for one, other in ((a, b), (b, a)):
        extra = one.names - other.tokens - other.given_names
        is_doer = extra <= one.opening and other.opening & (one.tokens - one.opening)
        is_of_office = one.words & other.words & _OFFICES and one.opening & other.opening & one.names
        if extra and not is_doer and not is_of_office:
            return True
    return False


def _year(claim: Claim) -> int | None:
    """Return the year that a claim is about, as 2023 in "2023 will be the warmest year"."""
    words = claim.reading.subject_year
    if words == "this":
        return claim.made_on.year if claim.made_on else None
    return int(words) if words else None


def _doubts(one: Claim, other: Claim) -> Iterator[str]:
    """Yield what only one of the two says, where that may make it another event or turn its side."""
    a, b = one.reading, other.reading
    thin, names = lexicon().thin, a.names | b.names
    left = a.tokens - b.tokens - b.given_names - thin
    right = b.tokens - a.tokens - a.given_names - thin
    shared = (a.tokens & b.tokens) - names
    if not shared and not _met(a, b):
        yield "they share names only"
    elif len(a.tokens & b.tokens) <= 2 and shared <= thin and (left | right) - names and not _met(a, b):
        yield "they share names and little else"
    if left and right:
        yield f"“{', '.join(shown(left, one.words))}” against “{', '.join(shown(right, other.words))}”"
    elif len(left | right) > 1 or (left | right) & _QUALIFIERS or _is_elsewhere(a, b):
        yield f"only one says “{', '.join(shown(left, one.words) + shown(right, other.words))}”"
    # "Nominate" and "nominee" read alike: a party does the one, its candidate is the other.
    is_swapped = (
        "nominee" not in a.words & b.words and (a.opening & b.names) - b.opening and (b.opening & a.names) - a.opening
    )
    if is_swapped or (a.is_passive != b.is_passive and a.opening & b.opening):
        yield "who acts upon whom is turned round"
    if (a.turned_axes - b.words) | (b.turned_axes - a.words):
        yield f"“{', '.join(sorted(a.signs ^ b.signs))}” has no counterpart"
