"""An archive, on processes or a Dask cluster: the night's own steps, with extraction on a runner of choice."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from foretold import night as steps
from foretold.night import Night
from foretold.operate.notify import run_failed
from foretold.prefect_settings import load_flow
from foretold.runners import runner_of
from foretold.settings import house
from foretold.tally import Tally

nightly = load_flow(house(), "nightly")


@task(name="read and extract", persist_result=False)
def extract(night: Night, capture_ids: list[str], engine: str, workers: int, scheduler: str, chunk: int) -> None:
    """Read documents and find their forecasts on workers, a batch on disk for each chunk."""
    night.progress.step("extract")
    steps.extract(night, capture_ids, runner_of(engine, workers=workers, scheduler=scheduler), chunk=chunk)
    night.progress.done(f"{night.tally.n_found} forecasts in {night.tally.n_read} documents")


@flow(name="backfill", on_failure=[run_failed], on_crashed=[run_failed])
def backfill(
    data: str,
    archive: str,
    engine: str = "process",
    workers: int = 0,
    scheduler: str = "",
    chunk: int = 500,
    publishes: bool = True,
    quiet: bool = True,
) -> Tally:
    """Take the archive at a path into the folder `data`. What was done before a run was cut short is not done again."""
    with steps.night_over(Path(data), Path(archive), kind="backfill", quiet=quiet) as night:
        nightly.collect(night)
        extract(night, nightly.pending(night), engine, workers, scheduler, chunk)
        nightly.audit(night)
        if publishes:
            nightly.link(night)
            nightly.score(night)
            nightly.publish(night)
            nightly.summarise(night)
        else:
            steps.note_run(night, "loaded")
        return night.tally
