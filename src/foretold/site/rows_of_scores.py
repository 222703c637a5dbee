"""The rows of what is reckoned from scores; the other rows are in rows.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Word:
    """What a word has meant: the share of the claims worded so that came about, each question once (words.sql)."""

    forecaster_id: str | None
    """None: everybody together."""
    term: str
    n_questions: int
    n_forecasts: int
    share: float
    share_low: float | None
    """Ends of Wilson's 95 % interval of the share."""
    share_high: float | None
    scale_low: float | None
    """What the default scale takes the word to mean."""
    scale_point: float | None
    scale_high: float | None


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Of the claims given about this probability, how many came about (calibration.sql)."""

    forecaster_id: str | None
    """None: everybody together."""
    bin_low: float
    bin_high: float
    n_questions: int
    """Questions (and sides of them): the n that the interval is reckoned from."""
    n_forecasts: int
    probability: float
    """Mean of the probabilities in the bin."""
    share: float
    """Mean outcome in the bin."""
    share_low: float | None
    """Ends of the 95 % interval of the share."""
    share_high: float | None


@dataclass(frozen=True, slots=True)
class SliceBin:
    """One point of the calibration diagram of a topic, year or horizon (slices.sql)."""

    slice: str
    """topic, year or horizon."""
    slice_value: str
    bin_low: float
    bin_high: float
    n_questions: int
    probability: float
    share: float
    share_low: float | None
    share_high: float | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """How well one forecaster did in one slice: a topic, a horizon, a year or a quarter (breakdowns.sql)."""

    forecaster_id: str
    slice: str
    """topic, horizon, year or quarter."""
    slice_value: str
    n_questions: int
    brier: float
    brier_low: float | None
    """Ends of the 95 % interval; None from too few questions or documents."""
    brier_high: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of the calibration curve without bins (curves.sql)."""

    forecaster_id: str | None
    """None: everybody together."""
    probability: float
    n_questions: int
    share: float
    recalibrated: float
    """What the probability was worth: isotonic regression."""
    band_low: float
    """Ends of where the curve of a calibrated forecaster lies in 95 of 100 worlds."""
    band_high: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about a forecaster beside the mean Brier score (measures.sql)."""

    forecaster_id: str | None
    """None: everybody together."""
    measure: str
    """Key of what is measured; parts/measures.html has its words."""
    about: str | None
    """Whom it is measured against, or when; None for most."""
    value: float | None
    low: float | None
    """Ends of the 95 % interval; None where there is none."""
    high: float | None
    n_questions: int
    reason: str | None
    """Why there is no value; None when there is one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A forecaster beside another on the questions that both spoke on (comparisons.sql), most shared first."""

    forecaster_id: str
    other_id: str
    other: str
    n_shared: int
    difference: float
    """Of mean Brier scores; negative: the forecaster is better than the other."""
    difference_low: float | None
    """Ends of the 95 % interval; None below five documents."""
    difference_high: float | None
    p_adjusted: float | None
    """Corrected for the number of pairs."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """One call that was made again and again, and counts once (repeated.sql), the most repeated first."""

    forecaster_id: str
    question_id: str
    event: str
    n_forecasts: int
    made_first_on: date | None
    made_last_on: date | None
    brier_first: float | None
    brier_last: float | None
    brier: float
    """What counts: the mean, once."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """One call in the same words for one deadline after the other (renewed.sql), the most renewed first."""

    forecaster_id: str
    wording: str
    n_deadlines: int
    n_missed: int
    outcome_last: float
    """How far the claim came about at the last deadline."""
    due_first_on: date
    due_last_on: date
    brier: float
    """Mean over the deadlines."""
    brier_last: float


@dataclass(frozen=True, slots=True)
class OptionStanding:
    """One forecaster on questions with several options (options.sql), the best first."""

    forecaster: str
    n_questions: int
    brier: float
    baseline_score: float
    n_ordered: int
    """Of the questions, those whose options have an order."""
    ranked_probability_score: float | None
