"""What a page says about single forecasts and questions, told from their rows: pure functions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date

from foretold.site import parts, rows


def passage(forecast: rows.Forecast) -> parts.Passage | None:
    """Return the forecast's paragraph cut at the quote's offsets; the quote alone where no paragraph is kept.

    The cut is only taken when the words at the offsets are the quote, character for character.
    """
    if forecast.quote is None:
        return None
    if forecast.paragraph is not None and forecast.start_offset is not None:
        start = forecast.start_offset - (forecast.paragraph_start_offset or 0)
        end = start + len(forecast.quote)
        if start >= 0 and forecast.paragraph[start:end] == forecast.quote:
            return parts.Passage(forecast.paragraph[:start], forecast.quote, forecast.paragraph[end:])
    return parts.Passage("", forecast.quote, "")


def changes(states: Sequence[rows.State], verdicts: Sequence[rows.Verdict]) -> tuple[parts.Change, ...]:
    """Return what became different after the first reading and the first outcome, oldest first."""
    found: list[parts.Change] = []
    for old, new in itertools.pairwise(states):
        by = "read anew" if old.extractor_version != new.extractor_version else "decided in the journal"
        if old.claim != new.claim:
            found.append(parts.Change(new.known_at, f"Claim, before: “{old.claim}”", by))
        if old.stated_probability != new.stated_probability:
            found.append(
                parts.Change(new.known_at, f"Stated probability, before: {_or_none(old.stated_probability)}", by)
            )
        if old.due_latest_on != new.due_latest_on:
            found.append(parts.Change(new.known_at, f"Deadline, before: {_or_none(old.due_latest_on)}", by))
        if old.status != new.status:
            found.append(parts.Change(new.known_at, f"Status {new.status}, before: {old.status}", by))
    for former, later in itertools.pairwise(verdicts):
        outcome = f"{former.share:g}" if former.outcome == "share" else former.outcome
        what = f"Outcome of the event, before: {outcome} (line {former.line_number}, {former.recorded_by})"
        found.append(parts.Change(later.known_at, what, later.because))
    return tuple(sorted(found, key=lambda change: change.at))


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)


def best_and_worst(
    forecasts: Sequence[rows.Forecast],
) -> tuple[tuple[rows.Forecast, ...], tuple[rows.Forecast, ...]]:
    """Return up to three with the lowest and three with the highest Brier score, one per question, none in both."""
    scored = [f for f in forecasts if f.brier is not None and f.condition is None]
    ordered = sorted(scored, key=lambda f: (f.brier, f.made_on is None, f.made_on, f.forecast_id))
    best = list({f.question_id: f for f in reversed(ordered)}.values())[::-1]
    worst = list({f.question_id: f for f in ordered}.values())[::-1]
    n = min(3, len(best) // 2)
    return tuple(best[:n]), tuple(worst[:n])


def timeline(
    question: rows.Question, forecasts: Sequence[rows.Forecast], crowd: Sequence[rows.CrowdPoint]
) -> parts.Timeline | None:
    """Return the forecasts on a question in time, earliest first; None where fewer than two points can be drawn."""
    dated = [
        (n, f, f.made_on, f.event_probability)
        for n, f in enumerate(forecasts, start=1)
        if f.made_on is not None and f.event_probability is not None
    ]
    if len(dated) + len(crowd) < 2:
        return None
    settled = next(((f.settled_on, f.event_share) for f in forecasts if f.settled_on), None)
    days = [day for _, _, day, _ in dated] + [p.made_on for p in crowd]
    days += [day for day in (question.due_latest_on, settled[0] if settled else None) if day]
    first, last = min(days), max(days)

    def x(day: date) -> float:
        return (day - first).days / max(1, (last - first).days)

    series: dict[str, list[tuple[float, float]]] = {}
    for point in crowd:
        series.setdefault(point.forecaster, []).append((x(point.made_on), point.probability))
    return parts.Timeline(
        first,
        last,
        tuple(parts.Point(n, f.forecaster, day, x(day), p, f.event_low, f.event_high) for n, f, day, p in dated),
        tuple((name, tuple(points)) for name, points in series.items()),
        (x(settled[0]), settled[1]) if settled and settled[0] and settled[1] is not None else None,
    )
