"""Commands of the operator: schedule, backfill, doctor, backup, restore."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from foretold.cli import DATA, main
from foretold.errors import InputError
from foretold.runners import ENGINES
from foretold.settings import load_settings, settings_of_existing


@main.command()
@click.option("--at", required=True, help="The time of day, HH:MM.")
@click.option("--timezone", default="UTC", show_default=True, help="Its time zone, such as Europe/Berlin.")
@click.option("--source", type=click.Path(path_type=Path), help="A folder to read instead of what sources.toml names.")
@DATA
def schedule(at: str, timezone: str, source: Path | None, data: Path | None) -> None:
    """Run a night every day at a time, until stopped."""
    from foretold.operate.schedule import schedule as serve_schedule
    from foretold.scope import where_and_what

    settings, _ = where_and_what(data, source)
    serve_schedule(settings.data, source, at=at, timezone=timezone)


@main.command()
@click.argument("archive", type=click.Path(path_type=Path, exists=True))
@click.option("--engine", type=click.Choice(ENGINES), help="Where texts are searched; default: that of foretold.toml.")
@click.option("--workers", default=0, type=click.IntRange(0), help="Processes; default: one for each core.")
@click.option("--scheduler", default="", help="Address of the scheduler of a Dask cluster that exists already.")
@click.option(
    "--chunk", default=500, show_default=True, type=click.IntRange(1), help="Texts that are worked on together."
)
@click.option("--load-only", is_flag=True, help="Load what was found, and leave publishing to another run.")
@click.option("--quiet", is_flag=True, help="Print only the summary.")
@DATA
def backfill(
    archive: Path, engine: str | None, workers: int, scheduler: str, chunk: int, load_only: bool, quiet: bool,
    data: Path | None,
) -> None:  # fmt: skip
    """Take an archive: a folder, a dump (.parquet, .csv, .jsonl) or a sources.toml.

    It does what `run` does, on many processes or a Dask cluster. Run it again after whatever stopped it: it goes on
    with what is not done.
    """
    from foretold.night import check_ready
    from foretold.prefect_settings import load_flow, prepare
    from foretold.progress import Progress
    from foretold.report import print_summary
    from foretold.runners import runner_of
    from foretold.scope import where_and_what
    from foretold.settings import house

    began = datetime.now(UTC)
    settings, _ = where_and_what(data, archive)
    engine = engine or ("dask" if scheduler else settings.engine)
    scheduler = scheduler or (settings.scheduler if engine == "dask" else "")
    runner_of(engine, workers=workers, scheduler=scheduler)
    check_ready(settings)
    with Progress(quiet=quiet) as progress:
        progress.step("load Prefect")
        prepare(settings.data)
        flow = load_flow(house(), "backfill").backfill
        progress.done("starting a temporary server, which takes several seconds the first time")
    tally = flow(
        str(settings.data), str(archive), engine, workers or settings.workers, scheduler,
        chunk, not load_only, quiet,
    )  # fmt: skip
    print_summary(tally, settings, datetime.now(UTC) - began)
    if tally.problems:
        sys.exit(InputError.exit_code)


@main.command()
@DATA
def doctor(data: Path | None) -> None:
    """Look for faults in the set-up and say what to do about each."""
    from foretold.operate.doctor import examine

    findings = examine(settings_of_existing(data))
    for finding in findings:
        click.echo(f"{'ok   ' if finding.is_well else 'FAULT'} {finding.what}: {finding.says}")
        if not finding.is_well:
            click.echo(f"      → {finding.remedy}")
    n_faults = sum(not finding.is_well for finding in findings)
    click.echo(f"{len(findings)} things looked at, {n_faults} faults")
    if n_faults:
        sys.exit(1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@DATA
def backup(folder: Path, data: Path | None) -> None:
    """Save captures, extractions, imports, journal and the log of runs into FOLDER."""
    from foretold.ledger.files import only_writer
    from foretold.operate.backup import backup as save

    settings = settings_of_existing(data)
    with only_writer(settings.data / ".lock", wait_seconds=60):
        n = save(settings.data, folder)
    click.echo(f"{n} files of {settings.data} saved in {folder}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@DATA
def restore(folder: Path, data: Path | None) -> None:
    """Bring the newest backup in FOLDER back, and make ledger, edition and pages anew from it."""
    from foretold.ledger.files import only_writer
    from foretold.night import Night
    from foretold.operate.backup import restore as bring_back
    from foretold.rebuild import rebuild_ledger

    settings = load_settings(data)
    night = Night(settings, kind="rebuild")
    with only_writer(night.lock):
        n = bring_back(folder, settings.data)
        edition = rebuild_ledger(night)
    click.echo(f"{n} files restored into {settings.data}. Edition {edition.number}: {edition.database}")
