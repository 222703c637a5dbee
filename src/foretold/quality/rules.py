"""What a data-quality rule is, and reading the rules that the house keeps in expectations/."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from foretold.errors import AuditError

if TYPE_CHECKING:
    from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
    from great_expectations.expectations.expectation import Expectation

TABLES = {"documents": "readings", "forecasts": "extractions"}
"""The files of rules, in the order in which they are audited, and the table that the rows of each are staged for."""

Severity = Literal["row", "stop"]
"""row: a failing row is quarantined. stop: a failing row means that a step is broken, and the run stops."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One data-quality rule: what must hold, why, and how Great Expectations looks for rows that break it.

    ``name`` says in plain words what must hold (kebab case); ``reason`` is for whoever finds a row in quarantine.
    """

    name: str
    reason: str
    expectation: Expectation
    severity: Severity = "row"


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules of one table, and the SQL of the view that they look at."""

    name: str
    """documents or forecasts, as the files are named."""
    table: str
    """readings or extractions, which the rows are staged for."""
    view_sql: str
    rules: tuple[Rule, ...]

    @property
    def view(self) -> str:
        """Name of the view: one row per staged row of the table, `row_id` its id and `row_json` the row as staged."""
        return f"staged_{self.name}"


def holds(condition: str) -> UnexpectedRowsExpectation:
    """Return the expectation that an SQL condition is true of every row of a suite's view.

    A row on which the condition is NULL fails, unlike under a CHECK: where a value may be missing, the condition must
    say so.
    Great Expectations formats the query and SQLAlchemy looks for :parameters in it; braces and colons are escaped here,
    so that a condition is written as plain SQL.
    """
    from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation

    escaped = condition.replace("{", "{{").replace("}", "}}").replace(":", r"\:")
    return UnexpectedRowsExpectation(
        unexpected_rows_query=f"select row_id from {{batch}} where ({escaped}) is not true"
    )


def load_suites(expectations: Path) -> tuple[Suite, ...]:
    """Read the rules from a folder: for each table NAME.py with its RULES and NAME.sql with the view that they look at.

    Imports Great Expectations, which takes seconds. Raises AuditError that names the file when it cannot be read as
    rules, or when two rules of a table share a name.
    """
    return tuple(_load_suite(expectations / f"{name}.py") for name in TABLES)


def _load_suite(file: Path) -> Suite:
    spec = importlib.util.spec_from_file_location(f"foretold_expectations_{file.stem}", file)
    try:
        if spec is None or spec.loader is None:
            raise FileNotFoundError(file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        rules: tuple[Rule, ...] = tuple(module.RULES)
        view_sql = file.with_suffix(".sql").read_text(encoding="utf-8")
    except Exception as error:
        raise AuditError(
            f"{file.name} cannot be read as rules ({type(error).__name__}: {error})",
            rule="each table has a .py file with a list RULES, and a .sql file with the view that they see",
            remedy="mend the file; nothing was published",
        ) from error
    names = [rule.name for rule in rules]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated or not rules:
        raise AuditError(
            f"{file.name} holds {f'two rules named {repeated[0]}' if repeated else 'no rule'}",
            rule="each table has rules, and each its own name",
            remedy="mend the file; nothing was published",
        )
    return Suite(file.stem, TABLES[file.stem], view_sql, rules)
