"""What the rules may know about a sentence beyond its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.quotes import Quote
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY

_PAST = re.compile(
    r"\b(?:(?P<before>\w+) )?(?:was|were|had|did|didn't|(?P<regular>\w{3,}ed)|went|came|took|made|gave|became|began|"
    r"led|fell|rose|won|lost|left|kept|held|ran|met|sent|saw|got|grew|brought|broke|fought|thought|knew|felt|found|"
    r"built|stood)\b",
    re.IGNORECASE,
)
_PARTICIPLE_AFTER = words(
    """a an the and or of to by with in on at for from as is are be been being am has have highly so very too more most
    no any some their its his her our this that these those not"""
)
"""After these a word in "-ed" is a participle, not a past tense: "a supposed friend", "is curbed"."""
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
    is_minutes: bool = False
    """The document reports what a board or committee said, in the past tense throughout."""
    supposes: bool = False
    """The sentence before weighs what would be: a further "would" goes on with that."""

    @property
    def tells_of_past(self) -> bool:
        """Say whether the sentences before tell a story in the past tense."""
        return tells_of_past(self.before)


def tells_of_past(text: str) -> bool:
    """Say whether past tenses clearly outnumber present ones."""
    past = sum(
        not (match["regular"] and (match["before"] or "").lower() in _PARTICIPLE_AFTER)
        for match in _PAST.finditer(text)
    )
    present = len(_PRESENT.findall(text))
    return past > 1.5 * present


def present_share(text: str) -> float:
    """Return the share of present tenses among the finite verbs that can be told by their form; 0 without any."""
    past = sum(
        not (match["regular"] and (match["before"] or "").lower() in _PARTICIPLE_AFTER)
        for match in _PAST.finditer(text)
    )
    present = len(_PRESENT.findall(text))
    return present / (past + present) if past + present else 0.0


def own_past(tree: Tree, clause: int) -> bool:
    """Say whether the other finite verbs of the sentence tell in the past tense; "she said" tells nothing by itself."""
    past = present = 0
    for index, tag in enumerate(tree.tags):
        if index == clause or (tree.heads[index] == clause and tree.deps[index] == "aux"):
            continue
        past += tag == "VBD" and tree.lemma(index) not in SAY
        present += tag in {"VBZ", "VBP"}
    return past > present
