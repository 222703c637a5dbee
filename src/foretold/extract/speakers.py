"""Who holds a forecast: its source in the sentence, the speaker of its quotation, or the report that it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from foretold.extract.asides import besides
from foretold.extract.chances import CHANCES
from foretold.extract.condition import find_condition
from foretold.extract.cue import Cue
from foretold.extract.governing_words import Embedding
from foretold.extract.holder import (
    is_evidence,
    is_experience,
    is_passive,
    may_speak,
    quote_speaker,
    sentence_sources,
    signed_below,
    source_noun,
    trailing_report,
)
from foretold.extract.parenthesis import parenthesis
from foretold.extract.plan import Plan
from foretold.extract.quotes import Quote
from foretold.extract.reader import Reader, goes_on_under
from foretold.extract.sentences import Sentence
from foretold.extract.text import words
from foretold.extract.tree import Tree
from foretold.extract.verbs import THINK
from foretold.extract.voices import Spoken


def holder_of(
    reader: Reader, unit: Sentence, tree: Tree, cue: Cue, embedding: Embedding, quote: Quote | None
) -> Spoken | None:
    """Return the holder: the sentence's source, the quotation's speaker or the report going on; None: the author."""
    parted = parenthesis(tree, cue)
    told = reader.voices.resolve(tree, parted.source) if parted is not None else None
    return told or _unparted(reader, unit, tree, cue, embedding, quote)


def _unparted(
    reader: Reader, unit: Sentence, tree: Tree, cue: Cue, embedding: Embedding, quote: Quote | None
) -> Spoken | None:
    """Return the holder of a claim that no report parts from its subject."""
    own = _own_source(reader, tree, cue)
    if own is not None and not _is_pronoun(tree, cue):
        return own
    for verb in embedding.sources:
        noun = source_noun(tree, verb)
        if noun is None or is_evidence(tree, verb, noun) or tree.low[noun].lstrip("'`\"“‘") in CHANCES:
            continue
        if quote is not None and tree.lemma(verb) in _FACTIVE and is_speech(reader, quote):
            continue  # who says in quotation marks that somebody knows it says it too
        spoken = reader.voices.resolve(tree, noun)
        if spoken is not None:
            return spoken
    if own is not None:
        return own
    for index, noun in sentence_sources(tree):
        if tree.low[index] == "according":
            return reader.voices.resolve(tree, noun)
    if quote is not None and is_speech(reader, quote):
        return quoted_speaker(reader, unit, quote)
    return besides(reader.voices, tree, cue) or _free_indirect(reader, unit, tree, cue)


_MEASURED = words(
    "growth gdp inflation rate rates price prices output unemployment exports imports demand sales result results"
)
"""What forecasts are of, and nobody who makes them."""
_FACTIVE = frozenset({"know", "understand", "realize", "realise", "recognize", "recognise", "see"})


def _is_pronoun(tree: Tree, cue: Cue) -> bool:
    subject = tree.own_subject(cue.first) if cue.kind == "verb" else None
    return subject is not None and tree.tags[subject] == "PRP"


def _own_source(reader: Reader, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source that the cue itself names: "Analysts expect", "the fund's forecast", "expected by brokers"."""
    noun: int | None = None
    if cue.kind == "verb" and cue.entry.term in {"expected", "doubtful"}:
        noun = source_noun(tree, cue.first) if not is_passive(tree, cue.first) else None
        if is_experience(tree, cue.first):
            noun = None  # the writer's own forecast
    elif (
        cue.kind == "infinitive"
        and not is_passive(tree, cue.clause)
        and tree.lemma(cue.clause) in {"estimate", "forecast", "project"}
    ) or (cue.kind == "toward" and cue.entry.term == "expected"):
        noun = tree.own_subject(cue.clause)
    elif cue.kind == "value":
        noun = tree.kid(cue.first, "poss")
        subject = tree.subject(cue.clause)
        if noun is None or tree.low[noun] in {"its", "their", "his", "her"}:
            if subject is not None and tree.tags[subject] == "PRP":
                return reader.voices.last(tree.starts[subject], person=False)
            within = subject is not None and cue.first in tree.subtree(subject)
            if subject is not None and (not within or tree.lemma(cue.clause) in THINK):
                over = [cue.clause, *([tree.heads[cue.clause]] if tree.deps[cue.clause] == "xcomp" else [])]
                modal = any(tree.tags[aux] == "MD" for verb in over for aux in tree.auxiliaries(verb))
                noun = None if modal or tree.low[subject] in _MEASURED else subject
    elif cue.kind == "phrasal":
        subject = tree.own_subject(cue.clause)
        noun = subject if subject is not None and may_speak(tree, subject) else None
    agent = tree.kid(cue.clause, "agent") or tree.kid(cue.first, "agent")
    if agent is not None and cue.entry.term == "expected":
        noun = tree.kid(agent, "pobj")
    return reader.voices.resolve(tree, noun) if noun is not None else None


