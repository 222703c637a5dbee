"""What the rules may know about a sentence beyond its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.quotes import Quote
from foretold.extract.tree import Tree

_PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|\w{3,}ed|went|came|took|made|gave|became|began|led|fell|rose|won|lost|"
    r"left|kept|held|ran|"
    r"met|sent|saw|got|grew|brought|broke|fought|thought|knew|felt|found|built|stood)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:is|are|isn't|aren't|'re|am|has|have|do|does|don't|doesn't|will|won't|'ll|can|cannot|may|must|"
    r"should|seems?|remains?|"
    r"means?|needs?|wants?|shows?|continues?|looks?|says?|now|today|currently)\b",
    re.IGNORECASE,
)


Verdict = tuple[str, str] | None
"""None for a forecast, else the class of the refusal and its rule."""


@dataclass(frozen=True, slots=True)
class Context:
    """Surroundings of a sentence."""

    is_question: bool
    quote_of: tuple[Quote | None, ...]
    """For each word, the quote that it stands in."""
    before: str
    """The sentences before it in its paragraph (plain text), or the end of the paragraph before."""
    under_condition: bool
    """An earlier sentence of the paragraph put what follows under a condition."""
    is_headline: bool = False

    @property
    def tells_of_past(self) -> bool:
        """Say whether the sentences before tell a story in the past tense."""
        return tells_of_past(self.before)


def tells_of_past(words: str) -> bool:
    """Say whether past tenses clearly outnumber present ones."""
    past, present = len(_PAST.findall(words)), len(_PRESENT.findall(words))
    return past > 1.5 * present


def own_past(tree: Tree, clause: int) -> bool:
    """Say whether the other finite verbs of the sentence stand in the past tense."""
    past = present = 0
    for index, tag in enumerate(tree.tags):
        if index == clause or (tree.heads[index] == clause and tree.deps[index] == "aux"):
            continue
        past += tag == "VBD"
        present += tag in {"VBZ", "VBP"}
    return past > present
