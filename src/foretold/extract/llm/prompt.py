"""What a model is shown: a window of numbered sentences, which of them to judge, the date, and what counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from foretold.extract.plan import Plan
from foretold.extract.text import plain
from foretold.records import Document

WINDOW = 8_000
"""Characters of text in one window, about two thousand tokens."""

RULES = """\
You find forecasts in commentary. A forecast is a span of one sentence in which a holder (the author, or a source that \
the text quotes or paraphrases) commits, to some degree, to what will or will not be the case after the day of writing.

All three must hold: it lies after that day; somebody says that it will, won't, is likely to, may, or would under a \
condition; and it could be seen to have happened or not.

Forecasts too: scheduled events; consequences of a named action ("A failure to help would undermine it"); \
conditional ones ("if", "unless", "were … to"), always with their condition; "doomed to", "out of the question"; what \
follows under the condition of the sentence before.

Not forecasts: futures told in the past ("would later become", "was expected to"); may, must and will about now or \
then; advice (should, must), wishes, plans and purposes as such; what anybody can or may do; habits, timeless truths; \
relative clauses that only describe; questions; headlines and menus.

Bands: certain (will, won't, would under a condition, no doubt), likely (likely, probably, expected to, set to), \
possible (may, might, could), unlikely (unlikely, not in the cards), scheduled (an announced date). A hedge wins \
over its verb: "will likely" is likely. "Won't" stays certain, with the negation in the claim.

Judge only the sentences marked with *; the others are there to be understood. Two events in one sentence are two \
items. Copy quote, holder, cue, condition and horizon from the text, letter for letter. The holder is "author" unless \
the text gives the words or the thought to somebody else. Resolve no date. When in doubt, leave it out. Answer in JSON:
{"forecasts": [{"sentence": 12, "quote": "...", "claim": "...", "holder": "author", "band": "likely", "cue": "...", \
"stated_probability": null, "condition": null, "horizon": null, "is_checkable": true}]}
"""


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences shown together, by their numbers, and those of them that are to be judged."""

    shown: tuple[int, ...]
    asked: frozenset[int]


_BEFORE, _AFTER = 3, 1
"""Sentences shown before and after one that is to be judged: who speaks, and under which condition."""


def windows(plan: Plan, wanted: Collection[int], size: int = WINDOW) -> Iterator[Window]:
    """Yield windows of about ``size`` characters in which every wanted sentence is asked about once."""
    asked: list[int] = []
    shown: set[int] = set()
    for number in sorted(wanted):
        near = set(range(max(0, number - _BEFORE), min(len(plan.sentences), number + _AFTER + 1)))
        length = sum(plan.sentences[n].end - plan.sentences[n].start for n in shown | near)
        if asked and length > size:
            yield Window(tuple(sorted(shown)), frozenset(asked))
            asked, shown = [], set()
        asked.append(number)
        shown |= near
    if asked:
        yield Window(tuple(sorted(shown)), frozenset(asked))


def messages(plan: Plan, window: Window) -> list[dict[str, str]]:
    """Return what the model is sent for a window."""
    document = plan.document
    lines = [f"Written: {_written(document)}"]
    if document.title:
        lines.append(f"Title: {plain(document.title)}")
    if document.authors:
        lines.append(f"Author: {plain(', '.join(document.authors))}")
    last = -1
    for number in window.shown:
        if number != last + 1:
            lines.append("…")
        mark = "*" if number in window.asked else " "
        lines.append(f"[{number}]{mark} {' '.join(plan.words(plan.sentences[number]).split())}")
        last = number
    return [{"role": "system", "content": RULES}, {"role": "user", "content": "\n".join(lines)}]


def _written(document: Document) -> str:
    if document.published_earliest is None or document.published_latest is None:
        return "the day is not known"
    if document.made_on is not None:
        return document.made_on.isoformat()
    return f"between {document.published_earliest} and {document.published_latest}"
