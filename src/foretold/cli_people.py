"""Commands that decide about documents and forecasters. Each writes to the journal and publishes the next edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from foretold.cli import DATA, _decide_and_publish, _read_settings, main
from foretold.cli_decisions import Desk, catch_up, day, deciding, look, print_table, report_rows
from foretold.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.ledger.decide import Why
    from foretold.night import Night


@main.group()
def document() -> None:
    """What is known about documents: dates, authors, titles, sources, and which are withdrawn."""


@document.command("list")
@click.option("--undated", is_flag=True, help="Only those whose day of publication is not known.")
@DATA
def list_documents(undated: bool, data: Path | None) -> None:
    """List the documents, with the numbers that tell those of one name apart."""
    from foretold.ledger.decide_documents import papers

    def show(con: DuckDBPyConnection) -> None:
        rows = [
            (
                one.document_id,
                f"{one.name}#{one.number}",
                one.title,
                one.author,
                one.now("date") or "unknown",
                one.source,
                "withdrawn" if one.is_withdrawn else one.basis,
            )
            for one in papers(con)
            if not undated or one.earliest is None or one.earliest != one.latest
        ]
        print_table(("document", "name", "title", "author", "date", "source", "state"), rows)

    look(data, show)


@document.command("date")
@click.argument("document", required=False)
@click.argument("value", metavar="DATE", required=False)
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    help="A CSV file: document, number, starts_with, date, author, title, source, url, note.",
)
@click.option("--partial", is_flag=True, help="With --from: take the rows that fit though others do not.")
@deciding
def date_document(document: str | None, value: str | None, file: Path | None, partial: bool, desk: Desk) -> None:
    """Supply the day on which a DOCUMENT was published: YYYY-MM-DD, YYYY-MM, YYYY, or two of them with / between.

    A DOCUMENT is named by its id, its name, or name#number. With --from a file says it for many, and may give author,
    title, source and url too; where several documents share a name, `number` (see: document list) or the words that the
    document `starts_with` tell them apart.
    """
    if file is not None:
        _from_file(file, partial, desk)
        return
    _supply("date", document, value, desk)


def _from_file(file: Path, partial: bool, desk: Desk) -> None:
    from foretold.ledger.decide_documents import supply_file

    settings = _read_settings(desk.data)

    def decide(night: Night, con: DuckDBPyConnection) -> None:
        catch_up(night, con)
        done = supply_file(
            con,
            night.journal,
            file,
            night.store.text,
            by=desk.by or settings.decider,
            because=desk.because or "",
            partial=partial,
        )
        report_rows(done, night, partial)

    _decide_and_publish(settings, decide)


def _supply(field: str, document: str | None, value: str | None, desk: Desk) -> None:
    from foretold.ledger.decide_documents import supply

    if document is None or value is None:
        raise InputError(
            f"document {field} needs DOCUMENT and a value", remedy=f"see: foretold document {field} --help"
        )

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        paper = supply(con, night.journal, document, field, value, why)
        return f"{field} of {paper.name}#{paper.number}: '{paper.now(field) or 'unknown'}' → '{value}'"

    desk.take(decide)


def _supplying(field: str, help_text: str) -> None:
    """Register the command that supplies one field."""

    @document.command(field, help=help_text)
    @click.argument("document")
    @click.argument("value")
    @deciding
    def supplying(document: str, value: str, desk: Desk) -> None:
        _supply(field, document, value, desk)


_supplying("author", "Supply who wrote a DOCUMENT; several are separated by semicolons.")
_supplying("title", "Supply the title of a DOCUMENT.")
_supplying("source", "Supply the publication that a DOCUMENT appeared in.")
_supplying("url", "Supply the address under which readers can open a DOCUMENT.")


def _status(name: str, help_text: str, *, withdrawn: bool) -> None:
    """Register the command that withdraws or restores."""

    @document.command(name, help=help_text)
    @click.argument("document")
    @deciding
    def setting(document: str, desk: Desk) -> None:
        from foretold.ledger.decide_documents import set_status

        def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
            paper = set_status(con, night.journal, document, withdrawn=withdrawn, why=why)
            return f"{paper.name}#{paper.number} is {'in no' if withdrawn else 'again in every'} later edition"

        desk.take(decide)


_status("withdraw", "Take a DOCUMENT and its words out of all later editions.", withdrawn=True)
_status("restore", "Put a withdrawn DOCUMENT back.", withdrawn=False)


@main.group()
def forecaster() -> None:
    """Who the forecasters are: names that are one, affiliations, replies."""


@forecaster.command("list")
@DATA
def list_forecasters(data: Path | None) -> None:
    """List the forecasters with all their names."""
    from foretold.ledger.decide_forecasters import alike, names

    def show(con: DuckDBPyConnection) -> None:
        rows = [(one.forecaster, one.name, one.name_id, one.kind, one.n_forecasts) for one in names(con)]
        print_table(("forecaster", "name", "id", "kind", "forecasts"), rows)
        if pairs := alike(con):
            what = "pair of names" if len(pairs) == 1 else "pairs of names"
            click.echo(f"{len(pairs)} {what} may be one forecaster: foretold forecaster proposals")

    look(data, show)


@forecaster.command("proposals")
@DATA
def list_name_proposals(data: Path | None) -> None:
    """List names that may be one forecaster's, the likeliest first. A person decides: merge, or apart."""
    from foretold.ledger.decide_forecasters import alike

    def show(con: DuckDBPyConnection) -> None:
        print_table(("name", "may be", "because"), [(one.name, one.other_name, one.reason) for one in alike(con)])

    look(data, show)


