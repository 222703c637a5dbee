"""From an edition to the pages' contexts: what each page says, before it is markup."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from foretold.site import contexts as c
from foretold.site import rows
from foretold.site.data import EditionReader, Selection

PER_PAGE = 50
"""Forecasts on one page of the list."""
RECENT = 10
"""Resolved forecasts on the home page."""
DUE_NEXT = 10
"""Due forecasts on the home page."""
UNRANKED_SHOWN = 10
"""Unranked forecasters on the home page; the others stand on the forecasters' page."""
DUE_SHOWN = 200
QUARANTINE_SHOWN = 500


FORECASTS_SHOWN = 100
"""Forecasts on a forecaster's page; the list has the others."""
SLICES = (
    ("topic", "Are they better on some topics?"),
    ("horizon", "Are they better when the day is near?"),
    ("year", "Do they get better with the years?"),
)
SLICES_SHOWN = 12
HORIZONS = ("a month", "a quarter", "a year", "longer", "no deadline")
"""The order of the horizons of calibration_by_slice."""
NO_DEADLINE = "no deadline"
"""What the extractor calls the lack that the funnel counts already."""

Naming = TypeVar("Naming", rows.Due, rows.Upcoming, rows.RecentlyResolved)
"""Rows that name a forecast."""


class Pages:
    """The pages of one edition."""

    def __init__(
        self, reader: EditionReader, *, is_live: bool = False, has_desk: bool = False, latest: rows.Run | None = None
    ) -> None:
        """Take an open edition, what stands behind the pages, and the latest run where it is newer than the edition."""
        self._reader = reader
        self._is_live, self._has_desk = is_live, has_desk
        run = latest or next(iter(reader.all(rows.Run)), None)
        self._problem = run if run is not None and run.state == "failed" else None

    def frame(self, title: str, path: str, section: str = "") -> c.Frame:
        """Return what a page shows around its content."""
        return c.Frame(title, path, section or path, self._reader.edition, self._problem, self._is_live, self._has_desk)

    def home(self) -> c.HomePage:
        """Return *Who forecasts well?*."""
        standings = self._reader.all(rows.Standing)
        ranked = tuple(s for s in standings if s.is_ranked)
        unranked = tuple(s for s in standings if not s.is_ranked and s.n_questions)
        due = self._reader.all(rows.Due)
        return c.HomePage(
            frame=self.frame("Who forecasts well?", "index.html"),
            best=ranked[0] if ranked else None,
            n_level_with_best=_level_with_first(ranked),
            ranked=ranked,
            unranked=unranked[:UNRANKED_SHOWN],
            n_unranked=len(unranked),
            axis_high=_axis_high(standings),
            calibration=self._calibration(None),
            recent=self._named(rows.RecentlyResolved, RECENT),
            upcoming=self._named(rows.Upcoming, DUE_NEXT),
            due=self._named(rows.Due, DUE_NEXT),
            n_due=len(due),
        )

    def forecasters(self) -> c.ForecastersPage:
        """Return the list of everybody."""
        standings = self._reader.all(rows.Standing)
        return c.ForecastersPage(
            self.frame("Forecasters", "forecasters/index.html"), standings=standings, axis_high=_axis_high(standings)
        )

    def forecaster(self, forecaster_id: str) -> c.ForecasterPage | None:
        """Return one forecaster's page, or None when nobody has that id."""
        found = self._reader.where(rows.Standing, "forecaster_id", forecaster_id)
        if not found:
            return None
        standing = found[0]
        standings = self._reader.all(rows.Standing)
        forecasts = self._reader.where(rows.Forecast, "forecaster_id", forecaster_id)
        scores = [s.brier for s in standings if s.brier is not None]
        best, worst = _best_and_worst(forecasts)
        funnel = self._reader.where(rows.Funnel, "forecaster_id", forecaster_id)
        return c.ForecasterPage(
            frame=self.frame(standing.name, f"forecasters/{forecaster_id}.html", "forecasters/index.html"),
            standing=standing,
            axis_high=_axis_high([*standings]),
            field_brier=sum(scores) / len(scores) if scores else None,
            calibration=self._calibration(forecaster_id),
            field_calibration=self._calibration(None),
            words=self._reader.where(rows.Word, "forecaster_id", forecaster_id),
            field_words={word.term: word for word in self._reader.where(rows.Word, "forecaster_id", None)},
            best=best,
            worst=worst,
            funnel=funnel[0] if funnel else None,
            vagueness=tuple(Counter(v for f in forecasts for v in f.vagueness if v != NO_DEADLINE).most_common()),
            forecasts=forecasts[:FORECASTS_SHOWN],
            n_forecasts=len(forecasts),
            replies=tuple(
                r for r in self._reader.where(rows.Reply, "forecaster_id", forecaster_id) if r.forecast_id is None
            ),
        )

    def forecast(self, forecast_id: str) -> c.ForecastPage | None:
        """Return one forecast's permalink, or None when there is no such forecast."""
        found = self._reader.where(rows.Forecast, "forecast_id", forecast_id)
        if not found:
            return None
        forecast = found[0]
        fellows = self._reader.where(rows.Forecast, "question_id", forecast.question_id)
        question = self._reader.where(rows.Question, "question_id", forecast.question_id)
        return c.ForecastPage(
            frame=self.frame(
                f"{forecast.forecaster}: {forecast.claim}", f"forecasts/{forecast_id}.html", "forecasts/index.html"
            ),
            forecast=forecast,
            passage=passage(forecast),
            readings=self._reader.where(rows.ScaleReading, "term", forecast.term) if forecast.term else (),
            question=question[0] if question else None,
            others=tuple(f for f in fellows if f.forecast_id != forecast_id),
            changes=changes(
                self._reader.where(rows.State, "forecast_id", forecast_id),
                self._reader.where(rows.Verdict, "question_id", forecast.question_id),
            ),
            replies=self._reader.where(rows.Reply, "forecast_id", forecast_id),
        )

    def question(self, question_id: str) -> c.QuestionPage | None:
        """Return one question's page, or None when there is no such question."""
        found = self._reader.where(rows.Question, "question_id", question_id)
        if not found:
            return None
        forecasts = self._reader.where(rows.Forecast, "question_id", question_id)
        return c.QuestionPage(
            self.frame(found[0].event, f"questions/{question_id}.html", "forecasts/index.html"),
            question=found[0],
            forecasts=tuple(reversed(forecasts)),
        )

    def forecasts(self) -> Iterator[c.ForecastsPage]:
        """Yield the list of all forecasts, page by page."""
        everything = self._reader.all(rows.Forecast)
        n_pages = max(1, -(-len(everything) // PER_PAGE))
        for number in range(1, n_pages + 1):
            yield self._forecasts_page(
                everything[(number - 1) * PER_PAGE : number * PER_PAGE],
                len(everything),
                number,
                Selection(),
                tuple((n, list_path(n)) for n in _near(number, n_pages)),
            )

    def selected(self, selection: Selection, number: int) -> c.ForecastsPage:
        """Return one page of what a reader's search finds."""
        number = max(1, number)
        n_found, found = self._reader.select(selection, start=(number - 1) * PER_PAGE, limit=PER_PAGE)
        asked = {name: value for name, value in dataclasses.asdict(selection).items() if value}
        pages = tuple(
            (n, "forecasts/index.html?" + urlencode({**asked, "page": n}))
            for n in _near(number, max(1, -(-n_found // PER_PAGE)))
        )
        return self._forecasts_page(found, n_found, number, selection, pages)

    def calibration(self) -> c.CalibrationPage:
        """Return the calibration of everybody together."""
        return c.CalibrationPage(
            self.frame("Does what they call likely happen?", "calibration.html"),
            calibration=self._calibration(None),
            words=self._reader.where(rows.Word, "forecaster_id", None),
            sliced=tuple((kind, question, self._slices(kind)) for kind, question in SLICES if self._slices(kind)),
        )

    def method(self) -> c.MethodPage:
        """Return how the numbers come about."""
        scales: dict[str, dict[str, rows.ScaleReading]] = {}
        for reading in self._reader.all(rows.ScaleReading):
            scales.setdefault(reading.term, {})[reading.scale] = reading
        recent = self._named(rows.RecentlyResolved, 50)
        return c.MethodPage(
            self.frame("Method", "method.html"),
            example=next((f for f in recent if f.brier is not None), None),
            scales=scales,
            scale_names=tuple(dict.fromkeys(r.scale for r in self._reader.all(rows.ScaleReading))),
        )

    def data(self, downloads: Sequence[c.Download]) -> c.DataPage:
        """Return downloads and the data dictionary."""
        relations: dict[str, list[rows.DictionaryEntry]] = {}
        for entry in self._reader.all(rows.DictionaryEntry):
            relations.setdefault(entry.table_name, []).append(entry)
        about = {name: columns[0].table_comment for name, columns in relations.items()}
        return c.DataPage(
            self.frame("Data", "data.html"),
            downloads=tuple(
                dataclasses.replace(d, about=about.get(d.name.removesuffix(".parquet")) or d.about) for d in downloads
            ),
            sources=self._reader.all(rows.Source),
            relations=tuple(tuple(columns) for columns in relations.values()),
        )

    def due(self) -> c.DuePage:
        """Return what can be decided."""
        return c.DuePage(
            self.frame("What can be decided now?", "due.html"),
            upcoming=self._named(rows.Upcoming, 50),
            due=self._named(rows.Due, DUE_SHOWN),
            n_due=len(self._reader.all(rows.Due)),
        )

    def nights(self) -> c.NightsPage:
        """Return what ran and what was refused."""
        quarantine = self._reader.all(rows.Quarantined)
        return c.NightsPage(
            self.frame("Nights", "nights.html"),
            runs=self._reader.all(rows.Run),
            quality=self._reader.all(rows.RuleResult),
            quarantine=quarantine[:QUARANTINE_SHOWN],
            n_quarantined=len(quarantine),
        )

    def every(self, downloads: Sequence[c.Download]) -> Iterator[c.Page]:
        """Yield every page of the edition."""
        yield self.home()
        yield self.forecasters()
        yield from self.forecasts()
        yield from (self.calibration(), self.due(), self.method(), self.data(downloads), self.nights())
        for standing in self._reader.all(rows.Standing):
            yield _there(self.forecaster(standing.forecaster_id))
        for forecast in self._reader.all(rows.Forecast):
            yield _there(self.forecast(forecast.forecast_id))
        for question in self._reader.all(rows.Question):
            yield _there(self.question(question.question_id))

    def _forecasts_page(
        self,
        forecasts: tuple[rows.Forecast, ...],
        n_found: int,
        number: int,
        selection: Selection,
        pages: tuple[tuple[int, str], ...],
    ) -> c.ForecastsPage:
        return c.ForecastsPage(
            frame=self.frame("Forecasts", list_path(number), "forecasts/index.html"),
            forecasts=forecasts,
            n_found=n_found,
            number=number,
            pages=pages,
            selection=selection,
            forecasters=tuple(
                (s.forecaster_id, s.name)
                for s in sorted(self._reader.all(rows.Standing), key=lambda s: s.name.casefold())
            ),
            topics=tuple(topic.topic for topic in self._reader.all(rows.Topic)),
        )

    def _calibration(self, forecaster_id: str | None) -> c.Calibration:
        bins = self._reader.where(rows.CalibrationBin, "forecaster_id", forecaster_id)
        return c.Calibration(bins, sum(b.n_questions for b in bins), sum(b.n_forecasts for b in bins))

    def _slices(self, kind: str) -> tuple[c.Slice, ...]:
        """Return the slices of a kind that have most questions; years and horizons in their order."""
        bins: dict[str, list[rows.SliceBin]] = {}
        for point in self._reader.where(rows.SliceBin, "slice", kind):
            bins.setdefault(point.slice_value, []).append(point)
        slices = [c.Slice(name, tuple(points), sum(p.n_questions for p in points)) for name, points in bins.items()]
        largest = sorted(slices, key=lambda s: (-s.n_questions, s.name))[:SLICES_SHOWN]
        if kind == "topic":
            return tuple(largest)
        return tuple(sorted(largest, key=lambda s: (HORIZONS.index(s.name) if s.name in HORIZONS else -1, s.name)))

    def _named(self, kind: type[Naming], limit: int) -> tuple[rows.Forecast, ...]:
        """Return the first forecasts that a query names by id, in its order."""
        named = self._reader.all(kind)[:limit]
        return self._reader.where_in(rows.Forecast, "forecast_id", [row.forecast_id for row in named])


def list_path(number: int) -> str:
    """Return the path of page `number` of the list of forecasts."""
    return "forecasts/index.html" if number == 1 else f"forecasts/page-{number}.html"


def passage(forecast: rows.Forecast) -> c.Passage | None:
    """Return the forecast's paragraph cut at the quote's offsets; the quote alone where no paragraph is kept.

    The cut is only taken when the words at the offsets are the quote, character for character.
    """
    if forecast.quote is None:
        return None
    if forecast.paragraph is not None and forecast.start_offset is not None:
        start = forecast.start_offset - (forecast.paragraph_start_offset or 0)
        end = start + len(forecast.quote)
        if start >= 0 and forecast.paragraph[start:end] == forecast.quote:
            return c.Passage(forecast.paragraph[:start], forecast.quote, forecast.paragraph[end:])
    return c.Passage("", forecast.quote, "")


def changes(states: Sequence[rows.State], verdicts: Sequence[rows.Verdict]) -> tuple[c.Change, ...]:
    """Return what became different after the first reading and the first outcome, oldest first."""
    found: list[c.Change] = []
    for old, new in itertools.pairwise(states):
        by = "read anew" if old.extractor_version != new.extractor_version else "decided in the journal"
        if old.claim != new.claim:
            found.append(c.Change(new.known_at, f"Claim, before: “{old.claim}”", by))
        if old.stated_probability != new.stated_probability:
            found.append(c.Change(new.known_at, f"Stated probability, before: {_or_none(old.stated_probability)}", by))
        if old.due_latest_on != new.due_latest_on:
            found.append(c.Change(new.known_at, f"Deadline, before: {_or_none(old.due_latest_on)}", by))
        if old.status != new.status:
            found.append(c.Change(new.known_at, f"Status {new.status}, before: {old.status}", by))
    for former, later in itertools.pairwise(verdicts):
        outcome = f"{former.share:g}" if former.outcome == "share" else former.outcome
        what = f"Outcome of the event, before: {outcome} (line {former.line_number}, {former.recorded_by})"
        found.append(c.Change(later.known_at, what, later.because))
    return tuple(sorted(found, key=lambda change: change.at))


def _or_none(value: object) -> str:
    return "none" if value is None else str(value)


def _best_and_worst(
    forecasts: Sequence[rows.Forecast],
) -> tuple[tuple[rows.Forecast, ...], tuple[rows.Forecast, ...]]:
    """Return up to three with the lowest and three with the highest Brier score, one per question, none in both."""
    scored = [f for f in forecasts if f.brier is not None and f.condition is None]
    ordered = sorted(scored, key=lambda f: (f.brier, f.made_on is None, f.made_on, f.forecast_id))
    best = list({f.question_id: f for f in reversed(ordered)}.values())[::-1]
    worst = list({f.question_id: f for f in ordered}.values())[::-1]
    n = min(3, len(best) // 2)
    return tuple(best[:n]), tuple(worst[:n])


def _level_with_first(ranked: Sequence[rows.Standing]) -> int:
    """Return how many of the others have an interval that reaches into the first one's."""
    if not ranked or ranked[0].brier_high is None:
        return 0
    high = ranked[0].brier_high
    return sum(1 for s in ranked[1:] if s.brier_low is not None and s.brier_low <= high)


def _axis_high(standings: Sequence[rows.Standing]) -> float:
    """Return the right end of the Brier axis: 0.5, or 1 when somebody's interval reaches beyond."""
    return 1.0 if any((s.brier_high or s.brier or 0) > 0.5 for s in standings) else 0.5


def _near(number: int, n_pages: int) -> list[int]:
    """Return the numbers of the pages to offer: first, last, and those around this one."""
    return sorted({1, n_pages, *range(max(1, number - 2), min(n_pages, number + 2) + 1)})


def _there(page: c.Page | None) -> c.Page:
    if page is None:
        raise LookupError("a query names a row that another query of the same edition does not have")
    return page
