"""The audit: run the rules over what is staged, and say which rows break which rule.

It writes nothing. The load step takes the report, moves the rows that are not in it on, and puts the rest into
quarantine with the names of the rules that they broke.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foretold.errors import AuditError
from foretold.ledger.connect import connect
from foretold.quality.rules import TABLES, Rule, Severity, Suite, load_suites

if TYPE_CHECKING:
    from foretold.quality.staged import StagedRows

DOCUMENT_PASSED = (
    "document-passed-the-audit",
    "Its document was refused, and a forecast is published only with the document that it can be checked against.",
)
"""Name and reason of the one rule that is not in expectations/: it follows from the others."""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule found: rows looked at, and rows that broke it."""

    table_name: str
    rule: str
    reason: str
    severity: Severity
    n_rows: int
    n_failed: int


@dataclass(frozen=True, slots=True)
class FailingRow:
    """A row that broke a rule: its id and the row as it was staged, in JSON."""

    table_name: str
    row_id: str
    rule: str
    reason: str
    row_json: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What the audit of one run found. A row that broke two rules is in `failing_rows` twice.

    `table_name` is `readings` (rules of documents.py) or `extractions` (rules of forecasts.py).
    """

    run_id: str
    results: tuple[RuleResult, ...]
    failing_rows: tuple[FailingRow, ...]

    def n_refused(self, table_name: str) -> int:
        """Return how many rows of a table are refused, each counted once however many rules it broke."""
        return len({row.row_id for row in self.failing_rows if row.table_name == table_name})


class AuditStopped(AuditError):
    """A rule of severity `stop` was broken: a step before the audit is at fault. `report` holds all that was found."""

    def __init__(self, report: AuditReport) -> None:
        """Name the broken rules that stop a run."""
        self.report = report
        self.broken = [result for result in report.results if result.severity == "stop" and result.n_failed]
        super().__init__(
            "; ".join(f"{r.n_failed} of {r.n_rows} staged {r.table_name} break the rule {r.rule}" for r in self.broken),
            rule=" ".join(result.reason for result in self.broken),
            remedy="nothing was published; mend the step that staged them and run again",
        )


def audit(ledger_path: Path, run_id: str, *, house: Path) -> AuditReport:
    """Run the rules of `house`/expectations over the rows staged in a ledger, read only, and report what they found.

    The rows must be committed and the writing connection closed. With nothing staged the report is empty and Great
    Expectations is not even imported. Raises AuditStopped when a rule of severity `stop` is broken, and AuditError
    when a rule could not be run: a rule that crashed has found nothing, which is not the same as no fault.
    """
    n_staged = _count_staged(ledger_path)
    if not any(n_staged.values()):
        return AuditReport(run_id, (), ())
    expectations = house / "expectations"
    suites = [suite for suite in load_suites(expectations) if n_staged[suite.name]]
    from foretold.quality.staged import staged_rows

    macros_sql = (expectations / "macros.sql").read_text(encoding="utf-8")
    results: list[RuleResult] = []
    failing: list[FailingRow] = []
    with staged_rows(ledger_path, suites, macros_sql) as rows:
        for suite in suites:
            failures = dict(_run(rows, suite, n_staged[suite.name]))
            if suite.name == "forecasts":
                failures |= _forecasts_of_refused_documents(rows, failing, n_staged[suite.name])
            results += failures
            failing += _failing_rows(rows, suite, failures)
    report = AuditReport(run_id, tuple(results), tuple(failing))
    if any(result.severity == "stop" and result.n_failed for result in report.results):
        raise AuditStopped(report)
    return report


def _count_staged(ledger_path: Path) -> dict[str, int]:
    import duckdb

    try:
        with connect(ledger_path, read_only=True) as connection:
            return {
                name: connection.execute(f"select count(*) from staging.{table}").fetchall()[0][0]
                for name, table in TABLES.items()
            }
    except duckdb.Error as error:
        raise AuditError(
            f"the staged rows in {ledger_path} cannot be read ({str(error).splitlines()[0]})",
            rule="the load step fills the staging tables, commits and closes the ledger before the audit",
            remedy="run again; nothing was published",
        ) from error


def _run(rows: StagedRows, suite: Suite, n_staged: int) -> Iterator[tuple[RuleResult, list[str]]]:
    """Yield, in the order of the rules, what each found and the ids of all rows that broke it."""
    n_seen = rows.select(f"select count(*) from {suite.view}")[0][0]
    if n_seen != n_staged:
        raise AuditError(
            f"{suite.view} shows {n_seen} rows for {n_staged} staged {suite.name}",
            rule="a rule sees each staged row once",
            remedy=f"mend expectations/{suite.name}.sql, or the step that staged a text or source twice",
        )
    found = rows.validate(suite)
    crashed = {name: _crash(result) for name, result in found.items() if _crash(result)}
    if crashed:
        raise AuditError(
            "; ".join(f"the rule {name} on {suite.name} crashed ({why})" for name, why in sorted(crashed.items())),
            rule="a rule that crashed has checked nothing",
            remedy=f"mend expectations/{suite.name}.py; nothing was published",
        )
    for rule in suite.rules:
        n_failed, query = _failures(suite, rule, found[rule.name])
        ids = [row_id for (row_id,) in rows.select(f"select row_id from ({query})")] if n_failed else []
        if len(ids) != n_failed:
            raise AuditError(
                f"the rule {rule.name} on {suite.name} failed on {n_failed} rows, but its query finds {len(ids)}",
                rule="every row that breaks a rule is found by its id",
                remedy=f"mend the rule in expectations/{suite.name}.py; nothing was published",
            )
        yield RuleResult(suite.table, rule.name, rule.reason, rule.severity, n_staged, n_failed), ids


def _crash(result: Any) -> str:
    """Return what went wrong when a rule could not be run, '' when it ran. Great Expectations calls both a failure."""
    info: Mapping[str, Any] = result.exception_info or {}
    if info.get("raised_exception") is False:
        return ""
    # Either the exception itself, or one per metric that raised.
    raised = [info] if "raised_exception" in info else list(info.values())
    messages = [str(one.get("exception_message") or "") for one in raised if isinstance(one, Mapping)]
    return next((message.strip().splitlines()[0] for message in messages if message.strip()), "no message")


def _failures(suite: Suite, rule: Rule, result: Any) -> tuple[int, str]:
    """Return how many rows Great Expectations saw fail, and the SQL that finds all of them.

    Its lists of failing rows stop at 20 or 200, so that only its count and its query can be used.
    """
    found = result.result
    query = result.expectation_config.kwargs.get("unexpected_rows_query")
    if query is not None:
        return found["observed_value"], query.format(batch=suite.view).replace(r"\:", ":")
    if "unexpected_count" not in found:
        raise AuditError(
            f"the rule {rule.name} on {suite.name} does not say which rows break it",
            rule="a rule is about rows: holds(…), or an expectation on the values of one column",
            remedy=f"put it so in expectations/{suite.name}.py",
        )
    return found["unexpected_count"], found["unexpected_index_query"].rstrip(";")


def _forecasts_of_refused_documents(
    rows: StagedRows, failing: Sequence[FailingRow], n_staged: int
) -> dict[RuleResult, list[str]]:
    documents = sorted({row.row_id for row in failing if row.table_name == "readings"})
    query = "select row_id from staged_forecasts where document_id in (select unnest($1))"
    ids = [row_id for (row_id,) in rows.select(query, documents)] if documents else []
    name, reason = DOCUMENT_PASSED
    return {RuleResult(TABLES["forecasts"], name, reason, "row", n_staged, len(ids)): ids}


def _failing_rows(rows: StagedRows, suite: Suite, failures: Mapping[RuleResult, Sequence[str]]) -> Iterator[FailingRow]:
    """Yield every failing row with each rule that it broke. Rows that share an id are refused together."""
    broken: dict[str, list[RuleResult]] = {}
    for result, ids in failures.items():
        for row_id in dict.fromkeys(ids):
            broken.setdefault(row_id, []).append(result)
    if not broken:
        return
    query = f"select row_id, row_json from {suite.view} where row_id in (select unnest($1)) order by row_id, row_json"
    for row_id, row_json in rows.select(query, sorted(broken)):
        for result in broken[row_id]:
            yield FailingRow(suite.table, row_id, result.rule, result.reason, row_json)
