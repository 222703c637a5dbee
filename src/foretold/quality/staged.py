"""Great Expectations on the ledger's staging tables: read only, silent, and with no lock left behind.

Two habits of Great Expectations do not suit DuckDB, and are turned off here on its engines, by events that SQLAlchemy
offers for the purpose:

- It reads a result after it has given the connection back, when DuckDB's result is gone: results are read at once.
- It opens a connection for every query and leaves them to its pool, where each keeps every writer out of the file: the
  pool is emptied at the end of the block. (No pool at all would define the views anew a hundred times a night.)
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.ledger.connect import CONFIG
from foretold.quality.rules import Suite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class StagedRows:
    """The staged rows, as Great Expectations and as plain SQL see them: the same views on the same engine."""

    _data_source: Any
    _connection: Connection

    def validate(self, suite: Suite) -> dict[str, Any]:
        """Return what Great Expectations finds in a suite's view, by the rule's name."""
        from great_expectations import ExpectationSuite

        asset = self._data_source.add_table_asset(suite.name, table_name=suite.view)
        batch = asset.add_batch_definition_whole_table("staged").get_batch()
        for rule in suite.rules:
            rule.expectation.meta = {"rule": rule.name}
        expectations = ExpectationSuite(name=suite.name, expectations=[rule.expectation for rule in suite.rules])
        validated = batch.validate(
            expectations,
            # COMPLETE with the index column is what makes Great Expectations hand out the query for *all* failing rows;
            # its own lists of them are cut at 20 and at 200.
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["row_id"]},
        )
        return {result.expectation_config.meta["rule"]: result for result in validated.results}

    def select(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query in DuckDB's own SQL, over the same views."""
        return [tuple(row) for row in self._connection.exec_driver_sql(query, parameters)]


@contextlib.contextmanager
def staged_rows(ledger: Path, suites: Sequence[Suite], macros_sql: str) -> Iterator[StagedRows]:
    """Open the staging tables for the block, read only. After it the file is free: a writer can open it at once."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    import sqlalchemy as sa
    from great_expectations.data_context.types.base import ProgressBarsConfig

    for name in ("great_expectations", "great_expectations.data_context.types.base"):  # the second sets its own level
        logging.getLogger(name).setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    data_source = context.data_sources.add_sql(  # type: ignore[call-arg]  # kwargs is missing in its stub only
        "ledger", connection_string="duckdb:///:memory:", kwargs={"poolclass": sa.pool.QueuePool}
    )
    # One engine tests the assets and another runs the expectations.
    engines = (data_source.get_engine(), data_source.get_execution_engine().engine)
    for engine in engines:
        _prepare(engine, ledger, [macros_sql, *(suite.view_sql for suite in suites)])
        engine.dispose()  # what was opened to try the connection string is not the ledger
    try:
        with engines[1].connect() as connection:
            yield StagedRows(data_source, connection)
    finally:
        for engine in engines:
            engine.dispose()


def _prepare(engine: Engine, ledger: Path, definitions: Sequence[str]) -> None:
    """Have an engine's connections open the ledger with the audit's temporary views, and read each result at once."""
    import sqlalchemy as sa
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    @sa.event.listens_for(engine, "do_connect")
    def open_ledger(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
        # Not in the connection string: Great Expectations replaces $NAME in it, and a path may hold one.
        options |= {"database": str(ledger), "read_only": True, "config": dict(CONFIG)}

    @sa.event.listens_for(engine, "connect")
    def define_views(connection: Any, _record: Any) -> None:
        for statement in ("set timezone = 'UTC'", *definitions):
            connection.execute(statement)

    @sa.event.listens_for(engine, "after_cursor_execute")
    def read_at_once(_connection: Any, cursor: Any, _sql: str, _parameters: Any, context: Any, _many: bool) -> None:
        if cursor.description:
            context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                cursor, cursor.description, cursor.fetchall()
            )
