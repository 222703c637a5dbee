"""From an edition to the pages' contexts: what each page says, before it is markup."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from foretold.extract.refusals import REFUSALS
from foretold.site import contexts as c
from foretold.site import parts, rows, rows_of_runs, rows_of_scores
from foretold.site.alarm import Alarm
from foretold.site.data import EditionReader
from foretold.site.explained import explained
from foretold.site.listing import Choices, Found, Listing, Selection
from foretold.site.told import best_and_worst, changes, passage, timeline

PER_PAGE = 50
"""Forecasts on one page of the list."""
PEOPLE_PER_PAGE = 100
"""Forecasters on one page of theirs."""
RANKED_SHOWN = 25
"""Ranked forecasters on the home page."""
RECENT = 10
"""Resolved forecasts on the home page."""
DUE_NEXT = 10
"""Due forecasts on the home page."""
UNRANKED_SHOWN = 10
"""Unranked forecasters on the home page; the others stand on the forecasters' page."""
DUE_SHOWN = 200
QUARANTINE_SHOWN = 500


FORECASTS_SHOWN = 50
"""Forecasts on a forecaster's page; the list has the others."""
SLICES = (
    ("topic", "Are they better on some topics?"),
    ("horizon", "Are they better when the day is near?"),
    ("year", "Do they get better with the years?"),
)
BREAKDOWNS = (("topic", "On which topics?"), ("horizon", "How far ahead?"), ("year", "In which years?"))
SLICES_SHOWN = 12
HORIZONS = ("a month", "a quarter", "a year", "longer", "no deadline")
"""The order of the horizons of calibration_by_slice."""
NO_DEADLINE = "no deadline"
"""What the extractor calls the lack that the funnel counts already."""


