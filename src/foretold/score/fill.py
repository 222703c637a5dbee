"""What foretold.score reckons, written into the ledger beside what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from foretold.ledger.connect import in_transaction, statement
from foretold.ledger.link import LOG_CLAMP
from foretold.score.series_scores import series_scores
from foretold.score.tables import breakdown_intervals, score_tables, slice_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from foretold.settings import Settings


def fill_scores(con: DuckDBPyConnection, settings: Settings, at: datetime) -> datetime | None:
    """Replace the tables of foretold.score by those of a moment, and note the intervals that are new since then.

    Returns the last moment up to `at` at which anything changed that scores depend on; None when there is none.
    """
    import polars as pl

    moment = con.execute(statement("moment"), [at]).fetchall()[0][0]
    if moment is None:
        return None
    scored = con.sql(statement("scored"), params=[moment]).pl()
    tables = score_tables(
        scored, default_scale=settings.default_scale, ranked_from=settings.ranked_from, log_clamp=LOG_CLAMP
    )
    tables["series_scores"] = series_scores(con.sql(statement("series")).pl(), log_clamp=LOG_CLAMP)
    tables["breakdown_intervals"] = breakdown_intervals(scored, con.sql(statement("sliced_forecasts")).pl())
    tables |= slice_tables(con.sql(statement("sliced")).pl(), log_clamp=LOG_CLAMP)
    held = tables.pop("leaderboard_intervals").with_columns(
        known_at=pl.lit(moment).cast(pl.Datetime("us", "UTC")), superseded_at=pl.lit(None, pl.Datetime("us", "UTC"))
    )

    def replace_all() -> None:
        con.register("intervals", held)
        con.execute(statement("intervals"))
        con.unregister("intervals")
        for name, rows in tables.items():
            con.register("new_rows", rows)
            con.execute(f"delete from {name}")
            con.execute(f"insert into {name} by name select * from new_rows")
            con.unregister("new_rows")

    in_transaction(con, replace_all)
    reached: datetime = moment.astimezone(UTC)
    return reached
