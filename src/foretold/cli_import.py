"""The commands that bring in files of numeric forecasts, list them, and take them back."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from foretold.cli import BY, DATA, main
from foretold.cli_decisions import Desk, deciding, look, print_table
from foretold.errors import InputError
from foretold.settings import load_settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.ledger.decide import Why
    from foretold.ledger.imports import Imported
    from foretold.night import Night

LISTED = 50
"""Rows whose problems are printed one by one; the rest are counted, and all of them stand in quarantine."""


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Which column is which field; repeat it.")
@click.option("--forecaster", help="Who forecasts, when no column says it.")
@click.option("--ids", help="Family of ids that question_id belongs to; default: the file's name. Addresses need none.")
@click.option("--strict", is_flag=True, help="Import nothing when any row breaks a rule.")
@click.option("--because", help="The reason, for the journal; default: the file's name.")
@click.option("--evidence", help="Where the file came from.")
@BY
@DATA
def import_command(
    file: Path,
    pairs: tuple[str, ...],
    forecaster: str | None,
    ids: str | None,
    strict: bool,
    because: str | None,
    evidence: str | None,
    by: str | None,
    data: Path | None,
) -> None:
    """Import forecasts that are numbers from a CSV or Parquet FILE: crowds and models, to stand beside the columnists.

    \b
    Fields: forecaster, question (words), question_id (address or id), probability (0 to 1), made_at,
    and if you like deadline, outcome (yes, no, a share, void, unresolvable; empty while open), settled_on, opened_on,
    question_group (what questions hang together in, such as a contest: intervals draw them together);
    for questions with several options option and option_number, a row for each option.
    A column that is named as a field needs no --map. Rows that break a rule are listed by line.
    """
    from foretold.ledger.connect import apply_views
    from foretold.ledger.files import only_writer
    from foretold.ledger.import_rows import columns_of, reading_of
    from foretold.ledger.imports import import_file
    from foretold.night import Night, resolve

    settings = load_settings(data)
    reading = reading_of(pairs, columns_of(file), forecaster=forecaster, ids=ids or file.stem)
    night = Night(settings, kind="import")
    with only_writer(night.lock, wait_seconds=10):
        with night.ledger() as con:
            apply_views(con, night.house / "warehouse")
            done = import_file(
                con,
                night.journal,
                settings.imports,
                file,
                reading,
                by=by or settings.decider,
                because=because or f"import of {file.name}",
                strict=strict,
                evidence=evidence,
            )
        edition = resolve(night) if done.is_recorded else None
    _say(done, file)
    if edition is not None:
        click.echo(f"Edition {edition.number}: {edition.site / 'index.html'}")
    if done.problems:
        sys.exit(InputError.exit_code)


def _say(done: Imported, file: Path) -> None:
    for problem in done.problems[:LISTED]:
        click.echo(f"foretold: {problem}", err=True)
    if len(done.problems) > LISTED:
        rules = Counter(problem.rule for problem in done.problems)
        click.echo(f"foretold: … {len(done.problems):,} rows refused in all:", err=True)
        for rule, n in rules.most_common():
            click.echo(f"foretold:   {n:,} because {rule}", err=True)
    if done.is_recorded:
        click.echo(
            f"{file.name}: {done.n_rows:,} rows, {done.n_forecasts:,} forecasts imported, "
            f"{done.n_known:,} known already, {len(done.problems):,} refused ({done.import_id})"
        )
        if done.doubt:
            click.echo(f"foretold: {done.doubt}", err=True)
            click.echo(
                f"foretold:   look at the file; if so, take it back with: foretold imports withdraw {done.import_id}",
                err=True,
            )
    elif done.problems:
        click.echo("Nothing was imported: --strict takes all rows or none.", err=True)
    else:
        click.echo(f"{file.name} has been imported already, read the same way ({done.import_id})")


@main.group("imports")
def imports() -> None:
    """Files of numbers that were imported: which there are, and taking one back."""


@imports.command("list")
@DATA
def list_imports(data: Path | None) -> None:
    """List the imported files, those taken back included."""
    from foretold.ledger.imports import list_imports as listed

    columns = ("import", "file", "forecasts", "refused", "on", "by", "taken back")

    def show(con: DuckDBPyConnection) -> None:
        rows = [
            (
                one.import_id,
                one.name,
                one.n_forecasts,
                one.n_refused,
                one.recorded_on,
                one.recorded_by,
                one.withdrawn_on,
            )
            for one in listed(con)
        ]
        print_table(columns, rows)

    look(data, show)


@imports.command("withdraw")
@click.argument("import_id", metavar="IMPORT")
@deciding
def withdraw_import(import_id: str, desk: Desk) -> None:
    """Take all that an IMPORT brought out of the next editions: forecasts, questions, outcomes.

    The file and its line of the journal stay; the same file can be imported again.
    """
    from foretold.ledger.imports import withdraw

    def decide(con: DuckDBPyConnection, night: Night, why: Why) -> str:
        done = withdraw(con, night.journal, import_id, why)
        return f"{done.n_forecasts:,} forecasts of {done.name} ({done.import_id}) are taken back"

    desk.take(decide)
