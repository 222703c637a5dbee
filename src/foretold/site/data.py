"""Reading an edition: the queries of this package, each into its dataclass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from foretold.errors import LedgerError
from foretold.ledger.connect import connect
from foretold.site import rows, rows_of_runs, rows_of_scores

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

QUERIES: dict[type[Any], str] = {
    rows.Edition: "editions",
    rows.Forecast: "forecasts",
    rows.Question: "questions",
    rows.State: "states",
    rows.Verdict: "verdicts",
    rows.Reply: "replies",
    rows.Standing: "standings",
    rows_of_scores.CalibrationBin: "calibration",
    rows_of_scores.SliceBin: "slices",
    rows_of_scores.Breakdown: "breakdowns",
    rows.CrowdPoint: "crowds",
    rows.Funnel: "funnel",
    rows.Due: "due",
    rows.Proposal: "proposals",
    rows.Judgement: "judgements",
    rows.Upcoming: "upcoming",
    rows.RecentlyResolved: "recent",
    rows.News: "news",
    rows_of_scores.Word: "words",
    rows.ScaleReading: "scales",
    rows.Source: "sources",
    rows_of_scores.CurvePoint: "curves",
    rows_of_scores.Measure: "measures",
    rows_of_scores.Comparison: "comparisons",
    rows_of_scores.Repeated: "repeated",
    rows_of_scores.Renewed: "renewed",
    rows_of_scores.OptionStanding: "options",
    rows_of_runs.Run: "runs",
    rows_of_runs.RuleResult: "quality",
    rows_of_runs.Quarantined: "quarantine",
    rows_of_runs.DictionaryEntry: "dictionary",
}
"""The query, a file of queries/, that gives each kind of row."""

BY_PIECE = (
    rows.Forecast,
    rows.Question,
    rows.State,
    rows.Verdict,
    rows.CrowdPoint,
    rows_of_scores.Measure,
    rows_of_scores.Comparison,
    rows_of_scores.Repeated,
    rows_of_scores.Renewed,
)
"""Kinds of which a large edition has so many rows that they are asked for by piece."""

Row = TypeVar("Row")
Naming = TypeVar("Naming", rows.Due, rows.Upcoming, rows.RecentlyResolved, rows.News)
"""Rows that name a forecast."""


@cache
def query(name: str) -> str:
    """Return the SQL of queries/NAME.sql without its closing semicolon."""
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")


class EditionReader:
    """One edition, opened read-only. An edition never changes, so whatever was read once is kept.

    With ``whole`` every table is read at once and looked up in memory, for the static build; without, single forecasts
    are asked from the file, so that a server holds no edition in memory.
    """

    def __init__(self, path: Path, *, whole: bool) -> None:
        """Open the edition's file. Raises LedgerError when it is none, BusyError when somebody writes to it."""
        self.path = path
        self.is_whole = whole
        self._connection: DuckDBPyConnection = connect(path, read_only=True)
        self._kept: dict[type[Any], tuple[Any, ...]] = {}
        self._answers: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {}
        self._index: dict[tuple[type[Any], str], dict[Any, list[Any]]] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def edition(self) -> rows.Edition:
        """The edition's own row. Raises LedgerError when the file holds none: then it is no edition."""
        found = self.all(rows.Edition)
        if len(found) != 1:
            raise LedgerError(
                f"{self.path} has {len(found)} rows in editions",
                rule="an edition describes itself in one row",
                remedy="publish anew with `foretold run`",
            )
        return found[0]

    def all(self, kind: type[Row]) -> tuple[Row, ...]:
        """Return every row of a kind, in the order of its query."""
        if kind not in self._kept:
            result = self._connection.cursor().execute(query(QUERIES[kind]))
            self._kept[kind] = _rows(kind, [column[0] for column in result.description], result.fetchall())
        return cast("tuple[Row, ...]", self._kept[kind])

    def connection(self) -> DuckDBPyConnection:
        """Return a connection of its own to the edition, to be closed by whoever asks for it."""
        return self._connection.cursor()

    def answer(self, sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the columns and the rows that a query of ours gives; what was asked once is kept."""
        if sql not in self._answers:
            result = self._connection.cursor().execute(sql)
            self._answers[sql] = tuple(column[0] for column in result.description), result.fetchall()
        return self._answers[sql]

    def where(self, kind: type[Row], column: str, value: str | None) -> tuple[Row, ...]:
        """Return the rows of a kind whose column has the value, in the order of its query."""
        return self.where_in(kind, column, [value])

    def where_in(self, kind: type[Row], column: str, values: Sequence[str | None]) -> tuple[Row, ...]:
        """Return the rows of a kind whose column has one of the values: value by value, each in the query's order."""
        if self.is_whole or kind not in BY_PIECE:
            index = self._indexed(kind, column)
        else:
            from duckdb import ColumnExpression, ConstantExpression

            wanted = [ConstantExpression(value) for value in values]
            found = (
                self._fetch(kind, self._relation(kind).filter(ColumnExpression(column).isin(*wanted))) if wanted else ()
            )
            index = _by(column, found)
        return tuple(row for value in values for row in index.get(value, ()))

    def named(self, kind: type[Naming], limit: int | None = None) -> tuple[rows.Forecast, ...]:
        """Return the first forecasts that a query names by id, in its order."""
        return self.where_in(rows.Forecast, "forecast_id", [row.forecast_id for row in self.all(kind)[:limit]])

    def _indexed(self, kind: type[Row], column: str) -> dict[Any, list[Row]]:
        if (kind, column) not in self._index:
            self._index[kind, column] = _by(column, self.all(kind))
        return self._index[kind, column]

    def _relation(self, kind: type[Any]) -> DuckDBPyRelation:
        return self._connection.cursor().sql(query(QUERIES[kind]))

    def _fetch(self, kind: type[Row], relation: DuckDBPyRelation) -> tuple[Row, ...]:
        return _rows(kind, relation.columns, relation.fetchall())


def _by(column: str, found: Sequence[Row]) -> dict[Any, list[Row]]:
    index: dict[Any, list[Row]] = defaultdict(list)
    for row in found:
        index[getattr(row, column)].append(row)
    return index


def _rows(kind: type[Row], columns: list[str], values: list[Any]) -> tuple[Row, ...]:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if names != columns:
        raise LedgerError(
            f"queries/{QUERIES[kind]}.sql gives {', '.join(columns)}",
            rule=f"{kind.__name__} has the fields {', '.join(names)}",
            remedy="make the two agree",
        )
    return tuple(kind(*map(_value, row)) for row in values)


def _value(value: Any) -> Any:
    """Return a value as pages keep it: lists frozen, sums over several threads freed of their unsteady last digits."""
    if type(value) is float:
        return round(value, 9)
    return tuple(value) if type(value) is list else value