@forecaster.command("apart")
@click.argument("one")
@click.argument("other")
@deciding
def keep_forecasters_apart(one: str, other: str, desk: Desk) -> None:
    """Say that ONE and OTHER are two forecasters, so that they are not proposed as one again."""
    from foretold.ledger.decide_forecasters import keep_apart

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        left, right = keep_apart(con, night.journal, one, other, why)
        return f"'{left.forecaster}' and '{right.forecaster}' are two"

    desk.take(decide)


@forecaster.command("merge")
@click.argument("one")
@click.argument("other")
@deciding
def merge_forecasters(one: str, other: str, desk: Desk) -> None:
    """Declare two names one forecaster: ONE is OTHER. A name is given in words or by its id."""
    from foretold.ledger.decide_forecasters import merge

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        left, right = merge(con, night.journal, one, other, why)
        return f"'{left.forecaster}' is '{right.forecaster}' from now on"

    desk.take(decide)


@forecaster.command("split")
@click.argument("name")
@deciding
def split_forecaster(name: str, desk: Desk) -> None:
    """Let a NAME mean a forecaster of its own again."""
    from foretold.ledger.decide_forecasters import split

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        was = split(con, night.journal, name, why)
        return f"'{was.name}' is no longer '{was.forecaster}'"

    desk.take(decide)


@forecaster.command("affiliation")
@click.argument("name")
@click.argument("organisation")
@click.option("--since", help="First day, YYYY-MM-DD.")
@click.option("--until", help="Last day, YYYY-MM-DD.")
@deciding
def affiliate(name: str, organisation: str, since: str | None, until: str | None, desk: Desk) -> None:
    """Note that a forecaster worked or spoke for an ORGANISATION, from and until when."""
    from foretold.ledger.decide_forecasters import affiliate as note

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        noted = note(con, night.journal, name, organisation, (day(since), day(until)), why)
        return (
            f"{noted.forecaster}: {organisation}, {since or 'since when is not known'} to {until or 'now or not known'}"
        )

    desk.take(decide)


@forecaster.command("reply")
@click.argument("name")
@click.option("--text", default="", help="The reply, in the forecaster's words.")
@click.option("--forecast", help="The forecast that it is about; default: the whole record.")
@deciding
def publish_reply(name: str, text: str, forecast: str | None, desk: Desk) -> None:
    """Publish what a forecaster says to their record (right of reply); --because says how it reached us."""
    from foretold.ledger.decide_forecasters import reply

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        who, target = reply(con, night.journal, name, text, forecast, why)
        return f"The reply of {who.forecaster} to {target} is published"

    desk.take(decide)
