"""Check a model's item against the text, and make it a forecast: nothing is kept that the text does not bear out.

The quote is found character for character, else aligned and cut again from the text, else the item is dropped. The
holder's and the condition's words stand in the text. Days are reckoned by our own grammar, the probability is read by
the scale or stands in the sentence. Each item that is dropped is counted under its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foretold.extract.checkability import is_vague
from foretold.extract.deadline import deadline
from foretold.extract.lexicon import entries
from foretold.extract.llm.prompt import Window
from foretold.extract.llm.schema import Item
from foretold.extract.plan import Plan
from foretold.extract.prefilter import find_cue
from foretold.extract.scale import Reading, read
from foretold.extract.text import plain, words
from foretold.extract.topic import topic_of
from foretold.records import AUTHOR, Forecast

_ALIGNED = 90
"""How alike, of 100, words must be to count as meant for those of the text."""
_SHORTEST = 16
"""Fewer characters are found as they stand, or not at all."""
_OWN_VOICE = frozenset({"", "author", "the author", "writer", "the writer", "narrator", "the text"})
_NEGATIONS = words("not n't no never nor none nobody nothing cannot without unlikely neither hardly")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CHANCES = re.compile(
    r"(?P<p>\d+(?:\.\d+)?) ?(?:%|per ?cent|pct)|(?P<share>\b0?\.\d+)|(?P<a>\d+) (?:in|out of) (?P<b>\d+)"
)


class DroppedError(Exception):
    """An item that the text does not bear out; its message names the check that it failed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the capture's text; ``is_exact`` when they were copied letter for letter."""

    start: int
    end: int
    is_exact: bool = True


def check(plan: Plan, window: Window, item: Item) -> Forecast:
    """Return an item as a forecast whose words stand in the text.

    Raises DroppedError with the reason where the text does not bear the item out.
    """
    number, place = _quote(plan, window, item)
    sentence, raw = plan.sentences[number], plan.document.text
    quote = raw[place.start : place.end]
    speaker = _holder(plan, window, item.holder)
    condition = _condition(plan, window, number, item.condition)
    hole = [(condition.start, condition.end)] if condition is not None else []
    dates = plan.document.published_earliest, plan.document.published_latest
    named = _locate(plan, item.horizon or "", sentence.start, sentence.end)
    told = [] if named is None else [(named.start, named.end)]
    # The model names the time words; what days they mean is reckoned here, and so is what it has overlooked.
    horizon = deadline(raw, told[0], [], named.start, *dates) if named is not None else None
    horizon = horizon or deadline(raw, (place.start, place.end), hole, place.start, *dates)
    cue, term = _cue(plan, place, item)
    stated = _stated(plan.words(sentence), item.stated_probability)
    reading = read(term or "", Reading(stated, stated, stated) if stated is not None else None)
    claim = _claim(item.claim, quote, plan.plain)
    missing = (*([] if horizon else ["no deadline"]), *(["vague degree"] if is_vague(claim) else []))
    return Forecast(
        doc=plan.document.name,
        start=place.start,
        end=place.end,
        quote=quote,
        claim=claim,
        speaker=speaker,
        band=item.band,
        cue=cue,
        term=term,
        stated_probability=stated,
        probability=reading.point if reading else None,
        probability_low=reading.low if reading else None,
        probability_high=reading.high if reading else None,
        condition=raw[condition.start : condition.end] if condition is not None else None,
        horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None,
        due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None,
        due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=plan.document.made_on,
        is_checkable=item.is_checkable and not is_vague(claim),
        vagueness=missing,
        topic=topic_of(claim, plan.words(sentence)),
        reason=_reason(item, place, horizon.words if horizon else None),
    )


def _quote(plan: Plan, window: Window, item: Item) -> tuple[int, Place]:
    """Find the quote in the sentence that the item names, else in another that was asked about."""
    order = sorted(window.asked, key=lambda number: (number != item.sentence, number))
    for is_exact in (True, False):
        for number in order:
            unit = plan.sentences[number]
            place = _locate(plan, item.quote, unit.start, unit.end)
            if place is not None and place.is_exact == is_exact:
                return number, _trimmed(plan.plain, place)
    elsewhere = any(_locate(plan, item.quote, plan.sentences[n].start, plan.sentences[n].end) for n in window.shown)
    raise DroppedError("sentence not asked about" if elsewhere else "quote not in the text")


