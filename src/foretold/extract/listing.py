"""Forecasts that stand without a cue: a line of a list of odds, an item under "My predictions:", a bare answer."""

from __future__ import annotations

import re

from foretold.extract.asides import graded_by
from foretold.extract.bare import ANSWER, LABELLED, TO_DO
from foretold.extract.deadline import deadline
from foretold.extract.future import rest_in_future
from foretold.extract.numbers import Listed, introduces_odds, listed, tells_the_past
from foretold.extract.plan import Plan
from foretold.extract.reader import Finding, Reader
from foretold.extract.scale import read
from foretold.extract.sentences import Sentence
from foretold.extract.speakers import is_speech, quoted_speaker
from foretold.extract.text import words
from foretold.extract.topic import topic_of
from foretold.extract.tree import Tree
from foretold.extract.verbs import SAY, THINK, WISH
from foretold.extract.voices import Spoken
from foretold.records import AUTHOR, Band, Forecast

_ANSWERS = {
    "no": ("unlikely", Band.UNLIKELY),
    "may": ("possible", Band.POSSIBLE),
    "likely": ("likely", Band.LIKELY),
    "sure": ("certain", Band.CERTAIN),
    "never": ("will", Band.CERTAIN),
}
_NO_SUBJECT = words(
    """how what way ways guide need plan plans bid bids deal right reason reasons time chance chances effort efforts
    attempt move call calls pressure decision power ability thing things place places step steps list failure refusal
    changes reforms measures laws rules willingness desire chance pledge promise vow offer threat tool tools key keys"""
)
_PERCENT = re.compile(r"\d+(?:\.\d+)?(?: ?[–-] ?\d+)? ?(?:%|per ?cent)", re.IGNORECASE)
_STARK = re.compile(r"while|until|before|lifetime|not on my|not going", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|'ll|won't|going to|would|in (?:my|our) lifetime|next|ever|whether|could|can)\b", re.IGNORECASE
)


def read_lines(reader: Reader, unit: Sentence, tree: Tree) -> list[Finding]:
    """Return the forecasts that a unit makes by its form: claims with odds, a listed prediction, a bare answer."""
    plan = reader.plan
    text = _line(plan, unit)
    found = []
    for row in listed(text):
        start, end = unit.start + row.start, unit.start + row.end
        if tells_the_past(tree, start, end) or not (row.is_explicit or _is_list_of_odds(plan, unit)):
            continue
        found.append(_finding(reader, unit, tree, row, "number: a claim with its odds"))
    if found:
        return found
    row_answer = (
        _answered(plan, unit, text) or _item(plan, unit, text, tree) or _label(text, tree) or _to_do(text, tree)
    )
    return [] if row_answer is None else [_finding(reader, unit, tree, *row_answer)]


def _line(plan: Plan, unit: Sentence) -> str:
    """Return a unit's words, with the odds that stand on a line of their own below it."""
    end = plan.odds_below.get(unit.number)
    return plan.words(unit) if end is None else plan.plain[unit.start : end].replace("\n", " ").replace("\r", " ")


def _answered(plan: Plan, unit: Sentence, text: str) -> tuple[Listed, str] | None:
    match = ANSWER.match(text) if len(text) < 220 else None
    if match is None:
        return None
    kind = match.lastgroup or "no"
    before = plan.words(plan.sentences[unit.number - 1]) if unit.number else ""
    near = before if len(before) > 25 or unit.number < 2 else plan.words(plan.sentences[unit.number - 2]) + " " + before
    asked = near.rstrip("\"') ").endswith("?") or before.rstrip("\"') ").endswith("?")
    if not (_AHEAD.search(near) or "?" in text) or not (asked or kind in {"no", "may"}):
        return None
    term, band = _ANSWERS[kind]
    if kind == "no" and _STARK.search(text):
        term, band = "will", Band.CERTAIN
    first, last = match.span(kind)
    return Listed(first, last, text[first:last], None, term, band, True), "answer"


def _label(text: str, tree: Tree) -> tuple[Listed, str] | None:
    """Read what stands behind "Prediction:" when it has no cue of its own."""
    match = LABELLED.match(text)
    if (
        match is None
        or any(tag in {"VBD", "MD"} for tag in tree.tags)
        or any(low in {"was", "were"} for low in tree.low)
    ):
        return None
    thought = re.search(r"bet|guess|hunch", match["label"], re.IGNORECASE) is not None
    term, band = ("likely", Band.LIKELY) if thought else ("will", Band.CERTAIN)
    return Listed(*match.span("claim"), match["claim"], None, term, band, True), "claim behind a label that foretells"


def _to_do(text: str, tree: Tree) -> tuple[Listed, str] | None:
    """Read a headline's infinitive: a subject, "to", a verb, and no finite verb but the source's."""
    match = TO_DO.match(text)
    if match is None:
        return None
    said = match.start("said") if match["said"] else len(text)
    verb = next((n for n in range(len(tree)) if tree.starts[n] - tree.starts[0] == match.start("verb")), None)
    finite = {"VBD", "VBZ", "VBP", "MD"}
    if (
        verb is None
        or tree.tags[verb] != "VB"
        or tree.tags[verb - 1] not in {"TO", "VB"}
        or tree.tags[0] in {"VB", "WRB"}
    ):
        return None
    if any(tree.tags[n] in finite for n in range(len(tree)) if tree.starts[n] - tree.starts[0] < said):
        return None
    subject = next((n for n in range(verb) if tree.low[n] == "to"), verb) - 1
    if (
        not tree.tags[subject].startswith("NN")
        or tree.low[subject] in _NO_SUBJECT
        or tree.tags[0] in {"VBG", "IN", "TO"}
    ):
        return None
    return Listed(*match.span("claim"), match["claim"], None, "will", Band.CERTAIN, True), "a headline's infinitive"


