"""An archive ends in the same tables, whichever engine worked on it and in whatever order the chunks came back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from workshop import differences, published, write_article

from foretold import night as steps
from foretold.chunks import chunk_of, extract_chunk, versions
from foretold.corpus.sources import folder_source, sources_at
from foretold.errors import RunnerError, SettingsError
from foretold.ledger import publish
from foretold.ledger.batches import Earlier, Versions, batch_names, check_whole, moment_of, write_batch
from foretold.night import Night
from foretold.progress import paced
from foretold.records import Capture
from foretold.runners import Inline, Processes, Runner
from foretold.runners_dask import Dask
from foretold.settings import Settings

TEXT = "The council met. The bridge will be closed by May 2024. The mayor is unlikely to resign."
NOW = datetime(2024, 3, 5, 2, 30, tzinfo=UTC)


class Backwards:
    """A runner whose last job ends first."""

    def run(self, work: Callable[[Any], Any], jobs: Iterable[Any]) -> Iterator[Any]:
        yield from reversed([work(job) for job in jobs])


def take(archive: Path, data: Path, runner: Runner, chunk: int = 2) -> Night:
    """Take the steps of flows/backfill.py, but for the pages."""
    night = Night(Settings(data=data, user="tester", ranked_from=1), [folder_source(archive)], kind="backfill")
    steps.collect(night)
    steps.extract(night, steps.pending(night), runner, chunk=chunk)
    steps.audit(night)
    steps.link(night)
    steps.score(night)
    with night.ledger() as con:
        publish.publish(con, night.settings.editions, night.house, keep=1, build_pages=lambda *_: None)
    return night


@pytest.fixture(scope="module")
def inline(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data taken in the nightly way: in this process, one chunk."""
    data = tmp_path_factory.mktemp("inline")
    assert take(archive, data, Inline(), chunk=200).tally.n_forecasts == 24
    return data


@pytest.fixture(scope="module")
def one_by_one(inline: Path) -> dict[str, list[Any]]:
    """What that publishes."""
    return published(Settings(data=inline).edition)


def extracted(data: Path) -> list[Any]:
    """Return the rows on disk, but for the moment that they bear, which is that of the run."""
    folder = data / "extractions"
    moments = {"captures": "extracted_at", "documents": "read_at", "forecasts": "found_at"}
    return [
        sorted(
            (row for name in batch_names(folder) for row in _rows(folder / name / f"{table}.parquet", moment)), key=str
        )
        for table, moment in moments.items()
    ]


def _rows(file: Path, moment: str) -> list[tuple[Any, ...]]:
    return pl.read_parquet(file).drop(moment).rows()


@pytest.mark.parametrize("runner", [Processes(2), Dask("", 1)], ids=["process", "dask"])
def test_every_engine_finds_the_same(archive: Path, tmp_path: Path, inline: Path, runner: Runner) -> None:
    night = Night(Settings(data=tmp_path / "data", user="tester"), [folder_source(archive)], kind="backfill")
    steps.collect(night)
    steps.extract(night, steps.pending(night), runner, chunk=2)
    assert len(batch_names(night.settings.extractions)) == 6
    assert extracted(night.settings.data) == extracted(inline)


def test_the_order_and_size_of_chunks_make_no_difference(
    archive: Path, tmp_path: Path, one_by_one: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "AUDITED_TOGETHER", 4)  # in two goes, whose counts are added up
    night = take(archive, tmp_path / "data", Backwards())
    assert len(batch_names(night.settings.extractions)) == 6
    tables = published(night.settings.edition)
    assert tables == one_by_one, differences(tables, one_by_one)
    with night.ledger() as con:
        rules = con.execute("select count(*), count(distinct table_name || rule) from quality_results").fetchall()[0]
    assert rules[0] == rules[1] > 9


