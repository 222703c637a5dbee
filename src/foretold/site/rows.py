"""The rows that the queries return: one dataclass per query, its fields the query's columns in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that the pages are made from, with the settings that its numbers depend on (editions.sql)."""

    edition_number: int
    published_at: datetime
    """UTC, without zone, as all moments here."""
    method_version: str
    is_sample: bool
    n_documents: int
    n_forecasts: int
    n_resolved: int
    n_open: int
    fingerprint: str | None
    default_scale: str
    ranked_from: int
    log_clamp_low: float
    log_clamp_high: float
    review_after_months: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One forecast as lists show it: what forecasts.sql begins with, and what the search file holds.

    ``share`` is how far the *claim* came about, sides minded; ``event_outcome`` is the journal's word for the
    question's event. ``probability`` is P(claim) under the default scale.
    """

    forecast_id: str
    question_id: str
    forecaster_id: str
    forecaster: str
    claim: str
    quote: str | None
    condition: str | None
    cue: str | None
    term: str | None
    band: str | None
    topic: str | None
    source_id: str | None
    document_title: str | None
    made_on: date | None
    due_latest_on: date | None
    review_on: date | None
    probability: float | None
    probability_basis: str
    event_outcome: str | None
    share: float | None
    brier: float | None

    @property
    def status(self) -> str:
        """What became of the claim: open, happened, did not, partly, void or unresolvable."""
        if self.event_outcome is None:
            return "open"
        if self.share is None:
            return self.event_outcome
        return {1.0: "happened", 0.0: "did not"}.get(self.share, "partly")

    @property
    def due_on(self) -> date | None:
        """The day to look at it: its deadline, else the house's review day."""
        return self.due_latest_on or self.review_on


@dataclass(frozen=True, slots=True)
class Forecast(Listed):
    """One forecast with all that its permalink says (forecasts.sql)."""

    side: str
    start_offset: int | None
    end_offset: int | None
    paragraph: str | None
    paragraph_start_offset: int | None
    speaker: str | None
    stated_probability: float | None
    probability_low: float | None
    probability_high: float | None
    horizon: str | None
    due_earliest_on: date | None
    due_reason: str | None
    is_checkable: bool
    vagueness: tuple[str, ...]
    reason: str | None
    extractor_version: str | None
    document_id: str | None
    document_name: str | None
    authors: tuple[str, ...] | None
    document_url: str | None
    published_reason: str | None
    source_name: str | None
    source_licence: str | None
    capture_id: str | None
    captured_at: datetime | None
    settled_on: date | None
    because: str | None
    evidence: str | None
    recorded_by: str | None
    recorded_at: datetime | None
    line_number: int | None
    log_score: float | None

    @property
    def event_probability(self) -> float | None:
        """P(event) of the question, sides minded; None when nothing could be read."""
        return self._of_event(self.probability)

    @property
    def event_low(self) -> float | None:
        """Low end of the reading as a probability of the event."""
        return self._of_event(self.probability_high if self.side == "denies" else self.probability_low)

    @property
    def event_high(self) -> float | None:
        """High end of the reading as a probability of the event."""
        return self._of_event(self.probability_low if self.side == "denies" else self.probability_high)

    @property
    def event_share(self) -> float | None:
        """How far the event came about."""
        return self._of_event(self.share)

    def _of_event(self, of_claim: float | None) -> float | None:
        return 1 - of_claim if self.side == "denies" and of_claim is not None else of_claim

    @property
    def unscored_because(self) -> str | None:
        """Why there is no score, in plain words; None when there is one."""
        if self.brier is not None:
            return None
        if self.status in ("void", "unresolvable"):
            return f"the question was settled as {self.status}, so nobody is scored on it"
        if self.band == "scheduled":
            return "an announced date carries no probability, so it is listed and never scored"
        if self.probability is None:
            return f"no scale knows the words “{self.cue}”, and a probability is never guessed"
        if self.status == "open":
            return "no outcome has been recorded yet"
        return "it is reported apart from the scores"


