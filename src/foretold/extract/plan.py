"""Lay out a document before it is parsed: paragraphs, sentences, quotes, furniture, and which sentences to parse."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property

from foretold.extract.bare import is_bare, listed_items, odds_below
from foretold.extract.furniture import Furniture
from foretold.extract.names import Names, find_names
from foretold.extract.prefilter import may_forecast, may_report
from foretold.extract.quotes import Quote, QuoteMap, find_quotes
from foretold.extract.sentences import Paragraph, Sentence, paragraphs, sentences
from foretold.extract.text import plain
from foretold.records import Document

_NEAR = 8
"""A quotation's speaker is looked for at most so many sentences away, so that odd text costs linear time."""
_MINUTED = re.compile(
    r"\b(?:members?|participants|committee|board|council|directors|staff) (?:\w+ ){0,2}(?:noted|observed|agreed|judged|"
    r"considered|discussed|indicated|anticipated|expected|viewed|saw|commented|remarked|reviewed|assessed|decided)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:it|they) (?:also |now |still )?(?:said|says?|expects?|believes?|added|warned|predict\w*|think)\b", re.I
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|its|his|her|their)\b", re.IGNORECASE)


@dataclass
class Plan:
    """A document laid out."""

    document: Document
    plain: str
    paragraphs: list[Paragraph]
    sentences: list[Sentence]
    quotes: QuoteMap
    furniture: Furniture
    names: Names
    cued: set[int]
    """Sentences that hold a cue."""
    parsed: list[int]
    """Sentences to parse: the cued ones and those that say who speaks in them."""
    by_paragraph: dict[int, list[Sentence]] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)
    """Sentences that stand as items under a heading of predictions."""

    odds_below: dict[int, int] = field(default_factory=dict)
    """Where the odds end that stand on a line of their own under a claim, by the claim's sentence."""

    @cached_property
    def is_minutes(self) -> bool:
        """Say whether the document reports the talk of a board or committee, in the past tense throughout."""
        return len(_MINUTED.findall(self.plain, self.document.start, self.document.end)) >= 3

    def units(self) -> list[tuple[str, int]]:
        """Return what the parser is to read."""
        return [(self.words(self.sentences[n]), self.sentences[n].start) for n in self.parsed]

    def words(self, sentence: Sentence) -> str:
        """Return a sentence as plain text."""
        return self.plain[sentence.start : sentence.end]

    def around(self, unit: Sentence, reach: int) -> list[Sentence]:
        """Return the sentences of the same paragraph at most ``reach`` away."""
        near = self.sentences[max(0, unit.number - reach) : unit.number + reach + 1]
        return [s for s in near if s.paragraph.number == unit.paragraph.number]


def lay_out(document: Document) -> Plan:
    """Return the plan of a document; linear in its length."""
    raw, start, end = document.text, max(0, document.start), min(document.end, len(document.text))
    found = paragraphs(raw, start, end)
    units = sentences(raw, found)
    quotes = find_quotes(raw, found)
    units = _without_labels(units, quotes)
    furniture = Furniture(raw, found, document.furniture)
    # A capture may hold many documents: only this one's span is made plain, at its own offsets.
    text = " " * start + plain(raw[start:end])
    cued = {
        unit.number
        for unit in units
        if not furniture.covers(unit.start, unit.end, unit.paragraph.number)
        and (may_forecast(text[unit.start : unit.end]) or is_bare(text[unit.start : unit.end]))
    }
    by_paragraph: dict[int, list[Sentence]] = {}
    for unit in units:
        by_paragraph.setdefault(unit.paragraph.number, []).append(unit)
    plan = Plan(
        document,
        text,
        found,
        units,
        quotes,
        furniture,
        find_names(raw, start, end) if cued else Names(),
        cued,
        [],
        by_paragraph,
    )
    plan.items = listed_items((unit, plan.words(unit)) for unit in units)
    plan.odds_below = odds_below(units, text)
    plan.cued |= plan.items | plan.odds_below.keys()
    plan.parsed = sorted(plan.cued | _context(plan))
    return plan


def _without_labels(units: list[Sentence], quotes: QuoteMap) -> list[Sentence]:
    """Begin the sentences of a transcript after the speaker's label."""
    begins = [quote.start for quote in quotes.quotes if quote.label is not None]
    if not begins:
        return units
    found = []
    for unit in units:
        place = bisect_right(begins, unit.end) - 1
        inside = place >= 0 and unit.start < begins[place] < unit.end and begins[place] - unit.start < 80
        found.append(replace(unit, start=begins[place]) if inside else unit)
    return found


def _context(plan: Plan) -> set[int]:
    """Return the sentences without a cue that say who speaks in those with one."""
    wanted: set[int] = set()
    for number in plan.cued:
        unit = plan.sentences[number]
        quote = (
            plan.quotes.at(unit.start)
            or plan.quotes.at(max(unit.start, unit.end - 2))
            or plan.quotes.at((unit.start + unit.end) // 2)
        )
        if quote is not None:
            wanted |= _around_quote(plan, unit, quote)
        elif number and (plan.is_minutes or _PRONOUN.search(plan.words(unit))):
            wanted |= {n for n in (number - 1, number - 2) if n >= 0 and may_report(plan.words(plan.sentences[n]))}
            if _SAID.search(plan.words(unit)) or plan.is_minutes:
                wanted.add(number - 1)
    return wanted - plan.cued


def _around_quote(plan: Plan, unit: Sentence, quote: Quote) -> set[int]:
    near = plan.around(unit, _NEAR)
    if quote.is_block or quote.goes_on or len(plan.by_paragraph[unit.paragraph.number]) <= 2:
        for back in range(1, 4):
            before = plan.by_paragraph.get(unit.paragraph.number - back, [])
            near += before[-4 if quote.goes_on else -2 :]
    near += plan.by_paragraph.get(unit.paragraph.number + 1, [])[:1]
    return {s.number for s in near if may_report(plan.words(s)) or s.paragraph.number == unit.paragraph.number}