def test_a_chunk_is_arrow_in_and_arrow_out() -> None:
    """The same chunk gives the same tables; an id that was given before is kept."""
    capture = Capture("c_1", "papers", "a.txt", "text/plain", NOW, TEXT)
    chunk = chunk_of([capture], versions(), at=NOW)
    found = extract_chunk(chunk)
    assert {type(table) for table in found.tables.values()} == {pa.Table}
    assert (found.capture_ids, found.n_documents, found.n_forecasts) == (["c_1"], 1, 2)
    again = extract_chunk(chunk)
    assert all(again.tables[name].equals(table) for name, table in found.tables.items())
    start = found.tables["forecasts"]["start_offset"][0].as_py()
    earlier = {"c_1": [Earlier("f_old", start, start + 30)]}
    kept = extract_chunk(chunk_of([capture], versions(), at=NOW, earlier=earlier))
    assert kept.tables["forecasts"]["forecast_id"][0].as_py() == "f_old"


def test_a_chunk_that_was_done_before_is_not_written_twice(tmp_path: Path) -> None:
    capture = Capture("c_1", "papers", "a.txt", "text/plain", NOW, TEXT)
    folders = set()
    for at in (NOW, NOW.replace(hour=3)):
        found = extract_chunk(chunk_of([capture], versions(), at=at))
        tables = {name: pl.DataFrame(table) for name, table in found.tables.items()}
        folders.add(write_batch(tmp_path, found.capture_ids, tables, found.versions, at=found.at))
    assert len(folders) == len(batch_names(tmp_path)) == 1
    check_whole(folders.pop())


def test_a_worker_of_another_version_is_refused() -> None:
    capture = Capture("c_1", "papers", "a.txt", "text/plain", NOW, TEXT)
    with pytest.raises(RunnerError, match="install the same Foretold"):
        extract_chunk(chunk_of([capture], Versions("0", "other"), at=NOW))


def test_only_what_is_not_done_is_done(archive: Path, tmp_path: Path, one_by_one: dict[str, list[Any]]) -> None:
    """Cut short in the middle of extraction and again in the middle of the audit, it goes on from what is on disk."""
    settings = Settings(data=tmp_path / "data", user="tester", ranked_from=1)
    night = Night(settings, [folder_source(archive)])
    steps.collect(night)
    waiting = steps.pending(night)
    steps.extract(night, waiting[:5], Inline(), chunk=2)
    assert set(steps.pending(night)) == set(waiting[5:])
    steps._audit_together(night, batch_names(settings.extractions)[:1], night.run_id, night.started_at)
    assert set(steps.pending(night)) == set(waiting[5:])
    tables = published(take(archive, settings.data, Inline()).settings.edition)
    assert tables == one_by_one, differences(tables, one_by_one)


def test_a_lost_ledger_does_not_date_what_is_new_back(archive: Path, tmp_path: Path) -> None:
    """All batches wait to be loaded then, but they are of runs that had ended: what is found now is found now."""
    texts = tmp_path / "columns"
    shutil.copytree(archive, texts)
    settings = Settings(data=tmp_path / "data", user="tester")
    night = Night(settings, [folder_source(texts)])
    steps.collect(night)
    steps.extract(night, steps.pending(night), Inline())
    steps.audit(night)
    (first,) = batch_names(settings.extractions)
    settings.ledger.unlink()
    write_article(texts, 99)
    again = Night(settings, night.sources)
    steps.collect(again)
    steps.extract(again, steps.pending(again), Inline())
    later = next(name for name in batch_names(settings.extractions) if name != first)
    assert moment_of(later) >= again.started_at


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_a_dump_with_our_names_of_columns_needs_no_sources_toml(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"Old News.{ending}"
    rows = pl.DataFrame({"text": ["It will rain."], "published": ["2024-03-05"], "unknown": ["x"]})
    {"csv": rows.write_csv, "parquet": rows.write_parquet, "jsonl": rows.write_ndjson}[ending](file)
    (source,) = sources_at(file)
    assert (source.id, source.kind, source.columns) == ("old-news", "dump", {"text": "text", "published": "published"})
    file.write_bytes(b"")
    with pytest.raises(SettingsError):
        sources_at(file)


def test_progress_tells_the_pace() -> None:
    assert paced(0, 10, "documents", 5.0) == ""
    assert paced(100, 400, "documents", 10.0) == "10.0 documents a second, 30 s left"
    assert paced(1000, 10_000_000, "documents", 10.0) == "100.0 documents a second, 27 h 46 min left"
