"""From laid-out documents to findings: cues judged one by one, and a record of every sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from foretold.extract.condition import find_condition
from foretold.extract.context import Context
from foretold.extract.cues import find
from foretold.extract.deadline import deadline
from foretold.extract.embedding import embed
from foretold.extract.forecasting import build_forecast
from foretold.extract.holder import Voices
from foretold.extract.numbers import introduces_odds, listed, tells_the_past
from foretold.extract.parser import parse
from foretold.extract.plan import Plan, lay_out
from foretold.extract.prefilter import ADVICE, HOPE
from foretold.extract.reader import Finding, Reader, goes_on_under, listen, remember
from foretold.extract.reject import judge
from foretold.extract.sentences import Sentence
from foretold.extract.spans import claim_nodes, span
from foretold.extract.speakers import is_speech, quoted_speaker
from foretold.extract.strength import band_of
from foretold.extract.topic import topic_of
from foretold.extract.tree import Tree
from foretold.records import AUTHOR, Document, Forecast

_SUPPOSED = re.compile(
    r"(?:and |but |so )?(?:what|how|who|where|when)\b.{0,60}\bwould\b.{0,80}?\b(?P<if>if [^?]{4,200})\?", re.IGNORECASE
)
_BATCH_CHARACTERS = 400_000
"""Documents are read in groups of about this size, so that memory stays flat."""


def read_documents(documents: Iterable[Document]) -> Iterator[list[Finding]]:
    """Yield the findings of each document, parsing sentences of many documents together."""
    group: list[Plan] = []
    size = 0
    for document in documents:
        plan = lay_out(document)
        group.append(plan)
        size += sum(plan.sentences[n].end - plan.sentences[n].start for n in plan.parsed) + 200
        if size > _BATCH_CHARACTERS:
            yield from _read_group(group)
            group, size = [], 0
    yield from _read_group(group)


def _read_group(group: list[Plan]) -> Iterator[list[Finding]]:
    trees = parse(unit for plan in group for unit in plan.units())
    for plan in group:
        yield _read(plan, {n: next(trees) for n in plan.parsed})


def _read(plan: Plan, trees: dict[int, Tree]) -> list[Finding]:
    reader = Reader(plan, trees, Voices(plan.document.text, plan.names))
    findings: list[Finding] = []
    for unit in plan.sentences:
        tree = trees.get(unit.number)
        if tree is not None and len(tree):
            listen(reader, tree)
            found = (_listed(reader, unit, tree) or _sentence(reader, unit, tree)) if unit.number in plan.cued else []
            findings += found
            if found:
                continue
        findings.append(_without_cue(plan, unit))
    return _without_overlap(findings)


def _without_cue(plan: Plan, unit: Sentence) -> Finding:
    words = plan.document.text[unit.start : unit.end]
    if plan.furniture.covers(unit.start, unit.end, unit.paragraph.number):
        return Finding(unit.start, unit.end, words, "furniture", "not prose: menu, notice, caption or comment rule")
    text = plan.words(unit)
    if ADVICE.search(text):
        return Finding(unit.start, unit.end, words, "advice", "should, must and need commit nobody")
    if HOPE.search(text):
        return Finding(unit.start, unit.end, words, "wish", "a hope, plan or aim is told, no outcome claimed")
    return Finding(unit.start, unit.end, words, "no cue", "no word that carries a forecast")


def _sentence(reader: Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    plan, raw = reader.plan, reader.plan.document.text
    quote_of = tuple(plan.quotes.at(start) for start in tree.starts)
    text = plan.words(unit).rstrip("\"') ")
    context = Context(
        text.endswith("?"),
        quote_of,
        _before(plan, unit),
        goes_on_under(reader, unit),
        plan.furniture.is_headline(unit.paragraph.number),
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
        findings.append(
            Finding(forecast.start, forecast.end, forecast.quote, "forecast", forecast.reason, forecast.cue, forecast)
        )
    supposed = _SUPPOSED.match(plan.words(unit)) if context.is_question else None
    if supposed is not None:
        # "What would happen if the dam failed?": the answer stands under that condition.
        start, end = unit.start + supposed.start("if"), unit.start + supposed.end("if")
        remember(reader, unit, raw[start:end], None)
    elif not had_condition:
        reader.condition = None if reader.condition and reader.condition[0] < unit.number else reader.condition
    return findings


def _listed(reader: Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    """Read a line of a list of odds: a claim and its number."""
    plan, raw = reader.plan, reader.plan.document.text
    row = listed(plan.words(unit))
    if row is None or tells_the_past(tree) or not (row.is_explicit or _is_list_of_odds(plan, unit)):
        return []
    start, end = unit.start + row.start, unit.start + row.end
    made = plan.document
    horizon = deadline(raw, (start, end), [], start, made.published_earliest, made.published_latest)
    claim = row.claim[:1].upper() + row.claim[1:]
    quote = plan.quotes.at(unit.start)
    spoken = quoted_speaker(reader, unit, quote) if quote is not None and is_speech(reader, quote) else None
    missing = ("no deadline",) if horizon is None else ()
    forecast = Forecast(
        doc=made.name,
        start=start,
        end=end,
        quote=raw[start:end],
        claim=claim,
        speaker=spoken.name if spoken else AUTHOR,
        band=band_of(row.probability),
        cue=f"{row.probability:.0%}",
        term=None,
        stated_probability=row.probability,
        probability=row.probability,
        probability_low=row.probability,
        probability_high=row.probability,
        horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None,
        due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None,
        due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=made.made_on,
        vagueness=missing,
        topic=topic_of(claim, plan.words(unit)),
        reason="number: a claim with its probability",
    )
    return [Finding(start, end, forecast.quote, "forecast", forecast.reason, forecast.cue, forecast)]


def _is_list_of_odds(plan: Plan, unit: Sentence) -> bool:
    """Say whether the lines around are claims with numbers too, or are announced as odds."""
    near = plan.sentences[max(0, unit.number - 3) : unit.number + 4]
    others = sum(1 for s in near if s.number != unit.number and listed(plan.words(s)) is not None)
    return others > 0 or any(introduces_odds(plan.words(s)) for s in near if s.number < unit.number)


def _before(plan: Plan, unit: Sentence) -> str:
    same = [s for s in plan.around(unit, 3) if s.number < unit.number]
    if not same:
        same = plan.by_paragraph.get(unit.paragraph.number - 1, [])[-2:]
    return " ".join(plan.words(s) for s in same)


def _without_overlap(findings: list[Finding]) -> list[Finding]:
    """Drop a forecast whose quote another one already covers: one event, one row."""
    kept: list[Finding] = []
    spans: list[tuple[int, int]] = []
    for finding in findings:
        if finding.forecast is None:
            kept.append(finding)
            continue
        if spans and finding.start < spans[-1][1] and (finding.start, finding.end) == spans[-1]:
            continue
        spans.append((finding.start, finding.end))
        kept.append(finding)
    return kept