def _locate(plan: Plan, wanted: str, start: int, end: int) -> Place | None:
    """Find words within a stretch: as they stand but for marks, dashes and gaps, else aligned to whole words."""
    stretch, needle = plan.plain[start:end], " ".join(plain(wanted).split())
    if not any(character.isalnum() for character in needle):
        return None
    found = re.search(r"\s+".join(map(re.escape, needle.split())), stretch)
    if found is not None:
        return Place(start + found.start(), start + found.end())
    from rapidfuzz.fuzz import partial_ratio_alignment

    if not _SHORTEST <= len(needle) <= 1.2 * len(stretch):
        return None
    near = partial_ratio_alignment(needle, stretch, score_cutoff=_ALIGNED)
    if near is None or near.dest_end - near.dest_start < 0.8 * len(needle):
        return None
    first, last = near.dest_start, near.dest_end
    while first > 0 and _joins(stretch[first - 1 : first + 1]):
        first -= 1
    while last < len(stretch) and _joins(stretch[last - 1 : last + 1]):
        last += 1
    # "will win" is nearly "will not win": likeness says nothing where only one of them denies.
    same = _negated(needle) == _negated(stretch[first:last])
    return Place(start + first, start + last, is_exact=False) if same else None


def _joins(pair: str) -> bool:
    return all(character.isalnum() or character == "'" for character in pair)


def _negated(text: str) -> set[str]:
    return set(re.findall(r"n't|[a-z]+", text.lower())) & _NEGATIONS


def _trimmed(text: str, place: Place) -> Place:
    """Return a place without the gaps and stops around its words."""
    quote = text[place.start : place.end]
    left = len(quote) - len(quote.lstrip(" ,;:.\"'"))
    right = len(quote) - len(quote.rstrip(" ,;:.\"'"))
    return Place(place.start + left, place.end - right, place.is_exact)


def _holder(plan: Plan, window: Window, name: str) -> str:
    """Return the holder in the words of the text, from the sentences shown, else from the whole document."""
    if name.strip().lower() in _OWN_VOICE:
        return AUTHOR
    document = plan.document
    stretches = [(plan.sentences[n].start, plan.sentences[n].end) for n in reversed(window.shown)]
    for start, end in [*stretches, (document.start, document.end)]:
        place = _locate(plan, name, start, end)
        if place is not None and place.is_exact:
            return " ".join(document.text[place.start : place.end].split())
    raise DroppedError("holder not in the text")


def _condition(plan: Plan, window: Window, number: int, told: str | None) -> Place | None:
    """Find the condition in the sentence or in one shown near it; a claim is not kept without the one it was given."""
    if not told or not told.strip():
        return None
    for other in sorted(window.shown, key=lambda n: (n > number, abs(n - number))):
        place = _locate(plan, told, plan.sentences[other].start, plan.sentences[other].end)
        if place is not None:
            return _trimmed(plan.plain, place)
    raise DroppedError("condition not in the text")


def _cue(plan: Plan, place: Place, item: Item) -> tuple[str, str | None]:
    """Return the words that carry the strength, and the term by which a scale reads them.

    A term counts only where the lexicon grades it as the model does; else no scale reads the forecast.
    """
    named = _locate(plan, item.cue, place.start, place.end)
    found = (named.start - place.start, named.end - place.start) if named is not None else None
    quote = plan.plain[place.start : place.end]
    first, last = found or find_cue(quote) or (0, 0)
    if first == last:
        raise DroppedError("no cue in the quote")
    told = f" {quote[first:last].lower()} "
    terms = [
        (len(phrase), entry.term)
        for entry in entries()
        if entry.band == item.band
        for phrase in entry.words
        if f" {phrase} " in told
    ]
    return plan.document.text[place.start + first : place.start + last], max(terms)[1] if terms else None


def _stated(sentence: str, told: float | None) -> float | None:
    """Return a probability that the sentence states in figures, None for one that it does not."""
    if told is None:
        return None
    for found in _CHANCES.finditer(sentence):
        value = (
            float(found["p"]) / 100
            if found["p"]
            else float(found["share"])
            if found["share"]
            else int(found["a"]) / max(1, int(found["b"]))
        )
        if min(abs(told - value), abs(1 - told - value)) < 0.005 and 0 <= told <= 1:
            return told
    return None


def _claim(told: str, quote: str, text: str) -> str:
    """Return the claim as the model words it; the quote where that is too long or holds a number of its own."""
    claim = " ".join(told.split())
    invents = any(number not in text for number in _NUMBER.findall(claim))
    return quote if invents or not 8 <= len(claim) <= max(200, 3 * len(quote)) else claim


def _reason(item: Item, place: Place, horizon: str | None) -> str:
    parts = [f"model: {item.band}", "quote exact" if place.is_exact else "quote aligned"]
    if item.horizon and item.horizon != horizon:
        parts.append(f"the model's time words were {item.horizon[:60]!r}")
    return "; ".join(parts)
