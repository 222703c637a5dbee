"""Commands that decide about forecasts and questions. Each writes to the journal and publishes the next edition."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from foretold.cli import BY, DATA, _decide_and_publish, _read_settings, main
from foretold.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.ledger.decide import Why
    from foretold.night import Night

BECAUSE = click.option("--because", help="The reason, for the journal and the pages. Required.")
EVIDENCE = click.option("--evidence", help="A link to evidence.")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a decision is taken: the options that every deciding command has."""

    data: Path | None
    by: str | None
    because: str | None
    evidence: str | None

    def take(self, decide: Callable[[DuckDBPyConnection, Night, Why], str]) -> None:
        """Let `decide` write to the journal, print what it returns, and publish the next edition.

        Raises InputError when no reason was given.
        """
        from foretold.ledger.decide import Why

        if not (self.because or "").strip():
            raise InputError("no reason given", rule="the journal keeps why", remedy="say it with --because")
        settings = _read_settings(self.data)
        why = Why(self.by or settings.decider, str(self.because), self.evidence)

        def decided(night: Night, con: DuckDBPyConnection) -> None:
            catch_up(night, con)
            click.echo(decide(con, night, why))

        _decide_and_publish(settings, decided)


def catch_up(night: Night, con: DuckDBPyConnection) -> None:
    """Bring lines into the ledger that a crash kept from it, so that a decision sees those before it."""
    from foretold.ledger.link import link
    from foretold.ledger.load import load_journal

    if load_journal(con, night.journal.lines()):
        link(con, night.house / "warehouse", night.settings)


def look(data: Path | None, show: Callable[[DuckDBPyConnection], None]) -> None:
    """Let `show` print from the ledger, which holds more than an edition: withdrawn documents, undone judgements."""
    from foretold.ledger.files import only_writer
    from foretold.night import Night

    night = Night(_read_settings(data), kind="resolve")
    with only_writer(night.lock, wait_seconds=10), night.ledger() as con:
        show(con)


