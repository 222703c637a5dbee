"""The command line: one function per command, nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from foretold.errors import ForetoldError, InputError
from foretold.settings import SAMPLE_DATA, Settings, house, settings_of_existing

DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data.")
BY = click.option("--by", help="Who decides; default: the configured user.")


class Commands(click.Group):
    """Commands whose user errors end in one clear line and an exit code, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; print a ForetoldError as one line."""
        try:
            return super().invoke(ctx)
        except ForetoldError as error:
            click.echo(f"foretold: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("foretold: stopped; nothing half-done is published, the next run goes on from here", err=True)
            ctx.exit(130)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="foretold")
def main() -> None:
    """Foretold: what did the commentators say would happen, and did it?"""


def _read_settings(data: Path | None) -> Settings:
    """Return the settings for a command that reads: the operator's own data, else the sample's."""
    settings = settings_of_existing(data)
    if settings.data == SAMPLE_DATA and data is None:
        click.echo(f"Reading the sample in {SAMPLE_DATA}; name other data with --data.", err=True)
    if not settings.edition.exists():
        raise InputError(
            f"no edition in {settings.data}", rule="an edition is published by a run", remedy="start with: foretold run"
        )
    return settings


@main.command()
@DATA
@click.option("--source", type=click.Path(path_type=Path), help="A folder of .txt, .md, .html and .pdf files to read.")
@click.option("--quiet", is_flag=True, help="Print only the summary.")
def run(data: Path | None, source: Path | None, quiet: bool) -> None:
    """Collect, read, extract, audit, link, score and publish.

    Without --source it reads what sources.toml names; the one that is shipped names the sample, which goes into
    data/sample.
    """
    from foretold.night import check_ready
    from foretold.prefect_settings import load_flow, prepare
    from foretold.progress import Progress
    from foretold.report import print_summary
    from foretold.scope import where_and_what

    began = datetime.now(UTC)
    settings, _ = where_and_what(data, source)
    check_ready(settings)
    with Progress(quiet=quiet) as progress:
        progress.step("load Prefect")
        prepare(settings.data)
        nightly = load_flow(house(), "nightly").nightly
        progress.done("starting a temporary server, which takes several seconds the first time")
    tally = nightly(str(settings.data), source and str(source), quiet)
    print_summary(tally, settings, datetime.now(UTC) - began)
    if tally.problems:
        sys.exit(InputError.exit_code)


def _report(problems: list[Any]) -> None:
    """Print problems, a line each, and end with the exit code that tells of them."""
    for problem in problems:
        click.echo(f"foretold: {problem}", err=True)
    if problems:
        sys.exit(InputError.exit_code)


def _decide_and_publish(settings: Settings, decide: Callable[[Any, Any], None]) -> None:
    """Let `decide(night, ledger)` write to the journal, then take the journal to the next edition."""
    from foretold.ledger.files import only_writer
    from foretold.night import Night, resolve

    night = Night(settings, kind="resolve")
    with only_writer(night.lock, wait_seconds=10):
        with night.ledger() as con:
            decide(night, con)
        edition = resolve(night)
    click.echo(f"Edition {edition.number}: {edition.site / 'index.html'}")
    _report(night.tally.problems)


@main.command()
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@DATA
def sql(query: str | None, form: str, data: Path | None) -> None:
    """Query the current edition with SQL; without QUERY, open a prompt."""
    from foretold.sql import prompt, run_query

    settings = _read_settings(data)
    if query is None:
        prompt(settings.edition)
    else:
        run_query(settings.edition, query, form)


@main.command()
@click.option("--within", default="0d", show_default=True, help="Look ahead so many days, such as 30d.")
@click.option("--overdue", is_flag=True, help="Only what is past its deadline.")
@click.option("--passages", is_flag=True, help="Add passages of later documents that may settle them.")
@DATA
def due(within: str, overdue: bool, passages: bool, data: Path | None) -> None:
    """List the forecasts that can be decided now, oldest first."""
    from foretold.search.desk import print_suggestions
    from foretold.sql import print_due

    settings = _read_settings(data)
    print_due(settings.edition, within, overdue=overdue)
    if passages:
        print_suggestions(settings.edition, settings.search, int(within.strip().rstrip("d")), overdue=overdue)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--by", help="Who decides at the desk; default: `user` in foretold.toml, or FORETOLD_USER.")
@DATA
def serve(host: str, port: int, by: str | None, data: Path | None) -> None:
    """Show the pages of the current edition on this machine, with the desk."""
    from foretold.site.serve import serve as serve_pages

    settings = _read_settings(data)
    click.echo(f"http://{host}:{port}/ shows {settings.data}; Ctrl-C ends it.")
    serve_pages(settings.data, host, port, by)


@main.command()
@DATA
def rebuild(data: Path | None) -> None:
    """Make the ledger anew from captures, extractions and journal. Losing it loses nothing."""
    from foretold.ledger.files import only_writer
    from foretold.night import Night
    from foretold.rebuild import rebuild_ledger

    settings = settings_of_existing(data)
    night = Night(settings, kind="rebuild")
    with only_writer(night.lock):
        edition = rebuild_ledger(night)
    click.echo(f"The ledger of {settings.data} was made anew. Edition {edition.number}: {edition.database}")


@main.group()
def journal() -> None:
    """The journal of decisions."""


@journal.command()
@DATA
def check(data: Path | None) -> None:
    """Verify every line of the journal and its chain of hashes."""
    from foretold.ledger.journal import Journal

    settings = settings_of_existing(data)
    book = Journal(settings.journal)
    n = sum(1 for _ in book.lines())
    torn = book.torn()
    click.echo(f"{settings.journal}: {n} lines, the chain of hashes holds")
    if torn:
        raise InputError(
            f"{settings.journal} ends in {len(torn)} bytes that are no whole line",
            rule="a crash while writing leaves such a tail; it was never acknowledged",
            remedy="the next decision sets it aside beside the journal",
        )


# Groups of commands in files of their own register themselves on `main`.
from foretold import cli_decisions, cli_extract, cli_import, cli_operate, cli_people, cli_questions  # noqa: E402, F401
