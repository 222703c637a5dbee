"""The scheduled run: collect, read, extract, audit, link, score, publish. The work itself is in foretold.night."""

from __future__ import annotations

import os
from pathlib import Path

from prefect import Task, flow, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.schemas import State, TaskRun

from foretold import night as steps
from foretold.errors import ForetoldError
from foretold.night import Night
from foretold.operate.notify import run_failed, sources_unread
from foretold.operate.orphans import end_orphans
from foretold.report import as_markdown, failure_as_markdown, new_forecasts, refused_rows
from foretold.tally import Tally


def world_failed(task: Task, run: TaskRun, state: State) -> bool:
    """Tell whether trying again can help: a disk that is full for a moment, not a mistake that somebody has to mend."""
    error = state.result(raise_on_failure=False)
    return not isinstance(error, ForetoldError)


EDGE = {"retries": 2, "retry_delay_seconds": 2, "retry_condition_fn": world_failed, "persist_result": False}
INNER = {"persist_result": False}


@task(name="collect", **EDGE)
def collect(night: Night) -> None:
    """Store what is new in the sources."""
    night.progress.step("collect")
    steps.collect(night)
    tally = night.tally
    night.progress.done(f"{tally.n_seen} files seen, {tally.n_new} new, {tally.n_unchanged} unchanged")


@task(name="find what is new", **INNER)
def pending(night: Night) -> list[str]:
    """List the captures that this reader and extractor have not been through."""
    return steps.pending(night)


@task(name="read and extract", **INNER)
def extract(night: Night, capture_ids: list[str]) -> None:
    """Read documents and find their forecasts, a batch on disk at a time."""
    night.progress.step("extract")
    steps.extract(night, capture_ids)
    night.progress.done(f"{night.tally.n_found} forecasts in {night.tally.n_read} documents")


@task(name="audit", **INNER)
def audit(night: Night) -> None:
    """Run the data-quality rules over what is new."""
    night.progress.step("audit")
    steps.audit(night)
    night.progress.done(f"{night.tally.n_quarantined} rows refused")


@task(name="link", **INNER)
def link(night: Night) -> None:
    """Join forecasts with forecasters, questions and outcomes."""
    night.progress.step("link")
    steps.link(night)
    if steps.record_shipped_outcomes(night):
        steps.link(night)
    night.progress.done("histories computed")


@task(name="score", **INNER)
def score(night: Night) -> None:
    """Compute what SQL cannot say."""
    night.progress.step("score")
    steps.score(night)
    night.progress.done(f"{night.tally.n_scored} forecasts of {night.tally.n_forecasters} forecasters")


@task(name="watch", **INNER)
def watch(night: Night) -> None:
    """Compare the night with those before it."""
    steps.watch(night)


@task(name="publish", **EDGE)
def publish(night: Night) -> None:
    """Write the edition beside and swap it in."""
    night.progress.step("publish")
    edition = steps.publish_edition(night)
    state = "published" if night.tally.is_new_edition else "is current: nothing has changed"
    night.progress.done(f"edition {edition.number} {state}")


@task(name="summarise", **INNER)
def summarise(night: Night) -> None:
    """Leave where Prefect shows it what the night did, what it found and refused, and where the pages are."""
    create_markdown_artifact(key="night", markdown=as_markdown(night.tally), description="What the night did")
    if forecasts := new_forecasts(night):
        create_table_artifact(key="new-forecasts", table=forecasts, description="Forecasts that the night found")
    if refused := refused_rows(night):
        create_table_artifact(key="quarantine", table=refused, description="Rows that broke a data-quality rule")
    if edition := night.tally.edition:
        pages = (edition.site / "index.html").resolve().as_uri()
        create_link_artifact(key="pages", link=pages, link_text=f"Edition {edition.number}", description="The pages")


@task(name="summarise a failure", **INNER)
def summarise_failure(night: Night, error: Exception) -> None:
    """Leave where Prefect shows it what stopped the night, and what to do."""
    description = "What stopped the night"
    create_markdown_artifact(key="night", markdown=failure_as_markdown(night.tally, error), description=description)


@flow(name="nightly", on_completion=[sources_unread], on_failure=[run_failed], on_crashed=[run_failed])
def nightly(data: str | None = None, source: str | None = None, quiet: bool = True) -> Tally:
    """Run one night over a folder `source`, or over what sources.toml names, into the folder `data`."""
    with steps.night_over(data and Path(data), source and Path(source), quiet=quiet) as night:
        end_orphans(Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser())
        try:
            collect(night)
            extract(night, pending(night))
            audit(night)
            link(night)
            score(night)
            watch(night)
            publish(night)
            summarise(night)
        except Exception as error:
            summarise_failure(night, error, return_state=True)  # where that fails too, the error stays what it is
            raise
        return night.tally
