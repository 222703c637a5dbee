"""From laid-out documents to findings: cues judged one by one, and a record of every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foretold.extract.condition import find_condition
from foretold.extract.context import Context
from foretold.extract.cues import find
from foretold.extract.embedding import embed
from foretold.extract.forecasting import build_forecast
from foretold.extract.listing import read_lines
from foretold.extract.overlap import without_overlap
from foretold.extract.parser import parse
from foretold.extract.plan import Plan, lay_out
from foretold.extract.prefilter import ADVICE, HOPE
from foretold.extract.reader import Finding, Reader, goes_on_under, listen
from foretold.extract.reject import judge
from foretold.extract.sentences import Sentence
from foretold.extract.spans import claim_nodes, span
from foretold.extract.tree import Tree
from foretold.extract.voices import Voices
from foretold.records import Document

_BATCH_CHARACTERS = 400_000
"""Documents are read in groups of about this size, so that memory stays flat."""


def read_documents(documents: Iterable[Document], *, only_cues: bool = False) -> Iterator[list[Finding]]:
    """Yield the findings of each document, parsing sentences of many documents together.

    ``only_cues``: nothing is said of sentences without a cue, whose classes only an explanation needs.
    """
    group: list[Plan] = []
    size = 0
    for document in documents:
        plan = lay_out(document)
        group.append(plan)
        size += sum(plan.sentences[n].end - plan.sentences[n].start for n in plan.parsed) + 200
        if size > _BATCH_CHARACTERS:
            yield from _read_group(group, only_cues)
            group, size = [], 0
    yield from _read_group(group, only_cues)


def _read_group(group: list[Plan], only_cues: bool) -> Iterator[list[Finding]]:
    trees = parse(unit for plan in group for unit in plan.units())
    for plan in group:
        yield _read(plan, {n: next(trees) for n in plan.parsed}, only_cues)


def _read(plan: Plan, trees: dict[int, Tree], only_cues: bool) -> list[Finding]:
    reader = Reader(plan, trees, Voices(plan.document.text, plan.names, plan.quotes))
    findings: list[Finding] = []
    for unit in plan.sentences:
        tree = trees.get(unit.number)
        if tree is not None and len(tree):
            listen(reader, tree)
            found = _cued(reader, unit, tree) if unit.number in plan.cued else []
            findings += found
            if found:
                continue
        if not only_cues:
            findings.append(_without_cue(plan, unit))
    return without_overlap(findings)


def _cued(reader: Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    """Read a sentence with a cue; what is told in numbers or by form is not told again by its words."""
    lines = read_lines(reader, unit, tree)
    found = _sentence(reader, unit, tree)
    return lines + [f for f in found if f.forecast is None or not any(_shares(f, line) for line in lines)]


def _shares(one: Finding, other: Finding) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= min(one.end - one.start, other.end - other.start)


def _without_cue(plan: Plan, unit: Sentence) -> Finding:
    words = plan.document.text[unit.start : unit.end]
    if plan.furniture.covers(unit.start, unit.end, unit.paragraph.number):
        return Finding(unit.start, unit.end, words, "furniture", "not prose: menu, notice, caption or comment rule")
    text = plan.words(unit)
    if text.rstrip("\"') ").endswith("?"):
        return Finding(unit.start, unit.end, words, "question", "a question commits nobody")
    if ADVICE.search(text):
        return Finding(unit.start, unit.end, words, "advice", "should, must and need commit nobody")
    if HOPE.search(text):
        return Finding(unit.start, unit.end, words, "wish", "a hope, plan or aim is told, no outcome claimed")
    if unit.number in plan.cued:
        return Finding(unit.start, unit.end, words, "no cue", "what looks like a cue claims no event")
    return Finding(unit.start, unit.end, words, "no cue", "no word that carries a forecast")


def _sentence(reader: Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    plan, raw = reader.plan, reader.plan.document.text
    quote_of = plan.quotes.at_each(tree.starts)
    text = plan.words(unit).rstrip("\"') ")
    context = Context(
        text.endswith("?"),
        quote_of,
        _before(plan, unit),
        goes_on_under(reader, unit),
        plan.furniture.is_headline(unit.paragraph.number),
        plan.is_minutes,
        _supposes(reader, unit),
    )
    findings = []
    had_condition = False
    for cue in find(tree):
        embedding = embed(tree, cue)
        condition = find_condition(tree, cue)
        verdict = judge(tree, cue, embedding, context, condition is not None)
        cue_words = raw[tree.starts[cue.first] : tree.ends[cue.last]]
        if verdict is not None:
            start, end = span(tree, claim_nodes(tree, cue))
            findings.append(Finding(start, end, raw[start:end], verdict[0], verdict[1], cue_words))
            continue
        forecast = build_forecast(reader, unit, tree, cue, embedding, condition, context)
        had_condition = had_condition or forecast.condition is not None
        if forecast.condition is not None or cue.entry.term in {"would", "could", "might"}:
            reader.supposed_in = unit.number
        findings.append(
            Finding(forecast.start, forecast.end, forecast.quote, "forecast", forecast.reason, forecast.cue, forecast)
        )
    if not had_condition:
        reader.condition = None if reader.condition and reader.condition[0] < unit.number else reader.condition
    return findings


def _supposes(reader: Reader, unit: Sentence) -> bool:
    last = reader.supposed_in
    sentences = reader.plan.sentences
    if last < 0:
        return False
    same = sentences[last].paragraph.number == unit.paragraph.number
    return unit.number - last <= (2 if same else 1)


def _before(plan: Plan, unit: Sentence) -> str:
    same = [s for s in plan.around(unit, 3) if s.number < unit.number]
    if not same:
        same = plan.by_paragraph.get(unit.paragraph.number - 1, [])[-2:]
    return " ".join(plan.words(s) for s in same)