class Pages:
    """The pages of one edition."""

    def __init__(
        self,
        reader: EditionReader,
        *,
        is_live: bool = False,
        has_desk: bool = False,
        alarm: Alarm | None = None,
    ) -> None:
        """Take an open edition, what stands behind the pages, and what every footer has to warn of."""
        self._reader = reader
        self._is_live, self._has_desk, self._alarm = is_live, has_desk, alarm

    def frame(self, title: str, path: str, section: str = "") -> c.Frame:
        """Return what a page shows around its content."""
        return c.Frame(title, path, section or path, self._reader.edition, self._alarm, self._is_live, self._has_desk)

    def home(self) -> c.HomePage:
        """Return *Who forecasts well?*."""
        standings = self._reader.all(rows.Standing)
        ranked = tuple(s for s in standings if s.is_ranked)
        unranked = tuple(s for s in standings if not s.is_ranked and s.n_questions)
        upcoming = self._reader.named(rows.Upcoming, 50)
        week = self._reader.edition.published_at.date() + timedelta(days=7)
        this_week = tuple(f for f in upcoming if f.due_latest_on and f.due_latest_on <= week)
        shown = ranked[:RANKED_SHOWN]
        trends = {s.forecaster_id: self._slices_of(s.forecaster_id, "quarter") for s in shown}
        return c.HomePage(
            frame=self.frame("Who forecasts well?", "index.html"),
            best=ranked[0] if ranked else None,
            n_level_with_best=_level_with_first(ranked),
            ranked=shown,
            n_ranked=len(ranked),
            trends=trends,
            unranked=unranked[:UNRANKED_SHOWN],
            n_unranked=len(unranked),
            axis_high=_axis_high([*standings, *(one for trend in trends.values() for one in trend)]),
            calibration=self._calibration(None),
            recent=self._reader.named(rows.RecentlyResolved, RECENT),
            this_week=this_week,
            upcoming=upcoming[len(this_week) : len(this_week) + DUE_NEXT],
            n_due=len(self._reader.all(rows.Due)),
        )

    def forecasters(self, number: int = 1) -> c.ForecastersPage | None:
        """Return one page of the list of everybody, or None when there is no such page."""
        standings = self._reader.all(rows.Standing)
        n_pages = max(1, -(-len(standings) // PEOPLE_PER_PAGE))
        if not 1 <= number <= n_pages:
            return None
        path = numbered("forecasters", number)
        return c.ForecastersPage(
            self.frame("Forecasters", path, "forecasters/index.html"),
            standings=standings[(number - 1) * PEOPLE_PER_PAGE : number * PEOPLE_PER_PAGE],
            number=number,
            pages=tuple((n, numbered("forecasters", n)) for n in _near(number, n_pages)),
            axis_high=_axis_high(standings),
            options=self._reader.all(rows_of_scores.OptionStanding) if number == 1 else (),
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
        best, worst = best_and_worst(forecasts)
        funnel = self._reader.where(rows.Funnel, "forecaster_id", forecaster_id)
        quarters = self._slices_of(forecaster_id, "quarter")
        parts_of = {kind: self._slices_of(forecaster_id, kind) for kind, _ in BREAKDOWNS}
        return c.ForecasterPage(
            frame=self.frame(standing.name, f"forecasters/{forecaster_id}.html", "forecasters/index.html"),
            standing=standing,
            axis_high=_axis_high([*standings, *quarters, *(one for part in parts_of.values() for one in part)]),
            field_brier=sum(scores) / len(scores) if scores else None,
            calibration=self._calibration(forecaster_id),
            field_calibration=self._calibration(None),
            words=self._reader.where(rows_of_scores.Word, "forecaster_id", forecaster_id),
            field_words={word.term: word for word in self._reader.where(rows_of_scores.Word, "forecaster_id", None)},
            quarters=quarters,
            breakdowns=tuple((kind, question, parts_of[kind]) for kind, question in BREAKDOWNS if parts_of[kind]),
            best=best,
            worst=worst,
            measures=self._measures(forecaster_id),
            comparisons=self._reader.where(rows_of_scores.Comparison, "forecaster_id", forecaster_id),
            repeated=self._reader.where(rows_of_scores.Repeated, "forecaster_id", forecaster_id),
            renewed=self._reader.where(rows_of_scores.Renewed, "forecaster_id", forecaster_id),
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
        forecasts = tuple(reversed(self._reader.where(rows.Forecast, "question_id", question_id)))
        crowd = self._reader.where(rows.CrowdPoint, "question_id", question_id)
        return c.QuestionPage(
            self.frame(found[0].event, f"questions/{question_id}.html", "forecasts/index.html"),
            question=found[0],
            forecasts=forecasts,
            timeline=timeline(found[0], forecasts, crowd),
            crowd=crowd,
        )

    def forecasts(self) -> Iterator[c.ForecastsPage]:
        """Yield the list of all forecasts, page by page."""
        everything = self._reader.all(rows.Forecast)
        people = dict.fromkeys((f.forecaster_id, f.forecaster) for f in everything)
        choices = Choices(
            tuple(sorted(people, key=lambda one: (one[1].casefold(), one[0]))),
            tuple(sorted({f.topic for f in everything if f.topic})),
            tuple(sorted({f.term for f in everything if f.term})),
        )
        for number in range(1, max(1, -(-len(everything) // PER_PAGE)) + 1):
            shown = everything[(number - 1) * PER_PAGE : number * PER_PAGE]
            yield self._forecasts_page(Found(shown, len(everything), False), number, Selection(), choices)

    def selected(self, listing: Listing, selection: Selection, number: int) -> c.ForecastsPage:
        """Return one page of what a reader's search finds."""
        number = max(1, number)
        found = listing.select(selection, start=(number - 1) * PER_PAGE, limit=PER_PAGE)
        return self._forecasts_page(found, number, selection, listing.choices)

    def calibration(self) -> c.CalibrationPage:
        """Return the calibration of everybody together."""
        return c.CalibrationPage(
            self.frame("Does what they call likely happen?", "calibration.html"),
            calibration=self._calibration(None),
            curve=self._reader.where(rows_of_scores.CurvePoint, "forecaster_id", None),
            measures=self._measures(None),
            words=self._reader.where(rows_of_scores.Word, "forecaster_id", None),
            sliced=tuple((kind, question, self._slices(kind)) for kind, question in SLICES if self._slices(kind)),
        )

    def method(self) -> c.MethodPage:
        """Return how the numbers come about."""
        scales: dict[str, dict[str, rows.ScaleReading]] = {}
        for reading in self._reader.all(rows.ScaleReading):
            scales.setdefault(reading.term, {})[reading.scale] = reading
        recent = self._reader.named(rows.RecentlyResolved, 50)
        return c.MethodPage(
            self.frame("Method", "method.html"),
            example=next((f for f in recent if f.brier is not None), None),
            scales=scales,
            scale_names=tuple(dict.fromkeys(r.scale for r in self._reader.all(rows.ScaleReading))),
            explained=explained(),
            refusals=REFUSALS,
        )

    def data(self, downloads: Sequence[parts.Download], recipes: tuple[parts.Recipe, ...]) -> c.DataPage:
        """Return downloads, the cookbook and the data dictionary."""
        relations: dict[str, list[rows_of_runs.DictionaryEntry]] = {}
        for entry in self._reader.all(rows_of_runs.DictionaryEntry):
            relations.setdefault(entry.table_name, []).append(entry)
        about = {name: columns[0].table_comment for name, columns in relations.items()}
        return c.DataPage(
            self.frame("Data", "data.html"),
            downloads=tuple(
                dataclasses.replace(d, about=about.get(d.name.rpartition(".")[0]) or d.about) for d in downloads
            ),
            sources=self._reader.all(rows.Source),
            relations=tuple(tuple(columns) for columns in relations.values()),
            recipes=recipes,
        )

    def due(self) -> c.DuePage:
        """Return what can be decided."""
        return c.DuePage(
            self.frame("What can be decided now?", "due.html"),
            upcoming=self._reader.named(rows.Upcoming, 50),
            due=self._reader.named(rows.Due, DUE_SHOWN),
            n_due=len(self._reader.all(rows.Due)),
        )

    def nights(self) -> c.NightsPage:
        """Return what ran and what was refused."""
        quarantine = self._reader.all(rows_of_runs.Quarantined)
        return c.NightsPage(
            self.frame("Nights", "nights.html"),
            runs=self._reader.all(rows_of_runs.Run),
            quality=self._reader.all(rows_of_runs.RuleResult),
            quarantine=quarantine[:QUARANTINE_SHOWN],
            n_quarantined=len(quarantine),
        )

    def every(self, downloads: Sequence[parts.Download], recipes: tuple[parts.Recipe, ...]) -> Iterator[c.Page]:
        """Yield every page of the edition."""
        yield self.home()
        numbers = itertools.count(1)
        yield from iter(lambda: self.forecasters(next(numbers)), None)
        yield from self.forecasts()
        yield from (self.calibration(), self.due(), self.method(), self.data(downloads, recipes), self.nights())
        for standing in self._reader.all(rows.Standing):
            yield _there(self.forecaster(standing.forecaster_id))
        for forecast in self._reader.all(rows.Forecast):
            yield _there(self.forecast(forecast.forecast_id))
        for question in self._reader.all(rows.Question):
            yield _there(self.question(question.question_id))

    def _forecasts_page(self, found: Found, number: int, selection: Selection, choices: Choices) -> c.ForecastsPage:
        n_pages = max(1, -(-found.n // PER_PAGE))

        def address(n: int) -> str:
            if selection.is_empty:
                return numbered("forecasts", n)
            return "forecasts/index.html?" + urlencode({**selection.asked, "page": n})

        return c.ForecastsPage(
            frame=self.frame("Forecasts", numbered("forecasts", number), "forecasts/index.html"),
            forecasts=tuple(found.forecasts),
            n_found=found.n,
            is_more=found.is_more,
            number=number,
            pages=tuple((n, address(n)) for n in _near(number, n_pages)),
            selection=selection,
            choices=choices,
            sources=self._reader.all(rows.Source),
        )

    def _slices_of(self, forecaster_id: str, kind: str) -> tuple[rows_of_scores.Breakdown, ...]:
        """Return a forecaster's scores in the slices of a kind: topics by n, the others in their order."""
        own = self._reader.where(rows_of_scores.Breakdown, "forecaster_id", forecaster_id)
        found = [b for b in own if b.slice == kind]
        if kind == "topic":
            found.sort(key=lambda b: -b.n_questions)
        elif kind == "horizon":
            found.sort(key=lambda b: HORIZONS.index(b.slice_value))
        return tuple(found)

    def _calibration(self, forecaster_id: str | None) -> parts.Calibration:
        bins = self._reader.where(rows_of_scores.CalibrationBin, "forecaster_id", forecaster_id)
        return parts.Calibration(bins, sum(b.n_questions for b in bins), sum(b.n_forecasts for b in bins))

    def _measures(self, forecaster_id: str | None) -> dict[str, tuple[rows_of_scores.Measure, ...]]:
        """Return what is reckoned beside the mean Brier score, by its key."""
        found = self._reader.where(rows_of_scores.Measure, "forecaster_id", forecaster_id)
        return {key: tuple(m for m in found if m.measure == key) for key in dict.fromkeys(m.measure for m in found)}

    def _slices(self, kind: str) -> tuple[parts.Slice, ...]:
        """Return the slices of a kind that have most questions; years and horizons in their order."""
        bins: dict[str, list[rows_of_scores.SliceBin]] = {}
        for point in self._reader.where(rows_of_scores.SliceBin, "slice", kind):
            bins.setdefault(point.slice_value, []).append(point)
        slices = [parts.Slice(name, tuple(points), sum(p.n_questions for p in points)) for name, points in bins.items()]
        largest = sorted(slices, key=lambda s: (-s.n_questions, s.name))[:SLICES_SHOWN]
        if kind == "topic":
            return tuple(largest)
        return tuple(sorted(largest, key=lambda s: (HORIZONS.index(s.name) if s.name in HORIZONS else -1, s.name)))


def numbered(folder: str, number: int) -> str:
    """Return the path of page `number` of a list."""
    return f"{folder}/index.html" if number == 1 else f"{folder}/page-{number}.html"


def _level_with_first(ranked: Sequence[rows.Standing]) -> int:
    """Return how many of the others have an interval that reaches into the first one's."""
    if not ranked or ranked[0].brier_high is None:
        return 0
    high = ranked[0].brier_high
    return sum(1 for s in ranked[1:] if s.brier_low is not None and s.brier_low <= high)


def _axis_high(drawn: Sequence[rows.Standing | rows_of_scores.Breakdown]) -> float:
    """Return the end of the Brier axis: 0.5, or 1 when anything that is drawn on it reaches beyond."""
    return 1.0 if any((s.brier_high or s.brier or 0) > 0.5 for s in drawn) else 0.5


def _near(number: int, n_pages: int) -> list[int]:
    """Return the numbers of the pages to offer: first, last, and those around this one."""
    return sorted({1, n_pages, *range(max(1, number - 2), min(n_pages, number + 2) + 1)})


def _there(page: c.Page | None) -> c.Page:
    if page is None:
        raise LookupError("a query names a row that another query of the same edition does not have")
    return page
