"""What commands print: the summary of a run, forecasts, explanations, tables."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from foretold.errors import ForetoldError
from foretold.ledger.batches import moment_of
from foretold.ledger.connect import statement
from foretold.records import Document, Forecast

if TYPE_CHECKING:
    from rich.console import Console

    from foretold.extract.reader import Finding
    from foretold.night import Night
    from foretold.settings import Settings
    from foretold.tally import Tally


def rows(tally: Tally) -> list[tuple[str, str]]:
    """Return the summary as pairs of what and how much, in the order of the night."""
    edition = tally.edition
    state = "new" if tally.is_new_edition else "unchanged"
    return [
        ("files seen", str(tally.n_seen)),
        ("  new", str(tally.n_new)),
        ("  unchanged", str(tally.n_unchanged)),
        ("documents read", str(tally.n_documents)),
        ("forecasts found", str(tally.n_forecasts)),
        ("rows quarantined", str(tally.n_quarantined)),
        *((f"  {rule}", str(n)) for rule, n in sorted(tally.quarantined_by_rule.items())),
        ("forecasts scored", f"{tally.n_scored} of {tally.n_forecasters} forecasters"),
        ("problems", str(len(tally.problems))),
        *((("sources not read", ", ".join(tally.unread)),) if tally.unread else ()),
        *((("notes", "; ".join(tally.notes)),) if tally.notes else ()),
        ("edition", f"{edition.number} ({state}), {edition.database}" if edition else "none"),
        ("pages", str(edition.site / "index.html") if edition else "none"),
    ]


SHOWN = 200
"""Rows of a night that are shown where Prefect shows runs; the edition holds all of them."""


def new_forecasts(night: Night) -> list[dict[str, Any]]:
    """Return the forecasts that this run brought in, the first SHOWN of them, for the operator to look at."""
    if not night.tally.batches:
        return []
    return _shown(night, "night_forecasts", moment_of(min(night.tally.batches)))


def refused_rows(night: Night) -> list[dict[str, Any]]:
    """Return the rows that this run put into quarantine, the first SHOWN of them, each with its rule."""
    return _shown(night, "night_quarantine", night.run_id)


def _shown(night: Night, name: str, parameter: object) -> list[dict[str, Any]]:
    with night.ledger() as con:
        cursor = con.execute(statement(name), [parameter, SHOWN])
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def as_markdown(tally: Tally) -> str:
    """Return the summary for Prefect's pages."""
    table = "\n".join(f"| {what.strip()} | {how_much} |" for what, how_much in rows(tally))
    problems = "".join(f"\n- {problem}" for problem in tally.problems)
    return f"| | |\n|---|---|\n{table}\n" + (f"\n### What could not be read\n{problems}\n" if problems else "")


def failure_as_markdown(tally: Tally, error: Exception) -> str:
    """Return what stopped a night, for Prefect's pages: the rules that were broken, what to do, and how far it got."""
    from foretold.quality.audit import AuditStopped

    said = {"What": f"{type(error).__name__}: {error}"}
    if isinstance(error, ForetoldError):
        said = {"What": error.wrong, "Rule": error.rule, "What to do": error.remedy}
    lines = ["## The night failed; nothing was published", ""]
    lines += [f"**{name}:** {words}\n" for name, words in said.items() if words]
    if isinstance(error, AuditStopped):
        lines += ["| rule | broken by | why the rule exists |", "|---|---|---|"]
        lines += [f"| {r.rule} | {r.n_failed} of {r.n_rows} staged {r.table_name} | {r.reason} |" for r in error.broken]
    lines += ["", "The edition before it stays as it was. To look for the fault: `foretold doctor`", ""]
    return "\n".join(lines) + "\n### How far it got\n\n" + as_markdown(tally)