def is_speech(reader: Reader, quote: Quote) -> bool:
    """Say whether a quotation is speech rather than a quoted term."""
    said = reader.plan.plain[quote.start : min(quote.end, quote.start + 200)].split()
    whole = reader.plan.plain[quote.end - 1 : quote.end] in {",", ".", "!", "?"} and said[0][:1].isupper()
    opens = len(said) > 2 and said[0][:1].isupper()
    return quote.is_block or len(said) >= 4 or opens or (len(said) > 1 and whole)


def quoted_speaker(reader: Reader, unit: Sentence, quote: Quote) -> Spoken | None:
    """Return the speaker of a quotation, looked for once."""
    if quote.number not in reader.speakers:
        reader.speakers[quote.number] = _find_speaker(reader, unit, quote)
    return reader.speakers[quote.number]


def _find_speaker(reader: Reader, unit: Sentence, quote: Quote) -> Spoken | None:
    plan = reader.plan
    if quote.label is not None:
        name = quote.label.title() if quote.label.isupper() and len(quote.label) > 4 else quote.label
        known = plan.names.full(name, quote.start)
        return Spoken(known if known in plan.document.text else quote.label, quote.start, quote.start, True)
    put_by = _BRACKETED.match(plan.document.text, quote.end)
    if put_by is not None:
        return Spoken(put_by["name"], put_by.start("name"), put_by.end("name"), False)
    filled = not quote.is_block and not plan.plain[quote.end : plan.paragraphs[quote.paragraph].end].strip(" \"'.,)")
    if not plan.plain[plan.paragraphs[quote.paragraph].start : quote.start].strip(" \"'("):
        signed = _signed(reader, quote) if filled else _signed_beside(plan, quote)
        if signed is not None:
            return signed
    beside = (
        unit if unit.paragraph.number == quote.paragraph else next(iter(plan.by_paragraph.get(quote.paragraph, [unit])))
    )
    trees = _trees(reader, [s.number for s in plan.around(beside, 8)])
    if not quote.is_block:
        found = quote_speaker(trees, quote, reader.voices)
        if found is not None:
            return found
    return _beside_in_paragraph(reader, trees, quote) or _speaker_outside(reader, quote)


def _beside_in_paragraph(reader: Reader, trees: list[tuple[Tree, int, int]], quote: Quote) -> Spoken | None:
    """Return who speaks another quotation of the same paragraph, the nearest before it first."""
    same = [
        q
        for q in reader.plan.quotes.quotes[max(0, quote.number - 12) : quote.number + 12]
        if q.paragraph == quote.paragraph and q.number != quote.number and not quote.is_block
    ]
    for other in sorted(same, key=lambda q: (q.start > quote.start, abs(q.start - quote.start))):
        known = reader.speakers.get(other.number)
        found = known if known is not None else quote_speaker(trees, other, reader.voices)
        if found is not None:
            return found
    return None


def _trees(reader: Reader, numbers: Iterable[int]) -> list[tuple[Tree, int, int]]:
    sentences = reader.plan.sentences
    return [(reader.trees[n], sentences[n].start, sentences[n].end) for n in numbers if n in reader.trees]


_BRACKETED = re.compile(r"[.,]?[”“\"'’]?[. ]*\[(?P<name>[A-Z][^\]\n]{1,40}?)\.?\](?!\()\s*(?=\n|$)")
"""The source of a quoted passage in square brackets at its end: "…” [The Post.]"."""


def _signed_beside(plan: Plan, quote: Quote) -> Spoken | None:
    """Return the name that signs a quotation on its own line: "“…” — Ana Ruiz"."""
    end = plan.paragraphs[quote.paragraph].end
    rest = plan.document.text[quote.end : end] if end - quote.end < 200 else ""
    name = signed_below(rest.lstrip("”\"'’. ")) if rest[1:].lstrip()[:1] in set("-–—―~") and rest else None
    return Spoken(plan.names.full(name, quote.end), quote.end, end, True) if name else None


def _signed(reader: Reader, quote: Quote) -> Spoken | None:
    """Return the name that signs a quotation on a line below it."""
    plan = reader.plan
    for later in range(quote.paragraph + 1, min(quote.paragraph + 3, len(plan.paragraphs))):
        line = plan.paragraphs[later]
        name = signed_below(plan.document.text[line.line : line.end])
        if name:
            return Spoken(plan.names.full(name, line.start), line.start, line.end, True)
    return None


