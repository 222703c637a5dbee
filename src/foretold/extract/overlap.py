"""One event, one row: of two forecasts that begin at the same word one is cut back, or dropped when it adds nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from foretold.extract.reader import Finding

_JOINT = re.compile(r"[\s,;:–—-]*(?:(?:and|but|or|so|yet)\b\s*)?", re.IGNORECASE)


def without_overlap(findings: list[Finding]) -> list[Finding]:
    """Return the findings with each forecast's words its own.

    Where a longer forecast begins like a shorter one ("If it rains, he wins" and "If it rains, he wins, and she will
    lose"), it keeps what follows the shorter one if its cue stands there; otherwise it tells the same and is dropped.
    """
    shortest: dict[int, int] = {}
    for finding in findings:
        if finding.forecast is not None:
            shortest[finding.start] = min(finding.end, shortest.get(finding.start, finding.end))
    kept: list[Finding] = []
    seen: set[tuple[int, int]] = set()
    for finding in findings:
        own = finding
        if finding.forecast is not None:
            found = _own_words(finding, shortest[finding.start])
            if found is None or (found.start, found.end) in seen:
                continue
            seen.add((found.start, found.end))
            own = found
        kept.append(own)
    return kept


def _own_words(finding: Finding, end: int) -> Finding | None:
    """Return a forecast without the words up to ``end``; None when its cue stands among them."""
    forecast = finding.forecast
    if forecast is None or finding.end == end:
        return finding
    cue = finding.quote.find(forecast.cue, end - finding.start)
    if cue < 0:
        return None
    joint = _JOINT.match(finding.quote, end - finding.start)
    skip = joint.end() if joint is not None else end - finding.start
    if skip > cue:
        return None
    start, quote = finding.start + skip, finding.quote[skip:]
    return replace(finding, start=start, quote=quote, forecast=replace(forecast, start=start, quote=quote))
