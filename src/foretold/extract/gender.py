"""Whether "he" or "she" can stand for a person: from titles, roles and pronouns of the text itself, no name lists."""

from __future__ import annotations

import re
from collections import Counter

from foretold.extract.names import Names, last_key
from foretold.extract.quotes import QuoteMap

_TITLED = re.compile(
    r"\b(?:(?P<f>Mrs|Ms|Miss|Madame|Mme|Lady|Dame|Queen|Princess|Sister|Congresswoman|Chairwoman|Baroness|Duchess|"
    r"[Ss]pokeswoman|[Cc]ouncilwoman|[Bb]usinesswoman|[Aa]ctress)|"
    r"(?P<m>Mr|Sir|Lord|King|Prince|Father|Congressman|Baron|Duke|[Ss]pokesman|[Cc]ouncilman|[Bb]usinessman))"
    r"\.?,? (?=[^\W\d_a-z])"
)
_PRONOUN = re.compile(r"\b(?:(?P<f>she|her|hers|herself)|(?P<m>he|him|his|himself))\b", re.IGNORECASE)
_REACH = 600
"""A pronoun votes for the one person named so many characters before it in its paragraph."""


def genders(raw: str, names: Names, quotes: QuoteMap) -> dict[str, str]:
    """Return "f" or "m" by the last part of a person's name, for those of whom the text tells; linear in its length.

    A title decides. Else the pronouns do that follow where only one person is named, the majority winning.
    """
    if not names.mentions:
        return {}
    start, end = names.mentions[0].start, names.mentions[-1].end
    votes: dict[str, Counter[str]] = {}
    for match in _TITLED.finditer(raw, max(0, start - 40), end):
        for mention in names.between(match.end(), match.end() + 30)[:1]:
            votes.setdefault(last_key(mention.name), Counter())[str(match.lastgroup)] += 100
    for match in _PRONOUN.finditer(raw, start, min(len(raw), end + 2 * _REACH)):
        at = match.start()
        if quotes.at(at) is not None:
            continue
        begin = max(raw.rfind("\n", max(0, at - _REACH), at), at - _REACH)
        near = [m for m in names.between(begin, at)[-12:] if m.is_person]  # a quotation may name whom it means
        named = {last_key(m.name) for m in near}
        if len(named) == 1 and quotes.at(near[-1].start) is None:
            votes.setdefault(named.pop(), Counter())[str(match.lastgroup)] += 1
    found: dict[str, str] = {}
    for name, counted in votes.items():
        ranked = counted.most_common(2)
        if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
            found[name] = ranked[0][0]
    return found