def _speaker_outside(reader: Reader, quote: Quote) -> Spoken | None:
    """Find who speaks a quotation that fills its paragraph: signed below, introduced above, or going on."""
    signed = _signed(reader, quote)
    if signed is not None:
        return signed
    if quote.is_block:
        introduced = _introduced_above(reader, quote)
        if introduced is not None:
            return introduced
    beyond = _goes_on_from(reader, quote) or _goes_on_to(reader, quote)
    if beyond is not None:
        return beyond
    named = None if quote.is_block else reader.voices.of_paragraph(quote.start)
    spoken = reader.voices.last(quote.start)
    return named if named is not None and (spoken is None or spoken.start < named.start) else spoken


def _introduced_above(reader: Reader, quote: Quote) -> Spoken | None:
    """Return the last source of the paragraph above a block quotation."""
    plan = reader.plan
    above = [p for p in range(quote.paragraph - 1, max(-1, quote.paragraph - 12), -1) if not _is_block(plan, p)]
    if not above:
        return None
    for tree, _, _ in reversed(_trees(reader, [s.number for s in plan.by_paragraph.get(above[0], [])[-4:]])):
        for _, noun in reversed(sentence_sources(tree)):
            spoken = reader.voices.resolve(tree, noun)
            if spoken is not None:
                return spoken
    return None


def _goes_on_from(reader: Reader, quote: Quote) -> Spoken | None:
    """Return the speaker of the earlier paragraphs of the same quotation, at most a dozen back."""
    number = quote.number
    while number > max(0, quote.number - 12) and reader.plan.quotes.quotes[number].goes_on:
        number -= 1
        before = reader.plan.quotes.quotes[number]
        known = reader.speakers.get(number)
        if known is None:
            units = reader.plan.by_paragraph.get(before.paragraph, [])[-12:]
            trees = _trees(reader, [s.number for s in units])
            known = quote_speaker(trees, before, reader.voices) or _beside_in_paragraph(reader, trees, before)
        if known is not None:
            return known
    return None


def _goes_on_to(reader: Reader, quote: Quote) -> Spoken | None:
    """Return the speaker named only in a later paragraph of the same quotation."""
    for following in reader.plan.quotes.quotes[quote.number + 1 : quote.number + 9]:
        if not following.goes_on:
            return None
        units = reader.plan.by_paragraph.get(following.paragraph, [])[:12]
        found = quote_speaker(_trees(reader, [s.number for s in units]), following, reader.voices)
        if found is not None:
            return found
    return None


def _is_block(plan: Plan, paragraph: int) -> bool:
    return paragraph in plan.quotes.blocks


def _free_indirect(reader: Reader, unit: Sentence, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source of a sentence that goes on in a report's voice: "The deficit is projected to grow"."""
    framed = _framed(reader, unit, tree, cue) or _announced(reader, unit, cue)
    if framed is not None:
        return framed
    if reader.reported is None or unit.start - reader.reported[0] > 900:
        return None
    told = cue.entry.term == "would" or tree.is_past(cue.clause)
    if reader.plan.is_minutes and told and not reader.reported[1].is_person:
        return reader.reported[1]  # minutes go on in the past in the voice of those who met
    has_number = any(tag == "CD" for tag in tree.tags)
    passive = cue.entry.term == "expected" and cue.kind in {"infinitive", "verb"} and has_number
    first = bool({"i", "we", "my", "our"} & set(tree.low))
    if first:
        return None
    indirect = cue.entry.term == "would" and has_number and not goes_on_under(reader, unit)
    if (reader.reported[1].is_person and indirect) or "if" in tree.low or find_condition(tree, cue) is not None:
        return None
    return reader.reported[1] if passive or indirect else None


def _closing_report(tree: Tree) -> int | None:
    stop = len(tree)
    while stop > 1 and tree.low[stop - 1] in {".", '"', "''"}:
        stop -= 1
    return trailing_report(tree, stop)


def _announced(reader: Reader, unit: Sentence, cue: Cue) -> Spoken | None:
    """Return the source of the report after: "Ballots go out on Saturday. Voting starts on the 9th, the clerk said"."""
    after = reader.trees.get(unit.number + 1)
    if after is None or not len(after) or reader.voices.has_own_voice or cue.kind != "present":
        return None
    if reader.plan.sentences[unit.number + 1].paragraph.number != unit.paragraph.number:
        return None
    noun = _closing_report(after)
    return reader.voices.resolve(after, noun) if noun is not None else None


def _framed(reader: Reader, unit: Sentence, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source of the report before: "…, the tribunal said. It will be held on the 29th."

    Only where the sentence before ends in its attribution and the writer never says "I" or "we".
    """
    before = reader.trees.get(unit.number - 1)
    if before is None or not len(before) or not len(tree) or reader.voices.has_own_voice:
        return None
    if reader.plan.sentences[unit.number - 1].paragraph.number != unit.paragraph.number:
        return None
    if tree.low[0] not in {"it", "they", "he", "she"} and cue.entry.term != "would":
        return None
    noun = _closing_report(before)
    if noun is None or "if" in tree.low[:1]:
        return None
    return reader.voices.resolve(before, noun)
