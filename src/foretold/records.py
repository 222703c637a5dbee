"""The records that pass between the stages: what was published, what was read in it, what was found in that.

Every offset is a Unicode code point into the *capture's* text, end exclusive, whatever part of it a document spans.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

AUTHOR = "author"
"""The speaker of words that a text says in its own voice."""


class Band(StrEnum):
    """How strongly a forecast is worded, by the annotation guideline."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    SCHEDULED = "scheduled"


class DateBasis(StrEnum):
    """How a document's date is known."""

    STATED = "stated"
    INFERRED = "inferred"
    SUPPLIED = "supplied"
    UNKNOWN = "unknown"


def stable_id(prefix: str, *parts: object) -> str:
    """Return the same short id for the same parts, for ever: prefix, underscore, 16 hexadecimal digits (64 bits)."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}_{digest.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Capture:
    """The stored text of one file, page or feed entry, whole and never edited."""

    capture_id: str
    source_id: str
    address: str
    """Where it was found: a path relative to the source's folder, or a url."""
    media_type: str
    captured_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of commentary: a span of one capture, with its date, authors and source.

    ``published_earliest`` and ``published_latest`` bound the day of publication; they are equal when it is known and
    both None when it is not, and ``published_reason`` says in words how it is known or why it is not.
    ``furniture`` lists spans (menus, captions, comment rules) that no forecast may be read from.
    """

    document_id: str
    capture_id: str
    source_id: str
    name: str
    """The file's name without its ending, or the last part of its address."""
    text: str = field(repr=False)
    start: int
    end: int
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published_earliest: date | None = None
    published_latest: date | None = None
    published_basis: DateBasis = DateBasis.UNKNOWN
    published_reason: str = "no date was given"
    furniture: tuple[tuple[int, int], ...] = ()

    @property
    def made_on(self) -> date | None:
        """The day of publication when it is known to the day, else None."""
        return self.published_earliest if self.published_earliest == self.published_latest else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One span of one document in which a speaker commits to what will be.

    ``probability`` is P(claim), read by the default scale or stated in the text; with ``probability_low`` and
    ``probability_high`` as the range of that reading. None where no scale knows the cue: it is never guessed.
    """

    doc: str
    start: int
    end: int
    quote: str
    claim: str
    speaker: str
    band: Band
    cue: str
    """The words that carry the strength, as they stand in the text."""
    term: str | None = None
    """The lexicon's name for the cue ('will', 'likely', 'may' …), by which a scale reads it."""
    stated_probability: float | None = None
    probability: float | None = None
    probability_low: float | None = None
    probability_high: float | None = None
    condition: str | None = None
    horizon: str | None = None
    due_earliest: date | None = None
    due_latest: date | None = None
    due_granularity: str | None = None
    due_reason: str | None = None
    """How the interval was reckoned, or why there is none."""
    made_on: date | None = None
    is_checkable: bool = True
    vagueness: tuple[str, ...] = ()
    """What is missing for a check: 'no deadline', 'state of mind', 'vague degree', 'unobservable condition'."""
    topic: str | None = None
    reason: str = ""
    """The rule that found it, for `foretold explain`."""
