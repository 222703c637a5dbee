"""From a parsed plan to forecasts: cues judged one by one, slots filled, and a record of every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from foretold.extract.checkability import is_checkable, vagueness
from foretold.extract.claim import claim_of
from foretold.extract.condition import Condition, find_condition
from foretold.extract.context import Context
from foretold.extract.cues import Cue, find
from foretold.extract.deadline import deadline
from foretold.extract.embedding import Embedding, embed
from foretold.extract.holder import Spoken, Voices, quote_speaker, sentence_sources, signed_below, source_noun
from foretold.extract.numbers import introduces_odds, listed, tells_the_past
from foretold.extract.parser import parse
from foretold.extract.plan import Plan, lay_out
from foretold.extract.prefilter import ADVICE, HOPE
from foretold.extract.quotes import Quote
from foretold.extract.reject import judge
from foretold.extract.scale import read
from foretold.extract.sentences import Sentence
from foretold.extract.spans import claim_nodes, described, span
from foretold.extract.strength import Strength, band_of, strength
from foretold.extract.topic import topic_of
from foretold.extract.tree import Tree
from foretold.records import AUTHOR, Document, Forecast

_BATCH_CHARACTERS = 400_000
"""Documents are read in groups of about this size, so that memory stays flat."""


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
class _Reader:
    """The state of reading one document in text order."""

    plan: Plan
    trees: dict[int, Tree]
    voices: Voices
    speakers: dict[int, Spoken | None] = field(default_factory=dict)
    condition: tuple[int, str, int, int] | None = None
    """Sentence number, words, paragraph and speaking quote of the last condition."""
    reported: tuple[int, Spoken] | None = None
    """Offset and source of the last forecasting report, for the sentences that go on in its voice."""


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
    reader = _Reader(plan, trees, Voices(plan.document.text, plan.names))
    findings: list[Finding] = []
    for unit in plan.sentences:
        tree = trees.get(unit.number)
        if tree is not None and len(tree):
            _listen(reader, tree)
            found = (_listed(reader, unit, tree) or _sentence(reader, unit, tree)) if unit.number in plan.cued else []
            findings += found
            if found:
                continue
        findings.append(_without_cue(plan, unit))
    return _without_overlap(findings)


def _listen(reader: _Reader, tree: Tree) -> None:
    """Remember who spoke in a sentence."""
    for verb, noun in sentence_sources(tree):
        spoken = reader.voices.resolve(tree, noun)
        if spoken is not None:
            here = replace_place(spoken, tree.starts[noun], tree.ends[noun])
            reader.voices.note(here)
            if (
                tree.lemma(verb)
                in {"report", "forecast", "project", "estimate", "predict", "expect", "say", "find", "warn"}
                or tree.low[verb] == "according"
            ):
                reader.reported = (tree.starts[noun], here)


def replace_place(spoken: Spoken, start: int, end: int) -> Spoken:
    """Return the same source at another place."""
    return Spoken(spoken.name, start, end, spoken.is_person)


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


def _sentence(reader: _Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    plan, raw = reader.plan, reader.plan.document.text
    quote_of = tuple(plan.quotes.at(start) for start in tree.starts)
    text = plan.words(unit).rstrip("\"') ")
    context = Context(
        text.endswith("?"),
        quote_of,
        _before(plan, unit),
        _goes_on_under(reader, unit),
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
        forecast = _forecast(reader, unit, tree, cue, embedding, condition, context)
        had_condition = had_condition or forecast.condition is not None
        findings.append(
            Finding(forecast.start, forecast.end, forecast.quote, "forecast", forecast.reason, forecast.cue, forecast)
        )
    if not had_condition:
        reader.condition = None if reader.condition and reader.condition[0] < unit.number else reader.condition
    return findings


def _listed(reader: _Reader, unit: Sentence, tree: Tree) -> list[Finding]:
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
    spoken = _quoted(reader, unit, quote) if quote is not None and _is_speech(reader, quote) else None
    missing = ("no deadline",) if horizon is None else ()
    forecast = Forecast(
        doc=made.name, start=start, end=end, quote=raw[start:end], claim=claim, speaker=spoken.name if spoken else AUTHOR,
        band=band_of(row.probability), cue=f"{row.probability:.0%}", term=None, stated_probability=row.probability,
        probability=row.probability, probability_low=row.probability, probability_high=row.probability,
        horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None, due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None, due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=made.made_on, vagueness=missing, topic=topic_of(claim, plan.words(unit)), reason="number: a claim with its probability",
    )  # fmt: skip
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


def _goes_on_under(reader: _Reader, unit: Sentence) -> bool:
    last = reader.condition
    return last is not None and last[0] == unit.number - 1 and last[2] == unit.paragraph.number


def _forecast(
    reader: _Reader,
    unit: Sentence,
    tree: Tree,
    cue: Cue,
    embedding: Embedding,
    condition: Condition | None,
    context: Context,
) -> Forecast:
    document, raw = reader.plan.document, reader.plan.document.text
    quote = context.quote_of[cue.first]
    nodes = claim_nodes(tree, cue, (condition.start, condition.end) if condition else None)
    start, end = span(tree, nodes)
    if (
        condition is not None
        and condition.kind != "action"
        and condition.end <= start
        and start - condition.end < 60
        and (condition.start >= unit.start)
    ):
        start = condition.start
    graded = strength(tree, cue, embedding)
    spoken = _holder(reader, unit, tree, cue, embedding, quote, graded)
    if spoken is not None and cue.kind in {"verb", "value"}:
        reader.voices.note(Spoken(spoken.name, tree.starts[0], tree.ends[-1], spoken.is_person))
    condition_words = raw[condition.start : condition.end] if condition else _inherited(reader, unit, tree, cue, quote)
    _remember(reader, unit, condition_words, quote)
    hole = (condition.start, condition.end) if condition else None
    holes = [*([hole] if hole else []), *described(tree, cue)]
    dates = document.published_earliest, document.published_latest
    horizon = deadline(raw, (start, end), holes, tree.starts[cue.event], *dates)
    claim = claim_of(
        tree,
        cue,
        nodes,
        graded,
        _stands_for(reader, unit, tree, cue),
        hole if condition and condition.kind != "action" else None,
    )
    missing = vagueness(
        tree, cue, claim.words, condition_words, has_deadline=horizon is not None, is_unresolved=claim.is_unresolved
    )
    reading = read(graded.term, graded.stated)
    return Forecast(
        doc=document.name, start=start, end=end, quote=raw[start:end], claim=claim.words,
        speaker=spoken.name if spoken else AUTHOR, band=graded.band, cue=_cue_words(raw, tree, graded), term=graded.term,
        stated_probability=graded.stated,
        probability=reading.point if reading else None,
        probability_low=reading.low if reading else None,
        probability_high=reading.high if reading else None,
        condition=condition_words, horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None, due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None, due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=document.made_on, is_checkable=is_checkable(missing), vagueness=missing,
        topic=topic_of(claim.words, reader.plan.words(unit)), reason=_reason(tree, cue, embedding, condition, context),
    )  # fmt: skip


def _cue_words(raw: str, tree: Tree, graded: Strength) -> str:
    first, last = graded.words
    return " ".join(raw[tree.starts[first] : tree.ends[last]].split())[:80]


def _reason(tree: Tree, cue: Cue, embedding: Embedding, condition: Condition | None, context: Context) -> str:
    parts = [f"{cue.kind}: {tree.low[cue.first]}"]
    if embedding.source is not None:
        parts.append(f"reported by {tree.low[embedding.source]!r}")
    if embedding.hedge is not None:
        parts.append(f"graded {embedding.hedge[0]!r} from above")
    if condition is not None:
        parts.append(f"condition: {condition.kind}")
    elif context.under_condition:
        parts.append("under the condition before")
    return "; ".join(parts)


def _inherited(reader: _Reader, unit: Sentence, tree: Tree, cue: Cue, quote: Quote | None) -> str | None:
    """Return the earlier condition under which a sentence goes on."""
    last = reader.condition
    if last is None or last[2] != unit.paragraph.number or not unit.number - 1 <= last[0] <= unit.number:
        return None
    modal = cue.entry.term
    opening = tree.low[0] if tree.low[0] not in {'"', "``"} else tree.low[min(1, len(tree) - 1)]
    if opening in {"but", "however", "yet", "still"}:
        return None
    over = [tree.low[a] for a in tree.auxiliaries(cue.clause)]
    if modal == "would" or "would" in over or "'d" in over or "in turn" in " ".join(tree.low):
        return last[1]
    if tree.tags[cue.clause] == "VBG" and not tree.is_finite(cue.clause):
        return last[1]
    if last[0] == unit.number:
        # A coordinate clause of the same sentence, or a hedged addition to it.
        return last[1] if cue.kind == "adverb" or tree.deps[cue.clause] == "conj" else None
    same_quote = quote is not None and last[3] >= 0 and abs(quote.number - last[3]) <= 1
    return last[1] if same_quote and modal == "will" else None


def _remember(reader: _Reader, unit: Sentence, words: str | None, quote: Quote | None) -> None:
    if words:
        reader.condition = (unit.number, words, unit.paragraph.number, quote.number if quote else -1)


def _stands_for(reader: _Reader, unit: Sentence, tree: Tree, cue: Cue) -> str | None:
    """Return the person that "he" or "she" stands for, when only one is named nearby."""
    if cue.subject is None or tree.low[cue.subject] not in {"he", "she"}:
        return None
    here = tree.starts[cue.subject]
    near = [m for m in reader.plan.names.between(here - 400, here) if m.is_person]
    names = {reader.plan.names.full(m.name, here) for m in near}
    return names.pop() if len(names) == 1 else None


def _holder(
    reader: _Reader, unit: Sentence, tree: Tree, cue: Cue, embedding: Embedding, quote: Quote | None, graded: Strength
) -> Spoken | None:
    for verb in embedding.sources:
        noun = source_noun(tree, verb)
        spoken = reader.voices.resolve(tree, noun) if noun is not None else None
        if spoken is not None:
            return spoken
    own = _own_source(reader, tree, cue)
    if own is not None:
        return own
    for index, noun in sentence_sources(tree):
        if tree.low[index] == "according":
            return reader.voices.resolve(tree, noun)
    if quote is not None and _is_speech(reader, quote):
        return _quoted(reader, unit, quote)
    return _free_indirect(reader, unit, tree, cue)


def _own_source(reader: _Reader, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source that the cue itself names: "Analysts expect", "the fund's forecast", "expected by brokers"."""
    noun: int | None = None
    if cue.kind == "verb" and cue.entry.term in {"expected", "doubtful"}:
        noun = source_noun(tree, cue.first) if tree.kid(cue.first, "auxpass") is None else None
    elif (
        cue.kind == "infinitive"
        and tree.kid(cue.clause, "auxpass") is None
        and tree.lemma(cue.clause) in {"estimate", "forecast", "project"}
    ):
        noun = tree.own_subject(cue.clause)
    elif cue.kind == "value":
        noun = tree.kid(cue.first, "poss")
        subject = tree.subject(cue.clause)
        if noun is None or tree.low[noun] in {"its", "their", "his", "her"}:
            if subject is not None and tree.tags[subject] == "PRP":
                return reader.voices.last(tree.starts[subject], person=False)
            noun = subject if subject is not None and cue.first not in tree.subtree(subject) else noun
    agent = tree.kid(cue.clause, "agent") or tree.kid(cue.first, "agent")
    if agent is not None and cue.entry.term == "expected":
        noun = tree.kid(agent, "pobj")
    return reader.voices.resolve(tree, noun) if noun is not None else None


