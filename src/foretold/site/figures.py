"""The charts of a page as data: the question that each answers, how it is drawn, and the same numbers as a table.

A figure is drawn in its page by a macro of dashboards/parts/charts.html. Beside the page lie the same drawing as an SVG
file and the same numbers as CSV, so that nobody has to copy either from a screen.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import singledispatch
from textwrap import shorten
from typing import Any

from foretold.site import contexts as c
from foretold.site import parts, rows, rows_of_scores

Cells = tuple[object, ...]

CURVE = "What is a probability worth?"
"""The question that the calibration curve without bins answers."""

CARD = "card"
"""Name of the one figure that other sites may embed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart."""

    name: str
    """Letters that tell it from the others of its page; part of its files' names."""
    question: str
    """Its title: the question that it answers."""
    macro: str
    """Macro of charts.html that draws it, and what that receives."""
    drawn: tuple[Any, ...]
    columns: tuple[str, ...]
    rows: tuple[Cells, ...]

    @property
    def as_csv(self) -> str:
        """The numbers, a heading line first."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([cell(value) for value in row] for row in self.rows)
        return out.getvalue()


def cell(value: Any) -> Any:
    """Return a value as CSV holds it; what a spreadsheet would take for a formula is made plain by an apostrophe."""
    text = "; ".join(value) if isinstance(value, tuple) else value
    return f"'{text}" if isinstance(text, str) and text.lstrip().startswith(("=", "+", "-", "@")) else text


def path_of(page: str, name: str, ending: str) -> str:
    """Return the path of a file that lies beside a page: forecasters/p_1.html, card, svg → forecasters/p_1.card.svg."""
    return f"{page.removesuffix('.html')}.{f'{name}.' if name else ''}{ending}"


@singledispatch
def figures_of(page: c.Page) -> tuple[Figure, ...]:
    """Return the charts of a page."""
    return ()


@figures_of.register
def _(page: c.HomePage) -> tuple[Figure, ...]:
    return (_leaderboard(page.ranked, page.axis_high), calibration("calibration", "they say", page.calibration))


@figures_of.register
def _(page: c.CalibrationPage) -> tuple[Figure, ...]:
    slices = tuple(_slices(kind, question, found) for kind, question, found in page.sliced)
    pooled = calibration("calibration", "they say", page.calibration)
    curve = (_curve(page.curve),) if page.curve else ()
    return (pooled, *curve, words("When they say “likely”, how often does it happen?", page.words), *slices)


@figures_of.register
def _(page: c.ForecasterPage) -> tuple[Figure, ...]:
    name = page.standing.name
    found = [_card(page)]
    if page.calibration.bins:
        found.append(calibration("calibration", f"{name} says", page.calibration, page.field_calibration))
    if page.words:
        found.append(words(f"What have the words of {name} meant?", page.words))
    if len(page.quarters) > 1:
        found.append(_trend(page))
    found += [_breakdown(kind, question, scores_in, page.axis_high) for kind, question, scores_in in page.breakdowns]
    return tuple(found)


@figures_of.register
def _(page: c.QuestionPage) -> tuple[Figure, ...]:
    if page.timeline is None:
        return ()
    columns = ("on", "who", "kind", "probability_of_event", "low", "high")
    said = [(p.on, p.who, "forecast", p.probability, p.low, p.high) for p in page.timeline.points]
    crowds = [(p.made_on, p.forecaster, "imported series", p.probability, None, None) for p in page.crowd]
    drawn = (page.question.event, page.timeline)
    event = shorten(page.question.event, 90, placeholder=" …")
    question = f"How likely did they call it, and when: “{event}”?"
    return (Figure("timeline", question, "timeline", drawn, columns, (*said, *crowds)),)


def calibration(name: str, who: str, own: parts.Calibration, field: parts.Calibration | None = None) -> Figure:
    """Return a calibration diagram, with everybody's band behind it where `field` is given."""
    question = f"When {who} 70 %, does it happen 70 % of the time?"
    columns = ("whose", "given_from", "given_to", "given", "came_about", "low", "high", "n_questions", "n_forecasts")
    points: list[Cells] = []
    for whose, part in (("own", own), ("everybody", field)) if field else (("everybody", own),):
        points += [
            (
                whose,
                b.bin_low,
                b.bin_high,
                b.probability,
                b.share,
                b.share_low,
                b.share_high,
                b.n_questions,
                b.n_forecasts,
            )
            for b in (part.bins if part else ())
        ]
    return Figure(name, question, "calibration", (name, question, own, field), columns, tuple(points))


