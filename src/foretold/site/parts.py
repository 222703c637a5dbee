"""The pieces that pages are made of: what a template receives inside the fields of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foretold.site import rows_of_scores


@dataclass(frozen=True, slots=True)
class Calibration:
    """The points of one calibration diagram."""

    bins: tuple[rows_of_scores.CalibrationBin, ...]
    n_questions: int
    n_forecasts: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The points of one small calibration diagram: a topic, a year or a horizon."""

    name: str
    bins: tuple[rows_of_scores.SliceBin, ...]
    n_questions: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph cut at its quote: before, quote, after."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something about a forecast or its outcome that is no longer as it first was."""

    at: datetime
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Point:
    """One forecast on the time line of its question."""

    number: int
    """Number of its row in the table beside, from 1."""
    who: str
    on: date
    x: float
    """Where it stands between the first day (0) and the last (1)."""
    probability: float
    """P(event), with claims that deny it turned round."""
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The forecasts on one question in time, with what imported series gave it."""

    first_on: date
    last_on: date
    points: tuple[Point, ...]
    crowds: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    """Name of each series, and its points: where in time, and P(event)."""
    settled: tuple[float, float] | None
    """Where in time it was settled, and how far the event came about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line of a drawing: a value with its interval."""

    label: str
    value: float
    low: float | None
    high: float | None
    n: int
    mark: float | None
    """What it is held against, as a tick."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One query of the cookbook (warehouse/queries) with what this edition answers."""

    name: str
    question: str
    sql: str
    columns: tuple[str, ...]
    answer: tuple[tuple[Any, ...], ...]
    """The first rows."""
    n_rows: int


@dataclass(frozen=True, slots=True)
class Download:
    """One file that readers can take away."""

    name: str
    address: str
    """Path from the site's root."""
    n_bytes: int
    about: str

    @property
    def is_parquet(self) -> bool:
        """Whether it is one of the many Parquet files."""
        return self.name.endswith(".parquet")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into the desk's form, as it was typed."""

    outcome: str
    share: str
    settled_on: str
    because: str
    evidence: str
    claim: str
    speaker: str
    deadline: str
    probability: str


@dataclass(frozen=True, slots=True)
class Done:
    """One decision taken at the desk since the server began."""

    forecast_id: str
    claim: str
    value: str
    """The outcome of the claim, rejected, one event, apart, or what was corrected."""
    lines: tuple[int, ...]
    """Lines of the journal that undo it."""
    target: str
    """Forecast or proposal whose form was sent."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence, or a clause of it, of a column that is read aloud: a forecast, or the class of its refusal."""

    quote: str
    verdict: str
    """"forecast", or the class of the refusal."""
    rule: str
    """Which rule decided, in its own words."""
    claim: str | None
    speaker: str | None
    band: str | None
    """The wording's strength; this and the two before are None for what is no forecast."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A shipped column with what became of each of its sentences."""

    title: str
    published_on: date | None
    sentences: tuple[Explanation, ...]
