"""What each template receives: one frozen dataclass per page, its fields the template's names, no more and no less.

tests/site/test_contexts.py holds the templates to this: a template that reads a name which its page does not have,
or a field that no template reads, fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar

from foretold.extract.refusals import Refusal
from foretold.ledger.parquet import IN_A_SHEET
from foretold.search.passages import Passage
from foretold.site import parts, rows, rows_of_runs, rows_of_scores
from foretold.site.alarm import Alarm
from foretold.site.listing import Choices, Selection


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows around its content."""

    title: str
    """Title of the page, for the browser's tab and search engines."""
    path: str
    """The page's own path from the site's root, without a leading slash."""
    section: str
    """Path of the entry of the navigation that it belongs to, or an empty string."""
    edition: rows.Edition
    alarm: Alarm | None
    """What the footer says when the last run failed, or could not read a source."""
    is_live: bool
    """Whether a server stands behind the page, which can search."""
    has_desk: bool = False
    """Whether that server takes decisions."""

    @property
    def root(self) -> str:
        """The way from the page to the site's root, so that links work from any folder and without a server."""
        return "../" * self.path.count("/")

    @property
    def has_csv(self) -> bool:
        """Whether the forecasts are few enough to have been copied as CSV."""
        return self.edition.n_forecasts <= IN_A_SHEET

    @property
    def beside(self) -> str:
        """The page's file name without its ending: what lies beside it begins so."""
        return self.path.rpartition("/")[2].removesuffix(".html")


@dataclass(frozen=True, slots=True)
class Page:
    """What all pages have."""

    template: ClassVar[str]
    is_of_the_day: ClassVar[bool] = False
    """Whether it shows the edition's number, day or counts, so that every edition needs it anew."""
    frame: Frame

    @property
    def content(self) -> str:
        """Everything that the page shows, as text: two pages with the same content look the same.

        The edition's number, moment, counts and fingerprint are left out, except where the page is about them.
        """
        if self.is_of_the_day:
            return repr(self)
        edition = replace(
            self.frame.edition,
            edition_number=0,
            published_at=datetime.min,
            fingerprint=None,
            n_documents=0,
            n_forecasts=0,
            n_resolved=0,
            n_open=0,
        )
        return repr(replace(self, frame=replace(self.frame, edition=edition)))

    def names(self) -> Mapping[str, Any]:
        """Return what the template receives."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """Who forecasts well?"""

    template = "home.html"
    is_of_the_day = True
    best: rows.Standing | None
    """First of the ranked; None while nobody is ranked."""
    n_level_with_best: int
    """Ranked forecasters whose interval overlaps the interval of the best."""
    ranked: tuple[rows.Standing, ...]
    """The first of the ranked."""
    n_ranked: int
    trends: Mapping[str, tuple[rows_of_scores.Breakdown, ...]]
    """By forecaster: mean Brier scores by quarter."""
    unranked: tuple[rows.Standing, ...]
    """The first of those with too few resolved questions, by number of them."""
    n_unranked: int
    axis_high: float
    """Brier score at the right end of the drawn intervals."""
    calibration: parts.Calibration
    recent: tuple[rows.Forecast, ...]
    """Last ten resolved."""
    this_week: tuple[rows.Forecast, ...]
    """Open forecasts whose deadline comes within seven days of the edition."""
    upcoming: tuple[rows.Forecast, ...]
    """Open forecasts whose deadline comes after that."""
    n_due: int
    """Open forecasts whose day has passed."""


@dataclass(frozen=True, slots=True)
class ForecastersPage(Page):
    """Everybody, ranked or not."""

    template = "forecasters.html"
    is_of_the_day = True
    standings: tuple[rows.Standing, ...]
    number: int
    """Number of this page, from 1."""
    pages: tuple[tuple[int, str], ...]
    """Number and address of every page near this one, the first and the last."""
    axis_high: float
    options: tuple[rows_of_scores.OptionStanding, ...]
    """Who has answered questions with several options; on the first page only."""


@dataclass(frozen=True, slots=True)
class ForecasterPage(Page):
    """One forecaster: score, calibration, words, and every forecast."""

    template = "forecaster.html"
    standing: rows.Standing
    axis_high: float
    field_brier: float | None
    """Mean Brier score of everybody who has one, each counted once."""
    calibration: parts.Calibration
    field_calibration: parts.Calibration
    words: tuple[rows_of_scores.Word, ...]
    field_words: Mapping[str, rows_of_scores.Word]
    """By term: what the same words meant in everybody's mouth."""
    quarters: tuple[rows_of_scores.Breakdown, ...]
    """Mean Brier scores by the quarter in which the forecasts were made, earliest first."""
    breakdowns: tuple[tuple[str, str, tuple[rows_of_scores.Breakdown, ...]], ...]
    """Kind of slice, the question that it answers, and the score in each slice."""
    measures: Mapping[str, tuple[rows_of_scores.Measure, ...]]
    """By key: what is reckoned beside the mean Brier score."""
    comparisons: tuple[rows_of_scores.Comparison, ...]
    repeated: tuple[rows_of_scores.Repeated, ...]
    renewed: tuple[rows_of_scores.Renewed, ...]
    best: tuple[rows.Forecast, ...]
    worst: tuple[rows.Forecast, ...]
    funnel: rows.Funnel | None
    vagueness: tuple[tuple[str, int], ...]
    """What else than a deadline the extractor found missing, in its words, with how often; commonest first."""
    forecasts: tuple[rows.Forecast, ...]
    """The latest."""
    n_forecasts: int
    replies: tuple[rows.Reply, ...]
    """To the whole record."""