def _curve(points: tuple[rows_of_scores.CurvePoint, ...]) -> Figure:
    columns = ("given", "n_questions", "came_about", "worth", "band_low", "band_high")
    cells = tuple((p.probability, p.n_questions, p.share, p.recalibrated, p.band_low, p.band_high) for p in points)
    return Figure("curve", CURVE, "curve", ("curve", CURVE, points), columns, cells)


def words(question: str, found: tuple[rows_of_scores.Word, ...]) -> Figure:
    """Return what words have meant: the share that came about beside what the scale takes the word to mean."""
    lines = tuple(parts.Line(w.term, w.share, w.share_low, w.share_high, w.n_questions, w.scale_point) for w in found)
    columns = ("word", "came_about", "low", "high", "n_questions", "scale_low", "scale_point", "scale_high")
    cells = tuple(
        (w.term, w.share, w.share_low, w.share_high, w.n_questions, w.scale_low, w.scale_point, w.scale_high)
        for w in found
    )
    note = "Dot and line: share that came about, with 95 % interval. Tick: what the scale says."
    return Figure("words", question, "lines", (question, lines, 1.0, None, note), columns, cells)


def _leaderboard(ranked: tuple[rows.Standing, ...], high: float) -> Figure:
    question = "Whose forecasts came closest to what happened?"
    lines = tuple(parts.Line(s.name, s.brier or 0, s.brier_low, s.brier_high, s.n_questions, None) for s in ranked)
    columns = ("rank", "name", "n_questions", "brier", "low", "high", "skill")
    cells = tuple((s.rank, s.name, s.n_questions, s.brier, s.brier_low, s.brier_high, s.skill) for s in ranked)
    note = "Mean Brier score with 95 % interval; lower is better, dashed: fifty-fifty every time."
    return Figure("leaderboard", question, "lines", (question, lines, high, 0.25, note), columns, cells)


def _breakdown(kind: str, question: str, scores_in: tuple[rows_of_scores.Breakdown, ...], high: float) -> Figure:
    lines = tuple(parts.Line(p.slice_value, p.brier, p.brier_low, p.brier_high, p.n_questions, None) for p in scores_in)
    cells = tuple((p.slice_value, p.n_questions, p.brier, p.brier_low, p.brier_high) for p in scores_in)
    note = "Mean Brier score, 95 % interval from 5 questions of 4 documents on; lower is better, dashed: fifty-fifty."
    drawn = (question, lines, high, 0.25, note)
    return Figure(kind, question, "lines", drawn, (kind, "n_questions", "brier", "low", "high"), cells)


def _trend(page: c.ForecasterPage) -> Figure:
    question = f"Does {page.standing.name} get better with time?"
    cells = tuple((q.slice_value, q.n_questions, q.brier, q.brier_low, q.brier_high) for q in page.quarters)
    columns = ("quarter", "n_questions", "brier", "low", "high")
    return Figure("trend", question, "trend", (question, page.quarters, page.axis_high), columns, cells)


def _card(page: c.ForecasterPage) -> Figure:
    s = page.standing
    columns = ("name", "rank", "n_questions", "brier", "low", "high", "edition", "published_at")
    edition = page.frame.edition
    row = (s.name, s.rank, s.n_questions, s.brier, s.brier_low, s.brier_high, edition.edition_number)
    drawn = (s, page.axis_high, edition)
    question = f"How well does {s.name} forecast?"
    return Figure(CARD, question, CARD, drawn, columns, ((*row, edition.published_at),))


def _slices(kind: str, question: str, found: tuple[parts.Slice, ...]) -> Figure:
    columns = (kind, "given", "came_about", "low", "high", "n_questions")
    cells = tuple(
        (part.name, b.probability, b.share, b.share_low, b.share_high, b.n_questions)
        for part in found
        for b in part.bins
    )
    return Figure(kind, question, "multiples", (question, found), columns, cells)
