"""The state of reading one document in text order: who spoke last, and under which condition the text goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from foretold.extract.cue import Cue
from foretold.extract.holder import Spoken, Voices, may_speak, sentence_sources
from foretold.extract.plan import Plan
from foretold.extract.quotes import Quote
from foretold.extract.sentences import Sentence
from foretold.extract.tree import Tree
from foretold.records import Forecast


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one cue, or of a sentence without any: a forecast, or a refusal with its class and rule."""

    start: int
    end: int
    quote: str
    verdict: str
    """"forecast", or the class of the refusal."""
    rule: str
    cue: str = ""
    forecast: Forecast | None = None


@dataclass
class Reader:
    """The state of reading one document in text order."""

    plan: Plan
    trees: dict[int, Tree]
    voices: Voices
    speakers: dict[int, Spoken | None] = field(default_factory=dict)
    condition: tuple[int, str, int, int] | None = None
    """Sentence number, words, paragraph and speaking quote of the last condition."""
    supposed_in: int = -2
    """The last sentence in which a forecast with "would", "could" or a condition stood."""
    reported: tuple[int, Spoken] | None = None
    """Offset and source of the last forecasting report, for the sentences that go on in its voice."""


def listen(reader: Reader, tree: Tree) -> None:
    """Remember who spoke in a sentence."""
    reader.voices.hear(tree)
    for verb, noun in sentence_sources(tree):
        spoken = reader.voices.resolve(tree, noun)
        if spoken is not None:
            here = replace_place(spoken, tree.starts[noun], tree.ends[noun])
            reader.voices.note(here)
            if not may_speak(tree, noun):
                continue  # "recent trends suggested": nobody's voice goes on
            if (
                tree.lemma(verb) in {"report", "forecast", "project", "estimate", "predict", "expect", "say", "warn"}
                or tree.low[verb] == "according"
                or reader.plan.is_minutes
            ):
                reader.reported = (tree.starts[noun], here)


def replace_place(spoken: Spoken, start: int, end: int) -> Spoken:
    """Return the same source at another place."""
    return Spoken(spoken.name, start, end, spoken.is_person)


def goes_on_under(reader: Reader, unit: Sentence) -> bool:
    """Say whether the sentence before put this one under a condition."""
    last = reader.condition
    goes_on = last is not None and last[0] == unit.number - 1 and last[2] == unit.paragraph.number
    return goes_on or supposed(reader, unit) is not None


_SUPPOSED = re.compile(
    r"(?:and |but |so )?(?:(?:what|how|who|where|when)\b.{0,60}\b(?:would\b.{0,80}?|happens|next|then|now)"
    r" |and |but |what )?\b(?P<if>if [^?]{4,200})\?",
    re.IGNORECASE,
)


def supposed(reader: Reader, unit: Sentence) -> str | None:
    """Return the condition that the question before asks about: "What happens if the dam fails? …"."""
    if not unit.number or reader.plan.sentences[unit.number - 1].paragraph.number != unit.paragraph.number:
        return None
    before = reader.plan.sentences[unit.number - 1]
    found = _SUPPOSED.match(reader.plan.words(before)[:400])
    if found is None:
        return None
    return reader.plan.document.text[before.start + found.start("if") : before.start + found.end("if")]


def inherited(reader: Reader, unit: Sentence, tree: Tree, cue: Cue, quote: Quote | None) -> str | None:
    """Return the earlier condition under which a sentence goes on."""
    asked = supposed(reader, unit)
    if asked is not None:
        return asked
    last = reader.condition
    if last is None or last[2] != unit.paragraph.number or not unit.number - 1 <= last[0] <= unit.number:
        return None
    modal = cue.entry.term
    opening = tree.low[0] if tree.low[0] not in {'"', "``"} else tree.low[min(1, len(tree) - 1)]
    if opening in {"but", "however", "yet", "still"}:
        return None
    over = [tree.low[a] for a in tree.auxiliaries(cue.clause)]
    participle = tree.tags[cue.clause] == "VBG" and not tree.is_finite(cue.clause)
    if participle or modal == "would" or "would" in over or "'d" in over or "in turn" in " ".join(tree.low):
        return last[1]
    if last[0] == unit.number:
        # A coordinate clause of the same sentence, or a hedged addition to it.
        return last[1] if cue.kind == "adverb" or tree.deps[cue.clause] == "conj" else None
    # "That will help even things out": it looks back to what the condition brings.
    looks_back = cue.subject is not None and cue.subject <= 2 and tree.low[cue.subject] in {"that", "this", "it"}
    if looks_back and modal in {"could", "might"} and "also" in tree.low[: cue.event]:
        modal = "will"
    looks_back = looks_back and (tree.low[cue.subject or 0] != "it" or cue.entry.term != "will")
    same_quote = quote is not None and last[3] >= 0 and abs(quote.number - last[3]) <= 1 and last[1][0].isupper()
    return last[1] if (looks_back or same_quote) and modal == "will" else None


def remember(reader: Reader, unit: Sentence, words: str | None, quote: Quote | None) -> None:
    """Remember the condition under which the text may go on."""
    if words:
        reader.condition = (unit.number, words, unit.paragraph.number, quote.number if quote else -1)