@dataclass(frozen=True, slots=True)
class ForecastPage(Page):
    """One forecast: the permalink."""

    template = "forecast.html"
    forecast: rows.Forecast
    passage: parts.Passage | None
    """None for an imported forecast, which has no words."""
    readings: tuple[rows.ScaleReading, ...]
    """How each scale reads the forecast's term."""
    question: rows.Question | None
    others: tuple[rows.Forecast, ...]
    """The other forecasts on the question."""
    changes: tuple[parts.Change, ...]
    """Every later correction, oldest first."""
    replies: tuple[rows.Reply, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage(Page):
    """One question: every forecast on one event."""

    template = "question.html"
    question: rows.Question
    forecasts: tuple[rows.Forecast, ...]
    """Earliest first."""
    timeline: parts.Timeline | None
    """None when fewer than two dated probabilities are known."""
    crowd: tuple[rows.CrowdPoint, ...]
    """What imported series gave the event."""


@dataclass(frozen=True, slots=True)
class ForecastsPage(Page):
    """The list of forecasts, one page of it, or what a search found."""

    template = "forecasts.html"
    is_of_the_day = True
    forecasts: tuple[rows.Listed, ...]
    n_found: int
    is_more: bool
    """Whether more were found than were counted."""
    number: int
    """Number of this page, from 1."""
    pages: tuple[tuple[int, str], ...]
    """Number and address of every page near this one, the first and the last."""
    selection: Selection
    choices: Choices
    sources: tuple[rows.Source, ...]


@dataclass(frozen=True, slots=True)
class CalibrationPage(Page):
    """Does what they call likely happen? Pooled, and word by word."""

    template = "calibration.html"
    calibration: parts.Calibration
    curve: tuple[rows_of_scores.CurvePoint, ...]
    """The same without bins."""
    measures: Mapping[str, tuple[rows_of_scores.Measure, ...]]
    """By key: what is reckoned of everybody together."""
    words: tuple[rows_of_scores.Word, ...]
    sliced: tuple[tuple[str, str, tuple[parts.Slice, ...]], ...]
    """Kind of slice, the question that it answers, and the slices with most questions."""


@dataclass(frozen=True, slots=True)
class MethodPage(Page):
    """How the numbers come about, in plain words."""

    template = "method.html"
    example: rows.Forecast | None
    """A scored forecast, reckoned through."""
    scales: Mapping[str, Mapping[str, rows.ScaleReading]]
    """Term, then scale, to its reading."""
    scale_names: tuple[str, ...]
    """Scales in the order of the table."""
    explained: parts.Explained
    """One shipped column, sentence by sentence: why is this in, and why is that not?"""
    refusals: tuple[Refusal, ...]
    """The classes of refusal, each with a sentence of its own."""


@dataclass(frozen=True, slots=True)
class DataPage(Page):
    """Downloads, licences and the data dictionary."""

    template = "data.html"
    is_of_the_day = True
    downloads: tuple[parts.Download, ...]
    sources: tuple[rows.Source, ...]
    relations: tuple[tuple[rows_of_runs.DictionaryEntry, ...], ...]
    """The columns of each table and view."""
    recipes: tuple[parts.Recipe, ...]
    """The cookbook."""


@dataclass(frozen=True, slots=True)
class DuePage(Page):
    """What can be decided now."""

    template = "due.html"
    upcoming: tuple[rows.Forecast, ...]
    due: tuple[rows.Forecast, ...]
    n_due: int


@dataclass(frozen=True, slots=True)
class NightsPage(Page):
    """What ran, what failed a rule, what was refused."""

    template = "nights.html"
    is_of_the_day = True
    runs: tuple[rows_of_runs.Run, ...]
    quality: tuple[rows_of_runs.RuleResult, ...]
    quarantine: tuple[rows_of_runs.Quarantined, ...]
    n_quarantined: int


@dataclass(frozen=True, slots=True)
class DeskPage(Page):
    """Where due forecasts are decided, one after the other."""

    template = "desk.html"
    user: str
    """Who decides; empty: nobody may."""
    token: str
    """Proof that a form comes from a page of this server."""
    is_blind: bool
    """Whether this is a judgement without sight of others', which decides nothing by itself."""
    forecast: rows.Forecast | None
    """The forecast to decide; None when nothing waits."""
    passage: parts.Passage | None
    suggested: tuple[Passage, ...]
    """What later documents say that may settle it."""
    judged: tuple[rows.Judgement, ...]
    """What others have judged; empty while judging blind."""
    n_waiting: int
    """Questions that wait."""
    n_proposals: int
    """Pairs of forecasts that wait at the other desk page."""
    typed: parts.Typed
    wrong: str | None
    """What was wrong with the form that was sent, in one line."""
    done: tuple[parts.Done, ...]
    """Decisions that can be undone, latest first."""
    publishing: str
    """What becomes of the decisions; empty when all are published."""


@dataclass(frozen=True, slots=True)
class MergesPage(Page):
    """Where people say whether two forecasts speak of one event."""

    template = "desk-merges.html"
    user: str
    token: str
    proposal: rows.Proposal | None
    """The pair to decide; None when nothing waits."""
    pair: tuple[tuple[rows.Forecast, parts.Passage | None], ...]
    """The two forecasts, the earlier first, each in its paragraph."""
    n_waiting: int
    decision: str
    """confirm or refuse, as it was chosen; empty before that."""
    side: str
    """Whether the second claim says the same or the opposite: as chosen, else as proposed."""
    because: str
    """The reason, as it was typed."""
    wrong: str | None
    done: tuple[parts.Done, ...]
    publishing: str


@dataclass(frozen=True, slots=True)
class ErrorPage(Page):
    """What a server says when it has no page to show."""

    template = "error.html"
    wrong: str


PAGES: tuple[type[Page], ...] = (
    HomePage,
    ForecastersPage,
    ForecasterPage,
    ForecastPage,
    QuestionPage,
    ForecastsPage,
    CalibrationPage,
    MethodPage,
    DataPage,
    DuePage,
    NightsPage,
    DeskPage,
    MergesPage,
    ErrorPage,
)