def _is_speech(reader: _Reader, quote: Quote) -> bool:
    words = reader.plan.plain[quote.start : min(quote.end, quote.start + 200)].split()
    return quote.is_block or len(words) >= 4


def _quoted(reader: _Reader, unit: Sentence, quote: Quote) -> Spoken | None:
    if quote.number not in reader.speakers:
        reader.speakers[quote.number] = _find_speaker(reader, unit, quote)
    return reader.speakers[quote.number]


def _find_speaker(reader: _Reader, unit: Sentence, quote: Quote) -> Spoken | None:
    plan = reader.plan
    filled = not quote.is_block and not plan.plain[quote.end : plan.paragraphs[quote.paragraph].end].strip(" \"'.,)")
    if filled and not plan.plain[plan.paragraphs[quote.paragraph].start : quote.start].strip(" \"'("):
        signed = _signed(reader, quote)
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
    same = [
        q
        for q in plan.quotes.quotes[max(0, quote.number - 12) : quote.number + 12]
        if q.paragraph == quote.paragraph and q.number != quote.number and not quote.is_block
    ]
    for other in sorted(same, key=lambda q: (q.start > quote.start, abs(q.start - quote.start))):
        if other.number in reader.speakers and reader.speakers[other.number] is not None:
            return reader.speakers[other.number]
        found = quote_speaker(trees, other, reader.voices)
        if found is not None:
            return found
    return _speaker_outside(reader, quote)