@dataclass(frozen=True, slots=True)
class State:
    """What a forecast was read as from a moment on (states.sql); only of forecasts that were read anew or corrected."""

    forecast_id: str
    known_at: datetime
    claim: str
    stated_probability: float | None
    due_latest_on: date | None
    extractor_version: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One outcome that was recorded for a question, standing or superseded (verdicts.sql)."""

    question_id: str
    known_at: datetime
    outcome: str
    share: float | None
    because: str
    recorded_by: str
    line_number: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a forecaster says to a forecast, or to the whole record (replies.sql)."""

    forecaster_id: str
    forecast_id: str | None
    reply: str
    because: str | None
    """How it reached us."""
    evidence: str | None
    replied_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One forecaster's line on the leaderboard (standings.sql). Scores are means over questions."""

    forecaster_id: str
    name: str
    rank: int | None
    n_questions: int
    n_forecasts: int
    brier: float | None
    brier_low: float | None
    brier_high: float | None
    log_score: float | None
    base_rate: float | None
    skill: float | None
    n_conditional: int
    brier_conditional: float | None
    n_open: int
    n_void: int
    is_ranked: bool
    n_scales: int | None
    """Scales under which this one and the next below can be compared; None for the last and the unranked."""
    n_scales_held: int | None
    """Of these, scales under which this one is better, on the forecasts that every scale can read."""
    interval_reason: str | None
    chance_best: float | None
    """Chance of having the best true mean among the ranked."""
    brier_shrunk: float | None
    """The mean drawn towards that of everybody, the more the fewer the questions."""


@dataclass(frozen=True, slots=True)
class ScaleReading:
    """How one scale reads one term (scales.sql)."""

    scale: str
    term: str
    low: float
    point: float
    high: float
    mapping: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where documents come from (sources.sql)."""

    source_id: str
    name: str
    kind: str
    address: str
    licence: str | None
    n_documents: int


@dataclass(frozen=True, slots=True)
class Question:
    """The event that one or more forecasts speak of (questions.sql)."""

    question_id: str
    event: str
    condition: str | None
    rule: str | None
    due_earliest_on: date | None
    due_latest_on: date | None
    n_forecasts: int
    n_forecasters: int


@dataclass(frozen=True, slots=True)
class CrowdPoint:
    """What an imported series gave a question's event on one day (crowds.sql)."""

    question_id: str
    forecaster_id: str
    forecaster: str
    made_on: date
    probability: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far one forecaster's forecasts got on the way to a score, and what they lack (funnel.sql)."""

    forecaster_id: str
    n_found: int
    n_checkable: int
    n_due: int
    n_resolved: int
    n_void: int
    n_unresolvable: int
    n_waiting: int
    """Due, and nobody has decided yet."""
    n_scored: int
    n_late: int
    """Made on the day of settlement or after it."""
    n_order_unknown: int
    """Of unknown date, and put to the question by the linker alone."""
    n_scheduled: int
    """Announced dates, which are counted here and nowhere else."""
    n_without_deadline: int
    n_hedged: int
    """Given a probability from .35 to .65."""
    n_unreadable: int


@dataclass(frozen=True, slots=True)
class Due:
    """One open forecast whose deadline or review day has passed (due.sql), the longest overdue first."""

    forecast_id: str
    question_id: str
    due_on: date
    due_basis: str
    """deadline, or review: the house's rule where no deadline is stated."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two forecasts that may speak of one event, and that nobody has decided about (proposals.sql)."""

    proposal_id: str
    forecast_id: str
    """The later of the two."""
    other_forecast_id: str
    score: float
    side: str
    """same or opposite: how the two claims stand to each other."""
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's last word on a question (judgements.sql)."""

    question_id: str
    judge: str
    outcome: str
    is_blind: bool
    because: str


@dataclass(frozen=True, slots=True)
class Upcoming(Due):
    """One open forecast whose stated deadline lies ahead (upcoming.sql), the next first; at most fifty."""


@dataclass(frozen=True, slots=True)
class RecentlyResolved:
    """One resolved forecast (recent.sql), last settled first; at most fifty."""

    forecast_id: str


@dataclass(frozen=True, slots=True)
class News(RecentlyResolved):
    """One forecast that is new or newly decided (news.sql), the latest first; at most fifty."""