def _item(plan: Plan, unit: Sentence, text: str, tree: Tree) -> tuple[Listed, str] | None:
    if unit.number not in plan.items or not 8 < len(text) < 260 or text.rstrip().endswith("?"):
        return None
    if any(tag in {"VBD", "MD"} for tag in tree.tags):
        return None
    root = next((n for n in range(len(tree)) if tree.heads[n] == n), 0)
    subject = tree.own_subject(root)
    if tree.tags[root] not in {"VBZ", "VBP", "NNS", "VB"} or subject is None or tree.lemma(root) in SAY | THINK | WISH:
        return None
    if tree.low[subject] in {"i", "you", "we"}:
        return None
    end = len(text.rstrip(" ."))
    return Listed(0, end, text[:end], None, "will", Band.CERTAIN, True), "item of a list of predictions"


def _is_list_of_odds(plan: Plan, unit: Sentence) -> bool:
    """Say whether the lines around are claims with numbers too, or are announced as odds."""
    if unit.number in plan.odds_below:
        return True
    near = plan.sentences[max(0, unit.number - 3) : unit.number + 4]
    others = sum(1 for s in near if s.number != unit.number and listed(plan.words(s)))
    return others > 0 or any(introduces_odds(plan.words(s)) for s in near if s.number < unit.number)


def _speaker(reader: Reader, unit: Sentence, tree: Tree, row: Listed) -> Spoken | None:
    quote = reader.plan.quotes.at(unit.start + row.start)
    if quote is not None and is_speech(reader, quote):
        return quoted_speaker(reader, unit, quote)
    if row.source is None:
        return graded_by(reader.voices, tree, unit.start + row.start - 2, unit.start + row.end)
    at = unit.start + row.source
    graded = graded_by(reader.voices, tree, at, unit.start + row.end)
    if graded is not None:
        return graded
    word = next((n for n in range(len(tree)) if tree.starts[n] <= at < tree.ends[n]), None)
    if word is None:
        return None
    verb = next((up for up in tree.up(word) if tree.tags[up].startswith("VB")), None)
    noun = tree.own_subject(verb) if verb is not None else word
    return reader.voices.resolve(tree, noun if noun is not None else word)


def _cue(quote: str) -> str:
    """Return the words that carry the strength, as they stand in the text: the odds, or the whole form."""
    odds = _PERCENT.search(quote)
    return odds[0] if odds else quote


def _emphasis_closed(raw: str, start: int, end: int) -> int:
    """Return where words end together with the mark that closes emphasis begun in them: "lower: **65%**"."""
    mark = re.compile(r"\*{1,3}|_{1,3}").match(raw, end)
    return mark.end() if mark is not None and raw.count(mark[0], start, end) % 2 else end


def _claim(tree: Tree, row: Listed, start: int, end: int) -> str:
    """Return the claim of a listed row with its verb in the future: "BRICS loses a member" as "BRICS will lose …"."""
    claim = row.claim[:1].upper() + row.claim[1:]
    inside = [n for n in range(len(tree)) if start <= tree.starts[n] < end]
    verbs = [n for n in inside if tree.tags[n] in {"VBZ", "VBP"} and tree.own_subject(n) in inside]
    if len(verbs) != 1 or tree.deps[verbs[0]] in {"relcl", "advcl"} or any(tree.tags[n] == "MD" for n in inside):
        return claim
    verb = verbs[0]
    if tree.low[tree.own_subject(verb) or 0] in {"i", "we"}:
        return claim  # "we give it three chances in five"
    future = rest_in_future(tree, verb, [verb, *tree.auxiliaries(verb)])
    word = re.compile(rf"(?<= ){re.escape(tree.words[verb])}\b")
    if future is None or tree.auxiliaries(verb) or len(word.findall(claim)) != 1:
        return claim
    return word.sub(lambda _: future[1], claim)


def _finding(reader: Reader, unit: Sentence, tree: Tree, row: Listed, reason: str) -> Finding:
    plan, made, raw = reader.plan, reader.plan.document, reader.plan.document.text
    start, end = unit.start + row.start, unit.start + row.end
    end = _emphasis_closed(raw, start, end)
    horizon = deadline(raw, (start, end), [], start, made.published_earliest, made.published_latest)
    claim = _claim(tree, row, start, end)
    spoken = _speaker(reader, unit, tree, row)
    reading = read(row.term or "", row.reading)
    forecast = Forecast(
        doc=made.name,
        start=start,
        end=end,
        quote=raw[start:end],
        claim=claim,
        speaker=spoken.name if spoken else AUTHOR,
        band=row.band,
        cue=_cue(raw[start:end]),
        term=row.term,
        stated_probability=row.reading.point if row.reading else None,
        probability=reading.point if reading else None,
        probability_low=reading.low if reading else None,
        probability_high=reading.high if reading else None,
        horizon=horizon.words if horizon else None,
        due_earliest=horizon.due_earliest if horizon else None,
        due_latest=horizon.due_latest if horizon else None,
        due_granularity=horizon.granularity if horizon else None,
        due_reason=horizon.reason if horizon else "no deadline stated",
        made_on=made.made_on,
        vagueness=("no deadline",) if horizon is None else (),
        topic=topic_of(claim, plan.words(unit)),
        reason=reason,
    )
    return Finding(start, end, forecast.quote, "forecast", reason, forecast.cue, forecast)
