"""Quality over time: what is unusual about a night, beside the nights before it, in words for the operator.

The rules of the audit look at rows; a source that has gone silent, or a reader that has stopped finding dates, breaks
none of them. These do not stop a night: they are notes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from foretold.ledger.connect import statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

N_NIGHTS = 30
"""Nights that a night is compared with."""

LEAST_NIGHTS = 7
"""Nights below which nothing is called unusual, a silent source apart."""

LIMIT = 3.5
"""Modified z-score from which a value is an outlier: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993)."""

SILENT_BELOW = 0.05
"""Chance of a silence, below which it is told: after a week, a daily source's second silent night; a weekly one's third
week."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one night brought from one source."""

    night_on: date
    source_id: str
    n_captures: int
    n_documents: int
    n_undated: int
    n_words: int
    n_forecasts: int


def watch(con: DuckDBPyConnection, tonight: date, names: Mapping[str, str]) -> list[str]:
    """Return what is unusual about tonight, a line each, from the ledger's `runs` and `nightly_quality`.

    `names` holds the sources that were walked tonight: id and name. `tonight` is a day in UTC.
    """
    nights = [row[0] for row in con.execute(statement("watch_nights"), [tonight]).fetchall()][:N_NIGHTS]
    if not nights:
        return []
    rows = [Brought(*row) for row in con.execute(statement("watch_rows"), [nights[-1]]).fetchall()]
    return [*unusual_totals(rows, tonight, nights), *silent_sources(rows, tonight, nights, names)]


def unusual_totals(rows: Iterable[Brought], tonight: date, nights: Sequence[date]) -> list[str]:
    """Return what is unusual about a night's volume, share of documents without date, and forecasts per 1,000 words."""
    totals = {night: [0, 0, 0, 0, 0] for night in (tonight, *nights)}
    for row in rows:
        if row.night_on in totals:
            counts = (row.n_captures, row.n_documents, row.n_undated, row.n_words, row.n_forecasts)
            totals[row.night_on] = [total + n for total, n in zip(totals[row.night_on], counts, strict=True)]
    captures, documents, undated, words, forecasts = totals.pop(tonight)
    before = list(totals.values())
    notes = []
    volumes = [float(night[0]) for night in before]
    if is_unusual(steadied(captures), [steadied(volume) for volume in volumes], floor=1.0):
        notes.append(
            f"{captures} new texts tonight; the median of the {len(volumes)} nights before is {median(volumes):g}"
        )
    shares = [night[2] / night[1] for night in before if night[1]]
    if documents and is_unusual(undated / documents, shares, floor=0.05):
        notes.append(
            f"{undated} of {documents} new documents have no date; "
            f"the median share of the {len(shares)} nights before is {median(shares):.2f}"
        )
    rates = [1000 * night[4] / night[3] for night in before if night[3]]
    if words and is_unusual(1000 * forecasts / words, rates, floor=0.2 * median(rates) if rates else 0.0):
        notes.append(
            f"{1000 * forecasts / words:.1f} forecasts per 1,000 new words; "
            f"the median of the {len(rates)} nights before is {median(rates):.1f}"
        )
    return notes


def steadied(count: float) -> float:
    """Return a count so transformed that its chance spread is 1, large or small: Anscombe, Biometrika 35 (1948)."""
    return 2 * math.sqrt(count + 3 / 8)


def is_unusual(value: float, before: Sequence[float], *, floor: float) -> bool:
    """Tell whether a value is an outlier among those before it, by the modified z-score.

    0.6745 (value - median) / MAD, where 0.6745 makes the median absolute deviation that of a normal distribution's
    sigma. `floor` is the least sigma that is believed: nights that were all alike do not make the next one an outlier.
    """
    if len(before) < LEAST_NIGHTS:
        return False
    middle = median(before)
    sigma = max(median(abs(one - middle) for one in before) / 0.6745, floor)
    return sigma > 0 and abs(value - middle) / sigma > LIMIT


def silent_sources(
    rows: Sequence[Brought], tonight: date, nights: Sequence[date], names: Mapping[str, str]
) -> list[str]:
    """Return the sources whose silence, by their own habit, is no accident.

    A source that brought something on k of n nights, from its first on, brings something on a night with chance
    (k + 1) / (n + 2), Laplace's rule of succession; s silent nights in a row then have the chance of none, s times.
    """
    notes = []
    for source_id, name in sorted(names.items()):
        brought = {row.night_on for row in rows if row.source_id == source_id and row.n_captures}
        if not brought or tonight in brought:
            continue
        last, first = max(brought), min(brought)
        n_silent = 1 + sum(night > last for night in nights)
        n_nights = sum(first <= night <= last for night in nights)
        chance = (len(brought) + 1) / (n_nights + 2)
        if (1 - chance) ** n_silent < SILENT_BELOW:
            notes.append(
                f"{name} is silent: nothing new for {n_silent} nights, after {len(brought)} of {n_nights} that brought "
                f"something, the last on {last}"
            )
    return notes
