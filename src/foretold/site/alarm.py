"""What every footer has to warn of: the last run failed, or could not read some source.

A run that fails publishes nothing, and an edition is never rewritten. What became of the latest run is therefore a
small script beside the pages, `alarm.js`, the one file of a site that later runs replace; the pages' own script shows
it. It is a script, as the list of forecasts is, because a page that was opened from disk may load nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from foretold.ledger.runs import Run

FILE = "alarm.js"
NAMED = 5
"""Sources that a footer names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a footer says: what is wrong, in bold, and more about it."""

    what: str
    more: str


def alarm_of(runs: Sequence[Run]) -> Alarm | None:
    """Return what the runs, in the order in which they began, give readers to know; None when all is well."""
    ended = [run for run in runs if run.state != "running"]
    if ended and ended[-1].state == "failed":
        last = ended[-1]
        when = f"{_day(last.started_at)}, {last.started_at.astimezone(UTC):%H:%M} UTC"
        return Alarm("The last run failed", f"({last.kind}, {when}). These pages show the edition before it.")
    since = unread_since(ended)
    if not since:
        return None
    named = [f"{name}, since {_day(at)}" for name, at in list(since.items())[:NAMED]]
    if len(since) > NAMED:
        named.append(f"and {len(since) - NAMED} more")
    what = "1 source" if len(since) == 1 else f"{len(since)} sources"
    return Alarm(f"{what} could not be read:", "; ".join(named) + ".")


def unread_since(runs: Sequence[Run]) -> dict[str, datetime]:
    """Return the sources that the last night could not read, each with the first night of those on end that could not.

    Nights that failed say nothing about the sources, and runs of other kinds read none.
    """
    since: dict[str, datetime] = {}
    nights = [run for run in runs if run.kind == "nightly" and run.state in ("completed", "unchanged")]
    going_on = set(nights[-1].unread) if nights else set()
    for night in reversed(nights):
        going_on &= set(night.unread)
        since |= dict.fromkeys(going_on, night.started_at)
    return {name: since[name] for name in (nights[-1].unread if nights else ())}


def write_alarm(site: Path, alarm: Alarm | None) -> None:
    """Put what is the matter beside the pages in the folder `site`; where there is none, nobody reads it."""
    if not site.is_dir():
        return
    beside = site / f".{FILE}-{os.getpid()}"
    beside.write_text(f"foretoldAlarm({json.dumps(alarm and asdict(alarm))})\n", encoding="ascii")
    beside.replace(site / FILE)


def _day(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%b %Y}"
