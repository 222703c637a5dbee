"""From new decisions to the next edition: link, score, publish. `foretold record` takes the same steps."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from foretold import night as steps
from foretold.night import Night
from foretold.operate.notify import run_failed
from foretold.tally import Tally


@task(name="link", persist_result=False)
def link(night: Night) -> None:
    """Join forecasts with forecasters, questions and outcomes."""
    steps.link(night)


@task(name="score", persist_result=False)
def score(night: Night) -> None:
    """Compute what SQL cannot say."""
    steps.score(night)


@task(name="publish", persist_result=False, retries=2, retry_delay_seconds=2)
def publish(night: Night) -> None:
    """Write the edition beside and swap it in."""
    steps.publish_edition(night)


@flow(name="resolve", on_failure=[run_failed], on_crashed=[run_failed])
def resolve(data: str) -> Tally:
    """Publish what the journal in the folder `data` says now."""
    with steps.night_over(Path(data), kind="resolve") as night:
        link(night)
        score(night)
        publish(night)
        return night.tally
