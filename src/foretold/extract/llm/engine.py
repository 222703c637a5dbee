"""Read documents with a model: alone, or as a second opinion on what the rules are least sure of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from foretold.extract.engine import read_documents
from foretold.extract.llm.check import DroppedError, check
from foretold.extract.llm.client import Client, UnansweredError, Usage
from foretold.extract.llm.prompt import WINDOW, Window, messages, windows
from foretold.extract.llm.schema import Item, read_answer
from foretold.extract.plan import Plan, lay_out
from foretold.extract.reader import Finding
from foretold.records import Document, Forecast


class Mode(StrEnum):
    """What the model decides."""

    REPLACE = "replace"
    """Every sentence that the scan picks out."""
    SECOND_OPINION = "second-opinion"
    """Only what the rules doubt: the rest stands as they read it."""


_DOUBTED_REFUSALS = frozenset(
    {
        "backshifted",
        "ability",
        "hypothetical",
        "timeless",
        "epistemic",
        "uncommitted",
        "relative clause",
        "wish or fear",
    }
)
"""Refusals that turn on what a sentence means rather than on its form."""
_DOUBTED_TERMS = frozenset({"may", "might", "could", "would", "possible", "risk", None})
"""Terms that a text also uses without foretelling."""


@dataclass(slots=True)
class Tally:
    """What became of the model's answers."""

    usage: Usage
    windows: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """Items by the reason for which they were dropped."""
    unread: list[str] = field(default_factory=list)
    """Windows without an answer, each with its document and the reason."""


class Engine:
    """Reads documents with a model."""

    def __init__(self, client: Client, mode: Mode = Mode.REPLACE, window: int = WINDOW) -> None:
        """Take the client to ask with, what the model decides, and how many characters it is shown at a time."""
        self.client, self.mode, self.window = client, mode, window
        self.tally = Tally(client.usage)

    def extract_many(self, documents: Iterable[Document]) -> Iterator[list[Forecast]]:
        """Yield the forecasts of each document in text order; what stayed unread is told in `tally`.

        Raises InputError when the server refuses requests as such or does not answer at all.
        """
        if self.mode is Mode.REPLACE:
            yield from (self._replace(document) for document in documents)
            return
        for document in documents:
            yield self._second_opinion(document, next(iter(read_documents([document]))))

    def _replace(self, document: Document) -> list[Forecast]:
        plan = lay_out(document)
        return _merged([forecast for _, found in self._read(plan, plan.cued) for forecast in found])

    def _second_opinion(self, document: Document, findings: list[Finding]) -> list[Forecast]:
        """Keep a doubted forecast if the model finds it too, and take up a doubted refusal if the model finds one."""
        plan = lay_out(document)
        doubted = [finding for finding in findings if _is_doubted(finding)]
        sentences = {n for finding in doubted for n in _touched(plan, finding)} & plan.cued
        answered: set[int] = set()
        theirs: list[Forecast] = []
        for window, found in self._read(plan, sentences):
            answered |= window.asked
            theirs += found
        sure = [f.forecast for f in findings if f.forecast is not None and not _is_doubted(f)]
        kept = [
            finding.forecast
            for finding in doubted
            if finding.forecast is not None
            and (
                not answered.intersection(_touched(plan, finding))
                or any(_share(finding.forecast, other) for other in theirs)
            )
        ]
        refused = [finding for finding in doubted if finding.forecast is None]
        added = [
            replace(forecast, reason=f"{forecast.reason}; the rules doubted it")
            for forecast in theirs
            if any(_overlap(forecast, finding) for finding in refused)
        ]
        return _merged([*sure, *kept, *added])

    def _read(self, plan: Plan, wanted: Iterable[int]) -> Iterator[tuple[Window, list[Forecast]]]:
        """Yield each window that was answered, with the forecasts in it that passed the checks."""
        for window in windows(plan, set(wanted), self.window):
            self.tally.windows += 1
            try:
                items, malformed = self.client.ask(messages(plan, window), read_answer)
            except UnansweredError as error:
                first, last = window.shown[0], window.shown[-1]
                self.tally.unread.append(f"{plan.document.name}, sentences {first} to {last}: {error}")
                continue
            self.tally.dropped["item out of form"] += malformed
            yield window, self._checked(plan, window, items)

    def _checked(self, plan: Plan, window: Window, items: list[Item]) -> list[Forecast]:
        found: list[Forecast] = []
        for item in items:
            try:
                forecast = check(plan, window, item)
            except DroppedError as dropped:
                self.tally.dropped[str(dropped)] += 1
                continue
            if any(_share(forecast, other) for other in found):
                self.tally.dropped["told twice"] += 1
                continue
            found.append(forecast)
        self.tally.kept += len(found)
        return found


def _is_doubted(finding: Finding) -> bool:
    if finding.forecast is None:
        return finding.verdict in _DOUBTED_REFUSALS
    return finding.forecast.term in _DOUBTED_TERMS and finding.forecast.stated_probability is None


def _touched(plan: Plan, finding: Finding) -> list[int]:
    """Return the sentences in which a finding stands."""
    units = plan.sentences
    first = bisect_right(units, finding.start, key=lambda unit: unit.end)
    return list(range(first, bisect_left(units, finding.end, key=lambda unit: unit.start)))


def _overlap(one: Forecast | Finding, other: Forecast | Finding) -> bool:
    return one.start < other.end and other.start < one.end


def _share(one: Forecast, other: Forecast) -> bool:
    """Say whether two forecasts tell the same: more than half of the shorter one is in the other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)


def _merged(found: list[Forecast]) -> list[Forecast]:
    """Return forecasts in text order, of two that tell the same the first."""
    kept: list[Forecast] = []
    for forecast in sorted(found, key=lambda one: (one.start, one.end)):
        if not kept or not _share(forecast, kept[-1]):
            kept.append(forecast)
    return kept
