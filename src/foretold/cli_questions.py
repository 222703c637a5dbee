"""Commands about questions: pairs that may speak of one event, and the words in which an event is decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foretold.cli import DATA
from foretold.cli_decisions import Desk, deciding, look, question

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.ledger.decide import Why
    from foretold.night import Night

STATES = ("open", "applied", "confirmed", "refused")


@question.command("proposals")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="So many at most.")
@click.option("--state", default="open", show_default=True, type=click.Choice(STATES), help="What became of them.")
@DATA
def list_proposals(limit: int, state: str, data: Path | None) -> None:
    """List pairs of forecasts that may speak of one event, the likeliest first, with the reason for each.

    Those that are applied were sure enough to be put to one question without a person; refuse takes them apart.
    """
    from foretold.link.decide import proposals

    def show(con: DuckDBPyConnection) -> None:
        found = proposals(con, state)
        for one in found[:limit]:
            verb = "may be denied by" if one.side == "opposite" else "may be the same event as"
            click.echo(f"{one.proposal_id}  likeness {one.score:.2f}")
            click.echo(f"  {one.other_forecast_id} {one.other_made_on or 'undated'} “{one.other_claim}”")
            click.echo(f"  {verb}")
            click.echo(f"  {one.forecast_id} {one.made_on or 'undated'} “{one.claim}”")
            click.echo(f"  because {one.reason}")
        click.echo(f"{min(limit, len(found))} of {len(found)} {state} proposals")

    look(data, show)


@question.command("like")
@click.argument("question_id", metavar="QUESTION")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="So many at most.")
@DATA
def list_alike(question_id: str, limit: int, data: Path | None) -> None:
    """List questions that may be the same event as QUESTION, imported ones included, with the reason for each.

    A crowd that is put to a columnist's question becomes a benchmark for it, as it stood on the day of each forecast.
    """
    from foretold.ledger.decide_questions import find_question
    from foretold.link.alike import alike

    def show(con: DuckDBPyConnection) -> None:
        asked = find_question(con, question_id)
        click.echo(f"{asked.question_id} “{asked.event}”")
        found = alike(con, asked)
        for one in found[:limit]:
            side = " --side denies" if one.match.is_opposite else ""
            kind = "imported, " if one.is_imported else ""
            click.echo(f"{one.question_id} “{one.event}” ({kind}forecasters: {one.n_forecasters})")
            click.echo(f"  likeness {one.match.score:.2f}, because {one.match.reason}")
            click.echo(f"  foretold question merge {one.question_id} {asked.question_id}{side} --because …")
        click.echo(f"{min(limit, len(found))} of {len(found)} questions that may be the same event")

    look(data, show)


@question.command("confirm")
@click.argument("proposal")
@click.option("--side", type=click.Choice(["same", "opposite"]), help="How the claims stand, if not as proposed.")
@deciding
def confirm_proposal(proposal: str, side: str | None, desk: Desk) -> None:
    """Put both forecasts of a PROPOSAL to one question, sides minded."""
    from foretold.link.decide import confirm

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        found = confirm(con, night.journal, proposal, why, side=side)
        return f"{found.forecast_id} and {found.other_forecast_id} speak of {found.other_question_id}"

    desk.take(decide)


@question.command("refuse")
@click.argument("proposal")
@deciding
def refuse_proposal(proposal: str, desk: Desk) -> None:
    """Keep the two forecasts of a PROPOSAL apart; one that was put to the other's question gets its own back."""
    from foretold.link.decide import refuse

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        found = refuse(con, night.journal, proposal, why)
        return f"{found.forecast_id} and {found.other_forecast_id} are kept apart"

    desk.take(decide)


@question.command("define")
@click.argument("question_named", metavar="QUESTION")
@click.option("--event", help="What must happen, in plain checkable words.")
@click.option("--rule", help="How it is decided: by whose figures, on what day, and what counts.")
@deciding
def define_question(question_named: str, desk: Desk, **values: str | None) -> None:
    """Say what the event of a QUESTION is, or how it is decided. What it was before stays in the journal."""
    from foretold.ledger.decide_questions import define

    given = {name: value for name, value in values.items() if value is not None}

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        lines = define(con, night.journal, question_named, given, why)
        return "\n".join(
            f"{one.decision.field} of {one.decision.target}: “{one.decision.value}” (journal line {one.number})"
            for one in lines
        )

    desk.take(decide)