def deciding(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --because, --evidence, --by and --data, as its argument `desk`."""

    @BECAUSE
    @EVIDENCE
    @BY
    @DATA
    @functools.wraps(command)
    def with_desk(
        *given: Any, because: str | None, evidence: str | None, by: str | None, data: Path | None, **named: Any
    ) -> None:
        command(*given, desk=Desk(data, by, because, evidence), **named)

    return with_desk


@main.command()
@click.argument("forecast", required=False)
@click.argument("outcome", required=False)
@click.option("--question", help="Record the outcome of a question's event, instead of a forecast's claim.")
@click.option("--condition", type=click.Choice(["yes", "no"]), help="Record whether the condition came about.")
@click.option("--blind", is_flag=True, help="Judge without deciding and without sight of other judgements.")
@click.option("--settled", help="The day on which it was settled, YYYY-MM-DD.")
@click.option(
    "--from", "file", type=click.Path(path_type=Path), help="A CSV file: document, quote, outcome, resolved_on, note."
)
@click.option("--partial", is_flag=True, help="With --from: record the rows that fit though others do not.")
@deciding
def record(
    forecast: str | None,
    outcome: str | None,
    question: str | None,
    condition: str | None,
    blind: bool,
    settled: str | None,
    file: Path | None,
    partial: bool,
    desk: Desk,
) -> None:
    """Record what became of a forecast, score it and publish the next edition.

    FORECAST is its id or the beginning of it; OUTCOME is that of its claim: yes, no, a share such as 0.3, void or
    unresolvable. With --question Q, OUTCOME is that of the question's event. A conditional forecast is void once its
    condition is recorded as no.

    With --blind it is one person's judgement: two who agree decide the question, two who disagree leave it undecided,
    in view conflicts, until a third decision.
    """
    if file is not None:
        _record_file(file, partial, desk)
        return
    if question is not None and forecast is not None and outcome is None:
        forecast, outcome = None, forecast
    if not settled or (outcome is None) == (condition is None) or (blind and condition):
        raise InputError(
            "record needs FORECAST (or --question Q), OUTCOME (or --condition), --settled DATE and --because TEXT",
            remedy="see: foretold record --help",
        )
    named, decided = (forecast, question), (outcome, condition)
    desk.take(lambda con, night, why: _record(con, night, why, named, decided, blind, settled))


def _record(
    con: DuckDBPyConnection,
    night: Night,
    why: Why,
    named: tuple[str | None, str | None],
    decided: tuple[str | None, str | None],
    blind: bool,
    settled: str,
) -> str:
    from foretold.ledger import decide_questions as questions
    from foretold.ledger.record import settled_day

    day = settled_day(settled)
    subject = questions.find_subject(con, *named)
    outcome, condition = decided
    claim = subject.forecast.claim if subject.forecast else subject.question.event
    what = f"{subject.forecast.forecast_id if subject.forecast else subject.question.question_id} “{claim}”"
    if condition is not None:
        questions.record_condition(con, night.journal, subject, condition, day, why)
        return f"Recorded that the condition of {what} came about: {condition}"
    if blind:
        questions.judge(con, night.journal, subject, str(outcome), day, why)
        return f"{why.by} judged {what}: {outcome}"
    questions.record_outcome(con, night.journal, subject, str(outcome), day, why)
    return f"Recorded {outcome} for {what}"


def _record_file(file: Path, partial: bool, desk: Desk) -> None:
    from foretold.ledger.record import record_file

    settings = _read_settings(desk.data)

    def decide(night: Night, con: DuckDBPyConnection) -> None:
        catch_up(night, con)
        who = desk.by or settings.decider
        report_rows(record_file(con, night.journal, file, night.store.text, by=who, partial=partial), night, partial)

    _decide_and_publish(settings, decide)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows as a table, and how many there are."""
    from rich.markup import escape
    from rich.table import Table

    from foretold.report import console

    table = Table(*columns)
    for row in rows:
        table.add_row(*("–" if cell is None else escape(str(cell)) for cell in row))
    console().print(table)
    click.echo(f"{len(rows)} row{'' if len(rows) == 1 else 's'}")


def report_rows(done: Any, night: Night, partial: bool) -> None:
    """Print what came of the rows of a file; the problems are printed at the end, a line each."""
    night.tally.problems = [str(problem) for problem in done.problems]
    click.echo(f"{done.n_recorded} rows recorded, {done.n_known} known already, {len(done.problems)} refused")
    if done.problems and not partial:
        click.echo("Nothing was recorded; --partial records the rows that fit.", err=True)


@main.command()
@click.argument("forecast")
@deciding
def reject(forecast: str, desk: Desk) -> None:
    """Take a FORECAST out of every score: it is none, or it was read wrongly beyond correction."""
    from foretold.ledger.decide import reject as take_out

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        held = take_out(con, night.journal, forecast, why)
        return f"Rejected {held.forecast_id} “{held.quote or held.claim}”"

    desk.take(decide)


@main.command()
@click.argument("forecast")
@click.option("--claim", help="What it claims, in plain checkable words.")
@click.option("--speaker", help="Who holds it, as the text names them; author: the author.")
@click.option("--deadline", help="YYYY-MM-DD, YYYY-MM, YYYY, two of them with / between, or none.")
@click.option("--probability", help="P(claim), 0 to 1.")
@deciding
def correct(forecast: str, desk: Desk, **values: str | None) -> None:
    """Correct how a FORECAST was read. What was read stays in its history."""
    from foretold.ledger import decide as deciding_about

    given = {name: value for name, value in values.items() if value is not None}

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        lines = deciding_about.correct(con, night.journal, forecast, given, why)
        return "\n".join(
            f"{one.decision.field} of {one.decision.target}: '{one.decision.details['was']}' → '{one.decision.value}'"
            f" (journal line {one.number})"
            for one in lines
        )

    desk.take(decide)


@main.command()
@click.argument("line", type=int)
@deciding
def undo(line: int, desk: Desk) -> None:
    """Take back the decision in a LINE of the journal. Both stay there; undoing the undoing brings it back."""
    from foretold.ledger.decide import undo as take_back

    def decide(_: DuckDBPyConnection, night: Night, why: Why) -> str:
        lines = take_back(night.journal, line, why)
        return "\n".join(
            f"{one.decision.field} of {one.decision.target} is again '{one.decision.value or 'as it was read'}'"
            f" (journal line {one.number})"
            for one in lines
        )

    desk.take(decide)


@main.group()
def question() -> None:
    """The events that forecasts speak of."""


@question.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody has decided.")
@click.option("--contested", is_flag=True, help="Only those that people judged differently.")
@DATA
def list_questions(only_open: bool, contested: bool, data: Path | None) -> None:
    """List the questions with forecasts, the contested first."""
    from foretold.ledger.connect import statement
    from foretold.ledger.decide_questions import Question

    def show(con: DuckDBPyConnection) -> None:
        found = [Question(*row) for row in con.execute(statement("decide_questions"), ["q_"]).fetchall()]
        print_table(
            ("question", "event", "forecasts", "deadline", "outcome"),
            [
                (one.question_id, one.event, one.n_forecasts, one.due_latest_on, outcome_words(one))
                for one in sorted(found, key=lambda one: (not one.is_contested, -one.n_forecasts, one.question_id))
                if one.n_forecasts and not (only_open and one.outcome) and (one.is_contested or not contested)
            ],
        )

    look(data, show)


def outcome_words(question: Any) -> str:
    """Return what became of a question, in a word."""
    return question.outcome or ("contested" if question.is_contested else "open")


@question.command("show")
@click.argument("question")
@click.option("--blind", is_flag=True, help="Without outcome and judgements, for somebody who is to judge it.")
@DATA
def show_question(question: str, blind: bool, data: Path | None) -> None:
    """Show a QUESTION, or the one of a forecast: its event, forecasts, sides, judgements and outcome."""
    from foretold.ledger import decide_questions as questions
    from foretold.ledger.decide import forecasts_on

    def show(con: DuckDBPyConnection) -> None:
        found = questions.find_question(con, question)
        click.echo(f"{found.question_id}: {found.event}")
        click.echo(f"deadline: {found.due_latest_on or 'none stated'}")
        if found.rule:
            click.echo(f"decided by: {found.rule}")
        if found.condition:
            click.echo(f"condition: {found.condition} (came about: {found.condition_outcome or 'not recorded'})")
        if not blind:
            by = f", {found.recorded_by} (journal line {found.line_number}): {found.because}" if found.outcome else ""
            click.echo(f"outcome: {outcome_words(found)}{by}")
            for said in questions.judgements_on(con, found.question_id):
                click.echo(f"  {said.judge}{' (blind)' if said.is_blind else ''}: {said.outcome}; {said.because}")
        rows = [
            (one.forecast_id, one.side, one.status, one.made_on, one.speaker, one.document, one.claim)
            for one in forecasts_on(con, found.question_id)
        ]
        print_table(("forecast", "side", "status", "made", "holder", "document", "claim"), rows)

    look(data, show)


@question.command("merge")
@click.argument("one")
@click.argument("other")
@click.option("--side", type=click.Choice(["asserts", "denies"]), default="asserts", help="How ONE stands to OTHER.")
@deciding
def merge_questions(one: str, other: str, side: str, desk: Desk) -> None:
    """Put all forecasts of question ONE to question OTHER. Its outcome goes along when OTHER has none.

    With --side denies the event of ONE is the negation of that of OTHER.
    """
    from foretold.ledger.decide_questions import merge

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        left, right = merge(con, night.journal, one, other, side, why)
        return f"{left.n_forecasts} forecasts of {left.question_id} now speak of {right.question_id} “{right.event}”"

    desk.take(decide)


@question.command("split")
@click.argument("forecast")
@deciding
def split_question(forecast: str, desk: Desk) -> None:
    """Give a FORECAST its own question back."""
    from foretold.ledger.decide_questions import split

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        held = split(con, night.journal, forecast, why)
        return f"{held.forecast_id} left {held.question_id} and has its own question {held.own_question}"

    desk.take(decide)


def day(words: str | None) -> date | None:
    """Return a day given on the command line, None when it was not given. Raises InputError when it is no date."""
    from foretold.ledger.decide import days

    if words is None:
        return None
    earliest, latest = days(words)
    if earliest != latest:
        raise InputError(f"date '{words}'", rule="a day is written YYYY-MM-DD", remedy="name the day")
    return earliest
