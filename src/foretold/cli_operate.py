"""Commands of the operator: schedule, doctor, backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from foretold.cli import DATA, main
from foretold.settings import load_settings, settings_of_existing


@main.command()
@click.option("--at", required=True, help="The time of day, HH:MM.")
@click.option("--timezone", default="UTC", show_default=True, help="Its time zone, such as Europe/Berlin.")
@click.option("--source", type=click.Path(path_type=Path), help="A folder to read instead of what sources.toml names.")
@DATA
def schedule(at: str, timezone: str, source: Path | None, data: Path | None) -> None:
    """Run a night every day at a time, until stopped."""
    from foretold.night import where_and_what
    from foretold.operate.schedule import schedule as serve_schedule

    settings, _ = where_and_what(data, source)
    serve_schedule(settings.data, source, at=at, timezone=timezone)


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
    from foretold.night import Night, rebuild_ledger
    from foretold.operate.backup import restore as bring_back

    settings = load_settings(data)
    night = Night(settings, kind="rebuild")
    with only_writer(night.lock):
        n = bring_back(folder, settings.data)
        edition = rebuild_ledger(night)
    click.echo(f"{n} files restored into {settings.data}. Edition {edition.number}: {edition.database}")