def _trees(reader: _Reader, numbers: Iterable[int]) -> list[tuple[Tree, int, int]]:
    sentences = reader.plan.sentences
    return [(reader.trees[n], sentences[n].start, sentences[n].end) for n in numbers if n in reader.trees]


def _signed(reader: _Reader, quote: Quote) -> Spoken | None:
    """Return the name that signs a quotation on a line below it."""
    plan = reader.plan
    for later in range(quote.paragraph + 1, min(quote.paragraph + 3, len(plan.paragraphs))):
        line = plan.paragraphs[later]
        name = signed_below(plan.document.text[line.line : line.end])
        if name:
            return Spoken(plan.names.full(name, line.start), line.start, line.end, True)
    return None


def _speaker_outside(reader: _Reader, quote: Quote) -> Spoken | None:
    """Find who speaks a quotation that fills its paragraph: signed below, introduced above, or going on."""
    plan = reader.plan
    signed = _signed(reader, quote)
    if signed is not None:
        return signed
    if quote.is_block:
        above = [p for p in range(quote.paragraph - 1, max(-1, quote.paragraph - 12), -1) if not _is_block(plan, p)]
        if above:
            for tree, _, _ in reversed(_trees(reader, [s.number for s in plan.by_paragraph.get(above[0], [])[-4:]])):
                for _, noun in reversed(sentence_sources(tree)):
                    spoken = reader.voices.resolve(tree, noun)
                    if spoken is not None:
                        return spoken
    if quote.goes_on and quote.number > 0:
        before = plan.quotes.quotes[quote.number - 1]
        if before.number not in reader.speakers:
            reader.speakers[before.number] = None
            reader.speakers[before.number] = _find_speaker(reader, plan.sentences[0], before)
        if reader.speakers[before.number] is not None:
            return reader.speakers[before.number]
    return reader.voices.last(quote.start)


def _is_block(plan: Plan, paragraph: int) -> bool:
    return paragraph in plan.quotes.blocks


def _free_indirect(reader: _Reader, unit: Sentence, tree: Tree, cue: Cue) -> Spoken | None:
    """Return the source of a sentence that goes on in a report's voice: "The deficit is projected to reach $540 billion"."""
    if reader.reported is None or unit.start - reader.reported[0] > 900:
        return None
    has_number = any(tag == "CD" for tag in tree.tags)
    passive = cue.entry.term == "expected" and cue.kind in {"infinitive", "verb"} and has_number
    first = cue.subject is not None and tree.low[cue.subject] in {"i", "we"}
    indirect = cue.entry.term == "would" and has_number and not first and not _goes_on_under(reader, unit)
    return reader.reported[1] if passive or indirect else None


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


_ = replace
