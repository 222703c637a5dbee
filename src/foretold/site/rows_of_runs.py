"""The rows of what ran, what the rules found and what the columns mean; the other rows are in rows.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run that changed something (runs.sql)."""

    run_id: str
    kind: str
    started_at: datetime
    finished_at: datetime | None
    state: str
    n_documents_read: int
    n_documents_new: int
    n_forecasts_found: int
    n_quarantined: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one data-quality rule found in the latest audit (quality.sql)."""

    run_id: str
    table_name: str
    rule: str
    reason: str
    severity: str
    n_rows: int
    n_failed: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One row that broke a rule and is not published (quarantine.sql)."""

    run_id: str
    table_name: str
    row_id: str
    rule: str
    reason: str
    quarantined_at: datetime


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One column of one table or view of the edition (dictionary.sql)."""

    table_name: str
    table_comment: str | None
    is_view: bool
    column_name: str
    data_type: str
    column_comment: str | None
