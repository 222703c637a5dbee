"""Fill the slots of a forecast: quote, claim, holder, strength, condition, deadline, topic."""

from __future__ import annotations

from foretold.extract.antecedent import in_condition
from foretold.extract.checkability import is_checkable, vagueness
from foretold.extract.claim import claim_of
from foretold.extract.condition_named import Condition
from foretold.extract.context import Context
from foretold.extract.cue import Cue
from foretold.extract.cue_odds import with_odds
from foretold.extract.deadline import deadline, frames
from foretold.extract.governing_words import Embedding
from foretold.extract.holder import Spoken
from foretold.extract.reader import Reader, inherited, remember
from foretold.extract.scale import read
from foretold.extract.sentences import Sentence
from foretold.extract.spans import claim_nodes, described, span
from foretold.extract.speakers import holder_of
from foretold.extract.strength import Strength, strength
from foretold.extract.topic import topic_of
from foretold.extract.tree import Tree
from foretold.records import AUTHOR, Forecast


def build_forecast(
    reader: Reader,
    unit: Sentence,
    tree: Tree,
    cue: Cue,
    embedding: Embedding,
    condition: Condition | None,
    context: Context,
) -> Forecast:
    """Fill the slots of a forecast from its cue and surroundings."""
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
    end = with_odds(tree, raw, end, graded.odds)
    spoken = holder_of(reader, unit, tree, cue, embedding, quote)
    if spoken is not None and cue.kind in {"verb", "value"}:
        reader.voices.note(Spoken(spoken.name, tree.starts[0], tree.ends[-1], spoken.is_person))
    condition_words = raw[condition.start : condition.end] if condition else inherited(reader, unit, tree, cue, quote)
    remember(reader, unit, condition_words, quote)
    hole = (condition.start, condition.end) if condition else None
    holes = [*([hole] if hole else []), *described(tree, cue)]
    if cue.kind == "predicate" and cue.first - 4 < cue.clause <= cue.first:
        holes.append((tree.starts[cue.clause], tree.ends[cue.last]))
    dates = document.published_earliest, document.published_latest
    beyond = [] if tree.is_past(cue.clause) or embedding.is_relative else frames(tree, start, end)
    if condition is not None and condition.kind == "action":
        beyond = [*beyond, (condition.start, condition.end)]  # "a clash in 2025 would …": when the action comes
    horizon = deadline(raw, (start, end), holes, tree.starts[cue.event], *dates, beyond)
    claim = claim_of(
        tree,
        cue,
        nodes,
        graded,
        _stands_for(reader, unit, tree, cue) or in_condition(reader.voices, tree, cue, hole),
        hole if condition and condition.kind != "action" else None,
    )
    missing = vagueness(
        tree, cue, claim.words, condition_words, has_deadline=horizon is not None, is_unresolved=claim.is_unresolved
    )
    reading = read(graded.term, graded.odds.reading if graded.odds else None)
    return Forecast(
        doc=document.name,
        start=start,
        end=end,
        quote=raw[start:end],
        claim=claim.words,
        speaker=spoken.name if spoken else AUTHOR,
        band=graded.band,
        cue=_cue_words(raw, tree, graded),
        term=graded.term,
        stated_probability=reading.point if graded.odds and reading else None,
        probability=reading.point if reading else None,
        probability_low=reading.low if reading else None,
        probability_high=reading.high if reading else None,
        condition=condition_words,
        horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None,
        due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None,
        due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=document.made_on,
        is_checkable=is_checkable(missing),
        vagueness=missing,
        topic=topic_of(claim.words, reader.plan.words(unit)),
        reason=_reason(tree, cue, embedding, condition, context),
    )


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


def _stands_for(reader: Reader, unit: Sentence, tree: Tree, cue: Cue) -> str | None:
    """Return the person that "he" or "she" stands for, when only one is named since the sentence before began."""
    if cue.subject is None or tree.low[cue.subject] not in {"he", "she"}:
        return None
    here = tree.starts[cue.subject]
    before = reader.plan.sentences[max(0, unit.number - 1)]
    near = [m for m in reader.plan.names.between(before.start, here) if m.is_person]
    names = {reader.plan.names.full(m.name, here) for m in near}
    return names.pop() if len(names) == 1 else None