def console() -> Console:
    """Return a console that fits the terminal, and that cuts nothing off when the output goes elsewhere."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=10_000)


def print_summary(tally: Tally, settings: Settings, took: timedelta) -> None:
    """Print the table at the end of a run, and what could not be read."""
    from rich.table import Table

    screen = console()
    table = Table(title=f"Foretold: {settings.data} in {took.total_seconds():.1f} s", show_header=False)
    for what, how_much in rows(tally):
        table.add_row(what, how_much)
    screen.print(table)
    for problem in tally.problems:
        screen.print(f"not read: {problem}", highlight=False, markup=False)
    if tally.edition is not None:
        screen.print(f"\nSee the pages:  foretold serve --data {settings.data}", highlight=False)
        screen.print(
            f'Ask in SQL:     foretold sql --data {settings.data} "SELECT name, n_questions, brier FROM leaderboard"',
            highlight=False,
        )


def forecast_row(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as `foretold extract` writes it: plain values, dates as YYYY-MM-DD."""
    row = asdict(forecast)
    for name, value in row.items():
        if isinstance(value, date):
            row[name] = value.isoformat()
    row["band"] = str(forecast.band)
    row["vagueness"] = list(forecast.vagueness)
    return row


def print_forecasts(forecasts: Iterable[Forecast], form: str) -> None:
    """Print forecasts as JSON lines, or as a table for people."""
    if form == "jsonl":
        for forecast in forecasts:
            print(json.dumps(forecast_row(forecast), ensure_ascii=False))
        return
    from rich.table import Table

    table = Table(show_lines=True)
    for column in ("document", "holder", "forecast", "p", "condition", "due"):
        table.add_column(column)
    for forecast in forecasts:
        probability = "–" if forecast.probability is None else f"{forecast.probability:.2f}"
        due = forecast.due_latest.isoformat() if forecast.due_latest else forecast.horizon or "–"
        cells = (
            forecast.doc,
            forecast.speaker,
            forecast.quote,
            f"{probability} {forecast.cue}",
            forecast.condition or "–",
            due,
        )
        table.add_row(*(escape(cell) for cell in cells))
    console().print(table)


def finding_row(document: Document, finding: Finding) -> dict[str, Any]:
    """Return what became of a sentence, or of a clause of it, as plain values."""
    return {
        "doc": document.name,
        "line": document.text.count("\n", 0, finding.start) + 1,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "verdict": finding.verdict,
        "cue": finding.cue,
        "rule": finding.rule,
        "forecast": forecast_row(finding.forecast) if finding.forecast is not None else None,
    }


def print_explanations(document: Document, findings: Iterable[Finding], form: str) -> None:
    """Print, sentence by sentence, what was found or by which rule it was turned down; for people or as JSON lines."""
    listed = sorted(findings, key=lambda finding: (finding.start, finding.end))
    if form == "jsonl":
        for finding in listed:
            print(json.dumps(finding_row(document, finding), ensure_ascii=False))
        return
    import click

    click.secho(document.name + (f": {document.title}" if document.title else ""), bold=True)
    click.echo(f"published {_published(document)}\n")
    for finding in listed:
        line = document.text.count("\n", 0, finding.start) + 1
        is_found = finding.forecast is not None
        click.secho(f"{line:5}  {'+' if is_found else '-'} {_on_one_line(finding.quote)}", bold=is_found)
        for name, words in _told(finding):
            click.echo(f"{'':9}{name:10}{words}" if name else f"{'':9}{words}")
    counted = Counter(finding.verdict for finding in listed)
    click.echo("\n" + ", ".join(f"{n} {verdict}" for verdict, n in counted.most_common()) + "\n")


def _told(finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield the name and words of each line that tells about a finding."""
    found = finding.forecast
    if found is None:
        cue = f' (at "{_on_one_line(finding.cue)}")' if finding.cue else ""
        yield "", f"{finding.verdict}: {finding.rule}{cue}"
        return
    yield "claim", found.claim
    yield "holder", found.speaker
    reading = "no scale reads it"
    if found.probability is not None:
        reading = f"p {found.probability:.2f}, {found.probability_low:.2f} to {found.probability_high:.2f}"
    yield "strength", f'{found.band}, by "{found.cue}": {reading}'
    if found.condition is not None:
        yield "condition", _on_one_line(found.condition)
    days = " to ".join(str(day) if day else "…" for day in (found.due_earliest, found.due_latest))
    dated = f'"{_on_one_line(found.horizon)}", {days}: {found.due_reason}' if found.horizon else found.due_reason
    yield "deadline", str(dated)
    if found.vagueness:
        yield "lacks", ", ".join(found.vagueness)
    yield "rule", finding.rule


def _published(document: Document) -> str:
    first, last = document.published_earliest, document.published_latest
    if first is None or last is None:
        return f"on a day that is not known: {document.published_reason}"
    return (f"{first}" if first == last else f"between {first} and {last}") + f" ({document.published_reason})"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())
